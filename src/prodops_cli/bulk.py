"""Read many documents, on more than one core where that pays.

Parsing YAML is most of what `lint` does. Above some dozens of files forked children parse most of them and
hand plain data back, batch by batch, while this process makes records of it; started early (`begin`), they do so
while it is still importing what it needs for that. Everything that is not a plain clean document is read again here,
so a child can only ever save time, never change an answer.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self, TypeAlias

from prodops_cli.diagnostics import Problem, Span
from prodops_cli.processes import MOST_QUEUED, Child, Gone, Queue, Send, ready, spare_cores
from prodops_cli.source import Document, Limits, Quoted, read
from prodops_cli.tree import Tree, Unreadable

FORK_FROM = 80
"""Fewer files than this are read faster than a process is forked."""
BATCH = 50
FEWEST_BATCHES = 12
"""Few files make smaller batches: the parent should not wait long for the first."""
Plain: TypeAlias = "tuple[bytes, Any, bool] | None"
"""A clean document's bytes, its data, and whether quoted texts are marked in it; None for what the parent must read."""


def read_all(tree: Tree, paths: list[str], limits: Limits, begun: "Reading | None" = None) -> Iterator[Document]:
    """The documents at `paths`, in that order; `begun` is what children are parsing already."""
    if begun is not None and begun.limits != limits:
        begun.leave()
        begun = None
    reading = begun or Reading(tree, paths, limits)
    try:
        for path in paths:
            yield reading.take(path) or read_one(tree, path, limits)
    finally:
        reading.leave()


def begin(tree: Tree, folders: list[str]) -> "Reading":
    """Start parsing the files that are likely to be wanted: those of some folders, within the usual limits."""
    paths = [f"{folder}.yaml" for folder in folders]
    with without_collection():
        for name in set(tree.names()) & {f"{folder}/" for folder in folders}:
            paths += (path for path in tree.files(name[:-1]) if path.endswith(".yaml"))
        return Reading(tree, sorted(paths), Limits())


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


class Reading:
    """Documents that several processes parse, this one included. Take them in the order of their paths, then leave.

    The files are a queue of batches. Children draw from it all the time; this process does so only while it would
    have to wait for a document that a child is still at, so that everybody is busy until the last batch.
    """

    def __init__(self, tree: Tree, paths: list[str], limits: Limits) -> None:
        self.tree = tree
        self.limits = limits
        size = _batch_size(len(paths))
        self._batches = [paths[start : start + size] for start in range(0, len(paths), size)]
        self._places: dict[str, tuple[int, int]] = {}
        """The batch of a path, and where it stands in it."""
        self._done: dict[int, list[Plain]] = {}
        """The batches that have been parsed and not been asked for yet, by number."""
        self._children: list[Child] = []
        helpers = spare_cores() if len(paths) >= FORK_FROM else 0
        self._queue = Queue.of(len(self._batches)) if helpers else None
        if self._queue is not None:
            self._places.update((path, (n, at)) for n, some in enumerate(self._batches) for at, path in enumerate(some))
            self._children += Child.start_some(helpers, self._parse_all)

    def take(self, path: str) -> Document | None:
        """The document at a path; None for one that is not a plain clean document, or was not asked for in time."""
        number, index = self._places.get(path, (None, 0))
        if number is None or not self._has(number):
            return None
        plain = self._done[number][index]
        if index == len(self._batches[number]) - 1:
            del self._done[number]
        if plain is None:
            return None
        raw, data, is_marked = plain
        return Document(path, raw, _unmarked(data) if is_marked else data, has_tree=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def leave(self) -> None:
        """Send the children home; from now on nothing is handed over."""
        self._places = {}
        if self._queue is not None:
            self._queue.close()
            self._queue = None
        while self._children:
            self._children.pop().leave()

    def _has(self, number: int) -> bool:
        """Whether a batch has been parsed; until it has, this process helps with what nobody has drawn yet."""
        while number not in self._done:
            for child in ready(self._children, wait=False):
                self._receive(child)
            if number in self._done:
                break
            mine = self._queue.draw() if self._queue is not None else None
            if mine is not None:
                self._done[mine] = self._parse(mine)
            elif self._children:
                for child in ready(self._children, wait=True):
                    self._receive(child)
            else:
                return False
        return True

    def _receive(self, child: Child) -> None:
        try:
            number, batch = child.take()
            self._done[number] = batch
        except Gone:
            self._children.remove(child)
            child.leave()

    def _parse_all(self, send: Send) -> None:
        """In a child: parse whatever batch is next, until there is none."""
        for number in self._queue or ():
            batch = self._parse(number)
            try:
                send((number, batch))
            except ValueError:  # marshal does not know Quoted
                send((number, [plain and (plain[0], _marked(plain[1]), True) for plain in batch]))

    def _parse(self, number: int) -> list[Plain]:
        return [_plain(read_one(self.tree, path, self.limits)) for path in self._batches[number]]


def _batch_size(count: int) -> int:
    return min(BATCH, max(count // FEWEST_BATCHES, count // MOST_QUEUED + 1))


def _plain(document: Document) -> Plain:
    return None if document.problems else (document.raw, document.data, False)


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
