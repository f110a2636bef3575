"""`launch approve`: what was decided is written once, sealed, by those who may, and nothing else is touched."""

import shlex
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builder import read_files, write_files
from cli_runner import Ran, prodops
from payloads import payloads
from prodops_cli.analysis.launches.gates import last_approval, open_conditions, signed_state
from prodops_cli.analysis.launches.seals import seal_of
from prodops_cli.errors import ExitCode
from prodops_cli.kinds.launch import Approval, Gate, Launch
from prodops_cli.workspace import Workspace
from repository import commit, git, init
from terminal import on_terminal

TODAY = date(2026, 10, 15)
REPOSITORY = Path(__file__).parents[1]
LAUNCH = """\
# Everything that checkout needs.
title: 'Checkout 2'
date: 2026-11-17   # a Tuesday
owner: ada
facts: {notable: true}
geographies: [DE,  AT]
gates:
    support:       # Fenna's
        owner: fenna
        checklist: [macros]
    security: {owner: ada}

# the end
"""
FILES = {
    "prodops.yaml": "name: Acme\nas_of: 2026-10-15\n",
    "people.yaml": """
        - {id: ada, name: Ada Example, email: ada@example.com, team: payments}
        - {id: fenna, name: Fenna Example, email: fenna@example.com, team: payments}
        - {id: noor, name: Noor Example, team: legal}
    """,
    "teams.yaml": """
        - {id: payments, name: Payments, lead: ada, sponsor: ada}
        - {id: legal, name: Legal, type: business, lead: noor, sponsor: ada}
        - {id: product, name: Product, type: business, lead: ada, sponsor: ada}
    """,
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_files(tmp_path, FILES)
    (tmp_path / "launches").mkdir()
    (tmp_path / "launches/checkout-2.yaml").write_text(LAUNCH)
    return tmp_path


def approve(root: Path, *arguments: str) -> Ran:
    return prodops("launch", "approve", "checkout-2", *arguments, at=root)


def text_of(root: Path) -> str:
    return (root / "launches/checkout-2.yaml").read_text()


def workspace_of(root: Path) -> Workspace:
    files = {path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*.yaml")}
    return read_files(root, files)


def gate_of(root: Path, name: str) -> Gate:
    (entry,) = workspace_of(root).of(Launch)
    return entry.record.gates[name]


def last(root: Path, name: str) -> Approval:
    found = last_approval(gate_of(root, name), TODAY)
    assert found is not None
    return found


# --- what is written -----------------------------------------------------------------------------------


def test_sign_off_is_added_with_its_seal_and_every_other_byte_stays(root: Path) -> None:
    ran = approve(root, "support", "--by", "fenna", "--verdict", "approved", "--note", "Macros: five")
    assert ran.code == 0, ran.err
    assert "support of Checkout 2: approved by fenna on 2026-10-15" in ran.err
    new = text_of(root)
    added = new.split("checklist: [macros]\n", 1)[1].split("    security:", 1)[0]
    assert new.replace(added, "") == LAUNCH
    signed = last(root, "support")
    (entry,) = workspace_of(root).of(Launch)
    policy = workspace_of(root).settings.launches
    assert signed.model_dump() == {
        "by": "fenna",
        "on": TODAY,
        "verdict": "approved",
        "conditions": (),
        "until": None,
        "note": "Macros: five",
        "seal": seal_of(policy, entry.record, "support"),
    }


def test_gate_that_only_the_policy_asks_for_is_made(root: Path) -> None:
    ran = approve(root, "product", "--by", "Ada Example", "--verdict", "approved")
    assert ran.code == 0, ran.err
    assert signed_state(gate_of(root, "product"), TODAY) == "approved"
    assert text_of(root).startswith(LAUNCH.split("    security", 1)[0])


def test_later_sign_off_stands_below_the_earlier_one(root: Path) -> None:
    assert approve(root, "support", "--by", "fenna", "--verdict", "rejected", "--on", "2026-10-01").code == 0
    assert last(root, "support").seal is None, "a rejection never goes stale"
    assert approve(root, "support", "--by", "fenna", "--verdict", "approved").code == 0
    assert [one.verdict for one in gate_of(root, "support").approvals] == ["rejected", "approved"]


def test_conditions_are_met_one_by_one(root: Path) -> None:
    conditions = ["--condition", "five macros", "--condition", "a walk-through: every shift"]
    assert approve(root, "support", "--by", "fenna", "--verdict", "conditional", *conditions).code == 0
    assert open_conditions(last(root, "support"), TODAY) == ("five macros", "a walk-through: every shift")
    met = approve(root, "support", "--meet", "A walk", "--by", "fenna")
    assert met.code == 0
    assert "fenna says that the condition is met, on 2026-10-15" in met.err
    assert open_conditions(last(root, "support"), TODAY) == ("five macros",)
    assert approve(root, "support", "--meet", "a walk", "--by", "fenna").code == ExitCode.COULD_NOT_RUN, (
        "it is met already"
    )
    assert signed_state(gate_of(root, "support"), TODAY) == "conditional"
    assert approve(root, "support", "--meet", "five macros", "--by", "ada").code == 0
    assert signed_state(gate_of(root, "support"), TODAY) == "approved"


def test_waiver_has_its_end(root: Path) -> None:
    ran = approve(root, "support", "--by", "fenna", "--verdict", "waived", "--until", "2026-12-01")
    assert ran.code == 0, ran.err
    assert last(root, "support").until == date(2026, 12, 1)


def test_dry_run_shows_the_change_and_writes_nothing(root: Path) -> None:
    ran = approve(root, "support", "--by", "fenna", "--verdict", "approved", "--dry-run")
    assert ran.code == 0
    assert "+            verdict: approved" in ran.out.replace("+              verdict", "+            verdict")
    assert "dry run" in ran.err
    assert text_of(root) == LAUNCH


def test_line_ends_and_mark_stay(root: Path) -> None:
    path = root / "launches/checkout-2.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + LAUNCH.replace("\n", "\r\n").encode())
    assert approve(root, "security", "--by", "ada", "--verdict", "approved").code == 0
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf# Everything")
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_record_in_a_list_is_signed_where_it_stands(tmp_path: Path) -> None:
    launches = """
        - {id: other, title: Other}
        - id: checkout-2
          title: Checkout 2
          gates:
            security: {owner: ada}
    """
    root = write_files(tmp_path, {**FILES, "launches.yaml": launches})
    ran = approve(root, "security", "--by", "ada", "--verdict", "approved")
    assert ran.code == 0, ran.err
    found = {entry.id: entry.record for entry in workspace_of(root).of(Launch)}
    assert found["checkout-2"].gates["security"].approvals[0].by == "ada"
    assert found["other"].gates == {}


# --- what is refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["support", "--by", "ada", "--verdict", "approved"], 1, "Fenna Example (fenna) may: the gate's owner decides"),
        (["legal", "--by", "noor", "--verdict", "approved"], 2, "has no gate `legal`, and needs none"),
        (["product", "--by", "noor", "--verdict", "approved"], 1, "Ada Example (ada) may: it is for the team product"),
        (["marketing", "--by", "noor", "--verdict", "approved"], 1, "nobody is named who may sign for `marketing`"),
        (["suport", "--by", "fenna", "--verdict", "approved"], 2, "did you mean `support`?"),
        (["support", "--by", "fena", "--verdict", "approved"], 2, "did you mean `fenna`?"),
        (["support", "--by", "fenna", "--verdict", "fine"], 2, "there is no verdict `fine`"),
        (["support", "--by", "fenna"], 2, "verdict is missing"),
        (["support", "--verdict", "approved"], 2, "say --by PERSON"),
        (["support", "--by", "fenna", "--verdict", "conditional"], 2, "--condition TEXT"),
        (["support", "--by", "fenna", "--verdict", "waived"], 2, "--until DATE"),
        (["support", "--by", "fenna", "--verdict", "approved", "--until", "2026-12-01"], 2, "does not run out"),
        (["support", "--by", "fenna", "--verdict", "approved", "--condition", "x"], 2, "has no conditions"),
        (["support", "--by", "fenna", "--verdict", "waived", "--until", "2026-10-01"], 2, "before it is given"),
        (["support", "--by", "fenna", "--verdict", "approved", "--on", "2026-10-16"], 2, "still to come"),
        (["support", "--meet", "anything", "--by", "fenna"], 2, "has no open condition"),
        (["support", "--meet", "x", "--verdict", "approved"], 2, "--meet takes no verdict"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    root: Path, arguments: list[str], code: int, says: str
) -> None:
    ran = approve(root, *arguments)
    assert (ran.code, text_of(root)) == (code, LAUNCH)
    assert says in ran.err


def test_older_sign_off_than_the_last_is_refused(root: Path) -> None:
    assert approve(root, "support", "--by", "fenna", "--verdict", "approved").code == 0
    ran = approve(root, "support", "--by", "fenna", "--verdict", "rejected", "--on", "2026-10-01")
    assert ran.code == ExitCode.COULD_NOT_RUN
    assert "would still be the one that counts" in ran.err


def test_cancelled_launch_is_not_signed(root: Path) -> None:
    (root / "launches/checkout-2.yaml").write_text(LAUNCH.replace("owner: ada\nfacts", "status: cancelled\nfacts"))
    ran = approve(root, "support", "--by", "fenna", "--verdict", "approved")
    assert ran.code == ExitCode.COULD_NOT_RUN, "as readiness and brief say it"
    assert "is cancelled: there is nothing to decide" in ran.err


def test_launched_launch_is_signed_only_for_a_day_before(root: Path) -> None:
    path = root / "launches/checkout-2.yaml"
    path.write_text(LAUNCH.replace("2026-11-17   # a Tuesday", "2026-10-06\nstatus: launched"))
    signed = ["--by", "fenna", "--verdict", "approved"]
    ran = approve(root, "support", *signed)
    assert ran.code == ExitCode.COULD_NOT_RUN
    assert "is launched: there is nothing to decide" in ran.err
    assert "--on DATE, up to 2026-10-06" in ran.err
    assert approve(root, "support", *signed, "--on", "2026-10-06").code == 0
    assert prodops("lint", "--select", "launched-without-sign-off", at=root).out.count("support") == 0


# --- conditions ----------------------------------------------------------------------------------------


@pytest.fixture
def conditional(root: Path) -> Path:
    more = ["--verdict", "conditional", "--condition", "five macros", "--on", "2026-10-10"]
    assert approve(root, "support", "--by", "fenna", *more).code == 0
    return root


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--by", "noor"], 1, "Noor Example (noor) may not say that a condition of `support` is met"),
        ([], 2, "say --by PERSON"),
        (["--by", "fenna", "--on", "2026-10-09"], 2, "2026-10-09 is before the sign-off of 2026-10-10"),
        (["--by", "fenna", "--on", "2026-10-16"], 2, "still to come"),
    ],
)
def test_condition_is_not_met_by_anybody_at_any_time(
    conditional: Path, arguments: list[str], code: int, says: str
) -> None:
    before = text_of(conditional)
    ran = approve(conditional, "support", "--meet", "five", *arguments)
    assert (ran.code, text_of(conditional)) == (code, before)
    assert says in ran.err


