"""A commit as a tree: the same answers as the working directory gives, and what was read once is not read again."""

import os
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prodops_cli import settings as settings_
from prodops_cli.cli._revisions import Times, workspace_at
from prodops_cli.errors import ProdopsError
from prodops_cli.git import Repository
from prodops_cli.known import Known
from prodops_cli.revision import RevisionTree
from prodops_cli.source import Document
from prodops_cli.tree import Tree, Unreadable, WorkingTree
from prodops_cli.workspace import Workspace, read_workspace
from repository import commit, git, init

MOST = 1000


def both(root: Path) -> tuple[WorkingTree, RevisionTree]:
    """The files on disk, and the same files as a commit."""
    git(root, "add", "-A")
    commit(root)
    return WorkingTree(root), RevisionTree(Repository.around(root), git(root, "rev-parse", "HEAD"))


def answer(tree: Tree, path: str) -> bytes | str:
    """What a path holds, or why that cannot be known."""
    try:
        return tree.read(path, MOST)
    except Unreadable as error:
        return f"{type(error).__name__}: {error}"


def test_listing_and_reading_are_as_on_disk(tmp_path: Path) -> None:
    root = init(tmp_path / "shop")
    for path in ("goals/a.yaml", "goals/2026/b.yaml", "goals/.hidden/c.yaml", ".x/d.yaml", "goals-2/e", "tools.yaml"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(f"{path}\n")
    disk, commit_ = both(root)
    assert commit_.names() == disk.names() == ["goals-2/", "goals/", "tools.yaml"]
    assert commit_.files("goals") == disk.files("goals") == ["goals/2026/b.yaml", "goals/a.yaml"]
    for path in ("goals/a.yaml", "tools.yaml", "goals", "goals/none.yaml", "none/a.yaml", "tools.yaml/x", "goals/2026"):
        assert answer(commit_, path) == answer(disk, path)


LINKS = {
    "goals/file.yaml": "../tools.yaml",
    "goals/other.yaml": "file.yaml",
    "goals/./../x.yaml": "goals/2026/b.yaml",
    "goals/up.yaml": "../../outside.yaml",
    "goals/absolute.yaml": "/etc/hostname",
    "goals/nowhere.yaml": "none.yaml",
    "goals/itself.yaml": "itself.yaml",
    "goals/one.yaml": "two.yaml",
    "goals/two.yaml": "one.yaml",
    "goals/folder": "2026",
    "goals/here": ".",
    "goals/out": "../../outside",
    "goals/through.yaml": "folder/b.yaml",
    "goals/folder.yaml": "2026",
    "people": "goals",
    "launches": "/etc",
    "loop": "loop",
}


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_links_are_treated_as_on_disk(tmp_path: Path) -> None:
    root = init(tmp_path / "shop")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside.yaml").write_text("secret\n")
    (root / "goals" / "2026").mkdir(parents=True)
    (root / "goals" / "2026" / "b.yaml").write_text("b\n")
    (root / "tools.yaml").write_text("tools\n")
    for path, target in LINKS.items():
        (root / path).symlink_to(target)
    disk, commit_ = both(root)
    assert commit_.names() == disk.names()
    for folder in ("goals", "people", "launches"):
        assert commit_.files(folder) == disk.files(folder)
    paths = [*disk.files("goals"), *LINKS, "people/", "launches/", "people/2026/b.yaml"]
    assert {path: answer(commit_, path) for path in paths} == {path: answer(disk, path) for path in paths}
    assert answer(commit_, "goals/up.yaml") == "Unreadable: a link that leads out of the workspace"


def test_submodule_is_a_folder_that_is_not_known(tmp_path: Path) -> None:
    root, other = init(tmp_path / "shop"), init(tmp_path / "other")
    commit(other, {"x.yaml": "x"})
    git(root, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other), "goals/theirs")
    git(root, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other), "people")
    _, tree = both(root)
    assert tree.names() == ["goals/", "people/"]
    assert tree.files("goals") == ["goals/theirs/"]
    assert tree.files("people") == ["people/"]
    for path in ("goals/theirs/", "people/"):
        assert answer(tree, path) == "Unreadable: a submodule: what is in it belongs to another repository"


@pytest.mark.parametrize("size", [0, 1, MOST - 1, MOST, MOST + 1, 5 * MOST])
def test_at_most_one_byte_more_than_asked_for(tmp_path: Path, size: int) -> None:
    root = init(tmp_path / "shop")
    (root / "x").write_bytes(b"y" * size)
    disk, tree = both(root)
    assert len(tree.read("x", MOST)) == len(disk.read("x", MOST)) == min(size, MOST + 1)
    tree.expect(["x"], 10_000)
    assert tree.read("x", 10_000) == b"y" * size


FILES = {
    "prodops.yaml": "name: Acme\n",
    "people/ada.yaml": "name: Ada\n",
    "people/broken.yaml": "name: [\n",
    "people/twice.yaml": "name: Twice\n",
    "people/b/twice.yaml": "name: Twice again\n",
    "people/wrong.yaml": "nam: Wrong\n",
    "tools.yaml": "- {id: figma, name: Figma}\n- {id: miro, name: Miro}\n",
    "goals/empty.yaml": "",
    "goals/large.yaml": "title: " + "x" * (1 << 20) + "\n",
    "roadmap/x.yml": "title: X\n",
}


def same(one: Workspace, other: Workspace) -> bool:
    """Whether two workspaces say the same."""
    return (
        dict(one.entries) == dict(other.entries)
        and one.problems == other.problems
        and (one.unread, one.unread_kinds, one.names) == (other.unread, other.unread_kinds, other.names)
        and list(one.documents) == list(other.documents)
    )


