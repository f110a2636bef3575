"""The workspaces in examples/: they lint clean on their own day, and are as large as the docs say."""

from collections import Counter
from pathlib import Path

import pytest

from prodops_cli import settings
from prodops_cli.linter import lint
from prodops_cli.tree import MARKER, WorkingTree
from prodops_cli.workspace import Workspace, read_workspace

EXAMPLES = Path(__file__).parent.parent / "examples"
FOLDERS = sorted(marker.parent for marker in EXAMPLES.glob(f"*/{MARKER}"))
IDS = [folder.name for folder in FOLDERS]


def read_example(folder: Path) -> Workspace:
    tree = WorkingTree(folder)
    return read_workspace(tree, settings.load(tree))


def test_every_folder_of_examples_is_a_workspace() -> None:
    assert sorted(path for path in EXAMPLES.iterdir() if path.is_dir()) == FOLDERS
    assert {"acme", "startup"} <= set(IDS)


@pytest.mark.parametrize("folder", FOLDERS, ids=IDS)
def test_example_has_no_findings_on_its_own_day(folder: Path) -> None:
    workspace = read_example(folder)
    assert workspace.settings.as_of is not None, "an example stops its clock, or it goes stale"
    found = lint(workspace, workspace.settings.as_of).diagnostics
    assert [f"{d.path}:{d.span.line}: {d.message} [{d.rule}]" for d in found] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=IDS)
def test_example_explains_itself(folder: Path) -> None:
    assert (folder / "README.md").read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("folder", FOLDERS, ids=IDS)
def test_links_to_files_lead_to_files(folder: Path) -> None:
    entries = read_example(folder).entries.values()
    paths = [link.path for entry in entries for link in entry.record.links if link.path is not None]
    assert [path for path in paths if not (folder / path).is_file()] == []


def test_acme_is_a_mid_size_company() -> None:
    least = {"person": 40, "team": 8, "tool": 25, "goal": 15, "initiative": 40, "launch": 10}
    least |= {"onboarding": 10, "resource": 10, "decision": 8, "ritual": 6}
    counts = Counter(kind for kind, _ in read_example(EXAMPLES / "acme").entries)
    assert {kind: count for kind, count in counts.items() if count < least.get(kind, 0)} == {}
    assert set(least) <= set(counts)


def test_acme_keeps_one_record_in_a_file() -> None:
    entries = read_example(EXAMPLES / "acme").entries.values()
    assert all(entry.route == () for entry in entries)


def test_startup_keeps_each_kind_in_one_file() -> None:
    entries = read_example(EXAMPLES / "startup").entries.values()
    assert {entry.path for entry in entries} == {
        "goals.yaml",
        "launches.yaml",
        "onboarding.yaml",
        "people.yaml",
        "resources.yaml",
        "roadmap.yaml",
        "teams.yaml",
        "tools.yaml",
    }


def test_acme_shows_how_a_rule_is_silenced() -> None:
    workspace = read_example(EXAMPLES / "acme")
    assert workspace.settings.as_of is not None
    assert lint(workspace, workspace.settings.as_of).ignored
