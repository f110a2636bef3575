"""`prodops onboard new-hire`: who it is for, what is written, and that nothing of anybody's is lost."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

import repository
from builder import read_files, write_files
from cli_runner import Ran, prodops
from faults import tree_of, trials
from prodops_cli.kinds.person import Person
from prodops_cli.merge import first_marker
from prodops_cli.render import markdown
from prodops_cli.reports.onboarding import onboarding_plan
from prodops_cli.scaffold import apply_update, plan_update
from terminal import on_terminal

ACME = Path(__file__).parents[1] / "examples/acme"
PAGE = "onboarding/plans/grace.md"
COPY = f".prodops/generated/{PAGE}"
LAYER = """
    title: Everybody
    owner: ada
    hr: ada
    ops: ada
    tasks:
      - {id: laptop, title: Order the laptop, day: -10, by: ops, hours: 0.5}
      - {id: welcome, title: Have lunch, day: 0, by: buddy, hours: 1}
      - {id: handbook, title: Read how we decide, day: 2, hours: 2}
      - {id: first-ship, title: Ship something, day: 30, milestone: true}
"""
FILES = {
    "prodops.yaml": "name: Shop\nas_of: 2026-10-01\ntime_zone: Europe/Berlin\n",
    "teams/payments.yaml": "name: Payments\nlead: ada\n",
    "people/ada.yaml": """
        name: Ada Example
        role: engineer
        team: payments
        starts: 2024-01-01
        email: ada@shop.example
        location: {city: Berlin, country: DE, time_zone: Europe/Berlin}
    """,
    "people/ben.yaml": "name: Ben Example\nrole: engineer\nteam: payments\nstarts: 2024-01-01\nmanager: ada\n",
    "people/grace.yaml": """
        name: Grace Example
        role: engineer
        team: payments
        manager: ada
        buddy: ben
        email: grace@shop.example
        location: {city: Lisbon, country: PT, time_zone: Europe/Lisbon}
        starts: 2026-10-06
    """,
    "people/sam.yaml": "# Sam comes in winter.\nname: Sam Example\nrole: designer\nteam: payments\nmanager: ada\n",
    "onboarding/company.yaml": LAYER,
}
LISTS = {
    "prodops.yaml": FILES["prodops.yaml"],
    "teams.yaml": "- id: payments\n  name: Payments\n  lead: ada\n",
    "people.yaml": """
        # Everybody, by the day they came.
        - id: ada
          name: Ada Example
          role: engineer
          team: payments
          starts: 2024-01-01
    """,
    "onboarding.yaml": "- id: company\n  title: Everybody\n  tasks: [{id: laptop, title: Order the laptop, day: 0}]\n",
}
ZOE = ("--name", "Zoë Müller", "--role", "engineer", "--team", "payments", "--starts", "2026-11-02", "--country", "DE")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path / "shop", FILES)


def new_hire(root: Path, *arguments: str | Path) -> Ran:
    return prodops("onboard", "new-hire", *arguments, at=root)


def refused(root: Path, *arguments: str | Path) -> Ran:
    """A run that writes and prints nothing, and says why."""
    before = tree_of(root)
    ran = new_hire(root, *arguments)
    assert tree_of(root) == before
    assert ran.out == ""
    assert ran.code != 0
    assert re.search(r"^error: ", ran.err, re.MULTILINE)
    return ran


# --- somebody who is there -------------------------------------------------------------------------


def test_plan_of_somebody_who_is_there(root: Path) -> None:
    before = tree_of(root)
    ran = new_hire(root, "grace")
    assert (ran.code, ran.out) == (0, "")
    boxes = (root / PAGE).read_text().count("- [ ] ")
    assert ran.err.startswith(f"{PAGE}: a new plan\n{boxes} boxes to tick from 2026-10-06 to 2027-01-03\nnext: read")
    after = tree_of(root)
    assert {path for path, text in after.items() if text is not None and path not in before} == {PAGE, COPY}
    assert {path: after[path] for path in before} == before
    assert after[PAGE] == after[COPY]
    page = after[PAGE] or ""
    assert page.startswith("# Onboarding plan: Grace Example\n")
    assert "- [ ] **Mon 2026-09-21** Order the laptop (operations: Ada Example, 0.5 h) <!-- task: laptop -->\n" in page
    assert "- [ ] **Tue 2026-10-06** Have lunch (buddy: Ben Example, 1 h) <!-- task: welcome -->\n" in page


@pytest.mark.parametrize("person", ["Grace Example", "grace example", " GRACE EXAMPLE "])
def test_person_by_name(root: Path, person: str) -> None:
    assert new_hire(root, person).code == 0
    assert (root / PAGE).is_file()


def test_name_that_two_people_have(root: Path) -> None:
    write_files(root, {**FILES, "people/grace-2.yaml": "name: Grace Example\nstarts: 2026-11-02\n"})
    ran = refused(root, "Grace Example")
    assert (ran.code, ran.err) == (
        2,
        "error: 2 people are called Grace Example\nhint: name one by id: grace, grace-2\n",
    )


def test_second_run_changes_no_byte(root: Path) -> None:
    new_hire(root, "grace")
    before = tree_of(root), (root / PAGE).stat(), (root / COPY).stat()
    ran = new_hire(root, "grace")
    assert (ran.code, ran.out, ran.err) == (0, "", f"{PAGE}: nothing has changed\n")
    assert before == (tree_of(root), (root / PAGE).stat(), (root / COPY).stat())


def test_what_the_file_does_not_say_is_added_at_its_end(root: Path) -> None:
    former = (root / "people/sam.yaml").read_text()
    ran = new_hire(root, "sam", "--starts", "2026-12-01", "--country", "DE", "--buddy", "ben")
    assert ran.code == 0
    assert "Added to people/sam.yaml\n" in ran.err
    added = (root / "people/sam.yaml").read_text().removeprefix(former)
    assert sorted(added.splitlines()) == ["buddy: ben", "location: {country: DE}", "starts: 2026-12-01"]
    assert (
        new_hire(root, "sam", "--starts", "2026-12-01", "--country", "DE").err
        == "onboarding/plans/sam.md: nothing has changed\n"
    )


def test_first_day_that_nobody_knows(root: Path) -> None:
    ran = refused(root, "sam", "--no-input")
    assert (ran.code, ran.err) == (2, "error: first day is missing\nhint: give it with --starts DATE\n")


@pytest.mark.parametrize(
    ("option", "value", "line", "said"),
    [
        ("--starts", "2026-10-07", 8, "starts: 2026-10-06"),
        ("--name", "Grace Hopper", 1, "name: Grace Example"),
        ("--time-zone", "Europe/Berlin", 7, "time_zone: Europe/Lisbon"),
        ("--buddy", "ada", 5, "buddy: ben"),
    ],
)
def test_contradiction_is_shown_where_it_stands(root: Path, option: str, value: str, line: int, said: str) -> None:
    ran = refused(root, "grace", option, value)
    assert (ran.code, ran.err) == (
        2,
        f"error: people/grace.yaml:{line} says {said}, not {value}\nhint: change it there\n",
    )


def test_file_that_lint_refuses(root: Path) -> None:
    (root / "people/grace.yaml").write_text("name: Grace Example\nstarts: soon\n")
    ran = refused(root, "grace")
    assert ran.code == 1
    assert "person:grace is there, but something is wrong with it\nhint: `prodops lint` says what\n" in ran.err


def test_what_is_added_is_linted(root: Path) -> None:
    ran = refused(root, "sam", "--starts", "2026-12-01", "--buddy", "benn", "--no-input")
    assert ran.code == 1
    assert "people/sam.yaml:" in ran.err
    assert "`benn`" in ran.err
    assert "did you mean `ben`?" in ran.err


# --- somebody new ----------------------------------------------------------------------------------


def test_new_person_by_flags(root: Path) -> None:
    ran = new_hire(root, *ZOE, "--manager", "ada", "--time-zone", "Europe/Berlin", "--no-input")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("Created people/zoe-muller.yaml\nonboarding/plans/zoe-muller.md: a new plan\n")
    shown = json.loads(prodops("show", "person:zoe-muller", "--format", "json", at=root).out)
    assert "Zoë Müller" in json.dumps(shown, ensure_ascii=False)
    assert prodops("lint", at=root).code == 0
    again = new_hire(root, *ZOE, "--manager", "ada", "--no-input")
    assert (again.code, again.err) == (0, "onboarding/plans/zoe-muller.md: nothing has changed\n")


def test_new_person_with_an_id_of_their_own(root: Path) -> None:
    assert new_hire(root, "zoe", *ZOE, "--no-input").code == 0
    assert (root / "people/zoe.yaml").is_file()
    assert (root / "onboarding/plans/zoe.md").is_file()


def test_person_who_may_be_meant(root: Path) -> None:
    ran = refused(root, "grac", "--no-input")
    assert (ran.code, ran.err) == (
        2,
        "error: there is no person `grac`\nhint: did you mean `grace`? Somebody new needs --name and --starts\n",
    )


@pytest.mark.parametrize("given", [(), ("--name", "Bob Example"), ("--starts", "2026-11-02")])
def test_new_person_of_whom_too_little_is_known(root: Path, given: tuple[str, ...]) -> None:
    ran = refused(root, "bob", *given, "--no-input")
    assert (ran.code, ran.err) == (
        2,
        "error: there is no person `bob`\nhint: Somebody new needs --name and --starts\n",
    )


def test_nobody_named(root: Path) -> None:
    ran = refused(root, "--no-input")
    assert (ran.code, ran.err) == (2, "error: who starts is missing\nhint: name somebody\n")


@pytest.mark.parametrize("name", ["漢字", "!!!", ""])
def test_name_that_no_id_can_be_made_of(root: Path, name: str) -> None:
    ran = refused(root, "--name", name, "--starts", "2026-11-02", "--no-input")
    assert ran.code == 2


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--team", "payment", "did you mean `payments`?"),
        ("--manager", "adaa", "did you mean `ada`?"),
        ("--time-zone", "Berlin", "`Berlin` is not a time zone"),
        ("--country", "Germany", "`Germany` is not in the right form"),
        ("--level", "chief", "chief"),
        ("--buddy", "nobody", "`nobody`"),
    ],
)
def test_what_lint_refuses_is_shown_and_nothing_is_written(root: Path, option: str, value: str, message: str) -> None:
    given = ("--name", "Bob Example", "--starts", "2026-11-02", option, value)
    ran = refused(root, "bob", *given, "--no-input")
    assert ran.code == 1
    assert re.search(r"^people/bob\.yaml:\d+:\d+: error: ", ran.err, re.MULTILINE)
    assert message in ran.err
    assert "error: people/bob.yaml was not written\nhint: mend what was given, or the file\n" in ran.err
    assert "Traceback" not in ran.err


def test_day_that_is_none(root: Path) -> None:
    before = tree_of(root)
    ran = new_hire(root, "bob", "--name", "Bob", "--starts", "2026-02-30")
    assert (ran.code, ran.out, tree_of(root)) == (2, "", before)
    assert "write the day as 2026-09-15" in ran.err


def test_new_person_in_a_workspace_of_lists(tmp_path: Path) -> None:
    root = write_files(tmp_path, LISTS)
    former = (root / "people.yaml").read_text()
    ran = new_hire(root, *ZOE, "--no-input")
    assert ran.code == 0, ran.err
    assert ran.err.startswith("Added to people.yaml\nonboarding/plans/zoe-muller.md: a new plan\n")
    assert (root / "people.yaml").read_text().startswith(former)
    assert "- id: zoe-muller\n" in (root / "people.yaml").read_text()
    assert "Order the laptop" in (root / "onboarding/plans/zoe-muller.md").read_text()
    assert new_hire(root, *ZOE, "--no-input").err == "onboarding/plans/zoe-muller.md: nothing has changed\n"
    ran = refused(root, "zoe-muller", "--manager", "ada", "--no-input")
    assert ran.err == "error: people.yaml does not say manager\nhint: write it there: manager: ada\n"


def test_no_layers(root: Path) -> None:
    (root / "onboarding/company.yaml").unlink()
    ran = refused(root, "grace")
    assert (ran.code, ran.err) == (
        2,
        "error: there are no onboarding layers to make a plan of\nhint: begin with: prodops onboard template init\n",
    )


def test_layers_that_cannot_be_read(root: Path) -> None:
    (root / "onboarding/company.yaml").write_text("title: [\n")
    assert "hint: `prodops lint` says what is wrong with them\n" in refused(root, "grace").err


def test_plan_that_prodops_did_not_make_is_left_alone(root: Path) -> None:
    write_files(root, {**FILES, "onboarding/plans/zoe.md": "# Mine\n"})
    ran = refused(root, "zoe", *ZOE, "--no-input")
    assert ran.code == 1
    assert "onboarding/plans/zoe.md is there already and prodops did not make it" in ran.err


def test_person_s_file_that_is_no_file(root: Path) -> None:
    (root / "people/zoe.yaml").mkdir()
    assert refused(root, "zoe", *ZOE, "--no-input").code == 1


def test_no_workspace(tmp_path: Path) -> None:
    assert refused(tmp_path, "grace").code == 2


def test_directory_below_the_root(root: Path) -> None:
    assert prodops("onboard", "new-hire", "grace", at=root / "people").code == 0
    assert (root / PAGE).is_file()


# --- questions -------------------------------------------------------------------------------------


def test_terminal_is_asked_for_a_new_person(root: Path) -> None:
    typed = "Zoë Müller\nengineer\npayment\npayments\n\nsoon\n2026-11-02\nBerlin\nGermany\nDE\n-\nben\n"
    printed = on_terminal(root, ["onboard", "new-hire", "zoe"], typed)
    assert "There is no person zoe yet." in printed
    assert "did you mean `payments`?" in printed
    assert "Manager [ada]" in printed
    shown = json.loads(prodops("show", "person:zoe", "--format", "json", at=root).out)
    record = shown.get("record", shown)
    text = (root / "people/zoe.yaml").read_text()
    assert record["id"] == "zoe"
    for line in ("name: Zoë Müller", "team: payments", "manager: ada", "starts: 2026-11-02", "buddy: ben"):
        assert f"\n{line}\n" in text
    assert "location: {city: Berlin, country: DE}" in text
    assert "time_zone:" not in text.replace("#", "")


def test_terminal_is_asked_for_the_first_day_and_the_buddy(root: Path) -> None:
    printed = on_terminal(root, ["onboard", "new-hire", "sam", "--starts", "2026-12-01"], "-\n")
    assert "Name" not in printed
    assert "starts: 2026-12-01" in (root / "people/sam.yaml").read_text()


def test_terminal_is_not_asked_with_no_input(root: Path) -> None:
    printed = on_terminal(root, ["onboard", "new-hire", "grace", "--no-input"], "")
    assert "?" not in printed
    assert (root / PAGE).is_file()


# --- a dry run -------------------------------------------------------------------------------------


def test_dry_run_shows_and_writes_nothing(root: Path) -> None:
    before = tree_of(root)
    ran = new_hire(root, "zoe", *ZOE, "--no-input", "--dry-run")
    assert ran.code == 0
    assert tree_of(root) == before
    assert ran.out.startswith("--- /dev/null\n+++ onboarding/plans/zoe.md\n@@ -0,0 +1,")
    assert "+# Onboarding plan: Zoë Müller\n" in ran.out
    assert "--- people/zoe.yaml, new lines\n" in ran.out
    assert "name: Zoë Müller\n" in ran.out
    assert ran.err == "onboarding/plans/zoe.md: a new plan; nothing was written, a dry run\n"


def test_dry_run_shows_a_change_of_the_layers(root: Path) -> None:
    new_hire(root, "grace")
    write_files(root, {**FILES, "onboarding/company.yaml": LAYER.replace("Have lunch", "Have breakfast")})
    before = tree_of(root)
    ran = new_hire(root, "grace", "--dry-run")
    assert tree_of(root) == before
    assert "\n-- [ ] **Tue 2026-10-06** Have lunch" in ran.out
    assert "\n+- [ ] **Tue 2026-10-06** Have breakfast" in ran.out
    assert ran.err == f"{PAGE}: brought up to date; nothing was written, a dry run\n"


# --- formats ---------------------------------------------------------------------------------------

FORMATS = ("text", "markdown", "html", "json", "ics", "github", "jira-csv")
SUFFIXES = {
    "p.txt": "text",
    "p.md": "markdown",
    "p.html": "html",
    "P.HTM": "html",
    "p.json": "json",
    "p.ics": "ics",
    "p.csv": "jira-csv",
    "p": "markdown",
}


@pytest.mark.parametrize("format_", FORMATS)
def test_format_is_printed_and_nothing_is_written(root: Path, format_: str) -> None:
    before = tree_of(root)
    ran = new_hire(root, "grace", "--format", format_)
    assert (ran.code, ran.err, tree_of(root)) == (0, "", before)
    assert "Grace Example" in ran.out
    assert "Ship something" in ran.out
    assert ran.out == new_hire(root, "grace", "--format", format_).out


@pytest.mark.parametrize("name", SUFFIXES)
def test_file_is_written_in_the_format_of_its_name(root: Path, tmp_path: Path, name: str) -> None:
    before = tree_of(root)
    ran = new_hire(root, "grace", "-o", tmp_path / name)
    assert (ran.code, ran.out, tree_of(root)) == (0, "", before)
    assert (tmp_path / name).read_bytes().decode() == new_hire(root, "grace", "--format", SUFFIXES[name]).out


def test_format_of_somebody_new_writes_no_person(root: Path) -> None:
    before = tree_of(root)
    ran = new_hire(root, "zoe", *ZOE, "--no-input", "--format", "json")
    assert (ran.code, tree_of(root)) == (0, before)
    assert json.loads(ran.out)["person"]["name"] == "Zoë Müller"


def test_json_has_every_box(root: Path) -> None:
    plan = json.loads(new_hire(root, "grace", "--format", "json").out)
    assert (plan["starts"], plan["ends"]) == ("2026-10-06", "2027-01-03")
    items = [item["id"] for phase in plan["phases"] for item in phase["items"]]
    assert items == ["laptop", "welcome", "handbook", "first-ship"]
    assert [line["id"] for line in plan["meet"]][:2] == ["meet-ada", "meet-ben"]


def test_issue_has_the_boxes_and_no_marks(root: Path) -> None:
    text = new_hire(root, "grace", "--format", "github").out
    assert text.count("- [ ] ") == new_hire(root, "grace", "--format", "markdown").out.count("- [ ] ") > 4
    assert "<!--" not in text


def test_csv_has_a_row_for_every_box_below_one_for_the_plan(root: Path) -> None:
    whole, *parts = csv.DictReader(io.StringIO(new_hire(root, "grace", "--format", "jira-csv").out))
    assert (whole["Issue Type"], whole["Summary"], whole["Due Date"]) == (
        "Epic",
        "Onboarding: Grace Example",
        "2027-01-03",
    )
    assert {row["Parent"] for row in parts} == {whole["Issue ID"]}
    assert [row["Summary"] for row in parts[:2]] == ["Order the laptop", "Have lunch"]
    assert {row["Assignee"] for row in parts} == {"ada@shop.example", "Ben Example", "grace@shop.example"}


@pytest.mark.parametrize(
    "path", ["people/ada.yaml", "people/new.yaml", "prodops.yaml", "onboarding/company.yaml", "onboarding/plans/x.md"]
)
def test_output_onto_what_prodops_reads(root: Path, path: str) -> None:
    (root / "onboarding/plans").mkdir()
    ran = refused(root, "grace", "-o", path)
    assert ran.code == 2
    assert f"{path} is a file of the workspace" in ran.err


def test_output_onto_what_was_generated(root: Path) -> None:
    new_hire(root, "grace")
    assert refused(root, "grace", "-o", COPY).code == 2


def test_format_that_there_is_not(root: Path) -> None:
    assert refused(root, "grace", "--format", "pdf").code == 2
    assert "choose one of inline, rej" in refused(root, "grace", "--conflict", "merge").err


# --- a template of one's own -------------------------------------------------------------------------


def test_template_beside_the_workspace(root: Path, tmp_path: Path) -> None:
    (tmp_path / "own.j2").write_text(
        "# {{ person.name }}\n{% for p in phases %}{% for i in p.items %}\n- {{ i.title }}\n"
    )
    ran = refused(root, "grace", "--template", tmp_path / "own.j2")
    assert ran.code == 2
    assert "own.j2:" in ran.err
    (tmp_path / "own.j2").write_text(
        "# {{ person.name }}\n{% for p in phases %}{% for i in p['items'] %}\n- [ ] {{ i.title }} {{ i.id|mark }}\n"
        "{% endfor %}{% endfor %}"
    )
    ran = new_hire(root, "grace", "--template", tmp_path / "own.j2", "--format", "markdown")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("# Grace Example\n- [ ] Order the laptop <!-- task: laptop -->\n")
    assert new_hire(root, "grace", "--template", tmp_path / "own.j2").code == 0
    assert (root / PAGE).read_text() == ran.out


def test_template_in_the_workspace_needs_trust(root: Path) -> None:
    (root / "own.j2").write_text("# {{ person.name }}\n")
    ran = refused(root, "zoe", *ZOE, "--no-input", "--template", "own.j2")
    assert ran.code == 4
    assert "own.j2 stands in the workspace" in ran.err
    assert "--trust" in ran.err
    assert new_hire(root, "grace", "--template", "own.j2", "--trust", "--format", "markdown").out == "# Grace Example\n"


def test_template_that_is_not_there(root: Path) -> None:
    ran = refused(root, "grace", "--template", "gone.j2", "--trust")
    assert (ran.code, ran.err) == (2, "error: there is no template gone.j2\n")


# --- git -------------------------------------------------------------------------------------------


@pytest.fixture
def cloned(root: Path, tmp_path: Path) -> Path:
    """A shallow clone of the workspace."""
    repository.init(root)
    repository.commit(root)
    repository.commit(root, {"teams/payments.yaml": "name: Payments\nlead: ada\ntags: [money]\n"})
    repository.git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "clone")
    return tmp_path / "clone"


def test_shallow_clone_is_refused_with_what_helps(cloned: Path) -> None:
    ran = new_hire(cloned, "grace")
    assert (ran.code, ran.out) == (3, "")
    assert "; or go without: --no-history\n" in ran.err
    assert not (cloned / PAGE).exists()
    assert new_hire(cloned, "grace", "--no-history").code == 0
    assert (cloned / PAGE).is_file()


def test_people_who_changed_the_team_s_records_are_met(root: Path) -> None:
    repository.init(root)
    repository.commit(root, {"people/cara.yaml": "name: Cara Example\nemail: ada@example.com\nstarts: 2024-01-01\n"})
    changed = {"roadmap/wallets.yaml": "title: Wallets\nteam: payments\n"}
    repository.commit(root, changed, when="2026-09-10T12:00:00+00:00")
    ran = new_hire(root, "grace", "--format", "markdown")
    assert ran.code == 0
    assert re.search(r"Cara Example.*: changed your team's records", ran.out)
    assert "Cara Example" not in new_hire(root, "grace", "--format", "markdown", "--no-history").out


def test_repository_without_a_commit(root: Path) -> None:
    repository.init(root)
    assert new_hire(root, "grace").code == 0


# --- edits that stay -------------------------------------------------------------------------------


def test_conflict_is_marked_and_waits(root: Path) -> None:
    new_hire(root, "grace")
    (root / PAGE).write_text((root / PAGE).read_text().replace("Have lunch", "Have lunch at the harbour"))
    write_files(root, {**FILES, "onboarding/company.yaml": LAYER.replace("Have lunch", "Have breakfast")})
    ran = new_hire(root, "grace")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(
        f"{PAGE}: a conflict, because you edited what has changed\nerror: 1 place for you to decide: between the"
    )
    page = (root / PAGE).read_text()
    assert page.count("<<<<<<< yours\n") == page.count(">>>>>>> generated now\n") == 1
    assert "a conflict was left in the file" in refused(root, "grace").err
    kept = re.sub(r"<<<<<<< yours\n(.*?)\|{7}.*?>{7} generated now\n", r"\1", page, flags=re.DOTALL)
    (root / PAGE).write_text(kept)
    assert new_hire(root, "grace").err == f"{PAGE}: nothing has changed\n"
    assert (root / PAGE).read_text() == kept


def test_conflict_goes_beside_the_plan_where_that_was_asked_for(root: Path) -> None:
    new_hire(root, "grace")
    mine = (root / PAGE).read_text().replace("Have lunch", "Have lunch at the harbour")
    (root / PAGE).write_text(mine)
    write_files(root, {**FILES, "onboarding/company.yaml": LAYER.replace("Have lunch", "Have breakfast")})
    ran = new_hire(root, "grace", "--conflict", "rej")
    assert ran.code == 1
    assert f"1 place for you to decide: see {PAGE}.rej\n" in ran.err
    assert (root / PAGE).read_text() == mine
    assert "Have breakfast" in (root / f"{PAGE}.rej").read_text()


def test_deleted_plan_stays_deleted(root: Path) -> None:
    new_hire(root, "grace")
    (root / PAGE).unlink()
    write_files(root, {**FILES, "onboarding/company.yaml": LAYER.replace("Have lunch", "Have breakfast")})
    ran = new_hire(root, "grace")
    assert (ran.code, ran.err) == (
        0,
        f"{PAGE}: somebody deleted it, so it stays deleted\nto have it again, delete {COPY}\n",
    )
    assert not (root / PAGE).exists()
    (root / COPY).unlink()
    assert new_hire(root, "grace").code == 0
    assert "Have breakfast" in (root / PAGE).read_text()


# --- edits that stay, whatever they are --------------------------------------------------------------


@dataclass(frozen=True)
class Edit:
    """Something that a person does to a line of the plan; `at` is which one, from 0 to 1."""

    what: str
    at: float
    number: int


EDITS = st.lists(
    st.builds(
        Edit,
        st.sampled_from(["tick", "retitle", "delete", "add line", "add task", "swap", "move"]),
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 99),
    ),
    min_size=1,
    max_size=6,
)
TASK = st.tuples(st.integers(0, 9), st.sampled_from(["Meet", "Read", "Try"]), st.integers(-10, 55))
"""The number of a task's id, a word of its title, and its day."""


