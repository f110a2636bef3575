"""Launches, the work they ship and the goals behind it, in both directions."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from builder import read_files
from cli_runner import prodops
from launch_pages import FILES, TODAY, require_same_structure
from prodops_cli.reports.launch_align import LaunchAlign, launch_align
from prodops_cli.workspace import Workspace

ACME = Path(__file__).parents[1] / "examples/acme"
GOALS = "- {id: grow, title: Grow, period: 2026-Q4}\n- {id: rest, title: Rest, period: 2026-Q4}\n"
WORK = "- {id: shop, title: Shop, status: in_progress, target: 2026-11-10, goals: [grow]}\n"
LAUNCH = "- {id: live, title: Live, date: 2026-11-17, initiatives: [shop]}\n"
FITS = {"goals.yaml": GOALS, "roadmap.yaml": WORK, "launches.yaml": LAUNCH}


def gaps(made: LaunchAlign) -> list[tuple[str, str]]:
    """Record and kind of each gap."""
    found = [(line.launch.id, str(gap.kind)) for line in made.launches for gap in line.gaps]
    return found + [(line.goal.id, str(gap.kind)) for line in made.goals for gap in line.gaps]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return read_files(tmp_path_factory.mktemp("launches"), FILES)


def test_what_fits_has_no_gaps(tmp_path: Path) -> None:
    made = launch_align(read_files(tmp_path, FITS), TODAY)
    assert (gaps(made), made.gaps) == ([], 0)
    assert made.headline == "1 launch: everything fits together."
    assert [(line.goal.id, [one.id for one in line.launches]) for line in made.goals] == [("grow", ["live"])]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"launches.yaml": LAUNCH.replace("[shop]", "[]")}, [("live", "no-work"), ("live", "no-goal")]),
        ({"roadmap.yaml": WORK.replace("[grow]", "[]")}, [("live", "no-goal")]),
        ({"roadmap.yaml": WORK.replace("11-10", "11-18")}, [("live", "work-after-launch")]),
        ({"goals.yaml": GOALS.replace("Q4", "Q3")}, [("live", "goal-over")]),
        ({"goals.yaml": GOALS.replace("Q4}", "Q3, status: done}")}, []),
        ({"launches.yaml": LAUNCH.replace("live, ", "live, status: launched, "), "goals.yaml": GOALS}, []),
        ({"launches.yaml": LAUNCH.replace("live, ", "live, goals: [rest], ")}, []),
    ],
)
def test_dates_and_ends_that_do_not_fit(tmp_path: Path, files: dict[str, str], found: list[tuple[str, str]]) -> None:
    assert gaps(launch_align(read_files(tmp_path, {**FITS, **files}), TODAY)) == found


def test_period_that_ends_on_the_day_is_not_over(tmp_path: Path) -> None:
    launches = LAUNCH.replace("2026-11-17", "2026-12-31")
    assert gaps(launch_align(read_files(tmp_path, {**FITS, "launches.yaml": launches}), TODAY)) == []


SHIPPED = "- {id: old, title: Old, status: shipped, shipped: 2026-09-01, goals: [rest]%s}\n"


@pytest.mark.parametrize(
    ("more", "is_noticed"),
    [(", product_lines: [shop]", True), (", release_note: Faster", True), ("", False)],
)
def test_shipped_work_that_customers_notice_wants_a_launch(tmp_path: Path, more: str, is_noticed: bool) -> None:
    made = launch_align(read_files(tmp_path, {**FITS, "roadmap.yaml": WORK + SHIPPED % more}), TODAY)
    assert [line.initiative.id for line in made.not_launched] == (["old"] if is_noticed else [])
    assert gaps(made) == ([("rest", "goal-without-launch")] if is_noticed else [])
    assert made.gaps == (2 if is_noticed else 0)


def test_work_of_long_ago_and_cancelled_launches_do_not_count(tmp_path: Path) -> None:
    work = WORK + (SHIPPED % ", product_lines: [shop]").replace("2026-09-01", "2025-09-01")
    made = launch_align(read_files(tmp_path, {**FITS, "roadmap.yaml": work}), TODAY)
    assert made.not_launched == ()
    launches = LAUNCH.replace("live, ", "live, status: cancelled, ")
    work = WORK.replace("shop, title", "shop, product_lines: [shop], title")
    made = launch_align(read_files(tmp_path, {**FITS, "roadmap.yaml": work, "launches.yaml": launches}), TODAY)
    assert made.launches == ()
    assert [line.initiative.id for line in made.not_launched] == ["shop"]


def test_no_name_changes_the_page(workspace: Workspace) -> None:
    require_same_structure("launch-align", launch_align(workspace, TODAY))


# --- the command --------------------------------------------------------------------------------------------


def test_acme(golden: Callable[[str, str], None]) -> None:
    ran = prodops("launch", "align", "--all", at=ACME)
    assert ran.code == 0
    golden("launch-align.md", ran.out)


def test_exit_code_is_asked_for(tmp_path: Path) -> None:
    read_files(tmp_path, FITS)
    assert prodops("launch", "align", "--exit-code", at=tmp_path).code == 0
    assert prodops("launch", "align", at=ACME).code == 0
    assert prodops("launch", "align", "--exit-code", at=ACME).code == 1


def test_every_form(tmp_path: Path) -> None:
    for name, start in {"a.json": "{", "a.html": "<!DOCTYPE html>", "a.txt": "Acme Commerce: launches"}.items():
        assert prodops("launch", "align", "-o", tmp_path / name, at=ACME).code == 0
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start), name
    found = json.loads((tmp_path / "a.json").read_text())
    assert found["gaps"] == len(found["not_launched"]) + sum(
        len(line["gaps"]) for part in ("launches", "goals") for line in found[part]
    )
