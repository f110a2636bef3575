"""The promise ledger: every slip is found, counted as vocabulary.md says, and told without blame."""

import csv
import importlib.util
import io
import json
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from cli_runner import prodops
from prodops_cli import settings
from prodops_cli.analysis.slips import (
    Ledger,
    grouped,
    ledgers,
    ledgers_of,
    main_promise,
    moves,
    phrase,
    promises_of,
    size_of,
    tally,
)
from prodops_cli.errors import ExitCode, ProdopsError
from prodops_cli.git import Repository
from prodops_cli.history import History, read_history
from prodops_cli.pieces import Pieces
from prodops_cli.tree import WorkingTree
from repository import commit, git, init

CHECKOUT = "title: One-page checkout\nstatus: planned\nowner: ada\nteam: payments\neffort: [1, 2]\ntarget: 2026-09-15\n"


def at(day: str) -> str:
    return f"{day}T12:00:00+00:00"


def target(day: str, **others: str) -> str:
    text = CHECKOUT.replace("2026-09-15", day)
    for name, value in others.items():
        text = "".join(f"{name}: {value}\n" if line.startswith(name) else f"{line}\n" for line in text.splitlines())
    return text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout whose target moves from 15 September to 1 October, 25 November and back to 20 November."""
    init(tmp_path)
    start = {
        "prodops.yaml": "name: Acme\nas_of: 2026-11-02\n",
        "people/ada.yaml": "name: Ada Example\n",
        "people/grace.yaml": "name: Grace Example\n",
        "teams/payments.yaml": "name: Payments\n",
        "roadmap/checkout.yaml": CHECKOUT + "confidence: committed\n",
        "roadmap/steady.yaml": "title: Steady\nstatus: planned\nteam: payments\ntarget: 2026-12-01\n",
    }
    commit(tmp_path, start, at("2026-07-01"), "Plan")
    commit(tmp_path, {"roadmap/checkout.yaml": target("2026-10-01")}, at("2026-09-10"), "Tax is late")
    commit(tmp_path, {"roadmap/checkout.yaml": target("2026-10-01", owner="grace")}, at("2026-09-20"), "Grace has it")
    later = target("2026-11-25", owner="grace", effort="8")
    commit(
        tmp_path, {"roadmap/checkout.yaml": None, "roadmap/one-page.yaml": later}, at("2026-10-05"), "Rename, replan"
    )
    sooner = target("2026-11-20", owner="grace", effort="8")
    commit(tmp_path, {"roadmap/one-page.yaml": sooner}, at("2026-10-20"), "Pulled in")
    return tmp_path


def history(folder: Path) -> History:
    tree = WorkingTree(folder)
    return read_history(Repository.around(folder), settings.load(tree))


def ledger(folder: Path, ref: str = "one-page") -> Ledger:
    (found,) = ledgers_of(history(folder).find(ref))
    return found


def test_slip_is_the_new_day_less_the_day_it_replaced(folder: Path) -> None:
    found = ledger(folder)
    assert [slip.days for slip in found.slips] == [16, 55, -5]
    assert [slip.total_days for slip in found.slips] == [16, 71, 66]
    assert [slip.notice_days for slip in found.slips] == [5, -4, 36]
    assert [slip.number for slip in found.slips] == [2, 3, 4]
    assert (found.first, found.current, found.total_days) == (date(2026, 9, 15), date(2026, 11, 20), 66)
    assert found.phrase == "4th target, +66 days against the first promise"


def test_slip_knows_what_was_said_before_it(folder: Path) -> None:
    slips = ledger(folder).slips
    assert [slip.confidence for slip in slips] == ["committed", None, None]
    assert [slip.said_text("owner") for slip in slips] == ["ada", "grace", "grace"]
    assert [slip.revision.subject for slip in slips] == ["Tax is late", "Rename, replan", "Pulled in"]


@pytest.mark.parametrize(
    ("number", "total", "words"),
    [
        (1, 0, "first target"),
        (1, None, "target taken back"),
        (2, 1, "2nd target, +1 day against the first promise"),
        (3, 71, "3rd target, +71 days against the first promise"),
        (11, -14, "11th target, -14 days against the first promise"),
        (22, 0, "22nd target, the same day as the first promise"),
        (2, None, "2 targets, then taken back"),
    ],
)
def test_phrase(number: int, total: int | None, words: str) -> None:
    assert phrase(number, total) == words


def test_promises_of_kinds() -> None:
    assert promises_of("initiative") == {("target",), ("commits", "by")}
    assert promises_of("launch") == {("date",), ("rollout", "on")}
    assert promises_of("team") == set()


def test_launches_rollouts_and_commitments_are_promises(tmp_path: Path) -> None:
    init(tmp_path)
    launch = "title: Checkout 2\ndate: 2026-09-22\nrollout:\n  - {on: 2026-09-22, percent: 10}\n"
    work = "title: Tax\ncommits:\n  - {to: loyalty, by: 2026-09-01, agreed: 2026-06-01}\n"
    commit(tmp_path, {"prodops.yaml": "name: A\n", "launches/two.yaml": launch, "roadmap/tax.yaml": work})
    commit(
        tmp_path,
        {"launches/two.yaml": launch.replace("09-22", "09-29"), "roadmap/tax.yaml": work.replace("01,", "04,")},
    )
    found = {(one.trail.ref, one.field): one.phrase for one in ledgers(history(tmp_path))}
    assert found == {
        ("initiative:tax", "commits[loyalty].by"): "2nd date, +3 days against the first promise",
        ("launch:two", "date"): "2nd date, +7 days against the first promise",
        ("launch:two", "rollout[10].on"): "2nd date, +7 days against the first promise",
    }


def test_date_taken_back_and_promised_again(tmp_path: Path) -> None:
    init(tmp_path)
    commit(tmp_path, {"prodops.yaml": "name: A\n", "roadmap/checkout.yaml": CHECKOUT})
    commit(tmp_path, {"roadmap/checkout.yaml": CHECKOUT.replace("target: 2026-09-15\n", "")})
    assert ledger(tmp_path, "checkout").current is None
    assert ledger(tmp_path, "checkout").phrase == "target taken back"
    commit(tmp_path, {"roadmap/checkout.yaml": target("2026-09-20")})
    assert [slip.days for slip in ledger(tmp_path, "checkout").slips] == [5]


@pytest.mark.parametrize("value", ["soon", "2026-13-01", "[2026-09-15]", "2026-09"])
def test_what_is_no_day_promises_nothing(tmp_path: Path, value: str) -> None:
    init(tmp_path)
    commit(tmp_path, {"prodops.yaml": "name: A\n", "roadmap/checkout.yaml": CHECKOUT})
    commit(tmp_path, {"roadmap/checkout.yaml": target(value)})
    commit(tmp_path, {"roadmap/checkout.yaml": target("2026-09-16")})
    assert [(slip.old.day, slip.new.day) for slip in ledger(tmp_path, "checkout").slips] == [(15, 16)]


def test_main_promise_and_moves_since(folder: Path) -> None:
    found = history(folder)
    main = main_promise(found.find("initiative:checkout"))  # by the id it had then
    assert main is not None
    assert (main.first, main.promised.day) == (date(2026, 9, 15), date(2026, 7, 1))
    assert main_promise(found.find("person:ada")) is None
    every = ledgers(found)
    assert [slip.new.day for _, slip in moves(every, date(2026, 10, 4))] == [20, 25]
    assert [slip.new.day for _, slip in moves(every, date(2026, 10, 5))] == [20]  # that day is over


def test_tally(folder: Path) -> None:
    found = ledgers(history(folder))
    counted = tally(len(found), moves(found))
    assert (counted.promises, counted.moved, counted.later, counted.earlier) == (2, 1, 2, 1)
    assert (counted.days_later, counted.days_earlier, counted.median_days) == (71, 5, 35.5)
    assert (counted.median_notice, counted.after_the_day) == (0.5, 1)


def test_groups_are_what_was_said_when_it_moved(folder: Path) -> None:
    found, own = ledgers(history(folder)), settings.load(WorkingTree(folder))
    by = {
        grouping: {
            name: (one.promises, one.later, one.days_later)
            for name, one in grouped(found, moves(found), grouping, own).items()
        }
        for grouping in ("owner", "team", "quarter", "size", "item")
    }
    assert by == {
        "owner": {"ada": (1, 1, 16), "grace": (1, 1, 55)},
        "team": {"payments": (2, 2, 71)},
        "quarter": {"2026-Q3": (1, 1, 16), "2026-Q4": (2, 1, 55)},
        "size": {"1 to 3 person-months": (1, 2, 71), "over 6 person-months": (1, 0, 0)},
        "item": {"initiative:one-page": (1, 2, 71)},
    }


@pytest.mark.parametrize(
    ("effort", "size"),
    [
        ("1", "up to 1 person-month"),
        ("[1, 2]", "1 to 3 person-months"),
        ("{value: [4, 8]}", "3 to 6 person-months"),
        ("6.5", "over 6 person-months"),
        ("a lot", "not estimated"),
        ("nan", "not estimated"),
        ("[]", "not estimated"),
    ],
)
def test_size(effort: str, size: str) -> None:
    fields = Pieces().record(f"effort: {effort}\n".encode())
    assert fields is not None
    assert size_of(fields) == size


# --- the command ---------------------------------------------------------------------------------


def test_report_says_moved_and_never_failed(folder: Path) -> None:
    out = prodops("roadmap", "slips", at=folder).out
    assert out.startswith("# Acme: how promises moved, on 2 November 2026\n")
    assert "**1 of 2 promised dates moved later, 2 times and by 71 days in all; 1 was pulled in, by 5 days.**" in out
    assert "| One-page checkout | 15 Sep | 20 Nov | 66 | 4 | Grace Example | 20 Oct |" in out
    assert "1 Oct → 25 Nov, 55 days later, said 4 days after the old date (Ada: “Rename, replan”, " in out
    assert "fail" not in out.lower()


def test_one_item_is_told_in_its_own_words(folder: Path) -> None:
    out = prodops("roadmap", "slips", "--item", "checkout", at=folder).out
    assert "# Acme, One-page checkout: how promises moved" in out
    assert "**4th target, +66 days against the first promise.**" in out


def test_report_since_a_day(folder: Path) -> None:
    made = json.loads(prodops("roadmap", "slips", "--since", "2026-10-06", "--format", "json", at=folder).out)
    assert [move["days"] for move in made["moves"]] == [-5]
    assert made["tally"]["later"] == 0
    assert made["items"][0]["total_days"] == 66


@pytest.mark.parametrize(
    ("after", "name"),
    [
        (None, "One-page checkout (removed)"),
        (target("2026-11-20").replace("planned", "cancelled"), "One-page checkout (cancelled)"),
        (target("2026-11-20").replace("planned", "on_hold"), "One-page checkout"),
    ],
)
def test_what_is_over_is_said_to_be(folder: Path, after: str | None, name: str) -> None:
    """Its last day is nobody's promise any more."""
    commit(folder, {"roadmap/one-page.yaml": after}, at("2026-11-01"))
    assert f"| {name} | 15 Sep |" in prodops("roadmap", "slips", at=folder).out


