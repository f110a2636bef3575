"""What both sides of a dependency say is one of seven states, each with its reasons and where they stand."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder import read_files
from prodops_cli.analysis.handshake import STATES, Handshake, Need, Promise, answered, handshakes
from prodops_cli.analysis.planning.schedule import schedule
from prodops_cli.cli.roadmap import deps
from prodops_cli.kinds.initiative import Commitment, Dependency

AS_OF = date(2026, 10, 15)
NEED = "depends_on:\n  - {on: tax, needed_by: 2026-11-15}\n"
PLAIN = "depends_on: [tax]\n"
PROMISE = "commits:\n  - {to: shop, by: 2026-11-15}\n"
GOOD = "status: in_progress\nhealth: on_track\nstart: 2026-10-01\ntarget: 2026-11-10\n"


def shake(folder: Path, consumer: str, provider: str, **others: str) -> list[Handshake]:
    files = {
        "people/ada.yaml": "name: Ada Example\nteam: payments\n",
        "people/bo.yaml": "name: Bo Example\nteam: platform\n",
        "people/cy.yaml": "name: Cy Example\nteam: platform\n",
        "teams/payments.yaml": "name: Payments\n",
        "teams/platform.yaml": "name: Platform\n",
        "roadmap/shop.yaml": f"title: Shop\nowner: ada\nteam: payments\n{consumer}",
        "roadmap/tax.yaml": f"title: Tax\nowner: bo\nteam: platform\n{provider}",
        **{f"roadmap/{id_}.yaml": text for id_, text in others.items()},
    }
    workspace = read_files(folder, files)
    return list(handshakes(workspace, AS_OF, schedule(workspace, AS_OF)))


SHOP = "status: in_progress\nstart: 2026-10-01\ntarget: 2026-12-01\n"


@pytest.mark.parametrize(
    ("consumer", "provider", "state", "reasons"),
    [
        (NEED, GOOD + PROMISE, "agreed", []),
        (PLAIN, GOOD + PROMISE, "agreed", []),
        (NEED, GOOD, "asked", []),
        ("depends_on: [{on: tax, asked: 2026-10-01}]\n", GOOD, "asked", []),
        (PLAIN, GOOD, "assumed", []),
        ("", GOOD + PROMISE, "offered", []),
        (NEED, "status: shipped\nshipped: 2026-10-10\n" + PROMISE, "met", ["shipped 2026-10-10"]),
        (
            NEED.replace("11-15", "10-05"),
            "status: shipped\nshipped: 2026-10-10\n",
            "met",
            ["shipped 2026-10-10, 5 days after it was needed"],
        ),
        ("depends_on: [{on: tax, type: start_start}]\n", GOOD, "met", ["started 2026-10-01"]),
        (NEED, GOOD.replace("on_track", "at_risk") + PROMISE, "at_risk", ["its owner says at risk"]),
        (NEED, GOOD.replace("in_progress", "on_hold") + PROMISE, "at_risk", ["it is on hold"]),
        (
            NEED,
            GOOD.replace("11-10", "10-10") + PROMISE,
            "at_risk",
            ["its target was 5 days ago"],
        ),
        (
            NEED,
            GOOD.replace("11-10", "11-12") + PROMISE.replace("11-15", "11-11"),
            "at_risk",
            ["its own target is 2026-11-12, 1 day after the promise"],
        ),
        (
            NEED,
            GOOD + PROMISE.replace("11-15", "10-14"),
            "at_risk",
            [
                "its own target is 2026-11-10, 27 days after the promise",
                "it was promised for 2026-10-14, 1 day ago",
            ],
        ),
        (NEED, "status: cancelled\n" + PROMISE, "broken", ["it was cancelled"]),
        (NEED, GOOD + PROMISE.replace("11-15", "11-20"), "broken", ["promised for 2026-11-20, 5 days too late"]),
        (
            NEED,
            GOOD.replace("11-10", "11-22"),
            "broken",
            ["its own target is 2026-11-22, 7 days too late"],
        ),
        (PLAIN, GOOD.replace("11-10", "12-02"), "broken", ["its own target is 2026-12-02, 1 day too late"]),
        (
            NEED.replace("11-15", "10-14"),
            "status: in_progress\nstart: 2026-10-01\n",
            "broken",
            ["it was needed 2026-10-14, 1 day ago"],
        ),
    ],
)
def test_state_and_reasons(tmp_path: Path, consumer: str, provider: str, state: str, reasons: list[str]) -> None:
    (found,) = shake(tmp_path, SHOP + consumer, provider)
    assert found.state == state
    assert [reason.told() for reason in found.reasons] == reasons


def test_what_the_provider_waits_for_puts_an_agreed_day_at_risk_by_the_plan(tmp_path: Path) -> None:
    """The day holds by its own file, and not by the chain behind it."""
    late = "title: Rates\nstatus: in_progress\nstart: 2026-10-01\ntarget: 2026-11-12\n"
    provider = "status: planned\nstart: 2026-11-02\ntarget: 2026-11-13\ndepends_on: [rates]\n" + PROMISE
    found = {one.provider.id: one for one in shake(tmp_path, SHOP + NEED, provider, rates=late)}
    assert found["tax"].state == "at_risk"
    (reason,) = found["tax"].reasons
    assert reason.kind == "plan"
    assert reason.days == found["tax"].days > 0


def test_both_sides_are_named_by_who_asked_and_who_promised_else_by_the_owners(tmp_path: Path) -> None:
    asked = NEED.replace("11-15", "11-15, asked_by: cy")
    promised = PROMISE.replace("11-15", "11-15, promised_by: cy")
    (named,) = shake(tmp_path / "a", SHOP + asked, GOOD + promised)
    (plain,) = shake(tmp_path / "b", SHOP + NEED, GOOD + PROMISE)
    people = [(one.need and one.need.person, one.promise and one.promise.person) for one in (named, plain)]
    assert people == [("cy", "cy"), ("ada", "bo")]


def test_reason_points_at_the_line_that_says_so(tmp_path: Path) -> None:
    (found,) = shake(tmp_path, SHOP + NEED, GOOD + PROMISE.replace("11-15", "11-20"))
    (reason,) = found.reasons
    assert (reason.entry.path, reason.route) == ("roadmap/tax.yaml", ("commits", 0, "by"))
    assert found.days == 5


@pytest.mark.parametrize("status", ["shipped", "cancelled"])
def test_what_is_over_waits_for_nothing(tmp_path: Path, status: str) -> None:
    assert shake(tmp_path, f"status: {status}\n{NEED}", GOOD + PROMISE) == []


def test_dependency_on_what_is_not_there_is_left_to_the_rules(tmp_path: Path) -> None:
    assert shake(tmp_path, SHOP + "depends_on: [nothing]\n", GOOD) == []


def test_each_of_several_needs_has_its_own_handshake(tmp_path: Path) -> None:
    needs = "depends_on:\n  - {on: tax, needed_by: 2026-11-15}\n  - {on: tax, needed_by: 2026-11-30, note: all}\n"
    promises = "commits:\n  - {to: shop, by: 2026-11-28}\n  - {to: shop, by: 2026-11-14}\n"
    found = shake(tmp_path, SHOP + needs, GOOD + promises)
    days = [(one.need and one.need.day, one.promise and one.promise.day) for one in found]
    assert days == [(date(2026, 11, 15), date(2026, 11, 14)), (date(2026, 11, 30), date(2026, 11, 28))]
    assert {one.state for one in found} == {"agreed"}


DAYS = st.lists(st.integers(0, 5).map(lambda days: AS_OF + timedelta(days)), max_size=4)


@given(needed=DAYS, promised=DAYS)
def test_every_need_and_every_promise_is_told(needed: list[date], promised: list[date]) -> None:
    """Each need once; each promise at least once; no need without an answer where there is a promise."""
    needs = [Need(Dependency(on="tax"), place, None, day) for place, day in enumerate(needed)]
    promises = [Promise(Commitment(to="shop", by=day), place, None) for place, day in enumerate(promised)]
    found = list(answered(needs, promises))
    assert sorted(need.place for need, _ in found if need is not None) == list(range(len(needs)))
    assert {promise.place for _, promise in found if promise is not None} == set(range(len(promises)))
    assert all(promise is not None for need, promise in found if need is not None) or not promises
    days = [promise.day for need, promise in found if need is not None and promise is not None]
    assert days == sorted(days)


def test_states_are_those_that_the_command_offers() -> None:
    assert tuple(deps._STATES) == STATES
