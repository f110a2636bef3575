"""`prodops lint --fix`: what has only one answer is mended, nothing else is touched, and twice is once."""

from pathlib import Path

import pytest

from builder import write_files
from cli_runner import Ran, prodops
from faults import tree_of

TODAY = ["--as-of", "2026-11-02"]
FILES = {
    "people/ada.yaml": "name: Ada Example\nteam: core\n",
    "teams/core.yaml": "name: Core\nlead: ada\nsponsor: ada\n",
    "teams/web.yaml": "name: Web\nlead: ada\nsponsor: ada\n",
    "roadmap/tax.yaml": "title: Tax\nowner: ada\nteam: core\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path, FILES)


def fix(root: Path, *arguments: str) -> Ran:
    return prodops("lint", "--fix", *arguments, *TODAY, at=root)


def fixed(root: Path, text: str) -> str:
    """What becomes of an initiative's file; a second run leaves it alone."""
    place = root / "roadmap/search.yaml"
    place.write_text(text, encoding="utf-8")
    others = tree_of(root)
    shown = fix(root, "--dry-run")
    assert (shown.code, tree_of(root)) == (0, others), shown.err
    fix(root)
    once = tree_of(root)
    assert bool(shown.out) == (once != others)
    assert " fixed: " not in fix(root).err
    assert tree_of(root) == once
    assert once | {"roadmap/search.yaml": text} == others
    return place.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: S\nonwer: ada # c\n", "title: S\nowner: ada # c\n"),
        ("title: S\nstatsu: Planned\n", "title: S\nstatus: planned\n"),
        (
            "title: S\nstatus: 'In Progress'\nstart: 2026-10-01\n",
            "title: S\nstatus: 'in_progress'\nstart: 2026-10-01\n",
        ),
        ('title: S\neffort: "3"\n', "title: S\neffort: 3\n"),
        ('title: S\neffort: {value: "3", note: x}\n', "title: S\neffort: {value: 3, note: x}\n"),
        ("title: S\nowner: ada  # prodops: ignore[past-target] no more\n", "title: S\nowner: ada\n"),
        ("# prodops: ignore-file[past-target]\n# why\ntitle: S\n", "# why\ntitle: S\n"),
        (
            "title: S\ndepends_on:\n  - {on: tax, note: x}\n  # again\n  - tax # c\n",
            "title: S\ndepends_on:\n  - {on: tax, note: x}\n  # again\n",
        ),
        ("title: S\ndepends_on: [tax, tax, tax]\n", "title: S\ndepends_on: [tax]\n"),
        (
            "title: S\nteam: core\ncontributors:\n  - {team: web, effort: 1}\n  - {team: web, effort: 1}\n",
            "title: S\nteam: core\ncontributors:\n  - {team: web, effort: 1}\n",
        ),
        ("title: S\nstatus: cancelled\nhealth: on_track\n", "title: S\nstatus: cancelled\n"),
        (
            "title: S\nstatsu: planned\neffort: '3' # prodops: ignore[past-target]\ndepends_on: [tax, tax]\n",
            "title: S\nstatus: planned\neffort: 3\ndepends_on: [tax]\n",
        ),
    ],
)
def test_what_has_one_answer_is_mended(root: Path, before: str, after: str) -> None:
    assert fixed(root, before) == after


@pytest.mark.parametrize(
    "text",
    [
        "title: S\nonwer: ada\nowner: ada\n",
        "title: S\ntagret: soon\n",
        "title: S\nwhatever: x\n",
        "title: S\nstatus: started\n",
        "title: S\nstatus: cancelled\nhealth: done\n",
        "title: S\nshipped: 2026-10-01\n",
        "title: S\nowner: ada  # prodops: ignore[pats-target]\n",
        "title: S\ndepends_on: [tax, {on: tax, note: more}]\n",
        "title: S\nteam: core\ncontributors: [{team: web, effort: 1}, {team: web, effort: 2}]\n",
        "title: S\neffort: {value: [3, 5]\n",
        "title: S\ntitle: S\n",
        "title: S\nowner: nobody\n",
    ],
)
def test_what_is_not_certain_is_left_to_people(root: Path, text: str) -> None:
    assert fixed(root, text) == text


def test_what_was_fixed_is_said_and_then_what_is_left(root: Path) -> None:
    (root / "roadmap/search.yaml").write_text('title: S\nowner: nobody\neffort: "3"\n')
    ran = fix(root)
    assert ran.code == 1
    assert ran.err.splitlines()[0] == (
        'roadmap/search.yaml:3:9: fixed: `effort`: "3" is text, where a number is wanted [invalid-value]'
    )
    assert "there is no person `nobody`" in ran.out
    assert '"3"' not in ran.out


def test_a_comment_that_may_yet_be_needed_stays(root: Path) -> None:
    text = "title: S\nowner: ada # prodops: ignore[past-target]\nonwer: ada\n"
    assert fixed(root, text) == text


def test_only_what_was_asked_for_is_mended(root: Path) -> None:
    write_files(root, {"roadmap/search.yaml": "title: S\ndepends_on: [tax, tax]\n"})
    write_files(root, {"roadmap/find.yaml": "title: F\ndepends_on: [tax, tax]\n"})
    fix(root, "roadmap/find.yaml")
    assert "[tax, tax]" in (root / "roadmap/search.yaml").read_text()
    assert "[tax]" in (root / "roadmap/find.yaml").read_text()
    fix(root, "--ignore", "duplicate-dependency")
    assert "[tax, tax]" in (root / "roadmap/search.yaml").read_text()


def test_records_of_a_list_are_mended_one_by_one(root: Path) -> None:
    write_files(root, {"tools.yaml": "- id: figma\n  nmae: Figma\n\n- {id: miro, nmae: Miro} # c\n"})
    fix(root)
    assert (root / "tools.yaml").read_text() == "- id: figma\n  name: Figma\n\n- {id: miro, name: Miro} # c\n"


def test_a_fix_that_does_not_fit_keeps_no_other_from_being_made(root: Path) -> None:
    write_files(root, {"roadmap/search.yaml": 'title: S\ntagret: soon\neffort: "3"\n'})
    write_files(root, {"roadmap/find.yaml": "title: F\nonwer: ada\n"})
    fix(root)
    assert (root / "roadmap/search.yaml").read_text() == "title: S\ntagret: soon\neffort: 3\n"
    assert (root / "roadmap/find.yaml").read_text() == "title: F\nowner: ada\n"


def test_findings_of_the_baseline_stay(root: Path) -> None:
    write_files(root, {"roadmap/search.yaml": "title: S\ndepends_on: [tax, tax]\n"})
    assert prodops("lint", "--baseline", *TODAY, at=root).code == 0
    fix(root)
    assert "[tax, tax]" in (root / "roadmap/search.yaml").read_text()


@pytest.mark.parametrize("arguments", [["--fix", "--baseline"], ["--dry-run"]])
def test_what_makes_no_sense_together_is_refused(root: Path, arguments: list[str]) -> None:
    ran = prodops("lint", *arguments, at=root)
    assert ran.code == 2
    assert "hint:" in ran.err


def test_the_house_is_in_order() -> None:
    """Nothing of the example is mended: whatever lint says of it is for people."""
    acme = Path(__file__).parents[1] / "examples/acme"
    assert fix(acme, "--dry-run").out == ""
