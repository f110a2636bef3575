"""`prodops new`: valid files with comments that teach, and nothing written that lint would object to."""

import io
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from builder import write_files
from cli_runner import Ran, prodops
from faults import tree_of
from payloads import payloads
from prodops_cli import settings
from prodops_cli.drafts import check, draft, id_from, label_from, values_from
from prodops_cli.errors import ProdopsError
from prodops_cli.kinds import all_kinds
from prodops_cli.kinds._base import descriptions
from prodops_cli.kinds._shape import shape_of
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.linter import lint
from prodops_cli.render.starter import example_lines, starter
from prodops_cli.render.yaml import field, scalar
from prodops_cli.source import read
from prodops_cli.tree import WorkingTree
from prodops_cli.validation import validate
from prodops_cli.workspace import Workspace, read_workspace
from terminal import on_terminal

KINDS = sorted(all_kinds())
NEEDED = {
    "cycle": ["--set", "owner=ada", "--set", "period=2027-Q1", "--set", "freeze=2026-12-11"],
    "launch": ["--set", "owner=ada"],
}
"""What a kind cannot do without although its model can: rules about it are errors."""
TODAY = ["--as-of", "2026-11-02"]
FILES = {
    "people/ada.yaml": "name: Ada Example\nteam: core\n",
    "teams/core.yaml": "name: Core\nlead: ada\nsponsor: ada\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path, FILES)


def new(root: Path, *arguments: str) -> Ran:
    return prodops("new", *arguments, *TODAY, at=root)


def text_of(root: Path, path: str) -> str:
    return (root / path).read_text(encoding="utf-8")


def without_comments(text: str) -> str:
    return "".join(f"{line}\n" for line in text.splitlines() if line and not line.lstrip().startswith("#"))


def workspace_at(root: Path) -> Workspace:
    tree = WorkingTree(root)
    return read_workspace(tree, settings.load(tree))


# --- what is written -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_new_record_without_errors(root: Path, kind: str) -> None:
    ran = new(root, kind, "thing-one", *NEEDED.get(kind, []))
    folder = all_kinds()[kind].folder
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines()[-1] == f"Created {folder}/thing-one.yaml"
    assert not [found for found in lint(workspace_at(root), date(2026, 11, 2)).diagnostics if found.severity == "error"]


def test_given_fields_are_filled_and_the_others_taught(root: Path, golden: object) -> None:
    assert new(root, "initiative", "search-v2", "--set", "owner=ada", "--set", "target=2026-12-01").code == 0
    golden("new-initiative.yaml", text_of(root, "roadmap/search-v2.yaml"))  # type: ignore[operator]


@pytest.mark.parametrize("kind", KINDS)
def test_suggestions_are_valid_once_their_mark_is_removed(kind: str) -> None:
    model = all_kinds()[kind]
    label = "title" if "title" in model.model_fields else "name"
    text = re.sub(r"(?m)^#(?! )", "", starter(model, {label: "Thing one"}))
    document = read("x.yaml", text.encode())
    assert not document.problems
    assert isinstance(document.data, dict)
    assert {label, *example_lines(model)} == set(document.data)
    assert isinstance(validate(model, {"id": "x", **document.data}, path="x.yaml"), model)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_explained_or_named(kind: str) -> None:
    model = all_kinds()[kind]
    text = starter(model, {"title": "x", "name": "x"})
    flat = re.sub(r"\s+# ", " ", text)
    for name, sentence in descriptions(model).items():
        if name in example_lines(model):
            assert " ".join(sentence.split()) in flat, name
        elif name != "id" and name not in ("title", "name"):
            assert name in flat.rpartition("More keys, if you need them: ")[2], name


def test_file_names_its_schema_where_there_are_schemas(root: Path) -> None:
    assert prodops("schema", "--output", root / ".prodops/schema").code == 0
    assert new(root, "goal", "grow").code == 0
    first = text_of(root, "goals/grow.yaml").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../.prodops/schema/goal.schema.json"
    assert (root / "goals" / first.rpartition("=")[2]).is_file()


def test_dry_run_prints_the_file_and_writes_nothing(root: Path) -> None:
    before = tree_of(root)
    ran = new(root, "goal", "grow", "--dry-run")
    assert (ran.code, ran.err) == (0, "goals/grow.yaml was not written: this is a dry run\n")
    assert tree_of(root) == before
    assert new(root, "goal", "grow").code == 0
    assert text_of(root, "goals/grow.yaml") == ran.out


def test_warnings_are_shown_and_the_file_is_written(root: Path) -> None:
    ran = new(root, "tool", "figma")
    assert (ran.code, ran.out) == (0, "")
    assert "[tool-without-owner]" in ran.err
    assert (root / "tools/figma.yaml").is_file()


# --- id and title --------------------------------------------------------------------------------


def test_title_is_made_from_the_id_and_the_id_from_the_title(root: Path) -> None:
    new(root, "initiative", "search-v2")
    new(root, "person", "--name", "Zoë Müller-Example")
    assert without_comments(text_of(root, "roadmap/search-v2.yaml")) == "title: Search v2\n"
    assert without_comments(text_of(root, "people/zoe-muller-example.yaml")) == "name: Zoë Müller-Example\n"


@pytest.mark.parametrize(
    ("title", "id_"),
    [
        ("Grow mobile revenue", "grow-mobile-revenue"),
        ("  Größer, schneller & besser!  ", "grosser-schneller-besser"),
        ("Ada's 2nd launch", "adas-2nd-launch"),
        ("Łódź Ærøskøbing", "lodz-aeroskobing"),
        ("word " * 30, "word-word-word-word-word-word-word-word-word-word-word-word"),
        ("x" * 200, "x" * 60),
        ("結帳", None),
        ("CON", None),
        ("!?", None),
    ],
)
def test_ids_of_titles(title: str, id_: str | None) -> None:
    assert id_from(title) == id_


def test_titles_of_ids() -> None:
    kinds = all_kinds()
    assert label_from(kinds["initiative"], "one-page_checkout.v2") == "One page checkout v2"
    assert label_from(kinds["person"], "ada-example") == "Ada Example"


@pytest.mark.parametrize("id_", ["../x", "a/b", "con", ".x", "x y", "", "a..b", "x" * 101])
def test_id_that_is_none(root: Path, id_: str) -> None:
    before = tree_of(root)
    ran = new(root, "goal", id_, "--title", "x")
    assert (ran.code, ran.out) == (2, "")
    assert "cannot be an id" in ran.err
    assert tree_of(root) == before


def test_name_in_place_of_an_id_shows_the_id(root: Path) -> None:
    assert new(root, "person", "Zoë Example").err.endswith("hint: use letters, digits and hyphens: zoe-example\n")


def test_id_that_is_taken_names_the_record_that_has_it(root: Path) -> None:
    for id_ in ("ada", "ADA"):
        ran = new(root, "person", id_)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("error: the person `ada` is there already: people/ada.yaml:1\n")
        assert ran.err.endswith("hint: change it there, or choose another id\n")
    write_files(root, {"goals/2026/grow.yaml": "key: [\n"})  # there, although it cannot be read
    assert "the goal `grow` is there already" in new(root, "goal", "--title", "Grow").err


# --- values --------------------------------------------------------------------------------------


def test_values_reach_every_form_of_field(root: Path) -> None:
    ran = new(
        root,
        "initiative",
        "search",
        *("--set", "effort=[3, 05]"),
        *("--set", "tags=a, b"),
        *("--set", "tags=c"),
        *("--set", "depends_on={on: other, lag: 1w}"),
        *("--set", "priority.reach={value: [1, 2], per: month}"),
        *("--set", "priority.impact=2"),
        *("--set", "custom.jira=SHOP-412"),
        *("--set", "notes=one\ntwo: 2\n\n  three"),
        "--dry-run",
    )
    assert "there is no initiative `other`" in ran.err
    write_files(root, {"roadmap/other.yaml": "title: Other\n"})
    record = workspace_with(root, "effort=[3, 05]", "tags=a, b", "tags=c", "depends_on={on: other, lag: 1w}")
    assert record.effort is not None
    assert (record.effort.value, record.tags) == ((3, 5), ("a", "b", "c"))
    assert (record.depends_on[0].on, record.depends_on[0].lag) == ("other", 7)
    record = workspace_with(
        root, "priority.reach={value: [1, 2], per: month}", "priority.impact=2", "custom.jira=SHOP-4"
    )
    assert record.priority is not None
    assert record.priority.reach is not None
    assert (record.priority.reach.per, record.custom) == ("month", {"jira": "SHOP-4"})
    assert workspace_with(root, "notes=one\ntwo: 2\n\n  three").notes == "one\ntwo: 2\n\n  three"


def workspace_with(root: Path, *assignments: str) -> Initiative:
    """The initiative that the assignments make, as it is read back."""
    workspace = workspace_at(root)
    made = draft(workspace, Initiative, "made", {"title": "Made", **values_from(Initiative, assignments)})
    check(workspace, made, date(2026, 11, 2))
    record = validate(Initiative, {**read(made.path, made.text).data, "id": "made"}, path=made.path)  # type: ignore[dict-item]
    assert isinstance(record, Initiative)
    return record


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        ("owner", "`owner` is not FIELD=VALUE"),
        ("=ada", "`=ada` is not FIELD=VALUE"),
        ("ownr=ada", "has no field `ownr`"),
        ("owner=", "`owner` has no value"),
        ("owner.name=ada", "has no fields of its own"),
        ("updates.text=x", "`updates.text` leads into a list"),
        ("id=x", "the id is not a field to set"),
        ("effort=[3", "the value of `effort` is not YAML"),
        ("effort={value: &a 3}", "anchors"),
        ("title=\udc80", "is not UTF-8"),
    ],
)
def test_assignment_that_is_none(root: Path, assignment: str, message: str) -> None:
    ran = new(root, "initiative", "x", "--set", assignment)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert not (root / "roadmap").exists()