@pytest.mark.parametrize(("by", "first"), [("team", "Payments"), ("owner", "Grace Example"), ("quarter", "2026-Q3")])
def test_report_by_group(folder: Path, by: str, first: str) -> None:
    out = prodops("roadmap", "slips", "--by", by, at=folder).out
    table = out.partition(f"## By {by}\n")[2].splitlines()
    assert table[3].startswith(f"| {first} |")


def test_report_as_rows(folder: Path) -> None:
    out = prodops("roadmap", "slips", "--format", "csv", at=folder).out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["record"], row["before"], row["after"], row["days"]) for row in rows] == [
        ("initiative:one-page", "2026-11-25", "2026-11-20", "-5"),
        ("initiative:one-page", "2026-10-01", "2026-11-25", "55"),
        ("initiative:one-page", "2026-09-15", "2026-10-01", "16"),
    ]
    assert rows[0]["commit"] == git(folder, "rev-parse", "HEAD")


def test_report_at_a_revision_and_as_of_a_day(folder: Path) -> None:
    then = json.loads(prodops("roadmap", "slips", "--at", "HEAD~1", "--format", "json", at=folder).out)
    assert [move["days"] for move in then["moves"]] == [55, 16]
    assert then["as_of"] == "2026-10-05"
    day = json.loads(prodops("roadmap", "slips", "--as-of", "2026-09-30", "--format", "json", at=folder).out)
    assert [move["days"] for move in day["moves"]] == [16]


