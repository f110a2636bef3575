"""What `prodops onboard new-hire` does: find or ask who it is, make the plan, print it or merge it into its page."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from prodops_cli.cli._output import emit
from prodops_cli.cli._questions import can_ask
from prodops_cli.cli._report import deliver, formed
from prodops_cli.cli._template import by_template, own_template
from prodops_cli.cli._workspace import begin_reading, today, warn_unread
from prodops_cli.cli.onboard._asking import ask, asked, asked_buddy, asked_fields, new_person
from prodops_cli.errors import ExitCode, ProdopsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from prodops_cli.cli._revisions import Times
    from prodops_cli.kinds.person import Person
    from prodops_cli.merge import Conflicts
    from prodops_cli.newcomers import Newcomer
    from prodops_cli.reports._base import Named
    from prodops_cli.reports._plan_items import Dated
    from prodops_cli.reports._plan_lines import OnboardingPlan
    from prodops_cli.scaffold import Update
    from prodops_cli.workspace import Workspace

_BY_SUFFIX = {".ics": "ics", ".csv": "jira-csv", ".html": "html", ".htm": "html", ".json": "json", ".txt": "text"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for."""

    person: str | None
    given: Mapping[str, str]
    """Fields of the person, as typed."""
    may_ask: bool
    history: bool
    template: Path | None
    trust: bool
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Made:
    """A plan, the person it is for, and where all of it belongs."""

    plan: OnboardingPlan
    newcomer: Newcomer
    markdown: str
    """The page as it is made now."""
    kept: str | None
    """The page that stands in the workspace, with what people made of it; None without one, or by a template."""
    root: Path
    as_of: date

    @property
    def page(self) -> str:
        """The page to show: as people have it, where it is there."""
        from prodops_cli.render.markdown import harmless

        return self.markdown if self.kept is None else harmless(self.kept)


def made(context: typer.Context, wish: Wish) -> Made:
    """Find the person or ask for what is missing, and make their plan."""
    from prodops_cli.analysis.onboarding.progress import path_of
    from prodops_cli.cli._revisions import Times
    from prodops_cli.reports.onboarding import onboarding_plan
    from prodops_cli.workspace import read_workspace

    times = Times(context.obj.directory)
    with begin_reading(times.tree) as begun:
        workspace = read_workspace(times.tree, times.settings, begun=begun)
    day = today(times.settings, wish.as_of)
    _require_layers(workspace)
    newcomer = _newcomer(workspace, times, wish, day)
    contributions = _contributions(times, newcomer) if wish.history else {}
    plan = onboarding_plan(newcomer.workspace, newcomer.entry, contributions)
    root, directory = times.tree.root, context.obj.directory
    own = own_template(directory, wish.template, root, trust=wish.trust) if wish.template is not None else None
    warn_unread(workspace)
    kept = workspace.pages.get(path_of(newcomer.entry.id)) if own is None else None
    return Made(plan, newcomer, by_template("onboarding", plan, own), kept, root, day)


def _require_layers(workspace: Workspace) -> None:
    from prodops_cli.kinds.onboarding import Onboarding

    if not workspace.of(Onboarding):
        unread = any(kind == Onboarding.kind for kind, _ in workspace.unread)
        hint = "`prodops lint` says what is wrong with them" if unread else "begin with: prodops onboard template init"
        raise ProdopsError("there are no onboarding layers to make a plan of", hint)


# --- who it is -------------------------------------------------------------------------------------


def _newcomer(workspace: Workspace, times: Times, wish: Wish, day: date) -> Newcomer:
    """The person as they will be."""
    from prodops_cli import newcomers
    from prodops_cli.drafts import place_of
    from prodops_cli.founding import schema_for
    from prodops_cli.kinds.person import Person

    may_ask = wish.may_ask and can_ask()
    text = wish.person or wish.given.get("name") or asked("Who starts (id or name)", "name somebody", may_ask=may_ask)
    entry = newcomers.who(workspace, text)
    if entry is not None:
        given = _completed(workspace, entry.record, wish, may_ask=may_ask)
        return newcomers.existing(workspace, entry, given, day)
    id_, given = _described(workspace, wish, text, may_ask=may_ask)
    schema = schema_for(times.tree.root, Person.kind, place_of(workspace, Person, id_))
    return newcomers.new(workspace, id_, given, day, modeline=schema)


