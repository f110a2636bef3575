"""`prodops init`: a workspace that is free of findings from the first minute, and nothing written over."""

import json
import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from cli_runner import Ran, prodops
from faults import tree_of
from prodops_cli.errors import ProdopsError
from prodops_cli.founding import Answers, Style, examples, require_clean, settings_of, settings_text
from prodops_cli.kinds import all_kinds
from prodops_cli.scaffold import copy_of
from prodops_cli.settings import Settings
from prodops_cli.source import read
from prodops_cli.validation import validate
from terminal import on_terminal

TODAY = "2026-11-02"
HOW_TO = Path(__file__).parents[1] / "docs/how-to"


def init(root: Path, *arguments: str) -> Ran:
    return prodops("init", *arguments, "--as-of", TODAY, at=root)


def records(root: Path) -> list[str]:
    """The visible files of a workspace."""
    return [path for path, text in tree_of(root).items() if text is not None and not path.startswith(".")]


# --- what is made --------------------------------------------------------------------------------


def test_fresh_workspace_has_no_findings(tmp_path: Path) -> None:
    assert init(tmp_path, "acme").code == 0
    for style in ("files", "lists"):
        assert init(tmp_path, style, "--style", style, "--holidays", "DE-BE,US", "--time-zone", "Asia/Tokyo").code == 0
        ran = prodops("lint", "--strict", "--as-of", TODAY, at=tmp_path / style)
        assert (ran.code, ran.out) == (0, "")
        assert ran.err.startswith(f"All clear: {len(all_kinds())} records in {len(all_kinds())} files")


@pytest.mark.parametrize("style", ["files", "lists"])
def test_fresh_workspace_has_no_findings_on_any_day_of_the_year(style: Style) -> None:
    answers = Answers("Acme", "Europe/Berlin", ("DE-BE",), style)
    settings = settings_of(answers)
    for week in range(60):
        day = date(2026, 1, 1) + timedelta(days=8 * week)
        require_clean({**examples(answers, settings, day), "prodops.yaml": settings_text(answers)}, day)


@pytest.mark.parametrize("day", ["2026-10-15", "2026-11-23", "2026-12-20", "2026-12-31", "2027-01-01"])
def test_example_of_a_cycle_is_the_one_that_cycle_open_would_begin(tmp_path: Path, day: str) -> None:
    assert prodops("init", "--as-of", day, at=tmp_path).code == 0
    (example,) = (tmp_path / "cycles").iterdir()
    period = read_mapping(example)["period"]
    (owner,) = prodops("list", "person", "--format", "ids", at=tmp_path).out.split()
    example.unlink()
    ran = prodops("roadmap", "cycle", "open", "--owner", owner, "--as-of", day, at=tmp_path)
    assert ran.code == 0, ran.err
    assert [read_mapping(path)["period"] for path in (tmp_path / "cycles").iterdir()] == [period]


def test_there_is_one_example_of_every_kind_and_each_is_linked(tmp_path: Path) -> None:
    init(tmp_path)
    assert sorted(path.split("/")[0] for path in records(tmp_path)) == sorted(
        ["prodops.yaml", *(kind.folder for kind in all_kinds().values())]
    )
    for kind in all_kinds():
        shown = prodops("list", kind, "--format", "ids", at=tmp_path)
        assert shown.code == 0
        assert len(shown.out.splitlines()) == 1


def test_status_of_a_fresh_workspace_has_something_to_say(tmp_path: Path) -> None:
    init(tmp_path, "--name", "Acme")
    ran = prodops("status", "--as-of", TODAY, at=tmp_path)
    assert ran.code == 0
    assert ran.out.startswith("# Acme: status on 2 November 2026\n")
    assert "Everyone knows what comes next, and why" in ran.out


def test_answers_reach_the_files(tmp_path: Path) -> None:
    arguments = [
        "--name",
        "Ac: me # Co",
        "--team",
        "Größen & Co",
        "--person",
        "Zoë Example",
        "--time-zone",
        "Asia/Tokyo",
    ]
    assert init(tmp_path, *arguments, "--holidays", "DE-BE, US").code == 0
    settings = validate(Settings, read_mapping(tmp_path / "prodops.yaml"), path="prodops.yaml")
    assert isinstance(settings, Settings)
    assert (settings.name, settings.time_zone) == ("Ac: me # Co", "Asia/Tokyo")
    assert [holiday.country for holiday in settings.holidays] == ["DE-BE", "US"]
    assert read_mapping(tmp_path / "people/zoe.yaml")["name"] == "Zoë Example"
    assert read_mapping(tmp_path / "teams/grossen-co.yaml")["lead"] == "zoe"


def read_mapping(path: Path) -> dict[str, object]:
    data = read(path.name, path.read_bytes()).data
    assert isinstance(data, dict)
    return dict(data)


