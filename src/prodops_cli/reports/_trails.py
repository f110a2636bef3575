"""Records as history knows them, named for reports: those that are gone, too."""

from prodops_cli.history import History, Trail
from prodops_cli.reports._base import Named


def named_trail(trail: Trail) -> Named:
    """A record by its last name; without a file where it is gone."""
    return Named(trail.ref, trail.label, trail.last.path if trail.is_there else None)


def named_then(history: History, kind: str, id_: str | None) -> Named | None:
    """The record that a field named at some time: its id where nobody ever described it, None where there was none."""
    if id_ is None:
        return None
    trail = history.get(kind, id_)
    return named_trail(trail) if trail is not None else Named(f"{kind}:{id_}", id_, None)
