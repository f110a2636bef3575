"""Find what a package registers by walking it once: adding a file is all that adding a thing takes."""

import importlib
import importlib.util
import pkgutil
import re
from contextlib import suppress
from pathlib import Path
from types import ModuleType


def modules_of(package: str) -> list[ModuleType]:
    """Import and return every public module of a package, sorted by name; `_private` ones are skipped."""
    home = importlib.import_module(package)
    names = sorted(info.name for info in pkgutil.iter_modules(home.__path__) if not info.name.startswith("_"))
    return [importlib.import_module(f"{package}.{name}") for name in names]


def names_of(package: str) -> list[str]:
    """The names of a package's public modules, sorted, by looking at its folder: nothing of it is imported."""
    return sorted(info.name for info in pkgutil.iter_modules(_places_of(package)) if not info.name.startswith("_"))


def constants_of(package: str, name: str) -> list[str]:
    """The texts that a package's public modules give a class variable, sorted, by looking at their source alone.

    A guess for those who cannot wait for the import: what is computed, or not there as source, is missing.
    """
    pattern = re.compile(rf'^    {name}(?:: [\w\[\]]+)? = "([^"\n]+)"$', re.MULTILINE)
    found: set[str] = set()
    for place in _places_of(package):
        for module in names_of(package):
            with suppress(OSError, UnicodeDecodeError):
                found.update(pattern.findall(Path(place, f"{module}.py").read_text("utf-8")))
    return sorted(found)


def _places_of(package: str) -> list[str]:
    home = importlib.util.find_spec(package)
    return list(home.submodule_search_locations or []) if home is not None else []