def test_names_without_latin_letters_have_ids_too(tmp_path: Path) -> None:
    assert init(tmp_path, "--person", "山田 花子", "--team", "製品").code == 0
    assert {"people/you.yaml", "teams/team.yaml"} <= set(records(tmp_path))
    assert prodops("lint", "--strict", "--as-of", TODAY, at=tmp_path).code == 0


def test_organisation_is_called_after_the_folder_unless_named(tmp_path: Path) -> None:
    init(tmp_path, "big-acme_shop")
    assert read_mapping(tmp_path / "big-acme_shop/prodops.yaml")["name"] == "Big acme shop"


def test_files_teach(tmp_path: Path) -> None:
    init(tmp_path)
    for path in records(tmp_path):
        assert re.search(r"(?m)^# (?!yaml-language-server)", (tmp_path / path).read_text(encoding="utf-8")), path


# --- editors and machines ------------------------------------------------------------------------


def test_every_file_names_a_schema_that_is_there(tmp_path: Path) -> None:
    for style in ("files", "lists"):
        root = tmp_path / style
        init(tmp_path, style, "--style", style)
        for path in records(root):
            first = (root / path).read_text(encoding="utf-8").splitlines()[0]
            assert first.startswith("# yaml-language-server: $schema=")
            schema = json.loads(((root / path).parent / first.partition("=")[2]).read_text(encoding="utf-8"))
            assert ("array" in str(schema.get("type"))) == (style == "lists" and path != "prodops.yaml")


def test_editor_settings_are_those_of_the_how_to_page(tmp_path: Path) -> None:
    init(tmp_path)
    page = (HOW_TO / "editor.md").read_text(encoding="utf-8")
    shown = re.search(r'```json title="\.vscode/settings\.json"\n(.*?)```', page, re.DOTALL)
    assert shown is not None
    assert json.loads((tmp_path / ".vscode/settings.json").read_text()) == json.loads(shown[1])


def test_workflows_are_written_when_asked_for_and_are_those_of_the_how_to_pages(tmp_path: Path) -> None:
    init(tmp_path, "plain")
    init(tmp_path, "all", "--pre-commit", "--github", "--gitlab")
    asked = {".pre-commit-config.yaml", ".github/workflows/prodops.yml", ".gitlab-ci.yml"}
    assert not asked & set(tree_of(tmp_path / "plain"))
    blocks = re.findall(
        r'```yaml title="([^"]*)"\n(.*?)```',
        "".join((HOW_TO / page).read_text(encoding="utf-8") for page in ("pre-commit.md", "ci.md")),
        re.DOTALL,
    )
    for path in asked:
        made = yaml.safe_load((tmp_path / "all" / path).read_text(encoding="utf-8"))
        assert made in [yaml.safe_load(text) for title, text in blocks if title == path], path


# --- what is there already -----------------------------------------------------------------------


def test_workspace_inside_a_workspace_is_refused(tmp_path: Path) -> None:
    init(tmp_path)
    before = tree_of(tmp_path)
    for place in (".", "people", "new/folder"):
        ran = init(tmp_path, place)
        assert (ran.code, ran.out) == (2, "")
        assert "there is a workspace already" in ran.err
    assert tree_of(tmp_path) == before


@pytest.mark.parametrize("place", [".", "people"])
def test_files_for_ci_are_added_to_a_workspace(tmp_path: Path, place: str) -> None:
    init(tmp_path)
    before = tree_of(tmp_path)
    ran = init(tmp_path, place, "--pre-commit", "--github")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == (
        "Added to the workspace:\n\n"
        "  .pre-commit-config.yaml        every commit; switch on: pre-commit install\n"
        "  .github/workflows/prodops.yml  checks every pull request\n"
    )
    after = tree_of(tmp_path)
    new = {path: text for path, text in after.items() if path not in before and text is not None}
    files = {".pre-commit-config.yaml", ".github/workflows/prodops.yml"}
    assert new.keys() == files | {copy_of(path) for path in files}
    assert all(new[path] == new[copy_of(path)] for path in files), "what was generated, to merge with"
    assert {path: after[path] for path in before} == before
    again = init(tmp_path, place, "--pre-commit", "--github")
    assert (again.code, again.err) == (0, "Nothing to add to the workspace: it is there already\n")
    assert tree_of(tmp_path) == after


def older(root: Path, path: str) -> str:
    """Make a file look as if an older prodops had written it; returns its text of today."""
    text = (root / path).read_text()
    for place in (path, copy_of(path)):
        (root / place).write_text(
            re.sub("prodops-cli==.*", "prodops-cli==0.0.1", text).replace("timeout-minutes: 5", "x: 1")
        )
    return text


