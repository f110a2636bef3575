"""What git knows of a launch: when the work it ships can be expected, and who recorded its sign-offs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from prodops_cli.cli._ledger import commits_of_past, history_of_past, or_without
from prodops_cli.cli._revisions import Times

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import typer

    from prodops_cli.analysis.launches.reasons import Expected
    from prodops_cli.analysis.launches.recording import Recorded
    from prodops_cli.cli._revisions import Past
    from prodops_cli.git import Repository
    from prodops_cli.history import History
    from prodops_cli.kinds.launch import Launch
    from prodops_cli.workspace import Entry, Workspace


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the files."""

    expected: Mapping[str, Expected] = field(default_factory=dict)
    outlook: Literal["forecast", "plan"] | None = None
    recorded: Recorded | None = None


def known_of(context: typer.Context, found: Past, entry: Entry[Launch], *, history: bool) -> Known:
    """What is known of a launch: the plan's days, and those of the forecast and the commits where git has them.

    Raises ProdopsError with exit code 3 where a part of the history is missing, as in a shallow clone.
    """
    work = _unshipped(found.workspace, entry.record)
    expected = _planned(found.workspace, found.as_of, work)
    times = Times(context.obj.directory)
    repository = times.repository_if_any if history else None
    tip = found.commit or "HEAD"
    if repository is None or repository.find(tip) is None:
        return Known(expected, "plan" if expected else None)
    with or_without("or go without what git knows: --no-history"):
        return _with_history(times, repository, found, entry, expected)


def _with_history(
    times: Times, repository: Repository, found: Past, entry: Entry[Launch], expected: Mapping[str, Expected]
) -> Known:
    from prodops_cli.analysis.launches.code_owners import PLACES, owners_of
    from prodops_cli.analysis.launches.recording import recorded

    commits = commits_of_past(times, found)
    past = history_of_past(times, found, commits)
    forecast = _forecast(past, found, expected)
    by_id = {commit.id: commit for commit in commits}
    text = repository.first_of(repository.resolve(found.commit or "HEAD"), PLACES)
    owners = owners_of(text.decode("utf-8", "replace"), repository.prefix + entry.path) if text is not None else None
    seen = recorded(past, by_id, entry, owners)
    seen = replace(seen, signed=repository.with_signature(seen.ids))
    return Known(
        {**expected, **forecast},
        "forecast" if forecast else "plan" if expected else None,
        seen,
    )


def _unshipped(workspace: Workspace, launch: Launch) -> tuple[str, ...]:
    from prodops_cli.analysis.roadmap import is_open
    from prodops_cli.kinds.initiative import Initiative

    found = ((id_, workspace.get(Initiative, id_)) for id_ in launch.initiatives)
    return tuple(id_ for id_, work in found if work is not None and is_open(work))


def _planned(workspace: Workspace, as_of: date, work: tuple[str, ...]) -> dict[str, Expected]:
    """The days on which the plan has work done; none of what rests on nothing."""
    if not work:
        return {}
    from prodops_cli.analysis.launches.reasons import Expected
    from prodops_cli.analysis.planning.schedule import schedule

    plan = schedule(workspace, as_of)
    found = ((id_, plan.planned.get(id_)) for id_ in work)
    return {id_: Expected(one.finish, "plan") for id_, one in found if one is not None and one.is_reckoned}


def _forecast(past: History, found: Past, work: Mapping[str, Expected]) -> dict[str, Expected]:
    """The days by which 85 of 100 comparable pieces of work ship, as `roadmap forecast` says them."""
    if not work:
        return {}
    from prodops_cli.analysis.launches.reasons import Expected
    from prodops_cli.reports.forecast import forecast

    made = forecast(past, found.workspace.settings, found.as_of)
    lines = ((line.record.id, line.p85) for line in made.items)
    return {id_: Expected(day, "forecast") for id_, day in lines if id_ in work and day is not None}
