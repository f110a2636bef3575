"""One module per report. `all_reports` finds them; nothing lists them."""

from functools import cache
from types import MappingProxyType

from prodops_cli import registry
from prodops_cli.errors import ProdopsError, nearest_hint
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


def report_called(name: str) -> AnyReport:
    """The report of a name. Raises ProdopsError where there is none."""
    reports = all_reports()
    if name in reports:
        return reports[name]
    hint = nearest_hint(name, reports, "`prodops report` lists them", cutoff=0.5)
    raise ProdopsError(f"there is no report `{name}`", hint)
