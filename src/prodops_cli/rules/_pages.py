"""Read a rule's page: its sections, and its examples as files with marks. Tests run them, the docs print them.

An example is a fenced block of YAML or markdown with a title, the file's path. What the rule says about it is marked
where it says it: `# error: rule-name` or `# warning: rule-name` at the end of a line. Where a comment has no place
(an empty file, a file name), the mark goes on the fence: `error="rule-name:1"`, the number being the line.
"""

import re
from dataclasses import dataclass

from prodops_cli.diagnostics import Severity

_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
_BLOCK = re.compile(r"^```(?:yaml|markdown) (title=.*)\n((?:(?!```).*\n)*)```$", re.MULTILINE)
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_MARK = re.compile(r"# (error|warning): ([a-z0-9-]+)")


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """What a page says must be found: at which line of a file, by which rule, how bad."""

    path: str
    line: int
    rule: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Example:
    """One file of an example: its path, its text with the marks still in it, and the marks.

    A title that ends in `, before` names a file of the former revision, for rules that compare two.
    """

    path: str
    text: str
    marks: tuple[Mark, ...]
    is_before: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its first line, and the text of each section by heading."""

    summary: str
    sections: dict[str, str]

    def examples(self, heading: str) -> tuple[Example, ...]:
        """The files of a section's examples, in order."""
        return tuple(_example(match[1], match[2]) for match in _BLOCK.finditer(self.sections[heading]))


def read_page(text: str) -> Page:
    """Take a page apart."""
    head, *rest = _SECTION.split(text)
    sections = dict(zip(rest[::2], (body.strip() for body in rest[1::2]), strict=True))
    return Page(head.strip().partition("\n")[0], sections)


def _example(info: str, text: str) -> Example:
    attributes = _ATTRIBUTE.findall(info)
    title = dict(attributes)["title"]
    path = title.removesuffix(", before")
    on_fence = [_fence_mark(path, name, value) for name, value in attributes if name != "title"]
    on_lines = [
        Mark(path, number, name, Severity(severity))
        for number, line in enumerate(text.split("\n"), start=1)
        for severity, name in _MARK.findall(line)
    ]
    return Example(path, text, (*on_fence, *on_lines), is_before=path != title)


def _fence_mark(path: str, severity: str, value: str) -> Mark:
    name, _, line = value.partition(":")
    return Mark(path, int(line), name, Severity(severity))
