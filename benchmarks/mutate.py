"""Seeded mutations of valid and hostile documents: nothing may be raised but ProdopsError, and nothing may take long.

    python benchmarks/mutate.py --count 1000000

Each input is a workspace of one mutated file: read, linted, every finding put in its place and printed as text.
Input number n depends on the seed and on n only, so a failure is repeated with `--seed S --first n --count 1`.
Times are the thread's own, so a busy machine does not count. Exits with 1 where something was raised.
"""

import argparse
import heapq
import inspect
import os
import random
import re
import sys
import time
import traceback
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from prodops_cli import settings as settings_
from prodops_cli.errors import ProdopsError
from prodops_cli.kinds import all_kinds
from prodops_cli.linter import lint
from prodops_cli.settings import Settings
from prodops_cli.tree import MARKER, Missing
from prodops_cli.workspace import read_workspace

HOSTILE = Path(__file__).parents[2] / "shared" / "hostile"
MOST_BYTES = 16_384
"""Longer hostile files are left to the hostile corpus' own check."""
CHUNK = 2_000
AS_OF = date(2026, 10, 1)
SLOWEST = 10

Sample = tuple[str, bytes]
"""A path in the workspace, and the bytes to begin with."""


class Texts:
    """A tree of one or a few files in memory."""

    def __init__(self, texts: dict[str, bytes]) -> None:
        self.texts = texts

    def names(self) -> list[str]:
        """The names at the top level."""
        return sorted({path.split("/")[0] + ("/" if "/" in path else "") for path in self.texts})

    def files(self, folder: str) -> list[str]:
        """The paths below a folder."""
        return sorted(path for path in self.texts if path.startswith(f"{folder}/"))

    def read(self, path: str, most: int) -> bytes:
        """A file's bytes."""
        if path not in self.texts:
            raise Missing
        return self.texts[path][: most + 1]

    def expect(self, paths: Iterable[str], most: int) -> None:
        """Everything is here."""

    def blob(self, path: str) -> str | None:  # noqa: ARG002
        """Nothing here comes from git."""
        return None


@cache
def valid_samples() -> tuple[Sample, ...]:
    """The example of every kind and of the settings, and lists of them."""
    found = [_example(Settings, MARKER)]
    for kind in all_kinds().values():
        path, text = _example(kind, f"{kind.folder}/x.yaml")
        item = (b"id: x\n" + text).rstrip().replace(b"\n", b"\n  ")
        found += [(path, text), (f"{kind.folder}.yaml", b"- " + item + b"\n- " + item.replace(b"x", b"y", 1) + b"\n")]
    return tuple(found)


@cache
def samples() -> tuple[Sample, ...]:
    """What is mutated: valid documents, and the hostile corpus' where it is there."""
    paths = [*sorted(HOSTILE.glob("y*/**/*.yaml")), *sorted(HOSTILE.glob("[pv]*/*.yaml"))]
    hostile = [path.read_bytes() for path in paths if path.stat().st_size <= MOST_BYTES]
    return (*valid_samples(), *(("roadmap/hostile.yaml", text) for text in hostile))


def _example(model: type, path: str) -> Sample:
    text = re.search(r"```yaml[^\n]*\n(.*?)```", inspect.getdoc(model) or "", re.DOTALL)
    return path, text[1].encode() if text else b"title: x\n"


# --- mutations -----------------------------------------------------------------------------------