def _completed(workspace: Workspace, person: Person, wish: Wish, *, may_ask: bool) -> dict[str, str]:
    """The given fields, and the first day where nobody has said it yet."""
    given = dict(wish.given)
    if person.starts is None and "starts" not in given:
        given["starts"] = asked("First day, like 2026-09-15", "give it with --starts DATE", may_ask=may_ask)
    if may_ask and person.buddy is None and "buddy" not in given:
        given |= asked_buddy(workspace, person)
    return given


def _described(workspace: Workspace, wish: Wish, text: str, *, may_ask: bool) -> tuple[str, dict[str, str]]:
    """The id and the fields of somebody who is not there yet, asking for what is missing."""
    from prodops_cli import drafts, newcomers
    from prodops_cli.fields import is_id
    from prodops_cli.kinds.person import Person

    given = dict(wish.given)
    meant = newcomers.like(workspace, text)
    if not may_ask and not {"name", "starts"} <= given.keys():
        hint = f"did you mean {' or '.join(f'`{id_}`' for id_ in meant)}? " if meant else ""
        raise ProdopsError(f"there is no person `{text}`", f"{hint}Somebody new needs --name and --starts")
    if "name" not in given:
        sys.stderr.write(new_person(text, meant))
        given["name"] = ask("Name", drafts.label_from(Person, text) if is_id(text) else text)
    id_ = text if is_id(text) and wish.person is not None else drafts.id_from(given["name"])
    if wish.person and id_ != text and text.strip().casefold() != wish.given.get("name", text.strip()).casefold():
        raise ProdopsError(f"`{text}` cannot be an id", f"use letters, digits and hyphens: {id_ or 'ada'}")
    if id_ is None:
        raise ProdopsError("no id can be made of the name", "name one: prodops onboard new-hire ID --name TEXT")
    return id_, asked_fields(workspace, given) if may_ask else given


def _contributions(times: Times, newcomer: Newcomer) -> Mapping[str, int]:
    """Who changed the records of the person's team in the year before the first day, from git."""
    from prodops_cli.analysis.onboarding.contacts import contributions_to

    person = newcomer.entry.record
    repository = times.repository_if_any
    if person.starts is None or person.team is None or repository is None or repository.find("HEAD") is None:
        return {}
    try:
        commits = repository.log("HEAD")
    except ProdopsError as error:
        if error.hint:
            error.hint += "; or go without: --no-history"
        raise
    return contributions_to(newcomer.workspace, person.team, commits, person.starts)


# --- printed, or written somewhere else --------------------------------------------------------------


def show(context: typer.Context, plan: Made, format_: str | None, output: Path | None) -> None:
    """Print the plan in a format, or write it to a file that is not the workspace's."""
    suffix = output.suffix.lower() if output is not None else ""
    chosen = format_ or _BY_SUFFIX.get(suffix, "markdown")
    deliver(_formed(plan, chosen, to_stdout=output is None), output, context.obj.directory, plan.root)


def _formed(made_: Made, format_: str, *, to_stdout: bool) -> str:
    match format_:
        case "json":
            from prodops_cli.render import data

            return data.render(made_.plan)
        case "github":
            from prodops_cli.render import forge

            return forge.as_issue(made_.page)
        case "ics":
            return _calendar(made_)
        case "jira-csv":
            return _jira(made_)
        case _:
            return formed("onboarding", made_.page, format_, to_stdout=to_stdout)


def _calendar(made_: Made) -> str:
    from prodops_cli.render import calendar

    events = (
        calendar.Event(
            f"{made_.plan.person.ref}:{item.id}",
            item.due,
            _with_name(item.title, item.who, made_.plan.person),
            item.text,
            item.link,
            (item.section,),
        )
        for item in _items(made_)
    )
    return calendar.render(f"Onboarding of {made_.plan.person.name}", events, made_.as_of)


def _with_name(title: str, who: Named | None, person: Named) -> str:
    """What is to be done, with who does it where that is somebody else."""
    return title if who is None or who == person else f"{title} ({who.name})"


def _items(made_: Made) -> tuple[Dated, ...]:
    """The dated tasks of the plan: those of its page, where there is one."""
    from prodops_cli.reports._plan_items import as_on_page, dated

    items = dated(made_.plan)
    return items if made_.kept is None else as_on_page(items, made_.markdown, made_.kept)


