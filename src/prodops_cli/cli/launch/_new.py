"""What `prodops launch new` does: ask for what is missing, make record and pages, write all of it or nothing."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from prodops_cli.cli._output import emit
from prodops_cli.cli._questions import can_ask
from prodops_cli.cli._workspace import begin_reading, today, tree_around, warn_unread
from prodops_cli.errors import ExitCode, ProdopsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from prodops_cli.launching import LaunchWish, Planned
    from prodops_cli.render.yaml import Value
    from prodops_cli.scaffold import Update
    from prodops_cli.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed."""

    title: str | None
    id: str | None
    day: date | None
    owner: str | None
    team: str | None
    geographies: tuple[str, ...]
    initiatives: tuple[str, ...]
    facts: tuple[str, ...]
    may_ask: bool
    as_of: date | None


def begin(context: typer.Context, asked: Asked, *, dry_run: bool) -> None:
    """Write the record and the pages of a launch, or bring its pages up to date. Exits with 1 after a conflict."""
    from prodops_cli import settings as settings_
    from prodops_cli.drafts import place_of
    from prodops_cli.founding import schema_for
    from prodops_cli.kinds.launch import Launch
    from prodops_cli.launching import planned
    from prodops_cli.scaffold import apply_update, plan_update
    from prodops_cli.workspace import read_workspace

    tree = tree_around(context.obj.directory)
    with begin_reading(tree) as begun:
        settings = settings_.load(tree)
        workspace = read_workspace(tree, settings, begun=begun)
    wish = _wish(workspace, asked)
    place = place_of(workspace, Launch, wish.id or "new")
    found = planned(workspace, wish, today(settings, asked.as_of), modeline=schema_for(tree.root, Launch.kind, place))
    update = plan_update(tree.root, _pages(found))
    record = {found.path: (found.former, found.text)} if found.text is not None else {}
    if dry_run:
        _show(found, update)
    else:
        apply_update(tree.root, update, also=record)
    if found.text is None:
        _tell_unused(found, asked)
    _tell(found, update, is_dry=dry_run)
    warn_unread(workspace)
    if update.conflicts:
        raise typer.Exit(ExitCode.FINDINGS)


def _tell_unused(found: Planned, asked: Asked) -> None:
    """Say that options change nothing in the record of a launch that is there."""
    from prodops_cli.analysis.words import listed
    from prodops_cli.render.escape import terminal

    options = {
        "--date": asked.day,
        "--fact": asked.facts,
        "--geo": asked.geographies,
        "--initiative": asked.initiatives,
        "--owner": asked.owner,
        "--team": asked.team,
    }
    given = [name for name, value in options.items() if value]
    if given:
        verb = "was" if len(given) == 1 else "were"
        sys.stderr.write(
            f"note: {found.entry.ref} is there already, so {listed(given)} {verb} not used; change "
            f"{terminal(found.entry.path)}, or another title begins another launch\n"
        )


def _pages(found: Planned) -> dict[str, bytes]:
    """The pages of the launch's tier, by path: beside the records, or in docs/ where those stand in a list."""
    from prodops_cli.kinds.launch import Launch
    from prodops_cli.render import markdown
    from prodops_cli.reports.launch_kit import launch_kit, pages_of

    kit = launch_kit(found.workspace, found.entry)
    folder = f"docs/{Launch.folder}" if found.entry.route else Launch.folder
    return {
        f"{folder}/{found.entry.id}/{name}.md": markdown.render(f"launch-kit/{name}", kit).encode()
        for name in pages_of(kit.tier)
    }


# --- what is asked ---------------------------------------------------------------------------------------


def _wish(workspace: Workspace, asked: Asked) -> LaunchWish:
    """What was typed, and what was answered on a terminal where the launch is a new one."""
    from prodops_cli.launching import LaunchWish, facts_from, known_launch

    may_ask = asked.may_ask and can_ask()
    title = asked.title or asked.id or _required("Title", "name it: prodops launch new TITLE", may_ask=may_ask)
    policy = workspace.settings.launches
    is_new = known_launch(workspace, title, asked.id) is None
    title = title if asked.title is not None or asked.id is None else _title_of(asked.id, is_new=is_new)
    owner, day, team = asked.owner, asked.day, asked.team
    geographies, initiatives = asked.geographies, asked.initiatives
    if is_new:
        owner = owner or _required("Owner (an id)", "say who answers for it: --owner ID", may_ask=may_ask)
    if is_new and may_ask:
        day = day or _asked_day()
        team = team or _asked("Team (an id, - for none yet)", _known(workspace, "team"))
        geographies = geographies or _asked_list("Countries it reaches (DE, AT; - for not known)", _country)
        initiatives = initiatives or _asked_list(
            "Roadmap items it ships (ids; - for not known)", _known(workspace, "initiative")
        )
    facts = facts_from(policy, asked.facts, geographies)
    if is_new and may_ask:
        facts = facts_from(policy, (*asked.facts, *_asked_facts(workspace, facts)), geographies)
    return LaunchWish(title, asked.id, day, owner, team, geographies, initiatives, facts)


def _title_of(id_: str, *, is_new: bool) -> str:
    from prodops_cli.drafts import label_from
    from prodops_cli.kinds.launch import Launch

    return label_from(Launch, id_) if is_new else id_


def _required(question: str, hint: str, *, may_ask: bool) -> str:
    if not may_ask:
        raise ProdopsError(f"{question.partition(' (')[0].lower()} is missing", hint)
    return str(typer.prompt(question, err=True)).strip()


