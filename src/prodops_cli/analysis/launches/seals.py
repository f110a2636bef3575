"""What a sign-off covers: a digest of each field that its gate judges, so that a change of one shows which.

Comments, order, quoting, spaces and line breaks are not part of it; what somebody could have judged is.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel

from prodops_cli.analysis.words import listed
from prodops_cli.kinds._shape import fields_of
from prodops_cli.kinds.launch import Approval, Launch
from prodops_cli.policy import LaunchPolicy

_DIGITS = 12
"""Hexadecimal digits of a digest: 48 bits, enough that no edit hits one by chance."""


def seal_of(policy: LaunchPolicy, launch: Launch, gate: str) -> dict[str, str]:
    """The digest of every field that a gate judges, by its path."""
    return {path: _digest(_at(launch, path)) for path in policy.gate(gate).judges}


def stale_fields(policy: LaunchPolicy, launch: Launch, gate: str, approval: Approval) -> tuple[str, ...]:
    """The fields that changed since a sign-off, or that it did not cover; none for one without a seal."""
    if approval.seal is None:
        return ()
    sealed = approval.seal
    return tuple(path for path, digest in seal_of(policy, launch, gate).items() if sealed.get(path) != digest)


def change_text(approval: Approval, stale: Sequence[str], shown: Callable[[str], str] = str) -> str:
    """What makes a sign-off stale: "geographies changed", or "date came to be judged here"; `shown` marks a name."""
    seal = approval.seal or {}
    changed = [shown(path) for path in stale if path in seal]
    added = [shown(path) for path in stale if path not in seal]
    parts = [f"{listed(changed)} changed"] if changed else []
    parts += [f"{listed(added)} came to be judged here"] if added else []
    return listed(parts)


def can_be_judged(path: str) -> bool:
    """Whether a dotted path leads to a field of a launch, or a key of one: into mappings, not into items of lists.

    Gates are none: a sign-off that covers sign-offs would be stale as soon as it is written.
    """
    model: type[BaseModel] | None = Launch
    keys = path.split(".")
    if keys[0] == "gates":
        return False
    while keys:
        field = fields_of(model).get(keys.pop(0)) if model is not None else None
        if field is None:
            return False
        if field.shape.many == "mapping" and keys:
            keys.pop(0)
        elif field.shape.many == "list" and keys:
            return False
        model = field.shape.model
    return True


def _at(holder: object, path: str) -> object:
    """What stands at a dotted path; None where it leads nowhere."""
    for key in path.split("."):
        if isinstance(holder, BaseModel):
            holder = getattr(holder, key, None)
        else:
            holder = holder.get(key) if isinstance(holder, Mapping) else None
    return holder


def _digest(value: object) -> str:
    text = json.dumps(_plain(value), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:_DIGITS]


def _plain(value: object) -> Any:
    """A value as what it says: texts on one line, lists in no order, and nothing for what is empty or not given."""
    match value:
        case BaseModel():
            pairs = ((name, _plain(getattr(value, name))) for name in type(value).model_fields)
            return {name: plain for name, plain in pairs if plain is not None and plain is not False} or None
        case Mapping():
            return {str(key): _plain(inner) for key, inner in value.items()} or None
        case list() | tuple():
            return sorted((_plain(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True)) or None
        case str():
            return " ".join(value.split())
        case date():
            return value.isoformat()
        case bool() | None:
            return value
        case int() | float():
            return float(value)
        case _:
            return str(value)
