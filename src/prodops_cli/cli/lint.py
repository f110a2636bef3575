"""`prodops lint`: check the workspace."""

from pathlib import Path
from typing import Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, At, command, format_option
from prodops_cli.cli._lint import Request, check
from prodops_cli.cli._paths import names
from prodops_cli.render.findings import formats


@command(
    30,
    "prodops lint",
    "prodops lint roadmap/ --strict",
    "prodops lint --select past-target,stale-update",
    "prodops lint --since origin/main --format github",
    "prodops lint --at main",
    "prodops lint --fix --dry-run",
)
def lint(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATHS", help="Show only what is found in these files and folders.", show_default=False),
    ] = None,
    format_: Annotated[str, format_option("text", *(name for name in formats() if name != "text"))] = "text",
    select: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RULE",
            help="Run only these rules (comma-separated).",
            autocompletion=completion.rules,
            show_default=False,
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RULE",
            help="Leave these rules out (comma-separated).",
            autocompletion=completion.rules,
            show_default=False,
        ),
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend what has only one answer in the files, then say what is left.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --fix: print what would change, and write nothing.")
    ] = False,
    at: At = None,
    as_of: AsOf = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="REV",
            help="Compare with a commit, branch, tag or day, too: a status that was an end must not go back.",
            show_default=False,
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings fail the run, too.")] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.")] = False,
    statistics: Annotated[bool, typer.Option("--statistics", help="Print how often each rule fired.")] = False,
    all_: Annotated[bool, typer.Option("--all", help="Print every finding, however many of one rule.")] = False,
    baseline: Annotated[
        bool, typer.Option("--baseline", help="Record what is found now, so that only new findings count.")
    ] = False,
    no_baseline: Annotated[bool, typer.Option("--no-baseline", help="Count recorded findings, too.")] = False,
) -> None:
    """Check the workspace: its syntax, fields, references and rules.

    The whole workspace is always read, because a mistake in one file often shows in another; PATHS only choose
    what is shown. Exits with 1 where there are errors (with --strict, also for warnings).
    """
    request = Request(
        directory=context.obj.directory,
        paths=tuple(paths or ()),
        format=format_,
        fix=fix,
        dry_run=dry_run,
        select=tuple(names(select)),
        ignore=tuple(names(ignore)),
        at=at,
        as_of=as_of,
        since=since,
        strict=strict,
        exit_zero=exit_zero,
        statistics=statistics,
        all=all_,
        record_baseline=baseline,
        use_baseline=not no_baseline,
    )
    raise typer.Exit(check(request))
