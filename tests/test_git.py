"""What git is asked, in repositories of every kind: answers that are right, or exit code 3 and what to do."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from cli_runner import prodops
from prodops_cli.errors import ExitCode, ProdopsError
from prodops_cli.git import Repository
from prodops_cli.tree import blob_id
from repository import commit, git, init

FILES = {"prodops.yaml": "name: Acme\n", "people/ada.yaml": "name: Ada\n"}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A repository with three commits, a day apart."""
    root = init(tmp_path / "shop")
    commit(root, FILES, "2026-09-01T12:00:00+02:00", "Start")
    commit(root, {"people/ada.yaml": "name: Ada L\n"}, "2026-09-02T12:00:00+02:00", "Ada's name")
    commit(root, {"people/eve.yaml": "name: Eve\n"}, "2026-09-03T12:00:00+02:00", "Eve joins")
    return root


def refusal(question: Callable[[], object]) -> ProdopsError:
    """Why git's answer is not to be had."""
    with pytest.raises(ProdopsError) as caught:
        question()
    return caught.value


def listed(root: Path, *options: str) -> str:
    """The ids of the people at a revision, as the command line prints them."""
    ran = prodops("list", "person", "--format", "ids", *options, at=root)
    assert (ran.code, ran.err) == (0, ""), ran.err
    return " ".join(ran.out.split())


# --- revisions -----------------------------------------------------------------------------------


@pytest.mark.parametrize("revision", ["HEAD~2", "main~2", "v1", "HEAD^{/Start}", "refs/tags/v1", "heads/main~2"])
def test_revision_is_what_git_says(shop: Path, revision: str) -> None:
    first = git(shop, "rev-list", "--max-parents=0", "HEAD")
    git(shop, "tag", "-a", "-m", "one", "v1", first)
    assert Repository.around(shop).resolve(revision) == first
    assert Repository.around(shop).resolve(first[:8]) == first


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nope",
        "-x",
        "--all",
        "--output=x",
        "HEAD:people",
        "HEAD~9",
        "HEAD..main",
        "^HEAD",
        "a b",
        "a\nb",
        "\0",
        "é\udc80",
    ],
)
def test_what_names_no_commit_is_refused(shop: Path, text: str) -> None:
    error = refusal(lambda: Repository.around(shop).resolve(text))
    assert (error.message, error.code) == (f"there is no revision `{text}`", ExitCode.COULD_NOT_RUN)


def test_hint_for_the_id_of_a_commit_that_is_elsewhere(shop: Path) -> None:
    error = refusal(lambda: Repository.around(shop).resolve("0123456789" * 4))
    assert "git fetch" in (error.hint or "")


def test_branch_that_is_called_like_an_option_is_a_branch(shop: Path) -> None:
    git(shop, "update-ref", "refs/heads/--all", "HEAD~1")
    assert Repository.around(shop).resolve("--all") == git(shop, "rev-parse", "HEAD~1")


def test_last_commit_up_to_a_moment_counts_that_second(shop: Path) -> None:
    repository = Repository.around(shop)
    moment = datetime(2026, 9, 2, 12, tzinfo=timezone(timedelta(hours=2)))
    assert repository.commit_before(moment) == git(shop, "rev-parse", "HEAD~1")
    assert repository.commit_before(moment - timedelta(seconds=1)) == git(shop, "rev-parse", "HEAD~2")
    assert repository.when(repository.resolve("HEAD~1")) == moment


@pytest.mark.parametrize("year", [1900, 1969, 2020])
def test_moment_before_the_first_commit(shop: Path, year: int) -> None:
    error = refusal(lambda: Repository.around(shop).commit_before(datetime(year, 5, 4, tzinfo=UTC)))
    message = f"there is no commit up to {year}-05-04: the history starts later"
    assert (error.message, error.code) == (message, ExitCode.HISTORY_NOT_AVAILABLE)


