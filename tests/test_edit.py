"""Replacing files: whole or not at all, inside the root, and never over somebody else's change."""

import os
import threading
from pathlib import Path

import pytest

from faults import tree_of, trials
from prodops_cli.edit import locked, replace_file, replace_files
from prodops_cli.errors import ExitCode, ProdopsError

OLD = {"tools.yaml": "- id: figma\n", "people": None, "people/ada.yaml": "name: Ada\n"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    (folder / "people").mkdir(parents=True)
    (folder / "tools.yaml").write_text("- id: figma\n")
    (folder / "people/ada.yaml").write_text("name: Ada\n")
    return folder


# --- one file ------------------------------------------------------------------------------------


def test_file_is_replaced(root: Path) -> None:
    replace_file(root, "people/ada.yaml", b"name: Ada Example\n")
    assert tree_of(root) == OLD | {"people/ada.yaml": "name: Ada Example\n"}


def test_new_file_gets_the_usual_permissions(root: Path) -> None:
    former = os.umask(0o027)
    try:
        replace_file(root, "new.json", b"{}\n")
    finally:
        os.umask(former)
    assert (root / "new.json").stat().st_mode & 0o777 == 0o640


def test_permissions_stay(root: Path) -> None:
    (root / "tools.yaml").chmod(0o600)
    replace_file(root, "tools.yaml", b"- id: miro\n")
    assert (root / "tools.yaml").stat().st_mode & 0o777 == 0o600


def test_same_bytes_are_not_written_again(root: Path) -> None:
    before = (root / "tools.yaml").stat()
    replace_file(root, "tools.yaml", b"- id: figma\n")
    assert (root / "tools.yaml").stat().st_ino == before.st_ino


def test_file_that_changed_meanwhile_is_left_alone(root: Path) -> None:
    for expected in (b"- id: miro\n", b""):
        with pytest.raises(ProdopsError, match=r"tools\.yaml was changed meanwhile") as raised:
            replace_file(root, "tools.yaml", b"- id: x\n", expected=expected)
        assert raised.value.code == ExitCode.FINDINGS
    with pytest.raises(ProdopsError, match="changed meanwhile"):
        replace_file(root, "gone.yaml", b"x", expected=b"something")
    replace_file(root, "tools.yaml", b"- id: miro\n", expected=b"- id: figma\n")
    assert (root / "tools.yaml").read_text() == "- id: miro\n"


@pytest.mark.parametrize("path", ["../outside", "/etc/passwd", "people/../../outside", "", ".", "link/x.yaml"])
def test_nothing_outside_the_root_is_written(root: Path, path: str) -> None:
    (root / "link").symlink_to("..")
    with pytest.raises(ProdopsError, match="is outside the workspace"):
        replace_file(root, path, b"x")
    assert not (root.parent / "x.yaml").exists()


def test_link_within_the_root_is_followed_and_stays(root: Path) -> None:
    (root / "alias.yaml").symlink_to("tools.yaml")
    replace_file(root, "alias.yaml", b"- id: miro\n")
    assert (root / "alias.yaml").is_symlink()
    assert (root / "tools.yaml").read_text() == "- id: miro\n"


def test_what_the_system_refuses_is_an_input_output_error(root: Path) -> None:
    for path in ("people", "missing/x.yaml"):
        with pytest.raises(ProdopsError) as raised:
            replace_file(root, path, b"x")
        assert raised.value.code == ExitCode.INPUT_OUTPUT
        assert str(root) not in raised.value.message
    assert tree_of(root) == OLD


def test_writers_wait_for_each_other(root: Path) -> None:
    done = threading.Event()

    def write() -> None:
        replace_file(root, "tools.yaml", b"- id: miro\n")
        done.set()

    with locked(root):
        writer = threading.Thread(target=write)
        writer.start()
        assert not done.wait(0.2)
        assert tree_of(root) == OLD
    writer.join()
    assert (root / "tools.yaml").read_text() == "- id: miro\n"


ONE = (
    "from pathlib import Path; from prodops_cli.edit import replace_file; replace_file(Path('.'), 'tools.yaml', b'new')"
)


def test_killed_at_any_point_the_old_or_the_new_file_is_there(root: Path) -> None:
    found = trials(root, ONE, "kill")
    assert len(found) >= 3
    for trial in found:
        assert trial.status < 0
        assert trial.visible in (OLD, OLD | {"tools.yaml": "new"}), trial.event


def test_refused_at_any_point_the_old_file_is_there_and_nothing_else(root: Path) -> None:
    found = trials(root, ONE, "refuse")
    assert len(found) >= 3
    for trial in found:
        assert (trial.status, trial.files) == (ExitCode.INPUT_OUTPUT, OLD), trial.event


# --- several files -------------------------------------------------------------------------------


def test_files_are_replaced_together_and_named_where_they_changed(root: Path) -> None:
    changed = replace_files(
        root, {"tools.yaml": b"- id: figma\n", "people/ada.yaml": b"name: A\n", "new.json": b"{}\n"}
    )
    assert changed == ["people/ada.yaml", "new.json"]
    assert tree_of(root) == OLD | {"people/ada.yaml": "name: A\n", "new.json": "{}\n"}


SEVERAL = (
    "from pathlib import Path; from prodops_cli.edit import replace_files; "
    "replace_files(Path('.'), {'tools.yaml': b'new', 'people/ada.yaml': b'new', 'more.json': b'new'})"
)


def test_killed_between_several_files_each_is_whole(root: Path) -> None:
    for trial in trials(root, SEVERAL, "kill"):
        assert all(text in (OLD.get(path), "new") for path, text in trial.visible.items()), trial.event


def test_refused_between_several_files_none_is_changed(root: Path) -> None:
    for trial in trials(root, SEVERAL, "refuse"):
        assert (trial.status, trial.files) == (ExitCode.INPUT_OUTPUT, OLD), trial.event
