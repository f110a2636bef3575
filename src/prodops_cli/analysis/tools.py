"""What a tool costs, what of it is wasted, and by when its renewal has to be decided.

Formulas after docs/reference/vocabulary.md: notice deadline = renewal - notice days; decision start = notice
deadline - 60 days (the threshold `decision_days`); waste per year = (billed - active seats) x seat price per
month x 12.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from prodops_cli.fields import Money
from prodops_cli.kinds.tool import Contract, Price, Seats, Tool
from prodops_cli.workspace import Entry, Workspace

_TIMES_A_YEAR = {"seat/month": 12, "seat/year": 1, "month": 12, "year": 1}


def notice_deadline(contract: Contract) -> date | None:
    """Return the last day on which notice can be given, or None where no renewal is known."""
    return _before(contract.renews, contract.notice_days)


def decision_start(contract: Contract, decision_days: int) -> date | None:
    """Return the day on which the decision about the renewal should start, or None where no renewal is known."""
    return _before(notice_deadline(contract), decision_days)


def _before(day: date | None, days: int) -> date | None:
    """So many days before a day; the first day of the calendar where that would be before it."""
    if day is None:
        return None
    return day - timedelta(days=days) if days < day.toordinal() else date.min


def must_decide(tool: Tool) -> bool:
    """Whether the tool's contract renews by itself and nobody has written down what to do about it."""
    contract = tool.contract
    return tool.status != "retired" and contract is not None and contract.auto_renews and contract.decided is None


def annual_cost(tool: Tool) -> Money | None:
    """What the tool costs in a year; None without a price, or with a price per seat and no count of seats."""
    if tool.price is None:
        return None
    seats = 1 if not _is_per_seat(tool.price) else tool.seats.billed if tool.seats is not None else None
    return None if seats is None else _a_year(tool.price, seats)


def yearly_waste(tool: Tool) -> Money | None:
    """What the unused seats cost in a year; None where seats are not counted or not what is paid for."""
    if tool.price is None or not _is_per_seat(tool.price) or tool.seats is None:
        return None
    unused = unused_seats(tool.seats)
    return None if unused is None else _a_year(tool.price, unused)


def free_seats(tool: Tool) -> int | None:
    """How many paid seats are free; None where nothing is paid by the seat, or active people are not counted."""
    if tool.price is None or not _is_per_seat(tool.price) or tool.seats is None:
        return None
    return unused_seats(tool.seats)


def seat_cost(tool: Tool) -> Money | None:
    """What one more seat costs in a year; None where nothing is paid by the seat."""
    return _a_year(tool.price, 1) if tool.price is not None and _is_per_seat(tool.price) else None


def unused_seats(seats: Seats) -> int | None:
    """How many billed seats nobody logs in with; None where active people are not counted."""
    return None if seats.active is None else max(seats.billed - seats.active, 0)


def unused_share(seats: Seats) -> float:
    """Return the share of billed seats that nobody logs in with; 0 where that is not known."""
    unused = unused_seats(seats)
    return unused / seats.billed if unused and seats.billed else 0.0


def _is_per_seat(price: Price) -> bool:
    return price.per.startswith("seat/")


def _a_year(price: Price, times: int) -> Money:
    return Money(amount=price.amount * _TIMES_A_YEAR[price.per] * times, currency=price.currency)


def job_name(text: str) -> str:
    """Return a job as it is compared: `Interface  Design` and `interface design` are one."""
    return " ".join(text.casefold().split())


def tools_by_job(workspace: Workspace) -> Mapping[str, tuple[Entry[Tool], ...]]:
    """Return the tools that are still used for each job, by id; jobs in alphabetical order."""
    found: dict[str, dict[str, Entry[Tool]]] = defaultdict(dict)
    for entry in workspace.of(Tool):
        if entry.record.status != "retired":
            for job in entry.record.jobs:
                found[job_name(job)][entry.id] = entry
    return {job: tuple(tools.values()) for job, tools in sorted(found.items())}
