"""Generating files again: what people made of them stays, what was deleted stays deleted, all is written or nothing."""

import os
from pathlib import Path

import pytest

from faults import tree_of, trials
from prodops_cli.errors import ExitCode, ProdopsError
from prodops_cli.merge import Conflicts
from prodops_cli.scaffold import Update, apply_update, copy_of, diff_text, plan_update

PLAN = "onboarding/plans/ada.md"
COPY = f".prodops/generated/{PLAN}"
FIRST = "# Plan\n\n- [ ] Laptop <!-- task: laptop -->\n- [ ] Badge <!-- task: badge -->\n"
SECOND = FIRST.replace("Laptop", "Laptop by 2 March") + "- [ ] Mail <!-- task: mail -->\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    folder.mkdir()
    (folder / "prodops.yaml").write_text("name: Acme\n")
    return folder


def generate(root: Path, files: dict[str, str], conflicts: Conflicts = "inline") -> tuple[list[str], list[str]]:
    """The actions that were planned, and the paths that were changed."""
    update = plan_update(root, encoded(files), conflicts=conflicts)
    return [file.action for file in update.files], apply_update(root, update)


def encoded(files: dict[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in files.items()}


def refused(root: Path, *paths: str) -> ProdopsError:
    """Why files cannot be generated at these paths."""
    before = tree_of(root)
    with pytest.raises(ProdopsError) as raised:
        plan_update(root, dict.fromkeys(paths, b"x\n"))
    assert tree_of(root) == before
    return raised.value


# --- what becomes of a file ------------------------------------------------------------------------


def test_first_time_files_are_created_with_their_copies(root: Path) -> None:
    assert generate(root, {PLAN: FIRST, "b.yaml": "b: 1\n"}) == (["created", "created"], [PLAN, "b.yaml"])
    files = {path: text for path, text in tree_of(root).items() if text is not None}
    assert files == {
        "prodops.yaml": "name: Acme\n",
        PLAN: FIRST,
        COPY: FIRST,
        "b.yaml": "b: 1\n",
        ".prodops/generated/b.yaml": "b: 1\n",
    }


def test_planning_writes_nothing(root: Path) -> None:
    plan_update(root, {PLAN: b"x"})
    assert tree_of(root) == {"prodops.yaml": "name: Acme\n"}


def test_second_time_nothing_is_to_be_done(root: Path) -> None:
    generate(root, {PLAN: FIRST})
    before = (root / PLAN).stat(), (root / COPY).stat()
    assert generate(root, {PLAN: FIRST}) == (["unchanged"], [])
    assert before == ((root / PLAN).stat(), (root / COPY).stat())


def test_file_that_nobody_changed_is_updated(root: Path) -> None:
    generate(root, {PLAN: FIRST})
    assert generate(root, {PLAN: SECOND}) == (["updated"], [PLAN])
    assert ((root / PLAN).read_text(), (root / COPY).read_text()) == (SECOND, SECOND)


def test_edits_stay(root: Path) -> None:
    generate(root, {PLAN: FIRST})
    edited = FIRST.replace("[ ] Laptop", "[x] Laptop") + "- [ ] Coffee with Ben\n"
    (root / PLAN).write_text(edited)
    assert generate(root, {PLAN: FIRST}) == (["unchanged"], [])
    assert generate(root, {PLAN: SECOND}) == (["merged"], [PLAN])
    assert (root / PLAN).read_text() == (
        "# Plan\n\n- [x] Laptop by 2 March <!-- task: laptop -->\n- [ ] Badge <!-- task: badge -->\n"
        "- [ ] Coffee with Ben\n- [ ] Mail <!-- task: mail -->\n"
    )
    assert (root / COPY).read_text() == SECOND, "what was generated, not what became of it"


def test_same_edit_by_hand_only_renews_the_copy(root: Path) -> None:
    generate(root, {PLAN: FIRST})
    (root / PLAN).write_text(SECOND)
    assert generate(root, {PLAN: SECOND}) == (["unchanged"], [])
    assert (root / COPY).read_text() == SECOND


def test_file_that_was_deleted_stays_deleted(root: Path) -> None:
    generate(root, {PLAN: FIRST, "b.md": "b\n"})
    (root / PLAN).unlink()
    (root / "onboarding/plans").rmdir()
    for text in (FIRST, SECOND):
        assert generate(root, {PLAN: text, "b.md": "b\n"}) == (["deleted", "unchanged"], [])
    assert (root / COPY).read_text() == FIRST
    (root / COPY).unlink()
    assert generate(root, {PLAN: SECOND}) == (["created"], [PLAN])


def test_deleted_file_that_comes_back_from_git_is_merged_with_what_it_was_made_from(root: Path) -> None:
    generate(root, {PLAN: FIRST})
    (root / PLAN).unlink()
    generate(root, {PLAN: SECOND})
    (root / PLAN).write_text(FIRST + "mine\n")
    assert generate(root, {PLAN: SECOND}) == (["merged"], [PLAN])


def test_file_that_is_there_already_is_adopted_or_left_alone(root: Path) -> None:
    (root / "same.md").write_bytes(b"a\r\n")
    assert generate(root, {"same.md": "a\n"}) == (["unchanged"], [])
    assert (root / "same.md").read_bytes() == b"a\r\n"
    assert (root / copy_of("same.md")).read_text() == "a\n"
    (root / "other.md").write_text("by hand\n")
    error = refused(root, "new.md", "other.md")
    assert (error.message, error.code) == ("other.md is there already and prodops did not make it", ExitCode.FINDINGS)


def test_permissions_and_line_ends_stay(root: Path) -> None:
    generate(root, {"a.yaml": "a: 1\nb: 1\n"})
    (root / "a.yaml").write_bytes(b"a: 1\r\nb: 1\r\nc: 1\r\n")
    (root / "a.yaml").chmod(0o600)
    assert generate(root, {"a.yaml": "a: 2\nb: 1\n"}) == (["merged"], ["a.yaml"])
    assert (root / "a.yaml").read_bytes() == b"a: 2\r\nb: 1\r\nc: 1\r\n"
    assert (root / "a.yaml").stat().st_mode & 0o777 == 0o600
    (root / "a.yaml").write_bytes(b"a: 2\r\nb: 1\r\n")
    (root / copy_of("a.yaml")).write_bytes(b"a: 2\r\nb: 1\r\n")  # as git checks them out on Windows
    assert plan_update(root, {"a.yaml": b"a: 2\nb: 1\n"}).files[0].copy_after == b"a: 2\r\nb: 1\r\n"
    assert generate(root, {"a.yaml": "a: 3\nb: 1\n"}) == (["updated"], ["a.yaml"])
    assert (root / "a.yaml").read_bytes() == b"a: 3\r\nb: 1\r\n"


# --- conflicts -------------------------------------------------------------------------------------


def in_conflict(root: Path, conflicts: Conflicts) -> Update:
    generate(root, {"a.yaml": "a: 1\n"})
    (root / "a.yaml").write_text("a: mine\n")
    update = plan_update(root, {"a.yaml": b"a: 2\n"}, conflicts=conflicts)
    assert ([file.action for file in update.files], update.conflicts) == (["conflict"], 1)
    return update


def test_conflict_is_marked_in_the_file_and_waits_there(root: Path) -> None:
    assert apply_update(root, in_conflict(root, "inline")) == ["a.yaml"]
    assert (root / "a.yaml").read_text() == (
        "<<<<<<< yours\na: mine\n||||||| generated before\na: 1\n=======\na: 2\n>>>>>>> generated now\n"
    )
    error = refused(root, "a.yaml")
    assert (error.message, error.code) == ("a.yaml:1: a conflict was left in the file", ExitCode.FINDINGS)
    (root / "a.yaml").write_text("a: mine\n")
    assert generate(root, {"a.yaml": "a: 2\n"}) == (["unchanged"], []), "decided is decided"


def test_conflict_goes_beside_the_file_where_that_was_asked_for(root: Path) -> None:
    assert apply_update(root, in_conflict(root, "rej")) == ["a.yaml.rej"]
    assert (root / "a.yaml").read_text() == "a: mine\n"
    rejected = "--- generated before\n+++ generated now\n@@ -1,1 +1,1 @@\n-a: 1\n+a: 2\n"
    assert (root / "a.yaml.rej").read_text() == rejected
    assert generate(root, {"a.yaml": "a: 2\n"}, "rej") == (["unchanged"], [])
    with pytest.raises(ProdopsError, match=r"a\.yaml\.rej is there already"):
        plan_update(root, {"a.yaml": b"a: 3\n"}, conflicts="rej")
    (root / "a.yaml.rej").unlink()
    assert generate(root, {"a.yaml": "a: 3\n"}, "rej") == (["conflict"], ["a.yaml.rej"])


def test_conflict_that_git_left_in_a_copy_is_named(root: Path) -> None:
    generate(root, {PLAN: FIRST})
    (root / COPY).write_text("# Plan\n<<<<<<< HEAD\n=======\n>>>>>>> other\n")
    assert refused(root, PLAN).message == f"{COPY}:2: a conflict was left in the file"


@pytest.mark.parametrize("data", [b"\xff\xfea\0", b"\x89PNG\r\n", b"a\0b\n"])
def test_what_is_no_text_is_a_conflict_as_a_whole(root: Path, data: bytes) -> None:
    apply_update(root, plan_update(root, {"a.md": b"a\n"}))
    (root / "a.md").write_bytes(data)
    for conflicts in ("inline", "rej"):
        update = plan_update(root, {"a.md": b"b\n"}, conflicts=conflicts)
        assert (update.files[0].action, update.files[0].after, update.conflicts) == ("conflict", data, 1)
    assert apply_update(root, update) == []
    assert (root / "a.md").read_bytes() == data
    apply_update(root, plan_update(root, {"b.png": data}))
    assert plan_update(root, {"b.png": data + b"1"}).files[0].action == "updated"
    assert diff_text(plan_update(root, {"b.png": data + b"1"})) == "b.png is not a text, and would be replaced\n"


# --- paths -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["../x.md", "/x.md", "a//b.md", "", "a\\b.md", ".git/config", "cafe\u0301.md", "con.md", "a*.md", "x\n.md"]
)
def test_paths_that_are_none_on_every_system(root: Path, path: str) -> None:
    refused(root, path)


