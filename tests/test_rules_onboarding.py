"""Rules of onboarding, buddies, resources and decisions: what their pages do not show."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder import read_files
from prodops_cli.analysis.onboarding.buddies_load import buddy_loads, newcomers
from prodops_cli.analysis.onboarding.layers import ORDER, is_for, teams_of
from prodops_cli.analysis.onboarding.overlap import repeated_tasks, unknown_tasks
from prodops_cli.analysis.onboarding.rot import dead_steps, phase_bounds
from prodops_cli.analysis.resources import next_review, review_state
from prodops_cli.diagnostics import Route
from prodops_cli.kinds._base import Record
from prodops_cli.kinds.onboarding import ForWhom, Onboarding, Phase, Task
from prodops_cli.kinds.person import Location, Person
from prodops_cli.kinds.resource import Resource
from prodops_cli.kinds.team import Team
from prodops_cli.linter import lint
from prodops_cli.settings import Settings
from prodops_cli.workspace import Entry, Workspace

AS_OF = date(2026, 10, 15)


def found(folder: Path, rule: str, files: Mapping[str, str]) -> list[tuple[str, int, str, str | None]]:
    """The path, line, message and hint of everything one rule finds in these files."""
    result = lint(read_files(folder, files), AS_OF, select=[rule])
    return [(one.path, one.span.line, one.message, one.hint) for one in result.diagnostics if one.rule == rule]


def workspace(*records: Record) -> Workspace:
    entries = {(one.kind, one.id): Entry(one, f"{one.folder}.yaml") for one in records}
    return Workspace(Settings(), dict(sorted(entries.items())), (), {})


# --- layers that meet ------------------------------------------------------------------------------

TEAMS = (Team(id="all", name="All"), Team(id="part", name="Part", parent="all"), Team(id="apart", name="Apart"))
EVERYBODY = [
    (Person(id="p", name="P", team=team, role=role, level=level, location=location), team)
    for team, role, level, location in product(
        (None, "all", "part", "apart"),
        (None, "designer", "engineer"),
        (None, "senior", "lead"),
        (None, *(Location(country=country) for country in ("DE", "DE-BE", "DE-BY", "AT"))),
    )
]
"""Everybody there could be, as far as layers tell them apart."""

some = st.lists
for_whom = st.none() | st.builds(
    ForWhom,
    teams=some(st.sampled_from(("all", "part", "apart")), max_size=2).map(tuple),
    roles=some(st.sampled_from(("designer", "engineer")), max_size=1).map(tuple),
    levels=some(st.sampled_from(("senior", "lead")), max_size=1).map(tuple),
    countries=some(st.sampled_from(("DE", "DE-BE", "DE-BY", "AT")), max_size=2).map(tuple),
)
ids = st.sampled_from(("handbook", "tour"))
tasks = st.builds(Task, id=ids, title=st.just("T"), day=st.just(1), only_for=for_whom, replaces=st.none() | ids)
layers = st.lists(
    st.builds(
        Onboarding,
        id=st.integers(0, 99).map("layer-{}".format),
        title=st.just("L"),
        layer=st.sampled_from(tuple(ORDER)),
        only_for=for_whom,
        tasks=st.lists(tasks, max_size=2).map(tuple),
        without=st.lists(ids, max_size=1).map(tuple),
    ),
    max_size=5,
    unique_by=lambda layer: layer.id,
)


def have_both(*wanted: ForWhom | None) -> bool:
    """Whether there could be somebody whom all of this is for."""
    teams = workspace(*TEAMS)
    return any(all(is_for(one, person, teams_of(teams, team)) for one in wanted) for person, team in EVERYBODY)


def in_order(given: list[Onboarding]) -> list[Onboarding]:
    return sorted(given, key=lambda layer: (ORDER[layer.layer], layer.id))


@given(layers)
def test_a_task_is_repeated_where_anybody_could_get_both(given_layers: list[Onboarding]) -> None:
    expected = []
    before: list[tuple[Onboarding, Task]] = []
    for layer in in_order(given_layers):
        seen: set[str] = set()
        for index, task in enumerate(layer.tasks):
            if task.id in seen:
                expected.append((layer.id, index))
                continue
            seen.add(task.id)
            says_so = task.id in (task.replaces, *layer.without)
            others = [
                (other, one)
                for other, one in before
                if one.id == task.id
                and other is not layer
                and not (says_so and ORDER[other.layer] < ORDER[layer.layer])
            ]
            if any(have_both(layer.only_for, task.only_for, other.only_for, one.only_for) for other, one in others):
                expected.append((layer.id, index))
            before.append((layer, task))
    repeated = repeated_tasks(workspace(*TEAMS, *given_layers))
    assert sorted((one.placed.entry.id, one.placed.index) for one in repeated) == sorted(expected)


@given(layers)
def test_a_task_is_unknown_where_nobody_of_the_layer_would_have_got_it(given_layers: list[Onboarding]) -> None:
    expected = []
    for layer in given_layers:
        named: list[tuple[Route, str, Task | None]] = [
            (("without", index), id_, None) for index, id_ in enumerate(layer.without)
        ]
        named += [(("tasks", i, "replaces"), one.replaces, one) for i, one in enumerate(layer.tasks) if one.replaces]
        for route, id_, own in named:
            whom = (layer.only_for, own.only_for if own else None)
            wider = [
                (other, one)
                for other in given_layers
                for one in other.tasks
                if one.id == id_ and ORDER[other.layer] < ORDER[layer.layer]
            ]
            is_met = any(have_both(*whom, other.only_for, one.only_for) for other, one in wider)
            if not wider or (have_both(*whom) and not is_met):
                expected.append((layer.id, route))
    unknown = unknown_tasks(workspace(*TEAMS, *given_layers))
    assert sorted((one.entry.id, one.route) for one in unknown) == sorted(expected)


@pytest.mark.parametrize(
    ("wanted", "meets"),
    [
        ("{roles: [engineer]}", False),
        ("{roles: [designer, engineer]}", True),
        ("{levels: [senior]}", True),
        ("{countries: [DE-BE]}", True),
        ("{roles: [engineer], countries: [DE]}", False),
    ],
)
def test_layers_that_are_for_different_people_may_have_a_task_each(tmp_path: Path, wanted: str, meets: bool) -> None:
    layer = "title: {}\nlayer: role\nonly_for: {}\ntasks:\n  - {{id: intro, title: Say hello, day: 1}}\n"
    files = {
        "onboarding/a.yaml": layer.format("A", "{roles: [designer], countries: [DE]}"),
        "onboarding/b.yaml": layer.format("B", wanted),
    }
    expected = [
        (
            "onboarding/b.yaml",
            5,
            "the layer A gives some of the same people a task `intro` too",
            "give it an id of its own",
        )
    ]
    assert found(tmp_path, "repeated-task", files) == (expected if meets else [])


def test_teams_that_are_part_of_each_other_in_a_circle_end_the_search(tmp_path: Path) -> None:
    files = {
        "teams.yaml": "- {id: a, name: A, parent: b}\n- {id: b, name: B, parent: a}\n",
        "onboarding/a.yaml": "title: A\nlayer: team\nonly_for: {teams: [a]}\ntasks: [{id: x, title: X, day: 1}]\n",
        "onboarding/b.yaml": "title: B\nlayer: team\nonly_for: {teams: [b]}\ntasks: [{id: x, title: X, day: 1}]\n",
    }
    assert [path for path, *_ in found(tmp_path, "repeated-task", files)] == ["onboarding/b.yaml"]


def test_unknown_task_says_why_and_what_can_be_meant(tmp_path: Path) -> None:
    files = {
        "onboarding/a.yaml": "title: All\ntasks: [{id: handbook, title: H, day: 1}]\n",
        "onboarding/b.yaml": "title: B\nlayer: role\nonly_for: {roles: [x]}\nwithout: [handbok, tour, exam]\n",
        "onboarding/c.yaml": "title: C\nlayer: team\nonly_for: {teams: [y]}\ntasks: [{id: tour, title: T, day: 1}]\n",
    }
    assert [(message, hint) for _, _, message, hint in found(tmp_path, "unknown-task", files)] == [
        ("no layer has a task `handbok`", "did you mean `handbook`?"),
        (
            "`tour` is a task of the layer C, which is no wider than this one",
            "this is a role layer, and so is only laid over those before it: look at `layer`",
        ),
        ("no layer has a task `exam`", "name a task of a wider layer, or take this out"),
    ]


def test_nothing_is_unknown_while_a_layer_cannot_be_read(tmp_path: Path) -> None:
    files = {"onboarding/a.yaml": "title: [\n", "onboarding/b.yaml": "title: B\nwithout: [handbook]\n"}
    assert found(tmp_path, "unknown-task", files) == []


# --- steps and phases ------------------------------------------------------------------------------


def test_every_dead_step_is_given_those_that_are_retired_are_marked(tmp_path: Path) -> None:
    files = {
        "tools.yaml": "- {id: old, name: Old, status: retired, successor: new}\n- {id: new, name: New}\n",
        "people.yaml": "- {id: ada, name: Ada, ends: 2027-01-13}\n- {id: bo, name: Bo, ends: 2027-01-14}\n",
        "onboarding/a.yaml": """
            title: All
            tasks:
              - {id: a, title: A, day: 1, tool: old, person: ada}
              - {id: b, title: B, day: 1, tool: new, person: bo}
              - {id: c, title: C, day: 1, tool: nothing}
            """,
    }
    steps = dead_steps(read_files(tmp_path, files), AS_OF)
    assert [(step.route, step.what, step.hint, step.is_retired) for step in steps] == [
        (("tasks", 0, "tool"), "Old is retired", "name its successor, `new`", True),
        (("tasks", 0, "person"), "Ada leaves on 2027-01-13", "name somebody who stays", False),
    ]


@pytest.mark.parametrize(
    ("phase", "bounds"),
    [
        ("preboarding", (None, -1)),
        ("week_1", (0, 9)),
        ("day_30", (0, 26)),
        ("day_60", (17, 47)),
        ("day_90", (38, None)),
    ],
)
def test_phase_bounds_are_those_of_the_page(phase: Phase, bounds: tuple[int | None, int | None]) -> None:
    assert phase_bounds(Settings(), phase) == bounds


def test_phases_are_shorter_where_a_week_has_fewer_working_days() -> None:
    assert phase_bounds(Settings(working_days=("mon", "tue", "wed", "thu")), "day_60") == (14, 38)


def test_every_day_is_in_some_phase() -> None:
    bounds = [phase_bounds(Settings(), phase) for phase in ("preboarding", "week_1", "day_30", "day_60", "day_90")]
    for day in range(-365, 366):
        assert any((first is None or first <= day) and (last is None or day <= last) for first, last in bounds), day


# --- newcomers and their buddies -------------------------------------------------------------------


def newcomer(name: str, starts: date, ends: date | None = None) -> Person:
    return Person(id=name, name=name, starts=starts, ends=ends, buddy="ada")


@pytest.mark.parametrize(
    ("starts", "ends", "is_new"),
    [
        ("2026-10-15", None, True),
        ("2027-10-15", None, True),
        ("2026-07-18", None, True),  # today is the ninetieth day
        ("2026-07-17", None, False),
        ("2026-10-01", "2026-10-15", True),
        ("2026-10-01", "2026-10-14", False),
        ("2026-11-01", "2026-10-20", False),  # ends before it starts: a slip, which has a rule of its own
    ],
)
def test_somebody_is_new_for_ninety_days(starts: str, ends: str | None, is_new: bool) -> None:
    person = newcomer("bo", date.fromisoformat(starts), date.fromisoformat(ends) if ends else None)
    assert bool(list(newcomers(workspace(person), AS_OF))) == is_new


@pytest.mark.parametrize(("days", "at_once"), [(0, 2), (89, 2), (90, 1)])
def test_first_ninety_days_overlap_up_to_the_last_one(days: int, at_once: int) -> None:
    people = [newcomer("bo", AS_OF), newcomer("cy", AS_OF + timedelta(days=days))]
    (load,) = buddy_loads(workspace(*people), AS_OF)
    assert len(load.newcomers) == at_once
    assert load.day == (AS_OF + timedelta(days=days) if at_once == 2 else AS_OF)


@given(st.lists(st.tuples(st.integers(-120, 200), st.none() | st.integers(0, 120)), min_size=1, max_size=12))
def test_buddy_load_is_the_most_there_is_on_any_day(given_days: list[tuple[int, int | None]]) -> None:
    people = []
    for number, (offset, length) in enumerate(given_days):
        starts = AS_OF + timedelta(days=offset)
        people.append(
            newcomer(f"p{number:02}", starts, starts + timedelta(days=length) if length is not None else None)
        )

    def present(day: date) -> list[str]:
        lasts = [(one, min(one.starts + timedelta(days=89), one.ends or date.max)) for one in people if one.starts]
        return sorted(one.id for one, last in lasts if one.starts and one.starts <= day <= last)

    busiest = max((AS_OF + timedelta(days=days) for days in range(320)), key=lambda day: len(present(day)))
    loads = buddy_loads(workspace(*people), AS_OF)
    if not present(busiest):
        assert loads == ()
        return
    (load,) = loads
    assert load.day == busiest, "the first of the busiest days"
    assert sorted(one.entry.id for one in load.newcomers) == present(busiest)


def test_overload_is_counted_against_the_threshold_and_without_backups(tmp_path: Path) -> None:
    people = "".join(f"- {{id: p{day}, name: P{day}, starts: 2026-10-0{day}, buddy: ada}}\n" for day in (1, 2, 3))
    backup = "- {id: q, name: Q, starts: 2026-10-01, backup_buddy: ada}\n"
    settings = "name: Acme\nthresholds: {buddy_newcomers: 3}\n"
    assert found(tmp_path / "a", "buddy-overload", {"people.yaml": people + backup, "prodops.yaml": settings}) == []
    assert found(tmp_path / "b", "buddy-overload", {"people.yaml": people + backup}) == [
        (
            "people.yaml",
            3,
            "`ada` is the buddy of 3 newcomers at once now, more than 2: P1, P2 and P3",
            "name another buddy for one of them, or raise `thresholds.buddy_newcomers` in prodops.yaml",
        )
    ]


@pytest.mark.parametrize(
    ("absences", "backup", "is_found"),
    [
        ("[{start: 2026-11-02, end: 2026-11-06}]", "", True),
        ("[{start: 2026-11-02, end: 2026-11-03}, {start: 2026-11-04, end: 2026-11-08}]", "", True),
        ("[{start: 2026-11-02, end: 2026-11-05}]", "", False),
        ("[{start: 2026-11-02, end: 2026-11-06}]", "backup_buddy: linus", False),
        ("[{start: 2026-11-02, end: 2026-11-06}]", "backup_buddy: away", True),
    ],
)
def test_buddy_is_away_for_the_whole_first_week(tmp_path: Path, absences: str, backup: str, is_found: bool) -> None:
    files = {
        "people/ada.yaml": f"name: Ada\nabsences: {absences}\n",
        "people/linus.yaml": "name: Linus\n",
        "people/away.yaml": "name: Away\nabsences: [{start: 2026-10-01, end: 2026-12-31}]\n",
        "people/noor.yaml": f"name: Noor\nstarts: 2026-11-02\nbuddy: ada\n{backup}\n",
    }
    messages = [message for _, _, message, _ in found(tmp_path, "buddy-not-there", files)]
    assert messages == (["Ada is away in the whole first week of Noor"] if is_found else [])


def test_a_first_week_that_is_over_is_not_spoken_of(tmp_path: Path) -> None:
    files = {
        "people/ada.yaml": "name: Ada\nabsences: [{start: 2026-10-01, end: 2026-10-14}]\n",
        "people/noor.yaml": "name: Noor\nstarts: 2026-10-05\nbuddy: ada\n",
    }
    assert found(tmp_path, "buddy-not-there", files) == []


def test_nobody_needs_a_buddy_where_there_are_none(tmp_path: Path) -> None:
    people = {"people/noor.yaml": "name: Noor\nstarts: 2026-10-20\n"}
    assert found(tmp_path / "a", "new-hire-without-buddy", people) == []
    some = {**people, "people/rosa.yaml": "name: Rosa\nstarts: 2024-10-20\nbuddy: noor\n"}
    assert [message for _, _, message, _ in found(tmp_path / "b", "new-hire-without-buddy", some)] == [
        "Noor starts in 5 days and has no buddy"
    ]


@pytest.mark.parametrize(
    ("who", "message"),
    [
        ("role: engineer", "`deploy` is due after the probation, on 2026-12-07"),
        (
            "role: engineer\nabsences: [{start: 2026-10-05, end: 2026-10-09}]",
            "`deploy` is due after the probation, on 2026-12-14",
        ),
        (  # with holidays on 26 October and 8 December
            "role: engineer\nlocation: {country: AT}",
            "`deploy` and 1 more task are due after the probation, up to 2026-12-09",
        ),
        ("role: designer", None),
        ("role: engineer\nabsences: [{start: 2026-10-01, end: 2200-12-31}]", None),  # never works: there are no days
    ],
)
def test_probation_is_compared_with_the_plan_of_the_person(tmp_path: Path, who: str, message: str | None) -> None:
    files = {
        "onboarding/all.yaml": """
            title: All
            tasks:
              - {id: handbook, title: Read, day: 2}
              - {id: talk, title: Talk, day: 44, only_for: {countries: [AT]}}
            """,
        "onboarding/engineers.yaml": """
            title: Engineers
            layer: role
            only_for: {roles: [engineer]}
            tasks:
              - {id: deploy, title: Deploy, day: 45}
            """,
        "people/noor.yaml": f"name: Noor\nstarts: 2026-10-05\nprobation_ends: 2026-12-04\n{who}\n",
    }
    messages = [text for _, _, text, _ in found(tmp_path, "onboarding-after-probation", files)]
    assert messages == ([message] if message is not None else [])


# --- who a layer is for ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "hint"),
    [
        ("product manager", "did you mean `product-manager`?"),
        ("product", "did you mean `product-manager`?"),
        ("product-analyst", "`prodops list person --columns id,role` shows what people have"),
    ],
)
def test_layer_for_nobody_says_which_role_can_be_meant(tmp_path: Path, role: str, hint: str) -> None:
    files = {
        "people.yaml": "- {id: ada, name: Ada, role: product-manager}\n"
        "- {id: bo, name: Bo, role: product-analyst, ends: 2026-01-31}\n",
        "onboarding/a.yaml": f"title: A\nonly_for: {{roles: [{role}]}}\n",
    }
    assert found(tmp_path, "layer-for-nobody", files) == [
        ("onboarding/a.yaml", 2, f"nobody has the role `{role}`", hint)
    ]


def test_layers_are_for_somebody_where_nobody_says_what_they_do(tmp_path: Path) -> None:
    files = {
        "people.yaml": "- {id: ada, name: Ada}\n",
        "onboarding/a.yaml": "title: A\nonly_for: {roles: [designer]}\n",
    }
    assert found(tmp_path, "layer-for-nobody", files) == []


# --- resources and decisions -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reviewed", "review", "by"),
    [
        ("2026-01-31", "3 months", "2026-04-30"),
        ("2026-11-30", "3 months", "2027-02-28"),
        ("2027-11-30", "3 months", "2028-02-29"),
        ("2026-07-15", "6 months", "2027-01-15"),
        ("2024-02-29", "12 months", "2025-02-28"),
        ("2026-09-30", "3 months", "2026-12-30"),
    ],
)
def test_next_review_is_on_the_same_day_of_a_later_month(reviewed: str, review: str, by: str) -> None:
    resource = Resource.model_validate({"id": "r", "title": "R", "reviewed": reviewed, "review": review})
    assert next_review(resource) == date.fromisoformat(by)


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({"reviewed": "2025-12-15"}, "in_compliance"),
        ({"reviewed": "2025-12-14"}, "due_for_review"),
        ({"reviewed": "2025-10-15"}, "due_for_review"),
        ({"reviewed": "2025-10-14"}, "out_of_compliance"),
        ({"reviewed": "2025-10-14", "status": "retired"}, None),
        ({"reviewed": "2025-10-14", "status": "draft"}, None),
        ({}, None),
        ({"review": "12 months"}, "out_of_compliance"),
    ],
)
def test_state_of_a_resource(given: dict[str, str], state: str | None) -> None:
    resource = Resource.model_validate({"id": "r", "title": "R", **given})
    assert review_state(resource, AS_OF) == state


@pytest.mark.parametrize(
    ("proposal", "is_found"),
    [
        ("proposed: 2026-09-24", False),
        ("proposed: 2026-09-23", True),
        ("proposed: 2026-09-01\nsilence_days: 44", False),
        ("proposed: 2026-09-01\nsilence_days: 43", True),
        ("proposed: 2026-10-14\nsilence_days: 0", True),
        ("proposed: 2026-09-01\nsilence_days: 99999999999999999999", False),
        ("proposed: 2026-09-01\nstatus: rejected", False),
        ("silence_days: 1", False),
    ],
)
def test_a_proposal_waits_for_its_own_days_or_those_of_the_settings(
    tmp_path: Path, proposal: str, is_found: bool
) -> None:
    files = {"decisions/one.yaml": f"title: One\n{proposal}\n"}
    assert bool(found(tmp_path, "decision-waits", files)) == is_found


def test_nothing_takes_the_place_of_a_decision_while_one_cannot_be_read(tmp_path: Path) -> None:
    files = {"decisions/a.yaml": "title: A\nstatus: superseded\n", "decisions/b.yaml": "title: [\n"}
    assert found(tmp_path, "superseded-by-nothing", files) == []
