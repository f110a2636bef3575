"""`prodops list`: what is found, in which order, and in which form."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from builder import write_files
from cli_runner import prodops
from prodops_cli import settings
from prodops_cli.kinds import all_kinds
from prodops_cli.kinds._shape import fields_of, written
from prodops_cli.render.columns import Grid, fitted, readable, render_grid
from prodops_cli.render.escape import width
from prodops_cli.tree import WorkingTree
from prodops_cli.validation import validate
from prodops_cli.workspace import Workspace, read_workspace

EXAMPLES = Path(__file__).parents[1] / "examples"
FILES = {
    "roadmap/checkout.yaml": """
        title: One-page checkout
        status: in_progress
        health: at_risk
        owner: ada
        goals: [grow, calm]
        target: 2026-12-01
        effort: [3, 5]
        depends_on: [tax, {on: search, lag: 1w}]
        custom: {jira: SHOP-412, points: 8}
        """,
    "roadmap/search.yaml": """
        title: Search
        status: planned
        owner: ben
        goals: [grow]
        target: 2026-10-01
        effort: 2
        custom: {points: 13}
        """,
    "roadmap/tax.yaml": """
        title: tax service
        priority: {reach: {value: 400, per: month}}
        """,
    "people/ada.yaml": "name: Ada Example\nlocation: {country: DE}\n",
    "people/ben.yaml": "name: Ben Example\n",
    "goals/grow.yaml": "title: Grow\nkey_results: [{id: a, title: Orders, target: 5}]\n",
    "goals/calm.yaml": "title: Calm\n",
    "tools.yaml": """
        - id: figma
          name: Figma
          contract: {renews: 2026-12-31, auto_renews: false}
          seats: {billed: 60}
        - id: miro
          name: Miro
          contract: {renews: 2027-03-01}
        - id: pen
          name: Pen
        """,
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_files(tmp_path_factory.mktemp("shop"), FILES)


def ids(shop: Path, kind: str, *options: str) -> list[str]:
    ran = prodops("list", kind, "--format", "ids", *options, at=shop)
    assert ran.code == 0, ran.err
    return ran.out.split()


# --- conditions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("status=planned", "search"),
        ("status==planned", "search"),
        ("status = planned", "search"),
        ("status!=planned", "checkout tax"),
        ("status=idea", "tax"),  # a default counts
        ("owner=", "tax"),
        ("owner!=", "checkout search"),
        ("owner!=ada", "search tax"),
        ("goals=calm", "checkout"),
        ("goals!=calm", "search tax"),
        ("goals=", "tax"),
        ("title~CHECK", "checkout"),
        ("title~e", "checkout search tax"),
        ("target<2026-11-01", "search"),
        ("target<=2026-10-01", "search"),
        ("target>2026-10-01", "checkout"),
        ("target>=2026-10-01", "checkout search"),
        ("target=2026-10-01", "search"),
        ("target~2026-1", "checkout search"),
        ("effort>2", "checkout"),  # a range by its middle
        ("effort>=4", "checkout"),
        ("effort>4", ""),
        ("effort=2", "search"),
        ("effort.value=2", "search"),
        ("depends_on=tax", "checkout"),
        ("depends_on.on=search", "checkout"),
        ("depends_on.lag>3d", None),
        ("priority.reach.per=month", "tax"),
        ("priority.reach>300", "tax"),
        ("priority=", "checkout search"),
        ("custom.jira=SHOP-412", "checkout"),
        ("custom.jira=", "search tax"),
        ("custom.points>9", "search"),  # not "8" after "13", as texts would be
        ("custom.points.inner=1", ""),
        ("id=tax", "tax"),
        ("id~a", "search tax"),
        ("links=", "checkout search tax"),
    ],
)
def test_condition_finds(shop: Path, condition: str, found: str | None) -> None:
    if found is None:
        assert ids(shop, "initiative", "--where", condition) == ["checkout"]
    else:
        assert ids(shop, "initiative", "--where", condition) == found.split()


def test_conditions_inside_a_field(shop: Path) -> None:
    assert ids(shop, "tool", "--where", "contract.renews<2027-01-01") == ["figma"]
    assert ids(shop, "tool", "--where", "contract.auto_renews=true") == ["miro"]
    assert ids(shop, "tool", "--where", "seats.billed>=60") == ["figma"]
    assert ids(shop, "tool", "--where", "contract=") == ["pen"]
    assert ids(shop, "goal", "--where", "key_results.title~order") == ["grow"]


def test_every_condition_must_be_met(shop: Path) -> None:
    assert ids(shop, "initiative", "-w", "goals=grow", "-w", "target<2026-11-01") == ["search"]


@pytest.mark.parametrize(
    ("condition", "message", "hint"),
    [
        ("status=plannned", "`status` cannot be that: `plannned` is not one of idea", "did you mean planned?"),
        ("targt<2026-01-01", "An initiative has no field `targt`", "did you mean `target`? the fields are id, title"),
        ("due<2026-01-01", "has no field `due`", "did you mean `target`?"),
        ("target<soon", "`target` cannot be that: `soon` is not a date", "write year-month-day: 2026-09-15"),
        ("effort>much", "`much` is not a number", "write digits"),
        ("owner<ada", "`<` compares dates and numbers, and `owner` holds neither: person id", "use =, != or ~"),
        ("priority=3", "`priority` has fields of its own", "name one of them: priority.reach, "),
        ("priority~3", "`priority` has fields of its own", "name one of them"),
        ("priority.reech>3", "`priority` of an initiative has no field `reech`", "did you mean `priority.reach`?"),
        ("title.length>3", "`title` of an initiative has no fields of its own", "write `title` alone"),
        ("planned", "`planned` is not a condition", "write a field, one of = != ~"),
        ("=planned", "`=planned` is not a condition", "write a field"),
    ],
)
def test_condition_that_cannot_be_is_explained(shop: Path, condition: str, message: str, hint: str) -> None:
    ran = prodops("list", "initiative", "--where", condition, at=shop)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert hint in ran.err


@pytest.mark.parametrize(
    ("condition", "message", "hint"),
    [
        ("owner=Ada", "there is no person `Ada`", "did you mean `ada`?"),
        ("owner!=Ada", "there is no person `Ada`", "did you mean `ada`?"),
        ("owner=Ada Example", "there is no person `Ada Example`", "did you mean `ada`?"),
        ("depends_on=Tax", "there is no initiative `Tax`", "did you mean `tax`?"),
        ("owner=zzz", "there is no person `zzz`", "`prodops list person` shows what there is"),
    ],
)
def test_record_that_is_not_there_is_no_condition(shop: Path, condition: str, message: str, hint: str) -> None:
    ran = prodops("list", "initiative", "--where", condition, at=shop)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"error: {message}\nhint: {hint}\n"


def test_record_that_is_missing_can_still_be_looked_for(tmp_path: Path) -> None:
    write_files(tmp_path, {"roadmap/a.yaml": "title: A\nowner: gone\n", "roadmap/b.yaml": "title: B\nowner: broken\n"})
    write_files(tmp_path, {"people/broken.yaml": "nmae: B\n"})
    assert ids(tmp_path, "initiative", "--where", "owner=gone") == ["a"]
    assert ids(tmp_path, "initiative", "--where", "owner!=gone") == ["b"]
    assert ids(tmp_path, "goal", "--where", "owner=broken") == []


# --- kinds, order, columns -----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["initiative", "initiatives", "roadmap", "Roadmap", "roadmap/"])
def test_kind_by_any_of_its_names(shop: Path, name: str) -> None:
    assert ids(shop, name) == ["checkout", "search", "tax"]


def test_unknown_kind_has_a_suggestion(shop: Path) -> None:
    ran = prodops("list", "iniative", at=shop)
    assert (ran.code, ran.err) == (
        2,
        "error: there is no kind `iniative`\nhint: did you mean `initiative`?\n",
    )
    assert f"the kinds are {', '.join(all_kinds())}" in prodops("list", "zzz", at=shop).err


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("target", "search checkout tax"),
        ("-target", "checkout search tax"),  # without a target: last, whatever the direction
        ("status", "tax search checkout"),  # as the vocabulary has it, not by letters
        ("-title", "tax search checkout"),
        ("health,-id", "checkout tax search"),
        ("effort", "search checkout tax"),
        ("custom.points", "checkout search tax"),
        ("-goals,id", "checkout search tax"),
    ],
)
def test_sort(shop: Path, sort: str, order: str) -> None:
    assert ids(shop, "initiative", "--sort", sort) == order.split()


def test_sort_is_checked_like_a_condition(shop: Path) -> None:
    assert "did you mean `target`?" in prodops("list", "initiative", "--sort", "-targt", at=shop).err


def test_limit_says_how_many_are_not_shown(shop: Path) -> None:
    ran = prodops("list", "initiative", "-n", "1", "-w", "goals=grow", at=shop)
    assert ran.out.splitlines()[1].startswith("checkout")
    assert ran.err == "2 of 3 initiative records, 1 not shown\n"
    assert prodops("list", "initiative", "-n", "-1", at=shop).code == 2
    assert prodops("list", "initiative", "-n", "0", at=shop).out == ""


def test_columns_are_exactly_those_asked_for(shop: Path) -> None:
    ran = prodops("list", "tool", "--columns", "contract.renews,name", "-c", "seats", at=shop)
    assert ran.out.splitlines() == [
        "contract.renews  name   seats",
        "2026-12-31       Figma  billed 60",
        "2027-03-01       Miro",
        "                 Pen",
    ]


# --- text ----------------------------------------------------------------------------------------


def test_pipe_gets_every_text_whole_and_the_count_on_stderr(shop: Path) -> None:
    ran = prodops("list", "roadmap", "--as-of", "2026-09-15", at=shop)
    assert ran.out.splitlines() == [
        "id        title              status       health   owner  team  target",
        "checkout  One-page checkout  in_progress  at_risk  ada          2026-12-01",
        "search    Search             planned               ben          2026-10-01",
        "tax       tax service        idea",
    ]
    assert ran.err == "3 initiative records\n"


def test_numbers_stand_to_the_right(shop: Path) -> None:
    ran = prodops("list", "initiative", "-c", "effort,custom.points,id", at=shop)
    assert ran.out.splitlines()[:3] == [
        "effort  custom.points  id",
        "   3–5  8              checkout",
        "     2  13             search",
    ]


def test_nothing_found_is_no_error(shop: Path) -> None:
    ran = prodops("list", "initiative", "-w", "status=on_hold", at=shop)
    assert (ran.code, ran.out, ran.err) == (0, "", "0 of 3 initiative records\n")
    assert prodops("list", "launch", at=shop).err == "0 launch records\n"


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 140])
@pytest.mark.parametrize("kind", all_kinds())
def test_terminal_is_never_overrun(kind: str, columns: int) -> None:
    ran = prodops("list", kind, at=EXAMPLES / "acme", columns=columns, environment={"NO_COLOR": "1"})
    lines = ran.out.splitlines()
    assert lines
    assert max(map(width, lines)) <= columns
    assert "\x1b" not in ran.out


def test_columns_without_room_are_named(shop: Path) -> None:
    ran = prodops("list", "roadmap", at=shop, columns=60)
    assert "title" not in ran.out
    assert ran.err == "3 initiative records; no room for title\n"
    assert prodops("list", "roadmap", at=shop, columns=80).err == "3 initiative records\n"


def test_terminal_has_colours_for_words_of_health(shop: Path) -> None:
    ran = prodops("list", "initiative", at=shop, columns=100)
    assert "\x1b[33mat_risk\x1b[0m" in ran.out
    assert "\x1b" not in prodops("list", "initiative", at=shop, columns=100, environment={"TERM": "dumb"}).out


LONG = Grid(
    ("id", "title", "team", "state"),
    (
        ("one-page-checkout-in-all", "Checkout on one page, in every country", "product-operations", "on_track"),
        ("a", "b", "c", "d"),
    ),
    flexible=frozenset({1}),
)


def test_free_texts_are_cut_first() -> None:
    assert fitted(LONG, 200) == LONG
    assert fitted(LONG, 90).rows[0] == (
        "one-page-checkout-in-all",
        "Checkout on one page, in every co…",
        *LONG.rows[0][2:],
    )


def test_other_texts_are_cut_next_and_the_first_column_is_not() -> None:
    assert fitted(LONG, 62).rows[0] == ("one-page-checkout-in-all", "Checkout on…", "product-ope…", "on_track")


def test_column_of_text_is_left_out_rather_than_an_id_cut() -> None:
    assert fitted(LONG, 58).header == ("id", "team", "state")
    assert fitted(LONG, 58).rows[0] == ("one-page-checkout-in-all", "product-operations", "on_track")
    assert fitted(LONG, 44).rows[0] == ("one-page-checkout-in-…", "product-o…", "on_track")
    assert fitted(LONG, 16).rows[0] == ("one…", "pro…", "on_…")


def test_wide_characters_are_cut_and_aligned_by_their_width() -> None:
    grid = Grid(("title", "x"), (("結帳頁面結帳頁面結帳頁面", "1"), ("e\u0301t\u00e9", "2")), flexible=frozenset({0}))
    assert render_grid(grid).splitlines() == [
        "title                     x",
        "結帳頁面結帳頁面結帳頁面  1",
        "e\u0301te\u0301".replace("te\u0301", "t\u00e9") + " " * 23 + "2",
    ]
    assert all(width(row[0]) <= 17 for row in fitted(grid, 20).rows)


# --- data ----------------------------------------------------------------------------------------


def test_json_has_every_field_unless_columns_choose(shop: Path) -> None:
    document = json.loads(prodops("list", "tool", "--format", "json", at=shop).out)
    assert {key: document[key] for key in ("version", "kind", "matching", "total")} == {
        "version": 1,
        "kind": "tool",
        "matching": 3,
        "total": 3,
    }
    first = document["records"][0]
    assert (first["ref"], first["path"]) == ("tool:figma", "tools.yaml")
    assert list(first["fields"]) == list(fields_of(all_kinds()["tool"]))
    assert first["fields"]["contract"] == {
        "starts": None,
        "renews": "2026-12-31",
        "notice_days": 0,
        "auto_renews": False,
        "decided": None,
    }
    chosen = json.loads(prodops("list", "tool", "-f", "json", "-c", "contract.renews", at=shop).out)
    assert [record["fields"] for record in chosen["records"]] == [
        {"contract.renews": "2026-12-31"},
        {"contract.renews": "2027-03-01"},
        {"contract.renews": None},
    ]


def test_path_through_a_list_gives_a_list(shop: Path) -> None:
    chosen = json.loads(prodops("list", "initiative", "-f", "json", "-c", "depends_on.on", at=shop).out)
    assert [record["fields"]["depends_on.on"] for record in chosen["records"]] == [["tax", "search"], [], []]


def test_csv_is_safe_to_open(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "roadmap/a.yaml": """
                title: =HYPERLINK("https://example.com")
                outcome: "@SUM(1), two\\nlines"
                target: 2026-01-02
                effort: 2.5
                """,
            "roadmap/b.yaml": "title: '+49 30 1'\noutcome: '-3'\n",
            "roadmap/c.yaml": 'title: "\\tx"\noutcome: "::error::x"\n',
        },
    )
    ran = prodops("list", "initiative", "-f", "csv", "-c", "title,outcome,target,effort", at=tmp_path)
    rows = list(csv.reader(io.StringIO(ran.out)))
    assert rows == [
        ["title", "outcome", "target", "effort"],
        ['\'=HYPERLINK("https://example.com")', "'@SUM(1), two lines", "2026-01-02", "2.5"],
        ["'+49 30 1", "-3", "", ""],
        ["x", "'::error::x", "", ""],
    ]


def test_markdown_is_a_table_whatever_the_texts(tmp_path: Path) -> None:
    write_files(tmp_path, {"roadmap/a.yaml": "title: 'a | b <b>'\neffort: 3\n"})
    lines = prodops("list", "initiative", "-f", "markdown", "-c", "title,effort", at=tmp_path).out.splitlines()
    assert lines[:2] == ["| title | effort |", "| --- | --: |"]
    assert lines[2] == "| a &#124; b &lt;b> | 3 |"


def test_control_characters_and_commands_are_defused(tmp_path: Path) -> None:
    write_files(tmp_path, {"roadmap/a.yaml": 'title: "::error::\\e[31m ##[add]"\n'})
    for columns in (None, 80):
        ran = prodops("list", "initiative", "-c", "title", at=tmp_path, columns=columns, environment={"NO_COLOR": "1"})
        assert "\x1b" not in ran.out
        assert "##[" not in ran.out
        assert not re.search(r"^\s*::", ran.out, re.MULTILINE)


def test_markup_of_rich_is_only_text(tmp_path: Path) -> None:
    write_files(tmp_path, {"roadmap/a.yaml": 'title: "[red]x[/red] [link=https://a.b]y :smile:"\n'})
    ran = prodops("list", "initiative", "-c", "title", at=tmp_path, columns=80, environment={"NO_COLOR": "1"})
    assert "[red]x[/red] [link=https://a.b]y :smile:" in ran.out


def test_files_that_could_not_be_read_are_mentioned(tmp_path: Path) -> None:
    write_files(tmp_path, {"roadmap/a.yaml": "title: A\n", "roadmap/b.yaml": "title: [\n"})
    ran = prodops("list", "initiative", "-f", "ids", at=tmp_path)
    assert (ran.code, ran.out) == (0, "a\n")
    assert "1 file has problems" in ran.err


# --- values --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (3, "3"),
        (2.50, "2.5"),
        (0.1 + 0.2, "0.3"),
        ([3, 5], "3–5"),
        (["a", "b"], "a, b"),
        ([{"on": "x", "lag": "1w"}, "y"], "on x, lag 1w; y"),
        ({"amount": 15, "currency": "EUR", "per": "seat/month"}, "15 EUR per seat/month"),
        ({}, ""),
    ],
)
def test_value_on_one_line(value: object, text: str) -> None:
    assert readable(value) == text  # type: ignore[arg-type]


@pytest.mark.parametrize("example", ["acme", "startup"])
def test_written_form_reads_as_the_same_record(example: str) -> None:
    workspace = read_example(example)
    for entry in workspace.entries.values():
        kind = type(entry.record)
        short = {name: written(getattr(entry.record, name), field.shape) for name, field in fields_of(kind).items()}
        again = validate(kind, as_typed(short), path=entry.path)
        assert again == entry.record, entry.ref


def as_typed(value: object) -> dict[str, object]:
    """Plain data as `source` reads it: every scalar is a text."""
    plain = json.loads(json.dumps(value), parse_int=str, parse_float=str)
    return {key: _booleans(inner) for key, inner in plain.items() if inner is not None}


def _booleans(value: object) -> object:
    if isinstance(value, dict):
        return {key: _booleans(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_booleans(inner) for inner in value]
    return str(value).lower() if isinstance(value, bool) else value


def read_example(name: str) -> Workspace:
    tree = WorkingTree(EXAMPLES / name)
    return read_workspace(tree, settings.load(tree))


def test_health_is_that_of_the_latest_update_where_the_field_is_empty(tmp_path: Path) -> None:
    said = "updates:\n  - {date: 2026-10-01, health: at_risk, text: Hm}\n  - {date: 2026-10-08, text: No news}\n"
    later = "  - {date: 2026-10-20, health: off_track, text: Oh}\n"
    files = {
        "prodops.yaml": "as_of: 2026-10-15\n",
        "roadmap/a.yaml": f"title: A\n{said}{later}",
        "roadmap/b.yaml": f"title: B\nhealth: on_track\n{said}",
        "roadmap/c.yaml": "title: C\n",
    }
    write_files(tmp_path, files)
    shown = prodops("list", "initiative", "-c", "id,health", "-f", "csv", at=tmp_path).out
    assert shown.splitlines() == ["id,health", "a,at_risk", "b,on_track", "c,"]
    assert ids(tmp_path, "initiative", "--where", "health=at_risk") == ["a"]
    assert ids(tmp_path, "initiative", "--sort", "health") == ["b", "a", "c"]
    assert ids(tmp_path, "initiative", "--where", "health=off_track", "--as-of", "2026-10-20") == ["a"]


# --- health by the evidence ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def doubted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """On track by its owner and past its date, by nobody's word and waiting for that, at risk by all, and an idea."""
    said = "status: in_progress\nupdates:\n  - {date: 2026-10-14, text: Fine.}\n"
    files = {
        "prodops.yaml": "name: Acme\nas_of: 2026-10-15\n",
        "roadmap/past.yaml": f"title: Past\nhealth: on_track\ntarget: 2026-10-01\n{said}",
        "roadmap/silent.yaml": f"title: Silent\ndepends_on: [past]\n{said}",
        "roadmap/honest.yaml": "title: Honest\nhealth: at_risk\nstatus: in_progress\nstart: 2026-08-01\n",
        "roadmap/fine.yaml": f"title: Fine\nhealth: on_track\ntarget: 2026-12-01\n{said}",
        "roadmap/idea.yaml": "title: Idea\n",
    }
    return write_files(tmp_path_factory.mktemp("doubted"), files)


