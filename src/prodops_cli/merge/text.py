"""A text as lines, without what ends them; and lines as a text again, in the way of the person whose file it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self


class Line(NamedTuple):
    """A line of the result, and where it comes from."""

    text: str
    mine: int | None = None
    """Its place in the person's text, whose line end it keeps."""
    is_open: bool = False
    """Whether it is part of a conflict."""


@dataclass(frozen=True, slots=True)
class Text:
    """Lines without what ends them, and what does. Only LF and CRLF end a line."""

    lines: list[str]
    line_ends: list[str]
    ends: bool = True
    """Whether the last line is ended."""
    mark: str = ""
    """The byte order mark, if there is one."""

    @classmethod
    def of(cls, text: str) -> Self:
        """The lines of a text."""
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        *ended, last = text.removeprefix(mark).split("\n")
        lines = [line.removesuffix("\r") for line in ended]
        line_ends = ["\r\n" if line.endswith("\r") else "\n" for line in ended]
        return cls([*lines, last], [*line_ends, ""], False, mark) if last else cls(lines, line_ends, True, mark)

    def same_as(self, other: Self) -> bool:
        """Whether two texts are the same but for their line ends."""
        return (self.lines, self.ends) == (other.lines, other.ends)

    def dressed(self, other: Self) -> str:
        """Another text, with the byte order mark and the line ends of this one."""
        return self.assembled([Line(line) for line in other.lines], ends=other.ends)

    def assembled(self, lines: Sequence[Line], *, ends: bool) -> str:
        """Lines of this text and others as a text; the lines that are of this text keep their ends."""
        usual = "\r\n" if self.line_ends.count("\r\n") > self.line_ends.count("\n") else "\n"
        ended = [line.text + ((line.mine is not None and self.line_ends[line.mine]) or usual) for line in lines]
        if lines and not ends and lines[-1].text and not lines[-1].is_open:
            ended[-1] = lines[-1].text
        return self.mark + "".join(ended)
