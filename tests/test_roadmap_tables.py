"""The roadmap's tables: the same thing has the same name in all of them."""

import csv
import io
from pathlib import Path

import pytest

from cli_runner import prodops

ACME = Path(__file__).parents[1] / "examples/acme"
OF_INITIATIVES = {
    "show": ("show", "--no-history"),
    "plan": ("plan",),
    "rank": ("rank",),
    "timeline": ("timeline", "--no-history"),
}
COLUMNS = {
    *("id", "title", "team", "owner", "status", "start", "target", "shipped", "confidence", "health", "derived"),
    *("earliest_start", "earliest_finish", "finish_with_capacity", "late_days", "slack", "free_slack", "critical"),
    *("latest_start", "latest_finish", "group", "kind", "tags", "goals", "product_lines", "contributors", "outcome"),
    *("promise", "first_promise", "dates", "waits_for", "place", "scored_place", "is_decided", "missing"),
    *("score", "low", "high", "chance", "word", "better", "worse"),
}
SHARED = {"title", "team", "owner", "status", "target", "earliest_finish", "late_days", "slack", "critical"}


def table(*arguments: str) -> list[dict[str, str]]:
    ran = prodops("roadmap", *arguments, "--format", "csv", at=ACME)
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


@pytest.mark.parametrize("name", OF_INITIATIVES)
def test_columns_are_called_as_in_the_other_tables(name: str) -> None:
    columns = list(table(*OF_INITIATIVES[name])[0])
    inputs = {column for column in columns if f"{column.removesuffix('_evidence')}_evidence" in columns}
    assert {"id", "title", "team", "status"} <= set(columns) <= COLUMNS | inputs
    assert columns.index("title") == columns.index("id") + 1


def test_what_stands_in_two_tables_is_the_same_in_both() -> None:
    seen: dict[tuple[str, str], set[str]] = {}
    count = 0
    for arguments in OF_INITIATIVES.values():
        for row in table(*arguments):
            if row.get("kind", "initiative") != "initiative" or row["status"] in ("shipped", "cancelled"):
                continue
            for column in SHARED & row.keys():
                if row[column]:
                    seen.setdefault((row["id"], column), set()).add(row[column])
                    count += 1
    assert {where: values for where, values in seen.items() if len(values) > 1} == {}
    assert count > 2 * len(seen)
