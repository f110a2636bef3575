"""`prodops set` and `lint --fix` on the hostile corpus: a file is changed as asked, or left alone."""

import os
import re
from pathlib import Path
from typing import Any

import pytest

from cli_runner import prodops
from prodops_cli.diagnostics import Append, Edit, Remove, Set
from prodops_cli.edit.fields import edited
from prodops_cli.errors import ProdopsError
from prodops_cli.source import read
from test_hostile import AS_THEY_ARE, CARRIED_OVER, HAS_CORPUS, RAW, hostile

CASES = [*AS_THEY_ARE, *CARRIED_OVER]
STEP = 1 if os.environ.get("PRODOPS_TEST_DOCUMENTS") else 24
"""Every so many cases go through the commands, which read and lint a workspace each; all of them through the module."""
EDITS: tuple[Edit, ...] = (
    Set(("owner",), "alice"),
    Set(("title",), "a\nb"),
    Append(("tags",), "x"),
    Append(("gates", "legal", "approvals"), {"by": "alice"}),
    Remove(("title",)),
    Set((0, "owner"), "alice"),
    Append((), {"id": "one-more"}),
)


pytestmark = pytest.mark.skipif(not HAS_CORPUS, reason="the hostile corpus is not beside the repository")


def test_edits_of_hostile_files_are_made_or_refused() -> None:
    made = 0
    for case in CASES:
        before = read("x.yaml", case.text)
        for edit in EDITS:
            try:
                new = edited("x.yaml", case.text, [edit])
            except ProdopsError:
                continue
            assert not before.problems, "what is refused is never changed"
            assert not read("x.yaml", new).problems
            made += new != case.text
            if not isinstance(edit, Append):
                assert edited("x.yaml", new, [edit]) == new
    assert made > 300


@pytest.mark.parametrize("case", CASES[::STEP], ids=lambda case: str(case.row["id"]))
def test_commands_change_hostile_files_as_asked_or_not_at_all(tmp_path: Path, case: Any) -> None:
    hostile.write_workspace(tmp_path)
    place = tmp_path / case.home
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(case.text)
    for arguments in (["set", place.stem, "owner=alice", "tags+=new"], ["lint", "--fix"]):
        before = place.read_bytes()
        ran = prodops(*arguments, at=tmp_path)
        assert ran.code in (0, 1, 2), ran.err
        assert "Traceback" not in ran.err
        assert not RAW.search(ran.out + ran.err)
        if arguments[0] == "set" and ran.code == 0:
            after = read("x.yaml", place.read_bytes())
            assert not after.problems
            assert re.search("^(Changed|.* so already)", ran.err, re.MULTILINE)
        elif arguments[0] == "set":
            assert place.read_bytes() == before
