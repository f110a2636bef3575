"""The same input gives the same bytes: whatever the hash seed, locale, time zone, order of files, Python."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import prodops_cli

ROOT = Path(__file__).parents[1]
ACME = ROOT / "examples/acme"
PACKAGE_PATH = str(Path(prodops_cli.__file__).parents[1])

COMMANDS = [
    ("lint", "--all"),
    ("lint", "--statistics"),
    ("lint", "--format", "json"),
    ("lint", "--format", "sarif"),
    ("lint", "--format", "gitlab"),
    ("lint", "--format", "junit"),
    ("lint", "--format", "github"),
    ("status",),
    ("status", "--format", "text"),
    ("status", "--format", "json"),
    ("status", "--format", "html"),
    ("status", "--format", "slack"),
    ("status", "--team", "payments"),
    ("list", "initiative", "--format", "json"),
    ("show", "team:payments"),
    ("rules",),
    ("schema",),
]
QUICK = [("lint", "--all"), ("lint", "--format", "sarif"), ("status",)]
"""What is tried in every surrounding; the others in two."""

SURROUNDINGS = {
    "hash seed 1, locale C, Tokyo": {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Asia/Tokyo"},
    "hash seed 2, locale C.UTF-8, narrow terminal": {
        "PYTHONHASHSEED": "2",
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "40",
        "LINES": "10",
        "TERM": "xterm-256color",
    },
    "random hashes, locale de_DE, New York": {
        "PYTHONHASHSEED": "random",
        "LC_ALL": "de_DE.UTF-8",
        "LANG": "de_DE.UTF-8",
        "LANGUAGE": "de",
        "TZ": "America/New_York",
    },
    "optimised, wide terminal": {"PYTHONOPTIMIZE": "1", "COLUMNS": "400", "TERM": "dumb"},
}
"""Several differences at once: where one of them shows, taking them apart is the work of a minute."""
PLAIN = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC", "PRODOPS_NO_CACHE": "1"}

Outputs = dict[tuple[str, ...], bytes]


def run(
    workspace: Path, *command: str, surroundings: dict[str, str] | None = None, python: str = sys.executable
) -> bytes:
    """What a command prints on stdout, in an environment that is otherwise empty."""
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **PLAIN, **(surroundings or {})}
    done = subprocess.run(
        [python, "-P", "-m", "prodops_cli", "-C", str(workspace), *command],
        env={**environment, "PYTHONPATH": PACKAGE_PATH},
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr.decode()
    return done.stdout


def copy_reversed(source: Path, target: Path) -> None:
    """Copy a tree, the last file first."""
    for path in sorted(source.rglob("*"), reverse=True):
        if path.is_file():
            place = target / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example company after two careless months: people gone, a year of silence, a file that is not YAML."""
    folder = tmp_path_factory.mktemp("workspace") / "acme"
    shutil.copytree(ACME, folder)
    for path in sorted((folder / "people").rglob("*.yaml"))[::4]:
        path.unlink()
    (folder / "roadmap/broken.yaml").write_text("title: [Broken\n")
    (folder / "roadmap/größe.yaml").write_text("title: Größe\nowner: zoë\nkey: 1\n", encoding="utf-8")
    settings = (folder / "prodops.yaml").read_text(encoding="utf-8")
    kept = [line for line in settings.splitlines() if not line.startswith("as_of:")]
    (folder / "prodops.yaml").write_text("\n".join([*kept, "as_of: 2027-11-30", ""]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def expected(workspace: Path) -> Outputs:
    return {command: run(workspace, *command) for command in COMMANDS}


def test_there_is_much_to_print(expected: Outputs) -> None:
    assert expected["lint", "--all"].count(b" error: ") > 50
    assert expected["lint", "--all"].count(b" warning: ") > 50
    assert all(expected.values())


def test_it_is_utf_8_without_machine_paths(workspace: Path, expected: Outputs) -> None:
    for output in expected.values():
        assert str(workspace.parent) not in output.decode("utf-8")
        assert b"\r" not in output


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_surroundings_change_nothing(workspace: Path, expected: Outputs, name: str) -> None:
    for command in QUICK:
        assert run(workspace, *command, surroundings=SURROUNDINGS[name]) == expected[command]


def test_everything_at_once_changes_nothing(workspace: Path, expected: Outputs) -> None:
    surroundings = {"PYTHONHASHSEED": "4242", "LC_ALL": "de_DE.UTF-8", "TZ": "America/New_York", "TERM": "xterm"}
    for command in COMMANDS:
        assert run(workspace, *command, surroundings=surroundings) == expected[command]


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder whose files are listed in the order of their making, where the machine has such a file system."""
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if os.access(shared, os.W_OK) else None) as folder:
        yield Path(folder)


def test_order_of_files_in_their_folders_changes_nothing(workspace: Path, expected: Outputs, memory: Path) -> None:
    copy_reversed(workspace, memory / "copy")
    for command in COMMANDS:
        assert run(memory / "copy", *command) == expected[command]


def test_dates_and_rights_of_files_change_nothing(workspace: Path, expected: Outputs, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(workspace, copy)
    for number, path in enumerate(sorted(copy.rglob("*.yaml"))):
        os.utime(path, (number, number))
        path.chmod(0o400 if number % 2 else 0o755)
    for command in QUICK:
        assert run(copy, *command) == expected[command]


def test_remembered_results_are_printed_the_same(workspace: Path, expected: Outputs, tmp_path: Path) -> None:
    surroundings = {"PRODOPS_NO_CACHE": "", "XDG_CACHE_HOME": str(tmp_path)}
    for command in QUICK * 2:
        assert run(workspace, *command, surroundings=surroundings) == expected[command]


def other_pythons() -> list[str]:
    """Python 3.11 and newer, besides this one: environments that `make` has made here, and the PATH's."""
    made = sorted(str(path) for path in ROOT.glob(".venv-*/bin/python"))
    found = [path for minor in range(11, 20) if (path := shutil.which(f"python3.{minor}"))]
    return [python for python in (*made, *found) if is_usable(python)]


def is_usable(python: str) -> bool:
    """Whether an interpreter starts, is of another version than this one, and has what prodops depends on."""
    question = "import sys, typer, rich, pydantic, yaml, jinja2, holidays; print(*sys.version_info[:2])"
    try:
        done = subprocess.run([python, "-c", question], capture_output=True, text=True, timeout=60, check=False)
    except OSError:
        return False
    version = tuple(map(int, done.stdout.split())) if done.returncode == 0 else ()
    return version >= (3, 11) and version != sys.version_info[:2]


def test_other_pythons_print_the_same(workspace: Path, expected: Outputs) -> None:
    pythons = other_pythons()
    if not pythons:
        pytest.skip("no other Python with the dependencies here; `make pythons` makes an environment of each")
    for python in pythons:
        for command in COMMANDS:
            assert run(workspace, *command, python=python) == expected[command], python
