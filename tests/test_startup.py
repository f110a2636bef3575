"""What a command imports before it does anything: --version and --help load none of the heavy libraries."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"pydantic", "yaml", "jinja2", "rich", "holidays", "icalendar", "prodops_cli.source", "prodops_cli.kinds"}
PROGRAM = """
import json, sys
sys.argv = ["prodops", *sys.argv[1:]]
from prodops_cli.__main__ import main
try:
    code = main()
except SystemExit as exit_:
    code = exit_.code
sys.stdout.flush()
print()
print(json.dumps({"code": code, "modules": sorted(sys.modules)}))
"""


def run(*arguments: str) -> tuple[str, int, set[str]]:
    """What a command prints, its exit code, and every module it has loaded."""
    command = [sys.executable, "-c", PROGRAM, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    text, _, last = done.stdout.rstrip("\n").rpartition("\n")
    state = json.loads(last)
    return text, state["code"] or 0, set(state["modules"])


@pytest.mark.parametrize("arguments", [["--version"], ["-V"], ["--help"]])
def test_version_and_help_load_nothing_heavy(arguments: list[str]) -> None:
    text, code, modules = run(*arguments)
    assert code == 0
    assert text.strip()
    assert modules & HEAVY == set()


def test_version_loads_not_even_the_command_line() -> None:
    _, _, modules = run("--version")
    assert not {"typer", "click", "prodops_cli.cli"} & modules


@pytest.mark.parametrize("command", ["lint", "new", "status"])
def test_help_of_a_command_loads_nothing_of_ours_that_is_heavy(command: str) -> None:
    _, code, modules = run(command, "--help")
    assert code == 0
    assert modules & (HEAVY - {"pydantic"}) == set()  # typer imports pydantic for options that take a value


def test_lint_loads_what_it_needs_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "prodops.yaml").write_text("name: A\n", encoding="utf-8")
    (tmp_path / "roadmap").mkdir()
    (tmp_path / "roadmap" / "a.yaml").write_text("title: A\n", encoding="utf-8")
    _, code, modules = run("-C", str(tmp_path), "lint")
    assert code == 0
    assert {"pydantic", "yaml"} <= modules
    assert not {"jinja2", "holidays", "icalendar"} & modules
