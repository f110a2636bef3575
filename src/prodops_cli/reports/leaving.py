"""`prodops team without PERSON`: what loses somebody when a person leaves, and a draft of the handover."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.leaving import RENEWAL, Loss, Losses, handed_over_by, losses, working_days_left
from prodops_cli.analysis.lookup import find_called
from prodops_cli.analysis.people import has_left
from prodops_cli.analysis.roadmap import is_open
from prodops_cli.analysis.sole import Sole, sole_facts
from prodops_cli.analysis.successors import Choice, Succession
from prodops_cli.analysis.words import counted, listed, plural_of, short_day, spoken
from prodops_cli.kinds._base import Record
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.team import Team
from prodops_cli.kinds.tool import Tool
from prodops_cli.reports._base import Named, named, named_by
from prodops_cli.workspace import Entry, Workspace

_HEADINGS = {
    "launch": "Launches",
    "initiative": "Roadmap",
    "goal": "Goals",
    "cycle": "Planning",
    "decision": "Decisions",
    "tool": "Tools",
    "ritual": "Meetings",
    "team": "Teams",
    "person": "People",
    "onboarding": "Onboarding",
    "resource": "Resources",
}
"""What the records of a kind are called together, in the order in which they are told; other kinds follow."""
_NOUNS = {"onboarding": "onboarding layer"}
"""What one record of a kind is called, where that is not the kind's name."""
_DAYS = {
    "due": "due",
    "date": "launch",
    "review_by": "review",
    "notice": "notice",
    "period": "period ends",
    "first ninety days": "until",
}
"""What a day is called beside the thing that is due; the name of its field unless given."""


@dataclass(frozen=True, slots=True)
class Question:
    """Who leaves, and when."""

    person: str
    """The id or the name."""
    last_day: date | None = None
    """The last day; that of the person's file, or today, unless given."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that loses somebody."""

    record: Named
    kind: str
    lost: str
    """What goes with the person, in words: `approver of gate legal`."""
    role: str
    field: str
    """The field that names the person: `gates.legal.owner`."""
    line: int
    """Where it stands in the record's file."""
    due: date | None
    due_word: str | None
    """What that day is: target, launch, notice."""
    state: str | None
    """How firm the day is, or where the record stands."""
    successor: Named | None
    why: str
    """What makes it this person; or whom the rule looked for in vain."""
    answers_for: int
    """For how many open things the successor answers so far."""


@dataclass(frozen=True, slots=True)
class Group:
    """The things of one kind, the most urgent first."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What one person is suggested for."""

    person: Named
    count: int
    answers_for: int
    """For how many open things they answer so far, without what is suggested."""


@dataclass(frozen=True, slots=True)
class ToTell:
    """Somebody who should hear of it, or the person's team."""

    who: Named
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccessLine:
    """A way in that has to be closed."""

    tool: Named
    why: str
    """Why the person has it."""
    how: str | None
    """Where access is asked for."""
    by: Named | None
    """Who closes it; None where nobody is known."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a person leaves behind."""

    organisation: str
    as_of: date
    person: Named
    role: str | None
    team: Named | None
    last_day: date
    last_day_source: str
    """Where it is from: asked, file, today."""
    has_left: bool
    working_days_left: int
    hand_over_by: date
    """The day by which everything should have changed hands."""
    headline: str
    finish: tuple[Group, ...]
    """What is due up to the last day."""
    hand_over: tuple[Group, ...]
    """What is due later, or has no day."""
    sole: tuple[Sole, ...]
    """What nobody else is there for."""
    shares: tuple[Share, ...]
    """Who would get how much, the most first."""
    tell: tuple[ToTell, ...]
    beside: tuple[Item, ...]
    """Where the person is one of several, and has only to be taken off."""
    access: tuple[AccessLine, ...]
    """The tools that the person owns, or that their role or team has."""
    everybodys: tuple[Named, ...]
    """The tools that everybody has."""
    over: int
    """How many records name the person and are over."""


