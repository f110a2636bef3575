"""Workspaces for tests, written as the files people write."""

import textwrap
from collections.abc import Mapping
from pathlib import Path

from prodops_cli import settings
from prodops_cli.tree import WorkingTree
from prodops_cli.workspace import Workspace, read_workspace


def write_files(root: Path, files: Mapping[str, str]) -> Path:
    """Write files below a root, texts dedented, and a prodops.yaml unless one is given."""
    for path, text in {"prodops.yaml": "name: Acme\n", **files}.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    return root


def read_files(root: Path, files: Mapping[str, str]) -> Workspace:
    """The workspace that such files make."""
    tree = WorkingTree(write_files(root, files))
    return read_workspace(tree, settings.load(tree))
