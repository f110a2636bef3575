"""What the pages of the rules about files, people, teams and tools do not show: the edges."""

from datetime import date
from pathlib import Path

import pytest

from builder import read_files
from prodops_cli import settings
from prodops_cli.errors import MOST_WORK
from prodops_cli.linter import lint
from prodops_cli.rules.dangling_reference import MOST_GUESSES
from prodops_cli.tree import WorkingTree
from prodops_cli.workspace import read_workspace

AS_OF = date(2026, 10, 15)


def findings(folder: Path, rule: str, **files: str) -> list[tuple[str, int, str]]:
    """(path, line, message) of one rule's findings; `people__ada` stands for people/ada.yaml."""
    (folder / "prodops.yaml").write_text("name: Example\n")
    for name, text in files.items():
        file = folder / f"{name.replace('__', '/')}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    tree = WorkingTree(folder)
    result = lint(read_workspace(tree, settings.load(tree)), AS_OF, select=[rule])
    return [(d.path, d.span.line, d.message) for d in result.diagnostics if d.rule == rule]


# --- unread-folder ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["initiatives", "person", "persons", "Teams", "golas", "launch", "launchs", "poeple", "roadmaps", "tool"]
)
def test_folder_with_almost_the_right_name_is_pointed_out(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    found = findings(tmp_path, "unread-folder")
    assert [(path, line) for path, line, _ in found] == [(name, 1)]


@pytest.mark.parametrize("name", ["src", "docs", "launcher", "test", "people", "roadmap", "page"])
def test_folder_of_another_kind_is_none_of_our_business(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    assert findings(tmp_path, "unread-folder") == []


# --- dangling-reference ----------------------------------------------------------------------------


def test_nearest_id_is_looked_for_a_limited_number_of_times(tmp_path: Path) -> None:
    work = [f"- {{id: a{number:03}, title: A, owner: ada-{number:03}x}}\n" for number in range(MOST_GUESSES + 5)]
    people = [f"- {{id: ada-{number:03}, name: Ada}}\n" for number in range(MOST_GUESSES + 5)]
    again = "- {id: b, title: B, owner: ada-000x}\n"
    workspace = read_files(tmp_path, {"roadmap.yaml": "".join([*work, again]), "people.yaml": "".join(people)})
    found = lint(workspace, AS_OF, select=["dangling-reference"]).diagnostics
    hints = [diagnostic.hint for diagnostic in found if diagnostic.rule == "dangling-reference"]
    assert sum("prodops new person ada-" in str(hint) for hint in hints) == 5
    assert hints.count("did you mean `ada-000`?") == 2


def test_nearest_id_is_not_looked_for_where_that_takes_long(tmp_path: Path) -> None:
    owners = [f"- {{id: a{number}, title: A, owner: {'x' * 90}-{number}}}\n" for number in range(MOST_GUESSES)]
    people = [f"- {{id: {'x' * 90}{number:05}, name: P}}\n" for number in range(MOST_WORK // 95**2)]
    workspace = read_files(tmp_path, {"roadmap.yaml": "".join(owners), "people.yaml": "".join(people)})
    found = lint(workspace, AS_OF, select=["dangling-reference"]).diagnostics
    assert ["did you mean" in str(diagnostic.hint) for diagnostic in found] == [True, *[False] * (MOST_GUESSES - 1)]


@pytest.mark.parametrize(
    ("owner", "hint"),
    [
        ("Zoë Example", "did you mean `zoe`?"),
        ("bo", "write it with: prodops new person bo"),
        ("Bo & Co", "write it with: prodops new person ID"),
    ],
)
def test_dangling_reference_says_what_can_be_meant(tmp_path: Path, owner: str, hint: str) -> None:
    files = {"people/zoe.yaml": "name: Zoë Example\n", "roadmap/search.yaml": f"title: Search\nowner: {owner}\n"}
    found = lint(read_files(tmp_path, files), AS_OF, select=["dangling-reference"]).diagnostics
    assert [diagnostic.hint for diagnostic in found] == [hint]


# --- cut-by-comment --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "title: Fix #12",
        'title: "a #1" #2',
        "title: Fix\t#12",
        "tags: [one, two] #three",
        "notes: #help",
        "title: Fix  #é",
    ],
)
def test_word_behind_a_hash_is_a_cut(tmp_path: Path, line: str) -> None:
    found = findings(tmp_path, "cut-by-comment", roadmap=f"- id: x\n  {line}\n")
    assert [(path, number) for path, number, _ in found] == [("roadmap.yaml", 2)]


@pytest.mark.parametrize(
    "line",
    [
        "title: Fix # 12",
        "title: Fix # see #12",
        "title: Fix#12",
        "title: 'Fix #12'",
        "notes: |\n    Fix #12\n    #12",
        "notes: >-\n    Fix #12",
        "title: Fix #",
        "title: Fix ##12",
        "#title: Fix #12\n  title: Fix",
        "title: Fix #prodops: ignore[id-style]",
        "website: https://example.com/#top",
    ],
)
def test_comment_and_text_in_quotes_or_blocks_are_no_cut(tmp_path: Path, line: str) -> None:
    assert findings(tmp_path, "cut-by-comment", roadmap=f"- id: x\n  {line}\n") == []


def test_line_full_of_hashes_in_a_text_is_read_in_one_pass(tmp_path: Path) -> None:
    line = f'title: "{" #a" * 100_000}"'
    assert findings(tmp_path, "cut-by-comment", roadmap=f"- id: x\n  {line}\n") == []


def test_cut_in_a_file_with_byte_order_mark_and_carriage_returns_is_on_its_line(tmp_path: Path) -> None:
    found = findings(tmp_path, "cut-by-comment", tools__figma="\ufeffname: Figma\r\nnotes: é #12\r\n")
    assert [number for _, number, _ in found] == [2]


# --- secret-value ----------------------------------------------------------------------------------


def test_secret_in_a_comment_and_in_a_file_that_is_not_yaml_is_found(tmp_path: Path) -> None:
    token = "AKIA" + "IOSFODNN7EXAMPLE"
    found = findings(tmp_path, "secret-value", people__ada=f"name: Ada\n# {token}\n", people__eve=f"[\n{token}\n")
    assert [(path, line) for path, line, _ in found] == [("people/ada.yaml", 2), ("people/eve.yaml", 2)]


def test_secret_shows_four_characters(tmp_path: Path) -> None:
    token = "ghp" + "_" + "aB3" * 12
    [(_, _, message)] = findings(tmp_path, "secret-value", people__ada=f"name: {token}\n")
    assert message == "this looks like a GitHub token: `ghp_…`"


# --- ids -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id_", "better"),
    [("OnePageCheckout", "one-page-checkout"), ("one_page", "one-page"), ("v2.1", "v2-1"), ("A--B", "a-b")],
)
def test_id_gets_a_better_one(tmp_path: Path, id_: str, better: str) -> None:
    (tmp_path / "prodops.yaml").write_text("name: Example\n")
    (tmp_path / "roadmap").mkdir()
    (tmp_path / "roadmap" / f"{id_}.yaml").write_text("title: X\n")
    tree = WorkingTree(tmp_path)
    [diagnostic] = lint(read_workspace(tree, settings.load(tree)), AS_OF, select=["id-style"]).diagnostics
    assert diagnostic.hint == f"rename the file to `{better}`, and the references to it"


# --- people and teams ------------------------------------------------------------------------------

PEOPLE = "- {id: ada, name: Ada}\n"


def test_without_teams_nobody_is_asked_for_one(tmp_path: Path) -> None:
    assert findings(tmp_path, "person-without-team", people=PEOPLE) == []


def test_team_that_could_not_be_read_may_have_members(tmp_path: Path) -> None:
    teams = {"teams__a": "name: A\n", "teams__b": "name: [\n"}
    assert findings(tmp_path, "person-without-team", people=PEOPLE, **teams) == []


def test_person_who_could_not_be_read_may_be_a_member(tmp_path: Path) -> None:
    people = {"people__ada": "name: Ada\nteam: other\n", "people__eve": "nmae: Eve\nteam: a\n"}
    assert findings(tmp_path, "team-without-members", teams__a="name: A\n", **people) == []


def test_without_people_no_team_is_asked_for_members(tmp_path: Path) -> None:
    assert findings(tmp_path, "team-without-members", teams__a="name: A\n") == []


def test_circle_of_managers_is_told_once_with_everybody_in_it(tmp_path: Path) -> None:
    people = "".join(f"- {{id: {who}, name: X, manager: {boss}}}\n" for who, boss in zip("cabd", "abca", strict=True))
    found = findings(tmp_path, "manager-cycle", people=people)
    assert found == [("people.yaml", 2, "people report to each other in a circle: a → b → c → a")]


def test_somebody_who_left_breaks_the_circle(tmp_path: Path) -> None:
    people = "- {id: a, name: A, manager: b}\n- {id: b, name: B, manager: a, ends: 2026-01-31}\n"
    assert findings(tmp_path, "manager-cycle", people=people) == []


def test_own_manager_and_own_parent_are_circles(tmp_path: Path) -> None:
    people = "- {id: a, name: Ada, manager: a}\n"
    assert findings(tmp_path, "manager-cycle", people=people) == [("people.yaml", 1, "Ada reports to themselves")]
    teams = "- {id: a, name: Payments, parent: a}\n"
    assert findings(tmp_path, "team-cycle", teams=teams) == [("teams.yaml", 1, "Payments is its own parent")]


def test_manager_of_somebody_who_left_as_well_does_not_matter(tmp_path: Path) -> None:
    people = "- {id: a, name: A, manager: b, ends: 2026-02-28}\n- {id: b, name: B, ends: 2026-01-31}\n"
    assert findings(tmp_path, "manager-left", people=people) == []


@pytest.mark.parametrize("is_new", [True, False])
def test_new_team_is_told_how_to_get_people(tmp_path: Path, is_new: bool) -> None:
    files = {"teams.yaml": "- {id: new, name: New}\n", "people.yaml": "- {id: ada, name: Ada}\n"}
    files |= {} if is_new else {"roadmap.yaml": "- {id: x, title: X, team: new}\n"}
    [found] = lint(read_files(tmp_path, files), AS_OF, select=["team-without-members"]).diagnostics
    hint = "write `team: new` into its people's files, or `members: [their ids]` here"
    assert found.hint == (hint if is_new else f"{hint}; if it was dissolved, hand on what it owns")


def test_person_without_a_team_is_spoken_of_once(tmp_path: Path) -> None:
    files = {
        "people": "- {id: ada, name: Ada}\n- {id: bo, name: Bo}\n- {id: cy, name: Cy, starts: 2027-01-01}\n",
        "teams": "- {id: a, name: A}\n",
        "goals": "- {id: g, title: G, owner: ada}\n",
        "roadmap": "- {id: x, title: X, owner: ada}\n- {id: y, title: Y, owner: cy}\n"
        "- {id: z, title: Z, owner: bo, status: shipped}\n",
    }
    assert findings(tmp_path, "owner-without-team", **files) == [
        ("people.yaml", 1, "Ada answers for goal:g and is on no team"),
        ("people.yaml", 3, "Cy answers for initiative:y and is on no team"),
    ]
    assert findings(tmp_path, "person-without-team", **files) == [("people.yaml", 2, "Bo is on no team")]


# --- tools -----------------------------------------------------------------------------------------


def contract(renews: str, notice_days: int) -> str:
    return f"name: Figma\ncontract: {{renews: {renews}, notice_days: {notice_days}}}\n"


@pytest.mark.parametrize(
    ("notice_days", "rule"),
    [
        (0, "notice-deadline-near"),  # the deadline is the renewal, 17 days ahead
        (17, "notice-deadline-near"),  # the deadline is today
        (18, "notice-deadline-passed"),  # the deadline was yesterday
    ],
)
def test_notice_can_be_given_until_the_end_of_its_last_day(tmp_path: Path, notice_days: int, rule: str) -> None:
    text = contract("2026-11-01", notice_days)
    rules = ["notice-deadline-near", "notice-deadline-passed", "renewal-passed"]
    assert [name for name in rules if findings(tmp_path, name, tools__figma=text)] == [rule]


@pytest.mark.parametrize(("renews", "is_near"), [("2026-12-14", True), ("2026-12-15", False)])
def test_decision_starts_sixty_days_before_the_deadline(tmp_path: Path, renews: str, is_near: bool) -> None:
    assert bool(findings(tmp_path, "notice-deadline-near", tools__figma=contract(renews, 0))) is is_near


def test_deadline_is_told_with_the_days_that_are_left(tmp_path: Path) -> None:
    [(_, _, message)] = findings(tmp_path, "notice-deadline-near", tools__figma=contract("2026-12-31", 70))
    assert message == "Figma renews by itself on 2026-12-31; notice must be given by 2026-10-22, in 7 days"


def test_renewal_today_has_not_passed(tmp_path: Path) -> None:
    assert findings(tmp_path, "renewal-passed", tools__figma=contract("2026-10-15", 0)) == []
    [(_, _, message)] = findings(tmp_path, "renewal-passed", tools__figma=contract("2026-10-14", 0))
    assert message == "the contract for Figma renewed on 2026-10-14, yesterday"


def test_unused_seats_are_told_with_what_they_cost(tmp_path: Path) -> None:
    text = "name: Figma\nseats: {billed: 60, active: 41}\nprice: {amount: 15, currency: EUR, per: seat/month}\n"
    [(_, _, message)] = findings(tmp_path, "unused-seats", tools__figma=text)
    assert message == "19 of 60 seats of Figma (32%) are not used, 3,420 EUR a year"


def test_reference_between_retired_tools_is_history(tmp_path: Path) -> None:
    tools = "- {id: a, name: A, status: retired, successor: b}\n- {id: b, name: B, status: retired}\n"
    assert findings(tmp_path, "retired-tool-referenced", tools=tools) == []
