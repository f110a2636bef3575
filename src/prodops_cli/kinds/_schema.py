"""Every kind, and the settings, as JSON Schema: what an editor needs to complete keys and mark mistakes.

The schemas accept what an editor's YAML 1.2 reader makes of a file, and that differs from what prodops makes of
it: `version: 1.10` is a number there and a text here. So texts may also be numbers and booleans. What a schema
cannot say (whether a reference leads somewhere, whether a link has one target) is left to `prodops lint`.
"""

from collections.abc import Callable, Mapping
from typing import Any, cast, get_args

from pydantic import BaseModel, WithJsonSchema
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from prodops_cli.errors import ProdopsError
from prodops_cli.fields import Id, Period
from prodops_cli.kinds import all_kinds, require_kind
from prodops_cli.kinds._base import Record, descriptions
from prodops_cli.kinds._shape import fields_of
from prodops_cli.settings import Settings

Schema = dict[str, Any]
"""A JSON Schema."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"
COMMENT = "Written by `prodops schema`; changes are overwritten."
SETTINGS = "prodops"
"""What the settings' schema is called, after their file."""


def schemas() -> dict[str, Schema]:
    """Every schema by its name: `goal`, `goal-list`, ..., `prodops`."""
    found = {}
    for name, kind in all_kinds().items():
        found[name] = record_schema(kind)
        found[f"{name}-list"] = list_schema(kind)
    return found | {SETTINGS: settings_schema()}


def schema_named(name: str, *, as_list: bool = False) -> Schema:
    """The schema of a kind's file with one record, or with a list of them, or of prodops.yaml.

    Raises ProdopsError for a name that is none of these.
    """
    if name in ("settings", SETTINGS, f"{SETTINGS}.yaml"):
        if as_list:
            raise ProdopsError("prodops.yaml holds no list", "leave out --list")
        return settings_schema()
    kind = require_kind(name)
    return list_schema(kind) if as_list else record_schema(kind)


def record_schema(kind: type[Record]) -> Schema:
    """The schema of a file with one record; its id is the file's name and need not be given."""
    schema = _schema_of(kind)
    schema["required"] = [name for name in schema["required"] if name != "id"]
    schema["properties"]["id"] = _or_empty(schema["properties"]["id"])
    return _headed(f"prodops {kind.kind}", _first_line(kind), schema)


def list_schema(kind: type[Record]) -> Schema:
    """The schema of a file with a list of records, each with its id."""
    schema = _schema_of(kind)
    parts = schema.pop("$defs", {})
    listed = {"type": "array", "items": schema, "$defs": parts} if parts else {"type": "array", "items": schema}
    return _headed(f"prodops list of {kind.kind} records", _first_line(kind), listed)


def settings_schema() -> Schema:
    """The schema of prodops.yaml."""
    return _headed("prodops settings", "What an organisation decides for its workspace.", _schema_of(Settings))


def _headed(title: str, description: str, schema: Schema) -> Schema:
    rest = {key: value for key, value in schema.items() if key not in ("title", "description")}
    return {"$schema": DIALECT, "$comment": COMMENT, "title": title, "description": description} | rest


def _first_line(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().partition("\n")[0]


# --- from the models -----------------------------------------------------------------------------


def _schema_of(model: type[BaseModel]) -> Schema:
    return cast("Schema", _walked(model.model_json_schema(schema_generator=_Generator), _as_editors_read))


class _Generator(GenerateJsonSchema):
    """Adds the sentence below each field, and drops what pydantic says of its own accord."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """The schema of one model."""
        model: type[BaseModel] = schema["cls"]
        found = super().model_schema(schema)
        sentences, given = descriptions(model), found.get("properties", {})
        properties = {}
        for name, field in fields_of(model).items():
            said = _without_noise(given[name])
            properties[name] = {"description": sentences[name]} if name in sentences else {}
            properties[name] |= said if field.is_required else _or_empty(said)
        found["properties"] = properties
        found["description"] = _first_line(model)
        return {key: value for key, value in found.items() if key != "title"}


def _without_noise(schema: Schema) -> Schema:
    """Less the title made of the field's name, defaults that say nothing, and the possibility of null."""
    kept = {key: value for key, value in schema.items() if key != "title"}
    if kept.get("default") in (None, [], {}):
        kept.pop("default", None)
    choices: list[Schema] = [choice for choice in kept.get("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:
        return {key: value for key, value in kept.items() if key != "anyOf"} | choices[0]
    return kept | ({"anyOf": choices} if choices else {})


def _or_empty(schema: Schema) -> Schema:
    """The schema, or nothing: `key:` without a value is a key that is not given yet."""
    if "type" in schema:
        choices = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
        return schema | choices | {"type": [*_types(schema), "null"]}
    if "anyOf" in schema:
        return schema | {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    if "$ref" in schema:
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        return rest | {"anyOf": [{"$ref": schema["$ref"]}, {"type": "null"}]}
    return schema


def _types(schema: Schema) -> list[str]:
    given = schema["type"]
    return [given] if isinstance(given, str) else list(given)


# --- as an editor reads the file -----------------------------------------------------------------


def _walked(value: Any, change: Callable[[Schema], Schema]) -> Any:
    """The value with every schema in it changed, the innermost first."""
    if isinstance(value, list):
        return [_walked(item, change) for item in value]
    if isinstance(value, Mapping):
        return change({key: _walked(inner, change) for key, inner in value.items()})
    return value


def _as_editors_read(schema: Schema) -> Schema:
    """Texts may look like numbers, and the values of a mapping with free names may be empty."""
    if isinstance(schema.get("additionalProperties"), dict):
        return schema | {"additionalProperties": _or_empty(schema["additionalProperties"])}
    if schema.get("type") not in ("string", ["string", "null"]) or "enum" in schema or "format" in schema:
        return schema
    _, *rest = _types(schema)
    if schema.get("pattern") == _pattern(Period):  # a year alone is a number
        return schema | {"type": ["string", "integer", *rest], "minimum": 1900, "maximum": 2199}
    if schema.get("pattern") not in (None, _pattern(Id)):
        return schema
    return schema | {"type": ["string", "number", "boolean", *rest]}


def _pattern(alias: Any) -> str:
    """The pattern of one of the named types of fields.py."""
    mark = next(mark for mark in get_args(alias) if isinstance(mark, WithJsonSchema))
    return str((mark.json_schema or {})["pattern"])
