"""Who could take something over from somebody who leaves: by a rule, with the reason, and never all to one.

The places are tried in order: the lead of the team whose work it is; somebody with the same role there; somebody there
with the level of a lead; the manager of who leaves; somebody with the same role in another team; the team's sponsor.
Gates, people, teams and access have orders of their own. Somebody who has been given `MOST_AT_ONCE` things is passed
over while there is another, and so is, for a role or a level, who is still in their first ninety days.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.attendance import is_away
from prodops_cli.analysis.calendar import ONE_DAY
from prodops_cli.analysis.leaving import Loss, last_day_as_new
from prodops_cli.analysis.ownership import open_ownerships
from prodops_cli.analysis.people import People, is_here, members_by_team
from prodops_cli.analysis.words import listed
from prodops_cli.kinds._base import Record
from prodops_cli.kinds.decision import Decision
from prodops_cli.kinds.launch import Launch
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.team import Team
from prodops_cli.kinds.tool import Tool
from prodops_cli.workspace import Entry, Workspace

MOST_AT_ONCE = 3
"""So many things are suggested to one person while somebody else could take the next."""

_LEADING = ("lead", "director")
_TOLD_APART = ("launch", "decision", "person")
"""The kinds in which two roles are for two people."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is suggested for something, and why."""

    person: str | None
    """The id; None where the rule finds nobody."""
    why: str
    """What makes it this person; or whom the rule looked for in vain."""
    answers_for: int = 0
    """For how many open things the person answers so far, with what this draft gave them before."""


@dataclass(frozen=True, slots=True)
class Pool:
    """People who come into question for one reason."""

    ids: tuple[str, ...]
    why: str
    """The reason: `leads Payments`."""
    sought: str
    """Whom one would look for: `the lead of Payments`."""


