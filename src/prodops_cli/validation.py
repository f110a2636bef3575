"""Plain data against a model: a value, or every problem with it in people's words."""

import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from prodops_cli.diagnostics import Problem, Rename, Route, Set
from prodops_cli.fields import COUNTRY_FORM, CURRENCY_FORM, is_id, shown
from prodops_cli.source import Quoted

Model = TypeVar("Model", bound=BaseModel)

MOST_PROBLEMS_PER_RECORD = 50
"""More than these are the same mistake again, or no record at all."""


def validate(
    model: type[Model], data: dict[str, Any], *, path: str, route: Route = (), empty: frozenset[Route] = frozenset()
) -> Model | list[Problem]:
    """A validated model, or the problems that stand in its way, each at its route.

    `key:` with nothing behind it means that the key is not given (yet), so that a half-filled file is fine;
    `empty` holds the locations of such keys that have been left out already.
    """
    try:
        return cast("Model", model.__pydantic_validator__.validate_python(data))
    except ValidationError as error:
        details = error.errors(include_url=False)
    pruned, dropped = _without_empty(data, details)
    if dropped:
        return validate(model, pruned, path=path, route=route, empty=empty | dropped)
    return [_explain(detail, model, path, route, empty) for detail in details[:MOST_PROBLEMS_PER_RECORD]]


def _is_empty(detail: ErrorDetails) -> bool:
    return detail["input"] is None and detail["type"] != "extra_forbidden" and bool(detail["loc"])


def _without_empty(data: dict[str, Any], details: list[ErrorDetails]) -> tuple[dict[str, Any], frozenset[Route]]:
    """The data less the known keys that have no value, and where those stood."""
    dropped = frozenset(detail["loc"] for detail in details if _is_empty(detail) and _is_given(data, detail["loc"]))
    return _drop(data, dropped), dropped


def _is_given(data: Any, loc: Route) -> bool:
    """Whether the data really has this key, with nothing behind it: a short form's location has a step more."""
    for step in loc[:-1]:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return False
    return isinstance(data, dict) and loc[-1] in data and data[loc[-1]] is None


def _drop(data: Any, locs: Iterable[Route]) -> Any:
    """A copy without the keys at these locations; what has none of them below it is not copied."""
    below: dict[str | int, list[Route]] = defaultdict(list)
    for loc in locs:
        below[loc[0]].append(loc[1:])
    if isinstance(data, list):
        return [_drop(value, below[index]) if index in below else value for index, value in enumerate(data)]
    return {
        key: _drop(value, below[key]) if key in below else value
        for key, value in data.items()
        if () not in below.get(key, ())
    }


# --- pydantic's errors, in people's words --------------------------------------------------------


def _explain(detail: ErrorDetails, model: type[BaseModel], path: str, route: Route, empty: frozenset[Route]) -> Problem:
    loc: Route = detail["loc"]
    is_key = loc[-1:] == ("[key]",)
    loc = loc[:-1] if is_key else loc
    kind, context, value = detail["type"], detail.get("ctx", {}), detail["input"]
    place = route + loc
    name = str(loc[-1]) if loc else ""
    if kind == "extra_forbidden":
        return _unknown_key(name, value, model_at(model, loc[:-1]), path, place)
    if kind == "missing" and loc in empty:
        return Problem("missing-field", path, f"`{name}` has no value", "write it behind the colon", place, at_key=True)
    if kind == "missing":
        return Problem("missing-field", path, f"`{name}` is missing", f"add `{name}:`", place[:-1])
    message, hint = _words(kind, context, value)
    fix = _respelled(kind, context, value)
    if kind in ("model_type", "dict_type") and isinstance(value, list):
        hint = _keys_from(value, model_at(model, loc), is_dict=kind == "dict_type") or hint
    elif kind == "model_type":
        hint = _keys_wanted(model_at(model, loc)) or hint
    return Problem(
        "invalid-value",
        path,
        f"{_field(loc)}{message}",
        hint,
        place,
        at_key=is_key,
        fix=None if fix is None or is_key else Set(place, fix),
    )


def _respelled(kind: str, context: dict[str, Any], value: object) -> str | bool | Decimal | None:
    """The value that was meant for certain: a word in another spelling, or a number or boolean in needless quotes."""
    if kind == "literal_error" and isinstance(value, str):
        return _folded(value) if _folded(value) in _allowed(context) else None
    if kind != "prodops" or not isinstance(value, Quoted) or context.get("hint") != "remove the quotes":
        return None
    return value == "true" if value in ("true", "false") else Decimal(value)


def _allowed(context: dict[str, Any]) -> list[str]:
    """The words that a field can have."""
    return re.findall(r"'([^']*)'", str(context["expected"]))


def _field(loc: Route) -> str:
    """The innermost named field, for the start of a message."""
    names = [step for step in loc if isinstance(step, str) and step != "value"]
    return f"`{names[-1]}`: " if names else ""


