"""Hostile names, texts, templates, plan pages and copies: `prodops onboard` prints and writes nothing it should not."""

import csv
import io
import json
import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ical.calendar_stream import IcsCalendarStream

import repository
from builder import write_files
from cli_runner import Ran, prodops
from corpus import cases, needs_corpus, path_in, raw
from faults import tree_of
from payloads import payloads
from prodops_cli.analysis.onboarding.progress import boxes_of
from prodops_cli.render.forge import MOST_CHARACTERS
from prodops_cli.source import read
from test_escape import COMMAND, INVISIBLE, structure
from test_html import require_harmless

TEMPLATES = cases("template")
PATHS = cases("path")
AS_OF = "2026-10-01"
SECONDS = 30
"""Processor time after which a command is taken to hang; measuring coverage makes it several times slower."""
PAGE = "onboarding/plans/grace.md"
COPY = f".prodops/generated/{PAGE}"
FORMATS = ("text", "markdown", "html", "json", "ics", "github", "jira-csv")
LAYER = """
    title: Everybody
    tasks:
      - {id: laptop, title: Order the laptop, day: -10, by: ops, hours: 0.5}
      - {id: welcome, title: Have lunch, day: 0, by: buddy, hours: 1}
      - {id: handbook, title: Read how we decide, day: 2, hours: 2}
"""
CHANGED = LAYER.replace("Have lunch", "Have breakfast").replace("handbook, title: Read", "book, title: Learn")
FILES = {
    "prodops.yaml": f"name: Shop\nas_of: {AS_OF}\n",
    "teams/payments.yaml": "name: Payments\nlead: ada\n",
    "people/ada.yaml": "name: Ada Example\nteam: payments\nstarts: 2024-01-01\n",
    "people/grace.yaml": "name: Grace Example\nteam: payments\nmanager: ada\nbuddy: ada\nstarts: 2026-09-07\n",
    "onboarding/company.yaml": LAYER,
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path / "shop", FILES)


def run(root: Path, *arguments: str | Path) -> Ran:
    """A command that ends soon, without a bug, with nothing raw in what it says."""
    began = time.process_time()
    ran = prodops("onboard", *arguments, at=root)
    assert time.process_time() - began < SECONDS
    assert ran.code in (0, 1, 2, 4, 74), ran.err
    assert "Traceback" not in ran.err
    assert INVISIBLE.search(ran.err.replace("\n", "")) is None
    assert COMMAND.search(ran.err) is None
    assert len(ran.err) < 20_000
    return ran


# --- texts -----------------------------------------------------------------------------------------


def workspace_of(root: Path, text: str) -> Path:
    """A workspace that says a text wherever it says something."""
    said = json.dumps(text, ensure_ascii=False)
    files = {
        "people/ada.yaml": f"name: {said}\nteam: payments\nstarts: 2024-01-01\n",
        "people/grace.yaml": f"name: {said}\nteam: payments\nmanager: ada\nbuddy: ada\nstarts: 2026-10-06\n"
        f"email: {said}\nlocation: {{city: {said}}}\n",
        "tools/git.yaml": f"name: {said}\nowner: ada\naccess: {{how: {said}}}\nused_by: [payments]\n",
        "resources/book.yaml": f"title: {said}\nowner: ada\nlink: https://example.com/book\n",
        "rituals/daily.yaml": f"title: {said}\npurpose: {said}\nowner: ada\nteam: payments\n",
        "onboarding/company.yaml": f"title: {said}\ntasks:\n"
        f"  - {{id: a, title: {said}, note: {said}, day: 1, hours: 1}}\n"
        f"  - {{id: b, title: {said}, day: 2, tool: git}}\n"
        f"  - {{id: c, title: {said}, day: 3, by: buddy, resource: book}}\n",
    }
    return write_files(root, {**FILES, **files})


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The plan of a workspace that says "word" everywhere, in every format."""
    return printed(workspace_of(tmp_path_factory.mktemp("plain"), "word"))


def printed(root: Path) -> dict[str, str]:
    """Grace's plan in every format."""
    found = {format_: run(root, "new-hire", "grace", "--format", format_, "--no-history") for format_ in FORMATS}
    assert {ran.code for ran in found.values()} == {0}
    return {format_: ran.out for format_, ran in found.items()}