def layer_of(tasks: Sequence[tuple[int, str, int]]) -> str:
    lines = [f"  - {{id: t{number}, title: {word} number {number}, day: {day}}}" for number, word, day in tasks]
    return "\n".join(["title: Everybody", "tasks:" if lines else "tasks: []", *lines, ""])


def plan_of(tasks: Sequence[tuple[int, str, int]]) -> bytes:
    """Grace's plan of these tasks, in a workspace that never stands anywhere."""
    with TemporaryDirectory() as folder:
        workspace = read_files(Path(folder), {**FILES, "onboarding/company.yaml": layer_of(tasks)})
        (entry,) = (entry for entry in workspace.of(Person) if entry.id == "grace")
        return markdown.render("onboarding", onboarding_plan(workspace, entry, {}), most=None).encode()


def edited(text: str, edits: Sequence[Edit]) -> tuple[str, set[str], set[str], Counter[str]]:
    """The text as somebody leaves it, the lines that are new in it, those that are deleted, and the boxes ticked."""
    lines = text.splitlines()
    written: set[str] = set()
    gone: set[str] = set()
    for step, edit in enumerate(edits):
        place = int(edit.at * len(lines))
        boxes = [place for place, line in enumerate(lines) if line.startswith("- [ ] ") and "<!--" in line]
        box = boxes[int(edit.at * len(boxes))] if boxes else None
        match edit.what:
            case "tick" if box is not None:
                lines[box] = lines[box].replace("[ ]", "[x]", 1)
            case "retitle" if box is not None:
                lines[box] = lines[box].replace(" <!--", f" as agreed in call {edit.number}.{step} <!--", 1)
                written.add(f"as agreed in call {edit.number}.{step}")
            case "delete" if box is not None:
                gone.add(mark_of(lines[box]))
                del lines[box]
            case "add line":
                lines.insert(place, f"My note {edit.number}.{step}")
                written.add(f"My note {edit.number}.{step}")
            case "add task":
                lines.insert(place, f"- [ ] My task {edit.number}.{step}")
                written.add(f"- [ ] My task {edit.number}.{step}")
            case "swap" if place + 1 < len(lines):
                lines[place], lines[place + 1] = lines[place + 1], lines[place]
            case "move" if box is not None:
                line = lines.pop(box)
                lines.insert(edit.number % (len(lines) + 1), line)
    text = "\n".join(lines) + "\n"
    gone = {mark for mark in gone if mark not in text}
    return text, {words for words in written if words in text}, gone, Counter(ticked(text))


