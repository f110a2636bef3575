"""What a country has to do with a launch: how it reaches it, what that adds, and what goes when it is left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.launches.gates import PASSED, sealed_state
from prodops_cli.analysis.launches.tiers import countries_asking, reached, required_gates, tier_of
from prodops_cli.analysis.words import listed
from prodops_cli.kinds.launch import Launch
from prodops_cli.policy import LaunchPolicy, Tier


def is_within(part: str, whole: str) -> bool:
    """Whether a code is another one or a part of it: DE-BE is within DE."""
    return part == whole or part.startswith(f"{whole}-")


def touches(code: str, other: str) -> bool:
    """Whether what happens in one happens in the other: DE-BE and DE do, DE-BE and DE-BY do not."""
    return is_within(code, other) or is_within(other, code)


def codes_reaching(launch: Launch, code: str) -> tuple[str, ...]:
    """The codes by which a launch reaches a country or a part of one."""
    return tuple(one for one in reached(launch) if touches(one, code))


def is_new_in(launch: Launch, code: str) -> bool:
    """Whether it is offered there for the first time."""
    return any(touches(one, code) for one in launch.facts.new_geographies)


def gates_added(policy: LaunchPolicy, launch: Launch, code: str) -> tuple[str, ...]:
    """The gates that a launch has for the sake of a country, its tier aside, in the policy's order."""
    return tuple(
        gate
        for gate in required_gates(policy, launch)
        if any(touches(country, code) for country in countries_asking(policy, launch, gate))
    )


def without(launch: Launch, code: str) -> Launch:
    """The launch as it would be without a country and its parts."""
    facts = launch.facts.model_copy(
        update={"new_geographies": tuple(one for one in launch.facts.new_geographies if not is_within(one, code))}
    )
    geographies = tuple(one for one in launch.geographies if not is_within(one, code))
    return launch.model_copy(update={"facts": facts, "geographies": geographies})


@dataclass(frozen=True, slots=True)
class Dropped:
    """What changes for a launch when a country is left out."""

    tier: Tier
    """Its tier then."""
    gates: tuple[str, ...]
    """The gates that nobody asks for then."""
    stale: tuple[str, ...]
    """The gates whose sign-offs judged the country: they would have to be asked again."""
    is_nowhere: bool
    """Whether it names no country then."""
    changes: tuple[str, ...]
    """All of it in words, without full stops."""


def if_dropped(policy: LaunchPolicy, launch: Launch, code: str, as_of: date) -> Dropped | None:
    """What would change for a launch; None where it does not name the country, only one that the code is part of."""
    then = without(launch, code)
    if reached(then) == reached(launch):
        return None
    gates = tuple(one for one in required_gates(policy, launch) if one not in required_gates(policy, then))
    stale = tuple(
        gate
        for gate in launch.gates
        if gate not in gates
        and sealed_state(policy, launch, gate, as_of) in PASSED
        and sealed_state(policy, then, gate, as_of) == "stale"
    )
    found = Dropped(tier_of(policy, then), gates, stale, is_nowhere=not reached(then), changes=())
    changes = tuple(_changes(found, tier_of(policy, launch)))
    return Dropped(found.tier, gates, stale, is_nowhere=found.is_nowhere, changes=changes)


def _changes(found: Dropped, tier: Tier) -> Iterator[str]:
    if found.is_nowhere:
        yield "it names no country any more"
    if found.tier != tier:
        yield f"it is tier {found.tier}, no longer tier {tier}"
    if found.gates:
        yield f"nobody asks for {listed(found.gates)} any more"
    if found.stale:
        yield f"the sign-off of {listed(found.stale)} is stale, since it judged the country"
