"""`prodops launch approve`: record what somebody decided at a gate, sealed to what they judged."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, command, parse_day
from prodops_cli.cli._output import emit
from prodops_cli.cli._questions import can_ask
from prodops_cli.cli.launch import launch as group
from prodops_cli.errors import ProdopsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from prodops_cli.cli._revisions import Past
    from prodops_cli.kinds.launch import Launch, Verdict
    from prodops_cli.signing import Signed
    from prodops_cli.workspace import Entry, Workspace

_VERDICTS = ("approved", "conditional", "rejected", "waived")


def _verdict(value: str | None) -> str | None:
    if value is not None and value not in _VERDICTS:
        raise ProdopsError(f"there is no verdict `{value}`", f"choose one of {', '.join(_VERDICTS)}")
    return value


@command(
    25,
    "prodops launch approve checkout-2 security --by ingrid --verdict approved",
    'prodops launch approve checkout-2 support --by fenna --verdict conditional --condition "five macros"',
    'prodops launch approve checkout-2 support --by fenna --meet "five macros"',
    "prodops launch approve payday product --by idris --verdict waived --until 2026-12-31",
    noun=group,
)
def approve(
    context: typer.Context,
    launch: Annotated[
        str,
        typer.Argument(
            metavar="LAUNCH", help="The launch: its id or title.", autocompletion=completion.ids_of("launch")
        ),
    ],
    gate: Annotated[
        str,
        typer.Argument(
            metavar="GATE", help="The gate: legal, privacy, support, …", autocompletion=completion.gates_of_launch
        ),
    ],
    verdict: Annotated[
        str | None,
        typer.Option(
            metavar="VERDICT",
            help="approved, conditional, rejected or waived (asked for where it is missing).",
            callback=_verdict,
            autocompletion=lambda incomplete: [name for name in _VERDICTS if name.startswith(incomplete)],
            show_default=False,
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="PERSON",
            help="Who decided, or says that a condition is met: an id or name (default: whose `email` is git's "
            "user.email).",
            autocompletion=completion.ids_of("person"),
            show_default=False,
        ),
    ] = None,
    condition: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help="What must still happen; may be repeated.", show_default=False),
    ] = None,
    until: Annotated[
        date | None,
        typer.Option(parser=parse_day, metavar="DATE", help="The last day of a waiver.", show_default=False),
    ] = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="What else was said.", show_default=False)] = None,
    on: Annotated[
        date | None,
        typer.Option(
            parser=parse_day, metavar="DATE", help="The day it was decided (default: today).", show_default=False
        ),
    ] = None,
    meet: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TEXT",
            help="Nothing is decided: this condition of the last sign-off is met now, all of it or how it begins; may "
            "be repeated. Says whoever set it, may sign, or answers for the launch.",
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would change, and write nothing.")] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Never ask; refuse where something is missing.")] = False,
    as_of: AsOf = None,
) -> None:
    """Record what was decided at a gate of a launch.

    The sign-off is sealed: it carries a digest of every field that the gate judges. Where one of them changes, this
    sign-off is stale, and no other; where it is changed back, it holds again. Only those may sign whom prodops.yaml
    names for the gate, else the team with the gate's name, else the gate's owner.

    One item is added to the launch's file, and every other byte stays as it is. Commit it as the one who signed.
    """
    from prodops_cli.analysis.lookup import find_called
    from prodops_cli.cli._revisions import opened
    from prodops_cli.cli._workspace import open_tree
    from prodops_cli.kinds.launch import Launch
    from prodops_cli.signing import Met, SignOff, require_gate, require_signer, sign
    from prodops_cli.signing import meet as met

    found = opened(context, None, as_of)
    entry = find_called(found.workspace, Launch, launch)
    require_gate(found.workspace, entry, gate)
    day = on or found.as_of
    asking = _Asking(found, may_ask=can_ask() and not no_input)
    if meet:
        _require_alone(verdict, condition, until, note)
        person = asking.person(context, by)
        made = met(found.workspace, entry, gate, Met(person, tuple(meet), day), found.as_of)
        conditions_are = "condition is" if len(meet) == 1 else "conditions are"
        what = f"{gate} of {entry.record.title}: {person} says that the {conditions_are} met, on {day}"
    else:
        person = asking.person(context, by)
        require_signer(found.workspace, entry, gate, person)
        decided = asking.verdict(verdict, entry, gate)
        conditions = tuple(condition or asking.conditions(decided))
        end = until or asking.until(decided)
        made = sign(found.workspace, entry, gate, SignOff(person, day, decided, conditions, end, note), found.as_of)
        what = f"{gate} of {entry.record.title}: {decided} by {person} on {day}"
    if dry_run:
        _show(made)
    elif made.new != made.old:
        from prodops_cli.edit import replace_file

        replace_file(open_tree(context).root, made.path, made.new, expected=made.old)
    _tell(made, what, is_dry=dry_run)


def _require_alone(*others: object) -> None:
    if any(others):
        raise ProdopsError("--meet takes no verdict", "record a verdict with another run")


# --- what is missing, from the terminal ----------------------------------------------------------------


class _Asking:
    """What is missing, asked for where somebody sits at a terminal."""

    def __init__(self, found: Past, *, may_ask: bool) -> None:
        self.workspace: Workspace = found.workspace
        self.may_ask = may_ask

    def person(self, context: typer.Context, given: str | None) -> str:
        """Who decided: as named, else whoever git knows, else asked."""
        from prodops_cli.analysis.lookup import find_called
        from prodops_cli.kinds.person import Person

        if given is not None:
            return find_called(self.workspace, Person, given).id
        known = _me(context, self.workspace)
        if known is not None:
            return known
        text = self._ask("Who decided (id or name)", "nobody has git's user.email as `email`: say --by PERSON")
        return find_called(self.workspace, Person, text).id

    def verdict(self, given: str | None, entry: Entry[Launch], gate: str) -> Verdict:
        """What was decided."""
        if given is None and self.may_ask:
            sys.stderr.write(_judged(self.workspace, entry, gate))
        text = given or self._ask(
            f"Verdict ({', '.join(_VERDICTS)})", "say --verdict approved, conditional, rejected or waived", _checked
        )
        decided: Verdict = text  # type: ignore[assignment]  # checked by the option, or the question
        return decided

    def conditions(self, verdict: Verdict) -> tuple[str, ...]:
        """The conditions of a conditional one, one after the other until there is none."""
        if verdict != "conditional" or not self.may_ask:
            return ()
        found = [self._ask("What must still happen", "")]
        while (text := str(typer.prompt("And (- for nothing more)", default="-", err=True)).strip()) != "-":
            found.append(text)
        return tuple(found)

    def until(self, verdict: Verdict) -> date | None:
        """The end of a waiver."""
        if verdict != "waived" or not self.may_ask:
            return None
        return parse_day(self._ask("Until, like 2026-12-31", "", lambda text: str(parse_day(text.strip()))))

    def _ask(self, question: str, hint: str, check: Callable[[str], str] = str.strip) -> str:
        if not self.may_ask:
            raise ProdopsError(f"{question.partition(' (')[0].lower()} is missing", hint)
        return str(typer.prompt(question, value_proc=check, err=True)).strip()


def _checked(text: str) -> str:
    if text.strip() not in _VERDICTS:
        raise typer.BadParameter(f"choose one of {', '.join(_VERDICTS)}")
    return text.strip()


def _me(context: typer.Context, workspace: Workspace) -> str | None:
    """The one person whose address git would put on a commit; None where there is none, or several."""
    from prodops_cli.cli._revisions import Times
    from prodops_cli.kinds.person import Person

    repository = Times(context.obj.directory).repository_if_any
    email = repository.user_email() if repository is not None else None
    if not email:
        return None
    found = [one.id for one in workspace.of(Person) if (one.record.email or "").casefold() == email.casefold()]
    return found[0] if len(found) == 1 else None


# --- what is told --------------------------------------------------------------------------------------


def _judged(workspace: Workspace, entry: Entry[Launch], gate: str) -> str:
    """What the gate looks at, for whoever is asked to decide."""
    from prodops_cli.kinds.launch import Gate
    from prodops_cli.render.escape import terminal

    policy = workspace.settings.launches.gate(gate)
    checklist = entry.record.gates.get(gate, Gate()).checklist or policy.checklist
    lines = [f"{gate} of {entry.record.title} judges {', '.join(policy.judges)}", *(f"  - {one}" for one in checklist)]
    return "".join(f"{terminal(line)}\n" for line in lines)


def _show(made: Signed) -> None:
    from prodops_cli.merge.unified import unified
    from prodops_cli.render.escape import terminal

    old, new = (raw.decode("utf-8-sig") for raw in (made.old, made.new))
    lines = unified(old, new, made.path, made.path).split("\n")[:-1]
    emit("".join(f"{terminal(line.removesuffix(chr(13)))}\n" for line in lines))


def _tell(made: Signed, what: str, *, is_dry: bool) -> None:
    from prodops_cli.render.escape import terminal
    from prodops_cli.render.findings.text import render_diagnostics

    sys.stderr.write(render_diagnostics(made.warnings))
    lines = [what]
    lines += [f"it covers {', '.join(made.covers)}"] if made.covers else []
    lines.append(f"{made.path} was not changed: this is a dry run" if is_dry else f"Changed {made.path}")
    sys.stderr.write("".join(f"{terminal(line)}\n" for line in lines))
