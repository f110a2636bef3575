"""Reading and linking a workspace: homes of records, ids, references, and one problem for one mistake."""

from pathlib import Path

import pytest

from prodops_cli.diagnostics import Route
from prodops_cli.kinds.goal import Goal
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.team import Team
from prodops_cli.kinds.tool import Tool
from prodops_cli.settings import Settings
from prodops_cli.tree import WorkingTree
from prodops_cli.workspace import MOST_PROBLEMS_PER_LIST, Workspace, read_workspace


def workspace(tmp_path: Path, files: dict[str, str | bytes], *, also: tuple[str, ...] = ()) -> Workspace:
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_workspace(WorkingTree(tmp_path), Settings(), also=also)


def problems(found: Workspace) -> list[tuple[str, str, int, str]]:
    """Path, rule, line and message of every problem."""
    rows = []
    for problem in found.problems:
        document = found.documents.get(problem.path)
        span = problem.span
        if span is None:
            assert document is not None
            span = document.span(problem.route, at_key=problem.at_key)
        rows.append((problem.path, problem.rule, span.line, problem.message))
    return rows


def refs(found: Workspace) -> list[str]:
    return [entry.ref for entry in found.entries.values()]


# --- where records live --------------------------------------------------------------------------


def test_record_is_a_file_in_its_kinds_folder_or_an_item_of_its_kinds_list(tmp_path: Path) -> None:
    found = workspace(
        tmp_path,
        {
            "people/berlin/grace.yaml": "name: Grace\n",
            "people/ada.yaml": "name: Ada\n",
            "people.yaml": "- id: bob\n  name: Bob\n- {id: cid, name: Cid}\n",
            "roadmap/2026/q3/search.yaml": "title: Search\n",
            "notes/other.yaml": "not: [read",
            "people/readme.md": "not read",
            "people/.draft.yaml": "not: [read",
        },
    )
    assert found.problems == ()
    assert refs(found) == ["initiative:search", "person:ada", "person:bob", "person:cid", "person:grace"]
    assert [(entry.path, entry.route) for entry in found.of(Person)] == [
        ("people/ada.yaml", ()),
        ("people.yaml", (0,)),
        ("people.yaml", (1,)),
        ("people/berlin/grace.yaml", ()),
    ]
    assert sorted(found.documents) == [
        "people.yaml",
        "people/ada.yaml",
        "people/berlin/grace.yaml",
        "roadmap/2026/q3/search.yaml",
    ]


def test_folder_without_records_is_an_empty_workspace(tmp_path: Path) -> None:
    found = workspace(tmp_path, {"README.md": "# Hi\n"})
    assert (found.problems, dict(found.entries), found.references) == ((), {}, ())
    assert found.names == ("README.md",)


@pytest.mark.parametrize(
    ("path", "better"),
    [("people/ada.yml", "people/ada.yaml"), ("people/ada.YAML", "people/ada.yaml"), ("people.yml", "people.yaml")],
)
def test_file_with_another_ending_is_not_silently_left_out(tmp_path: Path, path: str, better: str) -> None:
    found = workspace(tmp_path, {path: "name: Ada\n"})
    assert problems(found) == [(path, "misplaced-file", 1, "only files that end in .yaml are read")]
    assert found.problems[0].hint == f"rename it to {better}"


def test_file_that_somebody_asked_about_is_read_as_yaml(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"docs/example.yaml": "a: [\n", "people/ada.yaml": "name: Ada\n"}
    found = workspace(tmp_path, files, also=("docs/example.yaml", "people/ada.yaml", "prodops.yaml"))
    assert problems(found) == [("docs/example.yaml", "yaml-syntax", 1, "a `[` or `{` that is not closed")]
    assert refs(found) == ["person:ada"]


def test_linked_folder_is_reported_and_hides_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    root = tmp_path / "root"
    (root / "goals").mkdir(parents=True)
    (root / "people").symlink_to("../elsewhere")
    (root / "goals" / "old").symlink_to("../goals")
    found = workspace(root, {"roadmap/search.yaml": "title: Search\nowner: ada\ngoals: [growth]\n"})
    assert problems(found) == [
        ("goals/old/", "unreadable-file", 1, "the folder cannot be read: links to folders are not followed"),
        ("people/", "unreadable-file", 1, "the folder cannot be read: a link that leads out of the workspace"),
    ]
    assert found.exists("person", "ada")
    assert found.exists("goal", "growth")
    assert not found.exists("team", "core")


def test_broken_link_fifo_and_link_outside_are_records_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "ada.yaml").symlink_to("nowhere.yaml")
    (tmp_path / "people" / "bob.yaml").symlink_to("/etc/passwd")
    found = workspace(tmp_path, {})
    assert [(path, message) for path, _, _, message in problems(found)] == [
        ("people/ada.yaml", "the file cannot be read: the file is not there (a link that leads nowhere?)"),
        ("people/bob.yaml", "the file cannot be read: a link that leads out of the workspace"),
    ]
    assert found.exists("person", "bob")


