"""`launch readiness`: every reason is found, weighed and placed, and what is sealed goes stale and comes back."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builder import read_files, write_files
from cli_runner import Ran, prodops
from payloads import payloads
from prodops_cli.analysis.launches.code_owners import PLACES, owners_of
from prodops_cli.analysis.launches.reasons import KINDS, Expected, Inquiry, Reason
from prodops_cli.analysis.launches.seals import can_be_judged, seal_of
from prodops_cli.analysis.launches.signers import SignerBook
from prodops_cli.analysis.launches.verdict import verdict_of
from prodops_cli.errors import ExitCode
from prodops_cli.git import Repository
from prodops_cli.kinds.launch import Launch
from prodops_cli.policy import LaunchPolicy
from prodops_cli.render import data, forge, html, markdown, slack, terminal
from prodops_cli.render.readiness import table_csv
from prodops_cli.reports.readiness import Readiness, readiness, readiness_table
from prodops_cli.workspace import Entry, Workspace
from repository import commit, git, init
from test_escape import COMMAND, INVISIBLE, structure
from test_html import require_harmless

ACME = Path(__file__).parents[1] / "examples/acme"
TODAY = date(2026, 10, 15)
BASE = {
    "prodops.yaml": "name: Acme\nas_of: 2026-10-15\n",
    "people.yaml": """
        - {id: ada, name: Ada Example, team: payments, email: ada@example.com}
        - {id: linus, name: Linus Example, team: payments, email: linus@example.com}
        - {id: noor, name: Noor Example, team: contracts, email: noor@example.com}
        - {id: grace, name: Grace Example}
    """,
    "teams.yaml": """
        - {id: payments, name: Payments, lead: ada}
        - {id: legal, name: Legal, lead: grace}
        - {id: contracts, name: Contracts, parent: legal}
    """,
    "roadmap.yaml": """
        - {id: done, title: Done, status: shipped, shipped: 2026-10-01, owner: ada}
        - {id: going, title: Going, status: in_progress, start: 2026-09-01, target: 2026-11-20, owner: linus}
        - {id: late, title: Late, status: in_progress, target: 2026-10-01}
        - {id: dropped, title: Dropped, status: cancelled}
        - {id: held, title: Held, status: on_hold, target: 2026-11-20}
    """,
}
SIGNED = "[{by: %s, on: 2026-10-01, verdict: approved}]"
READY = f"""
    title: Checkout 2
    date: 2026-11-17
    owner: ada
    initiatives: [done]
    gates:
      product: {{owner: ada, approvals: {SIGNED % "ada"}}}
      engineering: {{owner: linus, approvals: {SIGNED % "linus"}}}