def test_field_given_twice(root: Path) -> None:
    for twice in (["owner=ada", "owner=ben"], ["custom={a: b}", "custom={c: d}"], ["title=x", "title=x"]):
        ran = new(root, "initiative", "x", *(word for one in twice for word in ("--set", one)))
        assert (ran.code, "is given twice" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("assignment", "rule"),
    [
        ("target=soon", "invalid-value"),
        ("status=done", "invalid-value"),
        ("owner=nobody", "dangling-reference"),
        ("effort=[5, 3]", "invalid-value"),
        ("links=javascript:alert(1)", "invalid-value"),
        ("priority={reech: 3}", "unknown-key"),
    ],
)
def test_what_lint_would_refuse_is_refused_in_its_words(root: Path, assignment: str, rule: str) -> None:
    ran = new(root, "initiative", "x", "--set", assignment)
    assert (ran.code, ran.out) == (1, "")
    assert re.search(rf"^roadmap/x\.yaml:\d+:\d+: error: .* \[{rule}\]$", ran.err, re.MULTILINE)
    assert "error: roadmap/x.yaml was not written\n" in ran.err
    assert not (root / "roadmap").exists()


def test_unknown_kind_has_a_suggestion(root: Path) -> None:
    ran = new(root, "initiatve", "x")
    assert (ran.code, ran.err.splitlines()[1]) == (2, "hint: did you mean `initiative`?")


