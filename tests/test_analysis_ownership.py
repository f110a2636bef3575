"""Ownership: who answers for what is still open."""

from datetime import date

from prodops_cli.analysis.ownership import open_ownerships
from prodops_cli.kinds._base import Record
from prodops_cli.kinds.goal import Goal
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.settings import Settings
from prodops_cli.workspace import Entry, Workspace


def workspace(*records: Record) -> Workspace:
    return Workspace(Settings(), {(one.kind, one.id): Entry(one, f"{one.folder}.yaml") for one in records}, (), {})


def test_every_owner_is_found_with_the_day_it_is_due() -> None:
    goal = {"id": "g", "title": "G", "period": "2026-Q4", "owner": "ada"}
    key_results = [{"id": "kr", "title": "K", "owner": "bo"}]
    gates = {"legal": {"owner": "cy", "due": "2026-11-01"}, "tax": {"owner": "di"}}
    found = open_ownerships(
        workspace(
            Goal.model_validate({**goal, "key_results": key_results}),
            Initiative.model_validate({"id": "i", "title": "I", "owner": "eve", "target": "2026-12-01"}),
            Launch.model_validate({"id": "l", "title": "L", "owner": "fay", "date": "2026-11-10", "gates": gates}),
        )
    )
    assert [(one.entry.ref, one.route, one.person, one.due) for one in found] == [
        ("goal:g", ("owner",), "ada", date(2026, 12, 31)),
        ("goal:g", ("key_results", 0, "owner"), "bo", date(2026, 12, 31)),
        ("initiative:i", ("owner",), "eve", date(2026, 12, 1)),
        ("launch:l", ("owner",), "fay", date(2026, 11, 10)),
        ("launch:l", ("gates", "legal", "owner"), "cy", date(2026, 11, 1)),
        ("launch:l", ("gates", "tax", "owner"), "di", date(2026, 11, 10)),
    ]


def test_what_has_ended_has_no_owner_to_worry_about() -> None:
    ended = workspace(
        Goal(id="g", title="G", owner="ada", status="done"),
        Initiative(id="i", title="I", owner="ada", status="shipped"),
        Launch(id="l", title="L", owner="ada", status="launched"),
    )
    assert list(open_ownerships(ended)) == []
