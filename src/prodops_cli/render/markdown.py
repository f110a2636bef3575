"""Plain data to markdown: the templates of templates/, in a sandbox, every value escaped.

A template loops and formats; it computes nothing. `{{ value }}` prints a value so that it comes out as it was
typed and does nothing (`render.escape.markdown`); there is no way to print one unescaped. Blocks of text that
several places share go into files of their own and are included: what a macro returns would be escaped again.
"""

import traceback
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, Undefined, pass_context
from jinja2.runtime import Context

from prodops_cli.analysis import words
from prodops_cli.analysis.words import counted
from prodops_cli.errors import ProdopsError
from prodops_cli.fields import is_id
from prodops_cli.kinds._shape import Plain
from prodops_cli.render._sandbox import Environment, TooMuchError, join
from prodops_cli.render.data import plain
from prodops_cli.render.escape import log_text, markdown, markdown_link, terminal
from prodops_cli.resources import templates_folder

NOTHING = "–"
"""What stands for a value that is not known."""

_SUFFIX = ".md.j2"


class Markdown(str):
    """A text that is markdown already. Only this module makes them; joined to anything they are text again."""

    __slots__ = ()


def has_template(report: str) -> bool:
    """Whether templates/reports/ has a template for a report."""
    return (templates_folder() / "reports" / f"{report}{_SUFFIX}").is_file()


def render(report: str, value: Any, *, most: int | None = None) -> str:
    """A report as markdown, by its template, or as an outline where it has none.

    `value` is its dataclass; the template sees its fields by name, and `most`, the number of lines a list should
    have at the most (None: all of them).
    """
    data = plain(value)
    if not isinstance(data, dict):
        raise TypeError("a report is a dataclass")
    if not has_template(report):
        return outline(report, data)
    try:
        text = _environment().get_template(f"reports/{report}{_SUFFIX}").render(**data, most=most)
    except TooMuchError as error:
        raise ProdopsError(f"the page would be {error}", _LESS) from None
    return tidy(text)


_LESS = "narrow it (--team, --from and --months, no --all), or ask for --format csv or json"


def render_by(source: str, value: Any, *, name: str, most: int | None = None) -> str:
    """A report as markdown by somebody's own template, in the same sandbox: it sees and does what ours do.

    `name` is what messages call the template. Raises ProdopsError with the line for what is wrong with it.
    """
    data = plain(value)
    if not isinstance(data, dict):
        raise TypeError("a report is a dataclass")
    try:
        text = _environment().from_string(source).render(**data, most=most)
    except (TemplateError, *_MISTAKES) as error:
        line = getattr(error, "lineno", None) if isinstance(error, TemplateError) else None
        line = line or _line_of(error)
        raise ProdopsError(f"{name}{f':{line}' if line else ''}: {_wrong(error)}", _OWN_TEMPLATES) from None
    return harmless(text)  # its own words may hold anything


def harmless(text: str) -> str:
    """Markdown that somebody else wrote, with nothing in it that acts on a terminal or in a CI log."""
    return tidy(log_text("\n".join(map(terminal, text.split("\n")))))


_OWN_TEMPLATES = "start from a copy of the one that prodops brings, in templates/reports/"
_MISTAKES = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    SyntaxError,  # of the Python that Jinja makes of it: too many blocks in each other
    TypeError,
    ValueError,
)
"""What an expression in a template can raise."""


def _wrong(error: BaseException) -> str:
    """What is wrong with a template, in words, without a path of this machine."""
    match error:
        case TemplateNotFound():
            return f"there is no template `{error.name}` to include; those that prodops brings can be included"
        case RecursionError():
            return "it is nested too deeply, or calls itself without an end"
        case SyntaxError():
            return "it is nested too deeply"
        case MemoryError():
            return "it takes too much memory"
        case TemplateError():
            return error.message or type(error).__name__
        case _:
            return str(error) or type(error).__name__


def _line_of(error: BaseException) -> int | None:
    """The line of the innermost template that was at work."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno for frame in reversed(frames) if frame.filename == "<template>"), None)


def tidy(text: str) -> str:
    """Text without spaces at the ends of lines and with at most one empty line between blocks."""
    lines: list[str] = []
    for line in (line.rstrip() for line in text.split("\n")):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).rstrip("\n") + "\n"


# --- the environment -----------------------------------------------------------------------------


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates_folder()),
        undefined=StrictUndefined,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # that would be HTML's; `finalize` escapes for markdown
    )
    environment.filters = {
        **{name: environment.filters[name] for name in _FILTERS},
        "count": counted,
        "day": _day,
        "figure": lambda number: NOTHING if number is None else words.figure(number),
        "footnotes": _footnotes,
        "from_today": words.from_today,
        "grouped": lambda number: f"{number:,}",
        "id": lambda ref: Markdown(_id(str(ref).rpartition(":")[2])),
        "join": join,
        "left_after": _left_after,
        "link": lambda title, url: Markdown(markdown_link(str(title), str(url))),
        "listed": _listed,
        "long_day": lambda text: words.long_day(date.fromisoformat(text)),
        "mark": lambda id_: Markdown(f"<!-- task: {_id(id_)} -->"),
        "money": _money,
        "names": _names,
        "percent": _percent,
        "score": _score,
        "shortened": shortened,
        "span": _span,
        "spoken": lambda state: NOTHING if state is None else words.spoken(state),
        "tenths": lambda number: NOTHING if number is None else f"{number:,.1f}",
        "upper_first": _upper_first,
        "weekday": lambda text: words.weekday_text(date.fromisoformat(text))[:3],
    }
    environment.globals = {}
    return environment


_FILTERS = (
    "abs",
    "first",
    "groupby",
    "items",
    "last",
    "length",
    "list",
    "map",
    "reject",
    "rejectattr",
    "select",
    "selectattr",
)
"""Those of Jinja's own that loop and format."""


