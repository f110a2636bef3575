"""A report as a page: what it says is what the markdown says, and whatever that is, nothing of it is a tag or runs."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli_runner import prodops
from payloads import payloads
from prodops_cli.render.escape import markdown
from prodops_cli.render.html import render
from prodops_cli.reports import all_reports
from test_escape import COMMAND, INVISIBLE, one_line

ACME = Path(__file__).parents[1] / "examples/acme"

EMPTY = {"meta", "br", "hr"}
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol"),
    *("li", "strong", "em", "s", "code", "pre", "a", "br", "hr", "blockquote", "sup", "section", "div"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "html": {"lang"},
    "meta": {"charset", "name", "content", "http-equiv"},
    "div": {"class", "role", "aria-label", "tabindex"},
    "a": {"href", "title", "id", "class"},
    "ol": {"class", "start"},
    "li": {"id", "class"},
}


class Page(HTMLParser):
    """A page as its tags, each with its attributes, and its text; fails where tags do not close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.texts: dict[str, str] = {}
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in EMPTY
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        for tag in self.open:
            self.texts[tag] = self.texts.get(tag, "") + data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    @property
    def structure(self) -> list[str]:
        """The tags in the body; code counts as writing."""
        names = [tag for tag, _ in self.tags if tag != "code"]
        return names[names.index("main") :]


def require_harmless(text: str) -> Page:
    """The page, which has only tags and attributes that do nothing, and links only to the web and to itself."""
    page = Page(text)
    for tag, attributes in page.tags:
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES.get(tag, set()) | {"class"}
        link = attributes.get("href", "#")
        assert not link or link.startswith("#") or urlsplit(link).scheme.lower() in {"http", "https", "mailto"}
    assert [tag for tag, _ in page.tags].count("style") == 1
    assert not COMMAND.search(text)
    return page


# --- the page --------------------------------------------------------------------------------------


