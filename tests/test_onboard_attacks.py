"""What attacks on `prodops onboard` found, and does not come back."""

import json
from pathlib import Path

import pytest

from builder import write_files
from cli_runner import prodops
from prodops_cli.git import Repository
from repository import commit, git, init

PAGE = "onboarding/plans/grace.md"
FILES = {
    "prodops.yaml": "name: Shop\nas_of: 2026-11-20\n",
    "people/ada.yaml": "name: Ada Example\nstarts: 2024-01-01\n",
    "people/grace.yaml": "name: Grace Example\nbuddy: ada\nstarts: 2026-11-02\n",
    "onboarding/company.yaml": "title: All\ntasks:\n  - {id: lunch, title: Have lunch, day: 60, by: buddy, hours: 2}\n",
    PAGE: "# Plan\n\n- [ ] **Mon 2026-11-02** Have lunch <!-- task: lunch -->\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path / "shop", FILES)


@pytest.mark.parametrize("path", ["onboarding/plans/eve.md", "people/eve.yaml", PAGE])
def test_submodule_in_the_place_of_a_page_or_record(root: Path, path: str) -> None:
    """Its id is a commit of another repository, which is not here and never was."""
    init(root)
    commit(root, FILES)
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{'12' * 20},{path}")
    git(root, "commit", "-q", "-m", "a submodule")
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{'34' * 20},{path}")
    git(root, "commit", "-q", "-m", "and a newer one")
    ran = prodops("onboard", "status", "--format", "markdown", at=root)
    assert (ran.code, "Grace Example" in ran.out) == (0, True), ran.err
    newest = Repository.around(root).log()[-1]
    assert newest.changes == ()
    assert prodops("history", "person:grace", "--format", "json", at=root).code == 0


@pytest.mark.parametrize(
    "eve", ["starts: 2026-12-01\nabsences: [{start: 1900-01-01, end: 2200-12-31}]", "starts: 2200-12-31"]
)
def test_load_tells_of_the_others_where_one_person_never_works(root: Path, eve: str) -> None:
    write_files(root, {"people/eve.yaml": f"name: Eve Example\nbuddy: ada\n{eve}\n"})
    ran = prodops("onboard", "load", "--format", "json", at=root)
    assert ran.code == 0, ran.err
    hosts = json.loads(ran.out)["hosts"]
    assert [(host["person"]["ref"], host["hours"]) for host in hosts] == [("person:ada", 2.0)]
    made = prodops("onboard", "new-hire", "eve", "--no-history", at=root)
    assert (made.code, made.err.startswith("error: eve has no working days from ")) == (2, True)
