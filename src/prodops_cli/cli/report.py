"""`prodops report`: the reports there are, and any of them."""

from __future__ import annotations

from typing import Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, At, command
from prodops_cli.cli._report import AllOption, FormatOption, OutputOption, Request, make


@command(90, "prodops report", "prodops report status", "prodops report status -o status.json")
def report(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            help="The report; all are listed without.",
            autocompletion=completion.reports,
            show_default=False,
        ),
    ] = None,
    format_: FormatOption = None,
    output: OutputOption = None,
    everything: AllOption = False,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """List the reports, or make one of them for the whole workspace."""
    from prodops_cli.reports import report_called

    if name is None:
        _list(format_)
        return
    make(context, report_called(name), Request(format_, output, everything, as_of, at))


def _list(format_: str | None) -> None:
    from prodops_cli.cli._output import emit
    from prodops_cli.render import data
    from prodops_cli.reports import all_reports

    reports = all_reports().values()
    if format_ == "json":
        emit(data.render([{"name": report.name, "summary": report.summary} for report in reports]))
        return
    width = max((len(report.name) for report in reports), default=0)
    emit("".join(f"{report.name:<{width}}  {report.summary}\n" for report in reports))