def test_names_that_cannot_stand_side_by_side(root: Path) -> None:
    assert refused(root, "a.md", "A.md").message == "A.md and a.md cannot stand side by side"
    assert refused(root, "PRODOPS.yaml").message == "PRODOPS.yaml cannot be made beside prodops.yaml"
    generate(root, {"notes/a.md": "a\n"})
    assert refused(root, "Notes/b.md").message == "Notes cannot be made beside notes"
    assert refused(root, "notes/a.md/b.md").message == "notes/a.md is not a folder"


@pytest.mark.parametrize("path", [COPY, ".prodops/schema/x.json", ".PRODOPS/x"])
def test_nothing_is_generated_into_the_folder_of_copies(root: Path, path: str) -> None:
    assert "is in prodops' own folder" in refused(root, path).message


@pytest.mark.parametrize("place", ["onboarding", ".prodops", ".prodops/generated", "onboarding/plans"])
def test_links_to_folders_are_not_followed(root: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (root / place).parent.mkdir(exist_ok=True)
    (root / place).symlink_to(tmp_path / "elsewhere")
    assert refused(root, PLAN).message == f"{place} is not a folder"


@pytest.mark.parametrize("path", ["a.md", copy_of("a.md")])
def test_links_pipes_and_folders_are_no_files(root: Path, path: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).symlink_to("/etc/passwd")
    assert refused(root, "a.md").message == f"{path} is not a regular file"
    (root / path).unlink()
    os.mkfifo(root / path)
    assert refused(root, "a.md").message == f"{path} is not a regular file"
    (root / path).unlink()
    (root / path).mkdir()
    assert refused(root, "a.md").message == f"{path} is not a regular file"


def test_file_that_is_too_large_is_refused(root: Path) -> None:
    with (root / "a.md").open("wb") as stream:
        stream.truncate(9 * 1024 * 1024)
    assert refused(root, "a.md").message == "a.md is larger than 8,388,608 bytes"


def test_folder_that_is_not_there(root: Path) -> None:
    with pytest.raises(ProdopsError) as raised:
        plan_update(root / "gone", {"a.md": b"a"})
    assert (raised.value.code, raised.value.message) == (74, "a.md could not be read: No such file or directory")


# --- what changes meanwhile ------------------------------------------------------------------------


@pytest.mark.parametrize("path", [PLAN, COPY, "new.md", copy_of("new.md"), "a.yaml.rej"])
def test_file_that_changed_meanwhile_is_left_alone(root: Path, path: str) -> None:
    generate(root, {PLAN: FIRST, "a.yaml": "a: 1\n"})
    (root / "a.yaml").write_text("a: mine\n")
    new = {PLAN: SECOND, "new.md": "new\n", "a.yaml": "a: 2\n"}
    update = plan_update(root, encoded(new), conflicts="rej")
    (root / path).write_text("meanwhile\n")
    before = tree_of(root)
    with pytest.raises(ProdopsError, match="was changed meanwhile") as raised:
        apply_update(root, update)
    assert (raised.value.code, tree_of(root)) == (ExitCode.FINDINGS, before)


def test_link_that_was_put_there_meanwhile_is_not_followed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    update = plan_update(root, {PLAN: b"x\n"})
    (root / "onboarding").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ProdopsError, match="onboarding is not a folder"):
        apply_update(root, update)
    assert tree_of(tmp_path / "elsewhere") == {}


