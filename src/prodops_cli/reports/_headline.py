"""The one sentence at the top of a status: what matters most, and nothing that the files do not say."""

from collections.abc import Container, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from prodops_cli.analysis.delivery import LAUNCH_DAYS
from prodops_cli.analysis.launches.days import days_to_launch
from prodops_cli.analysis.launches.outstanding import outstanding
from prodops_cli.analysis.launches.signers import SignerBook
from prodops_cli.analysis.moved import Moved
from prodops_cli.analysis.progress import Progress
from prodops_cli.analysis.promises import UNKNOWN, Promises, moved_phrase
from prodops_cli.analysis.risks import Risk
from prodops_cli.analysis.scope import Scope
from prodops_cli.analysis.words import days_text, from_today, listed
from prodops_cli.kinds.launch import Launch
from prodops_cli.settings import EVERY_SECTION, StatusSection
from prodops_cli.workspace import Entry

NOTHING = "There is nothing to report yet: no work is under way, no launch is planned and no goal is running."


class Facts(NamedTuple):
    """What the sentence is made of."""

    under_way: int
    """How many initiatives are under way."""
    risks: Sequence[Risk]
    """Those to worry about."""
    goals: Sequence[Progress]
    """Those that are pursued."""
    shipped: int = 0
    """How many things reached their users."""
    moved: Sequence[Moved] | None = ()
    """What moved since the time that counts; None where nobody asked git, so that nobody knows."""
    promises: Promises = UNKNOWN
    """What was promised before."""


def headline(
    scope: Scope, facts: Facts, as_of: date, sections: Container[StatusSection] = frozenset(EVERY_SECTION)
) -> str:
    """One sentence: how the work goes, what moved, goals that are behind, and the launch that matters most.

    It speaks of what stands in the sections and of nothing else.
    """
    is_whole = "risks" in sections
    clauses = [
        *(_work(facts) if is_whole else _shipped(facts.shipped if "shipped" in sections else 0)),
        *(_moved(facts.moved or ()) if "moved" in sections else ()),
        *(_goals(facts.goals) if "goals" in sections else ()),
        *(_launch(scope, as_of, facts.promises, with_gates=is_whole) if "launches" in sections else ()),
    ]
    if not clauses and is_whole and _is_empty(scope, facts):
        return NOTHING
    sentence = "; ".join(clauses) or listed(_quiet(facts, sections)) or "there is nothing to sum up"
    return f"{sentence[0].upper()}{sentence[1:]}."


def _is_empty(scope: Scope, facts: Facts) -> bool:
    """Whether there is nothing yet to tell of."""
    is_launching = any(entry.record.status == "planned" for entry in scope.launches())
    return not (facts.under_way or facts.shipped or facts.moved or facts.goals or is_launching)


def _quiet(facts: Facts, sections: Container[StatusSection]) -> list[str]:
    """What is to be said of each section where none of them has a clause: that it is quiet."""
    said: dict[StatusSection, str | None] = {
        "risks": "no work is planned or under way",
        "shipped": next(_shipped(facts.shipped), "nothing shipped"),
        "moved": "no date moved later" if facts.moved is not None else None,
        "goals": "no measured goal is behind pace",
        "launches": f"no launch is planned for the next {LAUNCH_DAYS // 7} weeks",
    }
    return [words for section, words in said.items() if section in sections and words is not None]


# --- work ----------------------------------------------------------------------------------------


def _work(facts: Facts) -> Iterator[str]:
    total = facts.under_way
    if not total:
        return
    off = [risk for risk in facts.risks if risk.declared == "off_track"]
    hidden = [risk for risk in facts.risks if risk.is_hidden]
    at_risk = [risk for risk in facts.risks if risk.declared == "at_risk"]
    doubted = [risk for risk in facts.risks if risk.is_contradicted and not risk.is_hidden]
    evident = [risk for risk in facts.risks if risk.evidence]
    paused = [risk for risk in facts.risks if risk.declared == "paused"]
    if off:
        tail = f", and {len(hidden):,} more{_titled(hidden)} {_hidden(hidden)}" if hidden else ""
        yield f"{_some(off, total)} {_be(off)} off track{tail}"
    elif hidden:
        yield f"{_some(hidden, total)} {_hidden(hidden)}"
    elif at_risk:
        is_worse = any(risk.derived == "off_track" for risk in doubted)
        yield f"{_some(at_risk, total)} {_be(at_risk)} at risk{'' if is_worse else ', none off track'}"
    elif evident:
        yield f"nothing is said to be at risk, but evidence speaks against {_some(evident, total)}"
    elif paused:
        tail = ", none at risk or off track" if total > 1 else ""
        yield f"{_some(paused, total)} {_be(paused)} paused{tail}"
    elif total == 1:
        yield "nothing speaks against the one initiative planned or under way"
    else:
        yield f"none of {total:,} initiatives planned or under way is at risk or off track"
    if doubted and (off or hidden or at_risk):
        verb = "is said to be" if len(doubted) == 1 else "are said to be"
        yield f"{len(doubted):,}{_titled(doubted)} {verb} better than the evidence"