def test_file_for_ci_of_an_older_prodops_is_brought_up_to_date(tmp_path: Path) -> None:
    path = ".github/workflows/prodops.yml"
    init(tmp_path, "--github", "--pre-commit")
    today = older(tmp_path, path)
    ran = init(tmp_path, "--github", "--pre-commit")
    assert (ran.code, ran.err) == (
        0,
        f"Brought up to date in the workspace:\n\n  {path}  as it would be written today\n",
    )
    assert (tmp_path / path).read_text() == (tmp_path / copy_of(path)).read_text() == today


def test_changes_to_a_file_for_ci_are_kept(tmp_path: Path) -> None:
    path = ".github/workflows/prodops.yml"
    init(tmp_path, "--github")
    today = older(tmp_path, path)
    (tmp_path / path).write_text((tmp_path / path).read_text().replace("[main]", "[trunk]"))
    assert init(tmp_path, "--github").err.endswith(f"  {path}  your changes are kept\n")
    assert (tmp_path / path).read_text() == today.replace("[main]", "[trunk]")


def test_conflict_in_a_file_for_ci_is_for_people_to_decide(tmp_path: Path) -> None:
    path = ".github/workflows/prodops.yml"
    init(tmp_path, "--github")
    older(tmp_path, path)
    (tmp_path / path).write_text((tmp_path / path).read_text().replace("x: 1", "timeout-minutes: 30"))
    ran = init(tmp_path, "--github")
    assert (ran.code, ran.err.splitlines()[-1]) == (1, f"  {path}  decide between the markers in it")
    again = init(tmp_path, "--github")
    assert again.code == 1
    assert "a conflict was left in the file" in again.err


def test_file_for_ci_that_was_deleted_stays_so(tmp_path: Path) -> None:
    init(tmp_path, "--gitlab")
    (tmp_path / ".gitlab-ci.yml").unlink()
    ran = init(tmp_path, "--gitlab")
    hint = "to have it again, delete .prodops/generated/.gitlab-ci.yml too"
    assert (ran.code, ran.err) == (0, f".gitlab-ci.yml was deleted and stays so; {hint}\n")
    (tmp_path / ".prodops/generated/.gitlab-ci.yml").unlink()
    init(tmp_path, "--gitlab")
    assert (tmp_path / ".gitlab-ci.yml").exists()


def test_file_for_ci_that_is_there_is_left_alone(tmp_path: Path) -> None:
    init(tmp_path)
    (tmp_path / ".gitlab-ci.yml").write_text("stages: []\n")
    ran = init(tmp_path, "--gitlab")
    assert ran.code == 0
    assert ".gitlab-ci.yml was left alone. What would go into it:\n" in ran.err
    assert (tmp_path / ".gitlab-ci.yml").read_text() == "stages: []\n"


def test_answers_cannot_be_given_to_a_workspace_that_is_there(tmp_path: Path) -> None:
    init(tmp_path)
    ran = init(tmp_path, "new", "--pre-commit", "--name", "Second")
    assert ran.code == 2
    assert "hint: add to it with `prodops new KIND`, or files for CI with `prodops init --pre-commit`\n" in ran.err


def test_files_that_are_there_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".vscode").mkdir()
    (tmp_path / ".vscode/settings.json").write_text("{}\n")
    (tmp_path / ".pre-commit-config.yaml").write_text("repos: []\n")
    ran = init(tmp_path, "--pre-commit", "--github")
    assert ran.code == 0
    assert (tmp_path / ".vscode/settings.json").read_text() == "{}\n"
    assert (tmp_path / ".pre-commit-config.yaml").read_text() == "repos: []\n"
    assert ".vscode/settings.json was left alone. What would go into it:\n\n{\n" in ran.err
    assert ".pre-commit-config.yaml was left alone. What would go into it:\n" in ran.err
    assert (tmp_path / ".github/workflows/prodops.yml").is_file()


@pytest.mark.parametrize("theirs", ["people/grace.yaml", "roadmap.yaml", "tools/README.md"])
def test_records_that_are_there_take_the_place_of_examples(tmp_path: Path, theirs: str) -> None:
    (tmp_path / theirs).parent.mkdir(exist_ok=True)
    (tmp_path / theirs).write_text("name: Grace\n")
    ran = init(tmp_path)
    assert ran.code == 0
    assert "note: there are records already, so no examples were written" in ran.err
    assert sorted(records(tmp_path)) == sorted(["prodops.yaml", theirs])


def test_name_in_other_capital_letters_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "People").mkdir()
    ran = init(tmp_path)
    assert (ran.code, ran.err.splitlines()[0]) == (2, "error: people cannot be made beside People")
    assert records(tmp_path) == []


