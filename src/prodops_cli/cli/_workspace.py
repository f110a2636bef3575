"""Open the workspace a command was started in, and find out which day it is there."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # these import typer, pydantic and yaml: --help goes without the latter two, `lint` without typer
    import typer

    from prodops_cli.bulk import Reading
    from prodops_cli.settings import Settings
    from prodops_cli.tree import WorkingTree
    from prodops_cli.workspace import Workspace


def tree_around(directory: Path) -> WorkingTree:
    """The tree of the workspace around a directory. Raises ProdopsError where there is none."""
    from prodops_cli.tree import WorkingTree, find_root

    return WorkingTree(find_root(directory))


def begin_reading(tree: WorkingTree) -> Reading:
    """Let children parse the workspace's files while this process still imports what makes records of them."""
    from prodops_cli.bulk import begin
    from prodops_cli.registry import constants_of

    return begin(tree, constants_of("prodops_cli.kinds", "folder"))


def open_tree(context: typer.Context) -> WorkingTree:
    """The tree of the workspace a command was started in."""
    return tree_around(context.obj.directory)


def open_workspace(context: typer.Context) -> Workspace:
    """Read the workspace around the directory. Raises ProdopsError where there is none, or its settings are wrong."""
    tree = open_tree(context)
    with begin_reading(tree) as begun:
        from prodops_cli import settings
        from prodops_cli.workspace import read_workspace

        return read_workspace(tree, settings.load(tree), begun=begun)


def settings_around(directory: Path) -> Settings | None:
    """The settings of the workspace around a directory, or None outside of one."""
    from prodops_cli import settings
    from prodops_cli.errors import ProdopsError

    try:
        tree = tree_around(directory)
    except ProdopsError:
        if not directory.is_dir():
            raise
        return None
    return settings.load(tree)


def today(settings: Settings, asked: date | None) -> date:
    """The day that counts as today: asked for, fixed by the settings, or the clock's in the workspace's zone."""
    return day_in(settings.time_zone, asked or settings.as_of)


def day_in(time_zone: str, fixed: date | None) -> date:
    """The fixed day, or today in a time zone."""
    if fixed is not None:
        return fixed
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(time_zone)).date()


def written_day(text: str) -> date | None:
    """The day that a text is, written 2026-09-15, from 1900 to 2200; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text and 1900 <= day.year <= 2200 else None


def cache_folder() -> Path | None:
    """Where results may be remembered: prodops' own folder in the user's cache; none with PRODOPS_NO_CACHE."""
    if os.environ.get("PRODOPS_NO_CACHE"):
        return None
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(home, "prodops") if os.path.isabs(home) else None


def warn_unread(workspace: Workspace) -> None:
    """Say on stderr that some files could not be read, where a report would otherwise be silently short."""
    sys.stderr.write(unread_note(len({problem.path for problem in workspace.problems})))


def unread_note(count: int) -> str:
    """What to say where so many files have problems; nothing for none."""
    if not count:
        return ""
    files = "1 file has" if count == 1 else f"{count} files have"
    return f"note: {files} problems; what could not be read is missing here, see `prodops lint`\n"
