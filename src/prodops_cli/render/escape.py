"""Every sink's escape, in one place: what a file says can never become a command, a tag or a control code."""

import json
import re
import unicodedata
from io import StringIO

_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def terminal(text: str) -> str:
    """One line for a terminal or a CI log: controls and bidi marks made visible, no runner's command left whole."""
    return _without_inline_commands(_visible(text))


def log_line(text: str) -> str:
    """A line that starts with data: no runner may read its start as a `::command::`."""
    escaped = terminal(text)
    return f"./{escaped}" if escaped.lstrip().startswith("::") else escaped


def log_text(text: str) -> str:
    """A finished text of several lines, colours and all: no line of it is left that a runner takes for a command."""
    return _COMMAND.sub(r"\1: :", _without_inline_commands(text))


def json_text(value: object) -> str:
    """A value as JSON: indented, ASCII only, and spelt so that no line of it has a runner's command."""
    stream = StringIO()  # in pieces, a large text takes ten times its size
    json.dump(value, stream, indent=2, ensure_ascii=True)
    stream.write("\n")
    return stream.getvalue().replace("##[", "#\\u0023[").replace("##vso[", "#\\u0023vso[")


_COMMAND = re.compile(r"^((?:\s|\x1b\[[\d;]*m)*)::", re.MULTILINE)
"""The start of `::command::`, which GitHub's runner also finds behind spaces."""


def _without_inline_commands(text: str) -> str:
    """GitHub's older commands and Azure's count anywhere in a line."""
    return text.replace("##[", "##\\[").replace("##vso[", "##vso\\[")


def _visible(text: str) -> str:
    return _INVISIBLE.sub(lambda match: _SHORT.get(match.group(), _code(match.group())), text)


def _code(character: str) -> str:
    point = ord(character)
    if 0xDC80 <= point <= 0xDCFF:  # a byte of a file name that is not UTF-8
        return f"\\x{point - 0xDC00:02x}"
    return f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}"


