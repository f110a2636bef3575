"""A record's trail: through edits, moves, renames, lists, merges, and files that nobody could read."""

import json
from datetime import date
from pathlib import Path

import pytest

from cli_runner import prodops
from prodops_cli import settings
from prodops_cli.errors import ExitCode, ProdopsError
from prodops_cli.git import Repository
from prodops_cli.history import History, Uncommitted, events_of, read_history
from prodops_cli.tree import WorkingTree
from repository import commit, git, init

CHECKOUT = "title: One-page checkout\nstatus: planned\nowner: ada\nteam: payments\ntarget: 2026-09-15\n"
TODAY = date(2026, 11, 2)
Line = tuple[str, str, str | None, str | None]
"""Day, field, old, new: as texts."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    init(tmp_path)
    commit(tmp_path, {"prodops.yaml": "name: Acme\ntime_zone: Europe/Berlin\n"}, when=at(1), message="Start")
    return tmp_path


def at(day: int, hour: int = 12) -> str:
    return f"2026-09-{day:02}T{hour:02}:30:00+00:00"


def history(folder: Path) -> History:
    tree = WorkingTree(folder)
    return read_history(Repository.around(folder), settings.load(tree), uncommitted=Uncommitted(tree, TODAY))


def lines(folder: Path, ref: str = "initiative:checkout", *fields: str) -> list[Line]:
    found = events_of(history(folder).find(ref), fields or None)
    return [(str(one.revision.day), one.field, text(one.old), text(one.new)) for one in found]


def text(value: object) -> str | None:
    return None if value is None else str(value)


def test_every_value_is_there_with_its_day(folder: Path) -> None:
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT}, when=at(2))
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT.replace("09-15", "10-01")}, when=at(3), message="Tax is late")
    assert lines(folder) == [
        ("2026-09-02", "file", None, "roadmap/checkout.yaml"),
        ("2026-09-02", "title", None, "One-page checkout"),
        ("2026-09-02", "status", None, "planned"),
        ("2026-09-02", "owner", None, "ada"),
        ("2026-09-02", "team", None, "payments"),
        ("2026-09-02", "target", None, "2026-09-15"),
        ("2026-09-03", "target", "2026-09-15", "2026-10-01"),
    ]


def test_day_is_that_of_the_workspace(folder: Path) -> None:
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT}, when=at(2, hour=22))  # half past midnight in Berlin
    assert lines(folder, "checkout", "target")[0][0] == "2026-09-03"


def test_moved_file_keeps_its_trail(folder: Path) -> None:
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT}, when=at(2))
    moved = {"roadmap/checkout.yaml": None, "roadmap/shop/checkout.yaml": CHECKOUT.replace("09-15", "10-01")}
    commit(folder, moved, when=at(3))
    assert lines(folder, "checkout", "file", "target")[2:] == [
        ("2026-09-03", "file", "roadmap/checkout.yaml", "roadmap/shop/checkout.yaml"),
        ("2026-09-03", "target", "2026-09-15", "2026-10-01"),
    ]


def test_record_moves_into_a_list_and_out_again(folder: Path) -> None:
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT}, when=at(2))
    listed = "- id: other\n  title: Other\n- id: checkout\n" + indented(CHECKOUT.replace("09-15", "10-01"))
    commit(folder, {"roadmap/checkout.yaml": None, "roadmap.yaml": listed}, when=at(3))
    alone = CHECKOUT.replace("09-15", "10-15")
    commit(folder, {"roadmap/checkout.yaml": alone, "roadmap.yaml": "- id: other\n  title: Other\n"}, when=at(4))
    assert [(line[2], line[3]) for line in lines(folder, "checkout", "target")] == [
        (None, "2026-09-15"),
        ("2026-09-15", "2026-10-01"),
        ("2026-10-01", "2026-10-15"),
    ]
    assert {trail.ref for trail in history(folder).trails} == {"initiative:checkout", "initiative:other"}


def indented(yaml: str) -> str:
    return "".join(f"  {line}\n" for line in yaml.splitlines())


def test_renamed_file_takes_its_trail_along(folder: Path) -> None:
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT}, when=at(2))
    commit(folder, {"roadmap/checkout.yaml": None, "roadmap/one-page.yaml": CHECKOUT.replace("09-15", "10-01")}, at(3))
    found = history(folder)
    assert [trail.ref for trail in found.trails] == ["initiative:one-page"]
    assert found.find("checkout") is found.find("one-page")
    assert ("2026-09-03", "id", "checkout", "one-page") in lines(folder, "one-page")
    assert ("2026-09-03", "target", "2026-09-15", "2026-10-01") in lines(folder, "one-page")


def test_renamed_item_of_a_list_takes_its_trail_along(folder: Path) -> None:
    listed = "- id: checkout\n" + indented(CHECKOUT) + "- id: other\n  title: Other\n  target: 2026-01-01\n"
    commit(folder, {"roadmap.yaml": listed}, when=at(2))
    changed = listed.replace("id: checkout", "id: one-page").replace("09-15", "10-01")
    commit(folder, {"roadmap.yaml": changed}, when=at(3))
    assert ("2026-09-03", "target", "2026-09-15", "2026-10-01") in lines(folder, "one-page")
    assert len(history(folder).trails) == 2


def test_new_record_in_place_of_a_removed_one_is_new(folder: Path) -> None:
    other = "title: Loyalty points\nstatus: idea\nowner: grace\nteam: shop\ntarget: 2027-01-31\n"
    commit(folder, {"roadmap.yaml": "- id: checkout\n" + indented(CHECKOUT)}, when=at(2))
    commit(folder, {"roadmap.yaml": "- id: loyalty\n" + indented(other)}, when=at(3))
    assert lines(folder, "loyalty", "target") == [("2026-09-03", "target", None, "2027-01-31")]
    assert lines(folder, "checkout", "file")[-1] == ("2026-09-03", "file", "roadmap.yaml", None)


def test_records_that_share_owner_team_and_state_are_not_one(folder: Path) -> None:
    """Else what is new would be said to be on its second target."""
    rest = "status: planned\nowner: ada\nteam: shop\ngoals: [grow]\n"
    commit(folder, {"roadmap.yaml": _item("cards", "Gift cards", f"{rest}target: 2026-10-01\n")}, when=at(2))
    commit(folder, {"roadmap.yaml": _item("invoices", "Invoices", f"{rest}target: 2026-12-01\n")}, when=at(3))
    found = history(folder)
    assert [trail.is_there for trail in (found.find("cards"), found.find("invoices"))] == [False, True]


def _item(id_: str, title: str, rest: str) -> str:
    return f"- id: {id_}\n  title: {title}\n" + "".join(f"  {line}\n" for line in rest.splitlines())


def test_removed_and_restored_record_goes_on(folder: Path) -> None:
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT}, when=at(2))
    commit(folder, {"roadmap/checkout.yaml": None}, when=at(3))
    assert not history(folder).find("checkout").is_there
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT.replace("09-15", "10-01")}, when=at(4))
    assert lines(folder, "checkout", "target") == [
        ("2026-09-02", "target", None, "2026-09-15"),
        ("2026-09-04", "target", "2026-09-15", "2026-10-01"),
    ]


def test_copy_that_outlives_the_original_goes_on(folder: Path) -> None:
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT}, when=at(2))
    commit(folder, {"roadmap/shop/checkout.yaml": CHECKOUT}, when=at(3))
    commit(folder, {"roadmap/checkout.yaml": None}, when=at(4))
    found = history(folder).find("checkout")
    assert found.is_there
    assert len(history(folder).trails) == 1


def test_reverted_commit_is_a_move_too(folder: Path) -> None:
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT}, when=at(2))
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT.replace("09-15", "10-01")}, when=at(3))
    git(folder, "revert", "--no-edit", "HEAD", when=at(4))
    assert lines(folder, "checkout", "target")[-1] == ("2026-09-04", "target", "2026-10-01", "2026-09-15")


def test_branch_counts_when_it_is_merged(folder: Path) -> None:
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT}, when=at(2))
    git(folder, "switch", "-q", "-c", "side")
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT.replace("09-15", "09-20")}, when=at(3))
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT.replace("09-15", "10-01")}, when=at(4))
    git(folder, "switch", "-q", "main")
    git(folder, "merge", "-q", "--no-ff", "-m", "Merge side", "side", when=at(9))
    assert lines(folder, "checkout", "target")[1:] == [("2026-09-09", "target", "2026-09-15", "2026-10-01")]


@pytest.mark.parametrize(
    "broken",
    [
        "title: [not closed\n",
        "<<<<<<< ours\ntarget: 2026-12-01\n=======\n>>>>>>> theirs\n",
        "- a list\n",
        "",
        b"\xff\xfe\x00",
        "a: 1\n---\nb: 2\n",
    ],
)
def test_unreadable_version_is_passed_over_and_counted(folder: Path, broken: str | bytes) -> None:
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT}, when=at(2))
    commit(folder, {"roadmap/checkout.yaml": broken}, when=at(3))
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT.replace("09-15", "10-01")}, when=at(4))
    assert lines(folder, "checkout", "target")[1:] == [("2026-09-04", "target", "2026-09-15", "2026-10-01")]
    assert [(path, revision.day.day) for path, revision in history(folder).unreadable] == [("roadmap/checkout.yaml", 3)]


def test_records_of_an_unreadable_list_keep_their_values(folder: Path) -> None:
    listed = "- id: checkout\n" + indented(CHECKOUT)
    for day, content in ((2, listed), (3, "- id: [\n"), (4, listed.replace("09-15", "10-01"))):
        commit(folder, {"roadmap.yaml": content}, when=at(day))
    assert lines(folder, "checkout", "target")[1:] == [("2026-09-04", "target", "2026-09-15", "2026-10-01")]
    assert len(history(folder).unreadable) >= 1


def test_fields_that_no_kind_has_any_more_are_kept(folder: Path) -> None:
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT + "rag: green\n"}, when=at(2))
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT}, when=at(3))
    assert lines(folder, "checkout", "rag") == [
        ("2026-09-02", "rag", None, "green"),
        ("2026-09-03", "rag", "green", None),
    ]


def test_comments_order_and_form_are_no_events(folder: Path) -> None:
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT + "effort: 3\n"}, when=at(2))
    other = "# kept\neffort: {value: 3}\n" + "".join(reversed(CHECKOUT.splitlines(keepends=True)))
    commit(folder, {"roadmap/checkout.yaml": other.replace("One-page checkout", '"One-page checkout"')}, when=at(3))
    assert {line[0] for line in lines(folder)} == {"2026-09-02"}


def test_values_inside_lists_are_named_by_what_identifies_them(folder: Path) -> None:
    goal = "title: Grow\nkey_results:\n  - id: orders\n    title: Orders\n    target: 40\n    checkins:\n"
    goal += "      - {date: 2026-09-01, value: 1}\n"
    commit(folder, {"goals/grow.yaml": goal}, when=at(2))
    later = goal.replace("target: 40", "target: 35") + "      - {date: 2026-09-08, value: 4, confidence: 0.5}\n"
    commit(folder, {"goals/grow.yaml": later}, when=at(3))
    assert [line[1:] for line in lines(folder, "goal:grow") if line[0] == "2026-09-03"] == [
        ("key_results[orders].target", "40", "35"),
        ("key_results[orders].checkins[2026-09-08].value", None, "4"),
        ("key_results[orders].checkins[2026-09-08].confidence", None, "0.5"),
    ]


def test_what_is_not_committed_comes_last(folder: Path) -> None:
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT}, when=at(2))
    (folder / "roadmap/checkout.yaml").write_text(CHECKOUT.replace("09-15", "10-01"), encoding="utf-8")
    (folder / "roadmap/new.yaml").write_text("title: New\n", encoding="utf-8")
    assert lines(folder, "checkout", "target")[-1] == ("2026-11-02", "target", "2026-09-15", "2026-10-01")
    assert history(folder).find("checkout").last.revision.commit is None
    assert [version.revision.commit for version in history(folder).find("new").versions] == [None]


def test_committed_files_are_no_news(folder: Path) -> None:
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT, "tools.yaml": "- id: figma\n  name: Figma\n"}, when=at(2))
    versions = [version for trail in history(folder).trails for version in trail.versions]
    assert len(versions) == 2
    assert all(version.revision.commit for version in versions)


def test_workspace_in_a_folder_of_the_repository(tmp_path: Path) -> None:
    init(tmp_path)
    commit(tmp_path, {"ops/prodops.yaml": "name: Acme\n", "ops/roadmap/checkout.yaml": CHECKOUT}, when=at(2))
    commit(tmp_path, {"roadmap/checkout.yaml": "title: Not ours\n"}, when=at(3))
    assert lines(tmp_path / "ops", "checkout", "file") == [("2026-09-02", "file", None, "roadmap/checkout.yaml")]


def test_until_leaves_out_what_came_later(folder: Path) -> None:
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT}, when=at(2))
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT.replace("09-15", "10-01")}, when=at(9))
    tree = WorkingTree(folder)
    found = read_history(
        Repository.around(folder),
        settings.load(tree),
        until=date(2026, 9, 8),
        uncommitted=Uncommitted(tree, date(2026, 9, 8)),
    )
    assert found.find("checkout").text("target") == "2026-09-15"


def test_until_goes_as_far_as_the_last_commit_of_that_day_whatever_stands_before_it(folder: Path) -> None:
    """A commit that was made on a machine with a wrong clock is one of the line all the same, as for `--at`."""
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT}, when=at(2))
    commit(folder, {"roadmap/checkout.yaml": None, "roadmap/pay.yaml": CHECKOUT}, when=at(29))
    commit(folder, {"roadmap/other.yaml": "title: Other\n"}, when=at(3))
    commit(folder, {"roadmap/late.yaml": "title: Late\n"}, when=at(9))
    repository = Repository.around(folder)
    found = read_history(repository, settings.load(WorkingTree(folder)), until=date(2026, 9, 8))
    assert {trail.id for trail in found.trails if trail.is_there} == {"pay", "other"}


def test_item_known_by_a_number_keeps_its_past_however_that_is_written(folder: Path) -> None:
    launch = "title: Two\nrollout:\n  - {percent: 25, on: 2026-10-01}\n"
    commit(folder, {"launches/two.yaml": launch}, when=at(2))
    commit(folder, {"launches/two.yaml": launch.replace("25", "25.0").replace("10-01", "10-08")}, when=at(3))
    assert [line[1:] for line in lines(folder, "launch:two") if line[0] == "2026-09-03"] == [
        ("rollout[25].on", "2026-10-01", "2026-10-08")
    ]


def test_items_known_by_the_same_are_numbered(folder: Path) -> None:
    goal = (
        "title: Grow\nkey_results:\n  - {id: a, title: One}\n  - {id: 'a #2', title: Two}\n  - {id: a, title: Three}\n"
    )
    commit(folder, {"goals/grow.yaml": goal}, when=at(2))
    titles = [(line[1], line[3]) for line in lines(folder, "goal:grow", "key_results")]
    assert titles == [
        ("key_results[a].title", "One"),
        ("key_results[a #2].title", "Two"),
        ("key_results[a #3].title", "Three"),
    ]


def test_reference_may_be_a_former_id_or_name_the_kind(folder: Path) -> None:
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT, "launches/checkout.yaml": "title: Launch\n"}, when=at(2))
    found = history(folder)
    assert found.find("roadmap:checkout").kind == "initiative"
    with pytest.raises(ProdopsError, match="can mean 2 records: initiative:checkout, launch:checkout"):
        found.find("checkout")
    with pytest.raises(ProdopsError, match="no initiative was ever called `chekout`") as caught:
        found.find("initiative:chekout")
    assert caught.value.hint == "did you mean `checkout`?"


def test_shallow_clone_is_refused(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT}, when=at(2))
    clone = tmp_path_factory.mktemp("clones") / "clone"
    git(folder, "clone", "-q", "--depth", "1", f"file://{folder}", str(clone))
    for command in (["history", "checkout"], ["roadmap", "slips"]):
        ran = prodops(*command, at=clone)
        assert ran.code == ExitCode.HISTORY_NOT_AVAILABLE
        assert ran.out == ""
        assert "fetch-depth: 0" in ran.err


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture
def moved(folder: Path) -> Path:
    commit(folder, {"roadmap/checkout.yaml": CHECKOUT}, when=at(2), message="Plan")
    later = CHECKOUT.replace("09-15", "10-01")
    commit(folder, {"roadmap/checkout.yaml": later}, when=at(3), message="The tax | service is `late`")
    return folder


def test_history_in_columns(moved: Path) -> None:
    out = prodops("history", "checkout", "--field", "target", at=moved).out.splitlines()
    assert out[0] == "One-page checkout  initiative:checkout"
    assert out[2].split() == ["day", "field", "before", "after", "who", "why", "commit"]
    assert out[4].startswith("2026-09-03  target  2026-09-15  2026-10-01  Ada  The tax | service is `late`  ")


def test_history_as_data(moved: Path) -> None:
    made = json.loads(prodops("history", "checkout", "--field", "target", "--format", "json", at=moved).out)
    assert [(event["old"], event["new"]) for event in made["events"]] == [
        (None, "2026-09-15"),
        ("2026-09-15", "2026-10-01"),
    ]
    assert made["events"][1]["commit"] == git(moved, "rev-parse", "HEAD")
    rows = prodops("history", "checkout", "--field", "target", "--format", "csv", at=moved).out.splitlines()
    assert rows[0] == "day,field,before,after,who,why,commit"
    assert rows[2].startswith("2026-09-03,target,2026-09-15,2026-10-01,Ada,The tax | service is `late`,")


def test_history_in_markdown_is_escaped(moved: Path) -> None:
    table = prodops("history", "checkout", "--format", "markdown", at=moved).out
    assert "The tax &#124; service is &#96;late&#96;" in table


def test_history_at_a_revision(moved: Path) -> None:
    made = json.loads(prodops("history", "checkout", "--at", "HEAD~1", "--format", "json", at=moved).out)
    assert {event["day"] for event in made["events"]} == {"2026-09-02"}
    early = prodops("history", "checkout", "--as-of", "2026-09-02", "--format", "json", at=moved)
    assert json.loads(early.out) == made


def test_field_that_never_had_a_value(moved: Path) -> None:
    ran = prodops("history", "checkout", "--field", "targt", at=moved)
    assert ran.code == ExitCode.COULD_NOT_RUN
    assert "`targt` of initiative:checkout never had a value" in ran.err
    assert "did you mean `target`?" in ran.err


def test_history_outside_of_a_repository(tmp_path: Path) -> None:
    (tmp_path / "prodops.yaml").write_text("name: Acme\n", encoding="utf-8")
    ran = prodops("history", "checkout", at=tmp_path)
    assert ran.code == ExitCode.HISTORY_NOT_AVAILABLE
