"""`launch new`: a valid record with what is known and no more, the pages of its tier, and edits that stay."""

import re
from pathlib import Path
from typing import Any

import pytest

from builder import read_files, write_files
from cli_runner import Ran, prodops
from corpus import cases, needs_corpus, path_in
from faults import tree_of
from payloads import payloads
from prodops_cli.fields import is_id
from prodops_cli.kinds.launch import Launch
from terminal import on_terminal
from test_escape import COMMAND, INVISIBLE, structure

PATHS = cases("path")
ALL_PAGES = ("comms", "faq", "go-to-market", "retro", "rollout", "run-of-show")
FILES = {
    "prodops.yaml": """
        name: Acme
        as_of: 2026-09-01
        holidays: [{date: 2026-11-16, name: Our day}]
        launches:
          geographies: {US: [export]}
          gates: {tax: {approvers: ["person:grace"]}, export: {due: -2, checklist: [Lists are checked]}}
          tiers: {"2": {facts: [notable, hardware], gates: [security, product]}}
    """,
    "people.yaml": "- {id: ada, name: Ada Example, team: legal}\n- {id: grace, name: Grace Example}\n"
    "- {id: gone, name: Gone Example, ends: 2026-01-31}\n",
    "teams.yaml": "- {id: legal, name: Legal, type: business, lead: grace}\n"
    "- {id: security, name: Security, type: business, lead: gone}\n",
    "roadmap/falcon.yaml": "title: Falcon\nowner: ada\nstatus: planned\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path / "acme", FILES)


def new(root: Path, *arguments: str) -> Ran:
    return prodops("launch", "new", *arguments, at=root)


def made(root: Path, *arguments: str) -> Launch:
    """The launch that the command wrote."""
    ran = new(root, *arguments)
    assert ran.code == 0, ran.err
    [entry] = read_files(root, FILES).of(Launch)
    return entry.record


def pages(root: Path, folder: str = "launches") -> list[str]:
    return sorted(path.stem for path in (root / folder).rglob("*.md"))


# --- the record --------------------------------------------------------------------------------------------


def test_record_says_what_was_said_and_lints(root: Path) -> None:
    launch = made(
        root,
        "Checkout 2",
        *("--date", "2026-11-17", "--owner", "ada", "--team", "legal", "--geo", "DE,AT", "--geo", "US"),
        *("--fact", "personal_data", "--fact", "partner=no", "--fact", "new_geographies=AT", "--initiative", "falcon"),
    )
    assert (launch.id, launch.title, str(launch.date)) == ("checkout-2", "Checkout 2", "2026-11-17")
    assert (launch.owner, launch.team, launch.initiatives) == ("ada", "legal", ("falcon",))
    assert launch.geographies == ("DE", "AT", "US")
    assert launch.facts.model_fields_set == {"personal_data", "partner", "new_geographies"}
    assert (launch.facts.personal_data, launch.facts.partner) == (True, False)
    assert prodops("lint", "--as-of", "2026-09-01", at=root).code == 0


def test_gates_are_those_of_tier_and_countries(root: Path) -> None:
    launch = made(root, "Checkout 2", "--date", "2026-11-17", "--owner", "ada", "--fact", "new_product", "--geo", "US")
    assert list(launch.gates)[-1] == "export"
    assert "engineering" in launch.gates
    assert launch.gates["export"].checklist == ("Lists are checked",)
    assert launch.gates["legal"].checklist[0] == "Terms and imprint fit what is launched"


def test_who_decides_is_only_said_where_it_is_known(root: Path) -> None:
    gates = made(root, "X", "--owner", "ada", "--fact", "new_product").gates
    owners = {name: gate.owner for name, gate in gates.items() if gate.owner is not None}
    assert owners == {"legal": "grace", "tax": "grace", "security": "gone"}


def test_nobody_who_has_left_by_then_decides(root: Path) -> None:
    gates = made(root, "X", "--owner", "ada", "--fact", "new_product", "--date", "2026-11-17").gates
    assert {name for name, gate in gates.items() if gate.owner is not None} == {"legal", "tax"}


def test_days_are_working_days(root: Path) -> None:
    gates = made(root, "X", "--owner", "ada", "--geo", "US", "--date", "2026-11-17").gates
    due = {name: str(gate.due) for name, gate in gates.items()}
    assert due == {
        "product": "2026-11-11",
        "engineering": "2026-11-11",
        "export": "2026-11-12",
    }  # the 16th is a holiday


def test_without_a_day_no_gate_has_one(root: Path) -> None:
    assert {gate.due for gate in made(root, "X", "--owner", "ada").gates.values()} == {None}


@pytest.mark.parametrize(
    ("facts", "geo", "said"),
    [
        (["new_geographies"], "DE,AT", {"new_geographies": ("DE", "AT")}),
        (["new_geographies=de,at"], "de,AT", {"new_geographies": ("DE", "AT")}),
        (["new_geographies=no"], "DE", {"new_geographies": ()}),
        (["hardware"], "DE", {"others": ("hardware",)}),
        (["hardware=no"], "DE", {"others": ()}),
        (["personal-data=yes"], "DE", {"personal_data": True}),
        (["notable=n", "notable"], "DE", {"notable": True}),
    ],
)
def test_facts(root: Path, facts: list[str], geo: str, said: dict[str, object]) -> None:
    options = [word for fact in facts for word in ("--fact", fact)]
    launch = made(root, "X", "--owner", "ada", "--geo", geo, *options)
    assert {name: getattr(launch.facts, name) for name in launch.facts.model_fields_set} == said


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["X"], "owner is missing"),
        ([], "title is missing"),
        (["X", "--owner", "adda"], "did you mean `ada`?"),
        (["X", "--owner", "ada", "--fact", "persnal_data"], "did you mean `personal_data`?"),
        (["X", "--owner", "ada", "--fact", "partner=perhaps"], "neither yes nor no"),
        (["X", "--owner", "ada", "--fact", "new_geographies"], "which countries"),
        (["X", "--owner", "ada", "--fact", "others"], "there is no fact `others`"),
        (["X", "--owner", "ada", "--geo", "Germany"], "`Germany` is not the code of a country"),
        (["X", "--owner", "ada", "--geo", "UK"], "write GB"),
        (["X", "--owner", "ada", "--initiative", "eagle"], "there is no initiative `eagle`"),
        (["X", "--owner", "ada", "--team", "nobody"], "there is no team `nobody`"),
        (["???", "--owner", "ada"], "no id can be made"),
        (["X", "--owner", "ada", "--id", "../x"], "cannot be an id"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(root: Path, arguments: list[str], hint: str) -> None:
    before = tree_of(root)
    ran = new(root, *arguments)
    assert (ran.code, ran.out, tree_of(root)) == (2, "", before)
    assert hint in ran.err


# --- the pages ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "names"),
    [
        (["new_product"], ALL_PAGES),
        (["notable"], ("comms", "faq", "retro", "rollout")),
        ([], ("retro", "rollout")),
    ],
)
def test_smaller_tiers_have_fewer_pages(root: Path, facts: list[str], names: tuple[str, ...]) -> None:
    new(root, "X", "--owner", "ada", *(word for fact in facts for word in ("--fact", fact)))
    assert pages(root) == list(names)
    assert prodops("lint", at=root).code == 0