"""


def entry_of(workspace: Workspace, id_: str = "checkout-2") -> Entry[Launch]:
    return next(entry for entry in workspace.of(Launch) if entry.id == id_)


def reasons(root: Path, launch: str, as_of: date = TODAY, files: Mapping[str, str] | None = None) -> list[Reason]:
    workspace = read_files(root, {**BASE, "launches/checkout-2.yaml": launch, **(files or {})})
    assert not workspace.problems
    return [*verdict_of(Inquiry(workspace, as_of), entry_of(workspace)).reasons]


def told(
    root: Path, launch: str, as_of: date = TODAY, files: Mapping[str, str] | None = None
) -> list[tuple[str, str, str, str]]:
    """Kind, weight, when and text of every reason but the notes."""
    found = reasons(root, launch, as_of, files)
    return [(one.kind, one.weight, one.when, one.text) for one in found if one.weight != "note"]


# --- what is found ---------------------------------------------------------------------------------


def test_nothing_open_is_go(tmp_path: Path) -> None:
    assert told(tmp_path, READY) == []
    assert [one.kind for one in reasons(tmp_path, READY)] == ["seal", "seal"], "which is told, and holds nothing up"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("status: on_hold", ("on_hold", "hold", "now", "the launch is on hold")),
        ("initiatives: [dropped]", ("work", "hold", "now", "Dropped is cancelled")),
        ("initiatives: [nowhere]", ("work", "hold", "now", "`nowhere` is not on the roadmap")),
        ("initiatives: [late]", ("work", "hold", "late", "Late is in progress")),
        (
            "initiatives: [going]",
            ("work", "hold", "now", "Going is in progress, planned for 3 days after the launch"),
        ),
        ("initiatives: [held]", ("work", "hold", "now", "Held is on hold")),
        ("owner:", ("owner", "condition", "now", "nobody answers for it")),
        ("date:", ("date", "condition", "now", "it has no date")),
        (
            "metrics: [{title: Orders, target: 5}]",
            ("metric", "condition", "now", "Orders has no value from before the launch"),
        ),
        ("risks: [{title: Slow}]", ("risk", "condition", "now", "open risk: Slow (nobody watches it)")),
        ("audiences: [customers, support]", ("brief", "condition", "ahead", "support: not briefed")),
        (
            "date: 2026-11-14",
            ("day_off", "condition", "now", "the launch on 14 Nov is on a Saturday"),
        ),
        (
            "facts: {new_geographies: [DE]}\ntier: 3\ntier_reason: Small",
            None,
        ),
    ],
)
def test_each_thing_is_a_reason_of_its_own(
    tmp_path: Path, more: str, expected: tuple[str, str, str, str] | None
) -> None:
    given = dict(line.split(":", 1) for line in more.split("\n"))
    lines = [line.strip("\n") for line in READY.split("\n    ")]
    kept = [line for line in lines if line.partition(":")[0] not in given or line.startswith(" ")]
    added = [f"{key}:{value}" for key, value in given.items() if value]
    text = "\n".join([*kept, *added]).strip() + "\n"
    assert told(tmp_path, text) == ([expected] if expected is not None else [])


def test_briefing_that_is_late_holds_up_for_those_who_talk_to_customers(tmp_path: Path) -> None:
    launch = READY + "    audiences: [support, finance, shoppers]\n    briefs: {finance: 2026-11-13}\n"
    late = told(tmp_path, launch, date(2026, 11, 11))
    assert late == [
        ("brief", "hold", "late", "support: not briefed"),
        ("brief", "condition", "late", "finance: not briefed"),
    ], "shoppers hear of it on the day"
    assert [kind for kind, *_ in told(tmp_path, launch, date(2026, 11, 10))] == ["brief", "brief"]
    assert told(tmp_path, launch, date(2026, 11, 13)) == [("brief", "hold", "late", "support: not briefed")]


NOTHING = seal_of(LaunchPolicy(), Launch(id="x", title="X"), "engineering")["rollout"]
GATED = """
    title: Checkout 2
    date: 2026-11-17
    owner: ada
    tier: 3
    tier_reason: To see one gate
    gates:
      product: {owner: ada, approvals: [{by: ada, on: 2026-10-01, verdict: approved}]}
      engineering:
        owner: linus