TEXTS = {name: text for name, text in payloads().items() if text.strip() and name != "surrogate"}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in TEXTS.items()])
def test_payload_stays_text_in_every_format(root: Path, plain: dict[str, str], text: str) -> None:
    workspace_of(root, text)
    if read("x", f"t: {json.dumps(text, ensure_ascii=False)}\n".encode()).problems:
        assert run(root, "new-hire", "grace", "--no-history").code in (1, 2)
        return
    made = printed(root)
    for format_, out in made.items():
        assert COMMAND.search(out) is None, format_
        assert INVISIBLE.search(out.replace("\r\n", "").replace("\n", "")) is None, format_
    assert structure(made["markdown"]) == structure(plain["markdown"])
    assert known(made["markdown"]) == known(plain["markdown"])
    if len(made["github"]) < MOST_CHARACTERS - 1000:
        assert structure(made["github"]) == structure(plain["github"])
    assert require_harmless(made["html"]).structure == require_harmless(plain["html"]).structure
    assert shape(json.loads(made["json"])) == shape(json.loads(plain["json"]))
    assert dated(made["ics"]) == dated(plain["ics"])
    rows, plain_rows = (list(csv.reader(io.StringIO(found["jira-csv"]))) for found in (made, plain))
    assert [len(row) for row in rows] == [len(row) for row in plain_rows]
    assert not any(re.match(r"\s*[=+\-@\t\r]", cell) for row in rows[1:] for cell in row)


def known(page: str) -> list[tuple[object, ...]]:
    """The boxes of a page, without their words."""
    return [(box.id, box.due, box.is_done, box.is_dropped) for box in boxes_of(page)]


def dated(text: str) -> list[tuple[object, ...]]:
    """The events of a calendar, without their words; and that they do nothing else."""
    events = IcsCalendarStream.calendar_from_ics(text).events
    assert not any(any((event.alarm, event.attendees, event.organizer, event.rrule)) for event in events)
    return sorted((event.uid or "", event.dtstart, *sorted(extra.name for extra in event.extras)) for event in events)


