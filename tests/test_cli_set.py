"""`prodops set`: fields change, the rest of the file does not, and nothing is written that lint would object to."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from builder import write_files
from cli_runner import Ran, prodops
from faults import tree_of, trials

TODAY = ["--as-of", "2026-11-02"]
SEARCH = """\
# The one everybody waits for
title: 'Better search'   # as the board calls it
owner: ada
start: 2026-09-07
target: 2026-12-01
effort: 3
tags:
- mobile   # since spring
# - web, perhaps
- search
outcome: >
  Nine of ten searches
  lead somewhere.
depends_on: [tax, {on: rates, note: all of them}]
updates:
  - date: 2026-10-08
    text: "Ten shops use it: two bugs left."
"""
FILES = {
    "people/ada.yaml": "name: Ada Example\nteam: core\n",
    "people/ben.yaml": "name: Ben Example\nteam: core\n",
    "teams/core.yaml": "name: Core\nlead: ada\nsponsor: ada\n",
    "roadmap/search.yaml": SEARCH,
    "roadmap/tax.yaml": "title: Tax\nowner: ada\ntarget: 2026-10-01\n",
    "roadmap/rates.yaml": "title: Rates\nowner: ada\n",
    "tools.yaml": "# ours\n- id: figma\n  name: Figma\n  owner: ada\n\n- {id: miro, name: Miro, owner: ada}\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path / "workspace", FILES)


def set_(root: Path, *arguments: str) -> Ran:
    return prodops("set", *arguments, *TODAY, at=root)


def changed(root: Path, *arguments: str, path: str = "roadmap/search.yaml") -> list[str]:
    """The lines that a run takes out (`-`) and puts in (`+`), which a second run leaves alone."""
    before = (root / path).read_bytes()
    ran = set_(root, *arguments)
    assert ran.code == 0, ran.err
    after = (root / path).read_bytes()
    again = set_(root, *arguments)
    assert (again.code, (root / path).read_bytes()) == (0, after), again.err
    assert "nothing was changed" in again.err
    (root / path).write_bytes(before)
    shown = set_(root, *arguments, "--dry-run")
    assert (root / path).read_bytes() == before
    assert "was not changed: this is a dry run" in shown.err
    (root / path).write_bytes(after)
    return [line for line in shown.out.splitlines() if line[0] in "+-" and line[:3] not in ("+++", "---")]


@pytest.mark.parametrize(
    ("assignment", "lines"),
    [
        ("owner=ben", ["-owner: ada", "+owner: ben"]),
        (
            "title=Search, but better",
            [
                "-title: 'Better search'   # as the board calls it",
                "+title: 'Search, but better'   # as the board calls it",
            ],
        ),
        ("target=2026-12-24", ["-target: 2026-12-01", "+target: 2026-12-24"]),
        ("target=", ["-target: 2026-12-01"]),
        ("effort=[3, 5]", ["-effort: 3", "+effort: [3, 5]"]),
        ("effort.value=4", ["-effort: 3", "+effort: 4"]),
        ("effort.note=a guess", ["-effort: 3", "+effort: {value: 3, note: a guess}"]),
        ("tags+=beta", ["+- beta"]),
        ("tags-=mobile", ["-- mobile   # since spring"]),
        ("tags=search, beta", ["-- mobile   # since spring", "+- beta"]),
        ("tags-=mobile,search", ["-tags:", "-- mobile   # since spring", "+tags: []", "-- search"]),
        (
            "outcome=Twelve of ten.",
            ["-  Nine of ten searches", "-  lead somewhere.", "+  Twelve of ten."],
        ),
        (
            "depends_on.tax.note=the new ones",
            [
                "-depends_on: [tax, {on: rates, note: all of them}]",
                "+depends_on: [{on: tax, note: the new ones}, {on: rates, note: all of them}]",
            ],
        ),
        (
            "depends_on.2.note=",
            ["-depends_on: [tax, {on: rates, note: all of them}]", "+depends_on: [tax, {on: rates}]"],
        ),
        (
            "depends_on-=rates",
            ["-depends_on: [tax, {on: rates, note: all of them}]", "+depends_on: [tax]"],
        ),
        (
            "updates.2026-10-08.health=on_track",
            ["+    health: on_track"],
        ),
        (
            "updates+={date: 2026-11-01, text: Done}",
            ["+  - date: 2026-11-01", "+    text: Done"],
        ),
        ("custom.code=010", ['+custom: {code: "010"}']),
        ("custom.version=1.10", ["+custom: {version: 1.10}"]),
        ("release_note=no", ['+release_note: "no"']),
        ("release_note=12:30", ['+release_note: "12:30"']),
    ],
)
def test_fields_change_and_nothing_else(root: Path, assignment: str, lines: list[str]) -> None:
    assert changed(root, "search", assignment) == lines


def test_several_fields_at_once(root: Path) -> None:
    ran = set_(root, "initiative:search", "owner=ben", "tags+=beta", "tags-=mobile", "confidence=target")
    assert ran.code == 0
    assert ran.out == ""
    assert ran.err == (
        "initiative:search: confidence set: target\n"
        "initiative:search: owner changed: Ada Example → Ben Example\n"
        "initiative:search: tag mobile removed\n"
        "initiative:search: tag beta added\n"
        "Changed roadmap/search.yaml\n"
    )


def test_record_of_a_list_changes_by_itself(root: Path) -> None:
    assert changed(root, "tool:miro", "owner=ben", path="tools.yaml") == [
        "-- {id: miro, name: Miro, owner: ada}",
        "+- {id: miro, name: Miro, owner: ben}",
    ]
    assert changed(root, "figma", "jobs+=design", path="tools.yaml") == ["+  jobs: [design]"]


def test_bytes_of_another_system_stay(root: Path) -> None:
    place = root / "roadmap/tax.yaml"
    place.write_bytes(b"\xef\xbb\xbftitle: Tax\r\nowner: ada # c\r\ntarget: 2026-10-01")
    assert set_(root, "tax", "owner=ben", "tags+=x").code == 0
    assert place.read_bytes() == (b"\xef\xbb\xbftitle: Tax\r\nowner: ben # c\r\ntarget: 2026-10-01\r\ntags: [x]")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["search", "owner=nobody"], 1, "there is no person `nobody`"),
        (["search", "target=2026-02-30"], 1, "is not a day of the calendar"),
        (["search", "effort=1,5"], 1, "is not a number"),
        (["search", "title="], 1, "`title` is missing"),
        (["search", "status=shiped"], 1, "did you mean shipped"),
        (["search", "target=2026-08-01"], 1, "[target-before-start]"),
        (["search", "id=find"], 2, "the id is not a field to set"),
        (["search", "onwer=ada"], 2, "did you mean `owner`"),
        (["search", "owner"], 2, "is not FIELD=VALUE"),
        (["search", "=ada"], 2, "is not FIELD=VALUE"),
        (["search", "title+=x"], 2, "`title` is not a list"),
        (["search", "tags+="], 2, "has no value"),
        (["search", "owner.name=x"], 2, "has no fields of its own"),
        (["search", "depends_on.nothing.note=x"], 2, "is a list without an item `nothing`"),
        (["search", "depends_on=[a"], 2, "is not YAML"),
        (["nothing", "owner=ada"], 2, "there is no record `nothing`"),
        (["initiative", "owner=ada"], 2, "`initiative` is a kind"),
    ],
)
def test_what_is_wrong_is_refused_and_said(root: Path, arguments: list[str], code: int, said: str) -> None:
    before = tree_of(root)
    ran = set_(root, *arguments)
    assert (ran.code, tree_of(root)) == (code, before)
    assert said in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(("typed", "written"), [("yes", "true"), ("No", "false"), ("true", "true")])
def test_yes_and_no_are_written_as_true_and_false(root: Path, typed: str, written: str) -> None:
    place = root / "launches/one.yaml"
    place.parent.mkdir(exist_ok=True)
    place.write_text("title: One\nowner: ada\n")
    assert set_(root, "launch:one", f"facts.partner={typed}").code == 0
    assert f"partner: {written}" in place.read_text()


def test_forced_it_is_written_with_what_lint_will_say_and_never_unreadable(root: Path) -> None:
    place = root / "roadmap/search.yaml"
    ran = set_(root, "search", "target=2026-08-01", "--force")
    assert ran.code == 0
    assert "[target-before-start]" in ran.err
    assert "target: 2026-08-01" in place.read_text()
    before = tree_of(root)
    assert (set_(root, "search", "target=soon", "--force").code, tree_of(root)) == (1, before)
    assert "--force" not in set_(root, "search", "title=").err


def test_errors_that_were_there_before_refuse_nothing(root: Path) -> None:
    place = root / "roadmap/search.yaml"
    place.write_text(SEARCH + "goals: [nowhere]\n")
    assert set_(root, "search", "owner=ben").code == 0
    assert "owner: ben" in place.read_text()


def test_record_that_cannot_be_read_can_be_mended(root: Path) -> None:
    place = root / "roadmap/search.yaml"
    place.write_text(SEARCH.replace("2026-12-01", "2026-13-01"))
    assert set_(root, "search", "target=2026-12-02").code == 0
    assert place.read_text() == SEARCH.replace("2026-12-01", "2026-12-02")


def test_file_that_is_not_yaml_is_refused_at_its_place(root: Path) -> None:
    (root / "roadmap/search.yaml").write_text("title: [open\n")
    ran = set_(root, "search", "owner=ben")
    assert ran.code == 1
    assert "something is wrong with it" in ran.err or "roadmap/search.yaml:1" in ran.err


def test_new_warnings_are_said(root: Path) -> None:
    ran = set_(root, "search", "target=2026-10-30")
    assert ran.code == 0
    assert "[past-target]" in ran.err


def test_hostile_values_print_nothing_raw(root: Path) -> None:
    ran = set_(root, "search", "notes=\x1b[31m\u202e::error::x", "--dry-run")
    assert ran.code == 0
    assert not {"\x1b", "\u202e"} & set(ran.out + ran.err)


LAUNCH = """\
title: One
owner: ada
geographies: [DE, AT]
metrics:
  - {title: Orders, target: 5}
