"""Where the layers of an onboarding plan have gone bad: steps that lead to what is over, phases that fit no day."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor
from typing import Any

from prodops_cli.analysis.onboarding.schedule import DAYS
from prodops_cli.analysis.people import has_left
from prodops_cli.analysis.retired import instead_of
from prodops_cli.analysis.words import called
from prodops_cli.diagnostics import Route
from prodops_cli.kinds.onboarding import Onboarding, Phase, Task
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.resource import Resource
from prodops_cli.kinds.ritual import Ritual
from prodops_cli.kinds.tool import Tool
from prodops_cli.settings import Settings
from prodops_cli.workspace import Entry, Workspace


@dataclass(frozen=True, slots=True)
class DeadStep:
    """A task that sends newcomers to something that is over, or soon will be."""

    entry: Entry[Onboarding]
    route: Route
    """Where the task names it."""
    what: str
    """What is the matter with it, in words: `Miro is retired`."""
    hint: str
    """What to do about it."""
    is_retired: bool = False
    """Whether it is retired: rules of their own object to that wherever it is named."""


Verdict = tuple[str, str, bool]
"""What is the matter with a thing, what to do about it, and whether it is retired."""


def dead_steps(workspace: Workspace, as_of: date) -> Iterator[DeadStep]:
    """Every place where a task names a tool, resource, ritual or person that newcomers should not be sent to.

    That is a tool or resource that is retired, a tool that is being retired, a draft, a ritual that was stopped,
    and a person who has left, or does so within the ninety days from today. One step per such place, in order.
    """
    for entry in workspace.of(Onboarding):
        for index, task in enumerate(entry.record.tasks):
            for field, (kind, judge) in _JUDGES.items():
                record = workspace.get(kind, getattr(task, field))
                verdict = judge(record, as_of) if record is not None else None
                if verdict is not None:
                    yield DeadStep(entry, ("tasks", index, field), *verdict)


def verdict_on(kind: str, record: Any, as_of: date) -> Verdict | None:
    """What is the matter with a tool, resource, ritual or person for newcomers; None where nothing is."""
    judged = _JUDGES.get(kind)
    return judged[1](record, as_of) if judged is not None else None


def _tool(tool: Tool, as_of: date) -> Verdict | None:  # noqa: ARG001
    if tool.status == "in_use":
        return None
    is_retired = tool.status == "retired"
    what = f"{called(tool)} is {'retired' if is_retired else 'being retired'}"
    return what, instead_of(tool), is_retired


def _resource(resource: Resource, as_of: date) -> Verdict | None:  # noqa: ARG001
    if resource.status == "current":
        return None
    if resource.status == "draft":
        hint = "finish it and make it `status: current`, or name another resource"
        return f"{called(resource)} is a draft", hint, False
    return f"{called(resource)} is retired", instead_of(resource), True


def _ritual(ritual: Ritual, as_of: date) -> Verdict | None:  # noqa: ARG001
    if ritual.status != "stopped":
        return None
    return f"{called(ritual)} was stopped", "name the ritual that takes its place, or take the task out", False


def _person(person: Person, as_of: date) -> Verdict | None:
    if person.ends is None or person.ends > as_of + timedelta(days=DAYS):
        return None
    verb = "left" if has_left(person, as_of) else "leaves"
    return f"{called(person)} {verb} on {person.ends}", "name somebody who stays", False


_JUDGES: Mapping[str, tuple[type[Any], Callable[[Any, date], Verdict | None]]] = {
    "tool": (Tool, _tool),
    "resource": (Resource, _resource),
    "ritual": (Ritual, _ritual),
    "person": (Person, _person),
}
"""The fields of a task that lead somewhere: the kind of what is there, and who judges it."""


# --- phases ----------------------------------------------------------------------------------------

_LENIENT = 7
"""A task may stand in a phase that ends, or begins, a week from its day."""
_PHASE_DAYS: Mapping[Phase, tuple[int | None, int | None]] = {
    "preboarding": (None, -1),
    "week_1": (0, 6),
    "day_30": (0, 30),
    "day_60": (30, 60),
    "day_90": (60, None),
}
"""The days of the calendar, from the first day on, that each phase is about; None where it is open."""


def phase_bounds(settings: Settings, phase: Phase) -> tuple[int | None, int | None]:
    """The first and the last `day` that a task of a phase may have, in working days; None where there is none.

    A phase is about the days up to that of its name, and reaches a week farther on both sides; but nothing that
    is done before the first day is part of a later phase. With five working days a week: preboarding before day 0,
    week 1 from 0 to 9, day 30 from 0 to 26, day 60 from 17 to 47, day 90 from 38 on.
    """
    first, last = _PHASE_DAYS[phase]
    week = (len(settings.working_days) or 5) / 7
    earliest = None if first is None else ceil(max(first - _LENIENT, 0) * week)
    latest = last if last is None or last < 0 else floor((last + _LENIENT) * week)
    return earliest, latest


def outside_phase(settings: Settings, task: Task) -> tuple[int | None, int | None] | None:
    """The bounds of the phase a task names where its day is outside them, else None."""
    if task.phase is None:
        return None
    first, last = phase_bounds(settings, task.phase)
    is_within = (first is None or task.day >= first) and (last is None or task.day <= last)
    return None if is_within else (first, last)
