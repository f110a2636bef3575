"""Creating files: all of them or none, and never over what is there."""

import errno
import os
from datetime import date
from pathlib import Path

import pytest
import yaml
from jinja2 import UndefinedError

from faults import tree_of, trials
from prodops_cli.errors import ExitCode, ProdopsError
from prodops_cli.resources import templates_folder
from prodops_cli.scaffold import Verbatim, create_files, fill, filling

OLD = {"README.md": "hi\n", "tools": None, "tools/figma.yaml": "name: Figma\n"}
FILES = {
    "people/ada.yaml": b"ada",
    "people/eu/ben.yaml": b"ben",
    "tools/miro.yaml": b"miro",
    "prodops.yaml": b"marker",
}
NEW = OLD | {
    "people": None,
    "people/ada.yaml": "ada",
    "people/eu": None,
    "people/eu/ben.yaml": "ben",
    "tools/miro.yaml": "miro",
    "prodops.yaml": "marker",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    (folder / "tools").mkdir(parents=True)
    (folder / "README.md").write_text("hi\n")
    (folder / "tools/figma.yaml").write_text("name: Figma\n")
    return folder


def refused(root: Path, *paths: str) -> str:
    """Why nothing could be created at these paths; nothing was, then."""
    before = tree_of(root)
    with pytest.raises(ProdopsError) as raised:
        create_files(root, dict.fromkeys(paths, b"x"))
    assert tree_of(root) == before
    return raised.value.message


def test_files_are_created_with_their_folders(root: Path) -> None:
    create_files(root, FILES)
    assert tree_of(root) == NEW


def test_root_that_is_not_there_is_made(tmp_path: Path) -> None:
    create_files(tmp_path / "a/b", {"x/y.yaml": b"1", "prodops.yaml": b"2"})
    assert tree_of(tmp_path / "a/b") == {"x": None, "x/y.yaml": "1", "prodops.yaml": "2"}


def test_root_may_be_a_link(root: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("workspace")
    create_files(tmp_path / "link", {"prodops.yaml": b"x"})
    assert (root / "prodops.yaml").read_text() == "x"


def test_nothing_to_create(root: Path) -> None:
    create_files(root, {})
    assert tree_of(root) == OLD


def test_permissions_are_the_usual_ones(root: Path) -> None:
    former = os.umask(0o027)
    try:
        create_files(root, FILES)
    finally:
        os.umask(former)
    modes = {path: (root / path).stat().st_mode & 0o777 for path in ("people", "people/eu", *FILES)}
    assert modes == {"people": 0o750, "people/eu": 0o750, **dict.fromkeys(FILES, 0o640)}


def test_file_that_is_there_is_never_replaced(root: Path) -> None:
    assert refused(root, "new.yaml", "tools/figma.yaml") == "tools/figma.yaml is there already"
    assert refused(root, "tools") == "tools is there already"


def test_link_that_leads_nowhere_is_there(root: Path) -> None:
    (root / "prodops.yaml").symlink_to("nowhere")
    with pytest.raises(ProdopsError, match=r"prodops\.yaml is there already"):
        create_files(root, {"prodops.yaml": b"x"})
    assert not (root / "nowhere").exists()


def test_link_to_a_folder_is_not_followed(root: Path, tmp_path: Path) -> None:
    (root / "people").symlink_to(tmp_path)
    with pytest.raises(ProdopsError, match="people is not a folder"):
        create_files(root, {"people/ada.yaml": b"x"})
    assert not (tmp_path / "ada.yaml").exists()


def test_file_is_no_folder(root: Path) -> None:
    assert refused(root, "README.md/x.yaml") == "README.md is not a folder"


NOT_PATHS = ["../x.yaml", "/x.yaml", "a//b.yaml", "./x.yaml", "a/../x.yaml", "", "a\\b.yaml", "a:b.yaml", "x\n.yaml"]
NOT_PATHS += [".git/config", "-x.yaml", "~/x.yaml", "a*.yaml", "x\0.yaml", "cafe\u0301.yaml", "a./x.yaml", "con.yaml"]


@pytest.mark.parametrize("path", NOT_PATHS)
def test_paths_that_are_none_on_every_system(root: Path, path: str) -> None:
    refused(root, path)


def test_names_that_differ_in_capital_letters_only(root: Path) -> None:
    assert refused(root, "readme.MD") == "readme.MD cannot be made beside README.md"
    assert refused(root, "Tools/miro.yaml") == "Tools cannot be made beside tools"
    assert refused(root, "people/ada.yaml", "people/Ada.yaml") == (
        "people/Ada.yaml and people/ada.yaml cannot stand side by side"
    )
    assert refused(root, "people/ada.yaml", "People/ben.yaml") == "People and people cannot stand side by side"


def test_name_that_is_there_with_decomposed_letters(root: Path) -> None:
    (root / "cafe\u0301.yaml").write_text("x")
    assert "cannot be made beside" in refused(root, "café.yaml")


def test_file_and_folder_of_one_name(root: Path) -> None:
    assert refused(root, "a", "a/b.yaml") == "a and a cannot stand side by side"


def test_file_system_without_hard_links(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))

    monkeypatch.setattr(os, "link", no_links)
    create_files(root, FILES)
    assert tree_of(root) == NEW


# --- faults --------------------------------------------------------------------------------------

CREATE = f"from pathlib import Path; from prodops_cli.scaffold import create_files; create_files(Path('.'), {FILES!r})"


def test_killed_at_any_point_every_file_is_whole_and_the_last_means_all(root: Path) -> None:
    found = trials(root, CREATE, "kill")
    assert len(found) >= 10
    for trial in found:
        assert trial.status < 0
        assert trial.visible.items() <= NEW.items(), trial.event
        assert trial.visible.items() >= OLD.items(), trial.event
        assert ("people" in trial.visible) == ("people/eu/ben.yaml" in trial.visible), trial.event
        assert "prodops.yaml" not in trial.visible or trial.visible == NEW


def test_killed_at_any_point_a_new_root_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "above").mkdir()
    code = CREATE.replace("Path('.')", "Path('new')")
    whole = {"new": None, **{f"new/{path}": text for path, text in NEW.items() if path not in OLD}}
    for trial in trials(tmp_path / "above", code, "kill"):
        assert trial.visible in ({}, whole | {"new/tools": None}), trial.event