def test_commits_of_a_merged_branch_are_not_on_the_line(shop: Path) -> None:
    git(shop, "checkout", "-q", "-b", "idea", "HEAD~1")
    commit(shop, {"people/kim.yaml": "name: Kim\n"}, "2026-09-02T18:00:00+02:00")
    git(shop, "checkout", "-q", "main")
    git(shop, "merge", "-q", "--no-ff", "-m", "Merge", "idea", when="2026-09-05T12:00:00+02:00")
    repository = Repository.around(shop)
    assert repository.commit_before(datetime(2026, 9, 2, 20, tzinfo=UTC)) == git(shop, "rev-parse", "HEAD^1~1")
    assert [one.subject for one in repository.log()] == ["Start", "Ada's name", "Eve joins", "Merge"]
    assert [change.path for change in repository.log()[-1].changes] == ["people/kim.yaml"]
    assert repository.merge_base("idea", "HEAD^1") == git(shop, "rev-parse", "HEAD^1~1")


def test_lines_with_nothing_in_common_have_no_merge_base(shop: Path) -> None:
    git(shop, "checkout", "-q", "--orphan", "other")
    commit(shop, {"x": "x"})
    assert Repository.around(shop).merge_base("main", "other") is None


def test_last_tag_is_one_before_the_tip(shop: Path) -> None:
    repository = Repository.around(shop)
    assert repository.last_tag() is None
    git(shop, "tag", "v2")
    git(shop, "tag", "-a", "-m", "one", "v1", "HEAD~2")
    found = repository.last_tag()
    assert found is not None
    assert (found.tag, found.id) == ("v1", git(shop, "rev-parse", "HEAD~2"))


# --- the log -------------------------------------------------------------------------------------


def test_log_of_a_folder_follows_renames_and_leaves_the_rest_out(tmp_path: Path) -> None:
    top = init(tmp_path / "top")
    long = "".join(f"line {number}\n" for number in range(20))
    commit(top, {"ops/goals/a.yaml": long, "other": "x"}, message="One")
    commit(top, {"other": "y"}, message="Elsewhere")
    commit(top, {"ops/goals/a.yaml": None, "ops/goals/2026/b.yaml": long + "more\n"}, message="Move")
    commit(top, {"ops/goals/2026/b.yaml": None}, message="Gone")
    repository = Repository.around(top / "ops")
    assert (repository.prefix, repository.top) == ("ops/", top)
    found = [(one.subject, [(c.old_path, c.path) for c in one.changes]) for one in repository.log()]
    assert found == [
        ("One", [(None, "goals/a.yaml")]),
        ("Move", [("goals/a.yaml", "goals/2026/b.yaml")]),
        ("Gone", [("goals/2026/b.yaml", None)]),
    ]
    assert repository.log(since="HEAD~1")[0].changes[0].old_blob == git(
        top, "rev-parse", "HEAD~1:ops/goals/2026/b.yaml"
    )


HOSTILE_NAMES = [b"a\nb.yaml", b'q"uo\\te.yaml', b"caf\xe9.yaml", b"\x1b[2J.yaml", b":000000 100644.yaml", b" .yaml"]


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_names_of_every_kind(tmp_path: Path) -> None:
    root = init(tmp_path / "shop")
    (root / "goals").mkdir()
    for name in HOSTILE_NAMES:
        Path(os.fsdecode(os.fsencode(root / "goals") + b"/" + name)).write_bytes(name)
    commit(root)
    repository = Repository.around(root)
    expected = sorted(f"goals/{os.fsdecode(name)}" for name in HOSTILE_NAMES)
    files = repository.files(repository.resolve("HEAD"))
    assert sorted(file.path for file in files) == expected
    assert sorted(str(change.path) for change in repository.log()[0].changes) == expected
    repository.read(file.blob for file in files)
    assert {os.fsdecode(repository.blobs[file.blob]): file.path[6:] for file in files} == {
        os.fsdecode(name): os.fsdecode(name) for name in HOSTILE_NAMES
    }


