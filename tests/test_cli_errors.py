"""How prodops says no: the exit code, one line of what is wrong, one of what to do, and nothing on stdout."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TextIO

import pytest

from builder import write_files
from cli_runner import prodops
from prodops_cli.errors import ExitCode
from prodops_cli.kinds import all_kinds
from prodops_cli.registry import names_of

EXAMPLES = Path(__file__).parents[1] / "examples"
COMMANDS = [name.rstrip("_") for name in names_of("prodops_cli.cli")]


def shell(
    *arguments: str, at: Path, stdout: int | TextIO = subprocess.PIPE, code: str | None = None
) -> subprocess.CompletedProcess[str]:
    """A process of its own, for what only a process has: streams, signals, its end."""
    command = [sys.executable, *(["-c", code] if code is not None else ["-m", "prodops_cli"]), *arguments]
    environment = {name: value for name, value in os.environ.items() if name != "PRODOPS_DEBUG"}
    return subprocess.run(
        command, cwd=at, env=environment, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False
    )


# --- help ----------------------------------------------------------------------------------------


def test_commands_are_listed_in_the_order_of_use() -> None:
    ran = prodops("--help")
    assert ran.code == 0
    listed = [line.split()[0] for line in ran.out.partition("Commands:\n")[2].splitlines() if line[:3].strip()]
    order = ["init", "new", "lint", "status", "list", "show", "explain", "rules", "report", "schema"]
    assert [name for name in listed if name in order] == [name for name in order if name in COMMANDS]
    assert sorted(listed[: len(COMMANDS)]) == sorted(COMMANDS)


def test_summaries_fit_on_their_lines() -> None:
    listed = prodops("--help").out.partition("Commands:\n")[2].partition("\n\n")[0]
    assert "..." not in listed


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_every_command_ends_with_examples(name: str) -> None:
    ran = prodops(name, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("\n")
    assert f"Usage: prodops {name} " in ran.out
    assert "{" not in ran.out.splitlines()[0]
    examples = ran.out.partition("\n  Examples:\n")[2].splitlines()
    assert examples
    assert all(line.startswith((f"    prodops {name}", "    prodops -C ")) for line in examples)
    assert max(map(len, ran.out.splitlines())) <= 80
    assert prodops(name, "-h").out == ran.out


def test_no_arguments_print_the_help() -> None:
    ran = prodops()
    assert ran.code == 2
    assert "Commands:" in ran.out + ran.err


@pytest.mark.parametrize("arguments", [["--version"], ["-V"], ["--help"], []])
def test_help_and_version_without_heavy_imports(arguments: list[str], tmp_path: Path) -> None:
    question = (
        "import atexit, sys\n"
        "heavy = {'pydantic', 'yaml', 'jinja2', 'rich'}\n"
        "atexit.register(lambda: sys.stderr.write(f'imported {sorted(heavy & set(sys.modules))}'))\n"
        "from prodops_cli.__main__ import main\nmain()"
    )
    assert shell(*arguments, at=tmp_path, code=question).stderr.endswith("imported []")


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_reads_and_renders_nothing(name: str, tmp_path: Path) -> None:
    question = (
        "import sys\nfrom prodops_cli.cli._run import run\nrun()\n"
        "sys.exit(str(sorted({'yaml', 'jinja2', 'rich', 'prodops_cli.kinds', 'prodops_cli.rules'} & set(sys.modules))))"
    )
    assert shell(name, "--help", at=tmp_path, code=question).stderr == "[]\n"


# --- requests that cannot be met -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"), [("lnt", "lint"), ("staus", "status"), ("ls", "list"), ("explan", "explain"), ("lists", "list")]
)
def test_mistyped_command_has_a_suggestion(typed: str, meant: str) -> None:
    ran = prodops(typed)
    assert (ran.code, ran.out) == (2, "")
    assert f"No such command '{typed}'. Did you mean '{meant}'" in ran.err


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("brief", "launch brief"),
        ("calendar", "launch calendar"),
        ("approve", "launch approve"),
        ("plan", "roadmap plan"),
        ("timeline", "roadmap timeline"),
        ("open", "roadmap cycle open"),
        ("new-hire", "onboard new-hire"),
    ],
)
def test_command_of_a_group_alone_names_the_group(typed: str, meant: str) -> None:
    ran = prodops(typed, "--anything")
    assert (ran.code, ran.out) == (2, "")
    assert f"there is no command `prodops {typed}`\nhint: did you mean `prodops {meant}`?" in ran.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["lint", "--formt", "json"], "--format"),
        (
            ["list"],
            f"Missing argument 'KIND'. What to list: {', '.join(all_kinds())}; or a folder's",
        ),
        (["new"], f"Missing argument 'KIND'. What to write: {', '.join(all_kinds())}."),
        (["list", "goal", "--limit", "many"], "--limit"),
        (["lint", "--as-of", "tomorrow"], "write the day as 2026-09-15"),
        (["lint", "--as-of", "20261001"], "write the day as 2026-09-15"),
        (["lint", "--as-of", "2026-W40-4"], "write the day as 2026-09-15"),
        (["show"], "Missing argument 'REF'. The record: kind:id, or the id alone"),
        (["show", "a", "b", "c"], "unexpected extra argument"),
    ],
)
def test_bad_option_shows_the_usage(arguments: list[str], message: str) -> None:
    ran = prodops(*arguments, at=EXAMPLES / "acme")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"Usage: prodops {arguments[0]} ")
    assert message in ran.err


@pytest.mark.parametrize("name", ["lint", "list goal", "show x", "explain goal", "rules", "status"])
def test_unknown_format_names_those_there_are(name: str) -> None:
    ran = prodops(*name.split(), "--format", "yml", at=EXAMPLES / "acme")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: there is no format `yml`\nhint: choose one of text, ")


@pytest.mark.parametrize("arguments", [["lint"], ["list", "goal"], ["show", "x"], ["status"]])
def test_outside_a_workspace(arguments: list[str], tmp_path: Path) -> None:
    ran = prodops(*arguments, at=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: no prodops.yaml here or in any folder above\n"
        "hint: run `prodops init` to start a workspace, or name one with -C DIR\n"
    )


def test_directory_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for name in ("nowhere", "file"):
        ran = prodops("lint", at=tmp_path / name)
        assert (ran.code, ran.err) == (2, f"error: {tmp_path / name} is not a folder\n")


def test_settings_that_are_wrong_are_shown_in_place(tmp_path: Path) -> None:
    write_files(tmp_path, {"prodops.yaml": "name: Acme\ntime_zone: Berlin\n"})
    ran = prodops("list", "goal", at=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("prodops.yaml:2:12: error: ")
    assert ran.err.endswith("error: prodops.yaml is not valid, so nothing was run\n")


def test_control_characters_of_arguments_are_made_visible(tmp_path: Path) -> None:
    write_files(tmp_path, {})
    for arguments in (
        ["show", "\x1b[31m"],
        ["explain", "a\x07b"],
        ["list", "\u202ego"],
        ["list", "goal", "-w", "\x1bx"],
    ):
        ran = prodops(*arguments, at=tmp_path)
        assert ran.code == 2
        assert not set(ran.err) & {"\x1b", "\x07", "\u202e"}


# --- what the system refuses ---------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["list", "initiative"], ["--version"]])
def test_reader_that_goes_away(arguments: list[str], tmp_path: Path) -> None:
    write_files(tmp_path, {f"roadmap/i{number}.yaml": f"title: {'x' * 900}\n" for number in range(200)})
    read, write = os.pipe()
    os.close(read)
    ran = shell(*arguments, at=tmp_path, stdout=write)
    os.close(write)
    assert (ran.returncode, ran.stderr) == (ExitCode.BROKEN_PIPE, "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux")
def test_full_disk() -> None:
    with Path("/dev/full").open("w") as full:
        ran = shell("list", "goal", at=EXAMPLES / "acme", stdout=full)
    assert (ran.returncode, ran.stderr) == (ExitCode.INPUT_OUTPUT, "error: No space left on device\n")


def test_folder_that_may_not_be_read(tmp_path: Path) -> None:
    write_files(tmp_path, {"roadmap/a.yaml": "title: A\n"})
    (tmp_path / "roadmap").chmod(0)
    try:
        if os.access(tmp_path / "roadmap", os.R_OK):
            pytest.skip("the superuser may read everything")
        ran = prodops("lint", at=tmp_path)
    finally:
        (tmp_path / "roadmap").chmod(0o700)
    assert ran.code == 1
    assert "permission denied" in ran.out


def test_root_that_may_not_be_listed(tmp_path: Path) -> None:
    write_files(tmp_path, {})
    tmp_path.chmod(0o100)
    try:
        if os.access(tmp_path, os.R_OK):
            pytest.skip("the superuser may read everything")
        ran = prodops("lint", at=tmp_path)
    finally:
        tmp_path.chmod(0o700)
    assert (ran.code, ran.out) == (ExitCode.INPUT_OUTPUT, "")
    assert ran.err == f"error: Permission denied: {tmp_path}\n"


# --- our own mistakes ----------------------------------------------------------------------------

CRASH = """
import sys
from prodops_cli.cli import _gate
_gate.prepare()
from prodops_cli.cli import _run
from prodops_cli.cli._app import command

