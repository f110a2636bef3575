"""`prodops onboard template init` and `prodops onboard template lint`, through the command line."""

import json
import os
import shutil
from pathlib import Path

import pytest

import repository
from builder import write_files
from cli_runner import Ran, prodops
from faults import tree_of

AS_OF = "2026-10-01"
COMPANY = "onboarding/company.yaml"
FILES = {
    "prodops.yaml": "name: Shop\n",
    "people/ada.yaml": "name: Ada Example\nstarts: 2024-01-01\n",
    "people/ben.yaml": "name: Ben Example\nstarts: 2024-01-01\n",
    "teams/payments.yaml": "name: Payments\nlead: ada\nsponsor: ben\n",
}
NAMES = ["company", "designer", "engineer", "product-manager"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path / "shop", FILES)


def init(root: Path, *arguments: str) -> Ran:
    return prodops("onboard", "template", "init", *arguments, at=root)


def lint(root: Path, *arguments: str) -> Ran:
    return prodops("onboard", "template", "lint", *arguments, "--as-of", AS_OF, at=root)


def refused(root: Path, *arguments: str) -> Ran:
    before = tree_of(root)
    ran = init(root, *arguments)
    assert (ran.out, tree_of(root)) == ("", before)
    assert ran.code != 0
    return ran


# --- init ------------------------------------------------------------------------------------------


def test_layer_for_everybody_to_begin_with(root: Path) -> None:
    before = tree_of(root)
    ran = init(root)
    assert (ran.code, ran.out, ran.err) == (0, "", f"{COMPANY}: created\n")
    after = tree_of(root)
    files = {path for path, text in after.items() if text is not None}
    assert files - before.keys() == {COMPANY, f".prodops/generated/{COMPANY}"}
    assert {path: after[path] for path in before} == before
    assert prodops("lint", "--as-of", AS_OF, at=root).code == 0


def test_every_layer_has_no_findings_and_makes_a_plan(root: Path) -> None:
    assert init(root, *NAMES, "--owner", "ada").code == 0
    ran = lint(root)
    assert (ran.code, ran.out) == (0, "")
    for role in ("engineer", "designer", "product-manager"):
        given = ("--name", role, "--role", role, "--team", "payments", "--starts", "2026-11-02")
        made = prodops("onboard", "new-hire", f"new-{role}", *given, "--no-input", "--format", "json", at=root)
        assert made.code == 0, made.err
        assert [layer["ref"] for layer in json.loads(made.out)["layers"]] == [
            "onboarding:company",
            f"onboarding:{role}",
        ]


def test_second_run_changes_no_byte(root: Path) -> None:
    init(root, *NAMES, "--owner", "ada")
    before = tree_of(root)
    ran = init(root, *NAMES, "--owner", "ada")
    assert (ran.code, tree_of(root)) == (0, before)
    assert set(ran.err.splitlines()) == {f"onboarding/{name}.yaml: unchanged" for name in NAMES}


def test_owner_is_kept(root: Path) -> None:
    init(root, "--owner", "ada")
    assert "owner: ada\nhr: ada" in (root / COMPANY).read_text()
    before = tree_of(root)
    assert init(root).err == f"{COMPANY}: unchanged\n"
    assert tree_of(root) == before


def test_owner_can_change(root: Path) -> None:
    init(root, "--owner", "ada")
    assert init(root, "--owner", "ben").err == f"{COMPANY}: updated\n"
    assert "owner: ben\nhr: ben" in (root / COMPANY).read_text()


def test_edit_stays_when_something_else_changes(root: Path) -> None:
    init(root, "--owner", "ada")
    edited = (root / COMPANY).read_text().replace("Order the laptop", "Order a laptop and a chair")
    (root / COMPANY).write_text(edited + "  - {id: ours, title: See the harbour, day: 9}\n")
    assert init(root).err == f"{COMPANY}: unchanged\n"
    ran = init(root, "--owner", "ben")
    assert (ran.code, ran.err) == (0, f"{COMPANY}: merged\n")
    text = (root / COMPANY).read_text()
    assert text == edited.replace("owner: ada", "owner: ben").replace("hr: ada", "hr: ben").replace(
        "ops: ada", "ops: ben"
    ) + ("  - {id: ours, title: See the harbour, day: 9}\n")


