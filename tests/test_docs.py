"""The documentation: its generated part is current, its links lead somewhere, its YAML is what it says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from prodops_cli.errors import ExitCode

ROOT = Path(__file__).parents[1]
GENERATE = ROOT / "docs/generate.py"
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


def test_generated_pages_are_current() -> None:
    ran = subprocess.run([sys.executable, GENERATE, "--check"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_stale_page_is_named_with_what_is_different(tmp_path: Path) -> None:
    copy = tmp_path / "docs"
    (copy / "reference").mkdir(parents=True)
    (copy / "generate.py").write_bytes(GENERATE.read_bytes())
    for page in (ROOT / "docs/reference").glob("*.md"):
        (copy / "reference" / page.name).write_bytes(page.read_bytes())
    (copy / "reference/exit-codes.md").write_text("| 0 | Fine. |\n")
    (copy / "reference/kinds.md").unlink()
    ran = subprocess.run([sys.executable, copy / "generate.py", "--check"], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "docs/reference/exit-codes.md is not current: " in ran.stderr
    assert "  -| 0 | Fine. |\n" in ran.stderr
    assert "docs/reference/kinds.md is not current: " in ran.stderr
    assert ran.stderr.endswith("run: python docs/generate.py\n")
    assert not (copy / "reference/kinds.md").exists()
    subprocess.run([sys.executable, copy / "generate.py"], capture_output=True, check=True)
    assert (
        subprocess.run([sys.executable, copy / "generate.py", "--check"], capture_output=True, check=False).returncode
        == 0
    )


def test_every_exit_code_is_explained() -> None:
    text = (ROOT / "docs/reference/exit-codes.md").read_text(encoding="utf-8")
    assert [int(number) for number in re.findall(r"^\| (\d+) \| .+ \|$", text, re.MULTILINE)] == [*ExitCode]


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
