"""Who may import whom: the layers of pyproject.toml, and the one owner of each library that touches the world."""

import ast
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import prodops_cli

ROOT = Path(__file__).parents[1]
PACKAGE = Path(prodops_cli.__file__).parent

OWNERS = {
    "yaml": ("source",),
    "subprocess": ("git",),
    "jinja2": ("render", "scaffold"),
    "rich": ("render.terminal", "cli"),
    "markdown_it": ("render",),
    "mdit_py_plugins": ("render",),
    "typer": ("cli",),
    "click": ("cli",),
    "holidays": ("analysis.calendar",),
    "icalendar": ("render.calendar",),
}
"""The modules, or packages with all that is in them, that may import a library; the others go through them."""

CLOCKS = {"today", "now", "utcnow", "getenv", "environ", "setlocale", "getlocale", "isatty", "time_ns"}
"""Attributes that ask the machine something; only the command line may, and passes the answer down."""


@cache
def modules() -> dict[str, list[ast.AST]]:
    """Every node of every module's syntax tree, by the module's name within the package."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
        found[name] = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return found


def imports(nodes: list[ast.AST]) -> set[str]:
    """The top-level packages a module imports, wherever in it the import stands."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def is_within(name: str, owners: tuple[str, ...]) -> bool:
    return any(name == owner or name.startswith(f"{owner}.") for owner in owners)


def test_layers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PACKAGE.parent))
    broken = lint_imports(str(ROOT / "pyproject.toml"), cache_dir=str(tmp_path))
    assert not broken, "`lint-imports` says which import leads upwards"


@pytest.mark.parametrize("library", OWNERS)
def test_library_is_imported_by_its_owner_only(library: str) -> None:
    users = [name for name, nodes in modules().items() if library in imports(nodes)]
    assert [name for name in users if not is_within(name, OWNERS[library])] == []


def test_every_other_library_is_declared() -> None:
    declared = {*OWNERS, "pydantic", "pydantic_core", "prodops_cli"}
    strangers = defaultdict(list)
    for name, nodes in modules().items():
        for library in imports(nodes) - declared - sys.stdlib_module_names:
            strangers[library].append(name)
    assert not strangers


def test_imports_are_absolute() -> None:
    relative = [
        name for name, nodes in modules().items() for node in nodes if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


def test_clock_environment_and_terminal_are_read_by_the_command_line_only() -> None:
    askers = [
        f"{name}: {node.attr}"
        for name, nodes in modules().items()
        if not is_within(name, ("cli", "__main__", "git"))  # git gets the environment, less what would steer it
        for node in nodes
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS and not _is_own(node)
    ]
    assert askers == []


def _is_own(node: ast.Attribute) -> bool:
    """Whether the attribute is prodops' own, like `settings.today`, not the machine's."""
    return isinstance(node.value, ast.Name) and node.value.id in ("self", "settings")


def test_nothing_in_the_package_catches_everything() -> None:
    broad = [
        f"{name}:{node.lineno}"
        for name, nodes in modules().items()
        for node in nodes
        if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) == "Exception")
    ]
    assert broad == []