def test_condition_is_met_by_who_set_it_or_answers_for_the_launch(conditional: Path) -> None:
    before = text_of(conditional)
    for person in ("fenna", "ada"):
        (conditional / "launches/checkout-2.yaml").write_text(before)
        assert approve(conditional, "support", "--meet", "five", "--by", person).code == 0


def test_condition_of_a_rejection_is_not_met_and_those_met_by_hand_are_not_told(root: Path) -> None:
    more = ["--verdict", "rejected", "--condition", "five macros", "--condition", "a walk-through"]
    assert approve(root, "support", "--by", "fenna", *more).code == 0
    ran = approve(root, "support", "--meet", "five", "--by", "fenna")
    assert ran.code == ExitCode.COULD_NOT_RUN
    assert "decides again" in ran.err
    path = root / "launches/checkout-2.yaml"
    written = text_of(root)
    assert "[five macros, " in written
    path.write_text(written.replace("[five macros, ", "[{text: five macros, met: 2026-10-15}, "))
    told = prodops("launch", "readiness", "checkout-2", "--no-history", "--format", "json", at=root).out
    assert "rejected by Fenna Example on 15 Oct: a walk-through" in told


# --- what is shown to be copied ------------------------------------------------------------------------


def commands() -> list[list[str]]:
    """The sign-offs in the command's help and in the how-to page, in order."""
    help_ = prodops("launch", "approve", "--help").out
    page = (REPOSITORY / "docs/how-to/launch-readiness.md").read_text()
    lines = [line.strip() for text in (help_, page) for line in text.splitlines()]
    return [shlex.split(line) for line in lines if line.startswith("prodops launch approve ") and "--" in line]


