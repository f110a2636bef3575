"""`prodops show`: one record, found by what people call it, with what is around it."""

import json
import re
from pathlib import Path

import pytest

from builder import write_files
from cli_runner import Ran, prodops
from prodops_cli.render.escape import width

FILES = {
    "roadmap/2026/checkout.yaml": """
        # yaml-language-server: $schema=x
        title: One-page checkout
        status: in_progress
        owner: ada
        goals: [grow, lost]
        effort: [3, 5]
        depends_on: [tax, {on: search, lag: 2w, note: Both touch the basket}]
        priority: {reach: {value: 400, per: month}, impact: 2}
        custom: {jira: SHOP-412}
        notes: |
          First line

          Third line
        """,
    "roadmap/search.yaml": "title: Search\nowner: ada\n",
    "roadmap/tax.yaml": "title: Tax service\ndepends_on: [checkout]\n",
    "people/ada.yaml": "name: Ada Example\n",
    "people/payments.yaml": "name: Odd Name\n",
    "teams/payments.yaml": "name: Payments\nlead: ada\n",
    "goals/grow.yaml": "title: Grow\n",
    "goals/broken.yaml": "title: [\n",
    "launches/checkout-2.yaml": "title: Checkout 2\ninitiatives: [checkout]\ngates: {legal: {owner: ada}}\n",
    "tools.yaml": "- id: figma\n  name: Figma\n- id: miro\n  name: Miro\n  owner: ada\n",
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_files(tmp_path_factory.mktemp("shop"), FILES)


def test_card_of_a_record(shop: Path) -> None:
    ran = prodops("show", "checkout", at=shop)
    assert ran.code == 0
    assert ran.out == (
        "One-page checkout  initiative:checkout\n"
        "roadmap/2026/checkout.yaml:2\n"
        "\n"
        "title       One-page checkout\n"
        "status      in_progress\n"
        "owner       ada\n"
        "goals       grow, lost\n"
        "effort      3–5\n"
        "priority    reach   value 400, per month\n"
        "            impact  2\n"
        "depends_on  on      lag  note\n"
        "            tax\n"
        "            search  2w   Both touch the basket\n"
        "notes       First line\n"
        "\n"
        "            Third line\n"
        "custom      jira  SHOP-412\n"
        "\n"
        "Refers to\n"
        "  goal        grow    Grow                        goals[0]\n"
        "              lost    (missing, or not readable)  goals[1]\n"
        "  initiative  search  Search                      depends_on[1].on\n"
        "              tax     Tax service                 depends_on[0].on\n"
        "  person      ada     Ada Example                 owner\n"
        "\n"
        "Referred to by\n"
        "  initiative  tax         Tax service  depends_on[0].on\n"
        "  launch      checkout-2  Checkout 2   initiatives[0]\n"
    )


def test_what_refers_to_a_person_is_grouped_by_kind(shop: Path) -> None:
    assert prodops("show", "ada", at=shop).out.partition("Referred to by\n")[2] == (
        "  initiative  checkout    One-page checkout  owner\n"
        "              search      Search             owner\n"
        "  launch      checkout-2  Checkout 2         gates.legal.owner\n"
        "  team        payments    Payments           lead\n"
        "  tool        miro        Miro               owner\n"
    )


@pytest.mark.parametrize("ref", ["tool:miro", "tools:miro", "miro", "Tool:miro"])
def test_record_by_any_of_its_names(shop: Path, ref: str) -> None:
    ran = prodops("show", ref, at=shop)
    assert ran.out.startswith("Miro  tool:miro\ntools.yaml:3\n"), ran.err


def test_kind_and_id_may_be_two_words(shop: Path) -> None:
    for kind in ("tool", "tools"):
        assert prodops("show", kind, "miro", at=shop).out == prodops("show", "tool:miro", at=shop).out
    assert "there is no tool `ada`" in prodops("show", "tool", "ada", at=shop).err
    assert "there is no kind `miro`" in prodops("show", "miro", "ada", at=shop).err


def test_id_of_two_kinds_is_ambiguous(shop: Path) -> None:
    ran = prodops("show", "payments", at=shop)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: `payments` can mean 2 records: person:payments, team:payments\nhint: write it as kind:id\n"
    )
    assert prodops("show", "team:payments", at=shop).code == 0


