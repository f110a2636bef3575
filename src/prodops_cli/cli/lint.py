"""`prodops lint`: check the workspace."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli._app import AsOf, app
from prodops_cli.cli._output import emit, painter
from prodops_cli.cli._paths import inside, names
from prodops_cli.cli._workspace import open_tree, today
from prodops_cli.errors import ExitCode

if TYPE_CHECKING:  # the baseline is only read when a lint runs
    from prodops_cli.baseline import Baseline
    from prodops_cli.diagnostics import LintResult


@app.command(
    epilog="Examples:  prodops lint  ·  prodops lint roadmap/  ·  prodops lint --select past-target,stale-update  ·  "
    "prodops lint --format github"
)
def lint(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Show only what is found in these files and folders.", show_default=False),
    ] = None,
    format_: Annotated[
        str,
        typer.Option("--format", "-f", metavar="FORMAT", help="text, json, github, gitlab, sarif or junit."),
    ] = "text",
    select: Annotated[
        list[str] | None,
        typer.Option(metavar="RULE", help="Run only these rules (comma-separated).", show_default=False),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="RULE", help="Leave these rules out (comma-separated).", show_default=False),
    ] = None,
    as_of: AsOf = None,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings fail the run, too.")] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.")] = False,
    statistics: Annotated[bool, typer.Option("--statistics", help="Print how often each rule fired.")] = False,
    all_: Annotated[bool, typer.Option("--all", help="Print every finding, however many of one rule.")] = False,
    baseline: Annotated[
        bool, typer.Option("--baseline", help="Record what is found now, so that only new findings count.")
    ] = False,
    no_baseline: Annotated[bool, typer.Option("--no-baseline", help="Count recorded findings, too.")] = False,
) -> None:
    """Check the workspace: syntax, fields, references, and what the rules know about product operations.

    The whole workspace is always read, because a mistake in one file often shows in another; PATHS only choose
    what is shown. Exits with 1 where there are errors (with --strict, also for warnings).
    """
    from prodops_cli import settings as settings_
    from prodops_cli.baseline import load_baseline
    from prodops_cli.linter import lint as run_lint
    from prodops_cli.linter import only_in
    from prodops_cli.render.findings import formats, renderer, text
    from prodops_cli.workspace import read_workspace

    if format_ not in formats():
        raise typer.BadParameter(f"choose one of {', '.join(formats())}", param_hint="--format")
    tree = open_tree(context)
    settings = settings_.load(tree)
    wanted = inside(tree.root, context.obj.directory, paths or [])
    workspace = read_workspace(tree, settings, also=[path for path in wanted if path.endswith(".yaml")])
    former = None if no_baseline else load_baseline(tree)
    result = run_lint(
        workspace,
        today(settings, as_of),
        select=names(select),
        ignore=names(ignore),
        baseline=None if baseline else former,
    )
    if baseline:
        _record(tree.root, result, former)
        return
    result = only_in(result, wanted)
    if statistics:
        emit(text.statistics(result))
    elif format_ == "text":
        emit(text.render(result, painter(sys.stdout), most=None if all_ else text.MOST_OF_A_KIND))
    else:
        emit(renderer(format_)(result))
    if format_ == "text":
        sys.stdout.flush()
        typer.echo(text.summary(result), err=True)
    if (result.errors or (strict and result.warnings)) and not exit_zero:
        raise typer.Exit(ExitCode.FINDINGS)


def _record(root: Path, result: LintResult, former: Baseline | None) -> None:
    from prodops_cli.baseline import BASELINE, baseline_of
    from prodops_cli.edit import replace_file

    new = baseline_of(result.diagnostics, former)
    replace_file(root, BASELINE, new.to_text().encode())
    count = new.counts.total()
    typer.echo(f"{BASELINE}: {count:,} findings recorded; from now on only new ones count.", err=True)
    if former is not None and len(result.diagnostics) > count:
        typer.echo(
            f"{len(result.diagnostics) - count:,} findings are newer than the baseline and were not added.",
            err=True,
        )