# --- what cannot be read still exists ------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "name: [\n",
        "",
        "- a\n",
        "just text\n",
        "name: &a Ada\n",
        "name: Ada\nname: Eda\n",
        "nam: Ada\n",
        b"\xff",
        "name: null\n",
    ],
)
def test_unreadable_record_still_exists(tmp_path: Path, text: str | bytes) -> None:
    found = workspace(tmp_path, {"people/ada.yaml": text})
    assert found.problems
    assert found.exists("person", "ada")
    assert not found.exists("person", "bob")
    assert found.get(Person, "ada") is None
    assert found.of(Person) == ()


@pytest.mark.parametrize(
    "text", ["- id: ada\n  name: [\n", "id: ada\n", "", "- just text\n", "- name: Ada\n", "- id: [a]\n  name: Ada\n"]
)
def test_any_id_may_be_in_a_list_that_cannot_be_read(tmp_path: Path, text: str) -> None:
    found = workspace(tmp_path, {"people.yaml": text})
    assert found.problems
    assert found.exists("person", "anybody")
    assert not found.exists("team", "anything")


def test_one_wrong_record_of_a_list_leaves_the_others_alone(tmp_path: Path) -> None:
    found = workspace(
        tmp_path, {"people.yaml": "- {id: ada, name: Ada}\n- {id: bob, nme: Bob}\n- {id: cid, name: Cid}\n"}
    )
    assert refs(found) == ["person:ada", "person:cid"]
    assert found.exists("person", "bob")
    assert not found.exists("person", "dan")
    assert {(line, rule) for _, rule, line, _ in problems(found)} == {(2, "unknown-key"), (2, "missing-field")}


# --- one problem for one mistake -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("title: *x\n", "yaml-subset", 1),
        ("title: null\n", "yaml-subset", 1),
        ("title: X\ntarget: ~\n", "yaml-subset", 2),
        ("title: X\ngoals: [null]\n", "yaml-subset", 2),
        ("title: X\neffort: !!int x\n", "yaml-subset", 2),
        ("title: X\n<<: {a: 1}\n", "yaml-subset", 2),
        ("title: X\ntitle: Y\n", "duplicate-key", 2),
        ("title: X\nstatus: wrong\n", "invalid-value", 2),
        ("title:\n", "missing-field", 1),
        ("[title]\n", "invalid-value", 1),
        ("title\n", "invalid-value", 1),
        ("title: [\n", "yaml-syntax", 1),
        ("# nothing\n", "unreadable-file", 1),
    ],
)
def test_one_mistake_is_one_problem(tmp_path: Path, text: str, rule: str, line: int) -> None:
    found = workspace(tmp_path, {"roadmap/x.yaml": text})
    assert [row[:3] for row in problems(found)] == [("roadmap/x.yaml", rule, line)]


def test_mistakes_on_different_lines_are_all_reported(tmp_path: Path) -> None:
    found = workspace(
        tmp_path, {"roadmap/x.yaml": "title: X\nstatus: &s wrong\nhealth: bad\nhealth: worse\nowners: ada\n"}
    )
    assert sorted((line, rule) for _, rule, line, _ in problems(found)) == [
        (2, "yaml-subset"),
        (3, "invalid-value"),
        (4, "duplicate-key"),
        (5, "unknown-key"),
    ]


def test_list_full_of_mistakes_is_not_reported_to_the_last(tmp_path: Path) -> None:
    rows = "".join(f"- {{id: t{number}, nam: x}}\n" for number in range(5000))
    found = workspace(tmp_path, {"tools.yaml": rows})
    assert len(found.problems) < MOST_PROBLEMS_PER_LIST + 10
    assert problems(found)[-1][3] == "from here on the list was not checked"
    assert found.exists("tool", "t4999")


# --- ids -----------------------------------------------------------------------------------------


def test_id_given_twice_names_both_places(tmp_path: Path) -> None:
    found = workspace(
        tmp_path,
        {
            "people.yaml": "- {id: ada, name: One}\n- id: bob\n  name: Two\n- name: Three\n  id: bob\n",
            "people/ada.yaml": "name: Four\n",
            "people/x/ADA.yaml": "name: Five\n",
        },
    )
    assert problems(found) == [
        ("people.yaml", "duplicate-id", 5, "the person `bob` exists already: people.yaml:2"),
        ("people/ada.yaml", "duplicate-id", 1, "the person `ada` exists already: people.yaml:1"),
        ("people/x/ADA.yaml", "duplicate-id", 1, "the person `ADA` exists already: people.yaml:1"),
    ]
    assert [entry.record.name for entry in found.of(Person)] == ["One", "Two"]


def test_same_id_of_two_kinds_is_fine(tmp_path: Path) -> None:
    found = workspace(tmp_path, {"people/core.yaml": "name: Core\n", "teams/core.yaml": "name: Core\n"})
    assert found.problems == ()
    assert sorted(found.entries) == [("person", "core"), ("team", "core")]