def test_conflict_is_marked(root: Path) -> None:
    init(root, "--owner", "ada")
    (root / COMPANY).write_text((root / COMPANY).read_text().replace("hr: ada", "hr: ben  # since May"))
    ran = init(root, "--owner", "ben")
    assert (ran.code, ran.out) == (1, "")
    assert f"{COMPANY}: conflict\n" in ran.err
    assert "hint: decide between the markers\n" in ran.err
    text = (root / COMPANY).read_text()
    assert "hr: ben  # since May" in text
    assert text.count("<<<<<<< yours\n") == 1
    again = init(root, "--owner", "ben")
    assert (again.code, (root / COMPANY).read_text()) == (1, text)


def test_deleted_layer_stays_deleted(root: Path) -> None:
    init(root, "company", "engineer")
    (root / "onboarding/engineer.yaml").unlink()
    assert init(root, "company", "engineer").err == f"{COMPANY}: unchanged\nonboarding/engineer.yaml: deleted\n"
    assert not (root / "onboarding/engineer.yaml").exists()


def test_dry_run_shows_and_writes_nothing(root: Path) -> None:
    before = tree_of(root)
    ran = init(root, "company", "engineer", "--dry-run")
    assert (ran.code, ran.err, tree_of(root)) == (0, "", before)
    assert f"--- /dev/null\n+++ {COMPANY}\n@@ -0,0 +1," in ran.out
    assert "\n+title: Engineers\n" in ran.out


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("enginer",), "did you mean `engineer`?"),
        (("../people/ada",), "the layers are company, designer, engineer, product-manager"),
        (("",), "the layers are company, designer, engineer, product-manager"),
    ],
)
def test_layer_that_there_is_not(root: Path, arguments: tuple[str, ...], hint: str) -> None:
    ran = refused(root, "company", *arguments)
    assert ran.code == 2
    assert f"there is no layer `{arguments[0]}` to begin with\nhint: {hint}" in ran.err


@pytest.mark.parametrize("owner", ["adaa", "../ada", "a\nb: c", ""])
def test_owner_that_there_is_not(root: Path, owner: str) -> None:
    ran = refused(root, "--owner", owner)
    assert ran.code == 2
    assert "there is no person" in ran.err


def test_workspace_of_lists(root: Path) -> None:
    (root / "onboarding.yaml").write_text("- id: company\n  title: Everybody\n")
    ran = refused(root)
    assert (ran.code, ran.err) == (
        2,
        "error: the layers of this workspace stand in onboarding.yaml\nhint: add to it: prodops new onboarding ID\n",
    )


def test_layer_that_somebody_wrote_is_left_alone(root: Path) -> None:
    (root / "onboarding").mkdir()
    (root / COMPANY).write_text("title: Ours\n")
    ran = init(root, "engineer", "company")
    assert ran.code == 0
    assert ran.err == f"onboarding/engineer.yaml: created\n{COMPANY}: there already, so it was left alone\n"
    assert (root / COMPANY).read_text() == "title: Ours\n"
    assert not (root / f".prodops/generated/{COMPANY}").exists()


@pytest.mark.parametrize("kind", ["folder", "link", "pipe"])
def test_what_is_no_file_is_left_alone(root: Path, kind: str) -> None:
    (root / "onboarding").mkdir()
    match kind:
        case "folder":
            (root / COMPANY).mkdir()
        case "link":
            (root / COMPANY).symlink_to("/etc/passwd")
        case _:
            os.mkfifo(root / COMPANY)
    ran = init(root)
    assert (ran.code, ran.out) == (0, "")
    assert f"{COMPANY}: there already, so it was left alone\n" in ran.err
    assert not (root / f".prodops/generated/{COMPANY}").exists()


def test_run_that_was_killed_before_the_copies_is_finished_by_the_next(root: Path) -> None:
    init(root, "company", "engineer", "--owner", "ada")
    whole = tree_of(root)
    shutil.rmtree(root / ".prodops")
    assert init(root, "company", "engineer", "--owner", "ada").code == 0
    assert tree_of(root) == whole


# --- lint ------------------------------------------------------------------------------------------

