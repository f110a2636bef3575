"""The working directory as a tree: what is listed, what is opened, and what never is."""

import os
import socket
from pathlib import Path

import pytest

from prodops_cli.errors import ProdopsError
from prodops_cli.tree import MARKER, Missing, Unreadable, WorkingTree, find_root

MOST = 1000


def write(path: Path, text: str = "x\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def reason(tree: WorkingTree, path: str) -> str:
    """Why a path cannot be read."""
    with pytest.raises(Unreadable) as caught:
        tree.read(path, MOST)
    return str(caught.value)


# --- listing -------------------------------------------------------------------------------------


def test_names_are_sorted_and_folders_end_in_a_slash(tmp_path: Path) -> None:
    write(tmp_path / "tools.yaml")
    write(tmp_path / "roadmap" / "a.yaml")
    write(tmp_path / ".git" / "config")
    write(tmp_path / ".hidden.yaml")
    assert WorkingTree(tmp_path).names() == ["roadmap/", "tools.yaml"]


def test_files_of_a_folder_are_found_at_every_depth_sorted_and_less_hidden_ones(tmp_path: Path) -> None:
    for name in ["b.yaml", "a.yaml", "2026/q3/c.yaml", "2026/d.txt", ".x.yaml", ".git/e.yaml", "2026/.y/f.yaml"]:
        write(tmp_path / "roadmap" / name)
    assert WorkingTree(tmp_path).files("roadmap") == [
        "roadmap/2026/d.txt",
        "roadmap/2026/q3/c.yaml",
        "roadmap/a.yaml",
        "roadmap/b.yaml",
    ]


def test_folder_called_like_a_file_is_walked_as_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "roadmap" / "x.yaml" / "y.yaml")
    tree = WorkingTree(tmp_path)
    assert tree.files("roadmap") == ["roadmap/x.yaml/y.yaml"]
    assert reason(tree, "roadmap/x.yaml") == "a folder, not a file"


def test_strange_file_names_are_listed_and_read(tmp_path: Path) -> None:
    folder = tmp_path / "roadmap"
    folder.mkdir()
    for name in [b"a\nb.yaml", b"caf\xe9.yaml", b"'; rm -rf x;.yaml", b"\x1b[2J.yaml", "日本.yaml".encode()]:
        try:
            (Path(os.fsdecode(os.fsencode(folder) + b"/" + name))).write_bytes(b"a: 1\n")
        except OSError:
            pytest.skip("this file system refuses such names")
    tree = WorkingTree(tmp_path)
    paths = tree.files("roadmap")
    assert len(paths) == 5
    assert [tree.read(path, MOST) for path in paths] == [b"a: 1\n"] * 5


def test_link_to_a_folder_stands_for_itself_and_is_not_followed(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside" / "secret.yaml").parent
    root = tmp_path / "root"
    write(root / "archive" / "old.yaml")
    write(root / "roadmap" / "a.yaml")
    (root / "roadmap" / "archive").symlink_to(root / "archive")
    (root / "roadmap" / "around").symlink_to(root / "roadmap")
    (root / "roadmap" / "out").symlink_to(outside)
    (root / "people").symlink_to(outside)
    tree = WorkingTree(root)
    assert tree.names() == ["archive/", "people/", "roadmap/"]
    assert tree.files("roadmap") == ["roadmap/a.yaml", "roadmap/archive/", "roadmap/around/", "roadmap/out/"]
    assert tree.files("people") == ["people/"]
    assert reason(tree, "roadmap/archive/") == "links to folders are not followed"
    assert reason(tree, "people/") == "a link that leads out of the workspace"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may list every folder")
def test_folder_that_may_not_be_listed_stands_for_itself(tmp_path: Path) -> None:
    write(tmp_path / "roadmap" / "locked" / "a.yaml")
    write(tmp_path / "roadmap" / "b.yaml")
    (tmp_path / "roadmap" / "locked").chmod(0)
    tree = WorkingTree(tmp_path)
    try:
        assert tree.files("roadmap") == ["roadmap/b.yaml", "roadmap/locked/"]
        assert reason(tree, "roadmap/locked/") == "permission denied"
    finally:
        (tmp_path / "roadmap" / "locked").chmod(0o700)


def test_links_that_lead_to_themselves_or_nowhere_are_no_folders(tmp_path: Path) -> None:
    (tmp_path / "roadmap").symlink_to("roadmap")
    (tmp_path / "goals").symlink_to("nowhere")
    assert WorkingTree(tmp_path).names() == ["goals", "roadmap"]


# --- reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 1, 999, 1000, 1001, 5000, 3 << 20])
def test_at_most_one_byte_more_than_asked_for_is_read(tmp_path: Path, size: int) -> None:
    (tmp_path / "x").write_bytes(b"y" * size)
    tree = WorkingTree(tmp_path)
    assert len(tree.read("x", MOST)) == min(size, MOST + 1)
    assert len(tree.read("x", 4 << 20)) == size


def test_file_whose_size_is_not_known_beforehand_is_read_whole() -> None:
    proc = Path("/proc/self")
    if not (proc / "status").exists():
        pytest.skip("no file system here has such files")
    text = WorkingTree(proc.resolve()).read("status", 1 << 20)
    assert text.startswith(b"Name:")
    assert text.endswith(b"\n")
    assert b"nonvoluntary_ctxt_switches" in text


def test_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    write(tmp_path / "file")
    tree = WorkingTree(tmp_path)
    for path in ["nowhere.yaml", "no/where.yaml", "file/x.yaml"]:
        with pytest.raises(Missing):
            tree.read(path, MOST)


def test_link_to_a_file_inside_the_root_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "shared" / "a.yaml", "a: 1\n")
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "a.yaml").symlink_to("../shared/a.yaml")
    (tmp_path / "people" / "b.yaml").symlink_to("a.yaml")
    assert WorkingTree(tmp_path).read("people/b.yaml", MOST) == b"a: 1\n"


