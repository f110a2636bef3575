"""YAML files as people write them, made up from a seed: every style, comments everywhere, any line ends.

Every comment is `# c` with a number of its own, and no value contains such a text, so that tests can count them.
"""

import random
from dataclasses import dataclass, field

KEYS = ("title", "owner", "status", "effort", "tags", "notes", "goals", "custom", "when", "on", "prix", "größe", "a b")
WORDS = ("alpha", "two words", "no", "12:30", "Checkout in one page", "größer", "x", "https://example.org/a?b=c")
BLOCKS = ("One line.", "One line,\nthen another.", "First.\n\nSecond, after an empty line.", "a: b\n- c")
FOLDED = ("One line that goes on\non the next.", "First paragraph,\ngoing on.\n\nSecond one.")


@dataclass
class Writer:
    """Writes one document; what it chooses once (indentation, where dashes stand) it keeps."""

    choices: random.Random
    lines: list[str] = field(default_factory=list)
    comments: int = 0

    def __post_init__(self) -> None:
        self.step = self.choices.choice((2, 2, 4))
        self.dash = self.choices.choice((0, self.step))
        self.rate = self.choices.choice((0.0, 0.1, 0.4))

    def comment(self) -> str:
        self.comments += 1
        return f"# c{self.comments} {self.choices.choice(('why', 'ask: noor', '[a', 'x'))}"

    def beside(self) -> str:
        return f"{' ' * self.choices.choice((1, 2, 4))}{self.comment()}" if self.choices.random() < self.rate else ""

    def between(self, indent: int) -> None:
        """Comments and empty lines that stand above a key or an item."""
        if self.choices.random() < self.rate:
            self.lines.append(" " * self.choices.choice((0, indent)) + self.comment())
        if self.choices.random() < 0.1:
            self.lines.append("")

    def text(self, *, in_flow: bool = False) -> str:
        """A single value on one line."""
        word = self.choices.choice(WORDS)
        if in_flow and any(mark in word for mark in ",:?"):
            word = "plain"
        return self.choices.choice(
            (
                word,
                word,
                f"'{word}'",
                f'"{word}"',
                "3",
                "1.10",
                "'it''s #1'",
                '"a \\"b\\" \\u00e9 # d"',
                "2026-09-01",
                "true",
            )
        )

    def flow(self, depth: int) -> str:
        """A value in brackets, or a single one within them."""
        what = self.choices.random()
        if depth == 0 or what < 0.6:
            return self.text(in_flow=True)
        parts = [self.flow(depth - 1) for _ in range(self.choices.randrange(4))]
        if what < 0.8:
            return f"[{', '.join(parts)}{',' if parts and self.choices.random() < 0.2 else ''}]"
        keys = self.choices.sample(KEYS, len(parts))
        return "{" + ", ".join(f"{key}: {part}" for key, part in zip(keys, parts, strict=True)) + "}"

    def brackets(self, head: str, indent: int) -> None:
        """A list in brackets over several lines, with comments in it."""
        pad = " " * (indent + self.step)
        self.lines.append(f"{head} [{self.beside()}")
        count = self.choices.randrange(1, 4)
        for number in range(count):
            comma = "," if number + 1 < count or self.choices.random() < 0.5 else ""
            self.between(indent + self.step)
            self.lines.append(f"{pad}{self.flow(1)}{comma}{self.beside()}")
        self.lines.append(f"{' ' * (indent or 1)}]{self.beside()}")

    def block_text(self, head: str, indent: int) -> None:
        opening = self.choices.choice("|>") + self.choice_of_end()
        text = self.choices.choice(FOLDED if opening[0] == ">" else BLOCKS)
        self.lines.append(f"{head} {opening}{self.beside()}")
        pad = " " * (indent + self.step)
        self.lines += [f"{pad}{line}" if line else "" for line in text.split("\n")]
        self.lines += [""] * self.choices.choice((0, 0, 1, 2))

    def choice_of_end(self) -> str:
        return self.choices.choice(("", "-", "-", "+"))

    def value(self, head: str, indent: int, depth: int) -> None:
        """Any value behind `key:` or `-`, whose holder stands at an indentation."""
        what = self.choices.random()
        if what < 0.35 or depth == 0:
            self.lines.append(f"{head} {self.text()}{self.beside()}")
        elif what < 0.42:
            self.lines.append(f"{head}{self.beside()}")
        elif what < 0.52:
            self.lines.append(f"{head} {self.flow(2)}{self.beside()}")
        elif what < 0.57:
            self.brackets(head, indent)
        elif what < 0.67:
            self.block_text(head, indent)
        elif what < 0.71:
            quote = self.choices.choice(("", "'", '"'))
            self.lines += [f"{head} {quote}goes on", f"{' ' * (indent + self.step)}here{quote}{self.beside()}"]
        elif what < 0.85:
            self.mapping(head, indent + self.step, depth - 1)
        else:
            self.items(head, indent + self.dash, depth - 1)

    def mapping(self, head: str | None, indent: int, depth: int) -> None:
        if head is not None:
            self.lines.append(f"{head}{self.beside()}")
        for key in self.choices.sample(KEYS, self.choices.randrange(1, 5)):
            self.between(indent)
            self.pair(f"{' ' * indent}{key}:", indent, depth)

    def pair(self, head: str, indent: int, depth: int) -> None:
        self.value(head, indent, depth)

    def items(self, head: str | None, indent: int, depth: int) -> None:
        if head is not None:
            self.lines.append(f"{head}{self.beside()}")
        for _ in range(self.choices.randrange(1, 4)):
            self.between(indent)
            if self.choices.random() < 0.5:
                self.lines.append(f"{' ' * indent}- {self.text()}{self.beside()}")
                continue
            keys = self.choices.sample(KEYS, self.choices.randrange(1, 4))
            for number, key in enumerate(keys):
                if number:
                    self.between(indent + 2)
                pad = f"{' ' * indent}- " if number == 0 else " " * (indent + 2)
                self.pair(f"{pad}{key}:", indent + 2, depth)


def document(seed: int) -> bytes:
    """A file: a record or a list of records, with or without a byte order mark and a line end at the end."""
    choices = random.Random(seed)
    writer = Writer(choices)
    if choices.random() < 0.2:
        writer.lines.append(f"{writer.comment()}")
    if choices.random() < 0.1:
        writer.lines.append("---")
    if choices.random() < 0.3:
        writer.items(None, 0, 3)
    else:
        writer.mapping(None, 0, 3)
    if choices.random() < 0.2:
        writer.lines.append(writer.comment())
    ends = choices.choice((["\n"], ["\n"], ["\r\n"], ["\n", "\r\n"]))
    text = "".join(line + choices.choice(ends) for line in writer.lines)
    if choices.random() < 0.2:
        text = text.rstrip("\r\n")
    return (b"\xef\xbb\xbf" if choices.random() < 0.1 else b"") + text.encode()
