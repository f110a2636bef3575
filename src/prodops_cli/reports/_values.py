"""Values of records in the two forms that reports hand on: complete for programs, short for people.

Neither has a secret in it: what `prodops lint` would not print of one, no report prints.
"""

from dataclasses import dataclass
from typing import Any

from pydantic_core import to_jsonable_python

from prodops_cli.analysis.secrets import masked_deep
from prodops_cli.analysis.words import spoken
from prodops_cli.kinds._shape import Plain, Shape, written


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a record."""

    full: Plain
    """With every field of it, also those that were not given."""
    short: Plain
    """As somebody would write it."""
    beside: str | None = None
    """What people have to be told with it, and programs by itself."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return self.beside is None and (self.short is None or self.short in ([], {}))

    @property
    def told(self) -> Plain:
        """As people are shown it."""
        if self.beside is None:
            return self.short
        return f"{spoken(self.short)}, {self.beside}" if isinstance(self.short, str) else self.beside


def value_of(value: Any, shape: Shape) -> Value:
    """A record's value, or the list of values that a path through a list leads to."""
    short = [written(item, shape) for item in value] if isinstance(value, list) else written(value, shape)
    return Value(masked_deep(to_jsonable_python(value)), masked_deep(short))
