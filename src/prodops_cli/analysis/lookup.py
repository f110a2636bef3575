"""Find the record that a text means, or say what could have been meant."""

from typing import Any, TypeVar, cast

from prodops_cli.errors import ExitCode, ProdopsError, nearest
from prodops_cli.kinds import all_kinds, require_kind
from prodops_cli.kinds._base import Record
from prodops_cli.workspace import Entry, Workspace

R = TypeVar("R", bound=Record)

MOST_GUESSES = 2


def find_one(workspace: Workspace, ref: str) -> Entry[Any]:
    """The one record that `kind:id`, or a bare `id`, means. Raises ProdopsError where it means none, or several."""
    word, colon, id_ = ref.rpartition(":")
    kind = require_kind(word).kind if colon else None
    found = [entry for entry in workspace.entries.values() if entry.id == id_ and kind in (None, entry.kind)]
    if len(found) == 1:
        return found[0]
    if found:
        raise ProdopsError(
            f"`{ref}` can mean {len(found)} records: {', '.join(entry.ref for entry in found)}", "write it as kind:id"
        )
    _refuse_unread(workspace, kind, id_)
    if not colon and ref in all_kinds():
        raise ProdopsError(f"`{ref}` is a kind", f"name one of them: {ref}:ID; `prodops list {ref}` shows their ids")
    meant = [entry.ref for entry in guesses(workspace, kind, id_)]
    raise ProdopsError(f"there is no {kind or 'record'} `{id_}`", _hint(meant, kind))


def find_called(workspace: Workspace, kind: type[R], text: str) -> Entry[R]:
    """The one record of a kind that its id, `kind:id` or its whole name means. Raises ProdopsError for any other."""
    id_ = text.removeprefix(f"{kind.kind}:")
    wanted = text.casefold()
    called = [entry for entry in workspace.of(kind) if entry.record.label.casefold() == wanted]
    entry = workspace.find(kind.kind, id_) or (called[0] if len(called) == 1 else None)
    if entry is not None:
        return cast("Entry[R]", entry)
    _refuse_unread(workspace, kind.kind, id_)
    if called:
        shared = ", ".join(entry.id for entry in called)
        raise ProdopsError(f"`{text}` can mean {len(called)} records: {shared}", "name one of them by its id")
    raise unknown(workspace, kind.kind, id_)


def require(workspace: Workspace, kind: str, id_: str) -> None:
    """Raise ProdopsError where there is no record of the kind with the id, or it could not be read."""
    if workspace.find(kind, id_) is None:
        _refuse_unread(workspace, kind, id_)
        raise unknown(workspace, kind, id_)


def unknown(workspace: Workspace, kind: str, id_: str) -> ProdopsError:
    """The error for an id of a kind that is not there, with the ids that may be meant."""
    meant = [entry.id for entry in guesses(workspace, kind, id_)]
    return ProdopsError(f"there is no {kind} `{id_}`", _hint(meant, kind))


def _refuse_unread(workspace: Workspace, kind: str | None, id_: str) -> None:
    unread = sorted(f"{other}:{name}" for other, name in workspace.unread if name == id_ and kind in (None, other))
    if unread:
        raise ProdopsError(
            f"{unread[0]} is there, but something is wrong with it", "`prodops lint` says what", ExitCode.FINDINGS
        )


def _hint(meant: list[str], kind: str | None) -> str:
    if meant:
        return f"did you mean {' or '.join(f'`{name}`' for name in meant)}?"
    return f"`prodops list {kind or 'KIND'}` shows what there is"


def guesses(workspace: Workspace, kind: str | None, text: str) -> list[Entry[Any]]:
    """The records that a text which is no id may mean, at most `MOST_GUESSES`.

    The one called so; else those whose id or name begins so; else those with the nearest ids.
    """
    entries = [entry for entry in workspace.entries.values() if kind in (None, entry.kind)]
    wanted = text.casefold()
    called = [entry for entry in entries if entry.record.label.casefold() == wanted][:1]
    if called or not wanted:
        return called
    ids = {entry.id: entry for entry in reversed(entries)}
    begun = [entry for entry in entries if _begins(entry, wanted)]
    return (begun or [ids[id_] for id_ in nearest(text, ids, MOST_GUESSES)])[:MOST_GUESSES]


def _begins(entry: Entry[Any], wanted: str) -> bool:
    return entry.id.casefold().startswith(f"{wanted}-") or entry.record.label.casefold().startswith(f"{wanted} ")
