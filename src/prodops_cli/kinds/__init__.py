"""The vocabulary: one module per kind. `all_kinds` finds them; nothing lists them."""

from functools import cache
from types import MappingProxyType

from prodops_cli import registry
from prodops_cli.errors import ProdopsError, nearest_hint
from prodops_cli.kinds._base import Record


@cache
def all_kinds() -> MappingProxyType[str, type[Record]]:
    """Every kind by name, in alphabetical order. A name or a folder used twice is refused."""
    found: dict[str, type[Record]] = {}
    folders: set[str] = set()
    for module in registry.modules_of(__name__):
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Record) and value.__module__ == module.__name__:
                if value.kind in found or value.folder in folders:
                    raise TypeError(f"two kinds are called {value.kind} or live in {value.folder}/")
                found[value.kind] = value
                folders.add(value.folder)
    return MappingProxyType(dict(sorted(found.items())))


def require_kind(name: str) -> type[Record]:
    """The kind that people mean by a name: `initiative`, `initiatives`, or its folder `roadmap`.

    Raises ProdopsError with the nearest name where there is none.
    """
    kinds = all_kinds()
    names = {kind.folder: kind for kind in kinds.values()}
    names |= {f"{word}s": kind for word, kind in kinds.items()} | kinds
    found = names.get(name.lower().rstrip("/"))
    if found is None:
        hint = nearest_hint(name.lower(), names, f"the kinds are {', '.join(kinds)}")
        raise ProdopsError(f"there is no kind `{name}`", hint)
    return found