def shape(value: Any) -> Any:
    """What a JSON text is made of, without the texts in it."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    return type(value).__name__


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in payloads().items()])
def test_payload_as_a_name_is_kept_or_refused(root: Path, text: str) -> None:
    before = tree_of(root)
    ran = run(root, "new-hire", "zoe", "--name", text, "--starts", "2026-11-02", "--no-input", "--no-history")
    after = tree_of(root)
    assert {path: after[path] for path in before} == before
    if ran.code:
        assert after == before
        return
    assert {path for path, said in after.items() if said is not None} - before.keys() == {
        "people/zoe.yaml",
        "onboarding/plans/zoe.md",
        ".prodops/generated/onboarding/plans/zoe.md",
    }
    shown = read("x", (root / "people/zoe.yaml").read_bytes())
    assert not shown.problems
    assert isinstance(shown.data, dict)
    assert str(shown.data["name"]) == text.strip()
    page = (root / "onboarding/plans/zoe.md").read_text()
    assert COMMAND.search(page) is None
    assert INVISIBLE.search(page.replace("\n", "")) is None


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in payloads().items()])
def test_payload_as_a_person_writes_nothing(root: Path, text: str) -> None:
    before = tree_of(root)
    ran = run(root, "new-hire", text, "--starts", "2026-11-02", "--no-input")
    assert (ran.code, ran.out, tree_of(root)) == (2, "", before)


# --- paths -----------------------------------------------------------------------------------------


@needs_corpus
@pytest.mark.parametrize("case", PATHS, ids=lambda case: case["id"])
def test_hostile_path_is_nobody_s_id(root: Path, case: Any) -> None:
    before = tree_of(root.parent)
    given = ("--name", "Zoë Müller", "--starts", "2026-11-02", "--no-input")
    ran = run(root, "new-hire", *given, "--", path_in(case))
    if path_in(case) == "":
        return  # as if nobody were named: the name makes the id
    assert (ran.code, ran.out, tree_of(root.parent)) == (2, "", before)
    assert "cannot be" in ran.err


@needs_corpus
@pytest.mark.parametrize(
    "case", [case for case in PATHS if case["id"] not in ("path.abs", "path.nul")], ids=lambda case: case["id"]
)
def test_hostile_path_as_the_output_changes_nothing_that_is_there(root: Path, case: Any) -> None:
    """A file outside that somebody names on the command line is theirs to name."""
    repository.init(root)
    before = tree_of(root.parent)
    ran = run(root, "new-hire", "grace", "--no-history", f"--output={path_in(case)}")
    after = tree_of(root.parent)
    assert {path: after[path] for path in before} == before
    new = {path for path in after if path not in before}
    if case["id"] in ("path.git", "path.git-case", "path.empty", "path.glob-bomb", "path.tilde"):
        assert (ran.code, new) == (2, set())
    assert not any(path.startswith("shop/.git") for path in new)
    assert len(new) <= 1


@pytest.mark.parametrize("path", ["people/../people/ada.yaml", "./prodops.yaml", "link.md", PAGE, COPY, "onboarding"])
def test_output_onto_what_counts(root: Path, path: str) -> None:
    run(root, "new-hire", "grace", "--no-history")
    (root / "link.md").symlink_to(root / "people/ada.yaml")
    before = tree_of(root)
    assert run(root, "new-hire", "grace", "--no-history", "-o", path).code == 2
    assert tree_of(root) == before


# --- templates -------------------------------------------------------------------------------------


@needs_corpus
@pytest.mark.parametrize("case", TEMPLATES, ids=lambda case: case["id"])
def test_hostile_template(root: Path, case: Any) -> None:
    text = raw(case)
    given = b'{% set item = {"title": "<i>*https://example.com*</i>"} %}'  # what these templates expect to be given
    (root / "own.j2").write_bytes(given + text)
    before = tree_of_bytes(root)
    assert run(root, "new-hire", "grace", "--no-history", "--template", "own.j2").code == 4
    ran = prodops("onboard", "new-hire", "grace", "--no-history", "--template", "own.j2", "--trust", at=root)
    after = tree_of_bytes(root)
    assert "Traceback" not in ran.err
    assert "root:" not in ran.out + ran.err
    if case["expect"] == "reject-with-error" or b"urlize" in text:  # a filter that is not offered
        assert (ran.code, ran.out, after) == (2, "", before)
        assert "own.j2" in ran.err
        return
    assert ran.code == 0, ran.err
    assert after.keys() - before.keys() == {PAGE, COPY}
    page = after[PAGE].decode()
    assert COMMAND.search(page) is None
    assert INVISIBLE.search(page.replace("\n", "")) is None
    assert "&lt;i>\\*https://example.com\\*&lt;/i>" in page


# --- plan pages ------------------------------------------------------------------------------------

BOX = "- [ ] **Mon 2026-09-07** {} <!-- task: {} -->\n"
PAGES: dict[str, Callable[[str], bytes | str]] = {
    "nothing": lambda _: b"",
    "exactly a mebibyte": lambda page: page + "x" * ((1 << 20) - len(page.encode()) - 1) + "\n",
    "more than a mebibyte": lambda page: page + "x" * (1 << 20),
    "nine mebibytes": lambda page: page + "x\n" * (9 << 19),
    "binary": lambda _: bytes(range(256)) * 100,
    "picture": lambda _: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "nul": lambda page: page.replace("Have", "Ha\0ve"),
    "no utf-8": lambda page: page.encode().replace(b"Have", b"Ha\xff\xfeve"),
    "utf-16": lambda page: page.encode("utf-16"),
    "escapes": lambda page: page.replace("Have lunch", "\x1b[2J\x1b]0;x\x07Have \u202elunch\u2066\x9b"),
    "commands": lambda page: page.replace("Have lunch", "::error file=a::owned ##[error]x") + "\n::error::x\n",
    "mentions": lambda page: page.replace("Have lunch", "@ada #1 <script>alert(1)</script> ![x](https://x.example/)"),
    "quotes in quotes": lambda page: page + "> " * 20_000 + "- [ ] deep\n",
    "lists in lists": lambda page: page + "".join("  " * depth + "- [ ] x\n" for depth in range(800)),
    "brackets": lambda page: page + "- [ ] " + "[" * 100_000 + "\n",
    "links": lambda page: page + "- [ ] " + "[x](" * 50_000 + "\n",
    "stars": lambda page: page + "- [ ] " + "**" * 100_000 + "2026-09-07\n",
    "days": lambda page: page + "- [ ] " + "2026-99-99 " * 50_000 + "\n",
    "half marks": lambda page: page + "- [ ] " + "<!-- task: " * 50_000 + "\n",
    "spaces": lambda page: page + "- [ ] x" + " " * 200_000 + "<!-- task: y\n",
    "many boxes": lambda page: page + "".join(f"- [ ] {n}\n" for n in range(30_000)),
    "many tasks": lambda page: page + "".join(BOX.format(n, f"t{n}") for n in range(6_000)),
    "the same task": lambda page: page + BOX.format("Have lunch", "welcome") * 6_000,
    "the same line": lambda page: page + "the same\n" * 40_000,
    "lines of the plan again": lambda page: page * 400,
    "no plan": lambda _: "# Shopping\n\n- milk\n" * 8_000,
    "open fence": lambda page: "```\n" + page,
    "fences": lambda page: page + "```\n" * 60_000,
    "carriage returns": lambda page: page.replace("\n", "\r\n"),
    "only carriage returns": lambda page: page.replace("\n", "\r"),
    "separators": lambda page: page.replace("\n", "\u2028"),
    "impossible days": lambda page: page.replace("2026-09-07", "9999-12-31").replace("2026-09-09", "0000-00-00"),
    "first and last day": lambda page: page.replace("2026-09-07", "0001-01-01").replace("2026-09-09", "9999-12-31"),
    "arabic digits": lambda page: page.replace("2026-09-07", "\u0662\u0660\u0662\u0666-09-07"),
    "ids": lambda page: page.replace("task: welcome", "task: ../../etc/passwd").replace("task: laptop", "task: \0"),
}


def plan_made(root: Path) -> str:
    """Grace's plan, made; afterwards the layers have changed, so that a second run has to merge."""
    assert prodops("onboard", "new-hire", "grace", "--no-history", at=root).code == 0
    page = (root / PAGE).read_text()
    write_files(root, {**FILES, "onboarding/company.yaml": CHANGED})
    return page