def _words(kind: str, context: dict[str, Any], value: object) -> tuple[str, str | None]:
    if kind == "prodops":
        return str(context["message"]), context.get("hint")
    if kind == "literal_error":
        allowed = _allowed(context)
        close = get_close_matches(_folded(value), allowed, n=1)
        return (
            f"{shown(value)} is not one of {', '.join(allowed)}",
            f"did you mean {close[0]}?" if close else None,
        )
    if kind in ("string_type", "string_sub_type"):
        return f"a text is wanted, this is {shown(value)}", "write one value" if isinstance(value, list) else None
    if kind == "string_unicode":
        return "not UTF-8 text", None
    if kind == "string_too_short":
        return "the text is empty", "write something, or leave the key out"
    if kind == "string_too_long":
        return f"longer than {context['max_length']} characters", "shorten it"
    if kind == "string_pattern_mismatch":
        form = context["pattern"]
        return f"{shown(value)} is not in the right form", _FORM_HINTS.get(form, f"it must match {form}")
    if kind == "tuple_type":
        items = str(value) if _is_words(value) else "one, two"
        return f"a list is wanted, this is {shown(value)}", f"write [{items}], or one `- item` per line"
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return f"a mapping is wanted, this is {shown(value)}", "write `key: value` lines below it"
    return str(context.get("error", kind)).replace("_", " "), None


def _is_words(value: object) -> bool:
    """Whether a value is an id, or a few of them with commas in between: a list less its brackets."""
    return isinstance(value, str) and len(value) <= 60 and all(map(is_id, re.split(", *", value)))


_FORM_HINTS = {
    CURRENCY_FORM: "write its code of three capitals: EUR",
    COUNTRY_FORM: "write its code in capitals: DE, or DE-BE for a part of it",
}


def _keys_wanted(model: type[BaseModel] | None) -> str | None:
    """How to write a mapping that has keys it cannot do without."""
    required = [name for name, field in model.model_fields.items() if field.is_required()] if model else []
    return f"write {{{', '.join(f'{name}: …' for name in required)}}}" if required else None


def _keys_from(items: list[Any], model: type[BaseModel] | None, *, is_dict: bool) -> str | None:
    """How to write a list of names as the mapping it should be; None where it is a list of something else."""
    names = [item for item in items if isinstance(item, str) and is_id(item)][:3]
    if len(names) < min(len(items), 3) or not names:
        return None
    if is_dict:
        inner = f"{{{next(iter(model.model_fields))}: …}}" if model is not None else "…"
        return f"write {{{', '.join(f'{name}: {inner}' for name in names)}}}"
    known = [name for name in names if model is not None and name in model.model_fields]
    return f"write {{{', '.join(f'{name}: …' for name in known)}}}" if known else None


def _folded(value: object) -> str:
    return str(value).strip().lower().replace("-", "_").replace(" ", "_")


_KEY_LIKE = re.compile(r"[^\W\d][\w-]*")


def _unknown_key(name: str, value: object, model: type[BaseModel] | None, path: str, route: Route) -> Problem:
    fields = list(model.model_fields) if model else []
    alike = [field for field in fields if abs(len(field) - len(name)) < min(len(field), len(name))]
    other_names = getattr(model, "also_called", {})
    close = next(iter(get_close_matches(name, [*alike, *other_names], n=1)), "")
    meant = other_names.get(name) or other_names.get(close, close)
    strange = [character for character in name if not character.isascii()]
    points = ", ".join(f"U+{ord(character):04X}" for character in strange[:3])
    message = f"unknown key {shown(name)}" + (f" (it contains {points})" if strange else "")
    hint: str | None
    is_words = name.count(" ") > 1 and "custom" not in fields
    if (value is None and not _KEY_LIKE.fullmatch(name)) or is_words:  # the rest of a text that was cut at its comma
        hint = "inside { }, a text with a comma in it needs quotes"
    elif meant:
        hint = f"did you mean `{meant}`?"
    elif "custom" in fields:
        hint = "your organisation's own fields go below `custom:`"
    else:
        hint = "the keys are " + ", ".join(fields) if fields else None
    is_certain = meant and hint == f"did you mean `{meant}`?" and (name in other_names or close in fields)
    fix = Rename(route, meant) if is_certain and len(get_close_matches(name, fields, n=2, cutoff=0.75)) < 2 else None
    return Problem("unknown-key", path, message, hint, route, at_key=True, fix=fix)


def model_at(model: type[BaseModel], loc: Route) -> type[BaseModel] | None:
    """The model whose mapping stands at a location inside another model's data, found by walking annotations."""
    found: Any = model
    for step in loc:
        if isinstance(step, int):
            continue
        fields = getattr(found, "model_fields", None)
        if not fields or step not in fields:
            if not fields:
                return None
            continue  # a key of a dict of models: its values' model was already found
        found = _model_in(fields[step].annotation)
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if (found := _model_in(argument)) is not None:
            return found
    origin = getattr(annotation, "__origin__", None)
    return _model_in(origin) if isinstance(origin, type) else None
