"""What the pictures of a timeline say in words: its title, what it is about, an item in a sentence."""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import counted, days_text, long_day, short_day, spoken
from prodops_cli.render.marks import WORDS, tone_name
from prodops_cli.reports._base import Named
from prodops_cli.reports.timeline import Item, Milestone, PromisedDay, Timeline

NOT_SAID = "not said"


def title(timeline: Timeline) -> str:
    """The heading."""
    about = [one.name for one in (timeline.team, timeline.goal) if one is not None]
    return ": ".join([", ".join([timeline.organisation, *about]), "roadmap"])


def subtitle(timeline: Timeline) -> str:
    """How much it shows, as of when, and what it leaves out."""
    late = sum(bool(item.late_days) and item.shipped is None for item in timeline.items)
    parts = [
        f"As of {long_day(timeline.as_of)}",
        f"{counted(len(timeline.items), 'initiative')}, {counted(len(timeline.milestones), 'launch')}",
        f"{counted(late, 'initiative')} cannot keep {'its target' if late == 1 else 'their targets'}" if late else "",
        f"{timeline.undated:,} without dates" if timeline.undated else "",
        f"{timeline.outside:,} outside of these days" if timeline.outside else "",
        "" if timeline.has_history else "how dates moved is not known: no history",
    ]
    return " · ".join(part for part in parts if part)


def health_text(item: Item) -> str:
    """How it goes, in words; with what the evidence says where that is worse."""
    if item.health is None:
        return NOT_SAID if item.derived is None else f"{NOT_SAID}; by the evidence {spoken(item.derived)}"
    said = "shipped" if item.shipped is not None or item.status == "shipped" else WORDS[tone_name(item.health)]
    if item.health == "on_track" and item.derived in ("at_risk", "off_track"):
        return f"{said}, by the evidence {spoken(item.derived)}"
    return said


def shown_health(item: Item) -> str:
    """The tone it is drawn in: what its owner says."""
    return tone_name(item.health) if item.status != "shipped" else "done"


def sentence(item: Item, as_of: date) -> str:
    """An item in one line: for those who point at it, or have it read to them."""
    return "; ".join([item.record.name, *(f"{name} {value}" for name, value in facts(item, as_of))])


def facts(item: Item, as_of: date) -> Iterator[tuple[str, str]]:
    """What there is to know about an item, by name."""
    yield "status", spoken(item.status)
    if item.status != "shipped":
        yield "health", health_text(item)
    yield from _whose(item.team, item.owner)
    yield from _days(item, as_of)
    if item.goals:
        yield "goals", ", ".join(goal.name for goal in item.goals)
    if item.product_lines:
        yield "product lines", ", ".join(item.product_lines)
    if item.promise is not None:
        yield "promise", item.promise


def _whose(team: Named | None, owner: Named | None) -> Iterator[tuple[str, str]]:
    if team is not None:
        yield "team", team.name
    if owner is not None:
        yield "owner", owner.name


def _days(item: Item, as_of: date) -> Iterator[tuple[str, str]]:
    yield "start", short_day(item.start, as_of)
    if item.target is not None:
        yield "target", f"{short_day(item.target, as_of)}{f' ({item.confidence})' if item.confidence else ''}"
    if item.shipped is not None:
        late = f", {days_text(item.late_days)} after the target" if item.late_days else ""
        yield "shipped", f"{short_day(item.shipped, as_of)}{late}"
    elif item.finish is not None and (item.late_days or item.target is None):
        late = f", {days_text(item.late_days)} after the target" if item.late_days else ""
        yield "computed end", f"{short_day(item.finish, as_of)}{late}"
    if item.is_critical:
        yield "slack", "none: it is on the critical path"
    elif item.slack is not None:
        yield "slack", counted(item.slack, "working day")


def launch_sentence(milestone: Milestone, as_of: date) -> str:
    """A launch in one line."""
    return "; ".join([milestone.record.name, *(f"{name} {value}" for name, value in launch_facts(milestone, as_of))])


def launch_facts(milestone: Milestone, as_of: date) -> Iterator[tuple[str, str]]:
    """What there is to know about a launch, by name."""
    yield "launch", f"{short_day(milestone.on, as_of)}, {spoken(milestone.status)}"
    yield from _whose(milestone.team, milestone.owner)
    if milestone.goals:
        yield "goals", ", ".join(goal.name for goal in milestone.goals)
    if milestone.promise is not None:
        yield "promise", milestone.promise


def told(promised: PromisedDay, as_of: date) -> str:
    """A day that was promised, in a line: `15 Sep: said on 3 Jul by Ada, 12 days later`."""
    moved = f"{days_text(abs(promised.days))} {'later' if promised.days > 0 else 'earlier'}, " if promised.days else ""
    why = f": {promised.why}" if promised.why else ""
    said = short_day(promised.said, as_of)
    return f"{short_day(promised.day, as_of)}: {moved}said on {said} by {promised.author}{why}"