def test_missing_title_names_the_argument(root: Path) -> None:
    ran = new(root, "goal")
    assert ran.code == 2
    assert ran.err == "error: title is missing\nhint: name it: prodops new goal ID, or --title TEXT\n"
    ran = new(root, "goal", "--title", "結帳")
    assert ran.err == "error: id is missing\nhint: no id can be made of the title; name one: prodops new goal ID\n"


def test_terminal_is_asked_for_what_is_missing(root: Path) -> None:
    assert "Title: " in on_terminal(root, ["new", "goal"], "Grow mobile revenue\n")
    assert without_comments(text_of(root, "goals/grow-mobile-revenue.yaml")).startswith("title: Grow mobile revenue\n")
    assert "Id: " in on_terminal(root, ["new", "goal"], "結帳\ncheckout\n")
    assert without_comments(text_of(root, "goals/checkout.yaml")).startswith("title: 結帳\n")


# --- lists ---------------------------------------------------------------------------------------

LISTS = {
    "no final line break": "- id: a\n  name: A",
    "comment at the end": "# tools\n- id: a\n  name: A\n# the end\n",
    "empty lines": "- id: a\n  name: A\n\n- id: b\n  name: B\n",
    "indented": "  - id: a\n    name: A\n",
    "dashes alone": "-\n  id: a\n  name: A\n",
    "carriage returns": "- id: a\r\n  name: A\r\n",
    "byte order mark": "\ufeff- id: a\n  name: A\n",
    "kept line breaks": "- id: a\n  name: A\n  notes: |+\n    x\n\n\n",
    "start of a document": "---\n- {id: a, name: A}\n",
    "only comments": "# nothing yet\n",
}


