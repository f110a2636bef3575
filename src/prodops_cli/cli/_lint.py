"""What `prodops lint` does, without typer: the request, the run, the exit code."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from prodops_cli.cli._output import emit, painter
from prodops_cli.cli._paths import inside
from prodops_cli.cli._workspace import today, tree_around
from prodops_cli.errors import ExitCode, ProdopsError

if TYPE_CHECKING:
    from datetime import date

    from prodops_cli.baseline import Baseline
    from prodops_cli.diagnostics import LintResult


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked of `prodops lint`."""

    directory: Path = field(default_factory=Path)
    paths: tuple[Path, ...] = ()
    format: str = "text"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    as_of: date | None = None
    strict: bool = False
    exit_zero: bool = False
    statistics: bool = False
    all: bool = False
    record_baseline: bool = False
    use_baseline: bool = True


def check(request: Request) -> int:
    """Lint, print what was found, and return the exit code."""
    from prodops_cli import settings as settings_
    from prodops_cli.baseline import load_baseline
    from prodops_cli.linter import lint, only_in
    from prodops_cli.render.findings import formats
    from prodops_cli.workspace import read_workspace

    if request.format not in formats():
        raise ProdopsError(f"there is no format `{request.format}`", f"choose one of {', '.join(formats())}")
    tree = tree_around(request.directory)
    settings = settings_.load(tree)
    wanted = inside(tree.root, request.directory, request.paths)
    workspace = read_workspace(tree, settings, also=[path for path in wanted if path.endswith(".yaml")])
    former = load_baseline(tree) if request.use_baseline else None
    result = lint(
        workspace,
        today(settings, request.as_of),
        select=request.select,
        ignore=request.ignore,
        baseline=None if request.record_baseline else former,
    )
    if request.record_baseline:
        _record(tree.root, result, former)
        return ExitCode.CLEAN
    result = only_in(result, wanted)
    _print(request, result)
    fails = result.errors or (request.strict and result.warnings)
    return ExitCode.FINDINGS if fails and not request.exit_zero else ExitCode.CLEAN


def _print(request: Request, result: LintResult) -> None:
    from prodops_cli.render.findings import renderer, text

    if request.statistics:
        emit(text.statistics(result))
    elif request.format == "text":
        emit(text.render(result, painter(sys.stdout), most=None if request.all else text.MOST_OF_A_KIND))
    else:
        emit(renderer(request.format)(result))
    if request.format == "text":
        sys.stdout.flush()
        sys.stderr.write(f"{text.summary(result)}\n")


def _record(root: Path, result: LintResult, former: Baseline | None) -> None:
    from prodops_cli.baseline import BASELINE, baseline_of
    from prodops_cli.edit import replace_file

    new = baseline_of(result.diagnostics, former)
    replace_file(root, BASELINE, new.to_text().encode())
    count = new.counts.total()
    sys.stderr.write(f"{BASELINE}: {count:,} findings recorded; from now on only new ones count.\n")
    newer = len(result.diagnostics) - count
    if former is not None and newer:
        sys.stderr.write(f"{newer:,} findings are newer than the baseline and were not added.\n")
