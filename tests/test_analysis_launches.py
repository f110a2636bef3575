"""Launches: tiers, gates, readiness."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from prodops_cli.analysis.launches.days import days_to_launch, is_near
from prodops_cli.analysis.launches.gates import gates_of, missing_gates, open_conditions, sealed_state, signed_state
from prodops_cli.analysis.launches.outstanding import outstanding
from prodops_cli.analysis.launches.seals import seal_of, stale_fields
from prodops_cli.analysis.launches.signers import SignerBook
from prodops_cli.analysis.launches.tiers import computed_tier, required_gates, tier_facts, tier_of
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Facts, Gate, Launch
from prodops_cli.policy import LaunchPolicy
from prodops_cli.settings import Settings
from prodops_cli.workspace import Entry, Workspace

POLICY = LaunchPolicy()
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
    assert computed_tier(POLICY, Facts.model_validate(facts)) == tier


def test_every_fact_counts_for_some_tier() -> None:
    for name in set(Facts.model_fields) - {"others"}:
        value = ["DE"] if name == "new_geographies" else True
        assert computed_tier(POLICY, Facts.model_validate({name: value})) < 3, name


def test_policy_names_facts_and_gates_of_its_own() -> None:
    policy = LaunchPolicy.model_validate(
        {
            "tiers": {"2": {"facts": ["new_warehouse"], "gates": ["warehouse"]}},
            "geographies": {"DE": ["works-council"], "DE-BE": ["senate"]},
        }
    )
    found = launch(facts={"others": ["new_warehouse"]}, geographies=["DE-BE", "AT"])
    assert tier_of(policy, found) == 2
    assert tier_facts(policy, found.facts) == ("new_warehouse",)
    assert required_gates(policy, found) == ("warehouse", "senate", "works-council")
    assert computed_tier(policy, Facts(partner=True)) == 3, "the facts of a tier are replaced as a whole"
    assert policy.tier(1) == LaunchPolicy().tier(1)
    book = SignerBook(Workspace(Settings(launches=policy), {}, (), {}))
    assert [(line.why, line.is_there) for line in gates_of(book, found, TODAY)] == [
        ("asked for by the tier", False),
        ("asked for by DE-BE", False),
        ("asked for by DE-BE", False),
    ]


@pytest.mark.parametrize("tiers", [{"4": {"gates": ["legal"]}}, {"0": {}}, {"large": {}}])
def test_there_are_three_tiers(tiers: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="there is no tier"):
        LaunchPolicy.model_validate({"tiers": tiers})


# --- seals -----------------------------------------------------------------------------------------


def signed(fields: dict[str, Any], verdict: str = "approved", **more: Any) -> Launch:
    """A launch whose every gate was signed as its fields were."""
    before = launch(**fields)
    gates = {
        name: {
            "approvals": [
                {"by": "noor", "on": TODAY, "verdict": verdict, "seal": seal_of(POLICY, before, name), **more}
            ]
        }
        for name in POLICY.tier(1).gates
    }
    return launch(**fields, gates=gates)


def stale_gates(found: Launch) -> set[str]:
    return {name for name in found.gates if sealed_state(POLICY, found, name, TODAY) == "stale"}


WHOLE: dict[str, Any] = {
    "date": "2026-12-01",
    "geographies": ["DE", "AT"],
    "facts": {"pricing_change": True, "new_geographies": ["AT"]},
    "initiatives": ["one", "two"],
    "audiences": ["customers", "support"],
    "messages": {"customers": "Pay in one step."},
    "gtm": {"segments": ["Small shops"], "pricing": "Free"},
    "metrics": [{"title": "Orders", "baseline": 0, "target": 5}],
    "rollout": [{"on": "2026-12-01", "percent": 10}, {"on": "2026-12-08", "percent": 100}],
}


@pytest.mark.parametrize(
    ("changes", "stale"),
    [
        ({}, set()),
        ({"geographies": ["DE", "AT", "US"]}, {"legal", "privacy", "marketing", "tax"}),
        ({"date": "2026-12-02"}, {"support", "marketing", "engineering"}),
        ({"messages": {"customers": "Pay in no step."}}, {"legal", "support", "marketing"}),
        ({"facts": {"pricing_change": False, "new_geographies": ["AT"]}}, {"finance", "tax"}),
        ({"gtm": {"segments": ["Small shops"], "pricing": "Not free"}}, {"marketing", "finance", "tax"}),
        ({"metrics": [{"title": "Orders", "target": 5}]}, {"finance", "product"}),
        ({"initiatives": ["one"]}, {"security", "product", "engineering"}),
        ({"owner": "linus", "team": "payments", "tags": ["autumn"], "notes": "Soon."}, set()),
        ({"geographies": ["AT", "DE"], "messages": {"customers": "Pay in\n  one  step."}}, set()),
    ],
)
def test_what_a_gate_judges_makes_its_sign_off_stale_and_no_other(changes: dict[str, Any], stale: set[str]) -> None:
    found = signed(WHOLE)
    assert stale_gates(found) == set()
    assert stale_gates(launch(**{**WHOLE, **changes}, gates=found.gates)) == stale
    assert stale_gates(launch(**WHOLE, gates=found.gates)) == set(), "back as it was"


def test_rejection_never_goes_stale_and_a_field_that_was_not_covered_does() -> None:
    changed = {**WHOLE, "geographies": ["US"]}
    assert stale_gates(launch(**changed, gates=signed(WHOLE, "rejected").gates)) == set()
    found = signed(WHOLE)
    wider = LaunchPolicy.model_validate({"gates": {"tax": {"judges": ["geographies", "owner"]}}})
    (approval,) = found.gates["tax"].approvals
    assert stale_fields(wider, found, "tax", approval) == ("owner",)


def test_conditional_sign_off_is_whole_once_everything_is_met() -> None:
    conditions = ["imprint", {"text": "terms", "met": "2026-10-20"}]
    found = gate({"on": "2026-10-01", "verdict": "conditional", "conditions": conditions})
    assert open_conditions(found.approvals[0], TODAY) == ("imprint", "terms")
    assert open_conditions(found.approvals[0], date(2026, 10, 20)) == ("imprint",)
    assert signed_state(found, date(2026, 10, 20)) == "conditional"
    met = gate({"on": "2026-10-01", "verdict": "conditional", "conditions": conditions[1:]})
    assert signed_state(met, TODAY) == "conditional"
    assert signed_state(met, date(2026, 10, 20)) == "approved"


def test_facts_are_told_in_words() -> None:
    facts = Facts(pricing_change=True, new_geographies=("DE",), notable=True)
    assert tier_facts(POLICY, facts) == ("a pricing change", "new geographies")
    assert tier_facts(POLICY, Facts()) == ()


def test_typed_tier_overrules() -> None:
    assert tier_of(POLICY, launch(facts={"notable": True})) == 2
    assert tier_of(POLICY, launch(facts={"notable": True}, tier=1)) == 1


def test_missing_gates_are_those_of_the_tier() -> None:
    assert missing_gates(POLICY, launch(gates={"product": {}})) == ("engineering",)
    assert missing_gates(POLICY, launch(tier=1)) == POLICY.tier(1).gates


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
    assert signed_state(found, TODAY) == state


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


def test_what_is_outstanding_is_named() -> None:
    item = launch(
        date="2026-10-25",
        initiatives=["done", "open", "dropped", "unknown"],
        gates={"product": {"approvals": [{"by": "noor", **APPROVED}]}, "brand": {"in_review": True}},
    )
    found = outstanding(SignerBook(workspace(done="shipped", open="in_progress", dropped="cancelled")), item, TODAY)
    assert found.tier == 3
    assert found.gates == (("product", "approved"), ("engineering", "not_started"), ("brand", "in_review"))
    assert found.missing_gates == ("engineering",)
    assert found.open_gates == ("engineering", "brand")
    assert found.unshipped == ("open", "dropped", "unknown"), "what is called off does not ship"


def test_nothing_is_outstanding() -> None:
    signed = {"approvals": [{"by": "noor", **APPROVED}]}
    item = launch(initiatives=["done"], gates={"product": signed, "engineering": signed})
    found = outstanding(SignerBook(workspace(done="shipped")), item, TODAY)
    assert not found.open_gates
    assert not found.unshipped
