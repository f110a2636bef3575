"""The one sentence at the top of a status: what matters most, and nothing that the files do not say."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from prodops_cli.analysis.delivery import LAUNCH_DAYS
from prodops_cli.analysis.goals import Pace
from prodops_cli.analysis.launches import days_to_launch, readiness
from prodops_cli.analysis.risks import Risk
from prodops_cli.analysis.scope import Scope
from prodops_cli.analysis.words import from_today
from prodops_cli.kinds.launch import Launch
from prodops_cli.workspace import Entry

NOTHING = "There is nothing to report yet: no work is under way, no launch is planned and no goal is running."


class Facts(NamedTuple):
    """What the sentence is made of."""

    under_way: int
    """How many initiatives are under way."""
    risks: Sequence[Risk]
    """Those to worry about."""
    paces: Sequence[Pace | None]
    """The pace of each running goal."""


def headline(scope: Scope, facts: Facts, as_of: date) -> str:
    """One sentence: how the work goes, goals that are behind, and the launch that matters most."""
    clauses = [*_work(facts), *_goals(facts.paces), *_launch(scope, as_of)]
    if not clauses:
        return NOTHING
    sentence = "; ".join(clauses)
    return f"{sentence[0].upper()}{sentence[1:]}."


# --- work ----------------------------------------------------------------------------------------


def _work(facts: Facts) -> Iterator[str]:
    total = facts.under_way
    if not total:
        return
    off = [risk for risk in facts.risks if risk.declared == "off_track"]
    hidden = [risk for risk in facts.risks if risk.is_hidden]
    at_risk = [risk for risk in facts.risks if risk.declared == "at_risk"]
    if off and hidden:
        yield f"{_some(off, total)} off track, and {_hidden(hidden)}"
    elif off:
        yield f"{_some(off, total)} off track"
    elif hidden:
        yield f"of {_initiatives(total)} {_hidden(hidden)}"
    elif at_risk:
        yield f"{_some(at_risk, total)} at risk, none off track"
    elif facts.risks:
        yield f"no initiative is said to be at risk, but the evidence speaks against {len(facts.risks)} of {total}"
    else:
        yield (
            f"none of {_initiatives(total)} is at risk or off track"
            if total > 1
            else "all is well with the one initiative under way"
        )


def _some(risks: Sequence[Risk], total: int) -> str:
    """`2 of 23 initiatives under way are`; a single one by its name."""
    if len(risks) == 1 and total > 1:
        return f"1 of {_initiatives(total)} ({risks[0].entry.record.title}) is"
    return f"{len(risks)} of {_initiatives(total)} {'is' if len(risks) == 1 else 'are'}"


def _hidden(hidden: Sequence[Risk]) -> str:
    """The work that is off track by the evidence, while nobody says so."""
    count, is_one = len(hidden), len(hidden) == 1
    is_past_due = all(risk.days_past_due for risk in hidden)
    if all(risk.declared == "on_track" for risk in hidden):
        said = "says" if is_one else "say"
        if is_past_due:
            return f"{count} that {said} on track {'is past its date' if is_one else 'are past their dates'}"
        return f"{count} that {said} on track {'is' if is_one else 'are'} off track by the evidence"
    if is_past_due:
        return f"{count} {'is past its date' if is_one else 'are past their dates'} without saying so"
    return f"{count} {'is' if is_one else 'are'} off track by the evidence without saying so"


def _initiatives(total: int) -> str:
    return f"{total} initiative{'' if total == 1 else 's'} under way"


# --- goals ---------------------------------------------------------------------------------------


def _goals(paces: Sequence[Pace | None]) -> Iterator[str]:
    """Only goals that are behind are worth a clause."""
    measured = [pace for pace in paces if pace is not None]
    behind = sum(pace != "on_track" for pace in measured)
    if behind:
        goals = f"{len(measured)} measured goal{'' if len(measured) == 1 else 's'}"
        yield f"{behind} of {goals} {'is' if behind == 1 else 'are'} behind pace"


# --- launches ------------------------------------------------------------------------------------


def _launch(scope: Scope, as_of: date) -> Iterator[str]:
    """The launch that should have been, else the next one that is not ready, else the next one."""
    planned = sorted(
        (days, entry.id, entry)
        for entry in scope.launches()
        if (days := days_to_launch(entry.record, as_of)) is not None and days <= LAUNCH_DAYS
    )
    passed = [entry for days, _, entry in planned if days < 0]
    if passed:
        yield _passed(passed, as_of)
        return
    waiting = [(days, entry) for days, _, entry in planned if _open_gates(scope, entry, as_of)]
    for days, entry in waiting[:1] or [(days, entry) for days, _, entry in planned[:1]]:
        gates = _open_gates(scope, entry, as_of)
        state = f"{gates} {'gate' if gates == 1 else 'gates'} open" if gates else "no gate open"
        yield f"{entry.record.title} launches {from_today(days)} with {state}"


def _passed(passed: Sequence[Entry[Launch]], as_of: date) -> str:
    if len(passed) > 1:
        return f"{len(passed)} launches are past their date and have neither launched nor moved"
    days = days_to_launch(passed[0].record, as_of) or 0
    return f"{passed[0].record.title} was planned to launch {from_today(days)} and has neither launched nor moved"


def _open_gates(scope: Scope, entry: Entry[Launch], as_of: date) -> int:
    return len(readiness(scope.workspace, entry.record, as_of).open_gates)