DEAD = {
    "tool that is retired": ("tool: old", "retired"),
    "tool that is being retired": ("tool: going", "is being retired"),
    "person who left": ("person: left", "left on 2026-08-31"),
    "person who leaves": ("person: leaves", "leaves on 2026-11-30"),
    "resource that is retired": ("resource: dead", "retired"),
    "resource that is a draft": ("resource: draft", "is a draft"),
    "ritual that was stopped": ("ritual: stopped", "was stopped"),
    "tool that there is not": ("tool: olt", "`olt`"),
    "person that there is not": ("person: nobody", "`nobody`"),
    "task that replaces nothing": ("replaces: nothing", "nothing"),
    "phase that does not fit": ("phase: day_90", "day_90"),
}
THINGS = {
    "tools/old.yaml": "name: Old\nstatus: retired\nowner: ada\n",
    "tools/going.yaml": "name: Going\nstatus: retiring\nowner: ada\n",
    "tools/fine.yaml": "name: Fine\nowner: ada\n",
    "people/left.yaml": "name: Left Example\nstarts: 2020-01-01\nends: 2026-08-31\n",
    "people/leaves.yaml": "name: Leaves Example\nstarts: 2020-01-01\nends: 2026-11-30\n",
    "resources/dead.yaml": "title: Dead\nstatus: retired\nowner: ada\nlink: https://example.com/dead\n",
    "resources/draft.yaml": "title: Draft\nstatus: draft\nowner: ada\nlink: https://example.com/draft\n",
    "rituals/stopped.yaml": "title: Stopped\nstatus: stopped\nowner: ada\n",
}


@pytest.fixture
def things(root: Path) -> Path:
    """A workspace with everything that a step should not lead to; nothing leads there yet."""
    write_files(root, {**FILES, **THINGS})
    return write_layer(root, "tool: fine")


def write_layer(root: Path, field: str) -> Path:
    """A layer in which one task has a field more."""
    layer = f"title: Everybody\nowner: ada\ntasks:\n  - {{id: a, title: Have a look, day: 3, {field}}}\n"
    return write_files(root, {"prodops.yaml": "name: Shop\n", COMPANY: layer})


def test_layers_without_a_dead_step(things: Path) -> None:
    ran = lint(things)
    assert (ran.code, ran.out) == (0, ""), ran.out


@pytest.mark.parametrize("name", DEAD)
def test_dead_step(things: Path, name: str) -> None:
    field, message = DEAD[name]
    write_layer(things, field)
    ran = lint(things)
    assert ran.code == 1
    first = ran.out.splitlines()[0]
    assert first.startswith(f"{COMPANY}:4:"), first
    assert message in first
    assert {line.partition(":")[0] for line in ran.out.splitlines() if ".yaml:" in line} == {COMPANY}, "no other file"


def test_layer_that_cannot_be_read(things: Path) -> None:
    write_layer(things, "day: 9")
    assert lint(things).code == 1
    (things / COMPANY).write_bytes(b"title: \xff\n")
    assert lint(things).code == 1


def test_as_of_moves_the_day(things: Path) -> None:
    write_layer(things, "person: leaves")
    assert prodops("onboard", "template", "lint", "--as-of", "2026-06-01", at=things).code == 0


@pytest.mark.parametrize("format_", ["json", "github", "sarif", "junit"])
def test_formats_of_lint(things: Path, format_: str) -> None:
    write_layer(things, "tool: old")
    ran = lint(things, "--format", format_)
    assert ran.code == 1
    assert COMPANY in ran.out


def test_lint_at_a_commit(things: Path) -> None:
    repository.init(things)
    write_layer(things, "tool: old")
    commit = repository.commit(things)
    write_layer(things, "tool: fine")
    assert lint(things).code == 0
    assert lint(things, "--at", commit).code == 1


def test_lint_without_layers(root: Path) -> None:
    ran = lint(root)
    assert (ran.code, ran.out, ran.err) == (
        2,
        "",
        "error: there are no onboarding layers\nhint: begin with: prodops onboard template init\n",
    )


def test_lint_of_a_list(root: Path) -> None:
    (root / "tools").mkdir()
    (root / "tools/old.yaml").write_text("name: Old\nstatus: retired\nowner: ada\n")
    layer = "- id: company\n  title: Everybody\n  tasks: [{id: a, title: Look, day: 3, tool: old}]\n"
    (root / "onboarding.yaml").write_text(layer)
    ran = lint(root)
    assert ran.code == 1
    assert "onboarding.yaml:3:" in ran.out


def test_plans_are_pages_and_no_layers(things: Path) -> None:
    write_files(things, {"prodops.yaml": "name: Shop\n", "onboarding/plans/ada.md": "# Plan\n\n- [ ] Look\n"})
    assert lint(things).code == 0