@pytest.mark.parametrize(
    ("ref", "message", "hint"),
    [
        ("chekout", "there is no record `chekout`", "did you mean `initiative:checkout` or `launch:checkout-2`?"),
        ("initiative:grow", "there is no initiative `grow`", "`prodops list initiative` shows what there is"),
        ("goal:grwo", "there is no goal `grwo`", "did you mean `goal:grow`?"),
        ("gaol:grow", "there is no kind `gaol`", "did you mean `goal`?"),
        ("one-page Checkout", "there is no record", "did you mean `initiative:checkout`?"),
        ("zzzzzz", "there is no record `zzzzzz`", "`prodops list KIND` shows what there is"),
        ("goal:", "there is no goal ``", "`prodops list goal`"),
        ("Odd", "there is no record `Odd`", "did you mean `person:payments`?"),
        ("person:odd name", "there is no person `odd name`", "did you mean `person:payments`?"),
        ("initiative", "`initiative` is a kind", "name one of them: initiative:ID; `prodops list initiative` shows"),
    ],
)
def test_unknown_record_has_a_suggestion(shop: Path, ref: str, message: str, hint: str) -> None:
    ran = prodops("show", ref, at=shop)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert hint in ran.err


def test_record_that_could_not_be_read_is_not_called_unknown(shop: Path) -> None:
    ran = prodops("show", "broken", at=shop)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "error: goal:broken is there, but something is wrong with it\nhint: `prodops lint` says what\n"


def test_json_has_everything(shop: Path) -> None:
    document = json.loads(prodops("show", "checkout", "--format", "json", at=shop).out)
    assert {key: document[key] for key in ("version", "ref", "kind", "id", "label", "path", "line")} == {
        "version": 1,
        "ref": "initiative:checkout",
        "kind": "initiative",
        "id": "checkout",
        "label": "One-page checkout",
        "path": "roadmap/2026/checkout.yaml",
        "line": 2,
    }
    assert document["record"]["effort"] == {"value": [3, 5], "per": None, "evidence": None, "note": None, "by": None}
    assert document["record"]["health"] is None
    assert document["references"][1] == {
        "kind": "goal",
        "id": "lost",
        "label": None,
        "path": None,
        "route": "goals[1]",
    }
    assert [link["route"] for link in document["referrers"]] == ["depends_on[0].on", "initiatives[0]"]


def test_markdown_is_a_page(shop: Path) -> None:
    text = prodops("show", "checkout", "-f", "markdown", at=shop).out
    assert text.startswith(
        "# One-page checkout\n\ninitiative `checkout`, roadmap/2026/checkout.yaml line 2\n\n| Field |"
    )
    assert "| `effort` | 3–5 |\n" in text
    assert "## Refers to\n\n- goal grow: Grow (goals\\[0\\])\n" in text
    assert "- goal lost: missing, or not readable" in text


@pytest.mark.parametrize("columns", [50, 80, 140])
@pytest.mark.parametrize("ref", ["checkout", "ada"])
def test_terminal_is_never_overrun(shop: Path, ref: str, columns: int) -> None:
    ran = prodops("show", ref, at=shop, columns=columns, environment={"NO_COLOR": "1"})
    assert max(map(width, ran.out.splitlines())) <= columns
    coloured = re.sub(r"\x1b\[[\d;]*m", "", prodops("show", ref, at=shop, columns=columns).out)
    assert [line.rstrip() for line in coloured.splitlines()] == ran.out.splitlines()


def test_texts_cannot_command_the_terminal(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "roadmap/a.yaml": 'title: "::error::\\e[31m"\nnotes: "::warning::\\n::x::"\ncustom: {"::a::": "\\a[b]"}\n',
            "roadmap/b.yaml": "title: '[bold]B[/bold]'\ndepends_on: [a]\n",
        },
    )
    for columns in (None, 80):
        for format_ in ("text", "markdown", "json"):
            ran = prodops("show", "a", "-f", format_, at=tmp_path, columns=columns, environment={"NO_COLOR": "1"})
            assert not re.search(r"[\x00-\x09\x0b-\x1f]", ran.out)
            assert not re.search(r"^\s*::", ran.out, re.MULTILINE)
        assert "[bold]B[/bold]" in prodops("show", "a", at=tmp_path, columns=columns).out


def test_hint_about_unread_files_goes_to_stderr(shop: Path) -> None:
    ran = prodops("show", "ada", at=shop)
    assert ran.err == "note: 1 file has problems; what could not be read is missing here, see `prodops lint`\n"


def test_nearest_ids_are_not_looked_for_where_that_takes_long(tmp_path: Path) -> None:
    tools = "".join(f"- {{id: {'x' * 90}-{number}, name: T}}\n" for number in range(2000))
    write_files(tmp_path, {"tools.yaml": tools})
    ran = prodops("show", "x" * 91, at=tmp_path)
    assert (ran.code, ran.err.splitlines()[1]) == (2, "hint: `prodops list KIND` shows what there is")


def gates(ran: Ran) -> str:
    return ran.out.partition("\nGates ")[2].partition("\n\n")[0].rstrip("\n")


