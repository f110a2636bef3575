"""`launch brief`: each audience gets what it needs, and nothing internal ever reaches customers, in whatever format."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builder import read_files, write_files
from cli_runner import Ran, prodops
from payloads import payloads
from prodops_cli.analysis.launches.audiences import readable
from prodops_cli.fields import Country, Day, Id, Lag, Period, Public, Text, Url
from prodops_cli.kinds import all_kinds
from prodops_cli.kinds._shape import Shape, fields_of
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch, Question, Stage
from prodops_cli.policy import LaunchPolicy
from prodops_cli.reports.launch_brief import launch_brief
from prodops_cli.source import read
from prodops_cli.validation import validate
from repository import commit, init
from test_escape import COMMAND, INVISIBLE, structure
from test_html import require_harmless
from test_slack import require_valid

ACME = Path(__file__).parents[1] / "examples/acme"
FORMATS = ("text", "markdown", "html", "slack", "comment", "summary", "json")
POLICY = LaunchPolicy()
CHECKOUT = {
    "prodops.yaml": "name: Acme\nas_of: 2026-10-15\n",
    "people.yaml": "- {id: ada, name: Ada Example}\n- {id: grace, name: Grace Example}\n",
    "teams.yaml": "- {id: payments, name: Payments, lead: grace, channels: [pay-team]}\n",
    "roadmap/one-page.yaml": "title: Project Falcon\nstatus: planned\nrelease_note: One page instead of four.\n",
    "roadmap/tax.yaml": "title: Tax tables\nstatus: in_progress\n",
    "launches/checkout.yaml": """
        title: Checkout 2
        date: 2026-11-17
        owner: ada
        team: payments
        initiatives: [one-page, tax]
        facts: {notable: true}
        geographies: [DE, AT]
        audiences: [merchants, support]
        messages: {customers: Pay on one page., support: The old pages stay., merchants: Your shoppers pay faster.}
        actions: {customers: Look at the preview., support: Read the macros.}
        affected: Every shop with our checkout.
        questions:
          - {ask: May I wait?, answer: Until January., internal: Not a day longer.}
          - {ask: Is it faster?, answer: Yes., audiences: [merchants]}
          - {ask: What do I say?, answer: The truth., audiences: [support]}
          - {ask: Who pays?, answer: Nobody., audiences: [sales]}
        gtm: {segments: [Phone shops], positioning: The shortest way., pricing: Included.}
        risks:
          - {title: The address form, status: open, owner: grace, mitigation: A guard}
          - {title: Old browsers, status: mitigated}
        metrics: [{title: Orders, baseline: 10, target: 12}]
        rollout: [{on: 2026-11-24, percent: 100}, {on: 2026-11-17, percent: 10, guard: Errors below 2 %}]
    """,
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path, CHECKOUT)


def brief(root: Path, audience: str, *arguments: str, format_: str = "markdown") -> Ran:
    return prodops("launch", "brief", "checkout", "--audience", audience, "--format", format_, *arguments, at=root)


# --- nothing internal leaks ------------------------------------------------------------------------------

SECRET, OPEN = "canary", "welcome"
TEXTS = {Url: "https://{}.example/{}", Country: "QX"}


def filled(model: Any, *, is_public: bool, place: str = "") -> dict[str, Any]:
    """Every field of a model with a value: `canary` in whatever customers may not read, `welcome` in what they may."""
    found = {}
    for name, field in fields_of(model).items():
        mark = next((mark for mark in field.shape.marks if isinstance(mark, Public)), None)
        may_read = is_public and mark is not None
        here = f"{place}-{name}".strip("-").replace("_", "-")
        if mark is not None and mark.by_audience and may_read:
            found[name] = {
                "customers": f"{OPEN} {here} customers",
                "support": f"{SECRET} {here} support",
                "shoppers": f"{SECRET} {here} shoppers",
                "merchants": f"{OPEN} {here} merchants",
            }
        elif name not in ("id", "status"):
            found[name] = value_of(field.shape, here, is_public=may_read)
    return found


def value_of(shape: Shape, here: str, *, is_public: bool) -> Any:
    if shape.many == "list":
        return [value_of_one(shape, f"{here}-{number}", is_public=is_public) for number in (1, 2)]
    if shape.many == "mapping":
        return {f"{SECRET}-{here}": value_of_one(shape, here, is_public=is_public)}
    return value_of_one(shape, here, is_public=is_public)


def value_of_one(shape: Shape, here: str, *, is_public: bool) -> Any:
    word = OPEN if is_public else SECRET
    for alias, text in {
        Day: "2026-11-17" if is_public else "2031-05-05",
        Url: f"https://{word}.example/{here}",
        Country: "DE" if is_public else "QX",
        Period: "2031",
        Lag: "3d",
    }.items():
        if shape.is_a(alias):
            return text
    if shape.model is not None:
        made = filled(shape.model, is_public=is_public, place=here)
        return {key: one for key, one in made.items() if key != "path"}  # a link has one target
    if shape.is_anything:
        return f"{SECRET} {here}"
    if shape.choices:
        return shape.choices[0]
    if shape.ref is not None:
        return f"person:{SECRET}" if shape.ref.kind is None else SECRET
    if shape.base is str:
        return f"{word} {here}"
    if shape.base is bool:
        return True
    return 1 if shape.base is int else [0.5, 1] if "tuple" in str(shape.base) else 0.5


def secrets(tmp_path: Path) -> Path:
    """A workspace in which every field of a launch and of what it ships says whether customers may read it."""
    launch = filled(Launch, is_public=True)
    launch["initiatives"] = [SECRET, "welcome-work"]
    launch["facts"]["others"] = []
    for question in launch["questions"]:
        del question["audiences"]
    launch["questions"].append({"ask": f"{SECRET} ask", "answer": f"{SECRET} answer", "audiences": ["support"]})
    initiative = filled(Initiative, is_public=True)
    cleared: dict[str, Any] = {"depends_on": [], "commits": [], "contributors": [], "custom": {}}
    work = {**initiative, **cleared, "status": "shipped", "shipped": "2026-09-01"}
    person, goal, team = {"name": f"{SECRET} person"}, {"title": f"{SECRET} goal"}, {"name": f"{SECRET} team"}
    files = {
        "prodops.yaml": {"name": "Acme", "as_of": "2026-10-15"},
        f"launches/{SECRET}-launch.yaml": {**launch, "status": "planned"},
        f"roadmap/{SECRET}.yaml": work,
        "roadmap/welcome-work.yaml": {**work, "release_note": f"{OPEN} note"},
        f"people/{SECRET}.yaml": person,
        f"goals/{SECRET}.yaml": goal,
        f"teams/{SECRET}.yaml": team,
    }
    assert isinstance(validate(Launch, {"id": "x", **launch}, path=""), Launch)
    assert isinstance(validate(Initiative, {"id": "x", **work}, path=""), Initiative)
    return write_files(tmp_path, {path: json.dumps(data, indent=1) for path, data in files.items()})


def leaks(text: str) -> list[str]:
    return [word for word in (SECRET, "QX", "2031", "person:") if word.lower() in text.lower()]


@pytest.mark.parametrize("audience", ["customers", "merchants"])
def test_customers_read_only_what_is_marked(tmp_path: Path, audience: str) -> None:
    root = secrets(tmp_path)
    for format_ in FORMATS:
        ran = prodops(
            "launch", "brief", f"{SECRET}-launch", "--audience", audience, "--all", "--format", format_, at=root
        )
        assert (ran.code, leaks(ran.out)) == (0, []), format_
        for name in ("title", "affected", "messages", "actions", "questions-1-ask", "questions-2-answer", "note"):
            assert f"{OPEN} {name}" in ran.out, (format_, name)


def test_colleagues_read_what_customers_may_not(tmp_path: Path) -> None:
    """The canaries are where a brief would show them: without the marks the test above would find them."""
    root = secrets(tmp_path)
    ran = prodops("launch", "brief", f"{SECRET}-launch", "--audience", "team", "--all", at=root)
    for name in ("questions-1-internal", "rollout-1-guard", "gtm-positioning", "risks-1-mitigation", "metrics-1-title"):
        assert f"{SECRET} {name}" in ran.out, name


@pytest.mark.parametrize("audience", ["customers", "merchants"])
def test_release_notes_for_customers_have_only_what_is_marked(tmp_path: Path, audience: str) -> None:
    root = init(secrets(tmp_path))
    first = commit(root)
    place = root / f"launches/{SECRET}-launch.yaml"
    launch = json.loads(place.read_text())
    commit(root, {f"launches/{SECRET}-launch.yaml": json.dumps({**launch, "status": "launched"}, indent=1)})
    arguments = ("launch", "notes", "--since", first, "--audience", audience)
    for format_ in FORMATS:
        ran = prodops(*arguments, "--format", format_, at=root)
        assert (ran.code, leaks(ran.out)) == (0, []), format_
        assert f"{OPEN} note" in ran.out
        assert f"{OPEN} title" in ran.out
    told = prodops("launch", "notes", "--since", first, "--audience", "team", at=root).out
    assert f"{SECRET} outcome" in told


class Wider(Launch):
    """A launch with a field that nobody has thought about yet."""

    rumour: Text | None = None
    """What people say."""


def test_new_field_is_internal_until_somebody_marks_it() -> None:
    wider = Wider(id="x", title="Checkout", rumour="It is late")
    assert readable(POLICY, wider, "customers").rumour is None
    assert readable(POLICY, wider, "customers").title == "Checkout"
    assert readable(POLICY, wider, "support").rumour == "It is late"


def public_fields(model: Any) -> set[str]:
    return {name for name, field in fields_of(model).items() if any(isinstance(m, Public) for m in field.shape.marks)}


def test_marks_are_where_they_are_meant() -> None:
    """A mark more or less is a decision about what customers read: it is made here, too."""
    launch = {"title", "date", "geographies", "messages", "affected", "actions", "questions", "rollout"}
    assert public_fields(Launch) == launch
    assert public_fields(Question) == {"ask", "answer"}
    assert public_fields(Stage) == {"on", "percent"}
    assert public_fields(Initiative) == {"release_note"}
    others = {kind for kind in all_kinds().values() if kind not in (Launch, Initiative)}
    assert {name for kind in others for name in public_fields(kind)} == set()


def test_explain_says_what_customers_may_read(tmp_path: Path) -> None:
    page = prodops("explain", "launch", at=tmp_path).out
    assert "- `affected` (text; customers may read it):" in page
    assert "- `messages` (mapping of names to texts; customers may read theirs):" in page
    assert "- `internal` (text):" in page


def test_what_is_required_and_internal_is_not_there() -> None:
    class Named(Launch):
        """A launch with a field that every record has."""

        codename: Id

    assert not hasattr(readable(POLICY, Named(id="x", title="Checkout", codename="falcon"), "customers"), "codename")


@pytest.mark.parametrize("audience", ["Support", "sales", "exec", "Customer-Success", "team"])
def test_colleagues(audience: str) -> None:
    assert POLICY.is_colleague(audience)


@pytest.mark.parametrize("audience", ["customers", "merchants", "suport", "everybody", "payments", ""])
def test_anybody_else_is_taken_for_a_customer(audience: str) -> None:
    assert not POLICY.is_colleague(audience)


def test_colleagues_of_the_settings(root: Path) -> None:
    write_files(root, {"prodops.yaml": "name: Acme\nas_of: 2026-10-15\nlaunches: {colleagues: [field crew]}\n"})
    assert "A guard" in brief(root, "field crew").out
    write_files(root, {"prodops.yaml": "name: Acme\nlaunches: {colleagues: [Customers]}\n"})
    ran = brief(root, "customers")
    assert (ran.code, ran.out) == (2, "")
    assert "`customers` are not colleagues" in ran.err


def test_a_team_is_no_colleague_by_its_name_and_everybody_says_so(root: Path) -> None:
    launch = root / "launches/checkout.yaml"
    launch.write_text(launch.read_text().replace("[merchants, support]", "[payments, support]"))
    assert "A guard" not in brief(root, "payments").out
    asked = prodops("launch", "readiness", "checkout", "--no-history", at=root).out
    assert "support: not briefed" in asked
    assert "payments: not briefed" not in asked


@pytest.mark.parametrize("named", ["customer-care", "Customer Care", "customer_care"])
def test_one_audience_may_be_written_in_several_ways(tmp_path: Path, named: str) -> None:
    page = f"""
        title: Checkout 2
        date: 2026-11-17
        owner: ada
        audiences: [{named}]
        messages: {{customers: Pay on one page., customer care: The old pages stay.}}
        actions: {{customer-care: Read the macros.}}
        questions: [{{ask: What do I say?, answer: The truth., audiences: [Customer care]}}]
        briefs: {{customer care: 2026-10-12}}
    """
    root = write_files(tmp_path, {**CHECKOUT, "launches/checkout.yaml": page})
    ran = brief(root, named)
    for text in ("The old pages stay.", "Read the macros.", "What do I say?", "Sent on 12 Oct"):
        assert text in ran.out
    assert "--mark-sent" not in ran.err
    assert "says so already" in brief(root, named, "--mark-sent", "--as-of", "2026-10-12").err


def test_customers_read_what_is_theirs_however_it_is_written(tmp_path: Path) -> None:
    page = "title: A\nmessages: {Shop-Owners: For shops., shop keepers: For keepers.}\nactions: {Customers: Look.}\n"
    root = write_files(tmp_path, {**CHECKOUT, "launches/checkout.yaml": page})
    out = brief(root, "shop owners").out
    assert "For shops." in out
    assert "Look." in out
    assert "For keepers." not in out


# --- what each audience gets ------------------------------------------------------------------------------


def headings(page: str) -> list[str]:
    return [line.removeprefix("## ") for line in page.splitlines() if line.startswith("## ")]


NO_ACTION = ["What is new", "Who notices it", "Step by step"]
COMMON = ["What is new", "Who notices it", "What to do", "Step by step"]


@pytest.mark.parametrize(
    ("audience", "sections"),
    [
        ("customers", [*COMMON, "Questions and answers"]),
        ("support", [*COMMON, "Questions to expect", "What may go wrong", "Whom to call", "Nobody has written yet"]),
        (
            "sales",
            [*NO_ACTION, "Questions to expect", "Going to market", "Nobody has written yet"],
        ),
        (
            "exec",
            [*NO_ACTION, "Questions to expect", "Where it stands", "Nobody has written yet"],
        ),
    ],
)
def test_sections_of_an_audience(root: Path, audience: str, sections: list[str]) -> None:
    ran = brief(root, audience)
    assert (ran.code, headings(ran.out)) == (0, sections)


def test_own_message_comes_before_that_of_customers(root: Path) -> None:
    said = {audience: brief(root, audience).out for audience in ("customers", "merchants", "support", "sales")}
    assert "**Pay on one page.**" in said["customers"]
    assert "**Your shoppers pay faster.**" in said["merchants"]
    assert "**The old pages stay.**" in said["support"]
    assert "**Pay on one page.**" in said["sales"]


@pytest.mark.parametrize(
    ("audience", "asks"),
    [
        ("customers", ["May I wait?"]),
        ("merchants", ["May I wait?", "Is it faster?"]),
        ("support", ["May I wait?", "Is it faster?", "What do I say?"]),
        ("sales", ["May I wait?", "Is it faster?", "Who pays?"]),
    ],
)
def test_questions_of_an_audience(root: Path, audience: str, asks: list[str]) -> None:
    made = json.loads(brief(root, audience, format_="json").out)
    assert [one["ask"] for one in made["questions"]] == asks


def test_steps_are_in_order_and_guards_are_for_colleagues(root: Path) -> None:
    inside, outside = (json.loads(brief(root, audience, format_="json").out) for audience in ("support", "customers"))
    assert [(step["on"], step["guard"]) for step in inside["rollout"]] == [
        ("2026-11-17", "Errors below 2 %"),
        ("2026-11-24", None),
    ]
    assert [step["guard"] for step in outside["rollout"]] == [None, None]


def test_everybody_to_call_is_named_once(root: Path) -> None:
    made = json.loads(brief(root, "support", format_="json").out)
    assert [(call["who"]["name"], call["why"]) for call in made["inside"]["calls"]] == [
        ("Ada Example", "answers for the launch"),
        ("Grace Example", "leads Payments"),
    ]
    assert [risk["title"] for risk in made["inside"]["risks"]] == ["The address form"]


def test_what_is_missing_is_told_to_colleagues_and_on_stderr(root: Path) -> None:
    write_files(root, {"launches/checkout.yaml": "title: Checkout 2\ndate: 2026-11-17\nowner: ada\n"})
    inside, outside = brief(root, "sales", "--all"), brief(root, "customers")
    assert "what sales should do (actions.sales)" in inside.out
    assert "Nobody has written" not in outside.out
    assert "actions.customers" not in outside.out
    assert "actions.customers" in outside.err


def test_day_that_is_over_has_begun(root: Path) -> None:
    assert "From 17 November 2026, in AT and DE." in brief(root, "customers").out
    assert "Since 17 November 2026, in AT and DE." in brief(root, "customers", "--as-of", "2026-11-17").out


def test_due_day_of_a_brief(root: Path) -> None:
    assert "Not sent yet; due by 10 Nov." in brief(root, "support").out
    assert "Not sent yet; it was due on 10 Nov." in brief(root, "support", "--as-of", "2026-11-11").out
    assert "Not sent" not in brief(root, "support", "--as-of", "2026-11-18").out


@pytest.mark.parametrize(("status", "is_told"), [("shipped", True), ("in_progress", False), ("on_hold", False)])
def test_of_a_launch_that_has_happened_only_what_has_shipped_is_told(root: Path, status: str, is_told: bool) -> None:
    place = root / "launches/checkout.yaml"
    place.write_text(f"{place.read_text()}status: launched\n")
    work = root / "roadmap/one-page.yaml"
    work.write_text(work.read_text().replace("planned", status))
    assert ("One page instead of four." in brief(root, "customers").out) is is_told


# --- what is refused ---------------------------------------------------------------------------------------


def test_mistyped_audience_is_refused(root: Path) -> None:
    ran = brief(root, "merchant")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean `merchants`?" in ran.err


@pytest.mark.parametrize("status", ["cancelled", "on_hold"])
def test_customers_are_told_nothing_of_what_does_not_come(root: Path, status: str) -> None:
    write_files(root, {"launches/checkout.yaml": f"title: Checkout 2\nstatus: {status}\nowner: ada\n"})
    outside, inside = brief(root, "customers"), brief(root, "support")
    assert (outside.code, outside.out) == (2, "")
    assert f"**This launch is {status.replace('_', ' ')}.**" in inside.out


# --- that it was sent --------------------------------------------------------------------------------------


def test_mark_sent_writes_one_line(root: Path) -> None:
    place = root / "launches/checkout.yaml"
    before = place.read_text()
    ran = brief(root, "support", "--mark-sent")
    assert ran.code == 0
    assert "Sent on 15 Oct." in ran.out
    assert place.read_text() == before + "briefs: {support: 2026-10-15}\n"
    again = brief(root, "support", "--mark-sent")
    assert again.code == 0
    assert "says so already: support on 2026-10-15" in again.err
    assert place.read_text() == before + "briefs: {support: 2026-10-15}\n"
    brief(root, "customers", "--mark-sent")
    assert place.read_text() == before + "briefs: {support: 2026-10-15, customers: 2026-10-15}\n"


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("{support: 2026-10-15}", "{support: 2026-10-20}"),
        ("{support: {sent: 2026-10-15, by: ada}}", "{support: {sent: 2026-10-20, by: ada}}"),
        ("{Support: 2026-10-15}", "{Support: 2026-10-20}"),
    ],
)
def test_sent_again_has_the_new_day(said: str, wanted: str, root: Path) -> None:
    place = root / "launches/checkout.yaml"
    before = place.read_text()
    place.write_text(f"{before}briefs: {said}\n")
    ran = brief(root, "support", "--mark-sent", "--as-of", "2026-10-20")
    assert "support briefed on 2026-10-20" in ran.err
    assert "Sent on 20 Oct." in ran.out
    assert place.read_text() == f"{before}briefs: {wanted}\n"


def test_mark_sent_in_a_list_changes_only_its_launch(root: Path) -> None:
    (root / "launches/checkout.yaml").unlink()
    (root / "launches").rmdir()
    place = root / "launches.yaml"
    before = b"- {id: a, title: A, owner: ada}\r\n- id: checkout  # two\r\n  title: B\r\n  owner: ada\r\n"
    place.write_bytes(before + b"  briefs:\r\n    sales: 2026-10-01  # by mail\r\n")
    assert brief(root, "support", "--mark-sent").code == 0
    added = b"    support: 2026-10-15\r\n"
    assert place.read_bytes() == before + b"  briefs:\r\n    sales: 2026-10-01  # by mail\r\n" + added


def test_mark_sent_does_not_change_the_past(root: Path) -> None:
    commit(init(root))
    ran = brief(root, "support", "--mark-sent", "--at", "HEAD")
    assert (ran.code, ran.out) == (2, "")


# --- payloads ----------------------------------------------------------------------------------------------


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def harmful() -> list[str]:
    """The payloads that a file can hold."""
    texts = (text for name, text in payloads().items() if text.strip() and name != "surrogate")
    return [text for text in texts if not read("x", f"t: {quoted(text)}\n".encode()).problems]


def flooded(texts: list[str]) -> dict[str, str]:
    """A launch that says a text of the list in each place where it says something."""
    first = quoted(texts[0])
    questions = "".join(
        f"  - {{ask: {quoted(text)}, answer: {quoted(text)}, internal: {quoted(text)}}}\n" for text in texts
    )
    risks = "".join(f"  - {{title: {quoted(text)}, mitigation: {quoted(text)}, owner: ada}}\n" for text in texts)
    metrics = "".join(f"  - {{title: {quoted(text)}, baseline: 1, target: 2}}\n" for text in texts)
    segments = ", ".join(map(quoted, texts))
    ids = ", ".join(f"w{number}" for number in range(len(texts)))
    launch = (
        f"title: {first}\ndate: 2026-10-01\nowner: ada\nteam: pay\ninitiatives: [{ids}]\ngeographies: [DE]\n"
        f"messages: {{customers: {first}, support: {first}}}\nactions: {{customers: {first}, support: {first}}}\n"
        f"affected: {first}\nquestions:\n{questions}risks:\n{risks}metrics:\n{metrics}"
        f"gtm: {{segments: [{segments}], positioning: {first}, pricing: {first}}}\n"
        f"rollout: [{{on: 2026-10-01, percent: 5, guard: {first}}}, {{on: 2026-10-02, percent: 100}}]\n"
    )
    work = {
        f"roadmap/w{number}.yaml": f"title: {quoted(text)}\noutcome: {quoted(text)}\nrelease_note: {quoted(text)}\n"
        for number, text in enumerate(texts)
    }
    return {
        "prodops.yaml": "name: Acme\nas_of: 2026-10-15\n",
        "people.yaml": f"- {{id: ada, name: {first}}}\n",
        "teams.yaml": f"- {{id: pay, name: {first}, lead: ada}}\n",
        "launches/x.yaml": launch,
        **work,
    }


COMPARED = ("markdown", "html", "json")


def printed(root: Path, formats: tuple[str, ...]) -> Iterator[tuple[str, str, Ran]]:
    """The briefs of the flooded launch in some formats, and the release notes."""
    for audience in ("customers", "team"):
        for format_ in formats:
            ran = prodops("launch", "brief", "x", "--audience", audience, "--all", "--format", format_, at=root)
            yield f"brief {audience}", format_, ran
        for format_ in ("markdown", "json"):
            notes = prodops(
                "launch", "notes", "--since", "HEAD~1", "--audience", audience, "--format", format_, at=root
            )
            yield f"notes {audience}", format_, notes


def flooded_past(root: Path, texts: list[str]) -> Path:
    """The same with a commit in which everything came out."""
    files = flooded(texts)
    commit(init(write_files(root, {path: text for path, text in files.items() if path != "launches/x.yaml"})))
    commit(root, {"launches/x.yaml": files["launches/x.yaml"]})
    shipped = {
        path: f"{text}status: shipped\nshipped: 2026-10-01\n"
        for path, text in files.items()
        if path.startswith("roadmap/")
    }
    commit(root, {"launches/x.yaml": f"{files['launches/x.yaml']}status: launched\n", **shipped})
    return root


def test_payloads_stay_text_in_every_format(tmp_path: Path) -> None:
    texts = harmful()
    calm_root = flooded_past(tmp_path / "a", ["word"] * len(texts))
    plain = {(what, format_): ran.out for what, format_, ran in printed(calm_root, COMPARED)}
    for what, format_, ran in printed(flooded_past(tmp_path / "b", texts), (*COMPARED, "text", "slack", "comment")):
        out, calm = ran.out, plain.get((what, format_), "")
        assert ran.code == 0, ran.err
        assert COMMAND.search(out) is None, (what, format_)
        assert INVISIBLE.search(out.replace("\n", "")) is None, (what, format_)
        assert COMMAND.search(ran.err) is None
        if format_ == "markdown":
            assert structure(out) == structure(calm), (what, format_)
        elif format_ == "html":
            assert require_harmless(out).structure == require_harmless(calm).structure, what
        elif format_ == "slack":
            require_valid(json.loads(out))
        elif format_ == "json":
            assert shape(json.loads(out)) == shape(json.loads(calm))
        elif format_ == "comment":
            assert len(out) <= 65_536


def shape(value: Any) -> Any:
    """JSON without what its texts say."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(item) for item in value]
    return type(value).__name__


# --- as a page ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", ["customers", "support", "sales", "exec"])
def test_brief_of_the_example(audience: str, golden: Any) -> None:
    ran = prodops("launch", "brief", "checkout-2", "--audience", audience, "--format", "markdown", at=ACME)
    assert ran.code == 0
    golden(f"launch-brief-{audience}.md", ran.out)


def test_brief_is_the_same_twice_and_from_the_report(root: Path) -> None:
    workspace = read_files(root, CHECKOUT)
    entry = workspace.of(Launch)[0]
    one, other = (launch_brief(workspace, date(2026, 10, 15), entry, "support") for _ in range(2))
    assert one == other
    assert brief(root, "support").out == brief(root, "support").out
