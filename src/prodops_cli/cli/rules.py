"""`prodops rules`: what `prodops lint` looks for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli._app import command, format_option
from prodops_cli.cli._output import emit, has_colour, screen_width
from prodops_cli.cli._workspace import settings_around

if TYPE_CHECKING:
    from prodops_cli.settings import Settings


@command(80, "prodops rules", "prodops rules --format json", "prodops -C examples/acme rules")
def rules(
    context: typer.Context,
    format_: Annotated[str, format_option("text", "markdown", "json")] = "text",
) -> None:
    """List the rules, with their severity and what they object to.

    Inside a workspace the severities are those that its prodops.yaml gives them, and `off` for a rule that does
    not run there. `prodops explain RULE` has the whole page.
    """
    from prodops_cli.render import columns, data, pages

    rows = _rows(settings_around(context.obj.directory))
    width = screen_width()
    if format_ == "json":
        keys = ("name", "severity", "summary")
        emit(data.to_json([dict(zip(keys, row, strict=True)) for row in rows]))
        return
    grid = columns.Grid(("rule", "severity", "summary"), rows, flexible=frozenset({2}))
    if format_ == "markdown":
        emit(pages.rules_table(rows))
    elif width is None:
        emit(columns.render_grid(grid))
    else:
        from prodops_cli.render import terminal

        emit(terminal.render_grid(grid, width=width, colour=has_colour(sys.stdout), may_wrap=True))


def _rows(settings: Settings | None) -> tuple[tuple[str, str, str], ...]:
    """Name, severity and summary of every rule, as the settings have them."""
    from prodops_cli.linter import select_rules, severity_of
    from prodops_cli.rules import all_rules
    from prodops_cli.settings import Settings

    asked = settings or Settings()
    running = {rule.name for rule in select_rules(asked)}
    return tuple(
        (name, str(severity_of(rule, asked)) if name in running else "off", rule.summary)
        for name, rule in all_rules().items()
    )
