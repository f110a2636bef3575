"""`prodops roadmap rank`: which open work comes first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, At, command, format_option
from prodops_cli.cli._report import AllOption, OutputOption, TeamOption, deliver, rendered, table_format
from prodops_cli.cli.roadmap import roadmap
from prodops_cli.errors import ProdopsError

if TYPE_CHECKING:
    from datetime import date

    from prodops_cli.cli._revisions import Past
    from prodops_cli.history import History
    from prodops_cli.reports.rank import Question


def _method_names(incomplete: str) -> list[str]:
    from prodops_cli.analysis.ranking.names import METHODS

    return [name for name in METHODS if name.startswith(incomplete)]


@command(
    5,
    "prodops roadmap rank",
    "prodops roadmap rank --by wsjf --team payments",
    "prodops roadmap rank --by weighted:year-plan --format csv --output plan.csv",
    "prodops roadmap rank --explain one-page-checkout",
    "prodops roadmap rank --no-overrides --top 10",
    "prodops roadmap rank --predictions",
    noun=roadmap,
)
def rank(
    context: typer.Context,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="METHOD",
            help="rice, ice, wsjf, cd3, opportunity, kano, moscow or weighted:NAME (default: `ranking.by` of the "
            "settings, rice).",
            autocompletion=_method_names,
            show_default=False,
        ),
    ] = None,
    team: TeamOption = None,
    goal: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Only what serves this goal, with the goals below it.",
            autocompletion=completion.ids_of("goal"),
            show_default=False,
        ),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="REF",
            help="Work out the score of this initiative: every number with its place, evidence and age.",
            autocompletion=completion.ids_of("initiative"),
            show_default=False,
        ),
    ] = None,
    predictions: Annotated[
        bool,
        typer.Option("--predictions", help="Show what was measured after shipping beside what had been estimated."),
    ] = False,
    overrides: Annotated[
        bool, typer.Option("--no-overrides", help="Leave out the places that people decided.", show_default=False)
    ] = False,
    top: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            max=1000,
            help="How many places count as the top (default: `ranking.top` of the settings, 5).",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(metavar="N", help="Draw other numbers out of the ranges.", show_default=False)
    ] = None,
    samples: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=100, max=100_000, help="How often ranges are drawn (default: 2000).", show_default=False
        ),
    ] = None,
    format_: Annotated[
        str | None,
        format_option(
            "text",
            "markdown",
            "html",
            "slack",
            "comment",
            "summary",
            "csv",
            "json",
            what="text, markdown, html, slack (Block Kit), csv, json; or markdown for a forge: comment, summary. "
            "Default: text on a terminal, else by the name of FILE, else markdown.",
        ),
    ] = None,
    output: OutputOption = None,
    everything: AllOption = False,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Rank open work, and say how sure that is.

    All that is open is ranked together, by the inputs in its files; a team or a goal chooses what is shown. Ranges are
    drawn many times over, so that a score has an interval and each initiative a chance to be among the top. What
    lacks an input has no score and is listed below, with what is missing. Places that people decided count, and are
    listed with who, when and why.
    """
    from prodops_cli.cli._revisions import opened
    from prodops_cli.cli._workspace import open_tree, warn_unread
    from prodops_cli.reports.rank import Question

    form = table_format(format_, output)
    if predictions and (explain is not None or by is not None):
        raise ProdopsError("--predictions compares every estimate, of no method in particular", "leave out the others")
    past = opened(context, at, as_of)
    question = Question(by, team, goal, top, overrides=not overrides, **_draws(seed, samples))
    if predictions:
        name, made = _predictions(context, past, question, _Time(at, as_of))
    elif explain is not None:
        name, made = _explained(context, past, question, explain, _Time(at, as_of))
    else:
        from prodops_cli.reports.rank import rank as report

        name, made = report.name, report(past.workspace, past.as_of, question)
    text = _text(name, made, form, everything=everything, to_stdout=output is None)
    deliver(text, output, context.obj.directory, open_tree(context).root)
    warn_unread(past.workspace)


def _draws(seed: int | None, samples: int | None) -> dict[str, Any]:
    return {name: value for name, value in (("seed", seed), ("samples", samples)) if value is not None}


def _text(name: str, made: Any, form: str, *, everything: bool, to_stdout: bool) -> str:
    if form != "csv":
        return rendered(name, made, form, everything=everything, to_stdout=to_stdout)
    if name != "rank":
        raise ProdopsError("csv has a row for each initiative of a ranking", "ask for json, or for the ranking itself")
    from prodops_cli.render.ranking import rank_csv

    return rank_csv(made)


@dataclass(frozen=True, slots=True)
class _Time:
    """The time that was asked for."""

    at: str | None
    as_of: date | None


def _explained(context: typer.Context, past: Past, question: Question, ref: str, time: _Time) -> tuple[str, Any]:
    from prodops_cli.reports.rank_explained import rank_explained

    return "rank-explained", rank_explained(past.workspace, past.as_of, ref, question, _history(context, time))


def _predictions(context: typer.Context, past: Past, question: Question, time: _Time) -> tuple[str, Any]:
    from prodops_cli.cli._ledger import open_history
    from prodops_cli.cli._revisions import Times
    from prodops_cli.reports.rank_predictions import rank_predictions

    history: tuple[History | None, str | None]
    if Times(context.obj.directory).repository_if_any is None:
        history = _history(context, time)
    else:  # a part of the history would give wrong numbers, so what is wrong with it is an error
        history = open_history(context, time.at, None).history, None
    return "rank-predictions", rank_predictions(past.workspace, past.as_of, question, history)


def _history(context: typer.Context, time: _Time) -> tuple[History | None, str | None]:
    """The history, or None and why it cannot be had: a ranking goes without, only ages are not known."""
    from prodops_cli.cli._ledger import open_history

    try:
        return open_history(context, time.at, None).history, None
    except ProdopsError as error:
        return None, error.message
