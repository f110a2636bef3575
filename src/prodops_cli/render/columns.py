"""Records for people, in aligned columns: what a pipe, a file or a log gets. `terminal` fits the same to a screen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from prodops_cli.kinds._shape import Plain
from prodops_cli.render.escape import log_text, terminal, width
from prodops_cli.reports.card import Card, Link, Section
from prodops_cli.reports.listing import Listing


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of short texts, escaped, with a heading for each column."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    """The columns that are aligned to the right: numbers."""
    flexible: frozenset[int] = frozenset()
    """The columns that may be cut or wrapped where there is too little room: free texts."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One record as grids, escaped: its name, its fields, and the groups of records around it."""

    title: str
    ref: str
    place: str
    fields: tuple[tuple[str, Grid], ...]
    groups: tuple[tuple[str, Grid], ...]


def render_grid(grid: Grid) -> str:
    """The grid in columns as wide as what is in them."""
    return _text(_lines(grid))


def fitted(grid: Grid, columns: int) -> Grid:
    """The grid made to fit into so many columns; what is cut ends in `…`.

    Free texts are cut first, then the others, and the first column, by which a row is known, last. Where that is
    not enough to read them, columns of free text are left out, from the right.
    """
    while True:
        room = columns - _gaps(grid)
        widths = _squeezed([min(natural, columns) for natural in _natural(grid)], grid, room)
        dispensable = grid.flexible - {0}
        if sum(widths) <= room or not dispensable:
            break
        grid = _without(grid, max(dispensable))
    for which, least in (({0}, _NARROWEST_TEXT), (set(range(len(widths))), 1)):
        widths = _levelled(widths, which, room, least)
    rows = tuple(tuple(map(cut, row, widths)) for row in grid.rows)
    return Grid(tuple(map(cut, grid.header, widths)), rows, grid.right, grid.flexible)


_NARROWEST_TEXT = 12
_NARROWEST = 10
"""Cut to less than this, a title says too little, and so does an id or a word."""


def _squeezed(widths: list[int], grid: Grid, room: int) -> list[int]:
    """The widths less what can be taken from columns that are then still readable."""
    others = set(range(1, len(widths))) - grid.flexible
    widths = _levelled(widths, set(grid.flexible), room, _NARROWEST_TEXT)
    return _levelled(widths, others, room, _NARROWEST)


def _levelled(widths: list[int], which: set[int], room: int, least: int) -> list[int]:
    """The widths less what is too much for the room, taken from the widest of some; none falls below `least` by it."""
    level = max((widths[index] for index in which), default=0)
    rest = sum(width for index, width in enumerate(widths) if index not in which)
    while level > least and rest + sum(min(widths[index], level) for index in which) > room:
        level -= 1
    return [min(width, level) if index in which else width for index, width in enumerate(widths)]


def _natural(grid: Grid) -> list[int]:
    return [max(map(width, column)) for column in zip(grid.header, *grid.rows, strict=True)]


def _gaps(grid: Grid) -> int:
    return 2 * (len(grid.header) - 1)


def _without(grid: Grid, index: int) -> Grid:
    """The grid less one column."""

    def kept(cells: tuple[str, ...]) -> tuple[str, ...]:
        return cells[:index] + cells[index + 1 :]

    def moved(columns: frozenset[int]) -> frozenset[int]:
        return frozenset(column - (column > index) for column in columns if column != index)

    return Grid(kept(grid.header), tuple(map(kept, grid.rows)), moved(grid.right), moved(grid.flexible))


def cut(text: str, columns: int) -> str:
    """The text, or as much of it as fits with a `…` behind."""
    if width(text) <= columns:
        return text
    shown = ""
    for character in text[:columns]:  # no more of it can fit, unless it has combining marks
        if width(shown + character) > columns - 1:
            break
        shown += character
    return f"{shown.rstrip()}…"


def render_sheet(sheet: Sheet) -> str:
    """A record's fields, then the records it names and those that name it."""
    lines = [f"{sheet.title}  {sheet.ref}", sheet.place, ""]
    name_width = max((width(name) for name, _ in sheet.fields), default=0)
    for name, grid in sheet.fields:
        block = _lines(grid)
        names = [name, *[""] * (len(block) - 1)]
        lines += [f"{name:<{name_width}}  {line}".rstrip() for name, line in zip(names, block, strict=True)]
    for heading, grid in sheet.groups:
        lines += ["", heading, *(f"  {line}" for line in _lines(grid))]
    return _text(lines)