def forged(root: Path, head: str, message: str) -> None:
    """A commit object as no `git commit` writes it, at the tip."""
    tree = git(root, "rev-parse", "HEAD^{tree}")
    text = f"tree {tree}\nparent {git(root, 'rev-parse', 'HEAD')}\n{head}\n\n{message}"
    id_ = git(root, "hash-object", "-t", "commit", "-w", "--literally", "--stdin", text=text)
    git(root, "update-ref", "HEAD", id_)


@pytest.mark.parametrize("message", ["", "\x01abc\x1b[2J", ":100644 100644 a b M", "x" * 300_000, "a\x1eb\x02\n\nbody"])
def test_subject_of_any_kind_is_one_field(shop: Path, message: str) -> None:
    person = "Ada <ada@example.com> 1790000000 +0000"
    forged(shop, f"author {person}\ncommitter {person}", message)
    commit(shop, message="After")
    found = Repository.around(shop).log()
    assert [one.subject for one in found][-2:] == [message.partition("\n")[0], "After"]
    assert [len(one.changes) for one in found] == [2, 1, 1, 0, 0]


@pytest.mark.parametrize(
    "time",
    ["", "x +0000", "1790000000", "1790000000 +9999", "99999999999999999999 +0000", "-5 +0000", "253402300799 +0000"],
)
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_time_that_is_none_is_no_crash(shop: Path, time: str, zone: str) -> None:
    commit(shop, {"prodops.yaml": f"name: Acme\ntime_zone: {zone}\n"})
    person = f"Ada <ada@example.com> {time}"
    forged(shop, f"author {person}\ncommitter {person}", "Odd")
    assert Repository.around(shop).log()[-1].when.year <= 2026
    for command in (["status", "--at", "HEAD"], ["history", "ada"]):
        assert prodops(*command, at=shop).code == 0


def test_settings_of_the_repository_do_not_change_the_log(shop: Path) -> None:
    git(shop, "mv", "people/eve.yaml", "people/eva.yaml")
    commit(shop, message="Renámed")
    before = Repository.around(shop).log()
    settings = {
        "log.showRoot": "false",
        "log.follow": "true",
        "log.date": "relative",
        "diff.renames": "false",
        "diff.relative": "true",
        "diff.orderFile": "/dev/zero",
        "diff.noprefix": "true",
        "core.quotePath": "true",
        "i18n.logOutputEncoding": "ISO-8859-1",
        "mailmap.file": "/dev/zero",
        "format.pretty": "oneline",
        "core.abbrev": "4",
        "color.ui": "always",
    }
    for name, value in settings.items():
        git(shop, "config", name, value)
    assert Repository.around(shop).log() == before


# --- contents ------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_contents_and_their_ids(tmp_path: Path, form: str) -> None:
    root = init(tmp_path / "shop", f"--object-format={form}")
    contents = {"a": b"", "b": b"x\r\n", "c": bytes(range(256)) * 50, "d": b"blob 3\n"}
    commit(root, contents)
    repository = Repository.around(root)
    files = repository.files(repository.resolve("HEAD"))
    repository.read(file.blob for file in files)
    assert {file.path: repository.blobs[file.blob] for file in files} == contents
    assert all(blob_id(contents[file.path], files[0].blob) == file.blob for file in files)


def test_what_is_longer_than_wanted_is_not_read(tmp_path: Path) -> None:
    root = init(tmp_path / "shop")
    commit(root, {"small": b"x" * 100, "large": b"x" * 101})
    repository = Repository.around(root)
    files = {file.path: file.blob for file in repository.files(repository.resolve("HEAD"))}
    repository.read(files.values(), 100)
    assert (set(repository.blobs), repository.too_large) == ({files["small"]}, {files["large"]})


def test_replaced_objects_and_grafts_are_not_believed(shop: Path) -> None:
    before = Repository.around(shop).log()
    old, new = git(shop, "rev-parse", "HEAD:people/ada.yaml"), git(shop, "rev-parse", "HEAD:people/eve.yaml")
    git(shop, "replace", old, new)
    git(shop, "replace", "HEAD~1", "HEAD~2")
    (shop / ".git" / "info" / "grafts").write_text(git(shop, "rev-parse", "HEAD") + "\n")
    repository = Repository.around(shop)
    repository.read([old])
    assert repository.blobs[old] == b"name: Ada L\n"
    assert repository.log() == before


