"""prodops diff: changes in words, sorted by what matters, with whom they touch."""

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from builder import write_files
from cli_runner import Ran, prodops
from payloads import payloads
from prodops_cli.analysis.impact import reach
from prodops_cli.analysis.wording import singular
from prodops_cli.kinds import all_kinds
from prodops_cli.render import data, forge, markdown, terminal
from prodops_cli.reports.diff import Diff, View, diff
from repository import commit as committed
from repository import init
from test_changes import FIELDS, is_link, read, record_of, sample, workspace_of
from test_escape import COMMAND, INVISIBLE, structure

TODAY = date(2026, 10, 15)
PEOPLE = {
    "people.yaml": """
        - {id: ada, name: Ada Example, manager: grace, team: shop}
        - {id: ben, name: Ben Sample, manager: grace}
        - {id: cleo, name: Cleo Instance}
        - {id: grace, name: Grace Case}
        - {id: noor, name: Noor Token}
    """,
    "teams.yaml": "- {id: shop, name: Shop, lead: cleo}\n",
}
CHECKOUT = """
    title: One-page checkout
    outcome: Ten percent more orders on mobile
    status: in_progress
    health: on_track
    owner: ada
    team: shop
    goals: [grow]
    target: 2026-09-01
    confidence: committed
    effort: [3, 5]
    depends_on: [tax]
"""
GOAL = """
    title: Grow on mobile
    period: 2026-Q3
    owner: grace
    key_results:
      - {id: orders, title: Completed orders, target: 40, unit: percent}
"""
LAUNCH = """
    title: Checkout 2
    date: 2026-09-22
    owner: ben
    initiatives: [checkout]
    gates:
      legal: {owner: noor, due: 2026-09-08}
    audiences: [customers, support]
    messages: {customers: Pay in one step.}
    rollout:
      - {on: 2026-09-22, percent: 10}
"""
FILES = {
    **PEOPLE,
    "roadmap/checkout.yaml": CHECKOUT,
    "roadmap/tax.yaml": "title: Tax service\nowner: ben\ntarget: 2026-08-01\n",
    "roadmap/points.yaml": "title: Loyalty points\nowner: noor\ndepends_on: [{on: checkout, needed_by: 2026-10-01}]\n",
    "goals/grow.yaml": GOAL,
    "launches/checkout-2.yaml": LAUNCH,
}


def edited(path: str, *edits: tuple[str, str]) -> dict[str, str]:
    """The files with one of them changed."""
    text = FILES[path]
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return {**FILES, path: text}


def compared(new: Mapping[str, str], old: Mapping[str, str] = FILES) -> Diff:
    before, after = read(old), read(new)
    assert not before.problems + after.problems
    return diff(before, after, TODAY)


def lines(found: Diff) -> list[tuple[str, str, str]]:
    """(group, record, text) of every line."""
    return [
        (group.topic, f"{item.kind}:{item.id}", line.text)
        for group in found.groups
        for item in group.items
        for line in item.lines
    ]


# --- in words --------------------------------------------------------------------------------------