def sheet(card: Card) -> Sheet:
    """The card as a sheet."""
    groups = (("Refers to", card.references), ("Referred to by", card.referrers))
    return Sheet(
        terminal(card.label),
        card.ref,
        f"{terminal(card.path)}:{card.line}",
        tuple((name, value_grid(value.told)) for name, value in card.values),
        (
            *((terminal(section.heading), _section_grid(section)) for section in card.sections),
            *((heading, links_grid(links)) for heading, links in groups if links),
        ),
    )


def listing_grid(listing: Listing) -> Grid:
    """The list as a grid."""
    return Grid(
        tuple(terminal(column.name) for column in listing.columns),
        tuple(tuple(terminal(readable(value.told)) for value in row.values) for row in listing.rows),
        right=frozenset(index for index, column in enumerate(listing.columns) if column.is_number),
        flexible=frozenset(index for index, column in enumerate(listing.columns) if column.is_text),
    )


def _section_grid(section: Section) -> Grid:
    rows = tuple(tuple(map(terminal, row)) for row in section.rows)
    widest = max(map(len, rows), default=0)
    return Grid(("",) * widest, rows, flexible=frozenset({widest - 1}))


def links_grid(links: Iterable[Link]) -> Grid:
    """References by kind; each kind is named once."""
    rows: list[tuple[str, ...]] = []
    former = None
    for link in links:
        label = terminal(link.label) if link.label is not None else "(missing, or not readable)"
        rows.append(
            ("" if link.kind == former else terminal(link.kind), terminal(link.id), label, terminal(link.route))
        )
        former = link.kind
    return Grid(("", "", "", ""), tuple(rows), flexible=frozenset({2, 3}))


def value_grid(value: Plain) -> Grid:
    """A value as a grid: a table for a list of small mappings, a row for each key of one, for each line of a text."""
    match value:
        case [dict(), *_] if all(isinstance(item, dict) for item in value):
            return _mappings_grid([item for item in value if isinstance(item, dict)])
        case dict():
            return _grid([[key, inner] for key, inner in value.items()], ("", ""))
        case str():
            return _grid([[line] for line in value.splitlines() or [""]], ("",))
        case _:
            return _grid([[value]], ("",))


def _mappings_grid(items: list[dict[str, Plain]]) -> Grid:
    """A table with a column for each key; or, where there are many or something is in them, a block for each item."""
    keys = _merged([list(item) for item in items])
    is_deep = any(isinstance(inner, (dict, list)) for item in items for inner in item.values())
    if not is_deep and len(keys) <= _MOST_COLUMNS:
        return _grid([[item.get(key) for key in keys] for item in items], tuple(map(terminal, keys)))
    blocks: list[list[Plain]] = []
    for item in items:
        blocks += [["", ""]] if blocks else []
        blocks += [[key, inner] for key, inner in item.items()]
    return _grid(blocks, ("", ""))


_MOST_COLUMNS = 5


def _grid(rows: list[list[Plain]], header: tuple[str, ...]) -> Grid:
    texts = tuple(tuple(terminal(readable(cell)) for cell in row) for row in rows)
    return Grid(header, texts, flexible=frozenset(range(len(header))))


def _merged(orders: list[list[str]]) -> list[str]:
    """All names in one order: each after the name that it follows first."""
    merged: list[str] = []
    for names in orders:
        place = 0
        for name in names:
            if name not in merged:
                merged.insert(place, name)
            place = merged.index(name) + 1
    return merged


def readable(value: Plain) -> str:
    """A value on one line; a range as 3–5, money as 15 EUR, a mapping as its keys and values."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:.15g}"
        case [int() | float() as low, int() | float() as high]:
            return f"{readable(low)}–{readable(high)}"
        case list():
            separator = "; " if any(isinstance(item, dict) for item in value) else ", "
            return separator.join(map(readable, value))
        case {"amount": amount, "currency": currency, **rest}:
            return " ".join([readable(amount), readable(currency), *(f"{key} {rest[key]}" for key in rest)])
        case dict():
            return ", ".join(f"{key} {readable(inner)}" for key, inner in value.items())
        case _:
            return str(value)


def _lines(grid: Grid) -> list[str]:
    return _aligned([grid.header, *grid.rows] if any(grid.header) else grid.rows, grid.right)


def _aligned(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """The rows as lines, their cells padded to the widest of each column."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(_padded(cell, widths[i], to_right=i in right) for i, cell in enumerate(row)).rstrip() for row in rows
    ]


def _padded(cell: str, columns: int, *, to_right: bool) -> str:
    space = " " * (columns - width(cell))
    return space + cell if to_right else cell + space


def _text(lines: Iterable[str]) -> str:
    return log_text("".join(f"{line}\n" for line in lines))
