"""Templates print plain data, every value escaped; terminals get the same page laid out."""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

import pytest
from jinja2 import TemplateError, UndefinedError

from prodops_cli.fields import Money
from prodops_cli.render import terminal
from prodops_cli.render.data import plain
from prodops_cli.render.data import render as to_json
from prodops_cli.render.markdown import _environment, outline, shortened, tidy
from prodops_cli.source import Quoted


def printed(template: str, **values: Any) -> str:
    return _environment().from_string(template).render(**values)


# --- plain data ------------------------------------------------------------------------------------


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True)
class Thing:
    second: Any
    first: Any = None


def test_plain_data_has_nothing_of_ours() -> None:
    value = Thing((date(2026, 10, 15), Colour.RED), {"b": {3, 1}, "a": Money(amount=5, currency="EUR")})
    assert plain(value) == {
        "second": ["2026-10-15", "red"],
        "first": {"a": {"amount": 5, "currency": "EUR"}, "b": [1, 3]},
    }
    assert type(plain(Quoted("x"))) is str
    with pytest.raises(TypeError):
        plain(object())


def test_json_is_ascii_and_holds_no_command() -> None:
    text = to_json(Thing("\u202e ##[error]x", "##vso[task]"))
    assert text.isascii()
    assert "##[" not in text
    assert "##vso[" not in text
    assert text.startswith('{\n  "second": ')


# --- templates -------------------------------------------------------------------------------------


def test_value_is_escaped_and_template_is_not() -> None:
    assert printed("**{{ a }}** | x", a="b|*c*") == r"**b&#124;\*c\*** | x"


def test_value_is_never_a_template() -> None:
    assert printed("{{ a }}", a="{{ 7 * 7 }}{% raw %}") == "{{ 7 \\* 7 }}{% raw %}"


@pytest.mark.parametrize(
    "template",
    ["{{ a ~ '' }}", "{{ [a]|join }}", "{{ a|upper_first }}", "{{ [a]|listed }}", "{% set b = a %}{{ b }}"],
)
def test_no_way_of_printing_leaves_a_value_unescaped(template: str) -> None:
    assert printed(template, a="*x*") == r"\*x\*"


def test_a_mapping_has_its_keys_only() -> None:
    assert printed("{{ a.items }} {{ a.keys }}", a={"items": 1, "keys": 2}) == "1 2"
    with pytest.raises(UndefinedError):
        printed("{{ a.values }}", a={})


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ a.append(1) }}",
        "{{ missing }}",
        "{{ a|attr('__class__') }}",
        "{{ a }}",
        "{{ cycler }}",
        "{{ a|safe }}",
    ],
)
def test_template_reaches_nothing_but_the_data(template: str) -> None:
    with pytest.raises((TemplateError, TypeError)):
        printed(template, a=[1])


def test_values_have_one_form_each() -> None:
    assert printed("{{ a }} {{ b }} {{ c }} {{ d }}", a=None, b=True, c=0.30000000000000004, d=2026) == "– yes 0.3 2026"


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ('{{ "2026-10-27"|day }}', "27 Oct"),
        ('{{ "2027-01-05"|day }}', "5 Jan 2027"),
        ("{{ none|day }}", "–"),
        ('{{ "2026-10-27"|long_day }}', "27 October 2026"),
        ('{{ 1|count("day") }}, {{ 1200|count("day") }}', "1 day, 1,200 days"),
        ('{{ 2|count("entry", "entries") }}', "2 entries"),
        ("{{ -1|from_today }} {{ 0|from_today }} {{ 12|from_today }}", "yesterday today in 12 days"),
        ("{{ 0.456|percent }} {{ 0.456|score }} {{ none|score }}", "46 % 0.46 –"),
        ('{{ {"amount": 10800.0, "currency": "EUR"}|money }}', "EUR 10,800"),
        ('{{ {"amount": 7.5, "currency": "EUR"}|money }}', "EUR 7.50"),
        ('{{ ["a", "b", "*"]|listed }}', r"a, b and \*"),
        ('{{ "in_progress"|spoken }}', "in progress"),
        ("{{ [1, 2, 3]|left_after(2) }} {{ [1]|left_after(2) }} {{ [1]|left_after(none) }}", "1 0 0"),
        ('{{ [{"name": "Ada"}, none, {"name": "B*"}]|names }}', r"Ada, B\*"),
        ('{{ "The PRD"|link("https://example.com/a b") }}', "[The PRD](https://example.com/a%20b)"),
        ('{{ "x"|link("javascript:alert(1)") }}', "x"),
    ],
)
def test_filters(template: str, text: str) -> None:
    assert printed(template, as_of="2026-10-15") == text