def test_evidence_stands_beside_the_declared_health(doubted: Path) -> None:
    ran = prodops("list", "initiative", "-c", "id,health", at=doubted)
    assert ran.out.splitlines() == [
        "id      health",
        "fine    on_track",
        "honest  at_risk",
        "idea",
        "past    on track, evidence: off track",
        "silent  evidence: at risk",
    ]
    page = prodops("list", "initiative", "-c", "id,health", "-f", "markdown", at=doubted).out
    assert "| past | on track, evidence: off track |" in page


def test_contradicted_health_is_never_plain_green(doubted: Path) -> None:
    for columns in (40, 100):
        shown = prodops("list", "initiative", "-c", "id,health", at=doubted, columns=columns).out
        assert shown.count("\x1b[32m") == 1  # that of `fine`


def test_programs_get_both_accounts_apart(doubted: Path) -> None:
    records = json.loads(prodops("list", "initiative", "-f", "json", at=doubted).out)["records"]
    assert {record["ref"].removeprefix("initiative:"): record["health"] for record in records} == {
        "fine": {"declared": "on_track", "derived": "on_track", "is_contradicted": False, "reasons": []},
        "honest": {
            "declared": "at_risk",
            "derived": "at_risk",
            "is_contradicted": False,
            "reasons": ["no update for 75 days"],
        },
        "idea": {"declared": None, "derived": None, "is_contradicted": False, "reasons": []},
        "past": {
            "declared": "on_track",
            "derived": "off_track",
            "is_contradicted": True,
            "reasons": ["its target 2026-10-01 was 14 days ago"],
        },
        "silent": {
            "declared": None,
            "derived": "at_risk",
            "is_contradicted": True,
            "reasons": ["`past` is 14 days past its target"],
        },
    }
    assert [record["fields"]["health"] for record in records] == ["on_track", "at_risk", None, "on_track", None]
    assert "evidence" not in prodops("list", "initiative", "-f", "csv", at=doubted).out
    assert (
        "health"
        not in json.loads(prodops("list", "initiative", "-c", "id", "-f", "json", at=doubted).out)["records"][0]
    )


def test_conditions_are_about_the_declared_health(doubted: Path) -> None:
    assert ids(doubted, "initiative", "--where", "health=on_track") == ["fine", "past"]
    assert ids(doubted, "initiative", "--where", "health=off_track") == []
    assert ids(doubted, "initiative", "--where", "health=") == ["idea", "silent"]
