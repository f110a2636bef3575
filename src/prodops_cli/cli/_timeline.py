"""Make a timeline: the workspace, and what git knows of its promises."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from prodops_cli.cli._ledger import known_promises
from prodops_cli.cli._revisions import Past, Times, stretch_of
from prodops_cli.cli._workspace import begin_reading, today

if TYPE_CHECKING:
    from datetime import date

    from prodops_cli.reports.timeline import By, Timeline


@dataclass(frozen=True, slots=True)
class Made:
    """A timeline and what it was made from."""

    timeline: Timeline
    root: Path
    unread: int
    """How many files have problems."""


def made(
    directory: Path,
    by: str,
    days: tuple[str | None, str | None],
    scope: tuple[str | None, str | None],
    time: tuple[str | None, date | None],
    *,
    wants_history: bool,
) -> Made:
    """The timeline grouped by something, for days, for a team and a goal, at a revision and as of a day.

    Raises ProdopsError for what is not there, with exit code 3 for a history that is cut short.
    """
    times, (at, as_of), (team, goal) = Times(directory), time, scope
    past = times.at(at, as_of) if at is not None else _now(times, as_of)
    promises = known_promises(times, past) if wants_history else None
    from prodops_cli.reports.timeline import View, timeline

    settings = past.workspace.settings
    first, last = (stretch_of(day, settings, past.as_of) if day is not None else None for day in days)
    grouping: By = by  # type: ignore[assignment]  # checked by the option
    view = View(grouping, first and first[0], last and last[1], promises)
    value = timeline(past.workspace, past.as_of, team=team, goal=goal, view=view)
    return Made(value, times.tree.root, len({problem.path for problem in past.workspace.problems}))


def _now(times: Times, as_of: date | None) -> Past:
    """The files on disk, read with as many cores as there are."""
    with begin_reading(times.tree) as begun:
        from prodops_cli.workspace import read_workspace

        workspace = read_workspace(times.tree, times.settings, begun=begun)
    return Past(workspace, today(times.settings, as_of), None, times.tree)