def test_report_goes_to_a_file_but_not_over_a_record(folder: Path) -> None:
    assert prodops("roadmap", "slips", "-o", "slips.csv", at=folder).code == 0
    assert (folder / "slips.csv").read_text(encoding="utf-8").startswith("day,record,")
    refused = prodops("roadmap", "slips", "-o", "roadmap/one-page.yaml", at=folder)
    assert refused.code == ExitCode.COULD_NOT_RUN


@pytest.mark.parametrize(
    "command", [("roadmap", "slips"), ("roadmap", "forecast"), ("status",), ("diff", "HEAD~1..HEAD")]
)
def test_report_of_the_past_goes_over_no_record_of_today(folder: Path, command: tuple[str, ...]) -> None:
    """What stands in a file now may be in no commit; that it was not there then says nothing."""
    record = folder / "roadmap/new.yaml"
    record.write_text("title: New\n")
    then = ("--at", "HEAD~1") if command[0] != "diff" else ()
    ran = prodops(*command, *then, "--output", "roadmap/new.yaml", at=folder)
    assert (ran.code, record.read_text()) == (ExitCode.COULD_NOT_RUN, "title: New\n")
    assert "roadmap/new.yaml is a file of the workspace" in ran.err


def test_what_is_not_committed_is_said_to_be(folder: Path) -> None:
    (folder / "roadmap/steady.yaml").write_text("title: Steady\nteam: payments\ntarget: 2026-12-24\n", encoding="utf-8")
    assert (
        "1 Dec → 24 Dec, 23 days later, said 29 days ahead (not committed)"
        in prodops("roadmap", "slips", at=folder).out
    )


