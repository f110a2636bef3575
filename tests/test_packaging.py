"""What is shipped: wheel, sdist and editable install hold what prodops needs, and the lock names public places only."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

import prodops_cli
from prodops_cli.resources import templates_folder

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/prodops_cli"
TEMPLATES = ROOT / "templates"


def run(*command: object, cwd: Path, **environment: str) -> str:
    """Run a command that must succeed, and return what it printed."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PRODOPS_NO_CACHE": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(project: Path, into: Path) -> None:
    """Build the sdist, and from it the wheel, without a network."""
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", into, project, cwd=into)


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build(ROOT, folder)
    return folder


@pytest.fixture(scope="module")
def installed(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, installed into a folder of its own."""
    target = tmp_path_factory.mktemp("installed")
    wheel = next(dist.glob("*.whl"))
    run(sys.executable, "-m", "pip", "install", "--no-index", "--no-deps", "--target", target, wheel, cwd=target)
    return target


def files_below(folder: Path) -> set[str]:
    """The POSIX paths of a folder's files, without what Python leaves behind."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if "__pycache__" not in path.parts}


def test_wheel_holds_the_package_and_the_templates_and_nothing_else(dist: Path) -> None:
    with zipfile.ZipFile(next(dist.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    information = {name for name in names if ".dist-info/" in name}
    wanted = {f"prodops_cli/{name}" for name in files_below(SOURCE)}
    wanted |= {f"prodops_cli/templates/{name}" for name in files_below(TEMPLATES)}
    assert names - information == wanted
    assert {name.partition("/")[2] for name in information} == {
        "METADATA",
        "RECORD",
        "WHEEL",
        "entry_points.txt",
        "licenses/LICENSE",
    }


def test_sdist_holds_what_the_suite_needs(dist: Path) -> None:
    with tarfile.open(next(dist.glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    for folder in ("src", "templates", "tests", "examples", "docs", "benchmarks"):
        assert {f"{folder}/{name}" for name in files_below(ROOT / folder)} <= names
    for file in ("pyproject.toml", "uv.lock", "Makefile", "LICENSE", "README.md", ".pre-commit-hooks.yaml"):
        assert file in names


def test_unpacked_sdist_builds_the_same_bytes_again(dist: Path, tmp_path: Path) -> None:
    with tarfile.open(next(dist.glob("*.tar.gz"))) as sdist:
        sdist.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    again = tmp_path / "again"
    again.mkdir()
    build(unpacked, again)
    assert {file.name for file in again.iterdir()} == {file.name for file in dist.iterdir()}
    for file in dist.iterdir():
        assert (again / file.name).read_bytes() == file.read_bytes()


def test_installed_wheel_finds_its_templates(installed: Path, tmp_path: Path) -> None:
    question = "from prodops_cli.resources import templates_folder; print(templates_folder())"
    found = run(sys.executable, "-P", "-c", question, cwd=tmp_path, PYTHONPATH=str(installed))
    assert Path(found.strip()) == installed / "prodops_cli/templates"


@pytest.mark.parametrize("command", [["status"], ["new", "goal", "reach-the-moon", "--dry-run"]])
def test_installed_wheel_renders_what_the_checkout_renders(installed: Path, tmp_path: Path, command: list[str]) -> None:
    workspace = tmp_path / "acme"
    shutil.copytree(ROOT / "examples/acme", workspace)
    from_wheel = run(sys.executable, "-P", "-m", "prodops_cli", *command, cwd=workspace, PYTHONPATH=str(installed))
    from_checkout = run(
        sys.executable, "-P", "-m", "prodops_cli", *command, cwd=workspace, PYTHONPATH=str(ROOT / "src")
    )
    assert from_wheel
    assert from_wheel == from_checkout


def test_editable_install_is_a_path_to_the_source(tmp_path: Path) -> None:
    call = f"from hatchling.build import build_editable; build_editable({str(tmp_path)!r})"
    run(sys.executable, "-c", call, cwd=ROOT)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = [name for name in wheel.namelist() if ".dist-info/" not in name]
        assert names == ["_prodops_cli.pth"]
        assert Path(wheel.read(names[0]).decode().strip()) == ROOT / "src"


def test_checkout_finds_its_templates() -> None:
    if Path(prodops_cli.__file__).parent == SOURCE:
        assert templates_folder() == TEMPLATES
    else:
        assert templates_folder() == Path(prodops_cli.__file__).parent / "templates"


def test_checkout_without_templates_still_builds_and_says_what_is_missing(tmp_path: Path) -> None:
    project, packages = tmp_path / "project", tmp_path / "packages"
    shutil.copytree(SOURCE, project / "src/prodops_cli", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, project)
    packages.mkdir()
    build(project, packages)
    with zipfile.ZipFile(next(packages.glob("*.whl"))) as wheel:
        assert not [name for name in wheel.namelist() if "templates" in name]
        wheel.extractall(tmp_path / "target")
    question = "from prodops_cli.resources import templates_folder; templates_folder()"
    with pytest.raises(AssertionError, match="ProdopsError: the templates that belong to prodops are missing"):
        run(sys.executable, "-P", "-c", question, cwd=tmp_path, PYTHONPATH=str(tmp_path / "target"))


# --- the lock ----------------------------------------------------------------------------------------------


def lock() -> dict[str, Any]:
    return tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_lock_names_public_places_only() -> None:
    for name in ("uv.lock", "requirements/dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        hosts = set(re.findall(r"\w+://([^/\"\s]*)", text))
        assert hosts <= {"pypi.org", "files.pythonhosted.org"}
        assert "file:" not in text


def test_lock_is_for_the_dependencies_as_they_are() -> None:
    own = next(package for package in lock()["package"] if package["name"] == "prodops-cli")
    locked = own["metadata"]["requires-dist"]
    assert {(one["name"], one.get("specifier", "")) for one in locked} == wanted(project()["project"]["dependencies"])
    tools = own["metadata"]["requires-dev"]["dev"]
    assert {(one["name"], one.get("specifier", "")) for one in tools} == wanted(project()["dependency-groups"]["dev"])


def wanted(requirements: list[str]) -> set[tuple[str, str]]:
    """Names and specifiers as the lock spells them."""
    parsed = [Requirement(text) for text in requirements]
    return {(canonical(one.name), ",".join(text.strip() for text in spelled(one))) for one in parsed}


def spelled(requirement: Requirement) -> list[str]:
    return sorted(map(str, requirement.specifier), key=lambda text: text[:1] == "<")


def test_everything_that_is_imported_is_declared() -> None:
    """What happens to be installed here may be missing in a fresh clone."""
    configuration = project()
    texts = [*configuration["project"]["dependencies"], *configuration["dependency-groups"]["dev"]]
    declared = {canonical(Requirement(text).name) for text in texts} | {"pydantic-core"}  # pydantic is never without it
    owners = packages_distributions()
    folders = [ROOT / name for name in ("src", "tests", "benchmarks", "docs")]
    files = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    beside = {path.stem for path in files if path.parent in folders} | {"prodops_cli"}
    strangers = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in files
        for name in imported(path) - sys.stdlib_module_names - beside
        if declared.isdisjoint(map(canonical, owners.get(name, [])))
    }
    assert strangers == set()


def canonical(name: str) -> str:
    """A distribution's name as the index spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(path: Path) -> set[str]:
    """The top-level packages that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_requirements_are_the_locks() -> None:
    text = (ROOT / "requirements/dev.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    exported = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, version = line.split()[0].split("==")
            exported[name, version] = set(re.findall(r"--hash=(\S+)", line))
    locked = {}
    for package in lock()["package"]:
        if package["name"] != "prodops-cli":
            archives = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
            locked[package["name"], package["version"]] = {archive["hash"] for archive in archives}
    assert exported == locked, "`make lock` writes both anew"


# --- workflows ---------------------------------------------------------------------------------------------

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
WITH_ACTIONS = [*WORKFLOWS, *sorted((ROOT / "docs").rglob("*.md")), *sorted(TEMPLATES.rglob("*.yml.j2"))]


def actions(path: Path) -> list[str]:
    """What a file says of the actions it uses: name, version, comment."""
    return re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", WITH_ACTIONS, ids=lambda path: path.name)
def test_actions_are_pinned_by_hash_with_the_version_beside_it(path: Path) -> None:
    for action in actions(path):
        assert re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)


def test_every_file_uses_the_same_version_of_an_action() -> None:
    everything = {action for path in WITH_ACTIONS for action in actions(path)}
    assert len(everything) == len({action.partition("@")[0] for action in everything})


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_may_only_read(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        assert "permissions" not in job
        assert job["timeout-minutes"] <= 30
        for step in job["steps"]:
            if "actions/checkout@" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False
