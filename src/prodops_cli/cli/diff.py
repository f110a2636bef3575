"""`prodops diff`: what changed, in the words of product people, and whom it touches."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, command
from prodops_cli.cli._report import FormatOption, OutputOption, chosen_format, deliver, rendered
from prodops_cli.cli._revisions import Moment, Times, default_base
from prodops_cli.errors import ExitCode, ProdopsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from prodops_cli.changes import Change
    from prodops_cli.cli._revisions import Past
    from prodops_cli.reports.diff import Diff
    from prodops_cli.workspace import Workspace


@command(
    45,
    "prodops diff",
    "prodops diff main",
    "prodops diff last-quarter..HEAD",
    "prodops diff v1.2...my-branch --kind initiative",
    "prodops diff --format markdown --output comment.md",
    "prodops diff --exit-code",
)
def diff(
    context: typer.Context,
    revisions: Annotated[
        str | None,
        typer.Argument(
            metavar="BASE[..HEAD]",
            help="What to compare: BASE with the files as they are, or BASE with HEAD; with ... HEAD with the commit "
            "where it parted from BASE.",
            show_default=False,
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            "-k",
            metavar="KIND",
            help="Only records of this kind. May be given often.",
            autocompletion=completion.kinds,
            show_default=False,
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="REF",
            help="Only this record: its id, or kind:id. May be given often.",
            autocompletion=completion.refs,
            show_default=False,
        ),
    ] = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 where there are differences, like git diff.")
    ] = False,
    format_: FormatOption = None,
    output: OutputOption = None,
    as_of: AsOf = None,
) -> None:
    """Say what changed, what that touches, and who should hear.

    Two revisions are compared, or one with the files as they are. Dates that moved later come first, then what else
    was promised, status, scope, ownership and gates. The order of keys, formatting, comments and moved files are no
    change. Without BASE it is where this branch parted from the main line, or in CI from the pull request's target; a
    revision may be a day or a word: 2026-09-30, last-week.

    Markdown is a comment for a pull request: the first line is a marker to find it by, and it is never too long.
    """
    from prodops_cli.reports.diff import View
    from prodops_cli.reports.diff import diff as report

    times = Times(context.obj.directory)
    pair = _pair(times, revisions)
    new = times.at(pair.head, as_of) if pair.head is not None else times.now(as_of)
    old = _former(times, pair.base, new)
    view = View(
        pair.base_words,
        pair.head_words,
        moved=_moved(times, pair),
        kinds=_kinds(kind),
        only=_records(old, new.workspace, only),
        notes=_Past(times, pair.head, new.as_of).note,
    )
    found = report(old, new.workspace, new.as_of, view)
    text = _text(found, chosen_format(format_, output), to_stdout=output is None)
    deliver(text, output, context.obj.directory, times.tree.root)
    if exit_code and found.is_different:
        raise typer.Exit(ExitCode.FINDINGS)


def _text(found: Diff, format_: str, *, to_stdout: bool) -> str:
    if format_ not in {"markdown", "comment"}:
        return rendered("diff", found, format_, everything=True, to_stdout=to_stdout)
    from prodops_cli.render import forge

    return forge.comment(found)


# --- what is compared ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two commits, and what to call them; without a second one the files as they are."""

    base: Moment
    base_words: str
    head: Moment | None
    head_words: str


def _pair(times: Times, text: str | None) -> _Pair:
    """What `BASE`, `BASE..HEAD`, `BASE...HEAD` or nothing means."""
    if text is None:
        head = times.moment("HEAD") if os.environ.get("CI") else None
        base = Moment(default_base(times.repository))
        return _Pair(base, base.commit[:10], head, _called("HEAD", head))
    first, dots, second = text.partition("..")
    if not dots:
        base = times.moment(text)
        return _Pair(base, _called(text, base), None, _called("", None))
    is_since_parting = second.startswith(".")
    first, second = first or "HEAD", second.removeprefix(".") or "HEAD"
    head = times.moment(second)
    base = times.moment(first, head.commit)  # a day is one of the line that is compared
    words = _called(first, base)
    if is_since_parting:
        base = _parting(times, base, head, text)
        words = f"{base.commit[:10]}, where {second} parted from {first}"
    return _Pair(base, words, head, _called(second, head))