# ruff: noqa: E501
WORDS = [
    ("roadmap/checkout.yaml", "2026-09-01", "2026-09-15", "slips", "target moved 14 days later, 2026-09-01 → 2026-09-15"),
    ("roadmap/checkout.yaml", "2026-09-01", "2026-08-31", "promises", "target moved 1 day earlier, 2026-09-01 → 2026-08-31"),
    ("roadmap/checkout.yaml", "    target: 2026-09-01\n", "", "promises", "target removed (was 2026-09-01)"),
    ("roadmap/checkout.yaml", "committed", "target", "promises", "confidence committed → target"),
    ("roadmap/checkout.yaml", "in_progress", "shipped", "status", "status in_progress → shipped"),
    ("roadmap/checkout.yaml", "on_track", "at_risk", "status", "health on_track → at_risk"),
    ("roadmap/checkout.yaml", "owner: ada", "owner: ben", "ownership", "owner changed: Ada Example → Ben Sample"),
    ("roadmap/checkout.yaml", "    owner: ada\n", "", "ownership", "owner removed (was Ada Example)"),
    ("roadmap/checkout.yaml", "[3, 5]", "[4, 8]", "scope", "effort raised 3–5 → 4–8"),
    ("roadmap/checkout.yaml", "[grow]", "[]", "scope", "goal Grow on mobile removed"),
    ("roadmap/checkout.yaml", "[tax]", "[tax, points]", "scope", "dependency on Loyalty points added"),
    ("roadmap/checkout.yaml", "One-page", "Two-page", "details", "title changed: “One-page checkout” → “Two-page checkout”"),
    ("roadmap/checkout.yaml", "on mobile", f"on {'any ' * 20}phone", "scope", "outcome reworded"),
    ("roadmap/checkout.yaml", "[tax]", "[tax]\n    notes: One thing", "details", "notes set: “One thing”"),
    (
        "roadmap/points.yaml",
        "2026-10-01",
        "2026-10-08",
        "scope",
        "dependency on One-page checkout: needed by moved 7 days later, 2026-10-01 → 2026-10-08",
    ),
    ("goals/grow.yaml", "40", "35", "scope", "key result “Completed orders”: target lowered 40 → 35 percent"),
    ("goals/grow.yaml", "2026-Q3", "2026-Q4", "slips", "period moved 92 days later, 2026-Q3 → 2026-Q4"),
    (
        "goals/grow.yaml",
        "unit: percent",
        "unit: percent, checkins: [{date: 2026-08-01, value: 12}]",
        "status",
        "key result “Completed orders”: check-in 2026-08-01 added (value 12)",
    ),
    ("launches/checkout-2.yaml", "date: 2026-09-22", "date: 2026-09-29", "slips", "date moved 7 days later, 2026-09-22 → 2026-09-29"),
    ("launches/checkout-2.yaml", "due: 2026-09-08", "due: 2026-09-09", "slips", "gate legal: due moved 1 day later, 2026-09-08 → 2026-09-09"),
    ("launches/checkout-2.yaml", "owner: noor", "owner: ben", "ownership", "gate legal: owner changed: Noor Token → Ben Sample"),
    (
        "launches/checkout-2.yaml",
        "due: 2026-09-08",
        "due: 2026-09-08, approvals: [{by: noor, on: 2026-09-07, verdict: approved}]",
        "gates",
        "gate legal: not_started → approved",
    ),
    ("launches/checkout-2.yaml", "due: 2026-09-08", "due: 2026-09-08, in_review: true", "gates", "gate legal: not_started → in_review"),
    (
        "launches/checkout-2.yaml",
        "due: 2026-09-08",
        "due: 2026-09-08, approvals: [{by: noor, on: 2026-12-01, verdict: approved}]",
        "gates",
        "gate legal: approval noor 2026-12-01 added (verdict approved)",
    ),
    ("launches/checkout-2.yaml", "[customers, support]", "[customers]", "scope", "audience support removed"),
    (
        "launches/checkout-2.yaml",
        "on: 2026-09-22",
        "on: 2026-09-23",
        "slips",
        "rollout to 10 %: day moved 1 day later, 2026-09-22 → 2026-09-23",
    ),
    (
        "launches/checkout-2.yaml",
        "one step.",
        "one.",
        "details",
        "messages customers changed: “Pay in one step.” → “Pay in one.”",
    ),
    ("people.yaml", "id: ben, name: Ben Sample,", "id: ben, name: Ben Sample, working_time: 32,", "details", "working time set: hours 32"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new", "topic", "text"), WORDS, ids=[case[-1] for case in WORDS])
def test_change_in_words(path: str, old: str, new: str, topic: str, text: str) -> None:
    found = lines(compared(edited(path, (old, new))))
    assert [(group, said) for group, _, said in found] == [(topic, text)]


def test_records_that_come_and_go_are_told_by_what_matters() -> None:
    new = {**FILES, "roadmap/gifts.yaml": "title: Gift cards\nstatus: planned\nowner: ada\ntarget: 2026-12-01\n"}
    added = ("records", "initiative:gifts", "added (status planned, owner Ada Example, target 2026-12-01)")
    assert lines(compared(new)) == [added]
    removed = ("records", "initiative:gifts", "removed (status planned, owner Ada Example, target 2026-12-01)")
    assert lines(compared(FILES, new)) == [removed]


def test_rename_is_told_once() -> None:
    new = edited("roadmap/checkout.yaml", ("[tax]", "[tax-service]"))
    new["roadmap/tax-service.yaml"] = new.pop("roadmap/tax.yaml")
    assert lines(compared(new)) == [("records", "initiative:tax-service", "id changed: tax → tax-service")]


def test_slips_come_first_the_longest_before_the_others() -> None:
    new = {
        **edited("roadmap/checkout.yaml", ("2026-09-01", "2026-09-03"), ("owner: ada", "owner: ben")),
        "roadmap/tax.yaml": FILES["roadmap/tax.yaml"].replace("08-01", "09-01"),
    }
    assert [(group, ref) for group, ref, _ in lines(compared(new))] == [
        ("slips", "initiative:tax"),
        ("slips", "initiative:checkout"),
        ("ownership", "initiative:checkout"),
    ]


def test_history_may_add_a_note() -> None:
    new = edited("roadmap/checkout.yaml", ("2026-09-01", "2026-09-15"))
    found = diff(read(FILES), read(new), TODAY, View(notes=lambda change: f"2nd move of {change.route[0]}"))
    assert "2026-09-15 (2nd move of target)" in markdown.render("diff", found)


@pytest.mark.parametrize(("plural", "one"), [("goals", "goal"), ("geographies", "geography"), ("access", "access")])
def test_one_of_a_list(plural: str, one: str) -> None:
    assert singular(plural) == one


@pytest.mark.parametrize("name", [name for name in FIELDS if not is_link(name)])
def test_every_field_has_words(name: str) -> None:
    kind, field, build = FIELDS[name]
    old, new = (workspace_of(record_of(kind, build(sample(field.shape, which)))) for which in (0, 1))
    for found in (diff(old, new, TODAY), diff(new, old, TODAY)):
        assert lines(found)
        for _, _, text in lines(found):
            assert "(" not in text or ")" in text
            assert not {"<", "=", "None", "tuple", "Parts"} & set(text.split())
            assert "Parts" not in text
            assert len(text) < 250
        assert json.loads(data.render(found))


# --- gates that open again -----------------------------------------------------------------------------


def sealed(root: Path) -> str:
    """The launch with its gate `legal` signed and sealed."""
    text = LAUNCH.replace("    gates:", "    geographies: [AT, DE]\n    gates:")
    write_files(root, {**FILES, "prodops.yaml": "name: Acme\nas_of: 2026-09-01\n", "launches/checkout-2.yaml": text})
    ran = prodops("launch", "approve", "checkout-2", "legal", "--by", "noor", "--verdict", "approved", at=root)
    assert ran.code == 0, ran.err
    return (root / "launches/checkout-2.yaml").read_text()


def of_gates(found: Diff) -> list[str]:
    return [text for topic, _, text in lines(found) if topic == "gates"]


def test_gate_that_a_change_opens_again_is_told_and_no_other(tmp_path: Path) -> None:
    text = sealed(tmp_path)
    old = {**FILES, "launches/checkout-2.yaml": text}
    new = {**FILES, "launches/checkout-2.yaml": text.replace("[AT, DE]", "[AT, DE, US]")}
    assert lines(compared(new, old)) == [
        ("scope", "launch:checkout-2", "geography US added"),
        ("gates", "launch:checkout-2", "gate legal: signed by Noor Token on 1 Sep, stale by geographies"),
    ]
    back = "gate legal: stale → approved, what was signed by Noor Token on 1 Sep holds again"
    assert of_gates(compared(old, new)) == [back]
    other = {**FILES, "launches/checkout-2.yaml": text.replace("percent: 10", "percent: 20")}
    assert of_gates(compared(other, old)) == [], "legal does not judge the rollout"
    over = {path: text.replace("title: Checkout", "status: cancelled\ntitle: Checkout") for path, text in new.items()}
    assert of_gates(compared(over, old)) == []


@pytest.mark.parametrize("form", ["text", "markdown", "comment", "json", "html"])
def test_gate_that_opens_again_is_told_in_every_format(tmp_path: Path, form: str) -> None:
    root = init(tmp_path)
    text = sealed(root)
    committed(root)
    committed(root, {"launches/checkout-2.yaml": text.replace("[AT, DE]", "[AT, DE, US]")})
    ran = prodops("diff", "HEAD~1..HEAD", "--format", form, at=root)
    assert ran.code == 0, ran.err
    said = " ".join(ran.out.split())
    assert "gate legal: signed by Noor Token on 1 Sep, stale by geographies" in said
    if form == "json":
        (group,) = [group for group in json.loads(ran.out)["groups"] if group["topic"] == "gates"]
        assert group["items"][0]["lines"][0]["values"] == [
            {"what": "changed", "route": ["gates", "legal", "state"], "old": "approved", "new": "stale", "days": None}
        ]


def test_gate_that_is_decided_again_is_told(tmp_path: Path) -> None:
    text = sealed(tmp_path).replace("[AT, DE]", "[AT, DE, US]")
    (tmp_path / "launches/checkout-2.yaml").write_text(text)
    again = ["--by", "noor", "--verdict", "waived", "--until", "2026-12-31"]
    assert prodops("launch", "approve", "checkout-2", "legal", *again, at=tmp_path).code == 0
    new = (tmp_path / "launches/checkout-2.yaml").read_text()
    found = compared({**FILES, "launches/checkout-2.yaml": new}, {**FILES, "launches/checkout-2.yaml": text})
    assert of_gates(found) == ["gate legal: stale → waived, decided again by Noor Token on 1 Sep"]


def test_gate_may_open_without_a_change_of_its_launch(tmp_path: Path) -> None:
    text = sealed(tmp_path)
    old = {**FILES, "launches/checkout-2.yaml": text}
    policy = {**old, "prodops.yaml": "name: Acme\nlaunches: {gates: {legal: {judges: [geographies, date]}}}\n"}
    assert of_gates(compared(policy, old)) == ["gate legal: signed by Noor Token on 1 Sep, stale by date"]
    team = {**old, "teams.yaml": "- {id: shop, name: Shop, lead: cleo}\n- {id: legal, name: Legal, lead: cleo}\n"}
    assert of_gates(compared(team, old)) == ["gate legal: signed by Noor Token on 1 Sep, who may not"]
    only = View(only=frozenset({("initiative", "tax")}))
    assert of_gates(diff(read(old), read(policy), TODAY, only)) == []


def test_gates_come_and_go_with_the_tier_and_countries() -> None:
    policy = {**FILES, "prodops.yaml": "name: Acme\nlaunches: {geographies: {US: [tax]}}\n"}
    new = {**policy, "launches/checkout-2.yaml": LAUNCH + "    geographies: [US]\n"}
    assert of_gates(compared(new, policy)) == ["gate tax: asked for by US, and nobody has set it up"]
    assert of_gates(compared(policy, new)) == ["gate tax: nobody asks for it any more"]


# --- what it touches ---------------------------------------------------------------------------------


def touched(found: Diff) -> dict[str, list[str]]:
    """What the first item touches, by kind."""
    return {one.kind: [record.ref for record in one.records] for one in found.groups[0].items[0].touches}


def told(found: Diff) -> dict[str, tuple[str, ...]]:
    return {listener.person.name: listener.reasons for listener in found.told}


def test_moved_date_touches_launches_goals_and_dependants_to_the_end() -> None:
    found = compared(edited("roadmap/tax.yaml", ("2026-08-01", "2026-09-01")))
    assert touched(found) == {
        "launch": ["launch:checkout-2"],
        "goal": ["goal:grow"],
        "initiative": ["initiative:checkout", "initiative:points"],
    }
    assert told(found) == {
        "Ben Sample": (
            "answers for Tax service, which changes",
            "answers for Checkout 2, which is reached by Tax service",
        ),
        "Ada Example": ("answers for One-page checkout, which waits for Tax service",),
        "Grace Case": ("answers for Grow on mobile, which is reached by Tax service",),
        "Noor Token": ("answers for Loyalty points, which is reached by Tax service",),
    }
    assert [(brief.launch.name, brief.audiences) for brief in found.briefs] == [
        ("Checkout 2", ("customers", "support"))
    ]


def test_changed_goal_reaches_what_serves_it_and_no_further() -> None:
    found = compared(edited("goals/grow.yaml", ("40", "35")))
    assert touched(found) == {"initiative": ["initiative:checkout"]}
    assert told(found)["Ada Example"] == ("answers for One-page checkout, which serves Grow on mobile",)


def test_new_owner_old_owner_and_their_managers_are_told() -> None:
    found = compared(edited("roadmap/checkout.yaml", ("owner: ada", "owner: ben")))
    assert found.groups[0].items[0].touches == ()
    assert told(found) == {
        "Ben Sample": ("takes over One-page checkout (owner)", "answers for One-page checkout, which changes"),
        "Ada Example": ("hands over One-page checkout (owner)",),
        "Grace Case": (
            "manages Ada Example, who hands over One-page checkout",
            "manages Ben Sample, who takes over One-page checkout",
        ),
    }


def test_team_lead_and_owners_of_parts_are_told() -> None:
    found = told(compared(edited("roadmap/checkout.yaml", ("in_progress", "on_hold"))))
    assert found["Cleo Instance"] == ("leads Shop, whose One-page checkout changes",)
    found = told(compared(edited("launches/checkout-2.yaml", ("date: 2026-09-22", "date: 2026-09-29"))))
    assert found["Noor Token"] == ("answers for gates legal of Checkout 2, which changes",)


def test_who_has_left_is_not_told() -> None:
    gone = {"people.yaml": FILES["people.yaml"].replace("Noor Token", "Noor Token, ends: 2026-01-01")}
    new = {**edited("roadmap/tax.yaml", ("2026-08-01", "2026-09-01")), **gone}
    assert "Noor Token" not in told(compared(new, {**FILES, **gone}))


def test_removed_record_touches_what_needed_it() -> None:
    new = {path: text for path, text in FILES.items() if path != "roadmap/tax.yaml"}
    found = diff(read(FILES), read(new), TODAY)
    assert touched(found)["initiative"] == ["initiative:checkout", "initiative:points"]


def test_circles_end() -> None:
    files = {f"roadmap/{n}.yaml": f"title: T{n}\ntarget: 2026-09-01\ndepends_on: [i{(n + 1) % 3}]\n" for n in range(3)}
    files = {path.replace("/", "/i"): text for path, text in files.items()}
    new = {**files, "roadmap/i0.yaml": files["roadmap/i0.yaml"].replace("09-01", "09-02")}
    assert touched(compared(new, files)) == {"initiative": ["initiative:i2", "initiative:i1"]}


GRAPHS = st.dictionaries(st.integers(0, 12), st.lists(st.integers(0, 12), max_size=4), max_size=13)


@hypothesis_settings(deadline=None)
@given(GRAPHS, st.lists(st.integers(0, 12), max_size=5))
def test_reach_is_everything_that_can_be_walked_to(links: dict[int, list[int]], starts: list[int]) -> None:
    found = reach(links, starts)
    assert set(starts) <= found.keys()
    for node, mask in found.items():
        walked = [node]
        for other in walked:
            walked += [target for target in links.get(other, []) if target not in walked]
        assert mask == sum(1 << other for other in set(walked))


def test_long_chain_is_walked_without_recursion() -> None:
    assert reach({n: [n + 1] for n in range(5000)}, [0])[0].bit_count() == 5001


# --- as text -----------------------------------------------------------------------------------------


@pytest.fixture
def example() -> Diff:
    """A small pull request with something in every group."""
    new = {
        **edited(
            "roadmap/checkout.yaml",
            ("2026-09-01", "2026-09-15"),
            ("committed", "target"),
            ("on_track", "at_risk"),
            ("owner: ada", "owner: ben"),
            ("[tax]", "[tax, points]"),
        ),
        "goals/grow.yaml": FILES["goals/grow.yaml"].replace("target: 40", "target: 35"),
        "launches/checkout-2.yaml": FILES["launches/checkout-2.yaml"]
        .replace("due: 2026-09-08", "due: 2026-09-08, approvals: [{by: noor, on: 2026-09-07, verdict: approved}]")
        .replace("one step.", "a single step."),
        "roadmap/gifts.yaml": "title: Gift cards\nstatus: planned\nowner: ada\n",
    }
    del new["roadmap/tax.yaml"]
    new["roadmap/tax.yaml"] = "titel: Tax service\n"
    return diff(read(FILES), read(new), TODAY, View("main (0123456789)", "the files as they are"))


def test_markdown_is_as_agreed(example: Diff, golden: Callable[[str, str], None]) -> None:
    golden("diff.md", forge.comment(example))


def test_text_is_as_agreed(example: Diff, golden: Callable[[str, str], None]) -> None:
    golden("diff.txt", terminal.render(markdown.render("diff", example), width=80, colour=False))


def test_json_is_as_agreed(example: Diff, golden: Callable[[str, str], None]) -> None:
    golden("diff.json", data.render(example))


def test_first_line_is_the_marker(example: Diff) -> None:
    assert forge.comment(example).splitlines()[0] == "<!-- prodops:diff -->"
    nothing = diff(read(FILES), read(FILES), TODAY)
    assert forge.comment(nothing).splitlines() == [
        "<!-- prodops:diff -->",
        "# Acme: what changes",
        "",
        "**Nothing changed** from before to now.",
    ]


def many(count: int, title: str = "A thing to do") -> Diff:
    """The diff in which so many targets moved."""
    text = "- {{id: i{n}, title: {title} {n}, target: 2026-{month}-01}}\n"
    old, new = (
        {"roadmap.yaml": "".join(text.format(n=n, month=month, title=json.dumps(title)[1:-1]) for n in range(count))}
        for month in ("08", "09")
    )
    return diff(read(old), read(new), TODAY)


def test_comment_that_is_too_long_drops_whole_items_and_counts_them() -> None:
    found = many(1500)
    text = forge.comment(found)
    shown = text.count("\n- **")
    assert 60_000 < forge.length(text) <= forge.MOST_CHARACTERS
    assert f"*{1500 - shown:,} items more did not fit in here" in text
    assert len(text.splitlines()) == shown + 9
    assert "1,500 dates moved later" in text


@pytest.mark.parametrize("most", [400, 1000, 2000, 5000])
@pytest.mark.parametrize("title", ["Word", "漢字", "👩‍💻👩‍💻", "|||", "@ada"])
def test_comment_fits_whatever_is_in_it(most: int, title: str) -> None:
    assert forge.length(forge.comment(many(40, title), most)) <= most


def test_comment_is_written_in_full_where_it_fits() -> None:
    assert "did not fit" not in forge.comment(many(200))


def is_accepted(text: str) -> bool:
    """Whether a file may say this at all."""
    return not read({"roadmap/x.yaml": f"title: {json.dumps(text)}\n"}).problems


HOSTILE = {name: text for name, text in payloads().items() if "\udc80" not in text and is_accepted(text)}


def test_most_payloads_may_stand_in_files() -> None:
    assert len(HOSTILE) > len(payloads()) / 2


@pytest.mark.parametrize("payload", [pytest.param(text, id=name) for name, text in HOSTILE.items()])
def test_payloads_stay_text(payload: str) -> None:
    def made(title: str, value: str) -> Diff:
        quoted, other = json.dumps(title), json.dumps(value)
        old = {"roadmap.yaml": f"- {{id: x, title: {quoted}, target: 2026-08-01, owner: ada}}\n", **PEOPLE}
        new = {
            "roadmap.yaml": f"- {{id: x, title: {quoted}, target: 2026-09-01, owner: ben, tags: [{other[:99]}], "
            f"outcome: {other}, updates: [{{date: 2026-08-01, text: {other}}}]}}\n",
            **PEOPLE,
        }
        if len(other) > 90:
            new["roadmap.yaml"] = new["roadmap.yaml"].replace(f"tags: [{other[:99]}], ", "tags: [x], ")
        before, after = read(old), read(new)
        return diff(before, after, TODAY)

    text = forge.comment(made(payload or "word", payload or "word"))
    assert structure(text) == structure(forge.comment(made("word", "word")))
    assert not COMMAND.search(text)
    shown = terminal.render(text, width=80, colour=False)
    assert not INVISIBLE.search(shown)
    assert not COMMAND.search(shown)


# --- the command -------------------------------------------------------------------------------------


def git(folder: Path, *arguments: str) -> str:
    environment = {"PATH": os.environ["PATH"], "HOME": "/nowhere", "GIT_CONFIG_GLOBAL": os.devnull}
    command = [
        "git",
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.com",
        "-c",
        "init.defaultBranch=main",
        *arguments,
    ]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(folder: Path, files: Mapping[str, str]) -> None:
    write_files(folder, files)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "a step")


def moved(day: str) -> dict[str, str]:
    return {"roadmap/checkout.yaml": CHECKOUT.replace("2026-09-01", day)}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Three commits on main; a branch that left after the second and moved the target on; and an edit on top."""
    folder = tmp_path / "acme"
    folder.mkdir()
    git(folder, "init", "-q")
    commit(folder, {"prodops.yaml": "name: Acme\nas_of: 2026-10-15\n", **FILES})
    commit(folder, moved("2026-09-02"))
    git(folder, "checkout", "-q", "-b", "topic")
    commit(folder, moved("2026-09-04"))
    git(folder, "checkout", "-q", "main")
    commit(folder, moved("2026-09-08"))
    git(folder, "checkout", "-q", "topic")
    write_files(folder, {"prodops.yaml": "name: Acme\nas_of: 2026-10-15\n", **moved("2026-09-16")})
    return folder


CLEAN = dict.fromkeys(("CI", "GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"), "")


def run(folder: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> Ran:
    return prodops("diff", *arguments, at=folder, environment={**CLEAN, **(environment or {})})


RANGES = {
    "": "2026-09-02 → 2026-09-16",  # where topic left main, and the files
    "main": "2026-09-08 → 2026-09-16",
    "HEAD": "2026-09-04 → 2026-09-16",
    "main..topic": "2026-09-08 → 2026-09-04",
    "main..": "2026-09-08 → 2026-09-04",
    "..main": "2026-09-04 → 2026-09-08",
    "main...topic": "2026-09-02 → 2026-09-04",
    "topic...main": "2026-09-02 → 2026-09-08",
    "main~2..main": "2026-09-01 → 2026-09-08",
}


@pytest.mark.parametrize("range_", RANGES)
def test_what_is_compared(repository: Path, range_: str) -> None:
    ran = run(repository, *([range_] if range_ else []))
    assert ran.code == 0, ran.err
    assert f", {RANGES[range_]}" in ran.out


def test_moved_promise_is_told_with_its_past(repository: Path) -> None:
    assert "→ 2026-09-16 (4th target, +15 days against the first promise)\n" in run(repository, "HEAD").out
    assert "→ 2026-09-04 (3rd target, +3 days against the first promise)\n" in run(repository, "HEAD~..HEAD").out


def test_moved_parts_are_told_with_their_past(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    launch = "title: Two\ndate: 2026-10-01\nrollout:\n  - {percent: 25, on: 2026-10-01}\n"
    points = "- {id: points, title: Points}\n- {id: pay, title: Pay, commits: [{to: points, by: 2026-12-01}]}\n"
    commit(tmp_path, {"prodops.yaml": "name: Acme\n", "launches/two.yaml": launch, "roadmap.yaml": points})
    changed = launch.replace("on: 2026-10-01", "on: 2026-10-08")
    write_files(tmp_path, {"launches/two.yaml": changed, "roadmap.yaml": points.replace("12-01", "12-15")})
    out = run(tmp_path, "HEAD").out
    assert "rollout to 25 %: day moved 7 days later, 2026-10-01 → 2026-10-08 (2nd date, +7 days" in out
    assert "day moved 14 days later, 2026-12-01 → 2026-12-15 (2nd date, +14 days" in out


def test_slip_is_not_hidden_by_a_new_id_and_a_new_title(tmp_path: Path) -> None:
    """What the ledger calls a promise that moved is none that went and another that came."""
    init(tmp_path)
    rest = "status: planned\nowner: ada\nteam: shop\n" + "# What was agreed about it, which git counts.\n" * 3
    committed(tmp_path, {"prodops.yaml": "name: A\n", "roadmap/a.yaml": f"title: One\n{rest}target: 2026-11-01\n"})
    moved_file = {"roadmap/a.yaml": None, "roadmap/b.yaml": f"title: Some other title\n{rest}target: 2026-12-01\n"}
    committed(tmp_path, moved_file)
    committed(tmp_path, {"roadmap/b.yaml": None, "roadmap/c.yaml": moved_file["roadmap/b.yaml"]})
    out = run(tmp_path, "HEAD~2..HEAD").out
    assert "id changed: a → c" in out
    assert "moved 30 days later, 2026-11-01 → 2026-12-01 (2nd target, +30 days against the first promise)" in out


def test_day_before_dots_is_one_of_the_line_behind_them(tmp_path: Path) -> None:
    init(tmp_path)
    days = {day: f"2026-09-0{day}T12:00:00+00:00" for day in (1, 3, 5)}
    committed(tmp_path, {"prodops.yaml": "name: Acme\n", **FILES}, days[1])
    git(tmp_path, "checkout", "-q", "-b", "topic")
    committed(tmp_path, moved("2026-09-20"), days[3])
    committed(tmp_path, moved("2026-09-22"), days[5])
    git(tmp_path, "checkout", "-q", "main")
    assert ", 2026-09-20 → 2026-09-22" in run(tmp_path, "2026-09-04..topic").out


def test_in_ci_the_commit_is_compared_with_the_target_of_the_pull_request(repository: Path) -> None:
    ran = run(repository, environment={"CI": "true", "GITHUB_BASE_REF": "main"})
    assert "2026-09-02 → 2026-09-04" in ran.out


def test_exit_code_is_gits(repository: Path) -> None:
    assert run(repository, "main", "--exit-code").code == 1
    assert run(repository, "main..main", "--exit-code").code == 0
    assert run(repository, "main", "--exit-code", "--kind", "person").code == 0
    (repository / "people.yaml").write_text("- {id: ada\n")
    assert run(repository, "HEAD", "--exit-code", "--kind", "person").code == 1


def test_only_some_records(repository: Path) -> None:
    write_files(repository, {"roadmap/tax.yaml": "title: Tax service\nowner: ben\ntarget: 2026-08-09\n"})
    git(repository, "checkout", "-q", "topic", "--", "prodops.yaml")
    assert "Tax service** (initiative): target" in run(repository, "main").out
    assert "Tax service** (initiative): target" not in run(repository, "main", "--only", "checkout").out
    assert "there is no record `chekout`" in run(repository, "main", "--only", "chekout").err
    (repository / "roadmap/tax.yaml").unlink()
    assert "removed" in run(repository, "main", "--only", "tax").out


def test_formats(repository: Path, tmp_path: Path) -> None:
    assert run(repository, "main").out.startswith("<!-- prodops:diff -->\n# Acme: what changes\n")
    assert run(repository, "main", "--format", "text").out.startswith("Acme: what changes\n")
    found = json.loads(run(repository, "main", "--format", "json").out)
    assert found["groups"][0]["items"][0]["lines"][0]["values"][0]["days"] == 8
    assert run(repository, "main", "-o", str(tmp_path / "out.md")).out == ""
    assert (tmp_path / "out.md").read_text() == run(repository, "main").out
    assert prodops("diff", "main", at=repository, columns=100).out.replace("\x1b", "").startswith("[1mAcme")


def test_workspace_that_is_new_is_added_as_a_whole(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "README.md").write_text("Hello\n")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "first")
    write_files(tmp_path, PEOPLE)
    ran = run(tmp_path, "HEAD")
    assert ran.code == 0, ran.err
    assert "Ada Example** (person): added" in ran.out
    assert "settings" not in ran.out


@pytest.mark.parametrize("text", ["nowhere", "--upload-pack=x", "main..nowhere", "nowhere...main", "....", "\x1b[2J"])
def test_revision_that_is_none_is_refused(repository: Path, text: str) -> None:
    ran = run(repository, "--", text)
    assert ran.code in (2, 3)
    assert ran.out == ""
    assert "\x1b" not in ran.err
    assert len(ran.err.splitlines()) <= 2


def test_without_history_it_says_so(tmp_path: Path, repository: Path) -> None:
    folder = write_files(tmp_path / "plain", FILES)
    assert run(folder).code == 3
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", "shallow")
    ran = run(tmp_path / "shallow", environment={"CI": "1", "GITHUB_BASE_REF": "main"})
    assert ran.code == 3
    assert "fetch-depth: 0" in ran.err
    write_files(tmp_path / "shallow", moved("2026-12-01"))
    assert "→ 2026-12-01\n" in run(tmp_path / "shallow", "HEAD").out


def test_every_kind_may_be_asked_for(repository: Path) -> None:
    for kind in all_kinds():
        assert run(repository, "main..main", "--kind", kind).code == 0