TOKENS = [
    *(b"\n", b"\r\n", b"\r", b"\t", b" ", b"  ", b"- ", b": ", b":", b"? ", b"#", b" # prodops: ignore[x]"),
    *(b"|", b">-", b"[", b"]", b"{", b"}", b",", b"'", b'"', b"&a ", b"*a", b"<<: ", b"!!str ", b"!"),
    *(b"%YAML 1.2\n", b"---\n", b"...\n", b"<<<<<<< HEAD\n", b"title", b"id: x\n", b"custom:\n"),
    *(b"null", b"~", b"true", b"no", b"1e999", b".nan", b"0o7", b"2026-02-30", b"9" * 400, b"-"),
    *(b"\\", b'"\\ud800"', b'"\\x00"', b"\x00", b"\x07", b"\x7f", b"\xff", b"\xc3", b"\xed\xa0\x80"),
    *(b"\xef\xbb\xbf", b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\xc3\xa9", b"e\xcc\x81", b"\xf0\x9f\x98\x80"),
]  # fmt: skip


def mutate(number: int, seed: int) -> Sample:
    """Input number n: a sample after one to six random changes."""
    source = random.Random(f"{seed}:{number}")
    path, text = source.choice(samples() if source.random() < 0.4 else valid_samples())
    data = bytearray(text)
    for _ in range(source.choice((1, 1, 1, 2, 3, 6))):
        source.choice(CHANGES)(data, source)
    return path, bytes(data)


def _place(data: bytearray, source: random.Random) -> int:
    return source.randrange(len(data) + 1)


def _stretch(data: bytearray, source: random.Random) -> slice:
    start = _place(data, source)
    return slice(start, start + source.choice((1, 2, 8, 40, 200)))


def flip_a_bit(data: bytearray, source: random.Random) -> None:
    if data:
        data[source.randrange(len(data))] ^= 1 << source.randrange(8)


def set_a_byte(data: bytearray, source: random.Random) -> None:
    if data:
        data[source.randrange(len(data))] = source.randrange(256)


def cut_off(data: bytearray, source: random.Random) -> None:
    del data[_place(data, source) :]


def remove(data: bytearray, source: random.Random) -> None:
    del data[_stretch(data, source)]


def duplicate(data: bytearray, source: random.Random) -> None:
    piece = bytes(data[_stretch(data, source)])
    place = _place(data, source)
    data[place:place] = piece * source.choice((1, 1, 2, 50))


def swap(data: bytearray, source: random.Random) -> None:
    one, other = _stretch(data, source), _stretch(data, source)
    data[one], data[other] = bytes(data[other]), bytes(data[one])


def insert_token(data: bytearray, source: random.Random) -> None:
    place = _place(data, source)
    data[place:place] = source.choice(TOKENS) * source.choice((1, 1, 1, 3, 100))


def splice(data: bytearray, source: random.Random) -> None:
    other = bytearray(source.choice(samples())[1])
    place = _place(data, source)
    data[place:place] = other[_stretch(other, source)]


def swap_lines(data: bytearray, source: random.Random) -> None:
    lines = bytes(data).split(b"\n")
    one, other = source.randrange(len(lines)), source.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    data[:] = b"\n".join(lines)


def indent_a_line(data: bytearray, source: random.Random) -> None:
    lines = bytes(data).split(b"\n")
    lines[source.randrange(len(lines))] = source.choice((b"  ", b" ", b"\t")) + source.choice(lines)
    data[:] = b"\n".join(lines)


CHANGES = (
    *(flip_a_bit, set_a_byte, cut_off, remove, duplicate, swap),
    *(insert_token, insert_token, splice, swap_lines, indent_a_line),
)


# --- runs ----------------------------------------------------------------------------------------


def run_one(path: str, raw: bytes) -> str:
    """Everything that reading does with one file; what became of it, in a word."""
    tree = Texts({MARKER: b"name: Mutated\n", path: raw})
    try:
        settings = settings_.load(tree)
        workspace = read_workspace(tree, settings)
        result = lint(workspace, AS_OF)
    except ProdopsError:
        return "refused"
    for document in workspace.documents.values():
        if document.has_tree and document.tree is None:
            raise AssertionError("a document with data has no tree")
    if workspace.problems and not any(d.path == path for d in result.diagnostics):
        raise AssertionError("a problem of reading was not reported")
    return "findings" if result.diagnostics else "clean"


@dataclass
class Tally:
    """What a stretch of inputs came to."""

    outcomes: dict[str, int] = field(default_factory=dict)
    failures: list[tuple[int, str]] = field(default_factory=list)
    slowest: list[tuple[float, int, str]] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Take another stretch in."""
        for outcome, count in other.outcomes.items():
            self.outcomes[outcome] = self.outcomes.get(outcome, 0) + count
        self.failures += other.failures
        self.slowest = heapq.nlargest(SLOWEST, self.slowest + other.slowest)


def run_stretch(first: int, count: int, seed: int) -> Tally:
    """Run inputs first to first + count - 1."""
    tally = Tally()
    for number in range(first, first + count):
        path, raw = mutate(number, seed)
        start = time.thread_time()
        try:
            outcome = run_one(path, raw)
        except Exception:  # noqa: BLE001 - any exception at all is what is looked for
            outcome = "raised"
            tally.failures.append((number, traceback.format_exc(limit=-3)))
        tally.outcomes[outcome] = tally.outcomes.get(outcome, 0) + 1
        tally.slowest = heapq.nlargest(SLOWEST, [*tally.slowest, (time.thread_time() - start, number, path)])
    return tally


def main() -> int:
    """Run them all, and print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    options = parser.parse_args()
    starts = range(options.first, options.first + options.count, CHUNK)
    counts = [min(CHUNK, options.first + options.count - start) for start in starts]
    total = Tally()
    with ProcessPoolExecutor(options.workers) as pool:
        for tally in pool.map(run_stretch, starts, counts, [options.seed] * len(counts)):
            total.add(tally)
            for number, text in tally.failures[:3]:
                print(f"input {number} raised:\n{text}", flush=True)
    print(f"seed {options.seed}: {options.count:,} inputs from {len(samples())} samples: ", end="")
    print(", ".join(f"{outcome} {count:,}" for outcome, count in sorted(total.outcomes.items())))
    print("slowest: " + ", ".join(f"{took:.3f} s (input {number})" for took, number, _ in total.slowest[:3]))
    return 1 if total.failures else 0


if __name__ == "__main__":
    sys.exit(main())
