"""A kind, a rule, a report, a format are one file each: CONTRIBUTING.md's examples, added to a copy of the package."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import prodops_cli
from prodops_cli.resources import templates_folder

ROOT = Path(__file__).parents[1]
RECIPE = re.compile(r'^(`{3,})\w+ title="([^"]+)"\n(.*?)^\1$', re.MULTILINE | re.DOTALL)


def recipes() -> dict[str, str]:
    """The files that CONTRIBUTING.md shows, by their path in the checkout."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return {path: body for _, path, body in RECIPE.findall(text)}


class Copy:
    """A copy of the package, and a workspace to run it on."""

    def __init__(self, folder: Path) -> None:
        self.place = folder / "copy"
        self.workspace = folder / "workspace"
        package = self.place / "prodops_cli"
        shutil.copytree(
            Path(prodops_cli.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__", "templates")
        )
        shutil.copytree(templates_folder(), package / "templates")
        self.write("prodops.yaml", "name: Tiny\n")
        self.write("people/ada.yaml", "name: Ada Example\n")

    def add(self, *paths: str) -> None:
        """Add files of CONTRIBUTING.md to the package: one of Python, perhaps with a template."""
        for path in paths:
            file = self.place / "prodops_cli" / path.removeprefix("src/prodops_cli/")
            assert not file.exists(), "the recipe is for something that exists"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(recipes()[path], encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        file = self.workspace / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-P", "-m", "prodops_cli", *arguments],
            cwd=self.workspace,
            env={
                **os.environ,
                "PYTHONPATH": str(self.place),
                "NO_COLOR": "1",
                "PRODOPS_NO_CACHE": "1",
                "COLUMNS": "100",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def out(self, *arguments: str) -> str:
        """What a command prints that must succeed."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_copy_is_what_runs(copy: Copy) -> None:
    (copy.place / "prodops_cli/__init__.py").write_text('__version__ = "of the copy"\n')
    assert copy.out("--version") == "prodops of the copy\n"


# --- a kind ------------------------------------------------------------------------------------------------

KIND = "src/prodops_cli/kinds/widget.py"


@pytest.fixture
def with_kind(copy: Copy) -> Copy:
    copy.add(KIND)
    copy.write("widgets/handle.yaml", "name: Handle\nowner: ada\nin_stock: 12\n")
    return copy


def test_kind_is_listed_and_shown(with_kind: Copy) -> None:
    (record,) = json.loads(with_kind.out("list", "widget", "--format", "json"))["records"]
    assert record["ref"] == "widget:handle"
    assert record["fields"]["in_stock"] == 12
    assert "Handle" in with_kind.out("list", "widget")
    assert re.search(r"widget +handle", with_kind.out("show", "ada"))


def test_kind_has_a_schema(with_kind: Copy) -> None:
    schema = json.loads(with_kind.out("schema", "widget"))
    in_stock = schema["properties"]["in_stock"]
    assert "integer" in in_stock["type"]
    assert in_stock["minimum"] == 0
    assert in_stock["description"] == "How many are left."


def test_kind_has_a_new_file_that_is_valid(with_kind: Copy) -> None:
    with_kind.out("new", "widget", "lever")
    assert (with_kind.workspace / "widgets/lever.yaml").is_file()
    assert "lever" in with_kind.out("list", "widget")
    with_kind.out("lint")


def test_references_from_and_to_a_new_kind_are_checked(with_kind: Copy) -> None:
    with_kind.write("widgets/lever.yaml", "name: Lever\nowner: adda\nsuccessor: handel\n")
    done = with_kind.run("lint")
    assert done.returncode == 1
    assert "widgets/lever.yaml:2:8: error: there is no person `adda` [dangling-reference]" in done.stdout
    assert "widgets/lever.yaml:3:12: error: there is no widget `handel` [dangling-reference]" in done.stdout
    assert "did you mean `handle`?" in done.stdout


def test_fields_of_a_new_kind_are_checked(with_kind: Copy) -> None:
    with_kind.write("widgets/lever.yaml", "title: Lever\nin_stock: many\n")
    done = with_kind.run("lint")
    assert "widgets/lever.yaml:1:1: error: unknown key `title` [unknown-key]" in done.stdout
    assert "did you mean `name`?" in done.stdout
    assert "widgets/lever.yaml:2:11: error: `in_stock`: `many` is not a whole number [invalid-value]" in done.stdout


def test_kind_may_be_a_list_in_one_file(copy: Copy) -> None:
    copy.add(KIND)
    copy.write("widgets.yaml", "- id: handle\n  name: Handle\n- id: lever\n  name: Lever\n  successor: handle\n")
    records = json.loads(copy.out("list", "widget", "--format", "json"))["records"]
    assert [record["ref"] for record in records] == ["widget:handle", "widget:lever"]
    copy.out("lint")


# --- a rule ------------------------------------------------------------------------------------------------

RULE = "src/prodops_cli/rules/shouting_title.py"


@pytest.fixture
def with_rule(copy: Copy) -> Copy:
    copy.add(RULE)
    copy.write("roadmap/search.yaml", "title: BETTER SEARCH\nowner: ada\n")
    return copy


def test_rule_fires_at_its_place(with_rule: Copy) -> None:
    line = "roadmap/search.yaml:1:8: warning: the title is all capitals [shouting-title]"
    assert line in with_rule.out("lint", "--select", "shouting-title")
    assert line in with_rule.out("lint")


def test_rule_obeys_settings_and_comments(with_rule: Copy) -> None:
    with_rule.write("prodops.yaml", "name: Tiny\nlint: {severity: {shouting-title: error}}\n")
    assert with_rule.run("lint", "--select", "shouting-title").returncode == 1
    with_rule.write("roadmap/search.yaml", "title: BETTER SEARCH  # prodops: ignore[shouting-title] its name\n")
    assert with_rule.out("lint", "--select", "shouting-title") == ""


def test_rule_has_a_page(with_rule: Copy) -> None:
    page = with_rule.out("explain", "shouting-title")
    assert "A title is written in capitals." in page
    assert "Titles stand side by side in reports and roadmaps." in page
    assert "shouting-title" in with_rule.out("rules")


# --- a report ----------------------------------------------------------------------------------------------

REPORT = "src/prodops_cli/reports/skills.py"
TEMPLATE = "templates/reports/skills.md.j2"


@pytest.fixture
def with_report(copy: Copy) -> Copy:
    copy.add(REPORT)
    copy.write("people/ada.yaml", "name: Ada Example\nskills: [sql, pricing]\n")
    copy.write("people/grace.yaml", "name: Grace *Example*\nskills: [sql]\n")
    return copy


def test_report_is_listed_and_made(with_report: Copy) -> None:
    assert re.search(
        r"^skills +Who can do what; what only one person can do comes first\.$", with_report.out("report"), re.MULTILINE
    )
    made = json.loads(with_report.out("report", "skills", "--format", "json", "--as-of", "2026-10-15"))
    assert made["as_of"] == "2026-10-15"
    assert [(skill["title"], len(skill["people"])) for skill in made["skills"]] == [("pricing", 1), ("sql", 2)]


def test_report_without_a_template_is_an_outline(with_report: Copy) -> None:
    outline = with_report.out("report", "skills")
    assert "pricing" in outline
    assert "Ada Example" in outline


def test_report_with_a_template_is_written_by_it(with_report: Copy) -> None:
    with_report.add(TEMPLATE)
    lines = with_report.out("report", "skills", "--as-of", "2026-10-15").splitlines()
    assert lines[0] == "# Tiny: skills on 15 October 2026"
    assert "- **pricing**: 1 person (Ada Example)" in lines
    assert "- **sql**: 2 people (Ada Example, Grace \\*Example\\*)" in lines


def test_report_is_made_for_the_example_company(with_report: Copy) -> None:
    with_report.add(TEMPLATE)
    assert with_report.out("-C", str(ROOT / "examples/acme"), "report", "skills").startswith("# Acme")


# --- a format ----------------------------------------------------------------------------------------------

FORMAT = "src/prodops_cli/render/findings/csv.py"


def test_format_is_offered(copy: Copy) -> None:
    copy.add(FORMAT)
    copy.write("roadmap/search.yaml", "title: Search\nowner: adda\n")
    done = copy.run("lint", "--select", "dangling-reference", "--format", "csv")
    assert done.returncode == 1
    header, row = done.stdout.splitlines()
    assert header == "path,line,severity,rule,message"
    assert row == "roadmap/search.yaml,2,error,dangling-reference,there is no person `adda`"


# --- the recipes themselves --------------------------------------------------------------------------------


def test_every_recipe_is_tried() -> None:
    assert set(recipes()) == {KIND, RULE, REPORT, TEMPLATE, FORMAT}


def test_recipes_are_formatted_typed_and_clean(copy: Copy) -> None:
    copy.add(*recipes())
    files = [copy.place / path.removeprefix("src/") for path in recipes() if path.endswith(".py")]
    shutil.copy(ROOT / "pyproject.toml", copy.place)
    for command in (
        ["ruff", "format", "--check"],
        ["ruff", "check"],
        ["mypy", "--strict", "--config-file=pyproject.toml"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command, *files], cwd=copy.place, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_pages_of_recipes_pass_the_generic_tests(copy: Copy) -> None:
    """The registries' own tests, run on the copy: adding a thing adds its tests."""
    copy.add(KIND, RULE)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-n0",
            "-p",
            "no:cacheprovider",
            "-k",
            "shouting",
            ROOT / "tests/test_rule_pages.py",
        ],
        cwd=copy.place,
        env={**os.environ, "PYTHONPATH": str(copy.place)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^[4-9] passed", done.stdout, re.MULTILINE), done.stdout
