"""Rules of needs and promises: both sides are named, and one fact is one finding."""

from datetime import date
from pathlib import Path

import pytest

from builder import read_files
from prodops_cli.linter import lint
from prodops_cli.rules import all_rules

AS_OF = date(2026, 10, 15)
OURS = (
    "dependency-later",
    "target-after-commitment",
    "commitment-after-need",
    "commitment-without-need",
    "need-without-commitment",
    "need-after-own-target",
    "duplicate-dependency",
)
SHOP = "title: Shop\nowner: ada\nteam: payments\nstatus: in_progress\ntarget: 2026-12-01\n"
TAX = "title: Tax\nowner: bo\nteam: platform\nstatus: in_progress\n"
NEED = "depends_on:\n  - {on: tax, needed_by: 2026-11-15}\n"
PROMISE = "commits:\n  - {to: shop, by: 2026-11-15}\n"
THEY_NEED = ", and they need it by 2026-11-15"
SIDES = "between `ada` of `payments` (roadmap/shop.yaml) and `bo` of `platform` (roadmap/tax.yaml)"


def found(folder: Path, shop: str, tax: str, *, rules: tuple[str, ...] = OURS) -> list[tuple[str, str, str]]:
    files = {
        "people.yaml": "- {id: ada, name: Ada, team: payments}\n- {id: bo, name: Bo, team: platform}\n",
        "teams.yaml": "- {id: payments, name: Payments}\n- {id: platform, name: Platform}\n",
        "roadmap/shop.yaml": shop,
        "roadmap/tax.yaml": tax,
    }
    result = lint(read_files(folder, files), AS_OF, select=set(rules))
    return [(one.rule, f"{one.path}:{one.span.line}", one.message) for one in result.diagnostics]


@pytest.mark.parametrize(
    ("tax", "rule", "place", "message"),
    [
        (
            "target: 2026-11-20\n",
            "dependency-later",
            "roadmap/shop.yaml:7",
            "`tax` is due 2026-11-20, 5 days after it is needed here (2026-11-15)",
        ),
        (
            "target: 2026-11-20\n" + PROMISE,
            "target-after-commitment",
            "roadmap/tax.yaml:7",
            "promised to `shop` by 2026-11-15, but the target 2026-11-20 is 5 days later" + THEY_NEED,
        ),
        (
            "target: 2026-11-20\n" + PROMISE.replace("11-15", "11-12"),
            "target-after-commitment",
            "roadmap/tax.yaml:7",
            "promised to `shop` by 2026-11-12, but the target 2026-11-20 is 8 days later" + THEY_NEED,
        ),
        (
            "target: 2026-11-20\n" + PROMISE.replace("11-15", "11-20"),
            "commitment-after-need",
            "roadmap/tax.yaml:7",
            "promised to `shop` by 2026-11-20, 5 days too late: it needs it by 2026-11-15",
        ),
    ],
)
def test_a_date_past_a_need_is_one_error_that_names_both_sides(
    tmp_path: Path, tax: str, rule: str, place: str, message: str
) -> None:
    assert found(tmp_path, SHOP + NEED, TAX + tax) == [(rule, place, f"{message}; {SIDES}")]


def test_who_asked_and_who_promised_are_named_in_place_of_the_owners(tmp_path: Path) -> None:
    asked = NEED.replace("11-15", "11-15, asked_by: bo")
    promised = PROMISE.replace("11-15", "11-20, promised_by: ada")
    ((_, _, message),) = found(tmp_path, SHOP + asked, TAX + promised)
    assert message.endswith("between `bo` of `payments` (roadmap/shop.yaml) and `ada` of `platform` (roadmap/tax.yaml)")


def test_promise_that_is_too_late_for_two_needs_is_reported_once(tmp_path: Path) -> None:
    needs = NEED + "  - {on: tax, needed_by: 2026-11-17, note: more}\n"
    ((rule, _, message),) = found(tmp_path, SHOP + needs, TAX + PROMISE.replace("11-15", "11-20"))
    assert rule == "commitment-after-need"
    assert "5 days too late" in message


def test_promise_is_held_against_the_dates_of_what_waits_where_no_day_is_named(tmp_path: Path) -> None:
    ((rule, _, message),) = found(tmp_path, SHOP + "depends_on: [tax]\n", TAX + PROMISE.replace("11-15", "12-05"))
    assert rule == "commitment-after-need"
    assert "4 days too late: it is due 2026-12-01 and waits for it" in message


@pytest.mark.parametrize(
    ("shop", "tax", "count"),
    [
        (SHOP + NEED, TAX, 1),
        (SHOP + NEED, TAX + PROMISE, 0),
        (SHOP + NEED, TAX.replace("in_progress", "shipped"), 0),
        (SHOP + NEED.replace("11-15", "11-30").replace("2026", "2027"), TAX, 1),  # another team, and it is going on
        (SHOP.replace("in_progress", "planned") + NEED.replace("2026", "2027"), TAX, 0),
        (SHOP.replace("in_progress", "planned") + NEED, TAX, 1),  # soon
        (SHOP.replace("in_progress", "idea") + NEED, TAX, 0),
        (SHOP + NEED, TAX.replace("bo", "ada"), 0),  # nobody promises to themselves
        (SHOP + "depends_on: [tax]\n", TAX, 0),
        (SHOP + NEED, TAX + "target: 2026-11-20\n", 0),  # an error already
    ],
)
def test_need_without_commitment(tmp_path: Path, shop: str, tax: str, count: int) -> None:
    assert len(found(tmp_path, shop, tax, rules=("need-without-commitment",))) == count


def test_how_soon_is_soon_is_a_setting(tmp_path: Path) -> None:
    planned = SHOP.replace("in_progress", "planned")
    files = {
        "prodops.yaml": "thresholds: {commitment_days: 10}\n",
        "roadmap/shop.yaml": planned.replace("owner: ada\nteam: payments\n", "") + NEED,
        "roadmap/tax.yaml": TAX.replace("owner: bo\nteam: platform\n", ""),
    }
    assert lint(read_files(tmp_path, files), AS_OF, select={"need-without-commitment"}).diagnostics == ()


def test_two_different_needs_are_no_double(tmp_path: Path) -> None:
    needs = "depends_on:\n  - {on: tax, needed_by: 2026-11-15}\n  - {on: tax, needed_by: 2026-11-20}\n  - {on: tax}\n"
    assert [place for _, place, _ in found(tmp_path, SHOP + needs, TAX, rules=("duplicate-dependency",))] == [
        "roadmap/shop.yaml:9"
    ]


def test_what_is_over_is_not_looked_at(tmp_path: Path) -> None:
    shop, tax = SHOP.replace("in_progress", "shipped"), TAX + PROMISE.replace("11-15", "12-20")
    assert found(tmp_path, shop + NEED.replace("11-15", "12-10"), tax) == []


def test_all_of_them_are_rules() -> None:
    assert set(OURS) <= set(all_rules())
