"""What rankings are called, and which criteria they can weigh; apart from the rest, for rules that ask no more."""

from prodops_cli.errors import nearest
from prodops_cli.settings import Ranking

METHODS = ("rice", "ice", "wsjf", "cd3", "opportunity", "kano", "moscow")
"""The methods that every workspace has."""
WEIGHTED = "weighted:"
"""What the names of an organisation's own rankings begin with."""
STANDARD = (
    "reach",
    "impact",
    "confidence",
    "ease",
    "effort",
    "business_value",
    "time_criticality",
    "risk_reduction",
    "job_size",
    "cost_of_delay",
    "duration",
    "importance",
    "satisfaction",
)
"""The inputs that have fields of their own, which a weighted ranking can weigh without `criteria`."""


def method_names(ranking: Ranking) -> tuple[str, ...]:
    """Every name that can be asked for: the methods, and the settings' own rankings."""
    return (*METHODS, *(f"{WEIGHTED}{name}" for name in sorted(ranking.weighted)))


def wrong_with_name(ranking: Ranking, name: str) -> tuple[str, str] | None:
    """What is wrong with the name of a method, and a hint; None for a name that can be asked for."""
    names = method_names(ranking)
    if name in names:
        return None
    if name in ranking.weighted:
        return f"there is no method `{name}`", f"did you mean `{WEIGHTED}{name}`?"
    if name.startswith(WEIGHTED) and not ranking.weighted:
        return f"there is no ranking `{name}`", "prodops.yaml has none of your own yet: see `ranking.weighted`"
    close = nearest(name.lower(), names)
    known = ", ".join(names)
    what = "ranking" if name.startswith(WEIGHTED) else "method"
    return f"there is no {what} `{name}`", f"did you mean `{close[0]}`?" if close else f"choose one of {known}"


def criteria_of(ranking: Ranking) -> frozenset[str]:
    """Every criterion that a weighted ranking of the settings knows."""
    return frozenset(name for weighting in ranking.weighted.values() for name in weighting.criteria)
