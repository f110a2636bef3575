"""A value is cut short by a `#` that starts a comment.

## Why
In YAML a `#` after a space starts a comment, so `title: Fix #12` is a record called "Fix", and `channel: #help`
has no value at all. Nothing else would tell you. A real comment has a space behind the `#` and is left alone.

## Bad
```yaml title="roadmap/search.yaml"
title: Fix issue #12 in search  # warning: cut-by-comment
tags:
  - search #urgent  # warning: cut-by-comment
```
```yaml title="tools/figma.yaml"
name: Figma
access:
  how: #it-help  # warning: cut-by-comment
```

## Good
```yaml title="roadmap/search.yaml"
title: "Fix issue #12 in search"
tags:
  - search  # the urgent one
notes: |
  A text in a block keeps what it has: issue #12.
```
```yaml title="tools/figma.yaml"
name: Figma
access:
  how: "#it-help"
```
"""

import re
from collections.abc import Iterator
from datetime import date

from prodops_cli.diagnostics import Span
from prodops_cli.rules._base import WARNING, Problem, Workspace, rule
from prodops_cli.source import Document

_MAY_BE_CUT = re.compile(rb"#[^\s#]").search
_CUT = re.compile(r"(?<=\s)#(?=\w)(?!prodops:)(\S*)")


@rule(WARNING)
def cut_by_comment(workspace: Workspace, as_of: date) -> Iterator[Problem]:  # noqa: ARG001
    """Every line with a value, or a key that waits for one, and a `#` with a word stuck to it behind that."""
    for document in workspace.documents.values():
        if b" #" in document.raw or b"\t#" in document.raw:
            yield from _cuts_in(document)


def _cuts_in(document: Document) -> Iterator[Problem]:
    if not document.has_tree or _MAY_BE_CUT(document.raw) is None:
        return
    for number, line in enumerate(document.lines, start=1):
        match = _first_cut(document, number, line)
        if match is None:
            continue
        word = match[1] if len(match[1]) <= 20 else match[1][:19] + "…"
        message = f"everything from `#{word}` to the end of the line is a comment, not part of the value"
        hint = "quote the value to keep it; a comment has a space behind the `#`"
        span = Span(number, match.start() + 1, number, len(line) + 1)
        yield Problem("cut-by-comment", document.path, message, hint, span=span)


def _first_cut(document: Document, number: int, line: str) -> re.Match[str] | None:
    """Find where a line's comment starts, if it starts like a word; None on a line that is all comment."""
    if "#" not in line or line.lstrip().startswith("#"):
        return None
    comment = line.find(" # ")
    for match in _CUT.finditer(line):
        if 0 <= comment <= match.start() - len(" # "):
            return None
        if not document.is_inside_scalar(number, match.start() + 1):
            return match
    return None