@pytest.mark.parametrize("name", LISTS)
def test_record_is_added_to_a_list_and_every_other_byte_stays(root: Path, name: str) -> None:
    (root / "tools.yaml").write_bytes(LISTS[name].encode())
    before = read("tools.yaml", LISTS[name].encode()).data or []
    ran = new(root, "tool", "miro", "--set", "owner=ada", "--set", "jobs=drawing")
    assert (ran.code, ran.err) == (0, "Added to tools.yaml\n")
    raw = (root / "tools.yaml").read_bytes()
    assert raw.startswith(LISTS[name].encode())
    assert raw.count(b"\n") == raw.count(b"\r\n") or b"\r" not in raw
    after = read("tools.yaml", raw).data
    assert isinstance(before, list)
    assert isinstance(after, list)
    assert after[:-1] == before
    assert after[-1] == {"id": "miro", "name": "Miro", "jobs": ["drawing"], "owner": "ada"}


@pytest.mark.parametrize(
    "text",
    [
        "- id: a\n  name: A\n...\n",
        "[{id: a, name: A}]\n",
        "a: b\n",
        "- id: a\n  name: [\n",
        "- id: a\n- id: a\n  id: b\n",
        "- id: a\n  name: A\n  notes: |\n    a line break would be added",
    ],
)
def test_list_that_cannot_be_added_to_is_left_alone(root: Path, text: str) -> None:
    (root / "tools.yaml").write_text(text)
    ran = new(root, "tool", "miro")
    assert ran.code == 2
    assert "tools.yaml" in ran.err
    assert text_of(root, "tools.yaml") == text


def test_the_limits_of_the_workspace_count(root: Path) -> None:
    tools = f"- id: a\n  name: {'A' * (1 << 20)}\n  owner: ada\n"
    (root / "tools.yaml").write_text(tools)
    assert "tools.yaml has problems, so nothing was added" in new(root, "tool", "miro", "--set", "owner=ada").err
    (root / "prodops.yaml").write_text("limits: {file_bytes: 2000000}\n")
    assert new(root, "tool", "miro", "--set", "owner=ada").code == 0
    assert text_of(root, "tools.yaml").startswith(f"{tools}")
    (root / "prodops.yaml").write_text("limits: {file_bytes: 7}\n")
    assert "tools.yaml has problems, so nothing was added" in new(root, "tool", "other").err


def test_empty_list_gives_way(root: Path) -> None:
    (root / "tools.yaml").write_bytes(b"# ours\r\n[]\r\n# the end\r\n")
    assert new(root, "tool", "miro", "--set", "owner=ada").code == 0
    text = (root / "tools.yaml").read_bytes()
    assert text.startswith(b"# ours\r\n# the end\r\n- id: miro\r\n  name: Miro\r\n")


def test_findings_of_other_records_in_the_list_do_not_count(root: Path) -> None:
    (root / "tools.yaml").write_text("- id: a\n  name: A\n  owner: nobody")
    ran = new(root, "tool", "miro", "--set", "owner=ada")
    assert (ran.code, ran.err) == (0, "Added to tools.yaml\n")
    refused = new(root, "tool", "other", "--set", "owner=nobody")
    assert (refused.code, refused.err.count("dangling-reference")) == (1, 1)