def _asked(question: str, check: Callable[[str], str]) -> str | None:
    answer = str(typer.prompt(question, default="-", value_proc=_or_nothing(check), err=True))
    return None if answer == "-" else answer


def _asked_list(question: str, check: Callable[[str], str]) -> tuple[str, ...]:
    def each(text: str) -> str:
        return ",".join(check(one.strip()) for one in text.split(",") if one.strip())

    answer = _asked(question, each)
    return tuple(answer.split(",")) if answer else ()


def _asked_day() -> date | None:
    from datetime import date

    from prodops_cli.cli._workspace import written_day

    def check(text: str) -> str:
        if written_day(text) is None:
            raise typer.BadParameter("write year-month-day: 2026-11-17")
        return text

    answer = _asked("The day it reaches its first users, like 2026-11-17 (- for not known)", check)
    return date.fromisoformat(answer) if answer is not None else None


def _asked_facts(workspace: Workspace, known: dict[str, Value]) -> list[str]:
    """The answers about the facts that count for the tier and that nobody has given; `?` leaves one open."""
    from prodops_cli.kinds._base import descriptions
    from prodops_cli.kinds.launch import Facts
    from prodops_cli.launching import NEW_GEOGRAPHIES, OTHERS
    from prodops_cli.policy import TIERS

    policy, sentences = workspace.settings.launches, descriptions(Facts)
    counting = dict.fromkeys(fact for tier in TIERS for fact in policy.tier(tier).facts)
    found = []
    for fact in counting:
        if fact in known or (fact not in Facts.model_fields and OTHERS in known):
            continue
        sentence = sentences.get(fact, f"{fact}.")
        if fact == NEW_GEOGRAPHIES:
            answer = _asked(f"{sentence} Which (DE, AT; no for none; - for not known)", _countries_or_no)
        else:
            answer = _asked(f"Is this so? {sentence} (y, n, - for not known)", _yes_or_no)
        if answer is not None:
            found.append(f"{fact}={answer}")
    return found


def _or_nothing(check: Callable[[str], str]) -> Callable[[str], str]:
    def checked(text: str) -> str:
        answer = text.strip()
        return "-" if answer in ("", "-", "?") else check(answer)

    return checked


def _yes_or_no(text: str) -> str:
    if text.lower() not in ("y", "yes", "n", "no"):
        raise typer.BadParameter("answer y, n, or - where nobody knows yet")
    return "yes" if text.lower().startswith("y") else "no"


def _countries_or_no(text: str) -> str:
    return "no" if text.lower() in ("n", "no") else ",".join(_country(one.strip()) for one in text.split(","))


def _country(text: str) -> str:
    from prodops_cli.cli.launch._codes import country

    try:
        return country(text)
    except ProdopsError as error:
        raise typer.BadParameter("; ".join(filter(None, (error.message, error.hint)))) from None


def _known(workspace: Workspace, kind: str) -> Callable[[str], str]:
    """What takes the id of a record that is there, or says that there is none."""
    from prodops_cli.analysis.lookup import require

    def check(text: str) -> str:
        try:
            require(workspace, kind, text)
        except ProdopsError as error:
            raise typer.BadParameter("; ".join(filter(None, (error.message, error.hint)))) from None
        return text

    return check


# --- what is told ----------------------------------------------------------------------------------------

_DONE = {
    "created": "new",
    "updated": "brought up to date",
    "merged": "what changed is merged with your edits",
    "unchanged": "nothing has changed",
    "deleted": "somebody deleted it, so it stays deleted",
    "conflict": "a conflict, because you edited what has changed",
}


def _show(found: Planned, update: Update) -> None:
    """Print what would be written."""
    from prodops_cli.render.escape import terminal
    from prodops_cli.scaffold import diff_text

    lines = [f"--- {found.path}, new lines", *_added(found).split("\n")[:-1]] if found.text is not None else []
    emit("".join(f"{terminal(line)}\n" for line in [*lines, *diff_text(update).split("\n")[:-1]]))


def _added(found: Planned) -> str:
    """What is new in the file of the record."""
    whole = (found.text or b"").decode("utf-8-sig")
    former = (found.former or b"").decode("utf-8-sig")
    return whole.removeprefix(former) if former and whole.startswith(former) else whole


def _tell(found: Planned, update: Update, *, is_dry: bool) -> None:
    """Say what there is now, what is open, and what to do next."""
    from prodops_cli.analysis.words import counted
    from prodops_cli.render.escape import terminal
    from prodops_cli.render.findings.text import render_diagnostics
    from prodops_cli.reports.launch_kit import launch_kit

    sys.stderr.write(render_diagnostics(found.warnings))
    kit = launch_kit(found.workspace, found.entry)
    is_new = found.text is not None
    record = ("added to" if found.former is not None else "new") if is_new else "left as it is"
    rows = {found.path: record} | {file.path: _DONE[file.action] for file in update.files}
    widest = max(map(len, rows))
    lines = [f"  {path:<{widest}}  {what}" for path, what in rows.items()]
    lines.append(f"tier {kit.tier}: {kit.why_tier}; {counted(len(kit.gates), 'gate')}")
    if kit.open:
        lines.append(f"{counted(len(kit.open), 'question')} nobody has answered yet:")
        lines += [f"  {question}" for question in kit.open]
    if update.conflicts:
        lines.append(f"error: {counted(update.conflicts, 'place')} for you to decide, between the markers")
    if is_dry:
        lines.append("nothing was written: this is a dry run")
    elif is_new:
        lines.append("next: fill in the record and the pages, and commit them with .prodops/generated/")
    sys.stderr.write("".join(f"{terminal(line)}\n" for line in lines))
