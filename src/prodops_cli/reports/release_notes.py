"""`prodops launch notes`: what came out between two revisions, in customers' words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from prodops_cli.analysis.launches.audiences import action_for, is_among, known_audiences, message_for, readable
from prodops_cli.analysis.launches.released import EFFECTS, Effect, Released, released
from prodops_cli.analysis.moved import IsNew
from prodops_cli.errors import ProdopsError, nearest_hint
from prodops_cli.history import History
from prodops_cli.kinds.launch import Launch
from prodops_cli.policy import CUSTOMERS
from prodops_cli.reports._base import Named, Workspace, named, named_by


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A piece of work as colleagues know it."""

    record: Named
    outcome: str | None
    team: Named | None
    note: str | None
    """What customers are told of it."""


@dataclass(frozen=True, slots=True)
class ReleaseInside:
    """What only colleagues read of something that came out."""

    record: Named
    on: date
    work: tuple[WorkLine, ...]
    waits_for: Named | None
    """The launch that will tell customers of it."""
    has_words: bool
    """Whether customers can be told of it."""


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """Something that came out."""

    title: str | None
    """What customers call it; None for work that no launch tells of."""
    on: date | None
    """The day of the launch."""
    message: str | None
    action: str | None
    """What readers have to do."""
    affected: str | None
    geographies: tuple[str, ...]
    notes: tuple[str, ...]
    """The release notes of what it ships."""
    inside: ReleaseInside | None
    """None for anybody who is no colleague."""


@dataclass(frozen=True, slots=True)
class ReleaseGroup:
    """What came out and means the same to customers."""

    effect: Effect
    lines: tuple[ReleaseLine, ...]


@dataclass(frozen=True, slots=True)
class ReleaseNotes:
    """What came out between two revisions, for one audience."""

    organisation: str
    as_of: date
    audience: str
    first: date
    """The day of the revision it begins after."""
    last: date
    groups: tuple[ReleaseGroup, ...]
    """Those that have something: what is changed for customers first, then what is new, then what is better."""
    is_inside: bool


@dataclass(frozen=True, slots=True)
class Untold:
    """What customers do not read about, for whoever sends the notes."""

    wordless: tuple[str, ...]
    """The references of what has no words for customers."""
    waiting: tuple[str, ...]
    """The references of work that a launch still ahead will tell of."""


@dataclass(frozen=True, slots=True)
class Between:
    """The revisions that are asked about."""

    first: date
    """The day of the one before them."""
    is_new: IsNew


def release_notes(
    workspace: Workspace, as_of: date, history: History, between: Between, audience: str
) -> tuple[ReleaseNotes, Untold]:
    """What came out in the revisions that are asked about, as an audience may read it, and what that leaves out.

    Raises ProdopsError for an audience that neither a launch nor the settings name.
    """
    _refuse_unknown(workspace, audience)
    is_inside = workspace.settings.launches.is_colleague(audience)
    found = released(workspace, history, between.is_new)
    lines = [(one, _line(workspace, one, audience)) for one in found]
    told = [(one, line) for one, line in lines if is_inside or (one.waits_for is None and _has_words(line))]
    wordless = (one.ref for one, line in lines if one.waits_for is None and not _has_words(line))
    page = ReleaseNotes(
        organisation=workspace.settings.name,
        as_of=as_of,
        audience=audience,
        first=between.first,
        last=as_of,
        groups=tuple(_groups(told)),
        is_inside=is_inside,
    )
    return page, Untold(tuple(sorted(wordless)), tuple(sorted(one.ref for one in found if one.waits_for is not None)))


def _refuse_unknown(workspace: Workspace, audience: str) -> None:
    known = known_audiences(workspace.settings.launches, (entry.record for entry in workspace.of(Launch)))
    if not is_among(audience, known):
        hint = nearest_hint(audience, known, "name one that a launch has among its `audiences`")
        raise ProdopsError(f"no launch has an audience `{audience}`", hint)


def _groups(told: Iterable[tuple[Released, ReleaseLine]]) -> Iterable[ReleaseGroup]:
    # what has no heading comes first: it would seem to belong to the one before
    lines = sorted(told, key=lambda pair: pair[1].title is not None or pair[1].inside is not None)
    for effect in EFFECTS:
        of_it = tuple(line for one, line in lines if one.effect == effect)
        if of_it:
            yield ReleaseGroup(effect, of_it)


def _has_words(line: ReleaseLine) -> bool:
    """Whether customers would read more than a title."""
    return bool(line.message or line.notes or line.affected or line.action)


def _line(workspace: Workspace, one: Released, audience: str) -> ReleaseLine:
    """What an audience may read of something that came out; for colleagues with what customers do not."""
    line = _readable_line(workspace, one, audience)
    if not workspace.settings.launches.is_colleague(audience):
        return line
    has_words = _has_words(_readable_line(workspace, one, CUSTOMERS))
    return replace(line, inside=_inside(workspace, one, has_words=has_words))


def _readable_line(workspace: Workspace, one: Released, audience: str) -> ReleaseLine:
    policy = workspace.settings.launches
    notes = tuple(
        note for entry in one.initiatives if (note := readable(policy, entry.record, audience).release_note) is not None
    )
    if one.launch is None:
        return ReleaseLine(None, None, None, None, None, (), notes, None)
    launch = readable(policy, one.launch.record, audience)
    return ReleaseLine(
        title=launch.title,
        on=launch.date,
        message=message_for(launch, audience),
        action=action_for(policy, launch, audience),
        affected=launch.affected,
        geographies=tuple(sorted({*launch.geographies})),
        notes=notes,
        inside=None,
    )


def _inside(workspace: Workspace, one: Released, *, has_words: bool) -> ReleaseInside:
    work = tuple(
        WorkLine(
            named(entry),
            entry.record.outcome,
            named_by(workspace, "team", entry.record.team),
            entry.record.release_note,
        )
        for entry in one.initiatives
    )
    launch = one.launch
    record = named(launch) if launch is not None else work[0].record
    return ReleaseInside(record, one.on, work, named(one.waits_for) if one.waits_for is not None else None, has_words)