# --- clones, checkouts, damage -------------------------------------------------------------------


def test_worktree_and_detached_head(shop: Path, tmp_path: Path) -> None:
    git(shop, "worktree", "add", "-q", "--detach", str(tmp_path / "side"), "HEAD~1")
    assert listed(tmp_path / "side", "--at", "HEAD") == "ada"
    assert listed(tmp_path / "side", "--at", "main") == "ada eve"


def test_worktree_of_a_bare_repository(shop: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(shop), "shop.git")
    git(tmp_path / "shop.git", "worktree", "add", "-q", str(tmp_path / "side"), "main")
    assert listed(tmp_path / "side", "--at", "HEAD~1") == "ada"


def test_bare_repository_and_gits_own_folder_say_what_they_are(shop: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(shop), "shop.git")
    for folder in (tmp_path / "shop.git", shop / ".git"):
        (folder / "prodops.yaml").write_text("name: Odd\n")
        ran = prodops("list", "person", "--at", "HEAD", at=folder)
        assert (ran.code, ran.out) == (3, "")
        assert "bare repository" in ran.err


def test_submodule_has_a_history_of_its_own(shop: Path, tmp_path: Path) -> None:
    outer = init(tmp_path / "outer")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(shop), "ops")
    commit(outer)
    assert listed(outer / "ops", "--at", "HEAD~1") == "ada"


def test_folder_of_a_larger_repository(tmp_path: Path) -> None:
    top = init(tmp_path / "top")
    commit(top, {f"pro duct/öps/{path}": text for path, text in FILES.items()} | {"people/x.yaml": "name: X\n"})
    commit(top, {"pro duct/öps/people/eve.yaml": "name: Eve\n"})
    folder = top / "pro duct" / "öps"
    assert listed(folder, "--at", "HEAD~1") == "ada"
    assert listed(folder / "people", "--at", "HEAD") == "ada eve"


def test_no_repository_and_no_commit(tmp_path: Path) -> None:
    (tmp_path / "prodops.yaml").write_text("name: Acme\n")
    ran = prodops("list", "person", "--at", "HEAD", at=tmp_path)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("error: this workspace is not in a git repository\nhint: history needs one: git init")
    init(tmp_path)
    for revision in ("HEAD", "main", "2026-09-30", "yesterday"):
        ran = prodops("list", "person", "--at", revision, at=tmp_path)
        assert (ran.code, ran.err.splitlines()[0]) == (3, "error: this repository has no commit yet")


def test_shallow_clone_refuses_what_needs_history(shop: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "2", shop.as_uri(), "clone")
    clone = tmp_path / "clone"
    assert listed(clone, "--at", "HEAD~1") == "ada"
    for revision in ("HEAD~2", "v1", "2026-09-03", "last-week"):
        ran = prodops("list", "person", "--at", revision, at=clone)
        assert (ran.code, ran.out) == (3, "")
        assert "shallow clone" in ran.err
        assert "fetch-depth: 0" in ran.err
    repository = Repository.around(clone)
    for question in (repository.log, repository.last_tag, lambda: repository.merge_base("HEAD", "HEAD~1")):
        assert refusal(question).code == ExitCode.HISTORY_NOT_AVAILABLE


