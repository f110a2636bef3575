"""Read many documents, on more than one core where that pays.

Parsing YAML is most of what `lint` does. Above a few hundred files forked children parse most of them and
hand plain data back through a pipe, batch by batch (marshal: from our own process, never from outside), while
this process makes records of it. Everything that is not a plain clean document is read again here, so a child
can only ever save time, never change an answer.
"""

import gc
import marshal
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Any, cast

from prodops_cli.diagnostics import Problem, Span
from prodops_cli.source import Document, Limits, Quoted, read
from prodops_cli.tree import Tree, Unreadable

FORK_FROM = 400
"""Fewer files than this are read faster than a process is forked."""
MOST_WORKERS = 4
BATCH = 50
CHILDS_SHARE = 3
"""A child parses three batches for each one of this process, which turns all of them into records meanwhile."""


def read_all(tree: Tree, paths: list[str], limits: Limits) -> Iterator[Document]:
    """The documents at `paths`, in that order."""
    batches = _batches(paths)
    turns = _turns(len(batches), _helpers(len(paths)))
    children: dict[int, _Child] = {}
    try:
        for number in sorted(set(turns) - {0}):
            share = [batch for batch, turn in zip(batches, turns, strict=True) if turn == number]
            child = _fork(tree, share, limits, children.values())
            if child is not None:
                children[number] = child
        for batch, turn in zip(batches, turns, strict=True):
            taken = children[turn].take() if turn in children else None
            if taken is None and turn in children:
                children.pop(turn).leave()
            plains = taken if taken is not None and len(taken) == len(batch) else [None] * len(batch)
            yield from (_received(tree, path, limits, plain) for path, plain in zip(batch, plains, strict=True))
    finally:
        for child in children.values():
            child.leave()


def read_one(tree: Tree, path: str, limits: Limits) -> Document:
    """One document; a file that cannot be opened is a document with that problem."""
    try:
        raw = tree.read(path, limits.bytes)
    except Unreadable as error:
        problem = Problem("unreadable-file", path, f"the file cannot be read: {error}", span=Span(1, 1, 1, 1))
        return Document(path, b"", problems=(problem,))
    return read(path, raw, limits)


@contextmanager
def without_collection() -> Iterator[None]:
    """Pause the cycle collector: building hundreds of thousands of objects, none of them garbage, wakes it in vain."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@dataclass(frozen=True, slots=True)
class _Child:
    """A forked process that parses some of the batches, and the pipe it hands them over through."""

    process: int
    output: IO[bytes]

    def take(self) -> list[bytes | None] | None:
        """The next batch, or None where the child has given up."""
        try:
            return cast("list[bytes | None]", marshal.load(self.output))
        except (EOFError, ValueError, TypeError, OSError):
            return None

    def leave(self) -> None:
        """Close the pipe (a child that still writes dies of it) and let the system forget the process."""
        self.output.close()
        os.waitpid(self.process, 0)


def _batches(paths: list[str]) -> list[list[str]]:
    return [paths[start : start + BATCH] for start in range(0, len(paths), BATCH)]


def _helpers(count: int) -> int:
    """How many children to fork for so many files: none where that is not possible or not worth it."""
    if count < FORK_FROM or not hasattr(os, "fork") or threading.active_count() > 1:
        return 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST_WORKERS, cores) - 1


def _turns(batches: int, helpers: int) -> list[int]:
    """Whose turn each batch is: 0 for this process, which also validates and so parses less, else a child's number."""
    round_ = [0, *(list(range(1, helpers + 1)) * CHILDS_SHARE)]
    return [round_[index % len(round_)] for index in range(batches)]


def _fork(tree: Tree, batches: list[list[str]], limits: Limits, others: Iterable[_Child]) -> _Child | None:
    """Start a child that parses these batches into a pipe; None where the system will not have it."""
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
        return _Child(process, os.fdopen(reading, "rb"))
    code = 1
    try:
        os.close(reading)
        for other in others:  # or closing them there would not stop the others' writing
            other.output.close()
        with os.fdopen(writing, "wb") as output:
            _widen(output)
            _work(tree, batches, limits, output)
        code = 0
    finally:
        os._exit(code)


def _widen(pipe: IO[bytes]) -> None:
    """Ask for a pipe that holds a megabyte, so that neither side waits for the other often (Linux only)."""
    import fcntl  # noqa: PLC0415 - only where there is a fork

    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 1 << 20)


def _work(tree: Tree, batches: list[list[str]], limits: Limits, output: IO[bytes]) -> None:
    """In the child: parse, and write each batch as (bytes, data), or None for what the parent must read itself."""
    for batch in batches:
        marshal.dump([_plain(read_one(tree, path, limits)) for path in batch], output)
        output.flush()


def _plain(document: Document) -> bytes | None:
    """A clean document as bytes, or None for one that the parent must read itself."""
    if document.problems:
        return None
    try:
        return marshal.dumps((document.raw, document.data))
    except ValueError:
        return marshal.dumps((document.raw, _marked(document.data), True))


def _received(tree: Tree, path: str, limits: Limits, plain: bytes | None) -> Document:
    if plain is None:
        return read_one(tree, path, limits)
    raw, data, *is_marked = marshal.loads(plain)
    return Document(path, raw, _unmarked(data) if is_marked else data, has_tree=True)


def _marked(data: Any) -> Any:
    """The data with a tuple of one in place of every Quoted text, which marshal does not know."""
    if isinstance(data, dict):
        return {key: _marked(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_marked(value) for value in data]
    return (str(data),) if type(data) is Quoted else data


def _unmarked(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _unmarked(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_unmarked(value) for value in data]
    return Quoted(data[0]) if isinstance(data, tuple) else data
