"""`prodops explain` and `prodops rules`: what prodops knows about itself."""

import json
from pathlib import Path

import pytest

from builder import write_files
from cli_runner import prodops
from prodops_cli.kinds import all_kinds
from prodops_cli.kinds._shape import fields_of, words
from prodops_cli.render.escape import width
from prodops_cli.rules import all_rules


@pytest.mark.parametrize("name", all_rules())
def test_every_rule_has_a_page(name: str, tmp_path: Path) -> None:
    ran = prodops("explain", name, at=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"# {name}\n\n*{all_rules()[name].severity}* · {all_rules()[name].summary}\n")
    assert "## Bad" in ran.out


@pytest.mark.parametrize("name", all_kinds())
def test_every_kind_has_a_page_with_its_fields(name: str, tmp_path: Path) -> None:
    kind = all_kinds()[name]
    text = prodops("explain", name, at=tmp_path).out
    assert text.startswith(f"# {name}\n\n{(kind.__doc__ or '').strip().splitlines()[0]}\n")
    assert "```yaml title=" in text
    assert f"`{kind.folder}/**/*.yaml`" in text
    for field in fields_of(kind).values():
        assert f"\n- `{field.name}` ({words(field.shape)}" in text


def test_page_of_a_kind_says_what_is_required_and_what_is_assumed(tmp_path: Path) -> None:
    text = prodops("explain", "goals", at=tmp_path).out
    assert "- `title` (text; required): The objective, as a sentence people remember." in text
    assert "- `status` (one of draft, active, done, dropped; default active): Whether" in text
    assert (
        "- `key_results` (list of mappings): The numbers that show whether it is reached.\n  - `id` (id; required)"
        in text
    )
    assert "  - `weight` (number from 0; default 1)" in text


def test_fields_of_a_model_are_explained_once(tmp_path: Path) -> None:
    text = prodops("explain", "initiative", at=tmp_path).out
    assert "  - `impact` (number or [low, high] or mapping, like `effort`)" in text
    assert text.count("Where the figure comes from.") == 1


def test_page_of_the_settings(tmp_path: Path) -> None:
    text = prodops("explain", "settings", at=tmp_path).out
    assert text.startswith('# settings\n\n```yaml title="prodops.yaml"\n')
    assert "  - `ignore` (list of texts): These rules do not run." in text
    assert prodops("explain", "prodops.yaml", at=tmp_path).out == text


@pytest.mark.parametrize("columns", [60, 80, 140])
@pytest.mark.parametrize("name", ["dangling-reference", "launch", "settings"])
def test_terminal_gets_the_page_laid_out(name: str, columns: int, tmp_path: Path) -> None:
    ran = prodops("explain", name, at=tmp_path, columns=columns, environment={"NO_COLOR": "1"})
    assert max(map(width, ran.out.splitlines())) <= columns
    assert "```" not in ran.out
    assert "\x1b" in prodops("explain", name, at=tmp_path, columns=columns).out
    assert prodops("explain", name, "-f", "markdown", at=tmp_path, columns=columns).out.startswith(f"# {name}\n")


def test_terminal_gets_examples_below_the_names_of_their_files(tmp_path: Path) -> None:
    text = prodops("explain", "dangling-reference", at=tmp_path, columns=80, environment={"NO_COLOR": "1"}).out
    assert "Bad\nroadmap/search.yaml\n  title: Search\n  owner: adda  # error" in text
    assert "\n\npeople/ada.yaml\n  name: Ada Example\n\nGood\n" in text


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("dangling-refrence", "did you mean `dangling-reference`?"),
        ("iniative", "did you mean `initiative`?"),
        ("setings", "did you mean `settings`?"),
        ("stale", "did you mean `stale-checkin` or `stale-update`?"),
        ("seats", "`seats` is a field of tool: prodops explain tool"),
        ("tool.seats", "`seats` is a field of tool: prodops explain tool"),
        ("goal.seats", "did you mean `goal`?"),
        ("zzz", f"`prodops rules` lists the rules; the kinds are {', '.join(all_kinds())}"),
    ],
)
def test_unknown_name_has_a_suggestion(name: str, hint: str, tmp_path: Path) -> None:
    ran = prodops("explain", name, at=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert f"there is no rule or kind `{name}`" in ran.err
    assert hint in ran.err


def test_rule_by_its_name_in_code(tmp_path: Path) -> None:
    assert prodops("explain", "Dangling_Reference", at=tmp_path).out.startswith("# dangling-reference\n")


# --- rules ---------------------------------------------------------------------------------------


def test_rules_outside_a_workspace(tmp_path: Path) -> None:
    document = json.loads(prodops("rules", "--format", "json", at=tmp_path).out)
    assert document == [
        {"name": rule.name, "severity": str(rule.severity), "summary": rule.summary} for rule in all_rules().values()
    ]


def test_rules_have_the_severity_that_the_workspace_gives_them(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {"prodops.yaml": "lint: {ignore: [past-target], severity: {stale-update: error, unknown-key: warning}}\n"},
    )
    inner = tmp_path / "roadmap"
    inner.mkdir()
    severities = {row["name"]: row["severity"] for row in json.loads(prodops("rules", "-f", "json", at=inner).out)}
    assert severities["past-target"] == "off"
    assert severities["stale-update"] == "error"
    assert severities["unknown-key"] == "error"  # reading always counts
    assert severities["dangling-reference"] == "error"


def test_rules_that_were_not_selected_are_off(tmp_path: Path) -> None:
    write_files(tmp_path, {"prodops.yaml": "lint: {select: [past-target]}\n"})
    severities = {row["name"]: row["severity"] for row in json.loads(prodops("rules", "-f", "json", at=tmp_path).out)}
    assert severities["stale-update"] == "off"
    assert severities["past-target"] != "off"


def test_rules_as_text_and_markdown(tmp_path: Path) -> None:
    text = prodops("rules", at=tmp_path).out.splitlines()
    assert text[0].split() == ["rule", "severity", "summary"]
    assert len(text) == len(all_rules()) + 1
    markdown = prodops("rules", "-f", "markdown", at=tmp_path).out.splitlines()
    assert markdown[:2] == ["| Rule | Severity | What it objects to |", "|---|---|---|"]
    assert len(markdown) == len(all_rules()) + 2
    screen = prodops("rules", at=tmp_path, columns=80, environment={"NO_COLOR": "1"}).out
    assert max(map(width, screen.splitlines())) <= 80
    assert "…" not in screen


def test_rules_in_a_workspace_with_wrong_settings(tmp_path: Path) -> None:
    write_files(tmp_path, {"prodops.yaml": "lint: {ignore: [past-targt]}\n"})
    ran = prodops("rules", at=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean `past-target`?" in ran.err


def test_folder_that_is_not_there(tmp_path: Path) -> None:
    assert prodops("rules", at=tmp_path / "nowhere").code == 2
