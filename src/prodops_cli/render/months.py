"""The launch calendar for a terminal: a table for each month, as wide as the terminal is, and a list below it."""

import textwrap
from collections.abc import Callable, Iterator
from itertools import groupby

from prodops_cli.analysis.words import listed, short_day
from prodops_cli.render.columns import cut
from prodops_cli.render.escape import log_text, terminal, width
from prodops_cli.render.launch_calendar import heading
from prodops_cli.reports.launch_calendar import BlackoutDays, Cell, DayOff, LaunchCalendar, Line, Month

Paint = Callable[[str, str], str]
"""Colours a text in a style: `good`, `warning`, `error`, `faint`, `place`."""

NARROWEST, WIDEST = 62, 160
MOST_LINES = 4
"""The most lines that a day of the table has."""
_LEGEND = "◇ launch  ◆ launched  ✕ cancelled  ▸ rollout  ○ readiness review  » last day to brief  § decision due"
_DAYS = "[ ] today  · day off  ▒ blackout  ! something is in the way"
_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_INDENT = 12
"""The columns before the words of a line in the list: `  Tue 17  ◇ `."""


def render(made: LaunchCalendar, columns: int, paint: Paint, most: int | None = None) -> str:
    """The calendar in so many columns; `most` is the number of lines that a day of the list has, None for all."""
    columns = min(max(columns, NARROWEST), WIDEST)
    lines = [paint("place", cut(terminal(heading(made)), columns))]
    lines += _wrapped(terminal(made.headline), columns, "")
    lines += ["", *(paint("faint", line) for text in (_LEGEND, _DAYS) for line in _parts(text, columns))]
    for month in made.months:
        lines += ["", paint("place", month.title), *_table(month, columns, paint)]
        lines += ["", *_list(month, columns, paint, most)]
    if made.undated:
        rest = len(made.undated[most:]) if most is not None else 0
        some = [terminal(one.name) for one in made.undated[:most]]
        names = listed([*some, f"{rest:,} more"] if rest else some)
        lines += ["", *_wrapped(f"Without a date: {names}", columns, "  ")]
    return log_text("".join(f"{line.rstrip()}\n" for line in lines))


# --- the table ------------------------------------------------------------------------------------------


def _table(month: Month, columns: int, paint: Paint) -> Iterator[str]:
    room = (columns - 8) // 7
    yield paint("faint", _bars([f"{name:<{room}}" for name in _NAMES]))
    line = paint("faint", "├" + "┼".join(["─" * room] * 7) + "┤")
    for week in month.weeks:
        yield line
        yield _bars([_padded(_number(cell), room, _day_style(cell), paint) for cell in week])
        entries = [list(_entries(cell, room)) for cell in week]
        for row in range(max(map(len, entries))):
            cells = (found[row] if row < len(found) else ("", "") for found in entries)
            yield _bars([_padded(text, room, style, paint) for text, style in cells])
    yield paint("faint", "└" + "┴".join(["─" * room] * 7) + "┘")


def _bars(cells: list[str]) -> str:
    return f"│{'│'.join(cells)}│"


def _padded(text: str, room: int, style: str, paint: Paint) -> str:
    shown = cut(text, room)
    return (paint(style, shown) if style else shown) + " " * (room - width(shown))


def _number(cell: Cell) -> str:
    if not cell.is_inside:
        return ""
    number = f"[{cell.number}]" if cell.is_today else str(cell.number)
    return f"{number}{' ·' if cell.is_off else ''}{' ▒▒▒' if cell.blackout is not None else ''}"


def _day_style(cell: Cell) -> str:
    if cell.is_today:
        return "place"
    return "error" if cell.blackout is not None else "faint" if cell.is_off else ""


def _entries(cell: Cell, room: int) -> Iterator[tuple[str, str]]:
    """What stands in a day, each with its style: what happens, then who is off."""
    found = [
        (f"{line.mark} {'! ' if line.notes else ''}{terminal(line.launch.name)}", _style(line)) for line in cell.lines
    ]
    found += [(terminal(f"· {', '.join(off.where) or off.name}"), "faint") for off in cell.days_off]
    if len(found) > MOST_LINES:
        rest = len(found) - MOST_LINES + 1
        found = [*found[: MOST_LINES - 1], (cut(f"+ {rest} more", room), "faint")]
    yield from found


def _style(line: Line) -> str:
    if line.notes:
        return "warning"
    if line.kind == "launch":
        return "faint" if line.status in ("cancelled", "on_hold") else "good"
    return ""


# --- the list -------------------------------------------------------------------------------------------


def _list(month: Month, columns: int, paint: Paint, most: int | None) -> Iterator[str]:
    for _, lines in groupby(month.lines, key=lambda line: line.on):
        every = list(lines)
        shown = every[:most]
        for line in shown:
            day = f"{line.weekday} {line.on.day:>2}" if line is shown[0] else ""
            yield from _listed(line, day, columns, paint)
        if len(every) > len(shown):
            yield paint("faint", f"{' ' * (_INDENT - 2)}+ {len(every) - len(shown):,} more")
    for blackout in month.blackouts:
        yield from _wrapped(f"▒ {_stretch(blackout)}: no launches, {terminal(blackout.reason)}", columns, "  ")
    if month.days_off:
        yield from _wrapped(f"· Days off: {'; '.join(map(_off, month.days_off))}", columns, "  ")
    if not (month.lines or month.blackouts or month.days_off):
        yield paint("faint", "  Nothing.")


def _listed(line: Line, day: str, columns: int, paint: Paint) -> Iterator[str]:
    owner = f" ({terminal(line.owner.name)})" if line.owner is not None else ""
    text = f"{terminal(line.launch.name)} {_said(line)}{owner}"
    first, *rest = _wrapped(text, columns - _INDENT, "") or [""]
    yield f"  {day:<6}  {line.mark} {paint(_style(line), first) if line.kind == 'launch' else first}"
    yield from (" " * _INDENT + part for part in rest)
    for note in line.notes:
        for part in _wrapped(f"! {terminal(note)}", columns - _INDENT, "  "):
            yield " " * _INDENT + paint("warning", part)


def _said(line: Line) -> str:
    what = terminal(line.what)
    return (
        f"{what}, done" if line.is_done and line.kind == "rollout" else what if line.kind != "review" else f"– {what}"
    )


def _stretch(blackout: BlackoutDays) -> str:
    first, last = short_day(blackout.first), short_day(blackout.last)
    return first if first == last else f"{first} to {last}"


def _off(off: DayOff) -> str:
    where = f" ({', '.join(off.where)})" if off.where else ""
    return terminal(f"{off.on.day} {off.name}{where}")


def _wrapped(text: str, columns: int, indent: str) -> list[str]:
    """A text on lines of at most so many columns, the first after an indent, the others two further in.

    A text with wide characters is measured too short by the library; what is then too long is cut.
    """
    found = textwrap.wrap(
        text, columns, initial_indent=indent, subsequent_indent=f"{indent}  " if indent else "", break_on_hyphens=False
    )
    return [cut(line, columns) for line in found]


def _parts(text: str, columns: int) -> Iterator[str]:
    """The parts of a legend, which two spaces part, on as few lines as they fit on."""
    line = ""
    for part in text.split("  "):
        longer = f"{line}  {part}" if line else part
        if line and width(longer) > columns:
            yield line
            longer = part
        line = longer
    yield line
