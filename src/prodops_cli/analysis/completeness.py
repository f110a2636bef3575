"""Whether enough could be read to say that something is missing."""

from prodops_cli.kinds._base import Record
from prodops_cli.workspace import Workspace


def is_complete(workspace: Workspace, *kinds: type[Record]) -> bool:
    """Whether every record of these kinds could be read, so that what is not there is really missing."""
    unread = {kind for kind, _ in workspace.unread} | workspace.unread_kinds
    return not any(kind.kind in unread for kind in kinds)