def mark_of(line: str) -> str:
    return line[line.index("<!--") :]


def ticked(text: str) -> list[str]:
    return [mark_of(line) for line in text.splitlines() if line.startswith("- [x] ") and "<!--" in line]


def decided(text: str) -> str:
    """The text with the person's side of every conflict."""
    return re.sub(
        r"^<<<<<<< yours\n(.*?)^\|{7} generated before\n.*?^>>>>>>> generated now\n",
        r"\1",
        text,
        flags=re.DOTALL | re.MULTILINE,
    )


TASKS = st.lists(TASK, min_size=1, max_size=7, unique_by=lambda task: task[0])


@settings(max_examples=200, deadline=None)
@given(TASKS, TASKS, EDITS)
def test_every_edit_is_kept_or_shown(
    before: list[tuple[int, str, int]], after: list[tuple[int, str, int]], edits: list[Edit]
) -> None:
    """Whatever somebody did to a plan and whatever became of the layers, nothing of theirs is lost."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        apply_update(root, plan_update(root, {PAGE: plan_of(before)}))
        page = root / PAGE
        mine, written, gone, boxes = edited(page.read_text(), edits)
        page.write_text(mine)
        now = plan_of(after)
        update = plan_update(root, {PAGE: now})
        apply_update(root, update)
        merged = page.read_text()
        assert all(words in merged for words in written)
        assert not any(mark in merged for mark in gone)
        assert Counter(ticked(merged)) >= boxes
        assert (first_marker(merged) is not None) == bool(update.conflicts)
        resolved = decided(merged)
        assert first_marker(resolved) is None
        page.write_text(resolved)
        again = plan_update(root, {PAGE: now})
        assert (again.files[0].action, apply_update(root, again), page.read_text()) == ("unchanged", [], resolved)


@settings(max_examples=100, deadline=None)
@given(TASKS, TASKS, st.lists(st.floats(0, 1, exclude_max=True), max_size=8))
def test_ticks_never_conflict(
    before: list[tuple[int, str, int]], after: list[tuple[int, str, int]], places: list[float]
) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        apply_update(root, plan_update(root, {PAGE: plan_of(before)}))
        mine, _, _, boxes = edited((root / PAGE).read_text(), [Edit("tick", place, 0) for place in places])
        (root / PAGE).write_text(mine)
        update = plan_update(root, {PAGE: plan_of(after)})
        apply_update(root, update)
        assert update.conflicts == 0
        assert Counter(ticked((root / PAGE).read_text())) == boxes


# --- faults ----------------------------------------------------------------------------------------

CODE = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from cli_runner import prodops
from prodops_cli.errors import ExitCode, ProdopsError
ran = prodops("onboard", "new-hire", "zoe", *{ZOE!r}, "--no-input", "--no-history", at=Path("."))
if ran.code:
    raise ProdopsError(ran.err, "", ExitCode(ran.code))
"""