def read_in_every_way(root: Path) -> None:
    """Everything that reads plans ends soon, and says nothing raw."""
    for what in (("status", "--no-history", "--format", "text"), ("status",), ("load",)):
        ran = run(root, *what)
        assert ran.code == 0, ran.err
        assert INVISIBLE.search(ran.out.replace("\n", "")) is None
        assert COMMAND.search(ran.out) is None
        assert "<script" not in ran.out or "text" in what
    began = time.process_time()
    ran = prodops("lint", at=root)
    assert time.process_time() - began < SECONDS
    assert ran.code in (0, 1)
    assert "Traceback" not in ran.err
    assert INVISIBLE.search(ran.out.replace("\n", "")) is None


@pytest.mark.parametrize("name", PAGES)
def test_hostile_page(root: Path, name: str) -> None:
    made = PAGES[name](plan_made(root))
    raw = made if isinstance(made, bytes) else made.encode()
    (root / PAGE).write_bytes(raw)
    read_in_every_way(root)
    before = tree_of_bytes(root)
    ran = run(root, "new-hire", "grace", "--no-history")
    after = tree_of_bytes(root)
    if ran.code == 0:
        lines = set(re.split(rb"[\r\n]+", after[PAGE]))
        generated = set(before[COPY].splitlines())
        kept = lines | set(after[PAGE].splitlines())
        merged = {line for line in raw.splitlines() if line not in generated} - kept
        assert all(any(line.partition(b"** ")[0] in other for other in kept) for line in merged)  # a day of theirs
    elif ran.code == 1 and after != before:
        assert b"<<<<<<< yours" in after[PAGE] or after[PAGE] == raw
    else:
        assert after == before
        assert re.match(r"(?s).*^error: .*onboarding/plans/grace\.md", ran.err, re.MULTILINE)


