"""One module per rule. `all_rules` finds them; nothing lists them."""

from functools import cache
from types import MappingProxyType

from prodops_cli import registry
from prodops_cli.rules._base import Rule


@cache
def all_rules() -> MappingProxyType[str, Rule]:
    """Every rule by name, in alphabetical order. A name used twice is refused."""
    found: dict[str, Rule] = {}
    for module in registry.modules_of(__name__):
        for value in vars(module).values():
            if isinstance(value, Rule):
                if value.name in found:
                    raise TypeError(f"two rules are called {value.name}")
                found[value.name] = value
    return MappingProxyType(dict(sorted(found.items())))