def width(text: str) -> int:
    """How many columns of a terminal a line takes: wide characters two, combining ones none."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


# --- markdown --------------------------------------------------------------------------------------

_MARKDOWN = re.compile(
    r"""
      (?P<reference> (?: (?<!\w)@\w | \#\d | \bGH-\d | (?<!\w)[!&]\d ) (?:[\w./@\#!&-]*\w)? )
    | (?P<special> [\\*\[\]~`<|$] | (?<![^\W_])_ | _(?![^\W_]) | &(?=\#?\w+(?:;|$)) | (?<!\#)\#+$ )
    """,
    re.VERBOSE,
)
_START = re.compile(r"(?P<mark>[=\#>:]|[-+](?=[\s-]|$))|(?P<number>\d{1,9})(?P<end>[.)])(?=\s|$)")
_ENTITIES = {"`": "&#96;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "$": "&#36;", "&": "&amp;", ":": "&#58;"}
"""What a backslash does not stop everywhere: tables split at `\\|`, GitHub's formulas start at `\\$`."""


def markdown(text: str) -> str:
    """A text on one line of markdown, wherever the line stands: it comes out as it was typed, and does nothing.

    No emphasis, heading, list, table, code, HTML or link comes of it. A bare https address is still one to click.
    What a forge takes for a mention or a reference (`@ada`, `#12`, `!3`) becomes code: GitHub and GitLab look for
    these after they have read the markdown, so neither a backslash nor an entity hides them (cmark-gfm issue 181).
    What follows without a space is part of the code: of `@ada@bob`, the second is one as soon as the first is not.
    """
    line = _visible(" ".join(text.split()))
    start = _START.match(line)
    if start is None or _MARKDOWN.match(line):
        return _MARKDOWN.sub(_escaped, line)
    mark = start["mark"]
    head = _ENTITIES.get(mark, f"\\{mark}") if mark else f"{start['number']}\\{start['end']}"
    return head + _MARKDOWN.sub(_escaped, line[start.end() :])


def _escaped(match: re.Match[str]) -> str:
    if match["reference"]:
        return f"`{match['reference']}`"
    special = match["special"]
    return _ENTITIES.get(special, "".join(f"\\{character}" for character in special))


_SCHEME = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
_NOT_IN_URL = re.compile(r"""[\s<>()\[\]\\`|"'{}^]""")


def markdown_link(title: str, url: str) -> str:
    """A title that leads to an http, https or mailto address; for any other address the title alone."""
    if _SCHEME.match(url) is None:
        return markdown(title)
    safe = _NOT_IN_URL.sub(lambda match: _percent(match.group().encode()), url)
    return f"[{markdown(title)}]({_visible(safe).replace('&', '&amp;')})"


_NOT_IN_ADDRESS = re.compile(rf"[^!-~]|{_NOT_IN_URL.pattern}")


def address(url: str) -> str | None:
    """An http, https or mailto address in characters that mean nothing anywhere; None for any other address."""
    if _SCHEME.match(url) is None:
        return None
    return _NOT_IN_ADDRESS.sub(lambda match: _percent(match.group().encode(errors="surrogatepass")), url)


def _percent(octets: bytes) -> str:
    return "".join(f"%{octet:02X}" for octet in octets)


# --- web pages -------------------------------------------------------------------------------------

_IN_PAGE = {"::": "&#58;&#58;", "##[": "##&#91;", "##vso[": "##vso&#91;"}
"""What a runner takes for a command, where the page is printed into its log."""


def html(text: str) -> str:
    """A text between tags, or in an attribute's quotes."""
    from html import escape  # noqa: PLC0415 - its table of entities is read by few runs

    escaped = escape(_visible(text))
    for command, harmless in _IN_PAGE.items():
        escaped = escaped.replace(command, harmless)
    return escaped


# --- Slack -----------------------------------------------------------------------------------------

_SLACK = re.compile(r"[*~`&<>]|(?<![^\W_])_|_(?![^\W_])|(?<![^\W_])@(?=\w|\Z)|(?<!\d):(?=[\w+'-]+:)")
_LIKE = {"*": "\u2217", "~": "\u223c", "`": "\u2035", "_": "\uff3f", "@": "\uff20", ":": "\u2236"}
"""Slack has no escape for the marks of bold, struck, code, italic, mentions and emoji: one like it stands there."""
_SLACK_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def slack(text: str) -> str:
    """A text within Slack's mrkdwn: it is nothing but text, leads nowhere and calls nobody.

    `<!channel>`, `<@U12>` and `<https://...>` need their `<`. `@here` is also found without, by those who ask Slack
    to link names, so that no @ is left that a word follows.
    """
    return _SLACK.sub(lambda match: (_SLACK_ENTITIES | _LIKE)[match.group()], _visible(text))


def slack_plain(text: str) -> str:
    """A text in a field of Slack that has no markup but may still read entities and tags: none are left."""
    return _visible(text).translate({ord("<"): "\u2039", ord(">"): "\u203a", ord("@"): _LIKE["@"]})


def slack_address(url: str) -> str:
    """An address as the first half of `<address|title>`."""
    safe = _NOT_IN_URL.sub(lambda match: _percent(match.group().encode()), url)
    return _visible(safe).replace("&", "&amp;")


# --- spreadsheets ----------------------------------------------------------------------------------

_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r]|\s*::")
"""What a spreadsheet takes for the start of a formula, in its wide form too; and a CI log for that of a command."""
_IS_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?", re.ASCII)


def spreadsheet(text: str) -> str:
    """A cell of a CSV file, on one line: never a formula. A text that looks like one has an apostrophe before it."""
    return _mark(text) + terminal(" ".join(text.splitlines()))


def spreadsheet_lines(text: str) -> str:
    """The same for a cell of several lines, each of which ends with a line feed."""
    return log_text(_mark(text) + "\n".join(map(terminal, text.splitlines())))


def _mark(text: str) -> str:
    return "'" if _FORMULA.match(text) and not _IS_NUMBER.fullmatch(text) else ""


_JIRA = re.compile(r"\\+|[{\[]|!(?=\S)")


def jira(text: str) -> str:
    """A text in Jira's wiki markup: it calls nobody, loads nothing, and a link in it shows where it leads.

    Mentions (`[~ada]`), links under another name (`[safe|https://...]`), images (`!https://...!`) and macros
    (`{html}`) are text. What only sets type (`*bold*`, `h1.`) is left alone: where a field has no markup, every
    backslash would be seen. A typed backslash before one of ours is an entity: two of them would break the line.
    """
    return _JIRA.sub(_in_jira, text)


def _in_jira(match: re.Match[str]) -> str:
    found, after = match.group(), match.string[match.end() : match.end() + 1]
    if not found.startswith("\\"):
        return f"\\{found}"
    return "&#92;" * len(found) if after in ("{", "[", "!") else found


# --- pictures --------------------------------------------------------------------------------------

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for, not even as an entity; the rest of it is visible already."""


def svg(text: str) -> str:
    """A text between the tags of an SVG file, or in an attribute's quotes: in XML the same marks count as in HTML."""
    return html(_NOT_XML.sub("\ufffd", _visible(text)))


def script_data(value: object) -> str:
    """Plain data as JSON for a `<script type="application/json">`: on one line, and nothing in it ends the script."""
    dumped = json.dumps(_visible_data(value), ensure_ascii=True, separators=(",", ":"))
    for mark, harmless in _IN_SCRIPT.items():
        dumped = dumped.replace(mark, harmless)
    return dumped


_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "::": "\\u003a\\u003a", "##": "#\\u0023"}
"""Outside of its strings JSON has none of these."""


def _visible_data(value: object) -> object:
    match value:
        case str():
            return _visible(value)
        case dict():
            return {key: _visible_data(item) for key, item in value.items()}
        case list() | tuple():
            return [_visible_data(item) for item in value]
        case _:
            return value


_MERMAID_WORD = re.compile(
    r"(?<![^\W_])(?:end|style|class|classdef|click|call|href|graph|flowchart|subgraph|direction|linkstyle|section|title"
    r"|default|gantt|dateformat|axisformat|tickinterval|excludes|includes|todaymarker|weekday|weekend|inclusiveenddates"
    r"|topaxis|acctitle|accdescr|init|initialize|wrap)(?![^\W_])",
    re.IGNORECASE,
)
"""Words that mean something to mermaid, in one place or another."""
_NOT_FOR_MERMAID = re.compile(r"[^\w ,.()/+-]|_|(?<=\d)-")
"""A date at the start of a line would be one to its gantt."""


def mermaid(text: str) -> str:
    """A text in a mermaid diagram, within quotes or without: letters and digits, and `#NN;` for every other mark.

    Its grammars differ by the diagram and the release, and in most of them `;`, `#`, `:`, `%%`, quotes, brackets and
    the word `end` mean something, the more in front matter and directives. Mermaid takes `#NN;` out before any grammar
    sees it, and puts it back as a character that no browser takes for a tag.
    """
    line = _NOT_FOR_MERMAID.sub(lambda match: _entity(match.group()), " ".join(_visible(text).split()))
    return _MERMAID_WORD.sub(lambda match: _entity(match.group()[0]) + match.group()[1:], line) or "#8203;"


def _entity(character: str) -> str:
    return f"#{ord(character)};"
