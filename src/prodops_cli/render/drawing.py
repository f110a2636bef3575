"""What SVG pictures are drawn with: elements whose texts are escaped, and how much room a text takes.

No program that shows an SVG lets us measure its letters, so that widths are reckoned, rather too wide than too narrow.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache

from prodops_cli.render.escape import svg as escaped
from prodops_cli.resources import templates_folder

FONT = "Arial, Helvetica, 'Liberation Sans', 'Nimbus Sans', Arimo, sans-serif"
"""Fonts of the same widths, one of which nearly every machine has."""
_WIDTHS = {
    0.30: "iljI.,;:'|!`",
    0.38: 'tfr()[]{}/\\" -·',
    0.68: "ABCDEFGHKNOPQRSUVXYZ&+<>=~#wÄÖÜ",
    0.92: "mMW@%—…→",
}
_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_USUAL = 0.58


def number(value: float) -> str:
    """A coordinate: at most one decimal, no more digits than it needs."""
    rounded = round(value, 1)
    return str(int(rounded)) if rounded == int(rounded) else str(rounded)


def element(name: str, *children: str, **attributes: str | float | None) -> str:
    """An element with its children, which are elements or `words`; attributes without a value are left out.

    `class_` is `class`; other underscores are hyphens.
    """
    written = "".join(
        f' {_name(key)}="{escaped(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(children)
    return f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>"


@cache
def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def words(text: str) -> str:
    """A text as a child of an element."""
    return escaped(text)


def text(x: float, y: float, shown: str, style: str, **attributes: str | float | None) -> str:
    """A line of text whose baseline starts at a point; `style` is its class."""
    return element("text", words(shown), x=x, y=y, class_=style, **attributes)


def path(points: Iterable[tuple[float, float]]) -> str:
    """The `d` of straight lines through points."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def document(
    size: tuple[float, float], title: str, description: str, body: str, *, inline_from: float | None = None
) -> str:
    """A whole SVG: a file of its own, with its style, or a part of a page which has that and the title already.

    `inline_from` is the height at which such a part begins.

    Colours stand in attributes, for programs that read no styles, and in a style sheet, for light and dark.
    """
    width, height, top = *size, inline_from or 0.0
    is_inline = inline_from is not None
    style = "" if is_inline else f"<style>{style_sheet()}</style>"
    head = f"<title>{words(title)}</title><desc>{words(description)}</desc>{style}"
    paper = element("rect", x=0, y=0, width=width, height=height, class_="paper", fill="#ffffff")
    whole = element(
        "svg",
        head,
        paper,
        body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 {number(top)} {number(width)} {number(height - top)}",
        width=width,
        height=height - top,
        role="img",
        class_="picture",
        font_family=FONT,
        font_size=12,
        fill="#1f2430",
    )
    return whole if is_inline else f"{whole}\n"


@cache
def style_sheet() -> str:
    """The style sheet of every picture."""
    return (templates_folder() / "svg/picture.css").read_bytes().decode()


# --- room ------------------------------------------------------------------------------------------


def text_width(shown: str, size: float) -> float:
    """About how wide a text is, in pixels, in a sans-serif font of a size."""
    return 1.04 * size * sum(map(_letter_width, shown))


@cache
def _letter_width(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    return _OF.get(letter, _USUAL if letter.isascii() else 0.75)


def shortened(shown: str, room: float, size: float) -> str:
    """The text on one line, or as much of it as fits with a `…` behind; nothing where not even a word would."""
    line = " ".join(shown.split())
    left = room - text_width("…", size)
    if len(line) * 0.3 * size <= room and text_width(line, size) <= room:
        return line
    kept = 0
    for letter in line:
        left -= 1.04 * size * _letter_width(letter)
        if left < 0:
            break
        kept += 1
    while kept and kept < len(line) and unicodedata.combining(line[kept]):
        kept -= 1
    return f"{line[:kept].rstrip()}…" if kept >= 3 else ""
