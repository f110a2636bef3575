"""`launch notes`: what came out between two revisions, told once, in customers' words, never ahead of its launch."""

import json
from pathlib import Path
from typing import Any

import pytest

from builder import write_files
from cli_runner import Ran, prodops
from repository import commit, git, init

START = {
    "prodops.yaml": "name: Acme\nas_of: 2026-10-15\n",
    "people.yaml": "- {id: ada, name: Ada Example}\n",
    "roadmap/one-page.yaml": "title: Falcon\noutcome: More orders\nstatus: in_progress\nrelease_note: One page.\n",
    "roadmap/tax.yaml": "title: Tax tables\nstatus: in_progress\n",
    "roadmap/search.yaml": "title: Osprey\noutcome: Finds\nstatus: in_progress\nrelease_note: Search finds more.\n",
    "launches/checkout.yaml": "title: Checkout 2\ndate: 2026-09-20\nowner: ada\ninitiatives: [one-page, tax]\n"
    "geographies: [DE]\nmessages: {customers: Pay on one page.}\nactions: {customers: Look at the preview.}\n"
    "facts: {breaking_change: true}\n",
    "launches/cards.yaml": "title: Gift cards\ndate: 2026-09-21\nowner: ada\nfacts: {new_product: true}\n"
    "messages: {customers: Give a card.}\n",
    "launches/dark.yaml": "title: Dark mode\ndate: 2026-09-22\nowner: ada\nfacts: {notable: true}\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    commit(init(write_files(tmp_path / "acme", START)), when="2026-09-01T12:00:00+00:00")
    git(tmp_path / "acme", "tag", "v1")
    return tmp_path / "acme"


def shipped(root: Path, *names: str, when: str = "2026-09-20T12:00:00+00:00") -> str:
    """Say that things came out, and commit it."""
    files = {}
    for name in names:
        place = root / name
        done = "launched" if name.startswith("launches/") else "shipped"
        lines = [line for line in place.read_text().splitlines() if not line.startswith("status:")]
        files[name] = "\n".join([*lines, f"status: {done}", ""])
    return commit(root, files, when=when)


def notes(root: Path, *arguments: str, since: str = "v1") -> Ran:
    return prodops("launch", "notes", "--since", since, *arguments, at=root)


def told(root: Path, *arguments: str, since: str = "v1") -> dict[str, list[tuple[str | None, tuple[str, ...]]]]:
    """The titles and release notes of each group."""
    made: Any = json.loads(notes(root, "--format", "json", *arguments, since=since).out)
    return {
        group["effect"]: [(line["title"], tuple(line["notes"])) for line in group["lines"]] for group in made["groups"]
    }


def test_nothing_came_out(root: Path) -> None:
    ran = notes(root)
    assert (ran.code, ran.err) == (0, "")
    assert "Nothing came out in this time." in ran.out


def test_launch_brings_the_notes_of_what_has_shipped(root: Path) -> None:
    shipped(root, "launches/checkout.yaml", "roadmap/one-page.yaml")
    assert told(root) == {"changed": [("Checkout 2", ("One page.",))]}
    page = notes(root).out
    assert "## Changed for you\n\n### Checkout 2\n\nPay on one page.\n\n**What to do:** Look at the preview." in page
    assert "Falcon" not in page


def test_groups_are_in_order_and_what_has_no_heading_comes_first(root: Path) -> None:
    shipped(root, "roadmap/search.yaml", "launches/dark.yaml", "launches/cards.yaml", "launches/checkout.yaml")
    assert list(told(root, "--audience", "team")) == ["changed", "new", "better"]
    assert told(root) == {
        "changed": [("Checkout 2", ())],
        "new": [("Gift cards", ())],
        "better": [(None, ("Search finds more.",))],
    }
    assert [title for title, _ in told(root, "--audience", "team")["better"]] == ["Dark mode", None]


def test_what_has_no_words_is_named_on_stderr(root: Path) -> None:
    shipped(root, "launches/dark.yaml")
    ran = notes(root)
    assert "Dark mode" not in ran.out
    assert "1 thing has no words for customers: launch:dark" in ran.err
    inside = notes(root, "--audience", "team")
    assert "### Dark mode" in inside.out
    assert "There are no words for customers." in inside.out


@pytest.mark.parametrize(
    ("field", "do_read"),
    [
        ("actions: {customers: Look.}", True),
        ("affected: Everybody.", True),
        ("messages: {support: For us.}", False),
        ("actions: {support: Read.}", False),
    ],
)
def test_colleagues_are_told_whether_customers_read_something(root: Path, field: str, do_read: bool) -> None:
    commit(root, {"launches/dark.yaml": f"{START['launches/dark.yaml']}{field}\n"})
    shipped(root, "launches/dark.yaml")
    assert ("Dark mode" in notes(root).out) is do_read
    assert ("There are no words for customers." in notes(root, "--audience", "team").out) is not do_read


def test_work_waits_for_the_launch_ahead(root: Path) -> None:
    shipped(root, "roadmap/one-page.yaml")
    ran = notes(root)
    assert "One page" not in ran.out
    assert "told with the launch that is still ahead: initiative:one-page" in ran.err
    assert "Customers hear of it with Checkout 2." in notes(root, "--audience", "team").out


def test_work_of_an_earlier_release_is_told_with_its_launch(root: Path) -> None:
    middle = shipped(root, "roadmap/one-page.yaml")
    shipped(root, "launches/checkout.yaml")
    assert told(root, since=middle) == {"changed": [("Checkout 2", ("One page.",))]}
    assert told(root, "--until", middle) == {}


def test_late_work_is_told_by_itself(root: Path) -> None:
    middle = shipped(root, "launches/checkout.yaml", "roadmap/one-page.yaml")
    (root / "roadmap/tax.yaml").write_text("title: Tax tables\nstatus: in_progress\nrelease_note: The right tax.\n")
    shipped(root, "roadmap/tax.yaml", when="2026-09-25T12:00:00+00:00")
    assert told(root, since=middle) == {"better": [(None, ("The right tax.",))]}


def test_nothing_is_told_twice(root: Path) -> None:
    out = shipped(root, "roadmap/search.yaml")
    assert told(root) == {"better": [(None, ("Search finds more.",))]}
    assert told(root, since=out) == {}
    commit(root, {"roadmap/moved/search.yaml": (root / "roadmap/search.yaml").read_text(), "roadmap/search.yaml": None})
    assert told(root, since=out) == {}


def test_import_of_what_is_old_is_no_news(root: Path) -> None:
    commit(root, {"roadmap/old.yaml": "title: Old\nstatus: shipped\nrelease_note: Old.\nshipped: 2020-01-01\n"})
    assert told(root) == {}


def test_what_began_and_came_out_in_between_is_news(root: Path) -> None:
    commit(root, {"roadmap/quick.yaml": "title: Quick\nstatus: planned\nrelease_note: Quick.\n"})
    shipped(root, "roadmap/quick.yaml")
    assert told(root) == {"better": [(None, ("Quick.",))]}


def test_files_that_are_not_committed_count_until_a_revision_is_named(root: Path) -> None:
    place = root / "roadmap/search.yaml"
    place.write_text(place.read_text().replace("in_progress", "shipped"))
    assert told(root) == {"better": [(None, ("Search finds more.",))]}
    assert told(root, "--until", "HEAD") == {}


@pytest.mark.parametrize("since", ["v1", "last-tag", "2026-09-01", "2020-01-01", "HEAD~1"])
def test_ways_to_say_since(root: Path, since: str) -> None:
    shipped(root, "roadmap/search.yaml")
    assert told(root, since=since) == {"better": [(None, ("Search finds more.",))]}


def test_unknown_audience_is_refused(root: Path) -> None:
    ran = notes(root, "--audience", "suport")
    assert (ran.code, ran.out) == (2, "")
    assert "no launch has an audience `suport`" in ran.err
    assert "did you mean `support`?" in ran.err
    assert notes(root, "--audience", "Customer-Care").code == 0


def test_unknown_revision_is_refused(root: Path) -> None:
    ran = notes(root, since="v9")
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize("since", ["v1", "2026-09-01", "last-tag"])
def test_shallow_clone_is_refused(root: Path, tmp_path: Path, since: str) -> None:
    shipped(root, "roadmap/search.yaml")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "shallow")
    ran = notes(tmp_path / "shallow", since=since)
    assert (ran.code, ran.out) == (3, "")


@pytest.mark.parametrize("format_", ["text", "markdown", "html", "json", "slack"])
def test_same_bytes_twice(root: Path, format_: str) -> None:
    shipped(root, "roadmap/search.yaml", "launches/cards.yaml", "launches/checkout.yaml")
    one, other = (notes(root, "--format", format_).out for _ in range(2))
    assert one == other
    assert "Search finds more." in one
