"""`prodops schema`: an editor that follows the schemas accepts what prodops accepts, and marks what it refuses."""

import inspect
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from cli_runner import prodops
from prodops_cli.edit import replace_files
from prodops_cli.errors import ProdopsError
from prodops_cli.kinds import all_kinds
from prodops_cli.kinds._base import descriptions
from prodops_cli.kinds._schema import list_schema, record_schema, schemas, settings_schema
from prodops_cli.settings import Settings

EXAMPLES = Path(__file__).parents[1] / "examples"
KINDS = all_kinds()
FOLDERS = {kind.folder: kind for kind in KINDS.values()}

# --- YAML as an editor reads it ------------------------------------------------------------------

_CORE = (
    (re.compile(r"null|Null|NULL|~|"), lambda text: None),
    (re.compile(r"true|True|TRUE|false|False|FALSE"), lambda text: text.lower() == "true"),
    (re.compile(r"[-+]?[0-9]+"), int),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
)


def core(text: str) -> Any:
    """A document as the core schema of YAML 1.2 has it: yaml-language-server's reading."""
    return _plain(yaml.compose(text, Loader=yaml.SafeLoader))


def _plain(node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(value) for value in node.value]
    if node.style is None:
        for pattern, convert in _CORE:
            if pattern.fullmatch(node.value):
                return convert(node.value)
    return node.value


def test_core_reading_of_what_other_readers_see_differently() -> None:
    assert core("a: 1.10\nb: no\nc: 2026-01-02\nd:\ne: '3'\nf: true\ng: 12:30\nh: 1e3") == {
        "a": 1.1,
        "b": "no",
        "c": "2026-01-02",
        "d": None,
        "e": "3",
        "f": True,
        "g": "12:30",
        "h": 1000.0,
    }


def mistakes(schema: dict[str, Any], text: str) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(core(text))]


# --- what they say -------------------------------------------------------------------------------


@pytest.mark.parametrize("schema", [pytest.param(schema, id=name) for name, schema in schemas().items()])
def test_schema_is_one(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", KINDS)
def test_every_field_has_its_sentence(name: str) -> None:
    schema = record_schema(KINDS[name])
    sentences = {field: entry["description"] for field, entry in schema["properties"].items()}
    assert sentences == descriptions(KINDS[name])
    for model in schema["$defs"].values():
        assert all("description" in entry for entry in model["properties"].values())
    assert schema["title"] == f"prodops {name}"
    assert schema["description"] == (KINDS[name].__doc__ or "").strip().splitlines()[0]


def test_schema_knows_words_defaults_and_bounds() -> None:
    properties = record_schema(KINDS["initiative"])["properties"]
    assert properties["status"]["enum"][:2] == ["idea", "planned"]
    assert properties["status"]["default"] == "idea"
    assert "default" not in properties["goals"]
    assert record_schema(KINDS["launch"])["properties"]["tier"]["maximum"] == 3
    assert settings_schema()["$defs"]["Thresholds"]["properties"]["unused_seats"]["maximum"] == 1


def test_nothing_has_a_title_made_of_its_name() -> None:
    assert '"title": "Depends On"' not in json.dumps(schemas())


# --- what they accept ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", KINDS)
def test_example_of_every_kind_is_valid(name: str) -> None:
    match = re.search(r"```yaml[^\n]*\n(.*?)```", inspect.getdoc(KINDS[name]) or "", re.DOTALL)
    assert match is not None
    assert mistakes(record_schema(KINDS[name]), match[1]) == []
    listed = "- id: one\n" + "".join(f"  {line}\n" for line in match[1].splitlines())
    assert mistakes(list_schema(KINDS[name]), listed) == []


def test_example_of_the_settings_is_valid() -> None:
    match = re.search(r"```yaml[^\n]*\n(.*?)```", inspect.getdoc(Settings) or "", re.DOTALL)
    assert match is not None
    assert mistakes(settings_schema(), match[1]) == []


@pytest.mark.parametrize(
    "path", sorted(EXAMPLES.rglob("*.yaml")), ids=lambda path: path.relative_to(EXAMPLES).as_posix()
)
def test_every_file_of_the_examples_is_valid(path: Path) -> None:
    place = path.relative_to(EXAMPLES).parts[1:]
    text = path.read_text(encoding="utf-8")
    if place == ("prodops.yaml",):
        schema = settings_schema()
    elif len(place) == 1:
        schema = list_schema(FOLDERS[path.stem])
    else:
        schema = record_schema(FOLDERS[place[0]])
    assert mistakes(schema, text) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("initiative", "title: 1.10\nowner: 007\ntags: [2026, true]\ncustom: {any: [1, {thing: no}]}"),
        ("initiative", "title: T\nowner:\ngoals:\npriority:\nlinks:\n"),
        ("initiative", "title: T\nid: 2026"),
        ("initiative", "title: T\nid:"),
        ("initiative", "title: T\ndepends_on: [a, 12, {on: b, lag: 1w}]\neffort: 3"),
        ("initiative", "title: T\neffort: [1, 2.5]\nlinks: [https://example.com, {path: docs/a.md}]"),
        ("initiative", "title: T\npriority: {reach:, impact: {value: 2, note: 3}}"),
        ("goal", "title: T\nperiod: 2026"),
        ("goal", "title: T\nperiod: 2026-Q3"),
        ("launch", "title: T\nmessages: {customers:, support: 24/7}\ngates: {legal:}"),
        ("person", "name: N\nlocation: {country: 'NO'}\nworking_time: 32"),
        ("team", "name: T\nchannels: ['#payments', 5]"),
    ],
)
def test_valid_files(kind: str, text: str) -> None:
    assert mistakes(record_schema(KINDS[kind]), text) == []