# --- showing ---------------------------------------------------------------------------------------


def test_difference_shows_what_would_be_written(root: Path) -> None:
    generate(root, {PLAN: FIRST, "same.md": "same\n"})
    (root / "a.yaml").write_text("a: 1\n")
    new = {PLAN: "# A plan\n" + FIRST.partition("\n")[2], "same.md": "same\n", "new.md": "new"}
    assert diff_text(plan_update(root, encoded(new))) == (
        f"--- {PLAN}\n+++ {PLAN}\n@@ -1,4 +1,4 @@\n-# Plan\n+# A plan\n \n"
        " - [ ] Laptop <!-- task: laptop -->\n - [ ] Badge <!-- task: badge -->\n"
        "--- /dev/null\n+++ new.md\n@@ -0,0 +1 @@\n+new\n\\ No newline at end of file\n"
    )


def test_difference_shows_a_rejected_change_as_the_file_it_would_be(root: Path) -> None:
    assert "--- /dev/null\n+++ a.yaml.rej\n@@ -0,0 +1,5 @@\n+--- generated before\n" in diff_text(
        in_conflict(root, "rej")
    )


# --- faults ----------------------------------------------------------------------------------------

NEW = {PLAN: SECOND, "new.md": "new\n", "goals/b.md": "b\n", "a.yaml": "a: 2\n"}
CODE = (
    "from pathlib import Path; from prodops_cli.scaffold import apply_update, plan_update; "
    f"apply_update(Path('.'), plan_update(Path('.'), {encoded(NEW)!r}, conflicts='CONFLICTS'))"
)


