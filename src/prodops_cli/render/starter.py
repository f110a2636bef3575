"""The file of a new record: what was given, and comments that teach what else it can say.

Everything comes from the kind alone: its fields and their order from the model, the sentences from the
attribute docstrings, the suggestions from the example in its docstring.
"""

import re
import textwrap
from collections.abc import Mapping

from prodops_cli.kinds._base import Record, descriptions
from prodops_cli.render.yaml import Shape, Value, field

_EXAMPLE = re.compile(r"```yaml[^\n]*\n(.*?)```", re.DOTALL)
_KEY = re.compile(r"([a-z_]+):")
_WIDTH = 96


def shape_of(kind: type[Record]) -> Shape:
    """What the kind's schema allows, field by field."""
    return Shape.of(kind.model_json_schema())


def starter(kind: type[Record], given: Mapping[str, Value], *, modeline: str | None = None) -> str:
    """A record's file: the given fields, and between them the other ones of the kind's example as comments."""
    shape, sentences, examples = shape_of(kind), descriptions(kind), example_lines(kind)
    lines = [f"# yaml-language-server: $schema={modeline}"] if modeline else []
    lines += _comment(f"{_first_line(kind)} Remove the `#` in front of a key to use it.")
    for name in fields_in_order(kind):
        if name not in given and name not in examples:
            continue
        lines += ["", *_comment(sentences.get(name, ""), shape.key(name).choices)]
        if name in given:
            lines += field(name, given[name], shape.key(name))
        else:
            lines += [f"#{line}" for line in examples[name]]
    for name in sorted(given.keys() - kind.model_fields.keys()):  # for the reader to refuse in its own words
        lines += field(name, given[name], shape)
    lines += ["", *_comment(_rest(kind, {*given, *examples}))]
    return "".join(f"{line}\n" for line in lines)


def list_item(kind: type[Record], id_: str, given: Mapping[str, Value], *, indent: int = 0) -> str:
    """A record as one item of a list, with one comment that names the keys it could have besides."""
    shape = shape_of(kind)
    values: dict[str, Value] = {"id": id_} | {name: given[name] for name in fields_in_order(kind) if name in given}
    values |= given  # keys that the kind does not know come last
    lines = [line for name, value in values.items() for line in field(name, value, shape.key(name), indent + 2)]
    lines[0] = f"{' ' * indent}- {lines[0].lstrip()}"
    return "".join(f"{line}\n" for line in [*lines, *_comment(_rest(kind, set(values)), indent=indent + 2)])


def fields_in_order(kind: type[Record]) -> list[str]:
    """The kind's fields as people write them: its own in their order, then those that every record has; not the id."""
    shared = [name for name in Record.model_fields if name != "id"]
    return [name for name in kind.model_fields if name not in Record.model_fields] + shared


def example_lines(kind: type[Record]) -> dict[str, list[str]]:
    """The lines of the kind's docstring example, by field."""
    match = _EXAMPLE.search(textwrap.dedent(f"    {kind.__doc__ or ''}"))
    found: dict[str, list[str]] = {}
    here: list[str] = []
    for line in textwrap.dedent(match[1]).splitlines() if match else ():
        if key := _KEY.match(line):
            here = found.setdefault(key[1], [])
        here.append(line)
    return found


def _first_line(kind: type[Record]) -> str:
    return (kind.__doc__ or "").strip().partition("\n")[0]


def _rest(kind: type[Record], shown: set[str]) -> str:
    rest = [name for name in fields_in_order(kind) if name not in shown]
    return f"More keys, if you need them: {', '.join(rest)}." if rest else ""


def _comment(text: str, choices: tuple[str, ...] = (), *, indent: int = 0) -> list[str]:
    """A text as comment lines, with the words to choose from unless it names them itself."""
    if choices and not all(re.search(rf"\b{re.escape(word)}\b", text) for word in choices):
        text = f"{text.rstrip()} One of: {', '.join(choices)}."
    pad = f"{' ' * indent}# "
    return textwrap.wrap(
        " ".join(text.split()),
        _WIDTH,
        initial_indent=pad,
        subsequent_indent=pad,
        break_on_hyphens=False,
        break_long_words=False,
    )