def test_examples_work_on_acme_one_after_the_other(tmp_path: Path) -> None:
    acme = tmp_path / "acme"
    shutil.copytree(REPOSITORY / "examples/acme", acme)
    found = commands()
    assert len(found) > 6
    for words in found:
        ran = prodops(*words[1:], at=acme)
        assert ran.code == 0, (words, ran.err)


def test_hints_can_be_pasted(root: Path) -> None:
    gate = "{owner: ada, approvals: [{by: ada, on: 2026-10-01, verdict: waived, until: 2026-11-01, seal: {date: '0'}}]}"
    text = LAUNCH.replace("security: {owner: ada}", f"customer care: {gate}\naudiences: [customer care]")
    (root / "launches/checkout-2.yaml").write_text(text)
    found = prodops("lint", "--as-of", "2026-10-16", at=root).out
    assert "prodops launch approve checkout-2 'customer care'" in found
    assert found.count("prodops launch approve checkout-2 'customer care'") == 2, "gate-stale, and the waiver"
    late = prodops("lint", "--as-of", "2026-11-16", "--select", "brief-late", at=root).out
    assert "--audience 'customer care'" in late


def test_policy_says_who_may(root: Path) -> None:
    policy = "name: Acme\nas_of: 2026-10-15\nlaunches: {gates: {support: {approvers: ['team:legal']}}}\n"
    (root / "prodops.yaml").write_text(policy)
    refused = approve(root, "support", "--by", "fenna", "--verdict", "approved")
    assert refused.code == ExitCode.FINDINGS
    assert "Noor Example (noor) may: `approvers` in prodops.yaml says so" in refused.err
    assert approve(root, "support", "--by", "noor", "--verdict", "approved").code == 0
    assert prodops("lint", "--select", "approval-by-outsider", at=root).code == 0


