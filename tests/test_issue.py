"""A plan's markdown as the body of an issue: boxes stay boxes, and no word of it does anything on a forge."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from payloads import payloads
from prodops_cli.render.escape import markdown, terminal
from prodops_cli.render.forge import MOST_CHARACTERS, as_issue, issue_title, length

PLAN = """\
# Onboarding: Maya Example

She starts on **Monday, 23 November 2026**.

<!-- prodops:plan {"person": "maya"} -->

## Week 1

- [x] Order the laptop, *by Grace*, 9 November <!-- task: laptop -->
- [ ] Read [how we decide](https://example.com/docs?a=1&b=2) <!-- task: handbook -->
  - [ ] and `decisions/`
1. [ ] Lunch

| Tool | Approver |
|---|---|
| Figma | Ada |
"""
ACTIVE = re.compile(r"(?<!\w)@\w|#\d|\bGH-\d|(?<![\w&])!\d")
COMMAND = re.compile(r"(?m)^\s*::|##\[|##vso\[")
PAYLOADS = [pytest.param(text, id=name) for name, text in payloads().items()]


def read() -> MarkdownIt:
    """Markdown as GitHub reads it, as near as there is."""
    found = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return found.use(footnote_plugin, inline=False).use(tasklists_plugin)


def tokens(text: str) -> list[Token]:
    return [token for block in read().parse(text) for token in (block, *(block.children or ()))]


def boxes(text: str) -> list[bool]:
    """Every box, and whether it is ticked."""
    return [
        "checked=" in token.content
        for token in tokens(text)
        if token.type == "html_inline" and token.content.startswith('<input class="task-list-item-checkbox"')
    ]


class _Texts(HTMLParser):
    """The texts of a page in which a forge looks for mentions: not those in code and links."""

    def __init__(self) -> None:
        super().__init__()
        self.found = list[str]()
        self._inside = list[str]()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in {"code", "pre", "a"}:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"code", "pre", "a"}:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.found.append(data)


def texts(text: str) -> list[str]:
    parser = _Texts()
    parser.feed(read().render(text))
    parser.close()
    return parser.found


def assert_neutral(text: str) -> None:
    assert not [found for found in texts(text) if ACTIVE.search(found)]
    assert not [token for token in MarkdownIt("commonmark").parse(text) if token.type == "html_block"]
    inline = [token for token in tokens(text) if token.type == "html_inline"]
    assert [token for token in inline if "task-list-item-checkbox" not in token.content] == []
    assert not [token for token in tokens(text) if token.type == "image"]
    links = [str(token.attrs["href"]) for token in tokens(text) if token.type == "link_open"]
    assert [link for link in links if not re.match(r"https?:|mailto:|#fn", link, re.IGNORECASE)] == []
    assert not COMMAND.search(text)
    assert length(text) <= MOST_CHARACTERS


# --- what stays --------------------------------------------------------------------------------------


def test_plan_to_the_byte() -> None:
    assert issue_title(PLAN) == "Onboarding: Maya Example"
    assert as_issue(PLAN) == (
        "She starts on **Monday, 23 November 2026**.\n"
        "\n"
        "## Week 1\n"
        "\n"
        "- [x] Order the laptop, *by Grace*, 9 November\n"
        "- [ ] Read [how we decide](https://example.com/docs?a=1&amp;b=2)\n"
        "  - [ ] and `decisions/`\n"
        "\n"
        "1. [ ] Lunch\n"
        "\n"
        "| Tool | Approver |\n"
        "| --- | --- |\n"
        "| Figma | Ada |\n"
    )


def test_boxes_stay_boxes() -> None:
    assert boxes(PLAN) == boxes(as_issue(PLAN)) == [True, False, False, False]


@pytest.mark.parametrize(
    "text",
    [
        "- [x] a\n- [ ] b\n\n[x]: https://example.com\n",
        "- [X] a\n\n  more\n- [ ] b\n",
        "* [ ] a\n* [x] **b** c\n",
        "10) [ ] a\n11) [x] b\n",
        "> - [x] a\n>   - [ ] b\n",
        "- a\n  1. b\n     - [ ] c\n",
        "- [ ] <!-- task: a --> a\n",
        "- [ ] `code` first\n- [x] [link](https://example.com) first\n",
    ],
)
def test_box_is_a_box_wherever_it_stands(text: str) -> None:
    ticks = [mark != " " for mark in re.findall(r"\[([ xX])\] ", text)]
    assert boxes(as_issue(text)) == ticks


@pytest.mark.parametrize(
    "text",
    [
        "a *b* **c** ~~d~~ `e` [f](https://example.com)\n",
        "a\\\nb\nc\n",
        "- a\n- b\n\n* c\n",
        "7. a\n8. b\n",
        "- a\n\n  b\n\n- c\n",
        "> a\n>\n> b\n",
        "___\n",
        "| a | b |\n| :-- | --: |\n| c | d |\n",
        " ```\n a `b`\n\n   c\n ```\n",
        " ````\n ```\n ````\n",
        "a[^1]\n\n[^1]: b\n",
        "``a ` b`` and `` `c` ``\n",
    ],
)
def test_what_is_plain_markdown_stays_as_it_is(text: str) -> None:
    assert as_issue(text) == text


def test_only_the_first_heading_is_the_title() -> None:
    text = "before\n\nOnboarding *Maya*\n===\n\n# Second\n"
    assert issue_title(text) == "Onboarding Maya"
    assert as_issue(text) == "before\n\n# Second\n"


def test_text_without_a_heading_keeps_everything_and_has_a_title() -> None:
    assert as_issue("a\n") == "a\n"
    assert issue_title("a\n") == issue_title("") == issue_title("#\n") == "prodops"
    assert as_issue("") == ""


@pytest.mark.parametrize("letter", ["x", "🙂"])
def test_title_is_no_longer_than_a_forge_takes(letter: str) -> None:
    title = issue_title(f"# {letter * 300}\n")
    assert 250 < length(title) <= 255
    assert title.endswith("…")


def test_comments_are_dropped_wherever_they_stand() -> None:
    text = "a <!-- b --> c\n\n<!--\nd\n-->\n\n- e <!-- f -->\n- <!-- g -->\n\n<!-- h -->\n"
    assert as_issue(text) == "a c\n\n- e\n"


# --- what is made harmless ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("ask @ada and @acme/all", "ask `@ada` and `@acme/all`"),
        ("@<!-- -->ada and &#64;ada and \\@ada", "`@ada` and `@ada` and `@ada`"),
        ("#12, GH-4, acme/repo#3", "`#12`, `GH-4`, acme/repo`#3`"),
        ("Fixes #12, closes acme/repo#3", "Fixes `#12`, closes acme/repo`#3`"),
        ("*@ada* [@ada](https://example.com)", "*`@ada`* [`@ada`](https://example.com)"),
        ("`@ada` stays", "`@ada` stays"),
        ("@a``@b ` c``", "`@a` ``@b ` c``"),
        ("<b>x</b> <https://example.com>", "&lt;b>x&lt;/b> [https://example.com](https://example.com)"),
        ("![see @ada](https://evil.example/x.png)", "see `@ada`"),
        ("wow![a](https://example.com)", "wowa"),
        ("wow\\![a](https://example.com)", "wow\\![a](https://example.com)"),
        ("[a](javascript:x)", "\\[a\\](javascript:x)"),
        ("```\n::error::x ##[y]\n```", " ```\n : :error::x ##\\[y]\n ```"),
        ("> ```\n> ## @ada\n> ```", "> ```\n> ## @ada\n> ```"),
    ],
)
def test_what_would_do_something_is_text(text: str, written: str) -> None:
    assert as_issue(text) == f"{written}\n"
    assert_neutral(as_issue(text))


PLACES = [
    "{}",
    "- [ ] {} <!-- task: a -->\n- [x] b",
    "a | b\n--- | ---\n{} | x",
    "> {}",
    "## {}\n\nx",
    "**{}**",
    "[{}](https://example.com)",
    "a[^1]\n\n[^1]: {}",
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_that_somebody_typed_does_nothing(payload: str, place: str) -> None:
    text = place.format(payload)
    assert_neutral(as_issue(text))
    assert terminal(issue_title(text)) == issue_title(text)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_that_was_escaped_still_says_the_same(payload: str, place: str) -> None:
    text = place.format(markdown(payload) or "nothing")
    said, before = (" ".join(texts(form)).split() for form in (as_issue(f"# T\n\n{text}"), text))
    assert said == before


PIECES = st.sampled_from(
    [
        *("- [ ] ", "- [x] ", "- ", "* ", "1. ", "  ", "    ", "> ", "# ", "## ", "\n", "\n\n", " ", "```", "`", "``"),
        *(
            "@ada",
            "#12",
            "GH-4",
            "<b>",
            "<!-- x -->",
            "<!--",
            "-->",
            "![",
            "[",
            "]",
            "(",
            ")",
            "](https://x.y)",
            "[^1]",
        ),
        *("*", "**", "_", "~~", "\\", "&#64;", "&#35;", "|", "---", "\n| - | - |\n", "[^1]: ", "[x]: https://x.y", ":"),
        *("a", "b", "!", "1", ".", "<", "https://x.y/@ada#12", "::error::", "===", "\t", "\u202e"),
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_nothing_that_is_typed_does_anything(text: str) -> None:
    assert_neutral(as_issue(text))


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES.filter(lambda piece: not set(piece) & set("<>^")), max_size=25).map("".join))
def test_no_box_is_lost_made_or_ticked(text: str) -> None:
    text = f"# T\n\n{text}"
    assert boxes(as_issue(text)) == boxes(text)


# --- what does not fit -------------------------------------------------------------------------------


def plan(sections: int, tasks: int) -> str:
    return "# T\n\nHead.\n\n" + "".join(
        f"## Part {part}\n\n" + "".join(f"- [ ] Task {part}.{task} {'x' * 80}\n" for task in range(tasks)) + "\n"
        for part in range(sections)
    )


def test_plan_that_is_too_long_says_what_is_left_out() -> None:
    text = as_issue(plan(12, 100))
    assert 40_000 < length(text) <= MOST_CHARACTERS
    assert text.startswith("Head.\n\n## Part 0\n")
    assert re.search(r"^\*Left out, since no more fits in here: Part 6, .*Part 11\.\*$", text, re.MULTILINE)
    assert len(boxes(text)) == 600


def test_list_without_sections_is_cut_at_the_end_of_a_line() -> None:
    text = as_issue("# T\n\n" + "".join(f"- [ ] Task {number} {'x' * 80}\n" for number in range(5_000)))
    assert length(text) <= MOST_CHARACTERS
    assert "the end of what stands above" in text
    assert len(boxes(text)) > 300


@pytest.mark.parametrize("start", ["```\n", "> ```\n> ", "- ```\n  "])
def test_code_that_is_cut_swallows_nothing(start: str) -> None:
    head = f"first\n\n{start}{'@ada x' * 10}\n"
    rest = "".join(f"{start.split(chr(10))[1]}@ada {number}\n" for number in range(20_000))
    text = as_issue(f"# T\n\n{head}{rest}\n")
    assert length(text) <= MOST_CHARACTERS
    assert any("Left out" in found for found in texts(text))
    assert_neutral(text)


def test_line_in_code_is_no_section() -> None:
    text = as_issue(f"# T\n\n```\n## @ada\n{'x' * 70_000}\n```\n\n## Last\n\ny\n", 65_536)
    assert_neutral(text)
    assert text.endswith("*Left out, since no more fits in here: the end of what stands above.*\n")


def test_long_heading_is_named_without_an_open_mention() -> None:
    heading = f"{'x' * 93} @adalovelace"
    text = as_issue(f"# T\n\nx\n\n## {heading}\n\n{'y' * 70_000}\n")
    assert "Left out" in text
    assert_neutral(text)
