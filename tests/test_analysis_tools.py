"""Tools: deadlines, costs and waste, with the figures of the vocabulary."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from prodops_cli import settings
from prodops_cli.analysis.tools import (
    annual_cost,
    decision_start,
    must_decide,
    notice_deadline,
    tools_by_job,
    unused_seats,
    unused_share,
    yearly_waste,
)
from prodops_cli.fields import Money
from prodops_cli.kinds.tool import Contract, Seats, Tool
from prodops_cli.tree import WorkingTree
from prodops_cli.workspace import read_workspace


def tool(**fields: Any) -> Tool:
    return Tool.model_validate({"id": "figma", "name": "Figma", **fields})


def priced(per: str, **seats: int) -> Tool:
    price = {"amount": 15, "currency": "EUR", "per": per}
    return tool(price=price, **({"seats": seats} if seats else {}))


def eur(amount: float) -> Money:
    return Money(amount=amount, currency="EUR")


def test_notice_deadline_is_the_notice_days_before_the_renewal() -> None:
    contract = Contract(renews=date(2026, 12, 31), notice_days=90)
    assert notice_deadline(contract) == date(2026, 10, 2)
    assert decision_start(contract, 60) == date(2026, 8, 3)


def test_without_a_renewal_there_is_no_deadline() -> None:
    assert notice_deadline(Contract(notice_days=90)) is None
    assert decision_start(Contract(notice_days=90), 60) is None


def test_notice_longer_than_the_calendar_is_its_first_day() -> None:
    contract = Contract(renews=date(2026, 12, 31), notice_days=999_999_999)
    assert notice_deadline(contract) == date.min
    assert decision_start(contract, 999_999_999) == date.min


@pytest.mark.parametrize(
    ("per", "cost", "waste"),
    [
        ("seat/month", eur(60 * 15 * 12), eur(19 * 15 * 12)),
        ("seat/year", eur(60 * 15), eur(19 * 15)),
        ("month", eur(15 * 12), None),
        ("year", eur(15), None),
    ],
)
def test_cost_and_waste_of_a_year(per: str, cost: Money, waste: Money | None) -> None:
    assert annual_cost(priced(per, billed=60, active=41)) == cost
    assert yearly_waste(priced(per, billed=60, active=41)) == waste


def test_cost_needs_a_price_and_for_seats_their_number() -> None:
    assert annual_cost(tool()) is None
    assert annual_cost(priced("seat/month")) is None
    assert annual_cost(priced("month")) == eur(180)


def test_waste_needs_a_count_of_active_people() -> None:
    assert yearly_waste(priced("seat/month", billed=60)) is None
    assert unused_seats(Seats(billed=60)) is None
    assert unused_share(Seats(billed=60)) == 0


def test_more_people_than_seats_is_no_negative_waste() -> None:
    assert unused_seats(Seats(billed=40, active=46)) == 0
    assert yearly_waste(priced("seat/month", billed=40, active=46)) == eur(0)


def test_no_seats_have_no_unused_share() -> None:
    assert unused_share(Seats(billed=0, active=0)) == 0


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"contract": {"renews": "2026-12-31"}}, True),
        ({"contract": {"renews": "2026-12-31", "decided": "renew"}}, False),
        ({"contract": {"renews": "2026-12-31", "auto_renews": "false"}}, False),
        ({"contract": {"renews": "2026-12-31"}, "status": "retired"}, False),
        ({}, False),
    ],
)
def test_only_what_renews_by_itself_and_is_undecided_must_be_decided(fields: dict[str, Any], expected: bool) -> None:
    assert must_decide(tool(**fields)) is expected


def test_jobs_are_compared_as_they_are_read_aloud(tmp_path: Path) -> None:
    (tmp_path / "prodops.yaml").write_text("name: Example\n")
    (tmp_path / "tools.yaml").write_text(
        "- {id: figma, name: Figma, jobs: [Interface  Design, workshops]}\n"
        "- {id: board, name: Board, jobs: [workshops]}\n"
        "- {id: pen, name: Pen, jobs: [interface design], status: retired}\n"
    )
    tree = WorkingTree(tmp_path)
    jobs = tools_by_job(read_workspace(tree, settings.load(tree)))
    assert {job: [entry.id for entry in tools] for job, tools in jobs.items()} == {
        "interface design": ["figma"],
        "workshops": ["board", "figma"],
    }