@pytest.mark.parametrize(
    "target", ["/etc/passwd", "../outside.txt", "../../../../../../etc/hostname", "inside/../../outside.txt"]
)
def test_link_that_leads_out_of_the_root_is_not_opened(tmp_path: Path, target: str) -> None:
    write(tmp_path / "outside.txt", "secret\n")
    (tmp_path / "root" / "inside").mkdir(parents=True)
    (tmp_path / "root" / "x.yaml").symlink_to(target)
    assert reason(WorkingTree(tmp_path / "root"), "x.yaml") == "a link that leads out of the workspace"


def test_path_through_a_folder_link_that_leads_out_is_not_opened(tmp_path: Path) -> None:
    write(tmp_path / "outside" / "a.yaml", "secret\n")
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "people").symlink_to("../outside")
    tree = WorkingTree(tmp_path / "root")
    assert reason(tree, "people/a.yaml") == "a link that leads out of the workspace"
    assert reason(tree, "../outside/a.yaml") == "a link that leads out of the workspace"


def test_root_whose_name_begins_like_another_folder_is_told_from_it(tmp_path: Path) -> None:
    write(tmp_path / "root-secret" / "a.yaml")
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "x.yaml").symlink_to("../root-secret/a.yaml")
    assert reason(WorkingTree(tmp_path / "root"), "x.yaml") == "a link that leads out of the workspace"


def test_root_that_is_itself_a_link_is_fine(tmp_path: Path) -> None:
    write(tmp_path / "root" / "people" / "a.yaml", "a: 1\n")
    (tmp_path / "link").symlink_to("root")
    tree = WorkingTree(tmp_path / "link")
    assert tree.files("people") == ["people/a.yaml"]
    assert tree.read("people/a.yaml", MOST) == b"a: 1\n"


def test_links_that_go_in_circles_or_nowhere_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to("b.yaml")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    (tmp_path / "c.yaml").symlink_to("nowhere.yaml")
    tree = WorkingTree(tmp_path)
    assert reason(tree, "a.yaml") == "a link that leads to itself"
    assert reason(tree, "c.yaml") == "the file is not there (a link that leads nowhere?)"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_fifo_and_socket_are_refused_without_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "x.yaml")
    (tmp_path / "link.yaml").symlink_to("x.yaml")
    tree = WorkingTree(tmp_path)
    assert reason(tree, "x.yaml") == "not a regular file"
    assert reason(tree, "link.yaml") == "not a regular file"
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s.yaml")
        assert reason(tree, "s.yaml") == "not a regular file"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may read every file")
def test_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    write(tmp_path / "x.yaml").chmod(0)
    assert reason(WorkingTree(tmp_path), "x.yaml") == "permission denied"


def test_name_that_is_too_long_says_so(tmp_path: Path) -> None:
    assert reason(WorkingTree(tmp_path), "x" * 5000) == "the name is too long"


def test_no_reason_quotes_what_a_file_contains(tmp_path: Path) -> None:
    write(tmp_path / "secret.txt", "hunter2")
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "x.yaml").symlink_to("../secret.txt")
    assert "hunter2" not in reason(WorkingTree(tmp_path / "root"), "x.yaml")


# --- finding the root ----------------------------------------------------------------------------


def test_root_is_the_nearest_folder_upwards_with_a_marker(tmp_path: Path) -> None:
    write(tmp_path / MARKER)
    write(tmp_path / "inner" / MARKER)
    (tmp_path / "inner" / "a" / "b").mkdir(parents=True)
    (tmp_path / "other" / "c").mkdir(parents=True)
    real = tmp_path.resolve()
    assert find_root(tmp_path / "inner" / "a" / "b") == real / "inner"
    assert find_root(tmp_path / "other" / "c") == real
    assert find_root(tmp_path) == real


def test_marker_that_is_a_broken_link_still_marks_the_root(tmp_path: Path) -> None:
    (tmp_path / MARKER).symlink_to("nowhere")
    assert find_root(tmp_path) == tmp_path.resolve()


def test_no_root_and_no_folder_are_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ProdopsError, match="is not a folder"):
        find_root(tmp_path / "nowhere")
    if any((folder / MARKER).exists() for folder in tmp_path.resolve().parents):
        pytest.skip("these tests run inside a workspace")
    with pytest.raises(ProdopsError, match="or in any folder above") as caught:
        find_root(tmp_path)
    assert "prodops init" in str(caught.value.hint)
