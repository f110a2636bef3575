"""What reached its users between two revisions: launches that launched, and shipped work that no launch tells of."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from prodops_cli.analysis.moved import IsNew
from prodops_cli.history import History, Revision, events_of
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Facts, Launch
from prodops_cli.workspace import Entry, Workspace

Effect = Literal["changed", "new", "better"]
"""What it means for customers: they are affected by it, it is something new, or something became better."""
EFFECTS: tuple[Effect, ...] = ("changed", "new", "better")

_OUT = ("shipped", "launched")


@dataclass(frozen=True, slots=True)
class Released:
    """A launch that launched, with what of it has shipped; or shipped work by itself."""

    on: date
    launch: Entry[Launch] | None
    initiatives: tuple[Entry[Initiative], ...]
    effect: Effect
    waits_for: Entry[Launch] | None = None
    """The launch that has not happened yet and will tell of it; until then customers are not told."""

    @property
    def ref(self) -> str:
        """The reference of the launch, or of the work by itself."""
        return self.launch.ref if self.launch is not None else self.initiatives[0].ref


def released(workspace: Workspace, history: History, is_new: IsNew) -> tuple[Released, ...]:
    """What came out in those revisions, the latest first; of a launch all that has shipped, whenever it did."""
    launches = tuple(_launches(workspace, history, is_new))
    told = {entry.id for one in launches for entry in one.initiatives}
    work = tuple(one for one in _work(workspace, history, is_new) if one.initiatives[0].id not in told)
    return tuple(sorted((*launches, *work), key=lambda one: (-one.on.toordinal(), one.ref)))


def came_out(history: History, kind: str, id_: str, is_new: IsNew) -> Revision | None:
    """The revision among those that are asked about in which a record shipped or launched.

    None where it had before, or was written down as out from the beginning, as in an import.
    """
    trail = history.get(kind, id_)
    if trail is None:
        return None
    events = list(events_of(trail, {"status"}))
    fresh = [event for event in events if is_new(event.revision)]
    if not fresh or fresh[-1].new not in _OUT or fresh[0].old in _OUT:
        return None
    out = next(event for event in reversed(fresh) if event.new in _OUT)
    return out.revision if out.revision != trail.versions[0].revision else None


def _launches(workspace: Workspace, history: History, is_new: IsNew) -> Iterator[Released]:
    for entry in workspace.of(Launch):
        said = came_out(history, entry.kind, entry.id, is_new) if entry.record.status == "launched" else None
        if said is not None:
            work = (workspace.find(Initiative.kind, id_) for id_ in sorted(set(entry.record.initiatives)))
            shipped = tuple(
                Entry(found.record, found.path, found.route)
                for found in work
                if found is not None and isinstance(found.record, Initiative) and found.record.status == "shipped"
            )
            yield Released(entry.record.date or said.day, entry, shipped, _effect(entry.record.facts))


def _work(workspace: Workspace, history: History, is_new: IsNew) -> Iterator[Released]:
    launches = _launches_by_work(workspace)
    for entry in workspace.of(Initiative):
        said = came_out(history, entry.kind, entry.id, is_new) if entry.record.status == "shipped" else None
        if said is not None:
            ahead = _waits_for(launches.get(entry.id, ()))
            yield Released(entry.record.shipped or said.day, None, (entry,), "better", ahead)


def _launches_by_work(workspace: Workspace) -> dict[str, list[Entry[Launch]]]:
    """The launches that ship an initiative, by its id."""
    found: dict[str, list[Entry[Launch]]] = defaultdict(list)
    for entry in workspace.of(Launch):
        for id_ in set(entry.record.initiatives):
            found[id_].append(entry)
    return found


def _waits_for(launches: Sequence[Entry[Launch]]) -> Entry[Launch] | None:
    """Of the launches that ship a piece of work the one still ahead, where none of them has happened."""
    if any(one.record.status == "launched" for one in launches):
        return None
    return next((one for one in launches if one.record.status in ("planned", "on_hold")), None)


def _effect(facts: Facts) -> Effect:
    if facts.breaking_change or facts.contract_terms or facts.pricing_change:
        return "changed"
    return "new" if facts.new_product or facts.new_geographies else "better"
