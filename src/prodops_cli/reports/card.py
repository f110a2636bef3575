"""`prodops show`: one record, where it stands, what it names and what names it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic_core import to_jsonable_python

from prodops_cli.analysis.launches.gates import GateLine, gates_of
from prodops_cli.analysis.launches.signers import SignerBook
from prodops_cli.analysis.launches.tiers import tier_of, why_tier
from prodops_cli.analysis.lookup import find_one
from prodops_cli.analysis.risks import Accounts, accounts_of
from prodops_cli.analysis.secrets import masked, masked_deep
from prodops_cli.analysis.spans import Tag, months_of, tags_of, teams_of
from prodops_cli.analysis.words import spoken
from prodops_cli.diagnostics import Route
from prodops_cli.kinds._base import Record
from prodops_cli.kinds._shape import Field, Plain, fields_of
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.reports._values import Value, value_of
from prodops_cli.workspace import Entry, Workspace


@dataclass(frozen=True, slots=True)
class Link:
    """A reference seen from one of its ends: the record at the other end, and the route in whoever refers."""

    kind: str
    id: str
    label: str | None
    """What people call the other record; None where it is not there, or could not be read."""
    path: str | None
    route: str


@dataclass(frozen=True, slots=True)
class Section:
    """What follows from a record's fields: rows of texts under a heading."""

    heading: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A record with its surroundings."""

    kind: str
    id: str
    label: str
    path: str
    line: int
    values: tuple[tuple[str, Value], ...]
    """Its fields that have something in them, in the model's order."""
    record: Plain
    """All of it, for programs."""
    sections: tuple[Section, ...]
    """What follows from its fields and is not written down."""
    references: tuple[Link, ...]
    """The records it names, by kind and id."""
    referrers: tuple[Link, ...]
    """The records that name it, by kind and id."""
    health: Accounts | None = None
    """How an initiative goes by all accounts; None for other kinds."""

    @property
    def ref(self) -> str:
        """Its name across kinds."""
        return f"{self.kind}:{self.id}"


def card(workspace: Workspace, ref: str, as_of: date) -> Card:
    """The record that `kind:id`, or a bare `id`, means. Raises ProdopsError where it means none, or several."""
    entry = find_one(workspace, ref)
    record: Record = entry.record
    health = accounts_of(workspace, entry, as_of) if isinstance(record, Initiative) else None
    values = [(name, value_of(getattr(record, name), field.shape)) for name, field in _fields(record).items()]
    if health is not None:
        values = [(name, replace(value, beside=health.doubt) if name == "health" else value) for name, value in values]
    return Card(
        entry.kind,
        entry.id,
        masked(record.label),
        entry.path,
        workspace.documents[entry.path].span(entry.route).line,
        tuple((name, value) for name, value in values if not value.is_empty and name != "id"),
        masked_deep(to_jsonable_python(record)),
        tuple(_sections(workspace, record, health, as_of)),
        tuple(_sorted(_outgoing(workspace, entry))),
        tuple(_sorted(_incoming(workspace, entry))),
        health,
    )


def _fields(record: Record) -> Mapping[str, Field]:
    return fields_of(type(record))


def _sections(workspace: Workspace, record: Record, health: Accounts | None, as_of: date) -> Iterator[Section]:
    if health is not None and health.reasons:
        said = spoken(health.declared) if health.declared else "nobody says how it goes"
        heading = f"Health: {said}; by the evidence {spoken(health.derived or '')}"
        yield Section(heading, tuple((masked(reason),) for reason in health.reasons))
    if isinstance(record, Initiative) and tags_of(record):
        yield Section("Reach", tuple((tag, _over(record, tag)) for tag in tags_of(record)))
    if isinstance(record, Launch) and record.status != "cancelled":
        policy = workspace.settings.launches
        gates = gates_of(SignerBook(workspace), record, as_of)
        rows = (tuple(map(masked, (gate.name, spoken(gate.state), _why(gate)))) for gate in gates)
        yield Section(f"Gates of tier {tier_of(policy, record)}: {masked(why_tier(policy, record))}", tuple(rows))


def _why(gate: GateLine) -> str:
    return gate.why if gate.is_there else f"{gate.why}, not in the file"


def _over(initiative: Initiative, tag: Tag) -> str:
    """Over what exactly an initiative reaches."""
    match tag:
        case "multi-team":
            return ", ".join(sorted(teams_of(initiative)))
        case "multi-month":
            return f"{months_of(initiative)} calendar months"
        case "multi-line":
            return ", ".join(masked(line) for line in initiative.product_lines)


def _outgoing(workspace: Workspace, entry: Entry[Any]) -> Iterable[Link]:
    for reference in workspace.references:
        if reference.source is not entry:
            continue
        other = workspace.find(reference.kind, reference.id)
        label, path = (masked(other.record.label), other.path) if other else (None, None)
        yield Link(reference.kind, reference.id, label, path, _dotted(reference.route))


def _incoming(workspace: Workspace, entry: Entry[Any]) -> Iterable[Link]:
    for reference in workspace.referrers(entry):
        source = reference.source
        yield Link(source.kind, source.id, masked(source.record.label), source.path, _dotted(reference.route))


def _sorted(links: Iterable[Link]) -> list[Link]:
    return sorted(links, key=lambda link: (link.kind, link.id, link.route))


def _dotted(route: Route) -> str:
    """A route as text: `depends_on[0].on`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{masked(step)}" for step in route)
    return "".join(steps).removeprefix(".")
