"""YAML's syntax errors in people's words: what somebody did, where, and what to do about it."""

from typing import Any

from prodops_cli.diagnostics import Problem, Span
from prodops_cli.encoding import BOM

_TAG = ("tags (`!name`) are not prodops YAML", "remove the tag: the schema knows the type")
_DIRECTIVE = ("directives (%YAML, %TAG) are not prodops YAML", "remove the line that starts with %")
_TAB = ("a tab where only spaces may stand", "indent with spaces")
_SYNTAX = {
    "mapping values are not allowed": (
        "a `:` that cannot stand here",
        "quote the text if it contains `: `; otherwise check the indentation, and the line above",
    ),
    "could not find expected ':'": ("a key without its `:`", "write `key: value`; a key is one short line"),
    "did not find expected ',' or ']'": (
        "a `[` list that is not closed, or misses a comma",
        "close it with `]`, with commas between the items",
    ),
    "did not find expected ',' or '}'": (
        "a `{` mapping that is not closed, or misses a comma",
        "close it with `}`, with commas between the entries",
    ),
    "found unexpected end of stream": ("a quote that is opened here and never closed", "close the quote"),
    "did not find expected key": (
        "this line does not fit what stands above it",
        "check its indentation, quotes and `- ` against the lines above",
    ),
    "did not find expected '-' indicator": (
        "this line does not fit the list above it",
        "start each item with `- ` at the same indentation",
    ),
    "block sequence entries are not allowed": (
        "a `- ` item cannot start here",
        "start the list on its own line, below its key",
    ),
    "did not find expected node content": (
        "a value is missing here",
        "quote the text if it starts with `,`, `]` or `}`",
    ),
    "found unknown escape character": (
        "an unknown \\ escape in double quotes",
        "write \\\\ for a backslash, or use single quotes",
    ),
    "invalid Unicode character escape": ("an escape that is no Unicode character", "write the character itself"),
    "did not find expected <document start>": (
        "text after the end of the document",
        "one document per file: check the indentation of this line",
    ),
    "found unexpected document indicator": (
        "`---` or `...` inside a quoted text",
        "indent the text, or close the quote above",
    ),
    "found a tab character": _TAB,
    "while scanning an anchor": ("a text cannot start with `&`", "put it in quotes"),
    "while scanning an alias": ("a text cannot start with `*`", "put it in quotes"),
    "while scanning a block scalar": (
        "a block text that does not start right",
        "write `|` or `>` at the end of the key's line, and the text below it, indented",
    ),
    "found incompatible YAML document": _DIRECTIVE,
    "directive": _DIRECTIVE,
    "found undefined tag handle": _TAG,
    "while parsing a tag": _TAG,
    "while scanning a tag": _TAG,
}
"""Parts of libyaml's messages, and what a person did and can do instead; the first that fits counts."""

_AT_OPENING = ("end of stream", "expected ',' or ", "could not find expected ':'")
"""Messages about something that was opened: the place to look at is where, not where libyaml gave up."""

_CANNOT_START = {
    "@": ("a text cannot start with `@`", 'quote it: "@name"'),
    "`": ("a text cannot start with a backtick", "put it in quotes"),
    "%": ("a text cannot start with `%`", "put it in quotes"),
    "\t": _TAB,
}
_LONGEST_KEY = 1024


def explain_syntax(path: str, raw: bytes, error: Any) -> Problem:
    """Turn libyaml's message into what a person did and can do; the position is the opening one where that helps."""
    problem = str(getattr(error, "problem", None) or error)
    context = str(getattr(error, "context", None) or "")
    mark: Any = getattr(error, "problem_mark", None)
    opening: Any = getattr(error, "context_mark", None)
    if mark is None:
        message, hint = _words_for(problem, context, "", 0)
        return Problem("yaml-syntax", path, message, hint, span=Span(1, 1, 1, 1))
    lines = raw.removeprefix(BOM).decode("utf-8", "replace").split("\n")
    message, hint = _words_for(problem, context, lines[mark.line] if mark.line < len(lines) else "", mark.column)
    if opening and any(part in problem for part in _AT_OPENING):
        mark = opening
    line, column = mark.line, mark.column
    if not any(map(str.strip, lines[line:])):  # the end of the file: point behind the last thing in it
        if "expected node content" in problem:
            message, hint = "a `[` or `{` that is not closed", "close it with `]` or `}`"
        line = max((number for number, text in enumerate(lines[:line]) if text.strip()), default=0)
        column = len(lines[line].rstrip())
    return Problem("yaml-syntax", path, message, hint, span=Span(line + 1, column + 1, line + 1, column + 2))


def _words_for(problem: str, context: str, line: str, column: int) -> tuple[str, str]:
    character, before = line[column : column + 1], line[:column].rstrip()
    if "cannot start any token" in problem:
        return _CANNOT_START.get(character, (f"a text cannot start with `{character}`", "put it in quotes"))
    if "mapping values are not allowed" in problem and column > _LONGEST_KEY:
        return (
            f"a key is longer than {_LONGEST_KEY:,} characters",
            "a key is one short line: quote the text if it is none",
        )
    if "did not find expected key" in problem and before.endswith(('"', "'", "]", "}")):
        return f"text behind the closing `{before[-1]}`", "put quotes around the whole text"
    for part, words in _SYNTAX.items():
        if part in problem or part in context:
            return words
    return f"not valid YAML: {problem}", "check the quotes and the indentation here"