def leaving(workspace: Workspace, as_of: date, question: Question) -> Leaving:
    """What loses an owner, approver, lead or manager if somebody leaves. Raises ProdopsError for nobody we know."""
    return _Draft(workspace, as_of, question).made()


class _Draft:
    """The parts of the page, which share who leaves, when, and what was given to whom."""

    def __init__(self, workspace: Workspace, as_of: date, question: Question) -> None:
        self.workspace = workspace
        self.as_of = as_of
        self.entry = find_called(workspace, Person, question.person)
        self.person = self.entry.record
        self.last_day, self.source = _last_day(self.person, as_of, question.last_day)
        self.is_gone = has_left(self.person, as_of) or self.last_day < as_of
        self.handover = max(self.last_day, as_of)
        """The day on which others take over: today, where the last day is over."""
        self.succession = Succession(workspace, self.entry, self.handover)
        self.losses: Losses = losses(workspace, self.entry, self.handover, as_of)
        self.chosen: list[tuple[Loss, Choice]] = []

    def made(self) -> Leaving:
        """The page."""
        days = working_days_left(self.workspace.settings, self.person, self.as_of, self.last_day)
        later = [loss for loss in self.losses.open if not self._is_to_finish(loss)]
        hand_over = self._groups(later)
        finish = self._groups(loss for loss in self.losses.open if self._is_to_finish(loss))
        return Leaving(
            organisation=self.workspace.settings.name,
            as_of=self.as_of,
            person=named(self.entry),
            role=self.person.role,
            team=named_by(self.workspace, "team", self.person.team),
            last_day=self.last_day,
            last_day_source=self.source,
            has_left=self.is_gone,
            working_days_left=len(days),
            hand_over_by=handed_over_by(days, self.as_of),
            headline=_headline(self.person, self.losses.open, len(self.losses.open) - len(later)),
            finish=finish,
            hand_over=hand_over,
            sole=sole_facts(self.workspace, self.entry, self.handover, self.losses.open),
            shares=self._shares(),
            tell=tuple(self._tell()),
            beside=tuple(self._item(loss, None) for loss in sorted(self.losses.beside, key=_urgency)),
            access=tuple(self._access()),
            everybodys=tuple(named(tool) for tool in self._tools() if _is_everybodys(tool.record, self.entry.id)),
            over=self.losses.over,
        )

    def _is_to_finish(self, loss: Loss) -> bool:
        """Whether it is due while the person is still here."""
        return not self.is_gone and loss.is_done_by_then and loss.due is not None and loss.due <= self.last_day

    # --- who gets what -------------------------------------------------------------------------------

    def _groups(self, found: Iterable[Loss]) -> tuple[Group, ...]:
        by_kind: dict[str, list[Loss]] = defaultdict(list)
        for loss in sorted(found, key=_urgency):
            by_kind[loss.entry.kind].append(loss)
        return tuple(
            Group(_heading(kind), tuple(self._item(loss, self._choose(loss)) for loss in by_kind[kind]))
            for kind in sorted(by_kind, key=_place)
        )

    def _choose(self, loss: Loss) -> Choice:
        choice = self._owner_after(loss) if loss.role == RENEWAL else None
        choice = choice or self.succession.choose(loss)
        self.chosen.append((loss, choice))
        return choice

    def _owner_after(self, loss: Loss) -> Choice | None:
        """Who answers for the record afterwards: what is not done by then is theirs."""
        return next((choice for other, choice in self.chosen if other.entry is loss.entry), None)

    def _item(self, loss: Loss, choice: Choice | None) -> Item:
        record = loss.entry.record
        span = self.workspace.documents[loss.entry.path].span((*loss.entry.route, *loss.route))
        return Item(
            record=named(loss.entry),
            kind=loss.entry.kind,
            lost=_lost(loss),
            role=loss.role,
            field=".".join(map(str, loss.route)),
            line=span.line,
            due=loss.due,
            due_word=_DAYS.get(loss.due_field, loss.due_field) if loss.due_field is not None else None,
            state=_state(record, loss, self.as_of),
            successor=self._named(choice.person) if choice is not None else None,
            why=choice.why if choice is not None else "",
            answers_for=choice.answers_for if choice is not None else 0,
        )

    def _named(self, id_: str | None) -> Named | None:
        return named_by(self.workspace, "person", id_)

    def _shares(self) -> tuple[Share, ...]:
        counts = Counter(choice.person for loss, choice in self.chosen if choice.person and loss.role != RENEWAL)
        shares = [(id_, count, self._named(id_)) for id_, count in counts.items()]
        ordered = sorted(shares, key=lambda share: (-share[1], share[0]))
        return tuple(Share(who, count, self.succession.load[id_]) for id_, count, who in ordered if who is not None)

    # --- whom to tell --------------------------------------------------------------------------------

    def _tell(self) -> Iterator[ToTell]:
        """The manager, those who take something over, then everybody who waits for something, by id; and the team."""
        reasons: dict[str, list[str]] = defaultdict(list)
        if self.person.manager is not None and self.chosen:
            reasons[self.person.manager].append("agrees to who takes what, as the manager")
        for share in self._shares():
            reasons[share.person.id].append(f"takes over {counted(share.count, 'thing')}")
        first = list(reasons)
        for id_, reason in (*self._followers(), *self._waiting()):
            if id_ is not None and reason not in reasons[id_]:
                reasons[id_].append(reason)
        rest = sorted(id_ for id_ in reasons if id_ not in first)
        for id_ in (*first, *rest):
            person = self.workspace.get(Person, id_)
            who = self._named(id_)
            is_known = person is not None and not has_left(person, self.as_of) and id_ != self.entry.id
            if is_known and who is not None:
                yield ToTell(who, tuple(reasons[id_]))
        team = self.workspace.get(Team, self.person.team)
        who = named_by(self.workspace, "team", self.person.team)
        if team is not None and who is not None and not self.is_gone:
            where = f" in {listed(team.channels)}" if team.channels else ""
            yield ToTell(who, (f"hears of it{where}",))

    def _followers(self) -> Iterator[tuple[str | None, str]]:
        """Those for whom the person is somebody: their manager, their buddy, the lead of a team they sponsor."""
        for loss, choice in self.chosen:
            record, after = loss.entry.record, self._named(choice.person)
            if isinstance(record, Person):
                yield record.id, f"gets {after.name} as {loss.role}" if after else f"needs a new {loss.role}"
            elif isinstance(record, Team):
                yield (record.sponsor if loss.role == "lead" else record.lead), f"{record.name} loses its {loss.role}"
            elif isinstance(record, Launch) and loss.part is not None:
                yield record.owner, f"{loss.part} of {record.title} gets somebody else"

    def _waiting(self) -> Iterator[tuple[str | None, str]]:
        """Those whose open work waits for initiatives of the person, or was promised something by them."""
        mine = {loss.entry.id: loss.entry for loss in self.losses.open if loss.entry.kind == "initiative"}
        for entry in self.workspace.of(Initiative):
            work = entry.record
            if not is_open(work):
                continue
            for dependency in work.depends_on:
                if dependency.on in mine:
                    yield work.owner, f"{work.title} waits for {mine[dependency.on].record.label}"
        for other in mine.values():
            if isinstance(other.record, Initiative):
                for commitment in other.record.commits:
                    waiting = self.workspace.get(Initiative, commitment.to)
                    if waiting is not None and is_open(waiting):
                        day = short_day(commitment.by, self.as_of)
                        yield waiting.owner, f"{waiting.title} was promised {other.record.title} for {day}"

    # --- ways in -------------------------------------------------------------------------------------

    def _tools(self) -> tuple[Entry[Tool], ...]:
        return tuple(entry for entry in self.workspace.of(Tool) if entry.record.status != "retired")

    def _access(self) -> Iterator[AccessLine]:
        successors = {loss.entry.ref: choice.person for loss, choice in self.chosen}
        for entry in self._tools():
            why = self._why_in(entry.record)
            if why is not None:
                access = entry.record.access
                approver = (access.approver if access is not None else None) or entry.record.owner
                by = successors.get(entry.ref) if approver in (None, self.entry.id) else approver
                yield AccessLine(named(entry), why, access.how if access is not None else None, self._named(by))

    def _why_in(self, tool: Tool) -> str | None:
        """Why the person has access to a tool, as far as the files say."""
        if self.entry.id == tool.owner:
            return "as its owner"
        if tool.access is not None and tool.access.approver == self.entry.id:
            return "as who grants access"
        if tool.access is not None and self.person.role in tool.access.roles:
            return f"every {self.person.role} has it"
        team = self.workspace.get(Team, self.person.team)
        return f"{team.name} uses it" if team is not None and team.id in tool.teams else None


