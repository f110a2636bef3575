"""The file of a new record: what was given, and comments that teach what else it can say.

Everything comes from the kind alone: its fields and their order from the model, the sentences from the
attribute docstrings, the suggestions from the example in its docstring.
"""

import re
import textwrap
from collections.abc import Mapping

from pydantic import BaseModel

from prodops_cli.kinds._base import Record, descriptions
from prodops_cli.kinds._shape import Shape, fields_of
from prodops_cli.render.yaml import Value, field

_EXAMPLE = re.compile(r"```yaml[^\n]*\n(.*?)```", re.DOTALL)
_KEY = re.compile(r"([a-z_]+):")
_WIDTH = 96


def starter(
    model: type[BaseModel], given: Mapping[str, Value], *, heading: str | None = None, modeline: str | None = None
) -> str:
    """A file for a record (or the settings): the given fields, and between them those of the example as comments."""
    fields, sentences, examples = fields_of(model), descriptions(model), example_lines(model)
    lines = [f"# yaml-language-server: $schema={modeline}"] if modeline else []
    lines += _comment(f"{heading or _first_line(model)} Remove the `#` in front of a key to use it.")
    for name, known in fields.items():
        if name not in given and name not in examples:
            continue
        lines += ["", *_comment(_sentence(sentences.get(name, ""), known.shape))]
        if name in given:
            lines += field(name, given[name], known.shape)
        else:
            lines += [f"#{line}" for line in examples[name]]
    if rest := _comment(_rest(model, {*given, *examples})):
        lines += ["", *rest]
    return "".join(f"{line}\n" for line in lines)


def list_item(kind: type[Record], id_: str, given: Mapping[str, Value], *, indent: int = 0) -> str:
    """A record as one item of a list, with one comment that names the keys it could have besides."""
    fields = fields_of(kind)
    lines = field("id", id_, fields["id"].shape, indent + 2)
    for name, known in fields.items():
        if name in given:
            lines += field(name, given[name], known.shape, indent + 2)
    lines[0] = f"{' ' * indent}- {lines[0].lstrip()}"
    return "".join(f"{line}\n" for line in [*lines, *_comment(_rest(kind, set(given)), indent=indent + 2)])


def example_lines(model: type[BaseModel]) -> dict[str, list[str]]:
    """The lines of the example in the model's docstring, by field."""
    match = _EXAMPLE.search(textwrap.dedent(f"    {model.__doc__ or ''}"))
    found: dict[str, list[str]] = {}
    here: list[str] = []
    for line in textwrap.dedent(match[1]).splitlines() if match else ():
        if key := _KEY.match(line):
            here = found.setdefault(key[1], [])
        here.append(line)
    return found


def _first_line(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().partition("\n")[0]


def _rest(model: type[BaseModel], shown: set[str]) -> str:
    rest = [name for name in fields_of(model) if name not in shown and name != "id"]
    return f"More keys, if you need them: {', '.join(rest)}." if rest else ""


def _sentence(text: str, shape: Shape) -> str:
    """What a field is for, with the words to choose from unless they are named already."""
    if all(re.search(rf"\b{re.escape(word)}\b", text) for word in shape.choices):
        return text
    return f"{text} {'Any' if shape.many else 'One'} of: {', '.join(shape.choices)}."


def _comment(text: str, *, indent: int = 0) -> list[str]:
    pad = f"{' ' * indent}# "
    return textwrap.wrap(
        " ".join(text.split()),
        _WIDTH,
        initial_indent=pad,
        subsequent_indent=pad,
        break_on_hyphens=False,
        break_long_words=False,
    )
