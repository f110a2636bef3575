"""The tutorial, as a reader goes through it: every command prints what the page says."""

import re

import pytest

from docs_module import DOCS, load

PAGE = (DOCS / "tutorial.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def consoles(page: str) -> list[str]:
    """The console blocks of a page."""
    return [text for language, _, text in BLOCK.findall(page) if language == "console"]


@pytest.fixture(scope="module")
def happened() -> str:
    """The page with what its commands print today."""
    return str(load("console").with_output(PAGE, day=load("generate").DAY))


def test_every_command_prints_what_the_page_says(happened: str) -> None:
    for said, printed in zip(consoles(PAGE), consoles(happened), strict=True):
        assert printed == said
    assert happened == PAGE


def test_broken_command_is_never_written_into_a_page() -> None:
    with pytest.raises(SystemExit, match="has a bug"):
        load("console").with_output("```console\n$ echo 'prodops has a bug: X at y' | head -n 1\n```\n")


def test_reader_ends_with_a_clean_workspace_of_their_own(happened: str) -> None:
    lints = [text for text in consoles(happened) if text.startswith("$ prodops lint\n")]
    assert "All clear: 13 records" in lints[-1]
    assert any(" error: " in text for text in lints), "a tutorial shows a mistake"


def test_reader_sees_a_status_of_their_own(happened: str) -> None:
    status = next(text for text in consoles(happened) if text.startswith("$ prodops status\n"))
    assert "# Plant Pals: status on 2 November 2026\n" in status
    assert "**Watering reminders** (Yuki Example" in status


def test_nothing_goes_wrong_on_the_way(happened: str) -> None:
    printed = "".join(consoles(happened))
    assert "Traceback" not in printed
    assert "not found" not in printed
    assert "prodops has a bug" not in printed


def test_tutorial_is_done_in_ten_minutes() -> None:
    prose = BLOCK.sub("", PAGE)
    typed = [line for _, _, text in BLOCK.findall(PAGE) for line in text.splitlines() if line.startswith("$ ")]
    to_write = sum(len(text.splitlines()) for language, _, text in BLOCK.findall(PAGE) if language == "yaml")
    minutes = len(prose.split()) / 200 + len(typed) * 10 / 60 + to_write * 3 / 60
    assert minutes < 10, "reading at 200 words a minute, 10 seconds for a command and 3 for a line of a file"


def test_page_shows_the_output_of_every_command_that_has_one() -> None:
    silent = re.findall(r"^\$ (.*)\n(?=\$|\Z)", "\n".join(consoles(PAGE)), re.MULTILINE)
    assert [command for command in silent if not command.startswith(("cd ", "git "))] == []
