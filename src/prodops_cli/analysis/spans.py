"""How far a piece of work reaches: over teams, calendar months and product lines."""

from typing import Literal

from prodops_cli.kinds.initiative import Initiative

Tag = Literal["multi-team", "multi-month", "multi-line"]


def tags_of(initiative: Initiative) -> tuple[Tag, ...]:
    """Over what an initiative reaches: several teams, calendar months, product lines."""
    found: tuple[tuple[Tag, bool], ...] = (
        ("multi-team", len(teams_of(initiative)) > 1),
        ("multi-month", months_of(initiative) > 1),
        ("multi-line", len(set(initiative.product_lines)) > 1),
    )
    return tuple(tag for tag, holds in found if holds)


def teams_of(initiative: Initiative) -> frozenset[str]:
    """The ids of the teams that do a part of the work: its own and the contributors, not those it waits for."""
    own = (initiative.team,) if initiative.team is not None else ()
    return frozenset((*own, *(part.team for part in initiative.contributors)))


def months_of(initiative: Initiative) -> int:
    """How many calendar months it touches, from its start to the day it shipped or is due; 0 where one is not known."""
    end = initiative.shipped or initiative.target
    if initiative.start is None or end is None or end < initiative.start:
        return 0
    return (end.year - initiative.start.year) * 12 + end.month - initiative.start.month + 1


def is_cross_team(one: Initiative, other: Initiative) -> bool:
    """Whether two initiatives belong to different teams, as far as they name any."""
    return one.team is not None and other.team is not None and one.team != other.team


def is_cross_line(one: Initiative, other: Initiative) -> bool:
    """Whether two initiatives have no product line in common, as far as they name any."""
    return bool(one.product_lines and other.product_lines) and set(one.product_lines).isdisjoint(other.product_lines)