def test_refused_at_any_point_nothing_is_left(root: Path) -> None:
    found = trials(root, CREATE, "refuse")
    assert len(found) >= 10
    for trial in found:
        if trial.status:
            assert (trial.status, trial.files) == (ExitCode.INPUT_OUTPUT, OLD), trial.event
        else:  # the second name of a file in place could not be removed
            assert (trial.event, trial.visible) == ("os.remove", NEW)


# --- templates -----------------------------------------------------------------------------------


def test_what_a_template_prints_is_quoted_where_it_must_be() -> None:
    text = fill(
        "init/person.yaml.j2",
        {"you": "no", "your_name": 'Ada "x": [y] {{ 7 * 7 }}', "team": "12", "time_zone": "Europe/Berlin"},
    )
    assert yaml.safe_load(text) == {
        "name": 'Ada "x": [y] {{ 7 * 7 }}',
        "role": "product-manager",
        "team": "12",
        "location": {"time_zone": "Europe/Berlin"},
    }


def test_verbatim_texts_and_days_are_printed_as_they_are() -> None:
    text = fill("init/github.yml.j2", {"version": Verbatim("1.2"), "where": Verbatim(" -C a")})
    assert "      - run: pip install prodops-cli==1.2\n      - run: prodops -C a lint --format github\n" in text
    assert str(date(2026, 11, 2)) == filling._printed(date(2026, 11, 2))


def test_value_that_is_not_given_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        fill("init/person.yaml.j2", {})


def test_every_template_of_init_is_there() -> None:
    assert (templates_folder() / "init").is_dir()
