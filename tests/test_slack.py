"""A report as a message for Slack: within the limits of Block Kit, and nothing in it pings, links or is formatted."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli_runner import prodops
from payloads import payloads
from prodops_cli.render.escape import markdown, terminal
from prodops_cli.render.slack import message, render
from test_escape import COMMAND, INVISIBLE, one_line

ACME = Path(__file__).parents[1] / "examples/acme"

LINK = re.compile(r"<(?:https?://|mailto:)[^\s<>|]+\|[^<>|]*>", re.IGNORECASE)
ENTITY = re.compile(r"&(?:amp|lt|gt);")
MENTION = re.compile(r"(?<!\w)@\w")
EMOJI = re.compile(r"(?<!\d):(?:[^\W_]|[+-]\d)[\w+'-]*:")
LIKE = str.maketrans("\u2217\u223c\u2035\uff3f\uff20\u2236\u2039\u203a", "*~`_@:<>")


def length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def require_valid(value: Any) -> list[str]:
    """The texts of a message's sections; fails where Slack would refuse the message or do something with it.

    https://docs.slack.dev/reference/block-kit/blocks
    """
    assert value.keys() == {"text", "blocks"}
    assert 0 < length(value["text"]) <= 1_000
    require_plain(value["text"])
    blocks = value["blocks"]
    assert 1 <= len(blocks) <= 50
    assert length(json.dumps(blocks, ensure_ascii=False)) <= 12_000
    for number, block in enumerate(blocks):
        if block["type"] == "header":
            assert number == 0
            assert block.keys() == {"type", "text"}
            assert block["text"].keys() == {"type", "text", "emoji"}
            assert block["text"]["type"] == "plain_text"
            assert block["text"]["emoji"] is False
            assert 0 < length(block["text"]["text"]) <= 150
            assert not re.search(r"[<>]", block["text"]["text"])
            assert not MENTION.search(block["text"]["text"])
        else:
            assert block.keys() == {"type", "text", "expand"}
            assert block["type"] == "section"
            assert block["expand"] is True
            assert block["text"].keys() == {"type", "text", "verbatim"}
            assert block["text"]["type"] == "mrkdwn"
            assert block["text"]["verbatim"] is True
            assert 0 < length(block["text"]["text"]) <= 3_000
            require_plain(block["text"]["text"])
    return [block["text"]["text"] for block in blocks if block["type"] == "section"]


def require_plain(text: str) -> None:
    """Fail where Slack would take something in a text for markup that we did not write."""
    without = ENTITY.sub("·", LINK.sub("·", text))
    assert not re.search(r"[&<>]", without)
    assert not MENTION.search(without)
    assert not EMOJI.search(without)
    assert not re.search(r"^(?:>|&gt;)", text, re.MULTILINE)
    assert "```" not in text
    assert not INVISIBLE.search(text)


def sections(text: str) -> list[str]:
    """The texts of the sections that come of a markdown."""
    value = json.loads(render(text))
    assert value == message(text)
    return require_valid(value)


def shown(text: str) -> str:
    """What a reader sees of a text, with each character that stands for a mark as that mark."""
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text.translate(LIKE)


def marks(text: str) -> list[str]:
    """Slack's marks in a text, in their order."""
    return re.findall(r"[*~`]|(?<![^\W_])_|_(?![^\W_])|<|>", ENTITY.sub("", text))


# --- what becomes of markdown ----------------------------------------------------------------------


def test_first_heading_is_the_header_and_the_first_line_is_what_a_notification_shows() -> None:
    value = message("<!-- prodops:status -->\n# Acme & Co: status\n\n**All is *well*.**\n\nMore.\n")
    assert value["text"] == "Acme &amp; Co: status: All is well."
    assert value["blocks"][0]["text"]["text"] == "Acme & Co: status"
    assert require_valid(value) == ["*All is _well_.*", "More."]


def test_section_is_a_block_below_its_heading() -> None:
    text = "## Risks\n\n- **Checkout** is *at risk*\n- `@ada` asks\n  - why\n\n## Next\n\n1. one\n2. two\n\nlast\n"
    assert sections(text) == [
        "*Risks*\n• *Checkout* is _at risk_\n• `\uff20ada` asks\n    ◦ why",
        "*Next*\n1. one\n2. two\nlast",
    ]


