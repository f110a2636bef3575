"""A ranking as rows for a spreadsheet."""

from prodops_cli.render.cells import id_cell, yes_cell
from prodops_cli.render.data import to_csv
from prodops_cli.reports.rank import InputLine, Rank, RankLine

_HEADER = (
    "id",
    "title",
    "place",
    "status",
    "team",
    "score",
    "low",
    "high",
    "chance",
    "word",
    "better",
    "worse",
    "scored_place",
    "is_decided",
)


def rank_csv(rank: Rank) -> str:
    """Each initiative as a row, what has no score last; each input with its value, and with its evidence."""
    names = list(dict.fromkeys(taken.name for line in rank.lines for taken in line.inputs))
    header = [
        *_HEADER,
        *(column for name in names for column in (_column(name), f"{_column(name)}_evidence")),
        "missing",
    ]
    rows = [[*_cells(line), *_inputs(line, names), ""] for line in rank.lines]
    ranked = {line.record.ref for line in rank.lines}
    empty = [""] * (len(header) - 4)
    rows += [
        [record.id, record.name, "", *empty, ", ".join(line.missing)]
        for line in rank.missing
        for record in line.records
        if record.ref not in ranked
    ]
    return to_csv([header, *rows])


def _cells(line: RankLine) -> tuple[str, ...]:
    return (
        line.record.id,
        line.record.name,
        str(line.place),
        line.status,
        id_cell(line.team),
        *map(_number, (line.score, line.low, line.high, line.chance)),
        line.word or "",
        *map(_number, (line.better, line.worse)),
        str(line.scored_place or ""),
        yes_cell(line.is_decided),
    )


def _column(name: str) -> str:
    """An input as a column is called: `cost_of_delay`."""
    return name.replace(" ", "_")


def _inputs(line: RankLine, names: list[str]) -> list[str]:
    by_name = {taken.name: taken for taken in line.inputs}
    return [cell for name in names for cell in _input(by_name.get(name))]


def _input(taken: InputLine | None) -> tuple[str, str]:
    if taken is None:
        return "", ""
    value = _number(taken.low) if taken.low == taken.high else f"{_number(taken.low)} to {_number(taken.high)}"
    return value, taken.evidence or ""


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"
