"""The tier of a launch, computed from its facts by the organisation's policy, and the gates that brings."""

from prodops_cli.analysis.words import listed
from prodops_cli.kinds.launch import Facts, Launch
from prodops_cli.policy import TIERS, LaunchPolicy, Tier

_WORDS = {
    "new_product": "a new product",
    "pricing_change": "a pricing change",
    "new_geographies": "new geographies",
    "personal_data": "personal data",
    "contract_terms": "new contract terms",
    "breaking_change": "a breaking change",
    "partner": "a partner",
    "notable": "notable to customers",
}
"""The built-in facts in words; others are their own words."""


def computed_tier(policy: LaunchPolicy, facts: Facts) -> Tier:
    """The tier that the facts make: the largest (1) that one of them lifts the launch into, else the smallest (3)."""
    return next((tier for tier in TIERS if any(_is_true(facts, fact) for fact in policy.tier(tier).facts)), TIERS[-1])


def tier_of(policy: LaunchPolicy, launch: Launch) -> Tier:
    """The tier that counts: the one typed to overrule the facts, else the one they make."""
    match launch.tier:
        case 1 | 2 | 3:
            return launch.tier
        case _:
            return computed_tier(policy, launch.facts)


def tier_facts(policy: LaunchPolicy, facts: Facts) -> tuple[str, ...]:
    """The facts that make the tier, in words; none where no fact does."""
    named = policy.tier(computed_tier(policy, facts)).facts
    return tuple(_WORDS.get(fact, fact) for fact in named if _is_true(facts, fact))


def facts_known(policy: LaunchPolicy) -> frozenset[str]:
    """The names that `facts.others` may have: those that the policy gives a tier."""
    return frozenset(fact for tier in TIERS for fact in policy.tier(tier).facts if fact not in Facts.model_fields)


def required_gates(policy: LaunchPolicy, launch: Launch) -> tuple[str, ...]:
    """The gates that its tier asks for in the policy's order, then those that its countries add."""
    by_tier = policy.tier(tier_of(policy, launch)).gates
    return tuple(
        dict.fromkeys((*by_tier, *(gate for country in reached(launch) for gate in gates_of_country(policy, country))))
    )


def reached(launch: Launch) -> tuple[str, ...]:
    """The countries it reaches, by code, with those it reaches for the first time."""
    return tuple(sorted({*launch.geographies, *launch.facts.new_geographies}))


def countries_asking(policy: LaunchPolicy, launch: Launch, gate: str) -> tuple[str, ...]:
    """The countries for whose sake a gate is there."""
    return tuple(country for country in reached(launch) if gate in gates_of_country(policy, country))


def why_tier(policy: LaunchPolicy, launch: Launch) -> str:
    """What makes its tier, in words."""
    if launch.tier is not None:
        return f"typed as such{f' ({launch.tier_reason})' if launch.tier_reason else ''}"
    return listed(tier_facts(policy, launch.facts)) or "no fact lifts it above that"


def gates_of_country(policy: LaunchPolicy, country: str) -> tuple[str, ...]:
    """The gates that naming a country brings: its own, and those of the country it is a part of (DE for DE-BE).

    Not the other way round: a launch that names DE meets nothing that only DE-BE asks for.
    """
    whole = country.partition("-")[0]
    both = (country, whole) if whole != country else (country,)
    return tuple(dict.fromkeys(gate for code in both for gate in policy.geographies.get(code, ())))


def _is_true(facts: Facts, fact: str) -> bool:
    return bool(getattr(facts, fact)) if fact in Facts.model_fields else fact in facts.others
