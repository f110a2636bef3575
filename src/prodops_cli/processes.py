"""Forked children that do a share of the work and hand plain data back: the only module that forks.

A child can only ever save time, never change an answer: whatever it does not hand over (it could not be forked,
it died, it met something out of the ordinary) this process works out itself. Data crosses as marshal, which is
safe here because it comes from our own process, never from outside.
"""

import marshal
import os
import select
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

MOST_PROCESSES = 4
MOST_WAITING = 32 << 20
"""Bytes a child keeps for a parent that is busy before it stops working ahead."""

MOST_QUEUED = 2_000
"""Every system's pipes take four kilobytes before somebody reads them."""

Result = TypeVar("Result")
Send = Callable[[Any], None]
"""Hands one piece of plain data to the parent."""


class Gone(Exception):  # noqa: N818 - a fact about a child
    """The child has nothing more to hand over."""


def spare_cores() -> int:
    """How many children can work beside this process: none where it cannot fork."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST_PROCESSES, cores) - 1


@dataclass(frozen=True, slots=True)
class Child:
    """A forked process, and the pipe it hands its results over through."""

    process: int
    output: int

    @classmethod
    def start(cls, work: Callable[[Send], None], siblings: Iterable["Child"] = ()) -> "Child | None":
        """Fork a child that does some work; None where the system will not have it. `siblings` were forked before."""
        try:
            reading, writing = os.pipe()
        except OSError:
            return None
        try:
            process = os.fork()
        except OSError:
            os.close(reading)
            os.close(writing)
            return None
        if process:
            os.close(writing)
            return cls(process, reading)
        code = 1
        try:
            os.close(reading)
            for sibling in siblings:  # or closing them in the parent would not stop the others' writing
                os.close(sibling.output)
            outbox = _Outbox(writing)
            work(outbox.send)
            outbox.empty()
            code = 0
        finally:
            os._exit(code)

    @classmethod
    def start_some(cls, count: int, work: Callable[[Send], None]) -> "list[Child]":
        """Fork up to so many children that do the same work: as many as the system will have."""
        children: list[Child] = []
        for _ in range(count):
            child = cls.start(work, children)
            if child is not None:
                children.append(child)
        return children

    def take(self) -> Any:
        """The next piece of data, waiting for it. Raises Gone where the child has finished, or given up."""
        try:
            size = int.from_bytes(self._read(8), "big")
            return marshal.loads(self._read(size))  # noqa: S302 - from our own process
        except (EOFError, ValueError, TypeError, OSError):
            raise Gone from None

    def _read(self, size: int) -> bytes:
        pieces = []
        while size and (piece := os.read(self.output, size)):
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def leave(self) -> None:
        """Close the pipe (a child that still writes dies of it) and let the system forget the process."""
        os.close(self.output)
        with suppress(ChildProcessError):
            os.waitpid(self.process, 0)


def ready(children: Iterable[Child], *, wait: bool) -> list[Child]:
    """The children that have handed something over, or have gone; `wait` until there is one."""
    poll = select.poll()
    by_output = {child.output: child for child in children}
    for output in by_output:
        poll.register(output, select.POLLIN)
    return [by_output[output] for output, _ in poll.poll(None if wait else 0)] if by_output else []


class _Outbox:
    """The child's end of the pipe: what does not fit yet waits here, so that the child works on meanwhile."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.waiting: deque[memoryview] = deque()
        self.size = 0
        _widen(descriptor)
        os.set_blocking(descriptor, False)

    def send(self, data: Any) -> None:
        """Hand data over, or keep it until the parent takes it. Raises ValueError for what is not plain data."""
        text = marshal.dumps(data)
        piece = memoryview(len(text).to_bytes(8, "big") + text)
        self.waiting.append(piece)
        self.size += len(piece)
        with suppress(BlockingIOError):
            self._write()
        if self.size > MOST_WAITING:
            self.empty()

    def empty(self) -> None:
        """Hand over everything, waiting for the parent where need be."""
        os.set_blocking(self.descriptor, True)
        self._write()
        os.set_blocking(self.descriptor, False)

    def _write(self) -> None:
        while self.waiting:
            written = os.write(self.descriptor, self.waiting[0])
            self.size -= written
            if written == len(self.waiting[0]):
                self.waiting.popleft()
            else:
                self.waiting[0] = self.waiting[0][written:]


def _widen(pipe: int) -> None:
    """Ask for a pipe that holds a megabyte, so that neither side waits for the other often (Linux only)."""
    import fcntl  # noqa: PLC0415 - only where there is a fork

    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 1 << 20)


def share_out(
    count: int, work: Callable[[int], Result], pack: Callable[[Result], Any], unpack: Callable[[Any], Result]
) -> list[Result]:
    """The results of `work(0)` to `work(count - 1)`, in order; each is done by whichever process is free.

    `pack` makes plain data of a result; what it cannot (ValueError) is worked out again in this process.
    """
    queue = Queue.of(count) if spare_cores() else None
    if queue is None:
        return [work(number) for number in range(count)]

    def answer(send: Send) -> None:
        for number in queue:
            with suppress(ValueError):
                send((number, pack(work(number))))

    children = Child.start_some(spare_cores(), answer)
    try:
        results = {number: work(number) for number in queue}
        for child in children:
            with suppress(Gone):
                while True:
                    number, packed = child.take()
                    results[number] = unpack(packed)
    finally:
        queue.close()
        for child in children:
            child.leave()
    return [results[number] if number in results else work(number) for number in range(count)]


class Queue:
    """The numbers below a count, in a pipe that several processes draw from: each number goes to one of them."""

    def __init__(self, reading: int) -> None:
        self.reading = reading

    @classmethod
    def of(cls, count: int) -> "Queue | None":
        """A queue of the numbers below a count; None where the system has no pipe, or none that long."""
        try:
            reading, writing = os.pipe()
        except OSError:
            return None
        os.set_blocking(writing, False)
        numbers = b"".join(number.to_bytes(2, "big") for number in range(count))
        with os.fdopen(writing, "wb", 0) as pipe:
            if count <= MOST_QUEUED and pipe.write(numbers) == len(numbers):
                return cls(reading)
        os.close(reading)
        return None

    def __iter__(self) -> Iterator[int]:
        while (number := self.draw()) is not None:
            yield number

    def draw(self) -> int | None:
        """The next number nobody has drawn; None where all are."""
        number = os.read(self.reading, 2)
        return int.from_bytes(number, "big") if number else None

    def close(self) -> None:
        """Close this process's end."""
        os.close(self.reading)
