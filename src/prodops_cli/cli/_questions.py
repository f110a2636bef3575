"""The questions of `prodops init`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import typer

from prodops_cli.cli._paths import names
from prodops_cli.errors import ProdopsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from prodops_cli.founding import Answers

STYLES = ("files", "lists")


def can_ask() -> bool:
    """Whether somebody sits at a terminal and can answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def answers_for(root: Path, given: Mapping[str, Any], *, may_ask: bool) -> Answers:
    """The given answers, and for the others those from the terminal or the usual ones."""
    from prodops_cli.founding import Answers

    known = {key: value for key, value in given.items() if value is not None}
    found = Answers(**{"name": _name_from(root), **known})
    if not may_ask:
        return found
    sys.stderr.write("This starts a workspace. Enter takes what is in brackets;\nall of it can be changed later.\n\n")
    questions: dict[str, tuple[str, str]] = {
        "name": ("The organisation's name", found.name),
        "time_zone": ("Its time zone", _local_zone()),
        "holidays": ("Its public holidays (DE, DE-BE, US; - for none)", "-"),
        "team": ("The first team", found.team),
        "person": ("Your name", found.person),
        "style": ("Write files (one per record) or lists (one per kind)", found.style),
    }
    for key, (question, default) in questions.items():
        if key not in known:
            known[key] = typer.prompt(question, default=default, value_proc=_checked(key, found), err=True)
    return Answers(**{"name": found.name, **known})


def _checked(key: str, found: Answers) -> Callable[[str], Any]:
    """What turns a typed answer into a value, or says why it is none, so that the question is asked again."""
    from dataclasses import replace

    from prodops_cli.founding import settings_of

    def check(text: str) -> Any:
        value: Any = tuple(names([text])) if key == "holidays" and text != "-" else () if text == "-" else text.strip()
        if key == "style" and value not in STYLES:
            raise typer.BadParameter(f"choose one of {', '.join(STYLES)}")
        try:
            settings_of(replace(found, **{key: value}))
        except ProdopsError as error:
            raise typer.BadParameter("; ".join(filter(None, (error.message, error.hint)))) from None
        return value

    return check


def _name_from(root: Path) -> str:
    """A name made of the folder's."""
    words = root.name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] if words.isprintable() and words else "Our organisation"


def _local_zone() -> str:
    """The machine's time zone, as far as it says so."""
    from zoneinfo import available_timezones

    zone = os.environ.get("TZ") or os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    return zone if zone in available_timezones() else "UTC"
