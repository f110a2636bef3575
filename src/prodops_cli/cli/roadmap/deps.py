"""`prodops roadmap deps`: who waits for whom, and what both sides have said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, At, command, format_option
from prodops_cli.cli._report import AllOption, OutputOption, TeamOption, deliver, rendered, table_format
from prodops_cli.cli.roadmap import roadmap
from prodops_cli.errors import ProdopsError

if TYPE_CHECKING:
    from pathlib import Path

    from prodops_cli.analysis.handshake import State
    from prodops_cli.reports.dependencies import Dependencies

FORMATS = ("text", "markdown", "html", "svg", "slack", "comment", "summary", "csv", "json")
_STATES = ("broken", "at_risk", "asked", "assumed", "agreed", "offered", "met")


def _states(values: list[str] | None) -> list[str] | None:
    for value in values or ():
        if value not in _STATES:
            raise ProdopsError(f"no dependency is `{value}`", f"choose one of {', '.join(_STATES)}")
    return values


@command(
    25,
    "prodops roadmap deps",
    "prodops roadmap deps one-page-checkout --all",
    "prodops roadmap deps --cross --state broken --state at_risk",
    "prodops roadmap deps --team payments --output deps.html",
    "prodops roadmap deps --exit-code --format comment",
    noun=roadmap,
)
def deps(
    context: typer.Context,
    ref: Annotated[
        str | None,
        typer.Argument(
            metavar="REF",
            help="Only what this initiative waits for and what waits for it, along the whole chain.",
            autocompletion=completion.ids_of("initiative"),
            show_default=False,
        ),
    ] = None,
    team: TeamOption = None,
    state: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STATE",
            help="Only what is broken, at_risk, asked, assumed, agreed, offered or met; may be repeated.",
            callback=_states,
            autocompletion=lambda incomplete: [name for name in _STATES if name.startswith(incomplete)],
            show_default=False,
        ),
    ] = None,
    cross: Annotated[
        bool, typer.Option("--cross", help="Only what is between teams or between product lines.")
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit 1 where a dependency is broken, for CI.")
    ] = False,
    history: Annotated[
        bool, typer.Option("--no-history", help="Do not ask git which targets moved.", show_default=False)
    ] = False,
    format_: Annotated[
        str | None,
        format_option(
            *FORMATS,
            what="text, markdown (with a mermaid flowchart), html (one page, to open without a network), svg, slack, "
            "csv, json; or markdown for a forge: comment, summary. Default: text on a terminal, else by the name of "
            "FILE, else markdown.",
        ),
    ] = None,
    output: OutputOption = None,
    everything: AllOption = False,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Show who waits for whom, and what both sides said.

    A need (`needed_by`) belongs to whoever waits, a promise (`commits`) to whoever provides. Where both stand and fit,
    it is agreed; where nobody has answered, asked; where something speaks against the day, at risk; where the day is
    over or the dates cannot both be kept, broken. What is between teams or product lines is marked, and at the end
    stands who has to talk to whom.
    """
    from prodops_cli.cli._ledger import known_promises
    from prodops_cli.cli._revisions import Times, opened
    from prodops_cli.cli._workspace import open_tree, warn_unread
    from prodops_cli.errors import ExitCode
    from prodops_cli.reports.dependencies import Question, dependencies

    form = _form(format_, output)
    past = opened(context, at, as_of)
    promises = known_promises(Times(context.obj.directory), past) if not history else None
    states: tuple[State, ...] = tuple(state or ())  # type: ignore[arg-type]  # checked by the option
    question = Question(ref, team, states, cross, promises)
    made = dependencies(past.workspace, past.as_of, question)
    text = _text(made, form, everything=everything or ref is not None, to_stdout=output is None)
    deliver(text, output, context.obj.directory, open_tree(context).root)
    warn_unread(past.workspace)
    if exit_code and (made.is_broken or past.workspace.problems):
        raise typer.Exit(ExitCode.FINDINGS)


def _form(asked: str | None, output: Path | None) -> str:
    is_picture = asked is None and output is not None and output.suffix.lower() == ".svg"
    return "svg" if is_picture else table_format(asked, output)


def _text(made: Dependencies, form: str, *, everything: bool, to_stdout: bool) -> str:
    from prodops_cli.render import dependencies, graph

    with_met = everything or ("met" in {group.state for group in made.groups} and len(made.groups) == 1)
    match form:
        case "svg":
            return graph.svg(dependencies.graph(made, with_met=with_met))
        case "html":
            return graph.page(dependencies.graph(made, with_met=with_met))
        case "csv":
            return dependencies.csv(made)
        case "markdown" | "comment" | "summary":
            text = rendered("dependencies", made, "markdown", everything=everything, to_stdout=to_stdout)
            text = dependencies.with_flowchart(text, made, with_met=with_met)
            from prodops_cli.cli._report import formed

            return formed("dependencies", text, form, to_stdout=to_stdout)
        case _:
            return rendered("dependencies", made, form, everything=everything, to_stdout=to_stdout)