def _called(text: str, moment: Moment | None) -> str:
    if moment is None:
        return "the files as they are"
    return text if moment.commit.startswith(text) else f"{text} ({moment.commit[:10]})"


def _parting(times: Times, base: Moment, head: Moment, text: str) -> Moment:
    times.repository.require_history()
    found = times.repository.merge_base(base.commit, head.commit)
    if found is None:
        raise ProdopsError(f"the two sides of `{text}` have no commit in common", "compare them with two dots: A..B")
    return Moment(found)


def _former(times: Times, base: Moment, new: Past) -> Workspace:
    """The workspace at the base; an empty one where there was none yet."""
    from prodops_cli.revision import RevisionTree
    from prodops_cli.tree import MARKER, MemoryTree
    from prodops_cli.workspace import read_workspace

    if MARKER in RevisionTree(times.repository, base.commit).names():
        return times.at(base).workspace
    return read_workspace(MemoryTree({}), new.workspace.settings)


def _moved(times: Times, pair: _Pair) -> Mapping[str, str]:
    """The files that the commits between the two sides moved; a clone without them leaves it to what records say."""
    if times.repository.is_shallow:
        return {}
    from prodops_cli.changes import moved_files

    tip = pair.head.commit if pair.head is not None else "HEAD"
    return moved_files(times.repository.log(tip, since=pair.base.commit))


# --- what history knows of it ----------------------------------------------------------------------


@dataclass
class _Past:
    """The promises up to one side of the comparison; history is read when a promised day has moved, not before."""

    times: Times
    head: Moment | None
    as_of: date

    def note(self, change: Change) -> str | None:
        """`3rd target, +71 days against the first promise`, of a promised day that moved."""
        from datetime import date

        from prodops_cli.analysis.wording import promise_of

        if change.topic != "promise" or not (isinstance(change.old, date) and isinstance(change.new, date)):
            return None
        return self._phrases.get((change.kind, change.id, promise_of(change)))

    @cached_property
    def _phrases(self) -> Mapping[tuple[str, str, str], str]:
        """How each promise is told, by kind, id and field; none in a clone without its history."""
        from prodops_cli.analysis.slips import ledgers
        from prodops_cli.history import Uncommitted, read_history

        tip = self.head.commit if self.head is not None else "HEAD"
        uncommitted = Uncommitted(self.times.tree, self.as_of) if self.head is None else None
        try:
            history = read_history(self.times.repository, self.times.settings, tip=tip, uncommitted=uncommitted)
        except ProdopsError as error:
            if error.code != ExitCode.HISTORY_NOT_AVAILABLE:
                raise
            return {}
        return {(one.trail.kind, one.trail.id, one.field): one.phrase for one in ledgers(history) if one.slips}


# --- what is wanted of it --------------------------------------------------------------------------


def _kinds(names: list[str] | None) -> frozenset[str]:
    from prodops_cli.kinds import require_kind

    return frozenset(require_kind(name).kind for name in names or ())


def _records(old: Workspace, new: Workspace, refs: list[str] | None) -> frozenset[tuple[str, str]]:
    """The records that were asked for, as they are now, or as they were where they are gone."""
    return frozenset(_record(old, new, ref) for ref in refs or ())


def _record(old: Workspace, new: Workspace, ref: str) -> tuple[str, str]:
    from prodops_cli.analysis.lookup import find_one

    is_gone = not _has(new, ref) and _has(old, ref)
    entry = find_one(old if is_gone else new, ref)
    return entry.kind, entry.id


def _has(workspace: Workspace, ref: str) -> bool:
    return any(id_ == ref.rpartition(":")[2] for _, id_ in workspace.entries)
