"""What a file says never becomes a command, a tag or markup where it is printed."""

import json
import re
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from payloads import payloads
from prodops_cli.render.escape import json_text, log_line, log_text, markdown, markdown_link, terminal

COMMAND = re.compile(r"(?m)^\s*::|##\[|##vso\[")
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def parsed(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


def structure(text: str) -> list[str]:
    """The blocks and spans of a text, without what is written in them; code spans count as writing."""
    return [
        token.type
        for block in parsed(text)
        for token in (block, *(block.children or ()))
        if token.type not in {"text", "code_inline", "softbreak"}
    ]


def written(text: str) -> str:
    """What a reader sees."""
    return "".join(token.content for block in parsed(text) for token in (block.children or ()))


def one_line(text: str) -> str:
    """A text as markdown should show it: on one line, with what nobody sees made visible."""
    return "".join(terminal(character) for character in " ".join(text.split()))


# --- markdown --------------------------------------------------------------------------------------

PLACES = ["{}", "- {}", "# {}", "**{}** says", "a | b\n--- | ---\n{} | x", "> {}", "1. {}", "x\n{}", "x: {}; y"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("payload", [pytest.param(text, id=name) for name, text in payloads().items()])
def test_markdown_payload_stays_text(payload: str, place: str) -> None:
    escaped = markdown(payload)
    plain = "word" if escaped else ""
    assert structure(place.format(escaped)) == structure(place.format(plain))
    assert one_line(payload) in written(place.format(escaped))
    assert not COMMAND.search(place.format(escaped))
    assert not INVISIBLE.search(escaped)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from(string.punctuation + " \n\tab1é\x00\u202e"), max_size=30))
def test_any_text_stays_text(text: str) -> None:
    escaped = markdown(text)
    for place in PLACES:
        assert structure(place.format(escaped)) == structure(place.format("word" if escaped else ""))
    assert written(f"x {escaped} y").strip() == f"x {one_line(text)} y".strip()


def test_ordinary_prose_is_left_alone() -> None:
    text = 'Pay-in-three (EU): 12.5 % of a_b_c\'s orders, R&D + sales! "Why?" at 10:30, https://example.com/a_b?c=1'
    assert markdown(text) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("ask @ada.example about it", "ask `@ada.example` about it"),
        ("ada@example.com", "ada@example.com"),
        ("see #12", "see `#12`"),
        ("acme/shop#12", "acme/shop`#12`"),
        ("GH-7 and !8", "`GH-7` and `!8`"),
        ("@ada@bob#12", "`@ada@bob#12`"),
        ("#12@ada, !5@ada. GH-4@ada!", "`#12@ada`, `!5@ada`. `GH-4@ada`!"),
        ("#payments", r"\#payments"),
        ("0.18", "0.18"),
        ("-5 %", "-5 %"),
        ("2026. A year", r"2026\. A year"),
    ],
)
def test_markdown_of_what_means_something_to_a_forge(text: str, escaped: str) -> None:
    assert markdown(text) == escaped


def test_escaping_a_long_text_takes_no_longer_than_reading_it() -> None:
    for text in ("@" + "." * 200_000, "_" * 200_000, "#" * 200_000, "&" * 200_000, "a/" * 100_000):
        assert markdown(text)
    for text in ("@a." * 70_000, "#1" + "." * 200_000, "@a #" * 50_000, "!1!" * 70_000):
        assert markdown(text)


# --- links -----------------------------------------------------------------------------------------


def test_link_leads_to_a_web_address() -> None:
    assert markdown_link("The PRD", "https://example.com/prd?a=1") == "[The PRD](https://example.com/prd?a=1)"
    assert markdown_link("Mail", "mailto:ada@example.com") == "[Mail](mailto:ada@example.com)"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "ftp://x", "x", ""])
def test_link_to_anything_else_is_its_title(url: str) -> None:
    assert markdown_link("a*b", url) == r"a\*b"


@pytest.mark.parametrize(
    "url", ["https://x/a b", "https://x/)[y](z", 'https://x/"t"', "https://x/<b>", "https://x/a|b", "https://x/\\)"]
)
def test_link_address_cannot_end_the_link(url: str) -> None:
    spans = structure(f"see {markdown_link('T', url)} now")
    assert spans == structure("see [T](https://x) now")


# --- terminals and logs ----------------------------------------------------------------------------


def test_controls_are_visible() -> None:
    assert terminal("a\x1b[2J\nb\u202ec") == "a\\x1b[2J\\nb\\u202ec"


def test_no_line_is_a_command() -> None:
    text = "::error::a\n  ::warning::b\n\x1b[1m::error::c\x1b[0m\nx ##[error]d ##vso[e]f\nstd::vector\n"
    assert not COMMAND.search(re.sub(r"\x1b\[[\d;]*m", "", log_text(text)))
    assert "std::vector" in log_text(text)
    assert log_line("::x::.yaml") == "./::x::.yaml"


@given(st.recursive(st.text('#[vso]\\"\n:a\u202e'), st.lists))
def test_json_is_the_same_value_without_commands(value: object) -> None:
    text = json_text(value)
    assert json.loads(text) == value
    assert text.isascii()
    assert text.endswith("\n")
    assert not COMMAND.search(text)