def test_table_becomes_lines() -> None:
    rows = "| Growth | Ada | 0.5 | at risk |\n| Trust | – | – | x |"
    text = f"| Goal | Owner | Score | Pace |\n| --- | --- | ---: | --- |\n{rows}"
    assert sections(text) == ["• *Growth* · Owner: Ada · Score: 0.5 · Pace: _at risk_\n• *Trust* · Pace: x"]


def test_word_of_health_may_have_a_footnote() -> None:
    assert sections("a | b\n--- | ---\nx | at risk[^1]\n\n[^1]: c\n")[0] == "• *x* · b: _at risk[1]_"


def test_links_and_footnotes() -> None:
    text = "See [the | PRD](https://example.com/a?b=1&c=d|e)[^1] and [x](javascript:y)\n\n[^1]: `a.yaml`, line 3\n"
    assert sections(text) == [
        "See <https://example.com/a?b=1&amp;c=d%7Ce|the \u2223 PRD>[1] and [x](javascript:y)",
        "[1] `a.yaml`, line 3",
    ]


def test_empty_text_is_still_a_message() -> None:
    assert sections("") == ["prodops"]


def test_tags_are_text() -> None:
    assert sections("<div>\n<!-- c -->\n\na <b>c</b>") == ["&lt;div&gt;", "a &lt;b&gt;c&lt;/b&gt;"]


def test_quotation_mark_of_slack_does_not_start_a_line() -> None:
    assert sections("a\n&gt; b") == ["a\n\u203a b"]


# --- limits ----------------------------------------------------------------------------------------


def count_left_out(texts: list[str]) -> int:
    found = re.match(r"Left out, since a message in Slack holds no more: ([\d,]+) lines?", texts[-1])
    return int(found[1].replace(",", "")) if found else 0


@pytest.mark.parametrize("lines", [1, 49, 50, 51, 500])
def test_so_many_sections_as_fit_and_a_line_about_the_others(lines: int) -> None:
    texts = sections("# A\n\n" + "".join(f"## Heading {number}\n\n- line {number}\n\n" for number in range(lines)))
    left = count_left_out(texts)
    kept = texts[:-1] if left else texts
    assert kept == [f"*Heading {number}*\n• line {number}" for number in range(len(kept))]
    assert len(kept) + left == lines
    assert (left == 0) == (lines < 49)
    assert not left or f"of Heading {len(kept)}, Heading {len(kept) + 1}" in texts[-1] or lines == len(kept) + 1


@pytest.mark.parametrize("size", [10, 300, 2_900, 3_100, 6_000])
def test_long_sections_are_split_at_the_ends_of_lines(size: int) -> None:
    words = ("*é* &amp; 🙂 and some words without marks, " * size)[:size].rpartition(" ")[0]
    text = "# A\n\n## Long\n\n" + "".join(f"- {number}: {words}\n" for number in range(60))
    texts = sections(text)
    left = count_left_out(texts)
    numbers = [int(number) for part in texts for number in re.findall(r"^• (\d+):", part, re.MULTILINE)]
    assert numbers == list(range(60 - left))
    assert left == 0 or size > 10


def test_line_that_is_too_long_is_cut_without_an_open_mark() -> None:
    (text,) = sections("**" + "bold &amp; *it* " * 400 + "**")
    assert text.endswith(" …")
    assert 2_900 < length(text) <= 3_000
    assert marks(text) == []


@pytest.mark.parametrize("character", ["x", "&amp;", "🙂", "&lt;"])
def test_word_that_is_too_long_is_cut_between_characters(character: str) -> None:
    (text,) = sections(character * 4_000)
    assert set(re.findall(r"&\w+;|.", text)) == {character, " ", "…"}