def _last_day(person: Person, as_of: date, asked: date | None) -> tuple[date, str]:
    if asked is not None:
        return asked, "asked"
    return (person.ends, "file") if person.ends is not None else (as_of, "today")


def _is_everybodys(tool: Tool, person: str) -> bool:
    approver, roles = (tool.access.approver, tool.access.roles) if tool.access is not None else (None, ())
    return not tool.teams and not roles and person not in (tool.owner, approver)


# --- in words ----------------------------------------------------------------------------------------


def _urgency(loss: Loss) -> tuple[tuple[int, str], date, str, str]:
    """By kind; of a kind the first due first, what has no day last."""
    return _place(loss.entry.kind), loss.due or date.max, loss.entry.record.label.casefold(), str(loss.route)


def _place(kind: str) -> tuple[int, str]:
    order = list(_HEADINGS)
    return (order.index(kind) if kind in order else len(order)), kind


def _heading(kind: str) -> str:
    plural = plural_of(spoken(kind))
    return _HEADINGS.get(kind, plural[0].upper() + plural[1:])


def _lost(loss: Loss) -> str:
    """What goes: `owner`, `approver of gate legal`, `manager`."""
    return loss.role if loss.part is None else f"{loss.role} of {loss.part}"


def _state(record: Record, loss: Loss, as_of: date) -> str | None:
    """What has to be known with the day: how firm it is, whether the work is under way, when a newcomer started."""
    match record:
        case Initiative():
            said = [record.status, *([record.confidence] if record.target is not None and record.confidence else [])]
            return ", ".join(spoken(word) for word in said)
        case Person() if loss.role != "manager" and record.starts is not None:
            return f"first day {short_day(record.starts, as_of)}"
        case Person() | Team():
            return None
    status = getattr(record, "status", None)
    return spoken(status) if status not in (None, "active", "planned", "in_use", "current") else None


def _headline(person: Person, found: Iterable[Loss], to_finish: int) -> str:
    """What they are, counted: `Owner of 5 initiatives and 2 goals; lead of 1 team.`, and how much is to finish."""
    nouns: dict[str, Counter[str]] = defaultdict(Counter)
    for loss in sorted(found, key=_urgency):
        nouns[loss.role][loss.noun] += 1
    if not nouns:
        return f"Nothing that is open hangs on {person.name}."
    parts = [
        f"{role} of {listed([counted(count, _NOUNS.get(noun) or spoken(noun)) for noun, count in counts.items()])}"
        for role, counts in nouns.items()
        if role != RENEWAL
    ]
    last = f"; {counted(to_finish, 'thing')} to finish before the last day" if to_finish else ""
    text = f"{'; '.join(parts)}{last}."
    return text[0].upper() + text[1:]