def _some(risks: Sequence[Risk], total: int) -> str:
    """`2 of 23 initiatives planned or under way`; a single one with its title."""
    if total == 1:
        return "the one initiative planned or under way"
    return f"{len(risks):,} of {total:,} initiatives planned or under way{_titled(risks)}"


def _titled(risks: Sequence[Risk]) -> str:
    return f" ({risks[0].entry.record.title})" if len(risks) == 1 else ""


def _be(some: Sequence[object]) -> str:
    return "is" if len(some) == 1 else "are"


def _hidden(hidden: Sequence[Risk]) -> str:
    """What is to be said of work that is off track by the evidence, while its owners do not even say at risk."""
    if all(risk.days_past_due for risk in hidden):
        fact = "is past its date" if len(hidden) == 1 else "are past their dates"
    else:
        fact = f"{_be(hidden)} off track by the evidence"
    if all(risk.declared == "on_track" for risk in hidden):
        return f"{'says' if len(hidden) == 1 else 'say'} on track but {fact}"
    return fact


# --- what shipped and what moved -----------------------------------------------------------------


def _shipped(count: int) -> Iterator[str]:
    """For those who do not hear how the work goes: what came of it."""
    if count:
        yield f"{count:,} {'thing' if count == 1 else 'things'} shipped"


def _moved(moved: Sequence[Moved]) -> Iterator[str]:
    """Only what moved later is worth a clause."""
    later = [one for one in moved if one.what == "later"]
    if len(later) == 1:
        one = later[0]
        what = f"a date of {one.trail.label}" if one.is_of_a_part else one.trail.label
        yield f"{what} moved {days_text(one.days)} later"
    elif later:
        farthest = max(one.days for one in later)
        yield f"{len(later):,} dates moved later, the farthest by {days_text(farthest)}"


# --- goals ---------------------------------------------------------------------------------------


def _goals(goals: Sequence[Progress]) -> Iterator[str]:
    """Only goals that are behind are worth a clause."""
    measured = [one for one in goals if one.pace is not None]
    behind = [one for one in measured if one.pace != "on_track"]
    if behind and len(measured) == 1:
        yield f"the one measured goal ({behind[0].entry.record.title}) is behind pace"
    elif behind:
        name = f" ({behind[0].entry.record.title})" if len(behind) == 1 else ""
        yield f"{len(behind):,} of {len(measured):,} measured goals{name} {_be(behind)} behind pace"


# --- launches ------------------------------------------------------------------------------------


def _launch(scope: Scope, as_of: date, promises: Promises, *, with_gates: bool = True) -> Iterator[str]:
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
    book = SignerBook(scope.workspace)
    waiting = [(days, entry) for days, _, entry in planned if _open_gates(book, entry, as_of)]
    for days, entry in waiting[:1] or [(days, entry) for days, _, entry in planned[:1]]:
        gates = _open_gates(book, entry, as_of)
        state = f"{gates} {'gate' if gates == 1 else 'gates'} open" if gates else "no gate open"
        moved = moved_phrase(promises, (entry.kind, entry.id))
        when = f"{from_today(days)} ({moved})" if moved else from_today(days)
        yield f"{entry.record.title} launches {when}{f' with {state}' if with_gates else ''}"


def _passed(passed: Sequence[Entry[Launch]], as_of: date) -> str:
    rest = "neither launched nor been given a new date"
    if len(passed) > 1:
        return f"{len(passed)} launches are past their date and have {rest}"
    days = days_to_launch(passed[0].record, as_of) or 0
    return f"{passed[0].record.title} was planned to launch {from_today(days)} and has {rest}"


def _open_gates(book: SignerBook, entry: Entry[Launch], as_of: date) -> int:
    return len(outstanding(book, entry.record, as_of).open_gates)