def tree_of_bytes(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize(
    "marker", ["<<<<<<< yours", "<<<<<<< HEAD", "||||||| generated before", ">>>>>>> generated now"]
)
def test_forged_marker_is_named_with_its_line(root: Path, marker: str) -> None:
    page = plan_made(root)
    (root / PAGE).write_text(f"{page}\n{marker}\n")
    read_in_every_way(root)
    before = tree_of(root)
    ran = run(root, "new-hire", "grace", "--no-history")
    assert (ran.code, tree_of(root)) == (1, before)
    line = page.count("\n") + 2
    assert ran.err.startswith(f"error: {PAGE}:{line}: a conflict was left in the file\nhint: ")


KINDS: dict[str, Callable[[Path, Path], None]] = {
    "link to a secret": lambda place, outside: place.symlink_to(outside / "secret"),
    "link to nothing": lambda place, outside: place.symlink_to(outside / "nothing"),
    "link to itself": lambda place, _: place.symlink_to(place.name),
    "link to a device": lambda place, _: place.symlink_to("/dev/zero"),
    "pipe": lambda place, _: os.mkfifo(place),
    "folder": lambda place, _: place.mkdir(),
}


@pytest.mark.parametrize("path", [PAGE, COPY])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_file_is_neither_read_nor_replaced(root: Path, tmp_path: Path, path: str, kind: str) -> None:
    plan_made(root)
    (tmp_path / "secret").write_text("hunter2\n")
    (root / path).unlink()
    KINDS[kind](root / path, tmp_path)
    read_in_every_way(root)
    before = os.lstat(root / path)
    ran = run(root, "new-hire", "grace", "--no-history")
    assert ran.code == 1
    assert ran.err.endswith(f"error: {path} is not a regular file\nhint: nothing was written; links are not followed\n")
    assert os.lstat(root / path).st_ino == before.st_ino
    assert (tmp_path / "secret").read_text() == "hunter2\n"
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize(
    "folder", [".prodops", ".prodops/generated", "onboarding/plans", ".prodops/generated/onboarding"]
)
@pytest.mark.parametrize("kind", ["link", "file", "pipe"])
def test_what_stands_in_the_place_of_a_folder(root: Path, tmp_path: Path, folder: str, kind: str) -> None:
    plan_made(root)
    (tmp_path / "elsewhere").mkdir()
    shutil.rmtree(root / folder)
    match kind:
        case "link":
            (root / folder).symlink_to(tmp_path / "elsewhere")
        case "file":
            (root / folder).write_text("x\n")
        case _:
            os.mkfifo(root / folder)
    read_in_every_way(root)
    ran = run(root, "new-hire", "grace", "--no-history")
    assert ran.code in (1, 2)
    assert ran.err.endswith(f"error: {folder} is not a folder\nhint: nothing was written; links are not followed\n")
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("text", [b"", b"\xff\xfe\0", b"x" * (9 << 20), b"<<<<<<< HEAD\n", b"the same\n" * 40_000])
def test_copy_that_somebody_wrote(root: Path, text: bytes) -> None:
    """A pull request can bring any copy: what a person wrote into the plan is never lost by it."""
    page = plan_made(root) + "- [x] My own line\n"
    (root / PAGE).write_text(page)
    (root / COPY).write_bytes(text)
    ran = run(root, "new-hire", "grace", "--no-history")
    assert "- [x] My own line\n" in (root / PAGE).read_text()
    if ran.code and (root / PAGE).read_text() != page:
        assert "<<<<<<< yours\n" in (root / PAGE).read_text()