@pytest.mark.parametrize(
    ("kind", "text", "place"),
    [
        ("initiative", "title: T\ntitel: T", "$"),
        ("initiative", "owner: ada", "$"),
        ("initiative", "title:", "$.title"),
        ("initiative", "title: ''", "$.title"),
        ("initiative", "title: T\nstatus: plannned", "$.status"),
        ("initiative", "title: T\ngoals: grow", "$.goals"),
        ("initiative", "title: T\ngoals: [[grow]]", "$.goals[0]"),
        ("initiative", "title: T\ngoals:\n  -\n  - a", "$.goals[0]"),
        ("initiative", "title: T\neffort: much", "$.effort"),
        ("initiative", "title: T\neffort: [1, 2, 3]", "$.effort"),
        ("initiative", "title: T\neffort: '3'", "$.effort"),
        ("initiative", "title: T\ndepends_on: [{of: a}]", "$.depends_on[0]"),
        ("initiative", "title: T\nid: a b", "$.id"),
        ("goal", "title: T\nperiod: 20", "$.period"),
        ("goal", "title: T\nperiod: 2026-Q5", "$.period"),
        ("goal", "title: T\nkey_results: [{title: no id}]", "$.key_results[0]"),
        ("launch", "title: T\ntier: 4", "$.tier"),
        ("launch", "title: T\nfacts: {personal_data: 'yes'}", "$.facts"),
        ("launch", "title: T\ngeographies: [Germany]", "$.geographies[0]"),
        ("tool", "name: N\nprice: {amount: 3}", "$.price"),
        ("tool", "name: N\nwebsite: example.com", "$.website"),
        ("person", "- name: N", "$"),
    ],
)
def test_mistakes_are_marked(kind: str, text: str, place: str) -> None:
    assert [error.partition(": ")[0] for error in mistakes(record_schema(KINDS[kind]), text)] == [place]


