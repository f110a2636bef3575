"""What moved, and what shipped: each is told by one of the updates that follow each other."""

import itertools
import json
from pathlib import Path

import pytest

from cli_runner import prodops
from repository import commit, init

ITEM = "title: Search\nstatus: shipped\nshipped: 2026-10-05\n"


@pytest.fixture
def ids(tmp_path: Path) -> list[str]:
    """What shipped on 5 October is written down on that day, by a new file; then two weeks pass."""
    init(tmp_path)
    steps = {
        "2026-10-01": {"prodops.yaml": "name: Acme\nas_of: 2026-10-20\n"},
        "2026-10-05": {"roadmap/search.yaml": ITEM},
        "2026-10-12": {"roadmap/other.yaml": "title: Other\n"},
        "2026-10-19": {"roadmap/other.yaml": "title: Another\n"},
    }
    return [commit(tmp_path, files, f"{day}T12:00:00+00:00") for day, files in steps.items()]


def shipped(folder: Path, since: str, at: str) -> list[str]:
    ran = prodops("status", "--since", since, "--at", at, "--format", "json", at=folder)
    assert ran.code == 0, ran.err
    return [line["record"]["name"] for line in json.loads(ran.out)["shipped"]]


def test_what_shipped_on_the_day_of_an_update_is_told_once(tmp_path: Path, ids: list[str]) -> None:
    told = [shipped(tmp_path, base, tip) for base, tip in itertools.pairwise(ids)]
    assert told == [["Search"], [], []]


def test_what_is_written_on_the_day_of_an_update_after_it_is_told_by_the_next(tmp_path: Path, ids: list[str]) -> None:
    later = commit(tmp_path, {"roadmap/late.yaml": ITEM.replace("10-05", "10-19")}, "2026-10-19T18:00:00+00:00")
    assert shipped(tmp_path, ids[2], ids[3]) == []
    assert shipped(tmp_path, ids[3], later) == ["Search"]
