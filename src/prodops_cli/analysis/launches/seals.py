"""What a sign-off covers: a digest of each field that its gate judges, so that a change of one shows which.

Comments, order, quoting, spaces and line breaks are not part of it; what somebody could have judged is.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel

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