class Succession:
    """Suggests successors one after the other, and remembers what each was given."""

    def __init__(self, workspace: Workspace, leaver: Entry[Person], last_day: date) -> None:
        self.workspace = workspace
        self.leaver = leaver
        self.last_day = last_day
        self.handed: Counter[str] = Counter()
        self.given: dict[str, list[tuple[str, str]]] = defaultdict(list)
        """What was given away of each record: the role, and to whom."""
        self.load = Counter(owned.person for owned in open_ownerships(workspace))
        self.members = members_by_team(workspace, last_day)
        self.settled = tuple(entry for entry in workspace.of(Person) if self._is_settled(entry))
        self.gate_holders = holders_of_gates(workspace)

    def choose(self, loss: Loss) -> Choice:
        """Who could take it: the first of the pools with somebody who has room, of those there the least loaded."""
        is_work = loss.entry.kind not in ("person", "team")
        taken = self.handed if is_work else Counter[str]()
        barred = {self.leaver.id, *self._barred(loss)}
        pools: list[Pool] = []
        for pool in self._pools(loss):
            pools.append(self._free(pool, loss, barred))
            if any(taken[id_] < MOST_AT_ONCE for id_ in pools[-1].ids):
                break  # nobody further away is asked, and in a large company these are many
        places = [(taken[id_] >= MOST_AT_ONCE, place) for place, pool in enumerate(pools) for id_ in pool.ids]
        if not places:
            return Choice(None, f"looked for {_either([pool.sought for pool in pools])}")
        is_full, place = min(places)
        pool = pools[place]
        if is_full:  # everybody has enough: the one with the least of it
            pool = min((pool for pool in pools if pool.ids), key=lambda one: min(taken[id_] for id_ in one.ids))
        id_ = min(pool.ids, key=lambda one: (taken[one] >= MOST_AT_ONCE, self.load[one] + taken[one], one))
        choice = Choice(id_, pool.why, self.load[id_] + self.handed[id_])
        self.given[loss.entry.ref].append((loss.role, id_))
        if is_work:
            self.handed[id_] += 1
        return choice

    def _free(self, pool: Pool, loss: Loss, barred: AbstractSet[str | None]) -> Pool:
        """The pool without those who cannot: who leaves, is gone or away by then, or has a say in it already."""
        until = loss.due if loss.due is not None and loss.is_done_by_then else date.max
        ids = tuple(id_ for id_ in dict.fromkeys(pool.ids) if id_ not in barred and self._is_there(id_, until))
        return Pool(ids, pool.why, pool.sought)

    def _is_there(self, id_: str, until: date) -> bool:
        """Whether somebody is here on the last day, not away that day, and stays until the work is done."""
        person = self.workspace.get(Person, id_)
        if person is None or not is_here(person, self.last_day):
            return False
        stays = person.ends is None or person.ends >= max(until, self.last_day + ONE_DAY)
        return stays and not is_away(person, self.last_day)

    def _barred(self, loss: Loss) -> Iterator[str | None]:
        """Whose taking it would undo what it is for: nobody approves their own work, or stands in for themselves."""
        if loss.entry.kind in _TOLD_APART:
            yield from (id_ for role, id_ in self.given[loss.entry.ref] if role != loss.role)
        match loss.entry.record:
            case Launch() as launch if loss.role == "approver":
                yield launch.owner
            case Launch() as launch:
                yield from (gate.owner for gate in launch.gates.values())
            case Decision() as decision:
                yield decision.driver if loss.role == "approver" else decision.approver
            case Person() as person if loss.role == "manager":
                yield person.id
                yield from self._below(person.id)
            case Person() as person:
                yield from (person.id, person.manager)
                yield person.buddy if loss.role != "buddy" else None  # who becomes the buddy may be the backup

    def _below(self, manager: str) -> Iterator[str]:
        """Everybody who reports to somebody, or to who reports to them."""
        for entry in self.workspace.of(Person):
            above, seen = entry.record.manager, {entry.id}
            while above is not None and above not in seen:
                if above == manager:
                    yield entry.id
                    break
                seen.add(above)
                over = self.workspace.get(Person, above)
                above = over.manager if over is not None else None

    # --- where to look -------------------------------------------------------------------------------

    def _pools(self, loss: Loss) -> list[Pool]:
        """Where to look for a successor, in this order."""
        record, own = loss.entry.record, self.leaver.record.team
        match record:
            case Person() if loss.role == "manager":
                found = [self._manager(), self._lead(record.team), self._sponsor(record.team)]
            case Person():
                found = list(self._company(record))
            case Team() if loss.role == "lead":
                found = [self._same_role(record.id), self._leads(record.id), self._manager(), self._sponsor(record.id)]
            case Team():
                found = [self._manager(), self._lead(record.parent)]
            case Launch() if loss.role == "approver":
                gate = str(loss.route[1])
                held = Pool(
                    tuple(sorted(self.gate_holders.get(gate, ()))), f"has held {gate} before", f"who has held {gate}"
                )
                found = [held, self._same_role(own), self._lead(own), self._manager()]
            case Tool() if loss.role == "approver":
                owner = Pool(_some(record.owner), "owns the tool", "the tool's owner")
                found = [owner, self._lead(own), self._same_role(own), self._manager()]
            case _:
                found = [self._with_launch(record), *self._of_work(self._team_of(record))]
        return [pool for pool in found if pool is not None]

    def _of_work(self, team: str | None) -> Iterator[Pool | None]:
        yield self._lead(team)
        yield self._same_role(team)
        if team != self.leaver.record.team:
            yield self._same_role(self.leaver.record.team)
        yield self._leads(team)
        yield self._manager()
        yield self._peers()
        yield self._sponsor(team)

    def _with_launch(self, record: Record) -> Pool | None:
        """Who was given the launch that ships an initiative: the two belong together."""
        for launch in self.workspace.of(Launch):
            if record.kind == "initiative" and record.id in launch.record.initiatives:
                ids = tuple(id_ for role, id_ in self.given[launch.ref] if role == "owner")
                if ids:
                    return Pool(ids, "takes over its launch", "who takes over its launch")
        return None

    def _team_of(self, record: Record) -> str | None:
        """The team whose work a record is; that of who leaves, where it does not say so, or names several."""
        team: str | None = getattr(record, "team", None)
        teams: tuple[str, ...] = getattr(record, "teams", ())
        return team or (teams[0] if len(teams) == 1 else self.leaver.record.team)

    def _lead(self, team: str | None) -> Pool | None:
        record = self.workspace.get(Team, team)
        return Pool(_some(record.lead), f"leads {record.name}", f"the lead of {record.name}") if record else None

    def _sponsor(self, team: str | None) -> Pool | None:
        record = self.workspace.get(Team, team)
        return Pool(_some(record.sponsor), f"sponsors {record.name}", "its sponsor") if record else None

    def _manager(self) -> Pool:
        person = self.leaver.record
        return Pool(_some(person.manager), "is their manager", f"{person.name}'s manager")

    def _same_role(self, team: str | None) -> Pool | None:
        role, record = self.leaver.record.role, self.workspace.get(Team, team)
        if role is None or record is None:
            return None
        ids = tuple(entry.id for entry in self._settled(record.id) if entry.record.role == role)
        return Pool(ids, f"the same role in {record.name}", f"another {role} in {record.name}")

    def _leads(self, team: str | None) -> Pool | None:
        """Those of a team whose level is that of a lead, whatever their role."""
        record = self.workspace.get(Team, team)
        if record is None:
            return None
        ids = tuple(entry.id for entry in self._settled(record.id) if entry.record.level in _LEADING)
        return Pool(
            ids, f"has the level of a lead in {record.name}", f"anybody with the level of a lead in {record.name}"
        )

    def _peers(self) -> Pool | None:
        role, team = self.leaver.record.role, self.leaver.record.team
        if role is None:
            return None
        alike = (entry for entry in self.settled if entry.record.role == role)
        ids = tuple(entry.id for entry in alike if team is None or entry.record.team != team)
        return Pool(ids, "the same role elsewhere", f"the same role ({role}) elsewhere")

    def _settled(self, team: str) -> People:
        """Who of a team has been here long enough to take something over for what they are, not for their post."""
        return tuple(entry for entry in self.members.get(team, ()) if self._is_settled(entry))

    def _is_settled(self, entry: Entry[Person]) -> bool:
        over = last_day_as_new(entry.record)
        return over is None or over < self.last_day

    def _company(self, newcomer: Person) -> Iterator[Pool | None]:
        """Who could be somebody's buddy."""
        yield Pool(_some(newcomer.backup_buddy), "is the backup buddy", "the backup buddy")
        team = self.workspace.get(Team, newcomer.team)
        if team is not None:
            members = self._settled(team.id)
            if newcomer.role is not None:
                alike = tuple(entry.id for entry in members if entry.record.role == newcomer.role)
                yield Pool(alike, f"the newcomer's role in {team.name}", f"another {newcomer.role} in {team.name}")
            yield Pool(tuple(entry.id for entry in members), f"is in {team.name}", "anybody there")


def holders_of_gates(workspace: Workspace) -> Mapping[str, frozenset[str]]:
    """Who was ever named for a gate, or signed it, by the gate's name; launches that are over count."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in workspace.of(Launch):
        for name, gate in entry.record.gates.items():
            found[name].update(_some(gate.owner), (approval.by for approval in gate.approvals))
    return {name: frozenset(people) for name, people in found.items()}


def _some(id_: str | None) -> tuple[str, ...]:
    return (id_,) if id_ is not None else ()


def _either(words: Iterable[str]) -> str:
    return listed(list(dict.fromkeys(words))) or "anybody in the same team"
