"""Fill templates of YAML files, in a sandbox."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from prodops_cli.render.yaml import scalar
from prodops_cli.resources import templates_folder


class Verbatim(str):
    """A text of our own that a template prints as it is."""

    __slots__ = ()


def fill(template: str, values: Mapping[str, str | int | float | bool | date]) -> str:
    """The text of a YAML template of templates/, in a sandbox; whatever is printed in it is quoted where it must be."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates_folder()),
        undefined=StrictUndefined,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # that would be HTML's
    )
    environment.globals = {}
    return environment


def _printed(value: Any) -> str:
    if isinstance(value, str) and not isinstance(value, Verbatim):
        return scalar(value, in_flow=True)
    return str(value)