def test_killed_at_any_point_every_file_is_old_or_new_and_the_next_run_finishes(root: Path, tmp_path: Path) -> None:
    old = tree_of(root)
    found = trials(root, CODE, "kill")
    assert new_hire(root, "zoe", *ZOE, "--no-input").code == 0
    new = tree_of(root)
    assert len(found) >= 10
    for number, trial in enumerate(found):
        assert trial.status < 0
        for path, text in trial.visible.items():
            assert text in (old.get(path, text), new.get(path)), (trial.event, path)
            assert path in new
        assert old.keys() <= trial.visible.keys()
        again = write_files(tmp_path / str(number), {p: t for p, t in trial.visible.items() if t is not None})
        ran = new_hire(again, "zoe", *ZOE, "--no-input")
        assert (ran.code, tree_of(again)) == (0, new), trial.event


def test_refused_at_any_point_nothing_is_changed(root: Path) -> None:
    old = tree_of(root)
    found = trials(root, CODE, "refuse")
    assert len(found) >= 10
    for trial in found:
        if trial.status:
            assert (trial.status, trial.files) == (74, old), trial.event
        else:  # the second name of a file in place could not be removed
            assert (trial.event, "people/zoe.yaml" in trial.visible) == ("os.remove", True)


# --- the calendar of Acme's newcomers ------------------------------------------------------------------


