"""One module per report. `all_reports` finds them; nothing lists them."""

from functools import cache
from types import MappingProxyType

from prodops_cli import registry
from prodops_cli.reports._base import AnyReport, Report


@cache
def all_reports() -> MappingProxyType[str, AnyReport]:
    """Every report by name, in alphabetical order. A name used twice is refused."""
    found: dict[str, AnyReport] = {}
    for module in registry.modules_of(__name__):
        for value in vars(module).values():
            if isinstance(value, Report):
                if found.get(value.name, value) is not value:
                    raise TypeError(f"two reports are called {value.name}")
                found[value.name] = value
    return MappingProxyType(dict(sorted(found.items())))
