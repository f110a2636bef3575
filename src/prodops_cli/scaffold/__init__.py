"""Files that prodops makes: filled from templates, created all or not at all, updated without losing an edit."""

from prodops_cli.scaffold.creating import create_files
from prodops_cli.scaffold.filling import Verbatim, fill
from prodops_cli.scaffold.updating import (
    GENERATED,
    OWN_FOLDER,
    FileUpdate,
    Update,
    apply_update,
    copy_of,
    diff_text,
    plan_update,
)

__all__ = [
    "GENERATED",
    "OWN_FOLDER",
    "FileUpdate",
    "Update",
    "Verbatim",
    "apply_update",
    "copy_of",
    "create_files",
    "diff_text",
    "fill",
    "plan_update",
]