def _jira(made_: Made) -> str:
    from prodops_cli.render import jira

    plan, workspace = made_.plan, made_.newcomer.workspace
    whole = jira.Issue("plan", f"Onboarding: {plan.person.name}", due=plan.ends, type="Epic", labels=("onboarding",))
    parts = (
        jira.Issue(
            item.id,
            item.title,
            "\n".join(filter(None, (item.text, item.link))),
            item.due,
            _assignee(workspace, item.who),
            ("onboarding", item.section.lower().replace(" ", "-").replace(":", "")),
            parent="plan",
        )
        for item in _items(made_)
    )
    return jira.render([whole, *parts])


def _assignee(workspace: Workspace, who: Named | None) -> str | None:
    """The address by which Jira finds somebody, or else the name."""
    if who is None:
        return None
    from prodops_cli.kinds.person import Person

    person = workspace.get(Person, who.id)
    return (person.email if person is not None else None) or who.name


# --- kept in the workspace -------------------------------------------------------------------------


def keep(plan: Made, conflicts: Conflicts, *, dry_run: bool) -> None:
    """Merge the plan into its page, and write the person's file where that is new: both or neither.

    Exits with 1 after a conflict.
    """
    from prodops_cli.analysis.onboarding.progress import path_of
    from prodops_cli.render.findings.text import render_diagnostics
    from prodops_cli.scaffold import apply_update, plan_update

    page = path_of(plan.newcomer.entry.id)
    update = plan_update(plan.root, {page: plan.markdown.encode()}, conflicts=conflicts)
    if dry_run:
        _tell_dry(plan, update)
        if update.conflicts:
            raise typer.Exit(ExitCode.FINDINGS)
        return
    newcomer = plan.newcomer
    person = {newcomer.path: (newcomer.former, newcomer.text)} if newcomer.text is not None else {}
    apply_update(plan.root, update, also=person)
    sys.stderr.write(render_diagnostics(newcomer.warnings))
    if person:
        sys.stderr.write(f"{'Created' if newcomer.former is None else 'Added to'} {newcomer.path}\n")
    _tell(plan, update)
    if update.conflicts:
        raise typer.Exit(ExitCode.FINDINGS)


def _tell_dry(plan: Made, update: Update) -> None:
    """Print what would change, as a unified diff."""
    from prodops_cli.render.escape import terminal
    from prodops_cli.scaffold import diff_text

    newcomer = plan.newcomer
    emit("".join(f"{terminal(line)}\n" for line in diff_text(update).split("\n")[:-1]))
    if newcomer.text is not None:
        added = newcomer.text.removeprefix(newcomer.former or b"").decode()
        emit("".join(f"{terminal(line)}\n" for line in [f"--- {newcomer.path}, new lines", *added.split("\n")[:-1]]))
    sys.stderr.write(f"{update.files[0].path}: {_DONE[update.files[0].action]}; nothing was written, a dry run\n")


_DONE = {
    "created": "a new plan",
    "updated": "brought up to date",
    "merged": "what changed is merged with your edits",
    "unchanged": "nothing has changed",
    "deleted": "somebody deleted it, so it stays deleted",
    "conflict": "a conflict, because you edited what has changed",
}


def _tell(plan: Made, update: Update) -> None:
    """Say what there is now, and what to do next."""
    from prodops_cli.analysis.words import counted
    from prodops_cli.render.escape import terminal

    file = update.files[0]
    lines = [f"{file.path}: {_DONE[file.action]}"]
    if file.action == "conflict":
        where = f"see {file.path}.rej" if file.rejected is not None else "between the markers"
        lines.append(f"error: {counted(file.conflicts, 'place')} for you to decide: {where}")
    if file.action == "deleted":
        lines.append("to have it again, delete .prodops/generated/" + file.path)
    if file.action == "created":
        boxes = file.after.count(b"- [ ] ") if file.after is not None else 0
        lines.append(f"{counted(boxes, 'box', 'boxes')} to tick from {plan.plan.starts} to {plan.plan.ends}")
        lines.append(
            "next: read it, edit it, commit it with .prodops/generated/; `prodops onboard status` reads the boxes"
        )
    if plan.as_of > plan.plan.ends:
        lines.append(f"note: the ninety days were over on {plan.plan.ends}")
    lines += [f"note: {gap}" for gap in plan.plan.gaps] if file.action in ("created", "updated", "merged") else []
    sys.stderr.write("".join(f"{terminal(line)}\n" for line in lines))
