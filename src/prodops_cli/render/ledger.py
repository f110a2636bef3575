"""What was set and moved over time, for people and programs: text in columns, markdown, CSV."""

from prodops_cli.render.columns import Grid, readable, render_grid
from prodops_cli.render.data import to_csv
from prodops_cli.render.escape import log_text, markdown, terminal
from prodops_cli.reports.history import EventLine, RecordHistory
from prodops_cli.reports.slips import Slips

SHORT_COMMIT = 10
"""So many digits of a commit's id tell it from the others."""
NOT_COMMITTED = "not committed"

_HEADER = ("day", "field", "before", "after", "who", "why", "commit")


def history_title(history: RecordHistory) -> str:
    """What the record is called, and was called before."""
    former = f", formerly {', '.join(history.former_ids)}" if history.former_ids else ""
    return f"{history.label}  {history.ref}{former}{'' if history.is_there else ' (removed)'}"


def history_heading(history: RecordHistory) -> str:
    """The record's names on a line, with an empty line below."""
    return log_text(f"{terminal(history_title(history))}\n\n")


def history_text(history: RecordHistory) -> str:
    """The events in columns as wide as they need."""
    return history_heading(history) + render_grid(history_grid(history))


def history_grid(history: RecordHistory) -> Grid:
    """The events in columns."""
    rows = tuple(tuple(map(terminal, _cells(line))) for line in history.events)
    return Grid(_HEADER, rows, flexible=frozenset({2, 3, 5}))


def history_markdown(history: RecordHistory) -> str:
    """The events as a table."""
    rows = [_HEADER, *[("---",) * len(_HEADER)]]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines += [f"| {' | '.join(markdown(cell) for cell in _cells(line))} |" for line in history.events]
    return f"# {markdown(history_title(history))}\n\n" + "".join(f"{line}\n" for line in lines)


def history_csv(history: RecordHistory) -> str:
    """The events as rows."""
    return to_csv([_HEADER, *(_cells(line, len(line.commit or "")) for line in history.events)])


def _cells(line: EventLine, digits: int = SHORT_COMMIT) -> tuple[str, ...]:
    """What a line says, with so many digits of the commit's id."""
    return (
        line.day.isoformat(),
        line.field,
        readable(line.old),
        readable(line.new),
        line.author,
        line.subject if line.commit is not None else NOT_COMMITTED,
        line.commit[:digits] if line.commit is not None else "",
    )


_MOVE_HEADER = (
    "day",
    "record",
    "title",
    "field",
    "before",
    "after",
    "days",
    "total_days",
    "number",
    "notice_days",
    "confidence",
    "owner",
    "team",
    "author",
    "subject",
    "commit",
)


def slips_csv(slips: Slips) -> str:
    """Each time a promise moved as a row."""
    rows = [
        [
            move.day.isoformat(),
            move.record.ref,
            move.record.name,
            move.field,
            move.old.isoformat(),
            move.new.isoformat(),
            str(move.days),
            str(move.total_days),
            str(move.number),
            str(move.notice_days),
            move.confidence or "",
            move.owner.ref if move.owner is not None else "",
            move.team.ref if move.team is not None else "",
            move.author,
            move.subject,
            move.commit or NOT_COMMITTED,
        ]
        for move in slips.moves
    ]
    return to_csv([_MOVE_HEADER, *rows])
