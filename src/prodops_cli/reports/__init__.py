"""One module per report. `all_reports` finds them; nothing lists them."""

from difflib import get_close_matches
from functools import cache
from types import MappingProxyType

from prodops_cli import registry
from prodops_cli.errors import ProdopsError
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
    close = get_close_matches(name, reports, n=1, cutoff=0.5)
    hint = f"did you mean `{close[0]}`?" if close else "`prodops report` lists them"
    raise ProdopsError(f"there is no report `{name}`", hint)
