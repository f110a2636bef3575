"""A launch that is not there yet, for `prodops launch new`: its record, with the gates that policy asks for.

Nothing is written here, and nothing is guessed: what nobody has said is left out of the record, and asked on its pages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from prodops_cli import drafts
from prodops_cli.analysis.launches.days import working_days_from
from prodops_cli.analysis.launches.tiers import facts_known, required_gates
from prodops_cli.analysis.lookup import require
from prodops_cli.analysis.people import departed
from prodops_cli.diagnostics import Diagnostic
from prodops_cli.errors import ExitCode, ProdopsError, nearest_hint
from prodops_cli.kinds._shape import fields_of, written
from prodops_cli.kinds.launch import Facts, Launch
from prodops_cli.kinds.team import Team
from prodops_cli.policy import LaunchPolicy
from prodops_cli.render.yaml import Value
from prodops_cli.validation import validate
from prodops_cli.workspace import Entry, Workspace

NEW_GEOGRAPHIES, OTHERS = "new_geographies", "others"
_YES, _NO = frozenset({"", "yes", "y", "true"}), frozenset({"no", "n", "false"})
_MEND = "give what is missing, or mended"


@dataclass(frozen=True, slots=True)
class LaunchWish:
    """What was said of a launch; what was not is left open."""

    title: str
    id: str | None = None
    """Its id; made of the title unless given."""
    day: date | None = None
    """The day it reaches its first users."""
    owner: str | None = None
    team: str | None = None
    geographies: tuple[str, ...] = ()
    initiatives: tuple[str, ...] = ()
    facts: Mapping[str, Value] = field(default_factory=dict)
    """As they stand in a file; a fact that is not in here was neither affirmed nor denied."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A launch as it will be, with the file that says so."""

    workspace: Workspace
    """With the launch in it, as it will be."""
    entry: Entry[Launch]
    path: str
    text: bytes | None
    """What the file will say; None where the launch is there already: its record is not changed."""
    former: bytes | None
    """What it says now; None where there is none."""
    warnings: tuple[Diagnostic, ...] = ()


def facts_from(policy: LaunchPolicy, texts: Iterable[str], geographies: tuple[str, ...]) -> dict[str, Value]:
    """The facts in texts like `personal_data`, `partner=no`, `new_geographies=DE,AT`, as they stand in a file.

    `new_geographies` by itself means every country that it reaches. Raises ProdopsError for a fact nobody knows.
    """
    found: dict[str, Any] = {}
    for text in texts:
        name, _, said = text.strip().partition("=")
        name = name.strip().replace("-", "_") if name.strip() not in facts_known(policy) else name.strip()
        said = said.strip()
        if name == NEW_GEOGRAPHIES:
            found[name] = [*found.get(name, []), *_countries(said, geographies)]
        elif name in facts_known(policy):
            found[OTHERS] = [*found.get(OTHERS, []), *([name] if _is_so(text, said) else [])]
        elif name in Facts.model_fields and name != OTHERS:
            found[name] = "true" if _is_so(text, said) else "false"
        else:
            known = fact_names(policy)
            hint = nearest_hint(name, known, f"the facts are {', '.join(known)}", cutoff=0.5)
            raise ProdopsError(f"there is no fact `{name}`", hint)
    return found


def fact_names(policy: LaunchPolicy) -> tuple[str, ...]:
    """Every fact of a launch: those of the vocabulary, then the organisation's own."""
    return (*(name for name in Facts.model_fields if name != OTHERS), *sorted(facts_known(policy)))


def _countries(said: str, geographies: tuple[str, ...]) -> tuple[str, ...]:
    if said.lower() in _NO:
        return ()
    countries = (
        geographies if said.lower() in _YES else tuple(one.strip().upper() for one in said.split(",") if one.strip())
    )
    if not countries:
        raise ProdopsError("which countries are new is not said", "name them: --fact new_geographies=DE,AT")
    return countries


def _is_so(text: str, said: str) -> bool:
    if said.lower() in _YES:
        return True
    if said.lower() in _NO:
        return False
    raise ProdopsError(f"`{text}` is neither yes nor no", "write --fact NAME, or --fact NAME=no")


def known_launch(workspace: Workspace, title: str, id_: str | None) -> Entry[Launch] | None:
    """The launch that an id names already, or without one a title that is its title or id; None for a new one."""
    entries = workspace.of(Launch)
    found = next((entry for entry in entries if entry.id == (id_ or title)), None)
    if found is not None or id_ is not None:
        return found
    wanted = title.strip().casefold()
    called = [entry for entry in entries if entry.record.title.casefold() == wanted]
    return called[0] if len(called) == 1 else None


