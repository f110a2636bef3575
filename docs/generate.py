"""Writes the generated part of the docs from the code; with --check, only says whether it is current.

Generated are the reference pages named below, and the output of the commands in the tutorial and the README.
"""

import ast
import difflib
import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import typer
from console import with_output

from prodops_cli import errors, registry
from prodops_cli.cli._app import app
from prodops_cli.errors import ExitCode
from prodops_cli.kinds import all_kinds
from prodops_cli.render import pages
from prodops_cli.reports.kind_page import kind_page, settings_page
from prodops_cli.rules import all_rules

ROOT = Path(__file__).parents[1]
DAY = "2026-11-02"
"""A Monday; the day on which the tutorial happens."""
NOTE = "<!-- Written by docs/generate.py from the code; changes here are overwritten. -->\n\n"


def main(arguments: list[str], pages: Mapping[str, str]) -> int:
    """Write or check every page; the exit code."""
    is_check = arguments == ["--check"]
    stale = {path: text for path, text in pages.items() if _text_of(path) != text}
    for path, text in stale.items():
        if is_check:
            sys.stderr.write(_difference(path, text))
        else:
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_bytes(text.encode())
            sys.stderr.write(f"{path} written\n")
    if is_check and stale:
        sys.stderr.write("run: python docs/generate.py\n")
    return 1 if is_check and stale else 0


def generated() -> dict[str, str]:
    """Every page as it should be, by its path."""
    reference = {"commands": commands, "exit-codes": exit_codes, "kinds": kinds, "rules": rules, "settings": settings}
    found = {f"docs/reference/{name}.md": NOTE + page() for name, page in reference.items()}
    found["docs/tutorial.md"] = with_output(_text_of("docs/tutorial.md"), day=DAY)
    for path in (
        "README.md",
        "docs/how-to/onboarding.md",
        "docs/how-to/promises.md",
        "docs/how-to/launch-readiness.md",
    ):
        found[path] = with_output(_text_of(path), copied=ROOT / "examples")
    return found


def _text_of(path: str) -> str:
    """A page as it is; nothing where there is none."""
    place = ROOT / path
    return place.read_bytes().decode() if place.is_file() else ""


def _difference(path: str, text: str) -> str:
    """What is different, in one line and the first few lines that are."""
    both = difflib.unified_diff(_text_of(path).splitlines(), text.splitlines(), lineterm="", n=0)
    lines = [line for line in both if not line.startswith(("---", "+++", "@@"))]
    more, less = (sum(line.startswith(sign) for line in lines) for sign in "+-")
    shown = "".join(f"  {line[:110]}\n" for line in lines[:6])
    return f"{path} is not current: {more} lines more, {less} lines less\n{shown}"


def _below(text: str, levels: int = 1) -> str:
    """A page with its headings so many levels deeper; `#` in a code block is no heading."""
    parts = re.split(r"(^```.*?^```$)", text, flags=re.MULTILINE | re.DOTALL)
    parts[::2] = [re.sub(r"^(#+ )", "#" * levels + r"\1", part, flags=re.MULTILINE) for part in parts[::2]]
    return "".join(parts).strip() + "\n"


# --- kinds and settings ----------------------------------------------------------------------------


def kinds() -> str:
    """The page of all kinds."""
    listed = "".join(
        f"| [{name}](#{name}) | `{kind.folder}/` or `{kind.folder}.yaml` | {_summary(kind)} |\n"
        for name, kind in all_kinds().items()
    )
    sections = "\n".join(_below(pages.model_page(kind_page(kind))) for kind in all_kinds().values())
    return (
        "# Kinds\n\n"
        "What a workspace holds. `prodops explain KIND` prints the same page, `prodops new KIND` starts a file,\n"
        "`prodops schema KIND` prints its JSON Schema.\n\n"
        f"| Kind | Where | What it is |\n|---|---|---|\n{listed}\n{sections}"
    )


def settings() -> str:
    """The page of prodops.yaml."""
    page = pages.model_page(settings_page()).partition("\n")[2].strip()
    return (
        "# Settings: prodops.yaml\n\n"
        "The file marks the workspace's root and may be empty: every key has a default.\n"
        "`prodops explain settings` prints the same page.\n\n"
        f"{page}\n"
    )


def _summary(thing: Any) -> str:
    return (inspect.getdoc(thing) or "").partition("\n")[0]


# --- rules -----------------------------------------------------------------------------------------


def rules() -> str:
    """The page of all rules."""
    found = all_rules().values()
    table = pages.rules_table((rule.name, rule.severity, rule.summary) for rule in found)
    linked = re.sub(r"^\| `([a-z0-9-]+)` \|", r"| [\1](#\1) |", table, flags=re.MULTILINE)
    sections = "\n".join(_below(pages.rule_page(rule.name, rule.severity, rule.page)) for rule in found)
    return (
        "# Rules\n\n"
        "What `prodops lint` looks for. An error fails the run, a warning does not unless `--strict` is given.\n"
        "`prodops explain RULE` prints the same page. The examples are tests: a comment such as\n"
        "`# error: past-target` marks the line at which exactly this is found.\n\n"
        "Which rules run, and how bad their findings are, is decided in [prodops.yaml](settings.md);\n"
        "single findings are silenced with [comments](ignoring.md).\n\n"
        f"{linked}\n{sections}"
    )


# --- commands --------------------------------------------------------------------------------------