def test_folder_goes_before_a_list(root: Path) -> None:
    write_files(root, {"tools.yaml": "- id: a\n  name: A\n", "tools/b.yaml": "name: B\n"})
    assert new(root, "tool", "miro").err.endswith("Created tools/miro.yaml\n")


# --- every reader reads the same -------------------------------------------------------------------

PLAIN = ["Search v2", "10 % more orders", "it's done", "https://example.com/a?b", "A (b), c; d", "2026-Q3", "3d", "Zoë"]
QUOTED = [
    "no",
    "Yes",
    "on",
    "~",
    "null",
    "12",
    "1.10",
    "1e3",
    "0x1f",
    "010",
    "12:30",
    "2026-12-01",
    "=",
    "<<",
    "- a",
    "a: b",
]
QUOTED += [
    "a #b",
    "#b",
    "@a",
    "%a",
    "`a`",
    "[a]",
    "{a}",
    "*a",
    "&a",
    "!a",
    "|",
    ">",
    "a:",
    ".inf",
    "nan",
    "?",
    "a\tb",
    "'a",
]


def test_texts_are_quoted_only_where_some_reader_would_read_something_else() -> None:
    assert [text for text in PLAIN if scalar(text) != text] == []
    assert [text for text in QUOTED if scalar(text) == text] == []


TEXT = shape_of(str)
RUAMEL = YAML(typ="safe", pure=True)
ANY_TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(list(" :#,[]{}-?!&*|>'\"%@`\n\t0123456789ynoeT.=~<_+\\")),
    ),
    min_size=1,
    max_size=30,
)


def readings(text: str) -> list[object]:
    """A YAML text as prodops, PyYAML (1.1) and ruamel.yaml (1.2) read it."""
    document = read("x.yaml", text.encode())
    assert not document.problems, (text, document.problems)
    return [document.data, yaml.safe_load(text), RUAMEL.load(io.StringIO(text))]


def assert_reads_the_same(value: str) -> None:
    for text in ("\n".join(field("key", value, TEXT)), f"key: [{scalar(value, in_flow=True)}]"):
        for found in readings(text + "\n"):
            assert found in ({"key": value}, {"key": [value]}), text


@pytest.mark.parametrize("name", payloads())
def test_payload_reads_the_same_everywhere(name: str) -> None:
    value = payloads()[name]
    if any("\ud800" <= character <= "\udfff" for character in value):
        with pytest.raises(ProdopsError, match="is not UTF-8 text"):
            values_from(Initiative, [f"title={value}"])
        return
    assert_reads_the_same(value)


@hypothesis_settings(derandomize=True, max_examples=400, deadline=None)
@given(ANY_TEXT)
@example("a\n b\nc")
@example(" a\nb")
@example("a\nb \n")
def test_any_text_reads_the_same_everywhere(value: str) -> None:
    assert_reads_the_same(value)


@hypothesis_settings(
    derandomize=True, max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(title=ANY_TEXT, tags=st.lists(ANY_TEXT, max_size=3), key=ANY_TEXT, value=ANY_TEXT, as_item=st.booleans())
def test_file_reads_back_to_exactly_what_was_given(
    tmp_path: Path, title: str, tags: list[str], key: str, value: str, *, as_item: bool
) -> None:
    assume(title.strip() and all(tag.strip() for tag in tags) and "id" not in (title, key))
    assume(unicodedata.is_normalized("NFC", key))
    root = write_files(tmp_path, {"roadmap.yaml": "- id: a\n  title: A\n"} if as_item else {})
    if not as_item:
        (root / "roadmap.yaml").unlink(missing_ok=True)
    workspace = workspace_at(root)
    given_values: dict[str, Any] = {"title": title, "tags": tags, "custom": {key: f"x{value}"}}
    made = draft(workspace, Initiative, "made", given_values)
    check(workspace, made, date(2026, 11, 2))
    for found in readings(made.text.decode()):
        record = found[-1] if as_item else found  # type: ignore[index]
        assert {name: record[name] for name in given_values} == given_values  # type: ignore[index]