def test_heading_is_not_left_alone_above_the_note() -> None:
    texts = sections("# A\n\n## Full\n\n" + f"{'y' * 2_800}\n\n" * 3 + "## Alone\n\n" + "z" * 2_990)
    assert count_left_out(texts) == 1
    assert texts[-1].endswith("of Alone")
    assert not any(text == "*Alone*" for text in texts)


def test_header_is_cut() -> None:
    header = message(f"# {'🙂' * 200}")["blocks"][0]["text"]["text"]
    assert length(header) <= 150
    assert header.endswith("🙂 …")


# --- hostile texts ---------------------------------------------------------------------------------

SLACK = {
    "channel": "<!channel> <!here|here> <!everyone>",
    "user": "<@U012AB3CD> <@W1>",
    "group": "<!subteam^S1|@team>",
    "room": "<#C012AB3CD|general> #general",
    "link": "<https://evil.example|prodops>",
    "date": "<!date^1392734382^{date}|x>",
    "here": "@here @channel @everyone (@here) x@here",
    "bold": "*b* _i_ ~s~ `c` ```f``` a_b __x__ 2*3*4",
    "quote": "> q",
    "escaped": "&lt;!channel&gt; &amp;lt;",
    "emoji": ":fire: 10:30:45 a:b:c :+1:",
}
TEXTS = {name: text for name, text in (payloads() | SLACK).items() if 0 < len(one_line(text)) < 2_500}
PLACES = [
    "{}",
    "- {}",
    "# T\n\n{}",
    "## {}\n\nx",
    "**{}** says",
    "a | b\n--- | ---\n{} | x\nx | {}",
    "x\n{}",
    "*{}*; y",
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("payload", [pytest.param(text, id=name) for name, text in TEXTS.items()])
def test_payload_stays_text(payload: str, place: str) -> None:
    escaped = markdown(payload)
    texts = sections(place.format(escaped, escaped))
    word = sections(place.format("`word`" if "`" in escaped and "&#96;" not in escaped else "word", "word"))
    assert len(texts) == len(word)
    seen = " ".join(shown(text) for text in texts).replace("`", "")
    assert one_line(payload).replace("`", "").translate(LIKE) in seen
    written = [mark for mark in marks(" ".join(texts)) if mark != "`"]
    assert written == [mark for mark in marks(" ".join(word)) if mark != "`"]


@pytest.mark.parametrize("payload", [pytest.param(text, id=name) for name, text in TEXTS.items()])
def test_payload_in_the_title_stays_text(payload: str) -> None:
    value = message(f"# {markdown(payload)}")
    require_valid(value)
    title = value["blocks"][0]["text"]["text"].translate(LIKE)
    assert one_line(payload).translate(LIKE).startswith(title.removesuffix("…").rstrip())


@pytest.mark.parametrize("payload", [pytest.param(text, id=name) for name, text in (payloads() | SLACK).items()])
def test_payload_in_a_template_of_somebody_else_is_harmless_too(payload: str) -> None:
    sections(f"# A\n\n{payload}\n\n- {payload}\n\n[x]({payload})\n\na | b\n--- | ---\n{payload} | x\n")


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>&!@#:|*_~`-[]()^ \n\\/abhere1ps\u202e\x00🙂"), max_size=60))
def test_any_markdown_is_a_valid_message(text: str) -> None:
    sections(text)
    assert not COMMAND.search(render(text))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>&!@:|*_~`- .abhere1"), max_size=40))
def test_any_value_can_be_read_and_has_no_marks(value: str) -> None:
    texts = sections(f"x {markdown(value)} y")
    seen = " ".join(shown(texts[0]).replace("`", "").split())
    assert seen == " ".join(f"x {terminal(value)} y".replace("`", "").split())
    assert [mark for mark in marks(texts[0]) if mark != "`"] == []


# --- the command -----------------------------------------------------------------------------------


def test_status_of_the_example_is_a_valid_message() -> None:
    done = prodops("status", "--no-history", "--format", "slack", "--all", "--as-of", "2026-10-15", at=ACME)
    assert done.code == 0, done.err
    texts = require_valid(json.loads(done.out))
    assert texts[0].startswith("*")
    assert any(text.startswith("*Risks*\n• *") for text in texts)
