"""Whether everything of a kind could be read: what is missing from an incomplete picture proves nothing."""

from prodops_cli.kinds._base import Record
from prodops_cli.workspace import Workspace


def is_complete(workspace: Workspace, kind: type[Record]) -> bool:
    """Whether every record of a kind could be read, so that a rule may object to the absence of one."""
    return kind.kind not in workspace.unread_kinds and all(unread != kind.kind for unread, _ in workspace.unread)