def events_of(text: str) -> dict[str, Event]:
    """The events of a calendar by their uid, as an independent reader finds them."""
    events = IcsCalendarStream.calendar_from_ics(text).events
    found = {event.uid: event for event in events if event.uid}
    assert len(found) == len(events)
    return found


@pytest.mark.parametrize("person", ["amaury", "vasanth", "delphine"])
def test_calendar_has_a_day_for_every_box(person: str) -> None:
    ran = prodops("onboard", "new-hire", person, "--no-history", "--format", "ics", at=ACME)
    assert ran.code == 0, ran.err
    assert ran.out.isascii() or ran.out.encode().decode() == ran.out
    events = events_of(ran.out)
    page = prodops("onboard", "new-hire", person, "--no-history", "--format", "markdown", at=ACME).out
    days = re.findall(r"^- \[ \] \*\*\w{3} (\d{4}-\d\d-\d\d)\*\* .*<!-- task: \S+ -->$", page, re.MULTILINE)
    assert len(days) == page.count("- [ ] ") > 20
    assert Counter(str(event.dtstart) for event in events.values()) == Counter(days)
    for event in events.values():
        assert type(event.dtstart) is date
        assert event.dtend is not None
        assert event.dtend - event.dtstart == timedelta(days=1)
        assert event.summary
        assert event.rrule is None
        assert not event.attendees