def test_list_needs_ids_and_one_record_does_not() -> None:
    assert mistakes(list_schema(KINDS["team"]), "- {id: a, name: A}") == []
    assert mistakes(list_schema(KINDS["team"]), "- {name: A}") == ["$[0]: 'id' is a required property"]
    assert mistakes(list_schema(KINDS["team"]), "name: A") != []
    assert mistakes(record_schema(KINDS["team"]), "name: A") == []


# --- the command ---------------------------------------------------------------------------------


def test_schema_of_a_kind_by_any_of_its_names() -> None:
    assert json.loads(prodops("schema", "initiative").out) == record_schema(KINDS["initiative"])
    assert prodops("schema", "roadmap").out == prodops("schema", "initiative").out
    assert json.loads(prodops("schema", "tool", "--list").out) == list_schema(KINDS["tool"])
    assert json.loads(prodops("schema", "settings").out) == settings_schema()
    assert json.loads(prodops("schema").out) == schemas()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gaol"], "did you mean `goal`?"),
        (["settings", "--list"], "prodops.yaml holds no list"),
        (["--list"], "--list needs a KIND"),
        (["goal", "--output", "x"], "--output writes every schema"),
    ],
)
def test_request_that_cannot_be(arguments: list[str], message: str) -> None:
    ran = prodops("schema", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_all_are_written_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    ran = prodops("schema", "--output", "deep/schema", at=tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, "", f"deep/schema: {len(schemas())} schemas written\n")
    written = {path.name: path.read_text() for path in (tmp_path / "deep/schema").iterdir()}
    assert {name: json.loads(text) for name, text in written.items()} == {
        f"{name}.schema.json": schema for name, schema in schemas().items()
    }
    (tmp_path / "deep/schema/goal.schema.json").write_text(written["goal.schema.json"].replace("prodops goal", "old"))
    ran = prodops("schema", "-o", "deep/schema", at=tmp_path)
    assert ran.err == f"deep/schema: 1 schema written, {len(schemas()) - 1} were up to date\n"
    assert {path.name: path.read_text() for path in (tmp_path / "deep/schema").iterdir()} == written


def test_file_of_somebody_else_is_left_alone_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "tool.schema.json").write_text("{}")
    ran = prodops("schema", "--output", ".", at=tmp_path)
    assert ran.code == 2
    assert "tool.schema.json was not written by prodops, so it is left alone" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["tool.schema.json"]


def test_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "schema").write_text("x")
    ran = prodops("schema", "--output", "schema", at=tmp_path)
    assert ran.code == 74
    assert "schema could not be written: " in ran.err


def test_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        if os.access(tmp_path, os.W_OK):
            pytest.skip("the superuser may write everywhere")
        ran = prodops("schema", "--output", ".", at=tmp_path)
    finally:
        tmp_path.chmod(0o700)
    assert ran.code == 74
    assert list(tmp_path.iterdir()) == []


def test_all_or_none_where_the_last_file_cannot_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "c").mkdir()
    with pytest.raises(ProdopsError, match="c could not be written"):
        replace_files(tmp_path, {"a": b"new", "b": b"new", "c": b"new"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "c"]
    assert (tmp_path / "a").read_bytes() == b"old"


def test_schema_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "goal.schema.json").mkdir()
    ran = prodops("schema", "--output", ".", at=tmp_path)
    assert ran.code == 2
    assert "goal.schema.json was not written by prodops, so it is left alone" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["goal.schema.json"]


@pytest.mark.parametrize("target", ["/dev/zero", "nowhere", "/etc/passwd"])
def test_schema_that_is_a_link_is_left_alone(tmp_path: Path, target: str) -> None:
    (tmp_path / "goal.schema.json").symlink_to(target)
    ran = prodops("schema", "--output", ".", at=tmp_path)
    assert ran.code == 2
    assert "goal.schema.json was not written by prodops, so it is left alone" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["goal.schema.json"]


def test_schema_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "goal.schema.json")
    assert prodops("schema", "--output", ".", at=tmp_path).code == 2
