"""What the shell offers after Tab: asked the way bash, zsh and fish ask."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from builder import write_files
from prodops_cli.cli import _completion as completion
from prodops_cli.kinds import all_kinds
from prodops_cli.kinds._shape import fields_of
from prodops_cli.rules import all_rules

EXAMPLES = Path(__file__).parents[1] / "examples"
FILES = {
    "roadmap/2026/checkout.yaml": "title: Checkout\n",
    "roadmap/search.yaml": "this: [is not parsed",
    "people/ada.yaml": "name: Ada\n",
    "people/payments.yaml": "name: Odd\n",
    "teams/payments.yaml": "name: Payments\n",
    "tools.yaml": "- {id: figma, name: Figma}\n- {id: miro, name: Miro}\n- {name: no id}\n",
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_files(tmp_path_factory.mktemp("shop"), FILES)


def offered(line: str, at: Path) -> list[str]:
    """What bash is told for the last word of a line, which it takes apart at `:` and `=`."""
    words = [part for word in line.split(" ") for part in ([p for p in re.split("([:=]+)", word) if p] or [word])]
    environment = os.environ | {
        "_PRODOPS_COMPLETE": "complete_bash",
        "COMP_WORDS": "\n".join(words),
        "COMP_CWORD": str(len(words) - 1),
        "NO_COLOR": "1",
    }
    ran = subprocess.run(
        [sys.executable, "-m", "prodops_cli"], cwd=at, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.stderr == ""
    return ran.stdout.split()


def test_commands(shop: Path) -> None:
    commands = offered("prodops ", shop)
    assert [name for name in commands if name in ("new", "lint", "status", "list", "show", "explain")] == [
        "new",
        "lint",
        "status",
        "list",
        "show",
        "explain",
    ]


def test_kinds(shop: Path) -> None:
    assert offered("prodops list ", shop) == list(all_kinds())
    assert offered("prodops new t", shop) == ["team", "tool"]
    assert offered("prodops schema se", shop) == ["settings"]


def test_gates_of_a_launch(tmp_path: Path) -> None:
    policy = "launches: {gates: {works-council: {due: -20}}, geographies: {DE: [senate]}}"
    write_files(
        tmp_path,
        {
            "prodops.yaml": f"name: Acme\n{policy}\n",
            "launches/2026/x.yaml": "title: X\ngates: {accessibility: {owner: kofi}}\n",
            "launches.yaml": "- {id: y, title: Y, gates: {sound: {}}}\n",
        },
    )
    assert offered("prodops launch approve x a", tmp_path) == ["accessibility"]
    assert offered("prodops launch approve y s", tmp_path) == ["sound", "security", "support", "senate"]
    assert offered("prodops launch approve nosuch w", tmp_path) == ["works-council"]
    write_files(tmp_path, {"launches/2026/x.yaml": "this: [is no yaml", "prodops.yaml": "nor: [is this"})
    assert offered("prodops launch approve x le", tmp_path) == ["legal"]


def test_facts_of_the_settings(tmp_path: Path) -> None:
    write_files(tmp_path, {"prodops.yaml": "name: Acme\nlaunches: {tiers: {'2': {facts: [new_warehouse]}}}\n"})
    assert offered("prodops launch new X --fact new_w", tmp_path) == ["new_warehouse"]


def test_ids_without_reading_the_files(shop: Path) -> None:
    assert offered("prodops show ", shop) == [
        "checkout",
        "search",
        "ada",
        "person:payments",
        "team:payments",
        "figma",
        "miro",
    ]
    assert offered("prodops show s", shop) == ["search"]
    assert offered(f"prodops -C {shop} show fig", Path("/")) == ["figma"]


def test_ids_of_one_kind(shop: Path) -> None:
    assert offered("prodops status --team ", shop) == ["payments"]


def test_ids_outside_a_workspace_are_none_and_no_error(tmp_path: Path) -> None:
    assert offered("prodops show ", tmp_path) == []


def test_rules_and_pages(shop: Path) -> None:
    assert offered("prodops explain dangling", shop) == ["dangling-reference"]
    assert offered("prodops lint --select past-target,stale-u", shop) == ["past-target,stale-update"]


def test_formats(shop: Path) -> None:
    assert offered("prodops list goal --format ", shop) == ["text", "markdown", "csv", "json", "ids"]
    assert offered("prodops lint -f g", shop) == ["github", "gitlab"]
    assert offered("prodops status --format m", shop) == ["markdown"]


def test_fields_of_the_kind_that_was_named(shop: Path) -> None:
    assert offered("prodops list tool --columns ", shop) == list(fields_of(all_kinds()["tool"]))
    assert offered("prodops list tools -c name,ow", shop) == ["name,owner"]
    assert offered("prodops list tool --sort name,-ow", shop) == ["name,-owner"]
    assert offered("prodops list tool --columns contract.re", shop) == ["contract.renews"]
    assert offered("prodops list nothing --columns ", shop) == []


def test_conditions(shop: Path) -> None:
    assert offered("prodops list tool --where s", shop) == ["status=", "successor=", "seats="]
    assert offered("prodops list tool --where ring=a", shop) == ["adopt", "assess"]
    assert offered("prodops list tool --where ri", shop) == ["ring=adopt", "ring=trial", "ring=assess", "ring=hold"]
    assert offered("prodops list tool --where vend", shop) == ["vendor=", "vendor~"], "no space behind the sign"
    assert offered("prodops new tool --set vend", shop) == ["vendor="]


def test_references_are_completed_with_ids(shop: Path) -> None:
    assert offered("prodops list tool --where owner=", shop) == ["ada", "payments"]
    assert offered("prodops list tool --where owner=a", shop) == ["ada"]
    assert offered("prodops list initiative --where depends_on=s", shop) == ["search"]
    assert offered("prodops new initiative --set team=p", shop) == ["payments"]


def test_changes_of_a_record(shop: Path) -> None:
    assert offered("prodops set figma own", shop) == ["owner=ada", "owner=payments"]
    assert offered("prodops set tool:figma tag", shop) == ["tags=", "tags+=", "tags-="]
    assert offered("prodops set search depends_on+=che", shop) == ["checkout"]
    assert offered("prodops set tool:figma ring=a", shop) == ["adopt", "assess"]
    assert offered("prodops set payments own", shop) == [], "a person or a team"


def test_kind_and_id(shop: Path) -> None:
    assert offered("prodops show tool:", shop) == ["figma", "miro"]
    assert offered("prodops show tool:fi", shop) == ["figma"]
    assert offered("prodops show tool fi", shop) == ["figma"]
    assert offered("prodops show nothing fi", shop) == []


@pytest.mark.parametrize(
    ("typed", "words", "before"),
    [
        (["p", "show", "tool", ":", "fi"], ["p", "show", "tool:fi"], "tool:"),
        (["p", "show", "tool", ":"], ["p", "show", "tool:"], "tool:"),
        (["p", "l", "-w", "a", "=", "b", "-w", "c", "="], ["p", "l", "-w", "a=b", "-w", "c="], "c="),
        (["p", "l", "-w", "a", "=", ""], ["p", "l", "-w", "a=", ""], ""),
        (["p", "l", "-w", "a", "=", "--s"], ["p", "l", "-w", "a=", "--s"], ""),
        (["p", "show", ""], ["p", "show", ""], ""),
        (["p"], ["p"], ""),
    ],
)
def test_words_that_bash_took_apart_are_put_together(typed: list[str], words: list[str], before: str) -> None:
    assert completion.whole_words([*typed, "what", "follows"], len(typed) - 1) == (words, len(words) - 1, before)


def test_last_empty_word_need_not_be_there() -> None:
    assert completion.whole_words(["p", "show"], 2) == (["p", "show", ""], 2, "")


def test_zsh_and_fish_are_told_the_same(shop: Path) -> None:
    for shell, expected in (("zsh", "_arguments '*: :((\"search\"))'\n"), ("fish", "search\n")):
        environment = os.environ | {
            "_PRODOPS_COMPLETE": f"complete_{shell}",
            "_TYPER_COMPLETE_ARGS": "prodops show s",
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        }
        ran = subprocess.run(
            [sys.executable, "-m", "prodops_cli"],
            cwd=shop,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ran.stdout, ran.stderr) == (expected, "")


def test_names_by_their_files_are_the_real_ones() -> None:
    assert completion.rule_names() == list(all_rules())
    assert completion.kinds("") == list(all_kinds())


def test_kinds_and_rules_are_offered_without_heavy_imports() -> None:
    question = (
        "import sys; from prodops_cli.cli import _completion; _completion.pages('');"
        "print(sorted({'pydantic', 'yaml', 'jinja2', 'rich'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_installation_is_offered(shop: Path) -> None:
    environment = os.environ | {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    ran = subprocess.run(
        [sys.executable, "-m", "prodops_cli", "--show-completion", "bash"],
        cwd=shop,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0
    assert "_PRODOPS_COMPLETE=complete_bash" in ran.stdout