def test_event_keeps_its_uid_when_its_words_and_its_day_change(root: Path) -> None:
    before = events_of(new_hire(root, "grace", "--format", "ics").out)
    layer = LAYER.replace("Have lunch, day: 0", "Have breakfast, day: 1")
    write_files(root, {**FILES, "onboarding/company.yaml": layer})
    after = events_of(new_hire(root, "grace", "--format", "ics").out)
    assert before.keys() == after.keys()
    (changed,) = (uid for uid, event in before.items() if event.summary != after[uid].summary)
    assert (before[changed].summary, after[changed].summary) == (
        "Have lunch (Ben Example)",
        "Have breakfast (Ben Example)",
    )
    assert (str(before[changed].dtstart), str(after[changed].dtstart)) == ("2026-10-06", "2026-10-07")


@pytest.mark.parametrize("person", ["amaury", "vasanth", "delphine"])
def test_machine_is_in_nothing(person: str) -> None:
    for format_ in FORMATS:
        out = prodops("onboard", "new-hire", person, "--no-history", "--format", format_, at=ACME).out
        assert str(ACME.parents[1]) not in out


def test_calendar_has_what_is_open_on_the_page(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    assert prodops("onboard", "new-hire", "grace", "--no-history", at=tmp_path).code == 0
    page = (tmp_path / PAGE).read_text("utf-8")
    edited = re.sub(r"(?m)^- \[ \](.*task: laptop -->)$", r"- [x]\1", page)
    edited = re.sub(r"(?m)^.*task: handbook -->\n", "", edited).replace("Have lunch", "Have a long lunch")
    (tmp_path / PAGE).write_text(f"{edited}\n- [ ] **Tue 2026-11-17** Visit the warehouse\n", "utf-8")
    text = prodops("onboard", "new-hire", "grace", "--no-history", "--format", "ics", at=tmp_path).out
    events = {event.summary: event.dtstart for event in IcsCalendarStream.calendar_from_ics(text).events}
    assert "Order the laptop (Ada Example)" not in events
    assert "Read how we decide" not in events
    assert any("Have a long lunch" in str(title) for title in events)
    assert events["Visit the warehouse"] == date(2026, 11, 17)
    assert "Visit the warehouse" in prodops("onboard", "new-hire", "grace", "-f", "jira-csv", at=tmp_path).out
    assert "- [x]" in prodops("onboard", "new-hire", "grace", "--format", "github", at=tmp_path).out
