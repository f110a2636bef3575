"""Read many documents, on more than one core where that pays.

Parsing YAML is most of what `lint` does. Above a few hundred files a forked child parses half of them and
hands plain data back (marshal, through an unnamed temporary file of our own); everything that is not a plain
clean document is read again here, so a child can only ever save time, never change an answer.
"""

import gc
import marshal
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from prodops_cli.diagnostics import Problem, Span
from prodops_cli.source import Document, Limits, read
from prodops_cli.tree import Tree, Unreadable

FORK_FROM = 400
"""Fewer files than this are read faster than a process is forked."""
MOST_WORKERS = 4
BATCH = 200


def read_all(tree: Tree, paths: list[str], limits: Limits) -> Iterator[Document]:
    """The documents at `paths`, in that order."""
    shares = _shares(paths)
    children = [_fork(tree, share, limits) for share in shares[1:]]
    yield from (read_one(tree, path, limits) for path in shares[0])
    for share, child in zip(shares[1:], children, strict=True):
        yield from _collect(tree, share, limits, child)


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


def _shares(paths: list[str]) -> list[list[str]]:
    """The paths cut into one run per worker; one run where forking is not possible or not worth it."""
    if len(paths) < FORK_FROM or not hasattr(os, "fork") or threading.active_count() > 1:
        return [paths]
    workers = min(
        MOST_WORKERS,
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
    )
    size = -(-len(paths) // workers)
    return [paths[start : start + size] for start in range(0, len(paths), size)]


def _fork(tree: Tree, paths: list[str], limits: Limits) -> tuple[int, IO[bytes]] | None:
    """Start a child that parses `paths` into a temporary file; None where the system will not have it."""
    import tempfile  # noqa: PLC0415 - 8 ms that few runs need

    try:
        output = tempfile.TemporaryFile()  # noqa: SIM115 - the reader closes it
    except OSError:
        return None
    try:
        child = os.fork()
    except OSError:
        output.close()
        return None
    if child:
        return child, output
    code = 1
    try:
        _work(tree, paths, limits, output)
        code = 0
    finally:
        os._exit(code)


def _work(tree: Tree, paths: list[str], limits: Limits, output: IO[bytes]) -> None:
    """In the child: parse, and write batches of (bytes, data) with None for what the parent must read itself."""
    for start in range(0, len(paths), BATCH):
        batch = []
        for path in paths[start : start + BATCH]:
            document = read_one(tree, path, limits)
            batch.append(_plain(document))
        marshal.dump(batch, output)
    output.flush()


def _plain(document: Document) -> bytes | None:
    """A clean document as bytes, or None: a Quoted scalar, for one, does not survive the journey."""
    if document.problems:
        return None
    try:
        return marshal.dumps((document.raw, document.data))
    except ValueError:
        return None


def _collect(tree: Tree, paths: list[str], limits: Limits, child: tuple[int, IO[bytes]] | None) -> Iterator[Document]:
    """What a child has read; read here instead where it failed."""
    done = 0
    if child is not None:
        process, output = child
        _, status = os.waitpid(process, 0)
        with output:
            output.seek(0)
            while status == 0 and done < len(paths):
                for path, plain in zip(paths[done : done + BATCH], marshal.load(output), strict=True):
                    if plain is None:
                        yield read_one(tree, path, limits)
                    else:
                        raw, data = marshal.loads(plain)
                        yield Document(path, raw, data, has_tree=True)
                    done += 1
    yield from (read_one(tree, path, limits) for path in paths[done:])
