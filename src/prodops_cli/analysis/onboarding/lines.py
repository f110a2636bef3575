"""The lines of a plan that come from no layer, but from a record: how they are marked, and what they are called."""

from prodops_cli.kinds._base import Record
from prodops_cli.workspace import Entry, Workspace

_FORMS: dict[str, tuple[str, str]] = {
    "access": ("tool", "Access to {}"),
    "meet": ("person", "Meet {}"),
    "join": ("ritual", "Join {}"),
    "launch": ("launch", "Take part in {}"),
    "read-resource": ("resource", "Read {}"),
    "read-decision": ("decision", "Read {}"),
    "read-launch": ("launch", "Read how {} went"),
    "read-initiative": ("initiative", "Read about {}"),
}
"""What a mark begins with, the kind of the record it goes on with, and what the line is called."""


def mark_of(form: str, id_: str) -> str:
    """The mark of a line: `access-figma`."""
    return f"{form}-{id_}"


def behind(workspace: Workspace, mark: str | None) -> tuple[str, Entry[Record]] | None:
    """What a line is called and the record it is about; None for a task of a layer, and where the record is gone."""
    for form, (kind, words) in _FORMS.items():
        if mark is not None and mark.startswith(f"{form}-"):
            entry = workspace.find(kind, mark.removeprefix(f"{form}-"))
            if entry is not None:
                return words.format(entry.record.label), entry
    return None
