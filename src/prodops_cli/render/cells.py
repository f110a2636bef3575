"""The cells of CSV files: days, records and answers, the same in every table."""

from datetime import date

from prodops_cli.reports._base import Named


def day_cell(day: date | None) -> str:
    """A day as ISO text; empty where there is none."""
    return day.isoformat() if day is not None else ""


def id_cell(record: Named | None) -> str:
    """The id of a record; empty where there is none."""
    return record.id if record is not None else ""


def yes_cell(holds: bool) -> str:
    """Whether something holds."""
    return "yes" if holds else "no"