@pytest.mark.parametrize("filter_", ["blob:none", "tree:0"])
def test_partial_clone_refuses_what_it_lacks(shop: Path, tmp_path: Path, filter_: str) -> None:
    git(shop, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", f"--filter={filter_}", shop.as_uri(), "clone")
    ran = prodops("list", "person", "--at", "HEAD~2", at=tmp_path / "clone")
    assert (ran.code, ran.out) == (3, "")
    assert "fetch-depth: 0 and without a filter" in ran.err
    assert listed(tmp_path / "clone", "--at", "HEAD") == "ada eve"


@pytest.mark.parametrize("damage", ["missing", "garbage", "empty", "cut"])
@pytest.mark.parametrize("object_", ["HEAD~1:people/ada.yaml", "HEAD~1:people", "HEAD~1^{tree}", "HEAD~1"])
def test_damaged_repository_is_no_answer(shop: Path, damage: str, object_: str) -> None:
    id_ = git(shop, "rev-parse", object_)
    place = shop / ".git" / "objects" / id_[:2] / id_[2:]
    content = place.read_bytes()
    place.unlink()
    if damage != "missing":
        place.write_bytes({"garbage": b"garbage", "empty": b"", "cut": content[: len(content) // 2]}[damage])
    ran = prodops("list", "person", "--at", "HEAD~1", at=shop)
    assert ran.code in (2, 3)
    assert ran.out == ""
    assert ran.err.startswith("error: ")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only the superuser can give files away")
def test_repository_of_somebody_else_says_what_git_says(shop: Path) -> None:
    for place in (shop, shop / ".git"):
        os.chown(place, 12345, 12345)
    ran = prodops("list", "person", "--at", "HEAD", at=shop)
    assert (ran.code, ran.out) == (3, "")
    assert "git does not trust this repository" in ran.err
    assert "safe.directory" in ran.err


def test_machine_without_git(shop: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = prodops("list", "person", "--at", "HEAD", at=shop)
    assert (ran.code, ran.err) == (3, "error: git is not installed\nhint: history needs it\n")
    assert listed(shop) == "ada eve"


def test_asking_changes_nothing_in_the_repository(shop: Path) -> None:
    def state() -> dict[str, tuple[int, int]]:
        places = sorted((shop / ".git").rglob("*"))
        return {str(place): (place.stat().st_mtime_ns, place.stat().st_size) for place in places if place.is_file()}

    before = state()
    assert listed(shop, "--at", "2026-09-02") == "ada"
    assert prodops("lint", "--at", "HEAD~1", at=shop).code in (0, 1)
    Repository.around(shop).log()
    assert state() == before


def test_git_is_run_from_an_absolute_path_only(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = shutil.which("git")
    assert program is not None
    calls = tmp_path / "calls"
    (tmp_path / "bin").mkdir()
    wrapper = tmp_path / "bin" / "git"
    wrapper.write_text(f'#!/bin/sh\necho "$0 $*" >> {calls}\nexec {program} "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    assert listed(shop, "--at", "HEAD") == "ada eve"
    rows = calls.read_text().splitlines()
    assert all(row.startswith(f"{wrapper} --no-pager --no-optional-locks") for row in rows)
    assert sum("cat-file --batch " in f"{row} " for row in rows) <= 2, "contents are read together"
    assert len(rows) <= 9


def test_contents_as_a_stream(shop: Path) -> None:
    repository = Repository.around(shop)
    blobs = [file.blob for file in repository.files("HEAD")] * 2
    assert list(repository.contents(blobs, 100)) == [b"name: Ada L\n", b"name: Eve\n", b"name: Acme\n"] * 2
    assert list(repository.contents(blobs[:2], 4)) == [b"name:", b"name:"]
    (shop / ".git" / "objects" / blobs[1][:2] / blobs[1][2:]).unlink()
    stream = repository.contents(blobs, 100)
    assert next(stream) == b"name: Ada L\n"
    assert refusal(lambda: list(stream)).code == ExitCode.HISTORY_NOT_AVAILABLE


def test_git_is_quoted_without_its_advice(shop: Path) -> None:
    parent = git(shop, "rev-parse", "HEAD~1")
    (shop / ".git" / "objects" / parent[:2] / parent[2:]).unlink()
    error = refusal(Repository.around(shop).log)
    assert error.code == ExitCode.HISTORY_NOT_AVAILABLE
    assert parent in (error.hint or "")
    assert "graft" not in (error.hint or "")
