"""The documentation: what is generated says where it is not current, links lead somewhere, YAML is what it says."""

import re
from pathlib import Path

import pytest

from docs_module import load
from prodops_cli.errors import ExitCode
from prodops_cli.kinds import all_kinds
from prodops_cli.source import read
from prodops_cli.validation import validate

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*/README.md")])
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^()\s]+)\)")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def prose_of(page: Path) -> str:
    """A page's text without its code blocks."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def anchors_of(page: Path) -> set[str]:
    """The places of a page that a link can lead to, as forges name them."""
    headings = re.findall(r"^#+ (.+)$", prose_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


# --- generated pages -----------------------------------------------------------------------------


def test_stale_page_is_named_with_what_is_different(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    generate = load("generate")
    generate.ROOT = tmp_path
    pages = {"docs/a.md": "one\ntwo\n", "docs/b.md": "three\n"}
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text("one\n2\n")
    assert generate.main(["--check"], pages) == 1
    assert capsys.readouterr().err == (
        "docs/a.md is not current: 1 lines more, 1 lines less\n  -2\n  +two\n"
        "docs/b.md is not current: 1 lines more, 0 lines less\n  +three\n"
        "run: python docs/generate.py\n"
    )
    assert not (tmp_path / "docs/b.md").exists()
    assert generate.main([], pages) == 0
    assert generate.main(["--check"], pages) == 0
    assert (tmp_path / "docs/a.md").read_text() == "one\ntwo\n"


def test_every_exit_code_is_explained() -> None:
    text = (ROOT / "docs/reference/exit-codes.md").read_text(encoding="utf-8")
    assert [int(number) for number in re.findall(r"^\| (\d+) \| .+ \|$", text, re.MULTILINE)] == [*ExitCode]


def test_every_command_that_can_say_no_is_in_the_table_of_exit_codes() -> None:
    generate = load("generate")
    assert (
        "| [prodops launch readiness](commands.md#prodops-launch-readiness) | of one launch, hold;" in generate.noes()
    )
    for name, wrong in (("launch align", False), ("launch vanish", True)):
        said = dict(generate._NO)
        said.pop(name, None) if not wrong else said.update({name: "never"})
        generate._NO, whole = said, generate._NO
        with pytest.raises(LookupError, match=name):
            generate.noes()
        generate._NO = whole


# --- links -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    lost = []
    for link in LINK.findall(prose_of(page)):
        if link.startswith(("https://", "http://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            lost.append(link)
    assert lost == []


def test_every_page_is_in_the_index() -> None:
    index = ROOT / "docs/README.md"
    linked = {(index.parent / link.partition("#")[0]).resolve() for link in LINK.findall(prose_of(index))}
    pages = {page.resolve() for page in (ROOT / "docs").rglob("*.md")} - {index.resolve()}
    assert sorted(name_of(page) for page in pages - linked) == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_pages_start_with_their_title(page: Path) -> None:
    text = re.sub(r"^<!--.*?-->\s*", "", page.read_text(encoding="utf-8"))
    assert text.startswith("# ")


# --- files that are shown --------------------------------------------------------------------------

SHOWN = re.compile(r'^```yaml title="([^"]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "rules.md"], ids=name_of)
def test_records_that_are_shown_are_valid(page: Path) -> None:
    for path, text in SHOWN.findall(page.read_text(encoding="utf-8")):
        document = read(path, text.encode())
        assert not document.problems, path
        for kind in all_kinds().values():
            if path == f"{kind.folder}.yaml":
                assert isinstance(document.data, list)
                for record in document.data:
                    assert isinstance(validate(kind, dict(record), path=path), kind), path  # type: ignore[arg-type]
            elif path.startswith(f"{kind.folder}/"):
                assert isinstance(validate(kind, {"id": "x", **document.data}, path=path), kind), path  # type: ignore[dict-item]
