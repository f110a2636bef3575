"""The page on reliability names every command that writes files."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
CLI = ROOT / "src/prodops_cli/cli"
WRITES = re.compile(r"\b(replace_files?|apply_update|create_files|change|write_text|write_bytes)\(")
COMMANDS = {
    "_lint.py": ["`lint --baseline`"],
    "_mending.py": ["`lint --fix`"],
    "_report.py": ["`--output`"],
    "_schemas.py": ["`--output`"],
    "init.py": ["`init`"],
    "launch/_new.py": ["`launch new`"],
    "launch/approve.py": ["`launch approve`"],
    "launch/brief.py": ["`launch brief --mark-sent`"],
    "new.py": ["`prodops new`"],
    "onboard/_new_hire.py": ["`onboard new-hire`"],
    "onboard/template/init.py": ["`onboard template init`"],
    "roadmap/cycle/open.py": ["`roadmap cycle open`"],
    "set_.py": ["`set`"],
}
"""What the page has to name, by the module of the command that writes."""


def test_every_command_that_writes_is_named() -> None:
    modules = {path.relative_to(CLI).as_posix() for path in CLI.rglob("*.py") if WRITES.search(path.read_text())}
    assert modules == set(COMMANDS)
    page = (ROOT / "docs/explanation/reliability.md").read_text()
    section = page.partition("## Writing\n")[2].partition("\n- ")[0]
    assert [word for words in COMMANDS.values() for word in words if word not in section] == []
