"""The hostile files of ../shared/hostile, where they are beside the checkout; tests of them are skipped elsewhere."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

HOSTILE = Path(__file__).parents[2] / "shared/hostile"
_MANIFEST = HOSTILE / "manifest.json"


def cases(group: str) -> list[Any]:
    """The cases of a group; none where the corpus is not there."""
    found = json.loads(_MANIFEST.read_text()) if _MANIFEST.is_file() else []
    return [case for case in found if case["group"] == group]


needs_corpus = pytest.mark.skipif(not _MANIFEST.is_file(), reason=f"the corpus of hostile files is not at {HOSTILE}")


def raw(case: Any) -> bytes:
    """The bytes of a case."""
    return (HOSTILE / str(case["file"])).read_bytes()


def path_in(case: Any) -> str:
    """The path that a case of the group `path` tries."""
    found = re.search(r"doc: (\".*\")", raw(case).decode())
    assert found is not None
    return str(json.loads(found[1].replace("\\x00", "\\u0000")))