def test_page_is_a_document_that_allows_nothing() -> None:
    text = render("# Acme & Co: *status*\n\n**All is well.**\n")
    page = require_harmless(text)
    assert text.startswith("<!DOCTYPE html>\n")
    assert page.texts["title"] == page.texts["h1"] == "Acme & Co: status"
    heads = {tag: attributes for tag, attributes in page.tags if tag == "html"}
    metas = [attributes for tag, attributes in page.tags if tag == "meta"]
    assert heads["html"] == {"lang": "en"}
    assert metas[0] == {"charset": "utf-8"}
    policy = next(meta["content"] for meta in metas if meta.get("http-equiv") == "Content-Security-Policy")
    style = b64encode(sha256(page.texts["style"].encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"
    assert {meta["name"]: meta["content"] for meta in metas if "name" in meta} == {
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
        "referrer": "no-referrer",
    }


def test_page_without_a_heading_has_a_title() -> None:
    assert Page(render("text")).texts["title"] == "prodops"


def test_style_fetches_nothing() -> None:
    style = Page(render("")).texts["style"]
    assert "url(" not in style
    assert "@import" not in style
    assert "@media print" in style
    assert "prefers-color-scheme: dark" in style


def luminance(colour: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "print"])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("ink", "paper"),
        ("ink", "shade"),
        ("quiet", "paper"),
        ("link", "paper"),
        *((colour, paper) for colour in ("green", "yellow", "red", "blue") for paper in ("paper", f"{colour}-shade")),
    ],
)
def test_every_colour_can_be_read(ink: str, paper: str, scheme: int) -> None:
    schemes = re.findall(r":root \{(.*?)\}", Page(render("")).texts["style"], re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#\w+)", schemes[scheme]))
    light, dark = sorted((luminance(colours[ink]), luminance(colours[paper])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_words_of_health_have_their_colour() -> None:
    text = render("*at risk* and *off track*, not *quite on track*\n\n| A | Pace |\n|---|---|\n| x | on pace |\n")
    assert '<em class="yellow">at risk</em>' in text
    assert '<em class="red">off track</em>' in text
    assert "<em>quite on track</em>" in text
    assert '<td class="green">on pace</td>' in text


def test_table_scrolls_and_is_aligned_by_classes() -> None:
    text = render("| Goal | Score |\n| --- | ---: |\n| Growth | 0.5 |\n")
    assert 'style="' not in text
    assert '<div class="table" role="region" aria-label="Table" tabindex="0"><table>' in text
    assert '<td class="right">0.5</td>' in text


def test_footnotes_lead_there_and_back() -> None:
    page = require_harmless(render("A[^1], B[^why], C[^1].\n\n[^1]: `roadmap/a.yaml`\n[^why]: commit\n"))
    ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    links = [attributes["href"].removeprefix("#") for tag, attributes in page.tags if tag == "a"]
    assert len(links) == 6
    assert set(links) == ids
    assert page.texts["sup"] == "[1][2][1]"


def test_comments_are_left_out_and_tags_are_text() -> None:
    page = require_harmless(render('<!-- prodops:status -->\n# A\n\n<b onclick="x()">b</b> <!-- c -->\n\n<div>\nd\n'))
    assert " ".join(page.texts["main"].split()) == 'A <b onclick="x()">b</b> <div> d'


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("[a](https://example.com/?a=1&b=2)", "https://example.com/?a=1&b=2"),
        ("[a](mailto:ada@example.com)", "mailto:ada@example.com"),
        ("[a](javascript:alert(1))", None),
        ("[a](file:///etc/passwd)", None),
        ("[a](//example.com)", None),
        ("[a](prodops.yaml)", None),
        ("<data:text/html,x>", None),
        ("![a](https://example.com/a.png)", None),
    ],
)
def test_links_lead_to_the_web_only(link: str, target: str | None) -> None:
    page = require_harmless(render(link))
    assert [attributes["href"] for tag, attributes in page.tags if tag == "a"] == ([target] if target else [])


# --- hostile texts ---------------------------------------------------------------------------------

PLACES = ["{}", "- {}", "# {}", "**{}** says", "a | b\n--- | ---\n{} | x", "x\n{}", "x *at risk*: {}; y"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("payload", [pytest.param(text, id=name) for name, text in payloads().items()])
def test_payload_stays_text(payload: str, place: str) -> None:
    escaped = markdown(payload)
    text = render(place.format(escaped))
    page = require_harmless(text)
    assert page.structure == Page(render(place.format("word" if escaped else ""))).structure
    assert one_line(payload) in page.texts["main"]
    assert not INVISIBLE.search(text)


@pytest.mark.parametrize("payload", [pytest.param(text, id=name) for name, text in payloads().items()])
def test_payload_in_a_template_of_somebody_else_is_harmless_too(payload: str) -> None:
    require_harmless(render(f"# A\n\n{payload}\n\n- {payload}\n\n[x]({payload}) | b\n--- | ---\n{payload} | x\n"))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>&\"'!-[]()|`*_#:^/=\n\\ abhref:javscript1\u202e\x00"), max_size=60))
def test_any_markdown_is_harmless(text: str) -> None:
    require_harmless(render(text))


# --- the commands ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["status.html", "status.htm", "STATUS.HTML"])
def test_name_of_the_file_decides(name: str, tmp_path: Path) -> None:
    done = prodops("status", "--no-history", "--as-of", "2026-10-15", "-o", tmp_path / name, at=ACME)
    assert done.code == 0, done.err
    assert (tmp_path / name).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("report", all_reports())
def test_every_report_makes_a_page(report: str) -> None:
    done = prodops("report", report, "--format", "html", "--as-of", "2026-10-15", at=ACME)
    assert done.code == 0, done.err
    assert require_harmless(done.out).texts["h1"]


def test_box_to_tick_is_a_sign() -> None:
    text = render("# Plan\n\n- [ ] open\n- [x] done\n- [-] given up\n- [ ](https://example.com) a link\n")
    assert [line for line in text.splitlines() if line.startswith("<li")] == [
        '<li class="box">☐ open</li>',
        '<li class="box">☑ done</li>',
        '<li class="box">☒ given up</li>',
        '<li><a href="https://example.com"> </a> a link</li>',
    ]