def test_what_nobody_said_is_asked(root: Path) -> None:
    ran = new(root, "X", "--owner", "ada", "--fact", "partner=no")
    page = (root / "launches/x/rollout.md").read_text()
    asked = re.findall(r"^- (.*\?.*)$", page, re.MULTILINE)
    assert "Is this so? A price, plan or discount changes. (facts.pricing_change)" in asked
    assert "Who decides for product? (gates.product.owner)" in asked
    assert "Is this so? hardware. (facts.others: hardware)" in asked
    assert not any("facts.partner" in question for question in asked)
    assert "On which day? (date)" in ran.err


def test_comms_calendar_counts_working_days(root: Path) -> None:
    new(root, "X", "--owner", "ada", "--fact", "notable", "--date", "2026-11-17")
    page = (root / "launches/x/comms.md").read_text()
    assert "- [ ] **Mon 2026-11-09** Brief support: prodops launch brief x --audience support <!-- task:" in page
    assert "- [ ] **Tue 2026-11-17** Tell customers: prodops launch brief x --audience customers <!--" in page


@pytest.mark.parametrize(
    ("settings", "facts", "days"),
    [
        ("name: A\n", ["notable"], {"messages": "10-27", "questions": "11-03", "drafts": "11-05"}),
        ("name: A\n", ["personal_data"], {"messages": "10-14", "questions": "10-21", "drafts": "10-23"}),
        ("name: A\nlaunches: {gates: {legal: {due: -3}}}\n", ["personal_data"], {"drafts": "11-05"}),
        ("name: A\nlaunches: {gates: {legal: {due: -365}}}\n", ["personal_data"], {}),
    ],
)
def test_drafts_are_there_before_legal_decides(
    settings: str, facts: list[str], days: dict[str, str], root: Path
) -> None:
    (root / "prodops.yaml").write_text(settings)
    ran = new(root, "X", "--owner", "ada", *(f"--fact={fact}" for fact in facts), "--date", "2026-11-17")
    assert ran.code == 0, ran.err
    page = (root / "launches/x/comms.md").read_text()
    assert ("let legal see it" in page) == (facts != ["notable"])
    for id_, day in days.items():
        assert re.search(rf"\w{{3}} 2026-{day}\*\* .*<!-- task: {id_} -->", page), page


