"""The plan, scenarios of it and the capacity of teams as rows of a CSV file."""

from prodops_cli.render.cells import day_cell, id_cell, yes_cell
from prodops_cli.render.data import to_csv
from prodops_cli.reports.capacity import Capacity
from prodops_cli.reports.plan import Plan
from prodops_cli.reports.scenarios import Scenarios


def plan_csv(plan: Plan) -> str:
    """A row for each open initiative in the schedule."""
    header = (
        *("id", "title", "team", "status", "earliest_start", "earliest_finish", "finish_with_capacity", "target"),
        *("late_days", "latest_start", "latest_finish", "slack", "free_slack", "critical"),
    )
    rows = (
        (
            *(line.record.id, line.record.name, id_cell(line.team), line.status),
            *(day_cell(line.start), day_cell(line.finish)),
            *(day_cell(line.with_capacity), day_cell(line.target), str(line.late_days), day_cell(line.latest_start)),
            *(day_cell(line.latest_finish), str(line.slack), str(line.free_slack), yes_cell(line.is_critical)),
        )
        for line in plan.items
    )
    return to_csv([header, *rows])


def capacity_csv(capacity: Capacity) -> str:
    """A row for each team and period."""
    header = ("team", "name", "period", "asked_low", "asked_high", "there", "state")
    rows = (
        (
            *(line.team.id, line.team.name, cell.period, f"{cell.load[0]:.2f}", f"{cell.load[1]:.2f}"),
            *("" if cell.capacity is None else f"{cell.capacity:.2f}", cell.state),
        )
        for line in capacity.teams
        for cell in line.cells
    )
    return to_csv([header, *rows])


def scenarios_csv(scenarios: Scenarios) -> str:
    """A row for each initiative that differs and each scenario."""
    header = ("id", "title", "scenario", "status", "earliest_start", "target", "finish_with_capacity", "days_later")
    rows = (
        (
            *(line.record.id, line.record.name, name, one.status or "", day_cell(one.start), day_cell(one.target)),
            *(day_cell(one.finish), "" if days is None else str(days)),
        )
        for line in scenarios.dates
        for name, one, days in zip(scenarios.names, line.each, line.days, strict=True)
    )
    return to_csv([header, *rows])