def test_what_somebody_typed_who_may_not_is_an_error(root: Path) -> None:
    path = root / "launches/checkout-2.yaml"
    path.write_text(
        LAUNCH.replace(
            "{owner: ada}", "{owner: ada, approvals: [{by: noor, on: 2026-10-01, verdict: waived, until: 2026-12-31}]}"
        )
    )
    ran = prodops("lint", "--select", "approval-by-outsider", at=root)
    assert ran.code == ExitCode.FINDINGS
    assert "`noor` signed for `security` and may not" in ran.out


# --- who one is ------------------------------------------------------------------------------------------


def test_whoever_git_knows_signs(root: Path) -> None:
    init(root)
    commit(root)
    git(root, "config", "user.email", "FENNA@example.com")
    ran = approve(root, "support", "--verdict", "approved")
    assert ran.code == 0, ran.err
    assert last(root, "support").by == "fenna"
    git(root, "config", "user.email", "nobody@example.com")
    assert approve(root, "support", "--verdict", "approved").code == ExitCode.COULD_NOT_RUN


def test_what_is_missing_is_asked_for(root: Path) -> None:
    typed = "fenna\nmaybe\nconditional\nfive macros\n-\n"
    printed = on_terminal(root, ["launch", "approve", "checkout-2", "support"], typed)
    assert "support of Checkout 2 judges" in printed
    assert "choose one of approved" in printed
    assert last(root, "support").conditions[0].text == "five macros"


