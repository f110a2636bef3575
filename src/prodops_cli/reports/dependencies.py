"""`prodops roadmap deps`: who waits for whom, what both sides have said, and what is to be talked about."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from prodops_cli.analysis.handshake import STATES, Handshake, Need, Promise, State, handshakes
from prodops_cli.analysis.lookup import find_called
from prodops_cli.analysis.planning.schedule import schedule
from prodops_cli.analysis.promises import UNKNOWN, Promises, moved_phrase
from prodops_cli.analysis.risks import accounts_of
from prodops_cli.analysis.roadmap import is_open
from prodops_cli.analysis.scope import scope_of
from prodops_cli.analysis.secrets import masked
from prodops_cli.analysis.spans import is_cross_line, is_cross_team, tags_of, teams_of
from prodops_cli.analysis.words import counted, days_text, listed, short_day
from prodops_cli.diagnostics import Route
from prodops_cli.fields import Health
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.reports._base import Named, Workspace, named, named_by, report
from prodops_cli.reports._places import Place, place_of
from prodops_cli.reports._ties import Tie, tie_of
from prodops_cli.workspace import Entry

MOST_PLACES = 1_000
"""Of so many dependencies the lines are looked up, the worst first: that means reading their files once more."""

PRESSING: frozenset[State] = frozenset({"broken", "at_risk", "asked"})
"""What somebody has to talk about."""

_HEADINGS: Mapping[State, str] = {
    "broken": "Broken: it comes too late, or not at all",
    "at_risk": "At risk: something speaks against the day",
    "asked": "Asked: nobody has promised it yet",
    "assumed": "Assumed: no day was asked for, and none promised",
    "agreed": "Agreed",
    "offered": "Offered: promised to somebody who does not wait for it",
    "met": "Met: it is there",
}


@dataclass(frozen=True, slots=True)
class Question:
    """Which dependencies are asked about; all of them unless something is given."""

    ref: str | None = None
    """An initiative: all it waits for, all that waits for it, and so on along the chain."""
    team: str | None = None
    """A team, with the teams in it, on either side."""
    states: tuple[State, ...] = ()
    only_cross: bool = False
    """Only those between teams or product lines."""
    promises: Promises | None = None
    """What history knows of the targets; None where there is none."""


@dataclass(frozen=True, slots=True)
class NeedLine:
    """What the side that waits says."""

    day: date | None
    is_named: bool
    """Whether somebody named the day; else it follows from the dates of what waits."""
    by: Named | None
    """Who asks."""
    asked: date | None
    note: str | None
    tie: Tie
    """Which end waits for which, and how long after."""
    tie_words: str
    """The same in words; empty where it is the usual."""
    place: Place | None


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """What the side that provides says."""

    day: date
    by: Named | None
    """Who promised it."""
    agreed: date | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """Something that speaks against the day, or tells how it went."""

    kind: str
    text: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Line:
    """One dependency, or one promise that nobody waits for."""

    consumer: Named
    """What waits."""
    provider: Named
    """What it waits for."""
    consumer_team: Named | None
    provider_team: Named | None
    state: State
    days: int
    """By how many days it comes too late, or came; 0 where it does not, or nobody can say."""
    is_cross_team: bool
    is_cross_line: bool
    need: NeedLine | None
    promise: PromiseLine | None
    answers: Named | None
    """Who answers for the day on the side that provides: who promised it, else the owner."""
    target: date | None
    """The own target of what is waited for."""
    reasons: tuple[ReasonLine, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The dependencies in one state."""

    state: State
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Talk:
    """Something to talk about with somebody."""

    what: Literal["waits", "answer", "promise"]
    """They wait for it; or others wait for their answer; or their promise does not hold or may not."""
    consumer: Named
    provider: Named
    state: State
    day: date | None
    """When it is needed."""
    other: Named | None
    """Who is on the other side."""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody who has to talk to somebody."""

    person: Named | None
    """None for what has no owner."""
    waits: tuple[Talk, ...]
    """What they wait for."""
    owes: tuple[Talk, ...]
    """What others want to hear from them."""


@dataclass(frozen=True, slots=True)
class Item:
    """An initiative at one end of a dependency."""

    record: Named
    team: Named | None
    owner: Named | None
    status: str
    health: Health | None
    """What its owner says."""
    doubt: str | None
    """What the evidence says, where that is worse."""
    target: date | None
    promise: str | None
    """What history adds, where its target moved."""
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dependencies:
    """Who waits for whom, and how that stands."""

    organisation: str
    as_of: date
    item: Named | None
    """The initiative it is about; None for all."""
    team: Named | None
    headline: str
    counts: Mapping[State, int]
    cross_team: int
    """How many of those that are not met yet are between teams."""
    cross_line: int
    groups: tuple[Group, ...]
    """By state, what is worst first."""
    people: tuple[PersonLine, ...]
    """Who has to talk to whom; those with the most to talk about first."""
    items: tuple[Item, ...]
    """Everything that is at one end of a dependency, by id."""
    has_history: bool
    """Whether it is known how dates moved."""

    @property
    def is_broken(self) -> bool:
        """Whether a dependency is broken."""
        return self.counts.get("broken", 0) > 0


@report
def dependencies(workspace: Workspace, as_of: date, question: Question = Question()) -> Dependencies:
    """Who waits for whom, what both sides have said, and whom to talk to."""
    item = find_called(workspace, Initiative, question.ref) if question.ref is not None else None
    promises = question.promises if question.promises is not None else UNKNOWN
    every = handshakes(workspace, as_of, schedule(workspace, as_of), promises)
    if item is not None:
        every = tuple(_around(item.id, every))
    teams = scope_of(workspace, question.team).teams
    found = sorted((one for one in every if _is_wanted(one, question, teams)), key=_order)
    pages = _Pages(workspace, as_of)
    lines = [pages.line(one, with_places=number < MOST_PLACES) for number, one in enumerate(found)]
    open_ = [line for line in lines if line.state != "met"]
    return Dependencies(
        organisation=workspace.settings.name,
        as_of=as_of,
        item=named(item) if item is not None else None,
        team=named_by(workspace, "team", question.team),
        headline=_headline(lines),
        counts=Counter(line.state for line in lines),
        cross_team=sum(line.is_cross_team for line in open_),
        cross_line=sum(line.is_cross_line for line in open_),
        groups=tuple(_groups(lines)),
        people=tuple(_people(lines)),
        items=tuple(_items(workspace, as_of, found, promises, item)),
        has_history=question.promises is not None,
    )


# --- which of them -----------------------------------------------------------------------------------


def _around(id_: str, every: Iterable[Handshake]) -> Iterator[Handshake]:
    """All that an initiative waits for, all that waits for it, and so on, each direction by itself."""
    known = tuple(every)
    above = _reached(id_, known, lambda one: (one.consumer.id, one.provider.id))
    below = _reached(id_, known, lambda one: (one.provider.id, one.consumer.id))
    return (one for one in known if one.consumer.id in above or one.provider.id in below)


def _reached(id_: str, every: Iterable[Handshake], ends: Callable[[Handshake], tuple[str, str]]) -> frozenset[str]:
    """The ids that can be reached along the dependencies, with the first one's."""
    following: dict[str, list[str]] = defaultdict(list)
    for one in every:
        near, far = ends(one)
        following[near].append(far)
    found: set[str] = set()
    waiting = [id_]
    while waiting:
        near = waiting.pop()
        if near not in found:
            found.add(near)
            waiting.extend(following[near])
    return frozenset(found)