"""


@pytest.mark.parametrize(
    ("gate", "expected"),
    [
        ("", ("undecided", "hold", "ahead", "engineering: not started")),
        ("in_review: true", ("undecided", "hold", "ahead", "engineering: in review")),
        ("due: 2026-10-14", ("undecided", "hold", "late", "engineering: not started")),
        ("due: 2026-10-15", ("undecided", "hold", "ahead", "engineering: not started")),
        (
            "approvals: [{LINUS, verdict: rejected, conditions: [load test]}]",
            ("rejected", "hold", "now", "engineering: rejected by Linus Example on 1 Oct: load test"),
        ),
        (
            "approvals: [{LINUS, verdict: conditional, conditions: [a, {text: b, met: 2026-10-02}]}]",
            ("conditional", "condition", "now", "engineering: Linus Example agreed on 1 Oct on 1 condition: a"),
        ),
        (
            "approvals: [{LINUS, verdict: waived, until: 2026-11-01}]",
            ("waiver", "condition", "ahead", "engineering: its waiver runs out on 1 Nov, before the launch"),
        ),
        (
            "approvals: [{LINUS, verdict: waived, until: 2026-10-14}]",
            ("undecided", "hold", "ahead", "engineering: not started, its waiver ran out on 14 Oct"),
        ),
        (
            "approvals: [{by: ada, on: 2026-10-01, verdict: approved}]",
            (
                "outsider",
                "hold",
                "now",
                "engineering: signed by Ada Example on 1 Oct, who may not; Linus Example may",
            ),
        ),
        (
            "approvals: [{LINUS, verdict: approved, seal: {date: '0', initiatives: NO, rollout: NO}}]",
            (
                "stale",
                "hold",
                "now",
                "engineering: date changed since Linus Example signed on 1 Oct",
            ),
        ),
    ],
)
def test_each_state_of_a_gate(tmp_path: Path, gate: str, expected: tuple[str, str, str, str]) -> None:
    text = (
        gate.replace("LINUS", "by: linus, on: 2026-10-01").replace("NO,", f"{NOTHING},").replace("NO}", f"{NOTHING}}}")
    )
    assert told(tmp_path, GATED + f"        {text}\n") == [expected]


def test_missing_gate_is_due_by_policy_and_says_who_may_sign(tmp_path: Path) -> None:
    launch = GATED.replace("tier: 3", "tier: 1").replace("To see one gate", "All of them")
    found = {one.gate: one for one in reasons(tmp_path, launch) if one.kind == "missing"}
    assert set(found) == {"legal", "privacy", "security", "support", "marketing", "finance", "tax"}
    assert found["legal"].text == "legal: nobody has set up this gate (asked for by the tier)"
    assert found["legal"].who == ("grace", "noor"), "the team legal, with the team in it"
    assert found["tax"].who == ("ada",), "nobody else than whom the launch belongs to"
    assert found["legal"].due == date(2026, 10, 27), "fifteen working days before"


def test_blackout_on_the_day_holds_up_and_on_a_step_is_a_condition(tmp_path: Path) -> None:
    policy = """
        name: Acme
        as_of: 2026-10-15
        launches:
          blackouts: [{first: 2026-11-16, last: 2026-11-20, reason: Sales}]
    """
    launch = READY + "    rollout: [{on: 2026-11-17, percent: 10}, {on: 2026-11-19, percent: 100}]\n"
    assert told(tmp_path, launch, files={"prodops.yaml": policy}) == [
        ("blackout", "hold", "now", "the launch on 17 Nov is in a blackout (16 Nov to 20 Nov: Sales)"),
        ("blackout", "condition", "now", "the rollout to 100 % on 19 Nov is in a blackout (16 Nov to 20 Nov: Sales)"),
    ]


def test_other_launch_close_by_is_a_condition(tmp_path: Path) -> None:
    other = "title: Other\ndate: 2026-11-18\nteam: payments\n"
    found = told(tmp_path, READY + "    team: payments\n", files={"launches/other.yaml": other})
    assert found == [("clash", "condition", "now", "Other launches 1 day later: the same team launches both")]


def test_other_launch_is_not_in_the_way_of_one_whose_date_is_over(tmp_path: Path) -> None:
    other = "title: Other\ndate: 2026-11-18\nteam: payments\n"
    for as_of, kinds in ((date(2026, 11, 17), {"clash"}), (date(2026, 11, 18), {"date"})):
        found = told(tmp_path, READY + "    team: payments\n", as_of, {"launches/other.yaml": other})
        assert {kind for kind, *_ in found} == kinds


def test_of_many_launches_close_by_the_nearest_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    others = {
        f"launches/near-{number}.yaml": f"title: Near {number}\ndate: 2026-11-{day}\nteam: payments\n"
        for number, day in enumerate((12, 13, 16, 17, 18, 19, 20), 1)
    }
    found = told(tmp_path, READY + "    team: payments\n", files=others)
    why = "the same team launches both"
    assert [text for *_, text in found] == [
        f"Near 3 launches 1 day earlier: {why}",
        f"Near 4 launches on the same day: {why}",
        f"Near 5 launches 1 day later: {why}",
        f"Near 6 launches 2 days later: {why}",
        f"Near 7 launches 3 days later: {why}",
        "2 more are within 3 working days of it, and in its way",
    ]
    del others["launches/near-1.yaml"]
    again = reasons(tmp_path / "again", READY + "    team: payments\n", files=others)
    (rest,) = (one for one in again if one.others)
    assert rest.text == "1 more is within 3 working days of it, and in its way"


def test_countries_that_ask_for_a_gate_are_all_named(tmp_path: Path) -> None:
    policy = "name: Acme\nlaunches: {geographies: {AT: [notary], DE: [notary], US: [notary]}}\n"
    found = told(tmp_path, READY + "    geographies: [AT, DE, US]\n", files={"prodops.yaml": policy})
    assert [text for kind, *_, text in found if kind == "missing"] == [
        "notary: nobody has set up this gate (asked for by AT, DE and US)"
    ]


@pytest.mark.parametrize(
    ("more", "headline"),
    [
        ("", "Of 1 launch, 1 waits only for what is not yet due."),
        ("risks: [{title: Slow}]", "Of 1 launch, 1 has smaller things to see to now."),
        ("status: on_hold", "No launch is planned for the next 12 weeks."),
    ],
)
def test_headline_of_the_table_says_who_only_waits(tmp_path: Path, more: str, headline: str) -> None:
    launch = READY.replace("on: 2026-10-01", "on: 2026-10-16") + f"    {more}\n"
    workspace = read_files(tmp_path, {**BASE, "launches/checkout-2.yaml": launch})
    assert readiness_table(workspace, TODAY, 12).headline == headline


@pytest.mark.parametrize(
    ("more", "is_ready"),
    [
        ("", True),
        ("risks: [{title: Slow}]", True),
        ("initiatives: [done, dropped]", False),
        ("initiatives: [nowhere]", False),
        ("audiences: [support]", False),
        ("geographies: [PT]", False),
        ("gates: {product: {owner: ada}, engineering: {owner: linus}}", False),
        (f"gates: {{product: {{owner: grace, approvals: {SIGNED % 'ada'}}}}}", False),
    ],
)
def test_status_and_readiness_agree_on_what_is_ready(tmp_path: Path, more: str, is_ready: bool) -> None:
    """Support has not been told, six days before; Portugal asks for a notary whom nobody has asked."""
    policy = "name: Acme\nlaunches: {geographies: {PT: [notary]}}\n"
    key = more.partition(":")[0] or "none"
    blocks = READY.strip().replace("\n    ", "\n")
    lines = blocks[: blocks.index("gates:")] if key == "gates" else blocks
    text = "\n".join([*(line for line in lines.split("\n") if not line.startswith(f"{key}:")), more]) + "\n"
    root = write_files(tmp_path, {**BASE, "prodops.yaml": policy, "launches/checkout-2.yaml": text})
    day = ["--as-of", "2026-11-11", "--no-history", "--format", "json"]
    (line,) = json.loads(prodops("status", *day, at=root).out)["launches"]
    decision = json.loads(prodops("launch", "readiness", "checkout-2", *day, at=root).out)["decision"]
    assert (line["is_ready"], decision != "hold") == (is_ready, is_ready), decision


def test_decision_is_needed_and_overdue_by_the_policy_where_the_file_gives_no_day(tmp_path: Path) -> None:
    launch = GATED.replace("tier: 3", "tier: 1") + "      legal: {}\n"
    root = write_files(tmp_path, {**BASE, "launches/checkout-2.yaml": launch})
    made = json.loads(prodops("status", "--no-history", "--format", "json", at=root).out)
    (decision,) = (one for one in made["decisions"] if one["kind"] == "gates_open")
    gates = {gate["name"]: (gate["due"], gate["is_pressing"]) for gate in decision["gates"]}
    assert gates["legal"] == ("2026-10-27", True), "fifteen working days before the launch, and twelve from today"
    assert gates["engineering"] == ("2026-11-12", False)
    said = "`legal` was due 2026-10-27, 1 day ago by the policy (15 working days before the launch), and is not started"
    assert said not in prodops("lint", "--as-of", "2026-10-27", at=root).out
    assert said in prodops("lint", "--as-of", "2026-10-28", at=root).out
    typed = launch.replace("legal: {}", "legal: {due: 2026-11-04}")
    write_files(root, {"launches/checkout-2.yaml": typed})
    assert "`legal` was due" not in prodops("lint", "--as-of", "2026-10-28", at=root).out
    assert "`legal` was due 2026-11-04, 1 day ago, and is" in prodops("lint", "--as-of", "2026-11-05", at=root).out


def test_weight_comes_first_then_what_is_pressing(tmp_path: Path) -> None:
    launch = """
        title: Checkout 2
        date: 2026-11-17
        initiatives: [late, going]
        gates:
          product: {owner: ada, due: 2026-10-01}
          engineering: {owner: linus, approvals: [{by: linus, on: 2026-10-01, verdict: rejected}]}
        risks: [{title: Slow, owner: ada}]
        audiences: [support]
    """
    found = reasons(tmp_path, launch)
    assert [(one.weight, one.when, one.kind) for one in found] == [
        ("hold", "late", "undecided"),
        ("hold", "late", "work"),
        ("hold", "now", "rejected"),
        ("hold", "now", "work"),
        ("condition", "now", "risk"),
        ("condition", "now", "owner"),
        ("condition", "ahead", "brief"),
    ]
    assert {one.kind for one in found} <= set(KINDS)


def test_forecast_and_plan_are_told_apart(tmp_path: Path) -> None:
    workspace = read_files(tmp_path, {**BASE, "launches/checkout-2.yaml": READY.replace("[done]", "[going]")})
    for by, says in (("forecast", "85 % of comparable work ships by"), ("plan", "by the plan")):
        inquiry = Inquiry(workspace, TODAY, {"going": Expected(date(2026, 11, 27), by)})  # type: ignore[arg-type]
        (reason,) = (one for one in verdict_of(inquiry, entry_of(workspace)).reasons if one.kind == "work")
        assert reason.text.endswith(f"; {says} 27 Nov (10 days after the launch)")
        assert reason.who == ("linus",)


# --- who may sign ------------------------------------------------------------------------------------


def test_who_may_sign_is_the_policy_then_the_team_then_the_owner(tmp_path: Path) -> None:
    policy = "name: Acme\nlaunches: {gates: {tax: {approvers: ['person:ada', 'team:legal']}}}\n"
    workspace = read_files(tmp_path, {**BASE, "prodops.yaml": policy, "launches/checkout-2.yaml": GATED})
    book, launch = SignerBook(workspace), entry_of(workspace).record
    assert book.of(launch, "tax").people == ("ada", "grace", "noor")
    assert book.of(launch, "legal") == replace(book.of(launch, "tax"), people=("grace", "noor"), basis="team")
    assert book.of(launch, "engineering").people == ("linus",)
    assert book.of(launch, "privacy").basis == "nobody"
    assert book.of(launch, "privacy").may_sign("ada")


@pytest.mark.parametrize(
    ("path", "can"),
    [
        ("geographies", True),
        ("facts.personal_data", True),
        ("messages.customers", True),
        ("gtm.pricing", True),
        ("rollout", True),
        ("rollout.percent", False),
        ("messages.customers.x", False),
        ("gates", False),
        ("gates.legal.owner", False),
        ("countries", False),
        ("label", False),
        ("model_fields", False),
        ("", False),
    ],
)
def test_what_can_be_judged(path: str, can: bool) -> None:
    assert can_be_judged(path) is can


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("*", True),
        ("/", True),
        ("launches/", True),
        ("/launches", True),
        ("launches/*", False),
        ("launches/**", True),
        ("*.yaml", True),
        ("a.yaml", True),
        ("**/a.yaml", True),
        ("2026-q4/", True),
        ("/2026-q4/", False),
        ("/*", False),
        ("launches/*/a.yaml", True),
        ("a.yaml/", False),
        ("?aunches/", True),
        ("docs/", False),
        ("launches/*/b.yaml", False),
        ("*a" * 90, False),
        ("a" * 300, False),
        ("!launches", False),
    ],
)
def test_code_owners_fit_as_forges_have_it(pattern: str, fits: bool) -> None:
    found = owners_of(f"# nobody\n[Section] @b\n{pattern} @ada # the last one\n", "launches/2026-q4/a.yaml")
    assert found == (("@ada",) if fits else None)


def test_last_pattern_that_fits_decides() -> None:
    assert owners_of("* @a\nlaunches/ @b c@d.e\n", "launches/x.yaml") == ("@b", "c@d.e")
    assert owners_of("* @a\nlaunches/\n", "launches/x.yaml") == ()


# --- the pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "launch", "code"),
    [("go", "parcel-tracking", 0), ("conditions", "payday", 0), ("hold", "pay-in-three", 1)],
)
def test_acme_has_a_launch_at_each_verdict(golden: Any, name: str, launch: str, code: int) -> None:
    for suffix, form in (("md", "markdown"), ("txt", "text")):
        ran = prodops("launch", "readiness", launch, "--no-history", "--format", form, at=ACME)
        assert ran.code == code
        golden(f"acme-readiness-{name}.{suffix}", ran.out)


def test_table_of_acme(golden: Any) -> None:
    for suffix, form in (("md", "markdown"), ("txt", "text"), ("csv", "csv")):
        ran = prodops("launch", "readiness", "--format", form, at=ACME)
        assert ran.code == ExitCode.FINDINGS
        golden(f"acme-readiness.{suffix}", ran.out)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["payday"], 0),
        (["payday", "--strict"], 1),
        (["parcel-tracking", "--strict"], 0),
        (["Payday is Tuesday"], 0),
        (["checkout-2"], 1),
        (["theme-editor"], 1),
        (["help-centre"], 2),
        (["printed-cards"], 2),
        (["nothing-such"], 2),
        (["payday", "--format", "csv"], 2),
        (["--weeks", "1"], 0),
        (["--weeks", "2", "--strict"], 1),
        (["--weeks", "0"], 2),
        (["--weeks", "26"], 1),
    ],
)
def test_exit_codes(arguments: list[str], code: int) -> None:
    ran = prodops("launch", "readiness", *arguments, *([] if arguments[0] == "--weeks" else ["--no-history"]), at=ACME)
    assert ran.code == code, ran.err


def test_page_of_a_day_and_of_a_revision(tmp_path: Path) -> None:
    root = init(tmp_path)
    write_files(root, {**BASE, "launches/checkout-2.yaml": READY})
    first = commit(root)
    write_files(root, {**BASE, "launches/checkout-2.yaml": READY.replace("[done]", "[late]")})
    assert prodops("launch", "readiness", "checkout-2", at=root).code == ExitCode.FINDINGS
    assert prodops("launch", "readiness", "checkout-2", "--at", first[:12], "--as-of", "2026-10-15", at=root).code == 0
    past = prodops("launch", "readiness", "checkout-2", "--as-of", "2026-09-30", at=root)
    assert "product: not started" in past.out, "the sign-offs are of October"


def test_shallow_clone_says_how_to_go_without(tmp_path: Path) -> None:
    root = init(tmp_path / "whole")
    write_files(root, {**BASE, "launches/checkout-2.yaml": READY})
    commit(root)
    commit(root, {"notes.txt": "more"})
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "part")
    ran = prodops("launch", "readiness", "checkout-2", at=tmp_path / "part")
    assert ran.code == ExitCode.HISTORY_NOT_AVAILABLE
    assert "--no-history" in ran.err
    assert prodops("launch", "readiness", "checkout-2", "--no-history", at=tmp_path / "part").code == 0
    assert prodops("launch", "readiness", at=tmp_path / "part").code == 0, "the table asks no history"


def test_what_could_not_be_read_is_no_go(tmp_path: Path) -> None:
    broken = {"roadmap.yaml": "- {id: done, title: [a list]}\n", "launches/checkout-2.yaml": READY}
    root = write_files(tmp_path, {**BASE, **broken})
    ran = prodops("launch", "readiness", "checkout-2", at=root)
    assert ran.code == ExitCode.FINDINGS
    assert "could not be read" in ran.out
    whole = write_files(tmp_path, {**BASE, "launches/checkout-2.yaml": READY})
    assert prodops("launch", "readiness", at=whole).code == 0
    write_files(tmp_path, {**BASE, "launches/other.yaml": "title: [a list]\n"})
    ran = prodops("launch", "readiness", at=root)
    assert ran.code == ExitCode.FINDINGS
    assert "1 file has problems" in ran.err


def test_nobody_is_an_outsider_while_people_cannot_be_read(tmp_path: Path) -> None:
    launch = GATED + "        approvals: [{by: ada, on: 2026-10-01, verdict: approved}]\n"
    root = write_files(tmp_path, {**BASE, "launches/checkout-2.yaml": launch})
    assert "approval-by-outsider" in prodops("lint", at=root).out
    write_files(root, {**BASE, "teams/engineering.yaml": "name: [a list]\n"})
    assert "approval-by-outsider" not in prodops("lint", at=root).out


def test_who_recorded_a_sign_off_is_told(tmp_path: Path) -> None:
    root = init(tmp_path)
    write_files(root, {**BASE, "launches/checkout-2.yaml": READY, ".github/CODEOWNERS": "launches/ @linus\n"})
    commit(root)
    made = json.loads(prodops("launch", "readiness", "checkout-2", "--format", "json", at=root).out)
    said = [note["text"] for note in made["notes"] if note["kind"] == "record"]
    short = git(root, "rev-parse", "HEAD")[:10]
    assert said == [
        f"engineering: Linus Example signed, and Ada recorded it (unsigned commit {short})",
        "product: Ada Example is not among the code owners of the file",
    ]
    write_files(root, {**BASE, "launches/checkout-2.yaml": READY.replace("on: 2026-10-01", "on: 2026-10-02")})
    made = json.loads(prodops("launch", "readiness", "checkout-2", "--format", "json", at=root).out)
    assert "product: the sign-off of Ada Example is not committed yet" in [note["text"] for note in made["notes"]]


def _commit_as_linus(root: Path) -> None:
    commit(root)
    git(root, "commit", "-q", "--amend", "--no-edit", "--author", "Linus <linus@example.com>")


def _recorded(root: Path) -> list[str]:
    made = json.loads(prodops("launch", "readiness", "checkout-2", "--format", "json", at=root).out)
    return [note["text"] for note in made["notes"] if note["kind"] == "record"]


def test_who_changed_a_sign_off_is_told(tmp_path: Path) -> None:
    root = init(tmp_path)
    at_first = READY.replace("verdict: approved", "verdict: conditional, conditions: [a load test]")
    write_files(root, {**BASE, "launches/checkout-2.yaml": at_first})
    _commit_as_linus(root)
    write_files(root, {**BASE, "launches/checkout-2.yaml": READY})
    assert "engineering: a change of the sign-off of Linus Example is not committed yet" in _recorded(root)
    commit(root)
    short = git(root, "rev-parse", "HEAD")[:10]
    assert _recorded(root) == [
        f"engineering: Linus Example signed, and Ada changed it afterwards (unsigned commit {short})"
    ], "whatever it said when Linus committed it"


def test_condition_that_is_written_out_is_no_change_and_one_that_is_met_is(tmp_path: Path) -> None:
    root = init(tmp_path)
    condition = "verdict: conditional, conditions: [%s]}]}"
    texts = [READY.replace("verdict: approved}]}", condition % one) for one in ("test", "{text: test}")]
    write_files(root, {**BASE, "launches/checkout-2.yaml": texts[0]})
    _commit_as_linus(root)
    commit(root, {"launches/checkout-2.yaml": texts[1]})
    assert [note for note in _recorded(root) if note.startswith("engineering")] == []
    commit(root, {"launches/checkout-2.yaml": texts[1].replace("text: test}", "text: test, met: 2026-10-02}")})
    assert "engineering: Linus Example signed, and Ada changed it afterwards" in _recorded(root)[0]


def test_two_sign_offs_of_one_day_have_a_commit_each(tmp_path: Path) -> None:
    root = init(tmp_path)
    first = "{by: linus, on: 2026-10-01, verdict: rejected}"
    second = f"{first}, {{by: linus, on: 2026-10-01, verdict: approved}}"
    texts = [READY.replace(SIGNED % "linus", f"[{one}]") for one in (first, second)]
    write_files(root, {**BASE, "launches/checkout-2.yaml": texts[0]})
    _commit_as_linus(root)
    commit(root, {"launches/checkout-2.yaml": texts[1]})
    short = git(root, "rev-parse", "HEAD")[:10]
    assert f"engineering: Linus Example signed, and Ada recorded it (unsigned commit {short})" in _recorded(root)


# --- a sign-off that counts for nothing ----------------------------------------------------------------


def test_sign_off_by_an_outsider_has_passed_nowhere(tmp_path: Path) -> None:
    root = write_files(tmp_path, {**BASE, "launches/checkout-2.yaml": READY.replace(SIGNED % "linus", SIGNED % "ada")})
    made = json.loads(prodops("launch", "readiness", "checkout-2", "--format", "json", at=root).out)
    assert [(gate["name"], gate["state"]) for gate in made["gates"]] == [
        ("product", "approved"),
        ("engineering", "void"),
    ]
    assert [line["what"] for line in made["done"] if ": approved" in line["what"]] == [
        "product: approved by Ada Example on 1 Oct"
    ]
    assert [hold["kind"] for hold in made["holds"]] == ["outsider"]
    rows = prodops("launch", "calendar", "--format", "csv", at=root).out.splitlines()
    (row,) = [row for row in rows if "engineering" in row]
    assert "void" in row
    status = json.loads(prodops("status", "--format", "json", at=root).out)
    assert [(line["gates_passed"], line["gates"]) for line in status["launches"]] == [(1, 2)]
    assert "`engineering` was due" in prodops("lint", "--as-of", "2026-11-14", "--select", "gate-overdue", at=root).out


# --- stale, and back again -----------------------------------------------------------------------------

WHOLE = """\
title: Checkout 2
date: 2026-11-17
owner: ada
facts: {new_product: true}
initiatives: [done]
geographies: [DE, AT]   # the first two
gates:
  legal: {}
  privacy: {owner: noor}
  security: {owner: linus}
  support: {owner: linus}
  marketing: {owner: ada}
  finance: {owner: grace}
  tax: {owner: grace}
  product: {owner: ada}
  engineering: {owner: linus}
