"""The roadmap: what is late, and the evidence against a declared health."""

from datetime import date
from typing import Any

import pytest

from prodops_cli.analysis.roadmap import (
    Lateness,
    days_since_update,
    declared_health,
    derived_health,
    evidence,
    is_open,
    is_past_due,
    last_update,
    lateness,
)
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.settings import Settings
from prodops_cli.workspace import Entry, Workspace

TODAY = date(2026, 10, 15)


def initiative(id_: str = "checkout", **fields: Any) -> Initiative:
    return Initiative.model_validate({"id": id_, "title": "Something", "status": "in_progress", **fields})


def update(day: str, health: str | None = None) -> dict[str, Any]:
    return {"date": day, "text": "Words", **({"health": health} if health else {})}


def workspace(*initiatives: Initiative) -> Workspace:
    entries = {("initiative", one.id): Entry(one, f"roadmap/{one.id}.yaml") for one in initiatives}
    return Workspace(Settings(), dict(sorted(entries.items())), (), {})


def late(item: Initiative, other: Initiative) -> Lateness | None:
    return lateness(item, item.depends_on[0], other)


@pytest.mark.parametrize(
    ("status", "is_it"),
    [
        ("idea", True),
        ("planned", True),
        ("in_progress", True),
        ("on_hold", True),
        ("shipped", False),
        ("cancelled", False),
    ],
)
def test_open_is_what_may_still_ship(status: str, is_it: bool) -> None:
    item = initiative(status=status, target="2026-10-14")
    assert is_open(item) is is_it
    assert is_past_due(item, TODAY) is is_it


def test_the_target_day_itself_is_not_past_due() -> None:
    assert not is_past_due(initiative(target="2026-10-15"), TODAY)
    assert not is_past_due(initiative(), TODAY)


def test_last_update_is_by_date_and_not_from_the_future() -> None:
    item = initiative(updates=[update("2026-10-10"), update("2026-09-01"), update("2026-11-01")])
    last = last_update(item, TODAY)
    assert last is not None
    assert last.date == date(2026, 10, 10)
    assert days_since_update(item, TODAY) == 5


def test_days_without_update_count_from_the_start() -> None:
    assert days_since_update(initiative(start="2026-10-01"), TODAY) == 14
    assert days_since_update(initiative(start="2026-10-20"), TODAY) is None
    assert days_since_update(initiative(), TODAY) is None


def test_declared_health_is_the_field_else_the_latest_update_that_says_so() -> None:
    updates = [update("2026-09-01", "off_track"), update("2026-10-01", "at_risk"), update("2026-10-10")]
    assert declared_health(initiative(updates=updates), TODAY) == "at_risk"
    assert declared_health(initiative(updates=updates, health="on_track"), TODAY) == "on_track"
    assert declared_health(initiative(), TODAY) is None


def test_dependency_is_late_against_the_day_it_is_needed_by() -> None:
    item = initiative(target="2026-12-01", depends_on=[{"on": "tax", "needed_by": "2026-11-01"}])
    found = late(item, initiative("tax", target="2026-11-08"))
    assert found == Lateness("target", date(2026, 11, 8), date(2026, 11, 1), is_named=True)
    assert found.days == 7
    assert late(item, initiative("tax", target="2026-11-01")) is None


def test_dependency_without_a_day_is_held_against_the_own_target_less_the_lag() -> None:
    item = initiative(target="2026-12-01", depends_on=[{"on": "tax", "lag": "1w"}])
    found = late(item, initiative("tax", target="2026-11-25"))
    assert found is not None
    assert (found.needed, found.days, found.is_named) == (date(2026, 11, 24), 1, False)


def test_start_start_dependency_compares_starts() -> None:
    item = initiative(start="2026-11-01", target="2026-12-01", depends_on=[{"on": "tax", "type": "start_start"}])
    found = late(item, initiative("tax", start="2026-11-03", target="2027-02-01"))
    assert found is not None
    assert (found.end, found.days) == ("start", 2)
    assert late(item, initiative("tax", start="2026-11-01", target="2027-02-01")) is None


@pytest.mark.parametrize("fields", [{"status": "shipped", "target": "2027-01-01"}, {}])
def test_shipped_or_undated_dependency_is_not_late(fields: dict[str, Any]) -> None:
    item = initiative(target="2026-12-01", depends_on=["tax"])
    assert late(item, initiative("tax", **fields)) is None


def texts(item: Initiative, *others: Initiative) -> list[str]:
    return [reason.text for reason in evidence(workspace(item, *others), item, TODAY)]


FRESH = [update("2026-10-10")]


def test_no_evidence_means_on_track() -> None:
    item = initiative(target="2026-12-01", updates=FRESH, depends_on=["tax"])
    tax = initiative("tax", target="2026-11-01")
    assert texts(item, tax) == []
    assert derived_health(workspace(item, tax), item, TODAY) == "on_track"


def test_evidence_comes_worst_first() -> None:
    item = initiative(target="2026-10-01", updates=[update("2026-09-01")], depends_on=["tax"])
    tax = initiative("tax", target="2026-09-20")
    assert texts(item, tax) == [
        "its target 2026-10-01 was 14 days ago",
        "`tax` is 25 days past its target",
        "no update for 44 days",
    ]
    assert derived_health(workspace(item, tax), item, TODAY) == "off_track"


@pytest.mark.parametrize(
    ("tax", "text", "health"),
    [
        ({"status": "cancelled"}, "`tax` is cancelled", "off_track"),
        ({"target": "2026-12-04"}, "`tax` comes 2026-12-04, 3 days later than needed", "off_track"),
        ({"target": "2026-11-30", "health": "off_track"}, "`tax` is off track", "at_risk"),
        ({"target": "2026-10-14"}, "`tax` is 1 day past its target", "at_risk"),
        ({"status": "on_hold"}, "`tax` is on hold", "at_risk"),
    ],
)
def test_each_dependency_gives_its_worst_reason(tax: dict[str, Any], text: str, health: str) -> None:
    item = initiative(target="2026-12-01", updates=FRESH, depends_on=["tax"])
    other = initiative("tax", **tax)
    assert texts(item, other) == [text]
    assert derived_health(workspace(item, other), item, TODAY) == health


def test_dependency_late_for_its_day_but_before_the_own_target_is_a_risk() -> None:
    item = initiative(target="2026-12-01", updates=FRESH, depends_on=[{"on": "tax", "needed_by": "2026-11-01"}])
    other = initiative("tax", target="2026-11-20")
    assert derived_health(workspace(item, other), item, TODAY) == "at_risk"


def test_planned_work_needs_no_updates() -> None:
    assert texts(initiative(status="planned", start="2026-01-01", target="2026-12-01")) == []


@pytest.mark.parametrize(
    ("status", "health"), [("shipped", "done"), ("on_hold", "paused"), ("idea", None), ("cancelled", None)]
)
def test_health_of_what_is_not_under_way_follows_from_its_status(status: str, health: str | None) -> None:
    item = initiative(status=status, target="2026-01-01")
    assert derived_health(workspace(item), item, TODAY) == health