def edited(root: Path) -> dict[str, str | None]:
    """A workspace in which a plan was ticked and a value was changed; its files."""
    generate(root, {PLAN: FIRST, "a.yaml": "a: 1\n"})
    (root / PLAN).write_text(FIRST.replace("[ ] Laptop", "[x] Laptop") + "mine\n")
    (root / "a.yaml").write_text("a: mine\n")
    return tree_of(root)


@pytest.mark.parametrize("conflicts", ["inline", "rej"])
def test_killed_at_any_point_every_file_is_old_or_new_and_the_next_run_finishes(
    root: Path, tmp_path: Path, conflicts: Conflicts
) -> None:
    old = edited(root)
    found = trials(root, CODE.replace("CONFLICTS", conflicts), "kill")
    generate(root, NEW, conflicts)
    new = tree_of(root)
    assert len(found) >= 15
    for number, trial in enumerate(found):
        assert trial.status < 0
        for path, text in trial.visible.items():
            assert text in (old.get(path, text), new.get(path)), (trial.event, path)
            assert path in old or path in new
        again = tmp_path / str(number)
        restore(again, trial.visible)
        if trial.visible["a.yaml"] == new["a.yaml"] != old["a.yaml"] and conflicts == "inline":
            (again / "a.yaml").write_text("a: 2\n")  # somebody decides, as the markers ask
            generate(again, NEW, conflicts)
            assert tree_of(again) == new | {"a.yaml": "a: 2\n"}, trial.event
        else:
            generate(again, NEW, conflicts)
            assert tree_of(again) == new, trial.event


def restore(folder: Path, files: dict[str, str | None]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            (folder / path).mkdir(exist_ok=True)
        else:
            (folder / path).write_text(text)


@pytest.mark.parametrize("conflicts", ["inline", "rej"])
def test_refused_at_any_point_nothing_is_changed(root: Path, conflicts: Conflicts) -> None:
    old = edited(root)
    found = trials(root, CODE.replace("CONFLICTS", conflicts), "refuse")
    generate(root, NEW, conflicts)
    assert len(found) >= 15
    for trial in found:
        if trial.status:
            assert (trial.status, trial.files) == (ExitCode.INPUT_OUTPUT, old), trial.event
        else:  # the second name of a file in place could not be removed
            assert (trial.event, trial.visible) == ("os.remove", tree_of(root))