def test_workspace_of_a_commit_is_the_one_on_disk(tmp_path: Path) -> None:
    root = init(tmp_path / "shop")
    commit(root, FILES, when="2026-09-30T23:30:00+02:00")
    found, day = workspace_at(root, "HEAD")
    tree = WorkingTree(root)
    assert same(found, read_workspace(tree, settings_.load(tree)))
    assert day == date(2026, 9, 30)
    assert len(found.problems) >= 5


# --- read once -----------------------------------------------------------------------------------


def document(workspace: Workspace, path: str) -> Document:
    return workspace.documents[path]


def test_unchanged_file_is_one_document_at_every_time(tmp_path: Path) -> None:
    root = init(tmp_path / "shop")
    commit(root, FILES)
    commit(root, {"people/ada.yaml": "name: Ada L\n", "people/eve.yaml": "name: Eve\n"})
    times = Times(root)
    old, new, now = times.at("HEAD~1").workspace, times.at("HEAD").workspace, times.now().workspace
    for one, other in pairwise([old, new, now]):
        assert document(one, "tools.yaml") is document(other, "tools.yaml")
        assert one.entries["tool", "figma"].record is other.entries["tool", "figma"].record
    assert document(old, "people/ada.yaml") is not document(new, "people/ada.yaml")
    assert document(new, "people/ada.yaml") is document(now, "people/ada.yaml")


def test_unchanged_file_is_not_even_asked_for(tmp_path: Path) -> None:
    root = init(tmp_path / "shop")
    commit(root, FILES)
    commit(root, {"people/ada.yaml": "name: Ada L\n"})
    times = Times(root)
    times.at("HEAD~1")
    before = set(times.repository.blobs)
    times.at("HEAD")
    new = set(times.repository.blobs) - before
    assert new == {git(root, "rev-parse", "HEAD:people/ada.yaml")}


def test_moved_file_is_known_at_its_new_place(tmp_path: Path) -> None:
    root = init(tmp_path / "shop")
    commit(root, FILES)
    commit(root, {"people/ada.yaml": None, "people/uk/ada.yaml": "name: Ada\n", "people/eve.yaml": "name: Ada\n"})
    times = Times(root)
    old, new = times.at("HEAD~1").workspace, times.at("HEAD").workspace
    assert new.entries["person", "ada"].record is old.entries["person", "ada"].record
    assert new.entries["person", "ada"].path == document(new, "people/uk/ada.yaml").path == "people/uk/ada.yaml"
    assert new.entries["person", "eve"].record.id == "eve", "the same content under another name is another record"


def test_other_limits_read_anew(tmp_path: Path) -> None:
    root = init(tmp_path / "shop")
    commit(root, FILES)
    commit(root, {"prodops.yaml": "limits: {file_bytes: 12}\n"})
    times = Times(root)
    assert ("tool", "figma") in times.at("HEAD~1").workspace.entries
    assert ("tool", "figma") not in times.at("HEAD").workspace.entries
    assert ("person", "ada") in times.at("HEAD").workspace.entries


NAMES = st.sampled_from(
    ["people/a.yaml", "people/b.yaml", "people/x/a.yaml", "tools.yaml", "tools/a.yaml", "people.yaml"]
)
TEXTS = st.sampled_from(
    [
        "name: A\n",
        "name: B\n",
        "nam: A\n",
        "name: [\n",
        "",
        "- {id: a, name: A}\n",
        "- {id: a, name: A}\n- {id: A, name: A}\n",
        "- {id: a, name: A}\n- {id: b, nam: B}\n",
        "id: b\nname: A\n",
    ]
)


@given(first=st.dictionaries(NAMES, TEXTS), second=st.dictionaries(NAMES, TEXTS))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_known_never_changes_an_answer(
    tmp_path_factory: pytest.TempPathFactory, first: dict[str, str], second: dict[str, str]
) -> None:
    root = init(tmp_path_factory.mktemp("shop"))
    commit(root, {"prodops.yaml": "name: Acme\n", **first})
    commit(root, {**{path: None for path in first if path not in second}, **second})
    times = Times(root)
    for revision in ("HEAD~1", "HEAD", "HEAD~1"):
        assert same(times.at(revision).workspace, Times(root).at(revision).workspace)
    plain = WorkingTree(root)
    assert same(times.now().workspace, read_workspace(plain, times.settings))


def test_files_on_disk_are_compared_byte_by_byte(tmp_path: Path) -> None:
    root = init(tmp_path / "shop")
    git(root, "config", "core.autocrlf", "true")
    commit(root, FILES)
    (root / "tools.yaml").write_bytes(FILES["tools.yaml"].replace("\n", "\r\n").encode())
    times = Times(root)
    old, now = times.at("HEAD").workspace, times.now().workspace
    assert document(now, "tools.yaml").raw == (root / "tools.yaml").read_bytes()
    assert dict(old.entries) == dict(now.entries)


def test_nothing_is_read_from_disk_before_something_is_known(tmp_path: Path) -> None:
    root = init(tmp_path / "shop")
    commit(root, FILES)
    tree = WorkingTree(root)
    (root / "tools.yaml").unlink()
    kind = read_workspace(WorkingTree(root), settings_.load(tree)).entries["person", "ada"].record
    assert Known("0" * 40).find(tree, "tools.yaml", type(kind), settings_.Settings().source_limits) is None


def refused(question: Callable[[], object]) -> str:
    with pytest.raises(ProdopsError) as caught:
        question()
    return caught.value.message


def test_time_before_the_workspace(tmp_path: Path) -> None:
    root = init(tmp_path / "shop")
    first = commit(root, {"README": "x"})
    commit(root, FILES)
    assert refused(lambda: Times(root).at("HEAD~1")) == f"there was no workspace here at {first[:10]}: no prodops.yaml"