def test_records_without_an_id_are_not_each_others_duplicates(tmp_path: Path) -> None:
    found = workspace(
        tmp_path, {"people.yaml": "- name: One\n- name: Two\n- {id: , name: Three}\n- {id: none, name: Four}\n"}
    )
    assert [(line, message) for _, _, line, message in problems(found)] == [
        (1, "`id` is missing"),
        (2, "`id` is missing"),
        (3, "`id` has no value"),
    ]
    assert refs(found) == ["person:none"]


@pytest.mark.parametrize("name", ["Ada Example.yaml", "größe.yaml", "-a.yaml", "a..b.yaml", "con.yaml"])
def test_file_name_that_cannot_be_an_id(tmp_path: Path, name: str) -> None:
    found = workspace(tmp_path, {f"people/{name}": "name: Ada\n"})
    assert problems(found) == [(f"people/{name}", "invalid-id", 1, "the file's name cannot be an id")]
    assert refs(found) == []


def test_id_inside_a_file_is_the_files_name_or_a_mistake(tmp_path: Path) -> None:
    found = workspace(tmp_path, {"people/ada.yaml": "id: ada\nname: Ada\n", "people/bob.yaml": "name: Bob\nid: rob\n"})
    assert problems(found) == [
        ("people/bob.yaml", "invalid-id", 2, "the id is the file's name; this one says something else")
    ]
    assert refs(found) == ["person:ada", "person:bob"]


@pytest.mark.parametrize("id_", ["a b", "../etc", "Ａ-1", "con", "''"])
def test_id_in_a_list_must_be_one(tmp_path: Path, id_: str) -> None:
    found = workspace(tmp_path, {"people.yaml": f"- name: Ada\n  id: {id_}\n"})
    assert [row[1:3] for row in problems(found)] == [("invalid-value", 2)]


# --- looking things up ---------------------------------------------------------------------------


@pytest.fixture
def acme(tmp_path: Path) -> Workspace:
    """A few records that name each other."""
    return workspace(
        tmp_path,
        {
            "people/ada.yaml": "name: Ada\nteam: core\nmanager: bob\n",
            "people/bob.yaml": "name: Bob\n",
            "teams.yaml": "- {id: core, name: Core, lead: ada}\n",
            "goals/growth.yaml": "title: Growth\nowner: nobody\n",
            "roadmap/search.yaml": "title: Search\nowner: ada\ngoals: [growth, other]\ndepends_on: [tax, {on: pay}]\n",
        },
    )


def test_records_are_found_by_kind_and_id(acme: Workspace) -> None:
    ada = acme.get(Person, "ada")
    assert ada is not None
    assert (ada.id, ada.label) == ("ada", "Ada")
    assert acme.get(Person, None) is None
    assert acme.get(Team, "ada") is None
    assert [entry.id for entry in acme.of(Initiative)] == ["search"]
    assert acme.of(Tool) == ()
    entry = acme.find("goal", "growth")
    assert entry is not None
    assert (entry.kind, entry.id, entry.ref, entry.path) == ("goal", "growth", "goal:growth", "goals/growth.yaml")


def test_references_are_found_by_walking_the_records(acme: Workspace) -> None:
    found: list[tuple[str, Route, str, str]] = [(r.source.ref, r.route, r.kind, r.id) for r in acme.references]
    assert found == [
        ("goal:growth", ("owner",), "person", "nobody"),
        ("initiative:search", ("owner",), "person", "ada"),
        ("initiative:search", ("goals", 0), "goal", "growth"),
        ("initiative:search", ("goals", 1), "goal", "other"),
        ("initiative:search", ("depends_on", 0, "on"), "initiative", "tax"),
        ("initiative:search", ("depends_on", 1, "on"), "initiative", "pay"),
        ("person:ada", ("team",), "team", "core"),
        ("person:ada", ("manager",), "person", "bob"),
        ("team:core", ("lead",), "person", "ada"),
    ]


def test_referrers_name_who_refers_to_a_record(acme: Workspace) -> None:
    ada, growth = acme.find("person", "ada"), acme.find("goal", "growth")
    assert ada is not None
    assert growth is not None
    assert [(r.source.ref, r.route) for r in acme.referrers(ada)] == [
        ("initiative:search", ("owner",)),
        ("team:core", ("lead",)),
    ]
    assert [r.source.ref for r in acme.referrers(growth)] == ["initiative:search"]


def test_entries_are_sorted_whatever_the_order_of_files(acme: Workspace) -> None:
    assert list(acme.entries) == sorted(acme.entries)
    assert list(acme.entries) == [
        ("goal", "growth"),
        ("initiative", "search"),
        ("person", "ada"),
        ("person", "bob"),
        ("team", "core"),
    ]


def test_nothing_of_the_raw_data_is_kept(acme: Workspace) -> None:
    assert all(document.data is None for document in acme.documents.values())
    assert all(isinstance(entry.record, Goal) for entry in acme.of(Goal))