def test_interrupted_init_is_finished_by_the_next(tmp_path: Path) -> None:
    init(tmp_path, "whole")
    for path in records(tmp_path / "whole"):
        if path.startswith(("goals", "people")):
            place = tmp_path / "half" / path
            place.parent.mkdir(parents=True)
            place.write_bytes((tmp_path / "whole" / path).read_bytes())
    assert init(tmp_path, "half", "--name", "Whole").code == 0
    assert tree_of(tmp_path / "half") == tree_of(tmp_path / "whole")


def test_ci_files_of_a_workspace_in_a_sub_folder_are_for_the_top(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    ran = init(tmp_path, "product ops", "--pre-commit", "--gitlab")
    assert ran.code == 0
    assert "        entry: prodops -C 'product ops' lint\n" in ran.err
    assert "    - prodops -C 'product ops' lint\n" in ran.err
    assert "\n.gitlab-ci.yml was left alone" in ran.err, "the place as seen from where the command was started"
    assert not list(tmp_path.rglob(".pre-commit-config.yaml")) + list(tmp_path.rglob(".gitlab-ci.yml"))


# --- questions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--time-zone", "Berlin"], "`Berlin` is not a time zone"),
        (["--holidays", "Germany"], "`Germany` is not in the right form"),
        (["--holidays", "XX"], "there are no public holidays for `XX`"),
        (["--style", "folders"], "there is no style `folders`"),
        (["--name", " "], "the name is empty"),
        (["--person", ""], "the person is empty"),
        (["--name", "\udc80"], "is not UTF-8 text"),
    ],
)
def test_answer_that_cannot_be_used(tmp_path: Path, arguments: list[str], message: str) -> None:
    ran = init(tmp_path, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert tree_of(tmp_path) == {}


def test_settings_of_answers_are_checked() -> None:
    with pytest.raises(ProdopsError):
        settings_of(Answers("Acme", "Nowhere/Land"))


def test_terminal_is_asked_and_asked_again(tmp_path: Path) -> None:
    typed = "Acme Shop\nBerlin\nEurope/Berlin\nGermany\nDE-BE\nPayments\nGrace Example\nfolders\nlists\n"
    printed = on_terminal(tmp_path, ["init"], typed)
    assert "`Berlin` is not a time zone" in printed
    assert "choose one of files, lists" in printed
    assert read_mapping(tmp_path / "prodops.yaml") == {
        "name": "Acme Shop",
        "time_zone": "Europe/Berlin",
        "holidays": ["DE-BE"],
    }
    assert "- id: grace\n  name: Grace Example\n" in (tmp_path / "people.yaml").read_text()
    assert "- id: payments\n" in (tmp_path / "teams.yaml").read_text()


def test_answers_given_as_options_are_not_asked_for(tmp_path: Path) -> None:
    printed = on_terminal(tmp_path, ["init", "--name", "Acme", "--holidays", "US", "--style", "files"], "\n\n\n")
    assert "The organisation's name" not in printed
    assert read_mapping(tmp_path / "prodops.yaml")["holidays"] == ["US"]


def test_terminal_is_not_asked_with_no_input(tmp_path: Path) -> None:
    printed = on_terminal(tmp_path, ["init", "acme", "--no-input"], "")
    assert "[" not in printed
    assert read_mapping(tmp_path / "acme/prodops.yaml") == {"name": "Acme", "time_zone": "UTC"}


# --- in the end ------------------------------------------------------------------------------------


def test_next_commands_work(tmp_path: Path) -> None:
    ran = init(tmp_path, "acme")
    commands = [line.strip() for line in ran.err.partition("Next:\n")[2].splitlines() if line.strip()]
    assert commands == [
        "cd acme",
        "prodops lint",
        "prodops status",
        "prodops new initiative better-search --set owner=ada",
    ]
    for command in commands[1:]:
        done = subprocess.run(
            [sys.executable, "-m", "prodops_cli", *command.split()[1:], "--as-of", TODAY],
            cwd=tmp_path / "acme",
            env={**os.environ, "PRODOPS_NO_CACHE": "1"},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


def test_what_was_made_is_listed_and_nothing_else(tmp_path: Path) -> None:
    ran = init(tmp_path, "--pre-commit", "--github", "--gitlab")
    listed = re.findall(r"^  (\S+)  +\S", ran.err.partition("Next:")[0], re.MULTILINE)
    files = {path for path, text in tree_of(tmp_path).items() if text is not None}
    folders = (".prodops/schema/", ".prodops/generated/")
    assert {path for path in files if not path.startswith(folders)} | {*folders} == set(listed)


def test_same_answers_on_the_same_day_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        init(tmp_path, name, "--name", "Acme", "--github")
    assert tree_of(tmp_path / "one") == tree_of(tmp_path / "two")