@pytest.mark.parametrize(
    ("launch", "expected"),
    [
        (
            "facts: {partner: true}\ngates:\n  security: {in_review: true}\n  design: {owner: ada}\n",
            (
                "of tier 2: a partner\n"
                "  security   in review    asked for by the tier\n"
                "  support    not started  asked for by the tier, not in the file\n"
                "  marketing  not started  asked for by the tier, not in the file\n"
                "  product    not started  asked for by the tier, not in the file\n"
                "  design     not started  named in the file"
            ),
        ),
        (
            "tier: 3\ntier_reason: Only staff see it\nfacts: {pricing_change: true}\n",
            (
                "of tier 3: typed as such (Only staff see it)\n"
                "  product      not started  asked for by the tier, not in the file\n"
                "  engineering  not started  asked for by the tier, not in the file"
            ),
        ),
    ],
)
def test_launch_says_why_it_has_which_gates(tmp_path: Path, launch: str, expected: str) -> None:
    write_files(tmp_path, {"launches/a.yaml": f"title: A\n{launch}", "people/ada.yaml": "name: Ada\n"})
    assert gates(prodops("show", "a", at=tmp_path)) == expected
    [section] = json.loads(prodops("show", "a", "-f", "json", at=tmp_path).out)["sections"]
    assert section["heading"] == f"Gates {expected.splitlines()[0]}"
    assert len(section["rows"]) == len(expected.splitlines()) - 1
    assert f"## Gates {expected.splitlines()[0][:9]}" in prodops("show", "a", "-f", "markdown", at=tmp_path).out


def test_gates_are_those_of_the_day_that_is_asked_for(tmp_path: Path) -> None:
    approvals = "approvals: [{by: ada, on: 2026-10-02, verdict: approved}]"
    write_files(tmp_path, {"launches/a.yaml": f"title: A\ngates: {{product: {{{approvals}}}}}\n"})
    for day, state in (("2026-10-01", "not started"), ("2026-10-02", "approved")):
        assert f"product      {state}" in prodops("show", "a", "--as-of", day, at=tmp_path).out


TOKEN = "ghp_" + "a1B2" * 9


@pytest.mark.parametrize("format_", ["text", "markdown", "json", "csv"])
def test_secrets_are_not_printed(tmp_path: Path, format_: str) -> None:
    launch = f"title: With {TOKEN}\nmessages: {{staff: log in with {TOKEN}}}\ncustom: {{{TOKEN}: [{TOKEN}]}}\n"
    tier = f"tier: 3\ntier_reason: because of {TOKEN}\ngates: {{{TOKEN}: {{owner: ada}}}}\n"
    files = {"launches/a.yaml": launch + tier + "initiatives: [b]\n", "roadmap/b.yaml": f"title: Item {TOKEN}\n"}
    write_files(tmp_path, {**files, "people/ada.yaml": f"name: Ada {TOKEN}\n"})
    columns = "title,messages,custom,tier_reason,gates"
    runs = [prodops("list", "launch", "--columns", columns, "-f", format_, at=tmp_path)]
    if format_ != "csv":
        runs += [prodops("show", ref, "-f", format_, at=tmp_path) for ref in ("a", "b", "ada")]
    for ran in runs:
        assert ran.code == 0
        assert "ghp" in ran.out
        assert "a1B2" not in ran.out


# --- health by the evidence ------------------------------------------------------------------------

DOUBTED = """
    title: Search
    status: in_progress
    health: on_track
    start: 2026-08-01
    target: 2026-10-01
    depends_on: [tax]
    """


def test_health_that_the_evidence_contradicts(tmp_path: Path) -> None:
    files = {"roadmap/search.yaml": DOUBTED, "roadmap/tax.yaml": "title: Tax\nstatus: cancelled\n"}
    write_files(tmp_path, files)
    shown = prodops("show", "search", "--as-of", "2026-10-15", at=tmp_path).out
    assert re.search(r"^health +on track, evidence: off track$", shown, re.MULTILINE)
    assert (
        "Health: on track; by the evidence off track\n"
        "  its target 2026-10-01 was 14 days ago\n"
        "  `tax` is cancelled\n"
        "  no update for 75 days\n"
    ) in shown
    page = prodops("show", "search", "--as-of", "2026-10-15", "-f", "markdown", at=tmp_path).out
    assert "| `health` | on track, evidence: off track |" in page
    document = json.loads(prodops("show", "search", "--as-of", "2026-10-15", "-f", "json", at=tmp_path).out)
    assert document["record"]["health"] == "on_track"
    assert (document["health"]["declared"], document["health"]["derived"]) == ("on_track", "off_track")
    assert len(document["health"]["reasons"]) == 3


def test_health_that_nothing_contradicts_has_no_section(tmp_path: Path) -> None:
    write_files(tmp_path, {"roadmap/search.yaml": DOUBTED.replace("    depends_on: [tax]\n", "")})
    shown = prodops("show", "search", "--as-of", "2026-08-10", at=tmp_path).out
    assert re.search(r"^health +on_track$", shown, re.MULTILINE)
    assert "Health" not in shown


def test_only_initiatives_have_a_health(shop: Path) -> None:
    assert "health" not in json.loads(prodops("show", "person:ada", "-f", "json", at=shop).out)