def test_shortened_ends_with_a_sentence_or_a_word() -> None:
    assert shortened("All of it.", 20) == "All of it."
    assert shortened("First of all this. Then that and more.", 25) == "First of all this. …"
    assert shortened("one two three four five", 12) == "one two …"
    assert shortened("x" * 30, 10) == "x" * 10 + " …"


def test_page_has_no_stray_blanks() -> None:
    assert tidy("a  \n\n\n\nb\n\n") == "a\n\nb\n"


def test_outline_tells_everything_without_a_template() -> None:
    data: dict[str, Any] = {
        "as_of": "2026-10-15",
        "empty": [],
        "words": ["a", "b"],
        "rows": [{"a": 1}, {"a": 2, "b_c": {"d": None}}],
    }
    assert outline("my-report", data).splitlines() == [
        "# My report",
        "",
        "- **As of:** 2026-10-15",
        "- **Empty:** –",
        "- **Words:** a, b",
        "",
        "## Rows",
        "",
        "| A | B c |",
        "| --- | --- |",
        "| 1 | – |",
        "| 2 | d: – |",
    ]


# --- terminals -------------------------------------------------------------------------------------

PAGE = """\
# Title

A sentence that is *off track*, *not so*, with `@ada` and a [link](https://example.com).

- **First** goes on for longer than the width of the page and is wrapped
- Second

| Name | Pace |
| --- | ---: |
| Wide 漢字 | on track |
"""


def test_terminal_layout() -> None:
    assert terminal.render(PAGE, width=40, colour=False).splitlines() == [
        "Title",
        "",
        "A sentence that is off track, not so,",
        "with @ada and a link",
        "(https://example.com).",
        "",
        " • First goes on for longer than the",
        "   width of the page and is wrapped",
        " • Second",
        "",
        "Name           Pace",
        "───────────────────",
        "Wide 漢字  on track",
    ]


def test_heading_stands_close_to_what_it_is_about() -> None:
    text = terminal.render("# A\n\nx\n\n## B\n\n- y\n\n## C\n\nz\n", width=40, colour=False)
    assert text.splitlines() == ["A", "", "x", "", "B", " • y", "", "C", "z"]


def test_only_health_is_coloured() -> None:
    text = terminal.render(PAGE, width=80, colour=True)
    assert "\x1b[31moff track\x1b[0m" in text
    assert "\x1b[32mon track" in text
    assert set(re.findall(r"\x1b\[([\d;]*)m", text)) <= {"0", "1", "2", "3", "31", "32", "1;36"}


def test_terminal_page_holds_no_command_and_no_foreign_control() -> None:
    page = "# &#58;:error::x\n\n- &#58;:warning::x\n\n\\#\\#\\[error\\]\n"
    text = terminal.render(page, width=80, colour=False)
    assert not re.search(r"(?m)^\s*::|##\[", text)
    assert ": :error::x" in text


def test_very_wide_terminal_gets_no_very_long_lines() -> None:
    text = terminal.render("word " * 100, width=400, colour=False)
    assert max(map(len, text.splitlines())) <= terminal.WIDEST