def test_launch_that_is_there_does_not_drop_options_silently(root: Path) -> None:
    new(root, "X", "--owner", "ada", "--fact", "notable", "--geo", "DE")
    again = new(root, "x", "--fact", "notable", "--geo", "DE")
    assert again.code == 0
    said = "note: launch:x is there already, so --fact and --geo were not used; change launches/x.yaml"
    assert again.err.startswith(said)
    assert "note:" not in new(root, "x").err


def test_questions_for_colleagues_are_not_on_the_page_for_everybody(root: Path) -> None:
    new(root, "X", "--owner", "ada", "--fact", "notable")
    record = root / "launches/x.yaml"
    record.write_text(
        f"{record.read_text()}questions:\n  - {{ask: May I wait?, answer: Yes., internal: Never}}\n"
        "  - {ask: What do I say?, answer: Nothing., audiences: [sales, support]}\n"
        "audiences: [customer success, merchants]\n"
    )
    assert new(root, "--id", "x").code == 0
    page = (root / "launches/x/faq.md").read_text()
    assert re.findall(r"^## (.*)$", page, re.MULTILINE) == ["May I wait?"]
    assert "Never" not in page
    assert "prodops launch brief x --audience 'customer success'" in (root / "launches/x/comms.md").read_text()


@pytest.mark.parametrize("name", ALL_PAGES)
def test_pages_are_as_they_were_reviewed(root: Path, golden: Any, name: str) -> None:
    new(root, "Checkout 2", "--owner", "ada", "--date", "2026-11-17", "--fact", "new_product", "--geo", "DE,AT")
    golden(f"launch-kit/{name}.md", (root / f"launches/checkout-2/{name}.md").read_text())


def test_pages_of_a_list_stand_in_docs(root: Path) -> None:
    write_files(root, {"launches.yaml": "- {id: old, title: Old, owner: ada, date: 2026-12-01}\n"})
    assert new(root, "X", "--owner", "ada").code == 0
    assert "- id: x\n" in (root / "launches.yaml").read_text()
    assert not (root / "launches").exists()
    assert pages(root, "docs/launches") == ["retro", "rollout"]
    ran = new(root, "--id", "x")
    assert (ran.code, "launches.yaml" in ran.err) == (0, True)
    assert prodops("lint", at=root).code == 0


# --- again -------------------------------------------------------------------------------------------------


def test_second_run_changes_nothing(root: Path) -> None:
    new(root, "Checkout 2", "--owner", "ada", "--fact", "new_product", "--date", "2026-11-17")
    before = tree_of(root)
    for again in (("Checkout 2",), ("checkout-2",), ("--id", "checkout-2"), ("Checkout 2", "--owner", "ada")):
        ran = new(root, *again)
        assert (ran.code, tree_of(root)) == (0, before), ran.err


def test_pages_follow_the_record_and_keep_edits(root: Path) -> None:
    new(root, "X", "--owner", "ada", "--fact", "notable", "--date", "2026-11-17")
    page, record = root / "launches/x/comms.md", root / "launches/x.yaml"
    page.write_text(
        page.read_text().replace("- [ ] **Mon 2026-11-09** Brief sales", "- [x] **Mon 2026-11-09** Brief sales")
    )
    page.write_text(page.read_text().replace("\n---\n", "\nThe printer wants three weeks.\n\n---\n"))
    record.write_text(record.read_text().replace("date: 2026-11-17", "date: 2026-11-24"))
    before = record.read_text()
    assert new(root, "--id", "x").code == 0
    text = page.read_text()
    assert "**Tue 24 November 2026**" in text
    assert re.search(r"- \[x\] .*Brief sales", text)
    assert "The printer wants three weeks." in text
    assert record.read_text() == before


def test_deleted_page_stays_deleted_and_a_foreign_one_is_left_alone(root: Path) -> None:
    new(root, "X", "--owner", "ada")
    (root / "launches/x/retro.md").unlink()
    assert "stays deleted" in new(root, "--id", "x").err
    assert not (root / "launches/x/retro.md").exists()
    write_files(root, {"launches/y/rollout.md": "Mine\n"})
    before = tree_of(root)
    ran = new(root, "Y", "--owner", "ada")
    assert (ran.code, tree_of(root)) == (1, before)
    assert "launches/y/rollout.md is there already" in ran.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--date", "2026-12-01"], "says date: 2026-11-17, not 2026-12-01"),
        (["--owner", "grace"], "says owner: ada, not grace"),
        (["--geo", "FR"], "says no FR in its geographies"),
        (["--fact", "partner"], "says something else of partner"),
        (["--fact", "notable=no"], "says something else of notable"),
    ],
)
def test_record_is_never_changed(root: Path, arguments: list[str], message: str) -> None:
    new(root, "X", "--owner", "ada", "--date", "2026-11-17", "--geo", "DE", "--fact", "notable")
    before = tree_of(root)
    ran = new(root, "X", *arguments)
    assert (ran.code, ran.out, tree_of(root)) == (1, "", before)
    assert message in ran.err