def _is_wanted(one: Handshake, question: Question, teams: frozenset[str] | None) -> bool:
    if question.states and one.state not in question.states:
        return False
    consumer, provider = one.consumer.record, one.provider.record
    if question.only_cross and not (is_cross_team(consumer, provider) or is_cross_line(consumer, provider)):
        return False
    return teams is None or not teams.isdisjoint(teams_of(consumer) | teams_of(provider))


def _order(one: Handshake) -> tuple[int, int, date, str, str, int]:
    """The worst state first; in it what is latest, then what is needed first."""
    day = (one.need.day if one.need is not None else None) or (one.promise.day if one.promise is not None else None)
    place = one.need.place if one.need is not None else -1
    late = one.days if one.state in ("broken", "at_risk") else 0
    return STATES.index(one.state), -late, day or date.max, one.consumer.id, one.provider.id, place


# --- the lines ---------------------------------------------------------------------------------------


class _Pages:
    """Makes lines of handshakes."""

    def __init__(self, workspace: Workspace, as_of: date) -> None:
        self.workspace = workspace
        self.as_of = as_of

    def line(self, one: Handshake, *, with_places: bool) -> Line:
        """One dependency as a line, with or without where everything stands."""

        def place(entry: Entry[Initiative], route: Route) -> Place | None:
            return place_of(self.workspace, entry, route) if with_places else None

        consumer, provider = one.consumer.record, one.provider.record
        return Line(
            consumer=named(one.consumer),
            provider=named(one.provider),
            consumer_team=named_by(self.workspace, "team", consumer.team),
            provider_team=named_by(self.workspace, "team", provider.team),
            state=one.state,
            days=one.days,
            is_cross_team=is_cross_team(consumer, provider),
            is_cross_line=is_cross_line(consumer, provider),
            need=self._need(one.need, place(one.consumer, one.need.route)) if one.need is not None else None,
            promise=self._promise(one.promise, place(one.provider, one.promise.route)) if one.promise else None,
            answers=named_by(self.workspace, "person", one.promise.person if one.promise else provider.owner),
            target=provider.target if is_open(provider) else None,
            reasons=tuple(
                ReasonLine(reason.kind, reason.told(self._day), place(reason.entry, reason.route))
                for reason in one.reasons
            ),
        )

    def _day(self, day: date) -> str:
        return short_day(day, self.as_of)

    def _need(self, need: Need, place: Place | None) -> NeedLine:
        person = named_by(self.workspace, "person", need.person)
        note = masked(need.dependency.note) if need.dependency.note is not None else None
        tie = tie_of(need.dependency)
        return NeedLine(need.day, need.is_named, person, need.dependency.asked, note, tie, tie.text, place)

    def _promise(self, promise: Promise, place: Place | None) -> PromiseLine:
        person = named_by(self.workspace, "person", promise.person)
        return PromiseLine(promise.day, person, promise.commitment.agreed, place)


