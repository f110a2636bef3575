"""Find what a package registers by walking it once: adding a file is all that adding a thing takes."""

import importlib
import importlib.util
import pkgutil
from types import ModuleType


def modules_of(package: str) -> list[ModuleType]:
    """Import and return every public module of a package, sorted by name; `_private` ones are skipped."""
    home = importlib.import_module(package)
    names = sorted(info.name for info in pkgutil.iter_modules(home.__path__) if not info.name.startswith("_"))
    return [importlib.import_module(f"{package}.{name}") for name in names]


def names_of(package: str) -> list[str]:
    """The names of a package's public modules, sorted, by looking at its folder: nothing of it is imported."""
    home = importlib.util.find_spec(package)
    places = home.submodule_search_locations if home is not None else None
    return sorted(info.name for info in pkgutil.iter_modules(places or []) if not info.name.startswith("_"))