def test_id_that_is_another_launch_s_title_is_new(root: Path) -> None:
    new(root, "falcon", "--id", "old", "--owner", "ada")
    assert new(root, "Falcon again", "--id", "falcon", "--owner", "ada").code == 0
    assert (root / "launches/falcon.yaml").is_file()


def test_dry_run_shows_all_and_writes_nothing(root: Path) -> None:
    before = tree_of(root)
    ran = new(root, "X", "--owner", "ada", "--dry-run")
    assert (ran.code, tree_of(root)) == (0, before)
    assert "--- launches/x.yaml, new lines\n" in ran.out
    assert "+++ launches/x/rollout.md\n" in ran.out


def test_folder_that_leads_out_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (root / "launches").mkdir()
    (root / "launches/x").symlink_to(tmp_path / "elsewhere")
    ran = new(root, "X", "--owner", "ada")
    assert ran.code != 0
    assert tree_of(tmp_path / "elsewhere") == {}
    assert not (root / "launches/x.yaml").exists()


# --- on a terminal -----------------------------------------------------------------------------------------


def test_terminal_is_asked(root: Path) -> None:
    typed = "Checkout 2\nada\nsoon\n2026-11-17\n-\nDE, US\nfalcon\ny\nn\nno\n" + "-\n" * 6
    printed = on_terminal(root, ["launch", "new"], typed)
    assert "write year-month-day" in printed
    [entry] = read_files(root, FILES).of(Launch)
    launch = entry.record
    assert (launch.id, str(launch.date), launch.geographies) == ("checkout-2", "2026-11-17", ("DE", "US"))
    assert launch.facts.model_fields_set == {"new_product", "pricing_change", "new_geographies"}
    assert (launch.facts.new_product, launch.facts.pricing_change) == (True, False)


def test_no_input_asks_nothing(root: Path) -> None:
    printed = on_terminal(root, ["launch", "new", "X", "--owner", "ada", "--no-input"], "")
    assert "new" in printed
    assert (root / "launches/x.yaml").is_file()


# --- hostile -----------------------------------------------------------------------------------------------


def test_hostile_titles_stay_text(root: Path) -> None:
    """Every title becomes a record that says exactly it, and pages in which it does nothing; or is refused whole."""
    new(root, "word", "--id", "plain", "--owner", "ada", "--fact", "notable")
    plain = {path.name: structure(path.read_text()) for path in (root / "launches/plain").iterdir()}
    for number, text in enumerate(texts()):
        ran = new(root, "--id", f"x{number}", "--owner", "ada", "--fact", "notable", "--", text)
        assert ran.code in (0, 1, 2), ran.err
        assert "Traceback" not in ran.err
        assert INVISIBLE.search(ran.err.replace("\n", "")) is None
        assert COMMAND.search(ran.err) is None
        folder = root / f"launches/x{number}"
        if ran.code:
            assert not folder.exists()
            continue
        for page in folder.iterdir():
            assert structure(page.read_text()) == plain[page.name], (text, page.name)
            assert INVISIBLE.search(page.read_text().replace("\n", "")) is None


def texts() -> list[str]:
    """A handful of payloads of each sort; the matrix of all of them is that of the escaping."""
    return [text for name, text in payloads().items() if text.strip() and name != "surrogate"][:45]


@needs_corpus
@pytest.mark.parametrize("case", PATHS, ids=lambda case: case["id"])
def test_hostile_path_is_no_id(root: Path, case: Any) -> None:
    before = tree_of(root.parent)
    ran = new(root, "X", "--owner", "ada", f"--id={path_in(case)}")
    if path_in(case) == "":
        return  # as if none were given: the title makes it
    assert (ran.code, ran.out, tree_of(root.parent)) == (2, "", before)
    assert not is_id(path_in(case))
    assert "cannot be an id" in ran.err


@needs_corpus
def test_hostile_paths_as_titles_stay_inside(root: Path, tmp_path: Path) -> None:
    for case in PATHS:
        new(root, "--owner", "ada", "--", path_in(case))
    written = {path.relative_to(tmp_path).parts[:2] for path in tmp_path.rglob("*") if path.is_file()}
    assert {top for top, *_ in written} == {"acme"}
    assert {rest[0] for _, *rest in written} <= {*FILES, "roadmap", "launches", ".prodops"}