def commands() -> str:
    """The page of all commands."""
    registry.modules_of("prodops_cli.cli")
    group = typer.main.get_group(app)
    found = dict(_commands(group, ""))
    sections = "\n".join(_command(name, command) for name, command in found.items())
    listed = "".join(
        f"| [prodops {name}](#prodops-{name.replace(' ', '-')}) | {_first(command)} |\n"
        for name, command in found.items()
    )
    return (
        "# Commands\n\n"
        "`prodops COMMAND --help` prints the same. Findings and reports go to stdout, everything else to stderr; the\n"
        "[exit codes](exit-codes.md) are the same for all commands.\n\n"
        f"| Command | What it does |\n|---|---|\n{listed}\n"
        f"## Before the command\n\n{_table(_options(group, 'prodops'))}\n{sections}"
    )


def _commands(group: Any, before: str) -> Iterator[tuple[str, Any]]:
    """Every command with its words, in the order of the help; of a group, those that are in it."""
    for name in group.list_commands(None):
        command = group.commands[name]
        if isinstance(command, typer.core.TyperGroup):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield before + name, command


def _command(name: str, command: Any) -> str:
    text = inspect.cleandoc(command.help or "")
    with command.make_context(f"prodops {name}", [], resilient_parsing=True) as context:
        usage = f"prodops {name} {' '.join(command.collect_usage_pieces(context))}"
    examples = [line.strip() for line in (command.epilog or "").splitlines() if line.strip().startswith("prodops")]
    table = _table([*_arguments(command), *_options(command, name)])
    return (
        f"## prodops {name}\n\n{text}\n\n```text\n{usage}\n```\n\n{table}\n```console\n"
        + "".join(f"$ {line}\n" for line in examples)
        + "```\n"
    )


def _first(command: Any) -> str:
    return str(command.get_short_help_str(limit=200))


def _arguments(command: Any) -> Iterator[tuple[str, str]]:
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            yield parameter.metavar or parameter.name.upper(), parameter.help or ""


def _options(command: Any, name: str) -> Iterator[tuple[str, str]]:
    with command.make_context(name, [], resilient_parsing=True) as context:
        for parameter in command.get_params(context):
            if parameter.param_type_name == "option" and (parameter.name != "help" or name == "prodops"):
                record = parameter.get_help_record(context)
                if record is not None:
                    yield record


def _table(rows: Any) -> str:
    cells = [(f"`{name}`", " ".join(text.split()).replace("|", "\\|")) for name, text in rows]
    return "| | |\n|---|---|\n" + "".join(f"| {name} | {text} |\n" for name, text in cells)


# --- exit codes ------------------------------------------------------------------------------------

_NO: Mapping[str, str] = {
    "init": "a file of CI could not be merged; the lines are marked in it",
    "lint": "errors; with `--strict`, also warnings; never with `--exit-zero`",
    "onboard new-hire": "a plan could not be merged; the lines are marked in it",
    "onboard template init": "a page could not be merged; the lines are marked in it",
    "onboard template lint": "errors",
    "status": "with `--verify`, the page does not say what the files say",
    "diff": "with `--exit-code`, something is different",
    "roadmap deps": "with `--exit-code`, a dependency is broken, or a file cannot be read",
    "roadmap plan": "with `--exit-code`, a promised day cannot hold, or a file cannot be read",
    "roadmap capacity": "with `--exit-code`, a team has too much at once, or a file cannot be read",
    "roadmap cycle check": "a gate of the cycle does not hold",
    "launch new": "a page of the kit could not be merged; the lines are marked in it",
    "launch readiness": "of one launch, hold; of all, one in trouble or not to be read; with `--strict`, not go",
    "launch align": "with `--exit-code`, something does not fit together, or a file cannot be read",
}
"""When a command says no (exit code 1)."""


def exit_codes() -> str:
    """The page of exit codes, from the sentences below the members of ExitCode."""
    body = next(node for node in ast.parse(inspect.getsource(errors)).body if isinstance(node, ast.ClassDef)).body
    said = {
        code.targets[0].id: str(text.value.value).replace("|", "\\|")
        for code, text in pairwise(body)
        if isinstance(code, ast.Assign)
        and isinstance(code.targets[0], ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
    }
    rows = "".join(f"| {code.value} | {said[code.name]} |\n" for code in ExitCode)
    return (
        "# Exit codes\n\n"
        "What a command tells the shell. CI jobs can count on them.\n\n"
        f"| Code | Meaning |\n|---|---|\n{rows}"
        "| 128 + n | Ended by signal n, as the shell counts it: 137 for SIGKILL, 143 for SIGTERM. |\n\n"
        "## When the answer is no\n\n"
        "Where a command can say no, exit code 1 means:\n\n"
        f"| Command | 1 where |\n|---|---|\n{noes()}"
    )


def noes() -> str:
    """The rows of the commands that say no.

    Raises LookupError for a command that is not there, and for one with an option to say no that has no row.
    """
    registry.modules_of("prodops_cli.cli")
    found = dict(_commands(typer.main.get_group(app), ""))
    optional = {
        name
        for name, command in found.items()
        if any({"--exit-code", "--strict"}.intersection(parameter.opts) for parameter in command.params)
    }
    wrong = (_NO.keys() - found.keys()) | (optional - _NO.keys())
    if wrong:
        message = f"`_NO` does not fit the commands: {', '.join(sorted(wrong))}"
        raise LookupError(message)
    return "".join(
        f"| [prodops {name}](commands.md#prodops-{name.replace(' ', '-')}) | {_NO[name]} |\n"
        for name in found
        if name in _NO
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], generated()))