def _groups(lines: Iterable[Line]) -> Iterator[Group]:
    found: dict[State, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.state].append(line)
    for state in STATES:
        if state in found:
            yield Group(state, _HEADINGS[state], tuple(found[state]))


def _headline(lines: list[Line]) -> str:
    """The whole in a sentence or two."""
    open_ = [line for line in lines if line.state not in ("met", "offered")]
    met = sum(line.state == "met" for line in lines)
    if not open_:
        return f"Nothing waits any more: {counted(met, 'dependency', 'dependencies')} met." if met else "Nothing waits."
    count = Counter(line.state for line in open_)
    words: dict[State, tuple[str, str]] = {
        "broken": ("is broken", "are broken"),
        "at_risk": ("is at risk", "are at risk"),
        "asked": ("waits for an answer", "wait for an answer"),
    }
    told = [f"{count[state]:,} {forms[count[state] > 1]}" for state, forms in words.items() if count[state]]
    total = counted(len(open_), "open dependency", "open dependencies")
    if not told:
        rest = "none of them is broken, at risk or without an answer"
        return f"{total}: {rest}." if len(open_) > 1 else f"{total}: nothing speaks against it."
    worst = max((line.days for line in open_ if line.state == "broken"), default=0)
    tail = f" The latest comes {days_text(worst)} too late." if worst else ""
    return f"Of {total}, {listed(told)}.{tail}"


# --- whom to talk to ---------------------------------------------------------------------------------


def _people(lines: Iterable[Line]) -> Iterator[PersonLine]:
    waits: dict[str, list[Talk]] = defaultdict(list)
    owes: dict[str, list[Talk]] = defaultdict(list)
    known: dict[str, Named | None] = {"": None}
    for line in lines:
        if line.state not in PRESSING or line.need is None:
            continue
        asker, answerer = line.need.by, line.answers
        for person in (asker, answerer):
            known[person.ref if person is not None else ""] = person
        ends = (line.consumer, line.provider, line.state, line.need.day)
        if asker is not None and answerer is not None and asker.ref == answerer.ref:
            continue  # nobody has to talk to themselves
        what: Literal["answer", "promise"] = "answer" if line.promise is None else "promise"
        waits[asker.ref if asker is not None else ""].append(Talk("waits", *ends, answerer))
        owes[answerer.ref if answerer is not None else ""].append(Talk(what, *ends, asker))
    order = sorted(known, key=lambda ref: (ref == "", -len(waits[ref]) - len(owes[ref]), ref))
    for ref in order:
        if waits[ref] or owes[ref]:
            yield PersonLine(known[ref], tuple(waits[ref]), tuple(owes[ref]))


# --- both ends ---------------------------------------------------------------------------------------


def _items(
    workspace: Workspace,
    as_of: date,
    found: Iterable[Handshake],
    promises: Promises,
    also: Entry[Initiative] | None,
) -> Iterator[Item]:
    entries = {entry.id: entry for one in found for entry in (one.consumer, one.provider)}
    if also is not None:
        entries[also.id] = also
    for _, entry in sorted(entries.items()):
        record = entry.record
        accounts = accounts_of(workspace, entry, as_of)
        yield Item(
            record=named(entry),
            team=named_by(workspace, "team", record.team),
            owner=named_by(workspace, "person", record.owner),
            status=record.status,
            health=accounts.declared,
            doubt=accounts.doubt,
            target=record.target,
            promise=moved_phrase(promises, (entry.kind, entry.id)) if is_open(record) else None,
            tags=tags_of(record),
        )
