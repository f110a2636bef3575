"""Files to begin with: onboarding layers from templates/onboarding/, planning cycles from templates/cycles/."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from prodops_cli import drafts
from prodops_cli.analysis.calendar import add_working_days
from prodops_cli.analysis.planning.cycle import next_quarter, usual_dates
from prodops_cli.analysis.words import MONTH_NAMES
from prodops_cli.drafts import Draft
from prodops_cli.errors import ProdopsError, nearest_hint
from prodops_cli.fields import Part, Period
from prodops_cli.kinds.cycle import Cycle
from prodops_cli.kinds.onboarding import Onboarding
from prodops_cli.render.yaml import Value
from prodops_cli.resources import templates_folder
from prodops_cli.scaffold import Verbatim, fill
from prodops_cli.settings import Settings
from prodops_cli.tree import SUFFIX
from prodops_cli.validation import validate
from prodops_cli.workspace import Entry, Workspace

_TEMPLATE = f"{SUFFIX}.j2"


def layer_names() -> list[str]:
    """The names of the layers there are, in alphabetical order."""
    return sorted(
        place.name.removesuffix(_TEMPLATE) for place in (templates_folder() / "onboarding").glob(f"*{_TEMPLATE}")
    )


def layer_files(workspace: Workspace, names: Iterable[str], owner: str | None) -> dict[str, bytes]:
    """The files of layers, by path, with the owner that is given or that they have already.

    Raises ProdopsError for a name there is no layer of, and in a workspace that keeps its layers in a list.
    """
    known = layer_names()
    listed = f"{Onboarding.folder}{SUFFIX}"
    if listed in workspace.names:
        raise ProdopsError(
            f"the layers of this workspace stand in {listed}", f"add to it: prodops new {Onboarding.kind} ID"
        )
    found = {}
    for name in names:
        if name not in known:
            hint = nearest_hint(name, known, f"the layers are {', '.join(known)}")
            raise ProdopsError(f"there is no layer `{name}` to begin with", hint)
        written = workspace.get(Onboarding, name)
        values = {"you": owner or (written.owner if written is not None else None) or "", "resource": "", "ritual": ""}
        found[f"{Onboarding.folder}/{name}{SUFFIX}"] = fill(f"onboarding/{name}{_TEMPLATE}", values).encode()
    return found


# --- planning cycles ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CycleWish:
    """What was asked of a new planning cycle; what is not given follows from the calendar."""

    id: str | None = None
    """Its id; made of the period unless given."""
    period: str | None = None
    """Its period; read from the id, or the next quarter unless given."""
    title: str | None = None
    owner: str | None = None
    """Who sees to it; that of the last cycle unless given."""
    opens: date | None = None
    freeze: date | None = None
    closes: date | None = None
    teams: tuple[str, ...] = ()


class _Named(Part):
    """A period by itself, to be checked."""

    period: Period


def cycle_name(settings: Settings, wish: CycleWish, as_of: date) -> tuple[str, str]:
    """The id and the period of a new cycle. Raises ProdopsError for a period that is none."""
    period = wish.period
    if period is None and wish.id is not None:
        period = wish.id.upper()
        if isinstance(validate(_Named, {"period": period}, path=""), list):
            raise ProdopsError(
                f"the id `{wish.id}` does not say which period it plans", "give it: --period 2027-Q1, or 2027-H1"
            )
    period = period or next_quarter(settings, as_of)
    if isinstance(found := validate(_Named, {"period": period}, path=""), list):
        raise ProdopsError(found[0].message, found[0].hint)
    return wish.id or period.lower(), period


def cycle_draft(workspace: Workspace, wish: CycleWish, as_of: date) -> Draft:
    """A new planning cycle: days that fit together, and gates to begin with.

    Raises ProdopsError where there is one of that id, or `prodops lint` would object to it.
    """
    settings = workspace.settings
    id_, period = cycle_name(settings, wish, as_of)
    _refuse_taken(workspace, id_, period, wish.teams)
    usual = usual_dates(settings, period)
    freeze = wish.freeze or usual.freeze
    opens = wish.opens or min(max(usual.opens, as_of), freeze)
    owner = wish.owner or _last_owner(workspace)
    days = {
        "opens": opens,
        "goals_day": max(add_working_days(settings, freeze, -20), opens),
        "numbers_day": max(add_working_days(settings, freeze, -10), opens),
        "freeze": freeze,
        "closes": wish.closes or usual.closes,
    }
    made = drafts.draft(workspace, Cycle, id_, _given(period, owner, wish, days))
    if made.former is None:
        values = {
            "title": wish.title or period_words(period),
            "period": period,
            "owner": owner or "",
            "teams": Verbatim(", ".join(wish.teams)),
        }
        text = fill(f"cycles/cycle{_TEMPLATE}", {**values, **days})
        made = Draft(Cycle, id_, made.given, made.path, text.encode(), text)
    drafts.require_clean(workspace, made, as_of, hint="give other days, or an owner: --freeze DATE, --owner ID")
    return made


def _refuse_taken(workspace: Workspace, id_: str, period: str, teams: tuple[str, ...]) -> None:
    """Raise ProdopsError where the cycle is there, or another one of the same period and teams."""
    for entry in workspace.of(Cycle):
        is_it = entry.id.lower() == id_.lower()
        if is_it or (entry.record.period == period and not teams and not entry.record.teams):
            raise ProdopsError(
                f"{period} is planned already: {entry.path}"
                if not is_it
                else f"the cycle `{entry.id}` is there already: {entry.path}",
                f"how it stands: prodops roadmap cycle check {entry.id}",
            )


def _given(period: str, owner: str | None, wish: CycleWish, days: Mapping[str, date]) -> dict[str, Value]:
    """The fields of a cycle in a list of them, which has no template."""
    found: dict[str, Value] = {"title": wish.title or period_words(period), "period": period}
    if owner:
        found["owner"] = owner
    found |= {name: days[name].isoformat() for name in ("opens", "freeze", "closes")}
    if wish.teams:
        found["teams"] = list(wish.teams)
    return found


def _last_owner(workspace: Workspace) -> str | None:
    """Who saw to the cycle whose plan was fixed last."""
    last: Entry[Cycle] | None = max(
        workspace.of(Cycle), key=lambda entry: (entry.record.freeze, entry.id), default=None
    )
    return last.record.owner if last is not None else None


_ORDINALS = ("first", "second", "third", "fourth")


def period_words(period: str) -> str:
    """A period as people call it: `The first quarter of 2027`, `January 2027`."""
    year, _, part = period.partition("-")
    if not part:
        return f"The year {year}"
    if part[0] in "QH":
        what = "quarter" if part[0] == "Q" else "half"
        return f"The {_ORDINALS[int(part[1]) - 1]} {what} of {year}"
    return f"{MONTH_NAMES[int(part) - 1]} {year}"
