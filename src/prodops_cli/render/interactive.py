"""The page around a picture: one file with everything in it. It fetches nothing, and runs one script, by its hash.

Without JavaScript it shows the picture and the table; with it, what the picture's own script makes of the data.
"""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from prodops_cli.render.drawing import style_sheet
from prodops_cli.render.escape import html as escaped
from prodops_cli.render.escape import script_data
from prodops_cli.resources import templates_folder


@dataclass(frozen=True, slots=True)
class Table:
    """The same in rows, each of which has an id; the first cell names it."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    days: tuple[str, ...] = ()
    """The columns of days, which are never broken."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows."""

    title: str
    subtitle: str
    script: str
    """The name of the picture's own script in templates/html."""
    controls: str
    """The picture's own controls, as HTML that `choice`, `check` and the like made."""
    body: str
    """The picture, as HTML."""
    table: Table
    data: dict[str, object]
    """Plain data for the script."""
    keys: str
    """What the keys do, as HTML."""


def render(page: Page) -> str:
    """The page as HTML."""
    style, script = _style(), _script(page.script)
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{escaped(page.title)}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the picture</a>
<header>
<h1>{escaped(page.title)}</h1>
<p>{escaped(page.subtitle)}</p>
</header>
<form id="controls" aria-label="Filter and view" hidden>
<label>Search <input type="search" id="text" autocomplete="off"></label>
{page.controls}
<div class="zoom" role="group" aria-label="Zoom">
<button type="button" id="out" aria-label="Zoom out">−</button>
<button type="button" id="fit" title="Zoom back to the whole">100 %</button>
<button type="button" id="in" aria-label="Zoom in">+</button>
</div>
<button type="button" id="switch" aria-pressed="false">Show as table</button>
</form>
<p id="count" role="status"></p>
<main id="main">
{page.body}
<section id="table" aria-label="As a table">
{_table(page.table)}</section>
</main>
<footer class="keys">{page.keys}</footer>
<aside id="details" aria-label="Details" hidden></aside>
<script type="application/json" id="data">{script_data(page.data)}</script>
<script>{script}</script>
</body>
</html>
"""


def choice(id_: str, label: str, options: Iterable[tuple[str, str]] = (), otherwise: str | None = "All") -> str:
    """A list to choose from; the script adds the values that there are to an `otherwise` that stands for all."""
    every = [("", otherwise)] if otherwise is not None else []
    written = "".join(
        f'<option value="{escaped(value)}">{escaped(shown)}</option>' for value, shown in [*every, *options]
    )
    return f'<label>{escaped(label)} <select id="{id_}">{written}</select></label>'


def check(id_: str, label: str) -> str:
    """A box to tick."""
    return f'<label class="check"><input type="checkbox" id="{id_}"> {escaped(label)}</label>'


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escaped(cell)}</th>' for cell in table.header)
    styles = [' class="day"' if name in table.days else "" for name in table.header]
    rows = "".join(_row(id_, cells, styles) for id_, cells in table.rows)
    return (
        f'<div class="table" role="region" aria-label="Table" tabindex="0"><table><caption>{escaped(table.caption)}'
        f"</caption><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n"
    )


def _row(id_: str, cells: Sequence[str], styles: Sequence[str]) -> str:
    others = "".join(f"<td{style}>{escaped(cell)}</td>" for cell, style in zip(cells[1:], styles[1:], strict=True))
    return f'<tr data-id="{escaped(id_)}"><th scope="row">{escaped(cells[0])}</th>{others}</tr>\n'


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


@cache
def _style() -> str:
    """The style sheets of the page and of the picture in it, to the byte."""
    return _template("interactive.css") + style_sheet()


@cache
def _script(name: str) -> str:
    """The script that every page has, and the picture's own, in a scope of their own."""
    return f'(() => {{\n"use strict";\n{_template("interactive.js")}\n{_template(name)}}})();\n'


def _template(name: str) -> str:
    return (templates_folder() / "html" / name).read_bytes().decode()