def planned(workspace: Workspace, wish: LaunchWish, as_of: date, *, modeline: str | None = None) -> Planned:
    """A launch that is there already, as it is, or a new one.

    Raises ProdopsError where the record says something else than was asked, or with what lint says of a new one.
    """
    entry = known_launch(workspace, wish.title, wish.id)
    if entry is not None:
        _refuse_other(workspace, entry, wish)
        return Planned(workspace, entry, entry.path, None, None)
    id_ = wish.id or drafts.id_from(wish.title)
    if id_ is None:
        raise ProdopsError("no id can be made of the title", "name one: prodops launch new TITLE --id ID")
    _require_known(workspace, wish)
    given = _given(workspace, id_, wish)
    draft = drafts.draft(workspace, Launch, id_, given, modeline=modeline)
    warnings = drafts.check(workspace, draft, as_of, hint=_MEND)
    whole = drafts.with_draft(workspace, draft)
    made = next(one for one in whole.of(Launch) if one.id == id_)
    return Planned(whole, made, draft.path, draft.text, draft.former, warnings)


def _require_known(workspace: Workspace, wish: LaunchWish) -> None:
    for kind, ids in (("person", [wish.owner]), ("team", [wish.team]), ("initiative", list(wish.initiatives))):
        for id_ in ids:
            if id_ is not None:
                require(workspace, kind, id_)


def _refuse_other(workspace: Workspace, entry: Entry[Launch], wish: LaunchWish) -> None:
    """Raise ProdopsError where the record of a launch that is there says something else than what was asked."""
    record = entry.record
    title = (
        wish.title if wish.title not in (entry.id, "") and wish.title.casefold() != record.title.casefold() else None
    )
    asked: dict[str, tuple[str, object, object]] = {
        "title": ("title", title, record.title),
        "date": ("date", wish.day, record.date),
        "owner": ("owner", wish.owner, record.owner),
        "team": ("team", wish.team, record.team),
    }
    for key, (name, wanted, said) in asked.items():
        if wanted is not None and wanted != said:
            _refuse(workspace, entry, key, f"{name}: {said if said is not None else 'nothing'}, not {wanted}")
    for key, wanted_all, said_all in (
        ("geographies", wish.geographies, record.geographies),
        ("initiatives", wish.initiatives, record.initiatives),
    ):
        more = sorted(set(wanted_all) - set(said_all))
        if more:
            _refuse(workspace, entry, key, f"no {', '.join(more)} in its {key}")
    shapes = fields_of(Facts)
    facts = {name: written(getattr(record.facts, name), shapes[name].shape) for name in wish.facts}
    for name, wanted in wish.facts.items():
        said = facts[name]
        if (str(said).lower() if isinstance(said, bool) else said) != wanted:
            _refuse(workspace, entry, "facts", f"something else of {name}")


def _refuse(workspace: Workspace, entry: Entry[Launch], key: str, what: str) -> None:
    line = workspace.documents[entry.path].span((*entry.route, key)).line
    hint = f"its record is never changed here; change it there, or with: prodops set {entry.ref}"
    raise ProdopsError(f"{entry.path}:{line} says {what}", hint, ExitCode.FINDINGS)


# --- the record ------------------------------------------------------------------------------------------


def _given(workspace: Workspace, id_: str, wish: LaunchWish) -> dict[str, Value]:
    """What the record says, gates included."""
    found: dict[str, Value] = {"title": wish.title}
    for name, value in (("date", wish.day), ("owner", wish.owner), ("team", wish.team)):
        if value is not None:
            found[name] = value.isoformat() if isinstance(value, date) else value
    if wish.facts:
        found["facts"] = dict(wish.facts)
    if wish.initiatives:
        found["initiatives"] = list(wish.initiatives)
    if wish.geographies:
        found["geographies"] = list(wish.geographies)
    launch = validate(Launch, {"id": id_, **found}, path=id_)
    if not isinstance(launch, Launch):
        raise ProdopsError(launch[0].message, launch[0].hint)
    gates = required_gates(workspace.settings.launches, launch)
    return found | ({"gates": {name: _gate(workspace, launch, name) for name in gates}} if gates else {})


def _gate(workspace: Workspace, launch: Launch, name: str) -> dict[str, Value]:
    policy = workspace.settings.launches.gate(name)
    found: dict[str, Value] = {}
    owner = _gate_owner(workspace, name, launch.date)
    if owner is not None:
        found["owner"] = owner
    if launch.date is not None:
        found["due"] = working_days_from(workspace.settings, launch.date, policy.due).isoformat()
    if policy.checklist:
        found["checklist"] = list(policy.checklist)
    return found


def _gate_owner(workspace: Workspace, name: str, day: date | None) -> str | None:
    """Who decides: the first whom policy names, else the lead of the team with the gate's name; None for nobody."""
    named = (_person_of(workspace, ref) for ref in workspace.settings.launches.gate(name).approvers)
    candidates = (*named, _person_of(workspace, f"{Team.kind}:{name}"))
    for person in candidates:
        is_gone = day is not None and departed(workspace, person, day) is not None
        if person is not None and not is_gone and workspace.exists("person", person):
            return person
    return None


def _person_of(workspace: Workspace, ref: str) -> str | None:
    """The person that a reference to a person or a team means: a team's lead."""
    kind, _, id_ = ref.partition(":")
    if kind != Team.kind:
        return id_
    team = workspace.get(Team, id_)
    return team.lead if team is not None else None