# --- hostile texts -----------------------------------------------------------------------------------


def _plain(text: str) -> str:
    return " ".join(text.split())


def test_texts_are_written_as_they_were_typed_or_refused(root: Path) -> None:
    written = 0
    for name, payload in payloads().items():
        text = payload.strip()
        if not text or "\0" in text:
            continue
        (root / "launches/checkout-2.yaml").write_text(LAUNCH)
        more: list[Any] = ["--verdict", "conditional", f"--condition={text}", f"--note={text}"]
        ran = approve(root, "support", "--by", "fenna", *more)
        assert ran.code in (0, ExitCode.FINDINGS, ExitCode.COULD_NOT_RUN), (name, ran.err)
        assert "\x1b" not in ran.err + ran.out, name
        if ran.code:
            assert text_of(root) == LAUNCH, name
            continue
        written += 1
        signed = last(root, "support")
        assert signed.note is not None
        assert _plain(signed.note) == _plain(text), name
        assert _plain(signed.conditions[0].text) == _plain(text), name
    assert written > len(payloads()) // 2


# --- many conditions, and equal ones -----------------------------------------------------------------


def test_hint_names_a_few_conditions_and_the_nearest_first(root: Path) -> None:
    texts = [*(f"condition number {number} of the warehouse" for number in range(400)), "five macros"]
    conditions = ", ".join(f'"{text}"' for text in texts)
    signed = f"[{{by: fenna, on: 2026-10-10, verdict: conditional, conditions: [{conditions}]}}]"
    text = LAUNCH.replace("checklist: [macros]", f"approvals: {signed}")
    (root / "launches/checkout-2.yaml").write_text(text)
    ran = approve(root, "support", "--meet", "fife macros", "--by", "fenna")
    assert (ran.code, text_of(root)) == (ExitCode.COULD_NOT_RUN, text)
    assert "they are: `five macros`; " in ran.err
    assert "and 393 more" in ran.err
    assert len(ran.err) < 700


def test_conditions_of_the_same_text_are_met_one_after_the_other(root: Path) -> None:
    more = ["--verdict", "conditional", *["--condition", "five macros"] * 2, "--on", "2026-10-10"]
    assert approve(root, "support", "--by", "fenna", *more).code == 0
    before = text_of(root)
    assert approve(root, "support", "--by", "fenna", "--meet", "five macros").code == 0
    assert [one.met for one in last(root, "support").conditions] == [TODAY, None]
    assert approve(root, "support", "--by", "fenna", "--meet", "five macros").code == 0
    assert [one.met for one in last(root, "support").conditions] == [TODAY, TODAY]
    (root / "launches/checkout-2.yaml").write_text(before)
    assert approve(root, "support", "--by", "fenna", *["--meet", "five macros"] * 2).code == 0
    assert [one.met for one in last(root, "support").conditions] == [TODAY, TODAY]


def test_gate_that_judges_its_own_sign_offs_is_sent_to_the_policy(root: Path) -> None:
    (root / "prodops.yaml").write_text(
        "name: Acme\nas_of: 2026-10-15\nlaunches: {gates: {support: {judges: [gates, date]}}}\n"
    )
    ran = approve(root, "support", "--by", "fenna", "--verdict", "approved")
    assert (ran.code, text_of(root)) == (ExitCode.FINDINGS, LAUNCH)
    assert "which every sign-off changes" in ran.err
    assert "prodops.yaml" in ran.err
    assert "launch approve" not in ran.err
