"""Lint results as text, one module per format: `render(result) -> str` in a module of the format's name."""

import importlib
import pkgutil
from collections.abc import Callable
from typing import cast

from prodops_cli.diagnostics import LintResult

Renderer = Callable[[LintResult], str]


def formats() -> list[str]:
    """The formats there are, by listing this package; nothing is imported."""
    return sorted(info.name for info in pkgutil.iter_modules(__path__))


def renderer(name: str) -> Renderer:
    """The function that renders a format of `formats()`."""
    return cast("Renderer", importlib.import_module(f"{__name__}.{name}").render)
