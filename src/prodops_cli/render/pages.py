"""Pages about prodops itself, as markdown: of a rule, of all rules, of a kind. Their texts are ours: no escapes."""

from collections.abc import Iterable, Iterator

from prodops_cli.render.columns import readable
from prodops_cli.reports.kind_page import FieldLine, ModelPage


def rule_page(name: str, severity: str, page: str) -> str:
    """A rule's page under its name."""
    return f"# {name}\n\n*{severity}* · {page}\n"


def rules_table(rules: Iterable[tuple[str, str, str]]) -> str:
    """Names, severities and summaries of rules as a table."""
    lines = ["| Rule | Severity | What it objects to |", "|---|---|---|"]
    lines += [f"| `{name}` | {severity} | {summary} |" for name, severity, summary in rules]
    return "".join(f"{line}\n" for line in lines)


def model_page(page: ModelPage) -> str:
    """A kind's page: what it is, an example, its fields."""
    head = f"# {page.name}\n\n{page.text}\n\n"
    where = f"{_where(page.places)}\n\n" if page.places else ""
    return head + where + "## Fields\n\n" + "".join(f"{line}\n" for line in _items(page.fields, 0))


def _where(places: tuple[str, ...]) -> str:
    if len(places) == 1:
        return f"It stands in `{places[0]}`."
    return f"One record per file, `{places[0]}`, with the file's name as its id; or a list of them in `{places[1]}`."


def _items(fields: Iterable[FieldLine], depth: int) -> Iterator[str]:
    for field in fields:
        yield f"{'  ' * depth}- `{field.name}` ({_holds(field)}): {field.description}".rstrip(": ")
        yield from _items(field.fields, depth + 1)


def _holds(field: FieldLine) -> str:
    notes = ["required"] if field.is_required else []
    notes += [f"default {readable(field.default)}"] if field.default is not None else []
    notes += [field.readers] if field.readers is not None else []
    return "; ".join([field.words, *notes])