rollout:
  - {percent: 1, on: 2026-12-01}
"""


@pytest.fixture
def launch(root: Path) -> Path:
    place = root / "launches/one.yaml"
    place.parent.mkdir(exist_ok=True)
    place.write_text(LAUNCH)
    return root


@pytest.mark.parametrize("steps", [64, 1000, 15_000])
def test_name_of_too_many_steps_is_refused_at_once(launch: Path, steps: int) -> None:
    ran = set_(launch, "launch:one", f"custom.{'.'.join('a' * steps)}=1", "--dry-run")
    assert ran.code == 2
    assert "nested more than 64 levels deep" in ran.err
    assert len(ran.err) < 500


def test_number_of_too_many_digits_is_said_to_be_one(launch: Path) -> None:
    ran = set_(launch, "launch:one", "metrics.1.target=0.0000000000000000000000001")
    assert ran.code == 2
    assert "has too many digits for a number" in ran.err
    assert "quotes" not in ran.err
    assert set_(launch, "launch:one", "metrics.1.target=7.").code == 0
    assert "target: 7}" in (launch / "launches/one.yaml").read_text()


def test_items_are_numbered_in_plain_digits(launch: Path) -> None:
    ran = set_(launch, "launch:one", "rollout.\u0661.percent=5")
    assert ran.code == 2
    assert "without an item" in ran.err
    assert set_(launch, "launch:one", "rollout.1.percent=5").code == 0


@pytest.mark.parametrize("assignment", ["facts.partner=false", "geographies=AT,DE"])
def test_what_means_the_same_is_said_to(launch: Path, assignment: str) -> None:
    ran = set_(launch, "launch:one", assignment)
    assert ran.code == 0
    assert ran.err == ("launch:one: written in other words, and means the same\nChanged launches/one.yaml\n")


def test_what_is_no_file_is_called_what_it_is(launch: Path, tmp_path: Path) -> None:
    place = launch / "launches/one.yaml"
    place.unlink()
    os.mkfifo(place)
    ran = set_(launch, "launch:one", "owner=ben")
    assert (ran.code, "launches/one.yaml: " in ran.err, "not a regular file" in ran.err) == (1, True, True)
    place.unlink()
    (tmp_path / "outside.yaml").write_text(LAUNCH)
    place.symlink_to(tmp_path / "outside.yaml")
    ran = set_(launch, "launch:one", "owner=ben")
    assert (ran.code, "a link that leads out of the workspace" in ran.err) == (1, True)
    assert (tmp_path / "outside.yaml").read_text() == LAUNCH


# --- whatever happens in between -------------------------------------------------------------------

CODE = """
import sys
from pathlib import Path
from prodops_cli.edit import change
from prodops_cli.edit.fields import Set, edited
change(Path("."), "roadmap/search.yaml", lambda old: edited("roadmap/search.yaml", old, [Set(("owner",), "ben")]))
"""


def test_killed_at_any_point_the_file_is_old_or_new(root: Path) -> None:
    old = tree_of(root)
    new = old | {"roadmap/search.yaml": SEARCH.replace("owner: ada", "owner: ben")}
    found = trials(root, CODE, "kill")
    assert len(found) >= 3
    for trial in found:
        assert trial.status < 0
        assert trial.visible in (old, new), trial.event


def test_refused_at_any_point_the_file_is_old(root: Path) -> None:
    old = tree_of(root)
    found = trials(root, CODE, "refuse")
    assert len(found) >= 3
    for trial in found:
        assert (trial.status, trial.files) == (74, old), trial.event


AT_ONCE = """
import os, sys
from pathlib import Path
from prodops_cli import amending, settings, tree, workspace
from prodops_cli.cli import _run
from prodops_cli.diagnostics import Append
from prodops_cli.edit import change
from prodops_cli.edit.fields import edited
def command(number):
    sys.argv = ["prodops", "set", "search", f"tags+=t{number}", "--as-of", "2026-11-02"]
    return int(_run.run())
def function(number):
    for round in range(10):
        edit = Append(("tags",), f"t{number}-{round}")
        change(Path("."), "roadmap/search.yaml", lambda old: edited("roadmap/search.yaml", old, [edit]))
    return 0
gate, start = os.pipe()
children = []
for number in range(int(sys.argv[1])):
    child = os.fork()
    if child == 0:
        os.close(start)
        os.read(gate, 1)  # until all of them are there
        os._exit({"command": command, "function": function}[sys.argv[2]](number))
    children.append(child)
os.close(start)
sys.exit(max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children))
"""


@pytest.mark.parametrize(("writers", "what"), [(4, "command"), (20, "function")])
def test_writers_at_once_lose_nothing(root: Path, writers: int, what: str) -> None:
    command = [sys.executable, "-c", AT_ONCE, str(writers), what]
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    lines = (root / "roadmap/search.yaml").read_text().splitlines()
    rounds = [f"-{number}" for number in range(10)] if what == "function" else [""]
    wanted = [f"- t{number}{one}" for number in range(writers) for one in rounds]
    assert sorted(line for line in lines if line.startswith("- t")) == sorted(wanted)
    assert [line for line in lines if not line.startswith("- t")] == SEARCH.splitlines()
