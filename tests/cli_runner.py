"""Runs prodops in this process, as the shell would: arguments in; exit code, stdout and stderr out."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typer.main

from prodops_cli.cli import _run

# typer makes every command anew for every run, which takes several times as long as most runs: here once for all
typer.main.get_command = cache(typer.main.get_command)


@dataclass(frozen=True)
class Ran:
    """What became of a run."""

    code: int
    out: str
    err: str


class _Stream(io.TextIOWrapper):
    """A stream that remembers what was written, and may say that it is a terminal."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="\n", write_through=True)
        self.is_terminal = is_terminal

    def isatty(self) -> bool:
        return self.is_terminal

    def text(self) -> str:
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode()


def prodops(
    *arguments: str | Path,
    at: Path | None = None,
    columns: int | None = None,
    environment: dict[str, str] | None = None,
) -> Ran:
    """Run `prodops ARGUMENTS`, with -C for a directory; `columns` makes stdout a terminal so many columns wide."""
    words = [*(["-C", str(at)] if at is not None else []), *map(str, arguments)]
    out, err = _Stream(is_terminal=columns is not None), _Stream(is_terminal=False)
    extra = {"COLUMNS": str(columns), "TERM": "xterm"} if columns is not None else {}
    with _process(["prodops", *words], out, err, extra | (environment or {})):
        code = _run.run()
    return Ran(int(code), out.text(), err.text())


@contextmanager
def _process(argv: list[str], out: _Stream, err: _Stream, environment: dict[str, str]) -> Iterator[None]:
    """The arguments, streams and environment of the run, and the former ones again afterwards."""
    former = (sys.argv, sys.stdout, sys.stderr, dict(os.environ))
    sys.argv, sys.stdout, sys.stderr = argv, out, err
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        os.environ.pop(name, None)
    os.environ.update(environment)
    try:
        yield
    finally:
        sys.argv, sys.stdout, sys.stderr = former[:3]
        os.environ.clear()
        os.environ.update(former[3])