def test_nothing_moved_and_nothing_promised(tmp_path: Path) -> None:
    init(tmp_path)
    commit(tmp_path, {"prodops.yaml": "name: A\n"})
    assert "**Nothing has a date yet.**" in prodops("roadmap", "slips", at=tmp_path).out
    commit(tmp_path, {"roadmap/checkout.yaml": CHECKOUT})
    assert "**None of 1 promised date moved.**" in prodops("roadmap", "slips", at=tmp_path).out


def test_record_that_holds_no_dates(tmp_path: Path) -> None:
    init(tmp_path)
    commit(tmp_path, {"prodops.yaml": "name: A\n", "teams/payments.yaml": "name: Payments\n"})
    commit(tmp_path, {"roadmap/checkout.yaml": CHECKOUT})
    ran = prodops("roadmap", "slips", "--item", "payments", at=tmp_path)
    assert "**No date was ever promised for it.**" in ran.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--by", "colour"], "moves cannot be grouped by `colour`"),
        (["--item", "nobody"], "no record was ever called `nobody`"),
        (["--since", "soon"], "soon is not a day of the calendar"),
    ],
)
def test_questions_that_cannot_be_answered(folder: Path, arguments: list[str], words: str) -> None:
    ran = prodops("roadmap", "slips", *arguments, at=folder)
    assert ran.code == ExitCode.COULD_NOT_RUN
    assert words in ran.err


def test_slips_of_a_stranger(folder: Path) -> None:
    with pytest.raises(ProdopsError, match="no record was ever called"):
        history(folder).find("stranger")


# --- a large history with a known past -----------------------------------------------------------


def generator() -> ModuleType:
    place = Path(__file__).parents[1] / "benchmarks" / "history.py"
    spec = importlib.util.spec_from_file_location("benchmark_history", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("seed", [1, 2])
def test_every_generated_slip_is_recovered(tmp_path: Path, seed: int) -> None:
    made = generator().make_history(tmp_path, 60, 300, seed=seed)
    expected = sorted((slip.item, str(slip.day), str(slip.old), str(slip.new)) for slip in made)
    assert len(expected) > 500
    out = prodops("roadmap", "slips", "--format", "json", at=tmp_path).out
    found = [
        (move["record"]["ref"].removeprefix("initiative:"), move["day"], move["old"], move["new"])
        for move in json.loads(out)["moves"]
    ]
    assert sorted(found) == expected
    renames = [
        path for path in git(tmp_path, "log", "--name-status", "-M", "--format=").splitlines() if path[:1] == "R"
    ]
    assert len(renames) > 30
