"""Launches: tiers, gates, readiness."""

from datetime import date
from typing import Any

import pytest

from prodops_cli.analysis.launches import (
    REQUIRED_GATES,
    computed_tier,
    days_to_launch,
    gate_state,
    is_near,
    missing_gates,
    readiness,
    tier_facts,
    tier_of,
)
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Facts, Gate, Launch
from prodops_cli.settings import Settings
from prodops_cli.workspace import Entry, Workspace

TODAY = date(2026, 10, 15)


def launch(**fields: Any) -> Launch:
    return Launch.model_validate({"id": "checkout-2", "title": "Checkout 2", **fields})


def gate(*approvals: dict[str, Any], **fields: Any) -> Gate:
    return Gate.model_validate({"approvals": [{"by": "noor", **approval} for approval in approvals], **fields})


def workspace(**statuses: str) -> Workspace:
    records = [
        Initiative.model_validate({"id": id_, "title": "Something", "status": status})
        for id_, status in statuses.items()
    ]
    return Workspace(Settings(), {("initiative", one.id): Entry(one, "roadmap.yaml") for one in records}, (), {})


@pytest.mark.parametrize(
    ("facts", "tier"),
    [
        ({"new_product": True}, 1),
        ({"pricing_change": True}, 1),
        ({"new_geographies": ["DE"]}, 1),
        ({"personal_data": True, "notable": True}, 1),
        ({"contract_terms": True}, 1),
        ({"notable": True}, 2),
        ({"partner": True}, 2),
        ({"breaking_change": True}, 2),
        ({}, 3),
    ],
)
def test_tier_follows_from_the_facts(facts: dict[str, Any], tier: int) -> None:
    assert computed_tier(Facts.model_validate(facts)) == tier


def test_every_fact_counts_for_some_tier() -> None:
    for name in Facts.model_fields:
        value = ["DE"] if name == "new_geographies" else True
        assert computed_tier(Facts.model_validate({name: value})) < 3, name


def test_facts_are_told_in_words() -> None:
    facts = Facts(pricing_change=True, new_geographies=("DE",), notable=True)
    assert tier_facts(facts) == ("a pricing change", "new geographies")
    assert tier_facts(Facts()) == ()


def test_typed_tier_overrules() -> None:
    assert tier_of(launch(facts={"notable": True})) == 2
    assert tier_of(launch(facts={"notable": True}, tier=1)) == 1


def test_missing_gates_are_those_of_the_tier() -> None:
    assert missing_gates(launch(gates={"product": {}})) == ("engineering",)
    assert missing_gates(launch(tier=1)) == REQUIRED_GATES[1]


APPROVED = {"on": "2026-10-01", "verdict": "approved"}
REJECTED = {"on": "2026-10-10", "verdict": "rejected"}


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (gate(), "not_started"),
        (gate(in_review=True), "in_review"),
        (gate(APPROVED), "approved"),
        (gate(REJECTED, APPROVED), "rejected"),
        (gate(REJECTED, {**APPROVED, "on": "2026-10-10"}), "approved"),
        (gate(APPROVED, {"on": "2026-10-16", "verdict": "rejected"}), "approved"),
        (gate({"on": "2026-10-01", "verdict": "waived", "until": "2026-10-15"}), "waived"),
        (gate({"on": "2026-10-01", "verdict": "waived", "until": "2026-10-14"}), "not_started"),
        (gate({"on": "2026-10-01", "verdict": "waived", "until": "2026-10-14"}, in_review=True), "in_review"),
        (gate({"on": "2026-10-01", "verdict": "waived"}), "waived"),
        (gate({"on": "2026-10-01", "verdict": "conditional"}), "conditional"),
    ],
)
def test_gate_stands_as_the_last_sign_off_has_it(found: Gate, state: str) -> None:
    assert gate_state(found, TODAY) == state


def test_near_is_planned_within_thirty_days() -> None:
    assert [is_near(launch(date=day), TODAY) for day in ("2026-10-15", "2026-11-14", "2026-11-15", "2026-10-14")] == [
        True,
        True,
        False,
        False,
    ]
    assert days_to_launch(launch(date="2026-10-14"), TODAY) == -1
    assert not is_near(launch(date="2026-10-20", status="launched"), TODAY)
    assert not is_near(launch(), TODAY)


def test_readiness_names_what_is_open() -> None:
    item = launch(
        date="2026-10-25",
        initiatives=["done", "open", "unknown"],
        gates={"product": {"approvals": [{"by": "noor", **APPROVED}]}, "brand": {"in_review": True}},
    )
    found = readiness(workspace(done="shipped", open="in_progress"), item, TODAY)
    assert found.tier == 3
    assert found.days_left == 10
    assert found.gates == (("product", "approved"), ("engineering", "not_started"), ("brand", "in_review"))
    assert found.missing_gates == ("engineering",)
    assert found.open_gates == ("engineering", "brand")
    assert found.unshipped == ("open",)
    assert not found.is_ready


def test_ready_is_nothing_open() -> None:
    signed = {"approvals": [{"by": "noor", **APPROVED}]}
    item = launch(initiatives=["done"], gates={"product": signed, "engineering": signed})
    found = readiness(workspace(done="shipped"), item, TODAY)
    assert found.is_ready
    assert found.days_left is None