def _printed(value: Any) -> Any:
    """What `{{ value }}` prints."""
    match value:
        case Markdown() | Undefined():
            return value
        case None:
            return NOTHING
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.6g}"
        case int():
            return str(value)
        case str():
            return markdown(value)
        case _:
            raise TypeError(f"a template printed a whole {type(value).__name__}; print what is in it")


@pass_context
def _day(context: Context, text: str | None) -> str:
    """`27 Oct`; with the year where it is not that of the report's `as_of`."""
    if text is None:
        return NOTHING
    as_of = context.get("as_of")
    return words.short_day(date.fromisoformat(text), date.fromisoformat(as_of) if as_of is not None else None)


def _listed(values: list[Any]) -> Markdown:
    """Values in a sentence, each escaped: `legal, privacy and tax`."""
    return Markdown(words.listed([str(_printed(value)) for value in values]))


def _left_after(values: list[Any], most: int | None) -> int:
    """How many of the values a list of at most so many lines leaves out."""
    return max(len(values) - most, 0) if most is not None else 0


def _money(money: Mapping[str, Any]) -> str:
    """`EUR 10,800`: whole units, and hundredths only of small amounts."""
    amount = money["amount"]
    return (
        f"{money['currency']} {amount:,.0f}"
        if amount >= 100 or amount == int(amount)
        else f"{money['currency']} {amount:,.2f}"
    )


def _footnotes(numbers: Iterable[int]) -> Markdown:
    """`[^1][^4]`: the marks of footnotes."""
    return Markdown("".join(f"[^{int(number)}]" for number in numbers))


def _span(ends: list[float]) -> str:
    """`3.0 to 5.0`, or `3.0` where both ends are the same."""
    low, high = (f"{end:,.1f}" for end in ends)
    return low if low == high else f"{low} to {high}"


def _percent(share: float | None) -> str:
    """`45 %` of 0.45."""
    return NOTHING if share is None else f"{share * 100:.0f} %"


def _score(share: float | None) -> str:
    """`0.45`, as goals are graded."""
    return NOTHING if share is None else f"{share:.2f}"


def _names(records: list[Mapping[str, Any] | None]) -> str:
    """The names of records, without those that are not known: `Ada Example, Payments`."""
    return ", ".join(str(record["name"]) for record in records if record is not None)


def shortened(text: str, most: int = 140) -> str:
    """A text cut after a sentence, or else after a word, where it is longer than so many characters."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most + 1]
    sentence = max(cut.rfind(f"{end} ") for end in ".!?") + 1
    if sentence > most // 3:
        return f"{cut[:sentence]} …"
    return f"{cut.rpartition(' ')[0].rstrip(' ,;:.') or cut[:most]} …"


def _id(text: Any) -> str:
    """An id as it is: it has nothing in it that markdown takes for more than a text."""
    if not isinstance(text, str) or not is_id(text):
        raise TypeError("a template marked a line with what is no id")
    return text


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- without a template --------------------------------------------------------------------------


def outline(report: str, data: Mapping[str, Plain]) -> str:
    """A report without a template of its own: what is single as a list, lists of records as tables."""
    single = [f"- **{_heading(key)}:** {_cell(value)}" for key, value in data.items() if not _is_table(value)]
    blocks = [f"# {_heading(report)}", "\n".join(single)]
    for key, value in data.items():
        if _is_table(value):
            blocks += [f"## {_heading(key)}", _table(value)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _heading(name: str) -> str:
    return markdown(_upper_first(words.spoken(name).replace("-", " ")))


def _is_table(value: Plain) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _table(rows: Any) -> str:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [[_heading(column) for column in columns], ["---"] * len(columns)]
    lines += [[_cell(row.get(column)) for column in columns] for row in rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cell(value: Plain) -> str:
    match value:
        case list():
            return ", ".join(_cell(item) for item in value) or NOTHING
        case dict():
            return ", ".join(f"{markdown(key)}: {_cell(item)}" for key, item in value.items()) or NOTHING
        case _:
            return str(_printed(value))