"""
SIGNERS = {
    "legal": "noor",
    "privacy": "noor",
    "security": "linus",
    "support": "linus",
    "marketing": "ada",
    "finance": "grace",
    "tax": "grace",
    "product": "ada",
    "engineering": "linus",
}


def states(root: Path) -> dict[str, str]:
    made = json.loads(prodops("launch", "readiness", "checkout-2", "--format", "json", "--no-history", at=root).out)
    return {gate["name"]: gate["state"] for gate in made["gates"]}


def test_sign_offs_go_stale_on_a_change_of_what_they_cover_and_come_back_with_it(tmp_path: Path) -> None:
    root = write_files(tmp_path, BASE)
    file = root / "launches/checkout-2.yaml"
    file.parent.mkdir()
    file.write_text(WHOLE)
    for gate, who in SIGNERS.items():
        ran = prodops("launch", "approve", "checkout-2", gate, "--by", who, "--verdict", "approved", at=root)
        assert ran.code == 0, ran.err
    assert set(states(root).values()) == {"approved"}
    signed = file.read_text()
    file.write_text(signed.replace("geographies: [DE, AT]", "geographies: [DE, AT, PT]"))
    found = states(root)
    assert {gate for gate, state in found.items() if state == "stale"} == {"legal", "privacy", "marketing", "tax"}
    assert set(found.values()) == {"stale", "approved"}
    ran = prodops("lint", "--select", "gate-stale", at=root)
    assert ran.out.count("`geographies` changed since") == 4
    page = prodops("launch", "readiness", "checkout-2", "--no-history", "--format", "json", at=root)
    assert page.code == ExitCode.FINDINGS
    assert "legal: geographies changed since Noor Example signed on 15 Oct" in page.out
    cosmetic = signed.replace("geographies: [DE, AT]   # the first two", "geographies:\n  - AT\n  - DE")
    file.write_text(cosmetic)
    assert set(states(root).values()) == {"approved"}, "order, comments and brackets are no change"
    file.write_text(signed)
    assert set(states(root).values()) == {"approved"}, "and back again"
    assert prodops("launch", "readiness", "checkout-2", "--no-history", at=root).code == 0


def test_signature_is_seen_and_never_checked(tmp_path: Path) -> None:
    root = init(tmp_path)
    plain = commit(root, {"a.txt": "-----BEGIN PGP SIGNATURE-----\n"}, message="gpgsig in the message\n\ngpgsig no")
    raw = git(root, "cat-file", "commit", plain)
    head, _, message = raw.partition("\n\n")
    armour = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n nothing good\n -----END PGP SIGNATURE-----"
    signed = git(root, "hash-object", "-t", "commit", "-w", "--stdin", text=f"{head}\n{armour}\n\n{message}\n")
    repository = Repository.around(root)
    assert repository.with_signature([plain, signed, plain]) == {signed}
    assert repository.with_signature([]) == frozenset()


def test_first_of_the_places_of_a_file(tmp_path: Path) -> None:
    root = init(tmp_path)
    (root / "CODEOWNERS").symlink_to("a.txt")
    tip = commit(root, {"docs/CODEOWNERS": "* @ada\n", "a.txt": "* @nobody\n", "part/prodops.yaml": "name: A\n"})
    repository = Repository.around(root / "part")
    assert repository.first_of(tip, PLACES) == b"* @ada\n", "a link is no file, and paths begin at the top"
    assert repository.first_of(tip, ["a.txt"], most=3) is None
    assert repository.first_of(tip, ["nothing"]) is None


def test_what_a_field_said_when_it_was_signed(tmp_path: Path) -> None:
    root = init(tmp_path)
    write_files(root, BASE)
    commit(root, {"launches/checkout-2.yaml": WHOLE})
    signed = ["--by", "grace", "--verdict", "waived", "--until", "2026-12-31"]
    assert prodops("launch", "approve", "checkout-2", "tax", *signed, at=root).code == 0
    commit(root)
    file = root / "launches/checkout-2.yaml"
    commit(root, {"launches/checkout-2.yaml": file.read_text().replace("[DE, AT]", "[PT]")})
    made = json.loads(prodops("launch", "readiness", "checkout-2", "--format", "json", at=root).out)
    said = [note["text"] for note in made["notes"]]
    assert "tax: geographies was DE and AT when Grace Example signed" in said


# --- hostile texts -----------------------------------------------------------------------------------

WORDY = {
    **BASE,
    "launches/checkout-2.yaml": """
        title: Checkout 2
        date: 2026-11-17
        owner: ada
        team: payments
        initiatives: [going, done]
        gates:
          product: {owner: ada, approvals: [{by: ada, on: 2026-10-01, verdict: rejected, conditions: [word]}]}
          engineering: {owner: linus, approvals: [{by: linus, on: 2026-10-01, verdict: approved}]}
        audiences: [support]
        risks: [{title: word}, {title: word, status: accepted}]
        metrics: [{title: word}]
    """,
}


def swapped(value: Any, text: str) -> Any:
    """A page with another text in the place of each free one."""
    if isinstance(value, tuple):
        return tuple(swapped(item, text) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    words = {"text", "name", "what", "organisation", "headline", "why_tier", "first"}
    changed = {
        field.name: text
        if field.name in words and isinstance(getattr(value, field.name), str)
        else swapped(getattr(value, field.name), text)
        for field in fields(value)
    }
    return replace(value, **changed)


def page_of(workspace: Workspace) -> Readiness:
    return readiness(Inquiry(workspace, TODAY), entry_of(workspace))


def test_no_text_changes_the_structure(tmp_path: Path) -> None:
    workspace = read_files(tmp_path, WORDY)
    page, table = page_of(workspace), readiness_table(workspace, TODAY, 12)
    assert page.holds
    assert page.conditions
    assert page.notes
    assert page.done
    plain = structure(markdown.render("readiness", page)), structure(markdown.render("readiness-table", table))
    for name, payload in payloads().items():
        text = payload.strip()
        if not text or name == "surrogate":
            continue
        wrong, rows = swapped(page, text), swapped(table, text)
        texts = markdown.render("readiness", wrong), markdown.render("readiness-table", rows)
        assert (structure(texts[0]), structure(texts[1])) == plain, name
        outputs = [*texts, data.render(wrong), data.render(rows), table_csv(rows)]
        outputs += [terminal.render(one, width=80, colour=False) for one in texts]
        outputs += [slack.render(texts[0]), forge.as_comment("readiness", texts[0]), forge.as_summary(texts[1])]
        for output in outputs:
            assert not COMMAND.search(output), name
            assert not INVISIBLE.search(output), name
        require_harmless(html.render(texts[0]))


def test_output_is_the_same_each_time() -> None:
    def run() -> Ran:
        return prodops("launch", "readiness", "payday", "--no-history", "--format", "json", at=ACME)

    assert run() == run()
