"""Over how many teams, months and product lines work reaches, and what lies between two pieces of it."""

import pytest

from prodops_cli.analysis.spans import is_cross_line, is_cross_team, months_of, tags_of
from prodops_cli.kinds.initiative import Initiative


def made(**fields: object) -> Initiative:
    return Initiative.model_validate({"id": "a", "title": "A", **fields})


@pytest.mark.parametrize(
    ("fields", "tags"),
    [
        ({}, ()),
        ({"team": "payments", "contributors": [{"team": "payments"}]}, ()),
        ({"team": "payments", "contributors": [{"team": "platform"}]}, ("multi-team",)),
        ({"contributors": [{"team": "platform"}]}, ()),
        ({"start": "2026-10-01", "target": "2026-10-31"}, ()),
        ({"start": "2026-10-31", "target": "2026-11-01"}, ("multi-month",)),
        ({"start": "2026-12-31", "target": "2027-01-01"}, ("multi-month",)),
        ({"start": "2026-10-01", "target": "2026-11-30", "shipped": "2026-10-30"}, ()),
        ({"target": "2026-11-30"}, ()),
        ({"product_lines": ["shop", "shop"]}, ()),
        ({"product_lines": ["shop", "payments"]}, ("multi-line",)),
    ],
)
def test_tags(fields: dict[str, object], tags: tuple[str, ...]) -> None:
    assert tags_of(made(**fields)) == tags


def test_months_count_both_ends() -> None:
    assert months_of(made(start="2026-11-30", target="2027-02-01")) == 4


def test_what_names_no_team_or_line_is_between_none() -> None:
    one, other = made(team="payments", product_lines=["shop"]), made()
    assert not is_cross_team(one, other)
    assert not is_cross_line(one, other)


def test_lines_in_common_are_not_between_lines() -> None:
    one = made(product_lines=["shop", "payments"])
    assert not is_cross_line(one, made(product_lines=["payments"]))
    assert is_cross_line(one, made(product_lines=["loyalty"]))