@command(1, "prodops crash")
def crash() -> None:
    value = "SECRET-OF-A-FILE"
    {}[value]

sys.argv = ["prodops", "crash"]
sys.exit(_run.run())
"""


def test_bug_is_one_line_without_values(tmp_path: Path) -> None:
    ran = shell(at=tmp_path, code=CRASH)
    assert (ran.returncode, ran.stdout) == (ExitCode.BUG, "")
    assert ran.stderr.startswith("prodops has a bug: KeyError at <string>:11 crash < ")
    assert "SECRET" not in ran.stderr
    assert str(tmp_path) not in ran.stderr
    assert str(Path(sys.prefix)) not in ran.stderr
    assert ran.stderr.splitlines()[1] == "Please report that line; PRODOPS_DEBUG=1 prints the whole traceback."


def test_bug_with_a_traceback_for_those_who_ask() -> None:
    environment = os.environ | {"PRODOPS_DEBUG": "1"}
    ran = subprocess.run([sys.executable, "-c", CRASH], env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == ExitCode.BUG
    assert "Traceback (most recent call last):" in ran.stderr
    assert "KeyError: 'SECRET-OF-A-FILE'" in ran.stderr


def test_interruption_before_the_gate_is_there(tmp_path: Path) -> None:
    code = "import sys\nfrom prodops_cli.__main__ import main\nsys.meta_path.insert(0, None)\nmain()"
    interrupting = "type('Finder', (), {'find_spec': lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)})()"
    ran = shell(at=tmp_path, code=code.replace("None", interrupting))
    assert (ran.returncode, ran.stdout, ran.stderr) == (ExitCode.INTERRUPTED, "", "")


def test_interruption(tmp_path: Path) -> None:
    ran = shell(at=tmp_path, code=CRASH.replace('value = "SECRET-OF-A-FILE"', "raise KeyboardInterrupt"))
    assert (ran.returncode, ran.stdout, ran.stderr) == (ExitCode.INTERRUPTED, "", "interrupted\n")
