"""A page in which nobody is named."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

from prodops_cli.kinds.person import Person
from prodops_cli.reports._base import Named, Workspace
from prodops_cli.reports._lines import Said

_NAMES = frozenset({"author", "former_owner"})
"""Fields that hold a person's name."""
_WORDS = frozenset({"why", "outcome"})
"""Fields that hold somebody's own words, which are left out where they name anybody."""
_SHORTEST = 3
"""Letters of a part of a name; shorter ones are words of many languages."""


def without_names(value: Any, workspace: Workspace) -> Any:
    """A page, or a part of one, without the names of people; quotes that name somebody are left out whole."""
    return _without(value, _anybody(workspace))


def _anybody(workspace: Workspace) -> re.Pattern[str]:
    """What finds a person of the workspace in a text: any part of their name, or `@` and their id."""
    entries = workspace.of(Person)
    parts = {part for entry in entries for part in re.findall(r"[\w-]+", entry.record.name) if len(part) >= _SHORTEST}
    words = [*(rf"\b{re.escape(part)}\b" for part in parts), *(rf"@{re.escape(entry.id)}\b" for entry in entries)]
    return re.compile("|".join(sorted(words)) or r"(?!)")


def _without(value: Any, anybody: re.Pattern[str]) -> Any:
    if isinstance(value, Named):
        return None if value.ref.startswith("person:") else value
    if isinstance(value, Said):
        return None if anybody.search(value.text) else value
    if isinstance(value, tuple):
        return tuple(_without(item, anybody) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {field.name: _without(getattr(value, field.name), anybody) for field in fields(value)}
    told = {name for name in _WORDS & changed.keys() if changed[name] is not None and anybody.search(changed[name])}
    return replace(value, **changed | dict.fromkeys((_NAMES & changed.keys()) | told))
