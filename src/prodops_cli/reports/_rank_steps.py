"""The numbers of a score for a reader: each with its place, its evidence, who made it and how old it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.ranking.ages import SetOn, set_on
from prodops_cli.analysis.ranking.inputs import Input, spoken_input
from prodops_cli.analysis.ranking.kano import CATEGORIES, category
from prodops_cli.analysis.ranking.order import Standing
from prodops_cli.analysis.words import counted, spoken
from prodops_cli.diagnostics import Route
from prodops_cli.history import History
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.reports._base import Entry, Named, Workspace, named_by
from prodops_cli.reports._places import line_of


@dataclass(frozen=True, slots=True)
class Age:
    """Since when a value has stood there."""

    day: date
    days: int
    author: str
    commit: str | None
    """None for what is not committed."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """A number that a score is made of."""

    name: str
    given: str
    """As the file has it."""
    note: str | None
    """What became of it before it was used."""
    is_on_scale: bool
    path: str
    line: int
    evidence: str | None
    remark: str | None
    """How it was arrived at, in the words of the file."""
    is_estimate: bool
    """Whether somebody estimated it; else it is a word, an answer or the days between two dates."""
    by: Named | None
    """Who estimated it: named with it, or else the owner."""
    age: Age | None
    """None where history does not know."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where the numbers come from: the workspace, the day, and history where there is any."""

    workspace: Workspace
    as_of: date
    history: History | None

    def steps(self, standing: Standing) -> tuple[StepLine, ...]:
        """The numbers of an initiative's score, in the order of the formula."""
        ages = self._ages(standing)
        lines = [self._of_input(standing.entry, taken, ages) for taken in standing.inputs]
        return (*lines, *self._of_words(standing, ages))

    def _ages(self, standing: Standing) -> Mapping[Route, SetOn]:
        trail = self.history.get(Initiative.kind, standing.entry.id) if self.history is not None else None
        if trail is None:
            return {}
        own: tuple[Route, ...] = (("priority", "kano"), ("priority", "moscow"), ("start",))
        return set_on(trail, (*(taken.route for taken in standing.inputs), *own))

    def _of_input(self, entry: Entry[Initiative], taken: Input, ages: Mapping[Route, SetOn]) -> StepLine:
        estimate = taken.estimate
        between: tuple[Route, ...] = (("start",),) if estimate is None else ()  # a duration has two days
        return StepLine(
            name=spoken_input(taken.name),
            given=taken.given,
            note=taken.note,
            is_on_scale=taken.is_on_scale,
            path=entry.path,
            line=line_of(self.workspace, entry, taken.route),
            evidence=estimate.evidence if estimate is not None else None,
            remark=estimate.note if estimate is not None else None,
            is_estimate=estimate is not None,
            by=self._person(entry, estimate.by) if estimate is not None else None,
            age=self._age(ages.get(route) for route in (taken.route, *between)),
        )

    def _of_words(self, standing: Standing, ages: Mapping[Route, SetOn]) -> Iterable[StepLine]:
        """The answers of a Kano survey, or the MoSCoW word."""
        entry, priority = standing.entry, standing.entry.record.priority
        if priority is None or standing.word is None or standing.inputs:
            return
        if standing.verdict is None:
            route: Route = ("priority", "moscow")
            yield self._plain(entry, route, ("MoSCoW", standing.word, None), ages.get(route))
            return
        for index, answer in enumerate(priority.kano):
            name = f"{spoken(answer.functional)} / {spoken(answer.dysfunctional)}"
            meaning = CATEGORIES[category(answer.functional, answer.dysfunctional)]
            told = (name, counted(answer.count, "person"), meaning)
            yield self._plain(entry, ("priority", "kano", index), told, ages.get(("priority", "kano")))

    def _plain(
        self, entry: Entry[Initiative], route: Route, told: tuple[str, str, str | None], age: SetOn | None
    ) -> StepLine:
        """A step that is no estimate: its name, what is given, and what became of it."""
        name, given, note = told
        line = line_of(self.workspace, entry, route)
        return StepLine(name, given, note, True, entry.path, line, None, None, False, None, self._age([age]))

    def _person(self, entry: Entry[Initiative], id_: str | None) -> Named | None:
        return named_by(self.workspace, "person", id_ or entry.record.owner)

    def _age(self, found: Iterable[SetOn | None]) -> Age | None:
        """The age of what was set last."""
        known = [one for one in found if one is not None]
        if not known:
            return None
        last = max(known, key=lambda one: one.day)
        return Age(last.day, (self.as_of - last.day).days, last.author, last.commit)
