"""Two workspaces to what changed between them: records and values, not lines; blind to how they are written down."""

from prodops_cli.changes._base import Change, Comparison, Place, Unread
from prodops_cli.changes._compare import compare

__all__ = ["Change", "Comparison", "Place", "Unread", "compare"]
