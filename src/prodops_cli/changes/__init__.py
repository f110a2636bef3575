"""Two workspaces to what changed between them: records and values, not lines; blind to how they are written down."""

from prodops_cli.changes._base import SETTINGS, Change, Comparison, Key, Place, Unread
from prodops_cli.changes._compare import compare
from prodops_cli.changes._names import topic_of
from prodops_cli.changes._renames import moved_files

__all__ = ["SETTINGS", "Change", "Comparison", "Key", "Place", "Unread", "compare", "moved_files", "topic_of"]
