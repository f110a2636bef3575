"""What `prodops lint` does, without typer: the request, the run, the exit code."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from prodops_cli.cli._output import emit, painter
from prodops_cli.cli._paths import inside
from prodops_cli.cli._workspace import begin_reading, cache_folder, day_in, tree_around
from prodops_cli.errors import ExitCode, ProdopsError

if TYPE_CHECKING:
    from prodops_cli.bulk import Reading
    from prodops_cli.cache import Cache
    from prodops_cli.diagnostics import LintResult
    from prodops_cli.settings import Settings
    from prodops_cli.tree import WorkingTree
    from prodops_cli.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked of `prodops lint`."""

    directory: Path = field(default_factory=Path)
    paths: tuple[Path, ...] = ()
    format: str = "text"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    at: str | None = None
    as_of: date | None = None
    since: str | None = None
    """The revision to compare with, for the rules that do."""
    strict: bool = False
    exit_zero: bool = False
    statistics: bool = False
    all: bool = False
    record_baseline: bool = False
    fix: bool = False
    dry_run: bool = False
    use_baseline: bool = True


def check(request: Request) -> int:
    """Lint, print what was found, and return the exit code."""
    from prodops_cli.render.findings import formats

    if request.format not in formats():
        raise ProdopsError(f"there is no format `{request.format}`", f"choose one of {', '.join(formats())}")
    tree = tree_around(request.directory)
    wanted = inside(tree.root, request.directory, request.paths, must_exist=request.at is None)
    if request.dry_run and not request.fix:
        raise ProdopsError("--dry-run is about --fix", "lint itself changes nothing: leave --dry-run out")
    if request.fix:
        _fix(tree, request, wanted)
        if request.dry_run:
            return ExitCode.CLEAN
    if request.at is not None:
        return _finish(request, _lint_at(request.at, request, wanted), wanted)
    if request.record_baseline:
        _record(tree, request)
        return ExitCode.CLEAN
    return _finish(request, _remembered(tree, request) or _lint(tree, request, wanted), wanted)


def _fix(tree: WorkingTree, request: Request, wanted: list[str]) -> None:
    """Mend what has only one answer, or print what that would change."""
    from prodops_cli.baseline import load_baseline
    from prodops_cli.cli._mending import show, write
    from prodops_cli.linter import lint
    from prodops_cli.mending import mend

    if request.at is not None or request.record_baseline:
        raise ProdopsError("--fix changes the files that are there now", "leave out --at and --baseline")
    with begin_reading(tree) as begun:
        from prodops_cli import settings as settings_
        from prodops_cli.workspace import read_workspace

        settings = settings_.load(tree)
        workspace = read_workspace(tree, settings, begun=begun)
    day = day_in(settings.time_zone, request.as_of or settings.as_of)
    baseline = load_baseline(tree) if request.use_baseline else None
    former = _former(request)

    def look(changed: Workspace) -> LintResult:
        found = lint(changed, day, select=request.select, ignore=request.ignore, baseline=baseline, former=former)
        return found.within(wanted)

    mended = mend(workspace, look)
    (show if request.dry_run else write)(tree, mended)


def _finish(request: Request, result: LintResult, wanted: list[str]) -> int:
    """Print what was found in the wanted files, and return the exit code."""
    result = result.within(wanted)
    _print(request, result)
    fails = result.errors or (request.strict and result.warnings)
    return ExitCode.FINDINGS if fails and not request.exit_zero else ExitCode.CLEAN


def _lint_at(revision: str, request: Request, wanted: list[str]) -> LintResult:
    """Lint the workspace as it was at a revision; nothing of it is remembered."""
    from prodops_cli.baseline import load_baseline
    from prodops_cli.cli._revisions import Times
    from prodops_cli.linter import lint

    if request.record_baseline:
        raise ProdopsError("--baseline records what is found now", "leave out --at")
    found = Times(request.directory).at(
        revision, request.as_of, also=[path for path in wanted if path.endswith(".yaml")]
    )
    return lint(
        found.workspace,
        found.as_of,
        select=request.select,
        ignore=request.ignore,
        baseline=load_baseline(found.tree) if request.use_baseline else None,
        former=_former(request),
    )


def _former(request: Request) -> Workspace | None:
    """The workspace that this one is to be compared with, if any."""
    if request.since is None:
        return None
    from prodops_cli.cli._revisions import Times

    return Times(request.directory).at(request.since).workspace


def _lint(tree: WorkingTree, request: Request, wanted: list[str]) -> LintResult:
    """Read the workspace, run the rules, and remember the outcome."""
    with begin_reading(tree) as begun:
        return _lint_begun(tree, request, wanted, begun)


def _lint_begun(tree: WorkingTree, request: Request, wanted: list[str], begun: Reading) -> LintResult:
    from prodops_cli import settings as settings_
    from prodops_cli.baseline import load_baseline
    from prodops_cli.linter import lint
    from prodops_cli.workspace import read_workspace

    before = _state(tree) if _cache(tree, request) is not None else None
    settings = settings_.load(tree)
    workspace = read_workspace(tree, settings, also=[path for path in wanted if path.endswith(".yaml")], begun=begun)
    day = day_in(settings.time_zone, request.as_of or settings.as_of)
    result = lint(
        workspace,
        day,
        select=request.select,
        ignore=request.ignore,
        baseline=load_baseline(tree) if request.use_baseline else None,
        former=_former(request),
    )
    if before is not None and before == _state(tree):  # nobody saved a file meanwhile
        _remember(tree, request, before, settings, day, result)
    return result


def _cache(tree: WorkingTree, request: Request) -> Cache | None:
    """The cache entry of this request; none where paths make it read other files, or `since` an earlier time."""
    folder = cache_folder()
    if folder is None or request.paths or request.record_baseline or request.since is not None:
        return None
    from prodops_cli.cache import Cache

    asked = (request.select, request.ignore, request.use_baseline, request.as_of)
    return Cache(folder, tree.root, repr(asked))


def _remembered(tree: WorkingTree, request: Request) -> LintResult | None:
    """What the last lint of the very same workspace found; None where it has to be found out."""
    cache = _cache(tree, request)
    entry = cache.load() if cache is not None else None
    clock = entry.clock(tree) if entry is not None else None
    if entry is None or clock is None:
        return None
    stopped = date.fromisoformat(clock.as_of) if clock.as_of else None
    try:
        day = day_in(clock.time_zone, request.as_of or stopped)
    except (ValueError, OSError, LookupError, RecursionError):  # not a time zone
        return None
    return entry.to_result() if entry.answers(tree, day) else None


@dataclass(frozen=True, slots=True)
class _State:
    """What a lint depends on, by digest; and the folders whose content it is about."""

    settings: str
    content: str
    folders: list[str]


def _state(tree: WorkingTree) -> _State | None:
    """The workspace as it is now; None where something in it cannot be read."""
    from prodops_cli.cache import content_digest, settings_digest
    from prodops_cli.kinds import all_kinds

    folders = [kind.folder for kind in all_kinds().values()]
    settings, content = settings_digest(tree), content_digest(tree, folders)
    return _State(settings, content, folders) if settings is not None and content is not None else None


def _remember(
    tree: WorkingTree, request: Request, state: _State, settings: Settings, day: date, result: LintResult
) -> None:
    from prodops_cli.cache import Entry, program, result_data

    cache = _cache(tree, request)
    if cache is None:
        return
    stopped = settings.as_of.isoformat() if settings.as_of else None
    entry = Entry(
        program(),
        state.settings,
        settings.time_zone,
        stopped,
        state.folders,
        state.content,
        day.isoformat(),
        result_data(result),
    )
    cache.save(entry)


def _print(request: Request, result: LintResult) -> None:
    from prodops_cli.render.findings import renderer, text

    if request.statistics:
        emit(text.statistics(result))
    elif request.format == "text":
        emit(text.render(result, painter(sys.stdout), most=None if request.all else text.MOST_OF_A_KIND))
    else:
        emit(renderer(request.format)(result))
    if request.format == "text":
        sys.stdout.flush()
        sys.stderr.write(f"{text.summary(result)}\n")


def _record(tree: WorkingTree, request: Request) -> None:
    """Write the baseline: what is found now or, where there is one, what is left of it."""
    from prodops_cli.analysis.words import counted
    from prodops_cli.baseline import BASELINE, baseline_of, load_baseline
    from prodops_cli.edit import replace_file

    former = load_baseline(tree)
    result = _lint(tree, replace(request, use_baseline=False), [])
    new = baseline_of(result.diagnostics, former)
    replace_file(tree.root, BASELINE, new.to_text().encode())
    count = new.counts.total()
    sys.stderr.write(f"{BASELINE}: {counted(count, 'finding')} recorded; from now on only new ones count.\n")
    newer = len(result.diagnostics) - count
    if former is not None and newer:
        sys.stderr.write(f"{counted(newer, 'finding')} newer than the baseline, not added.\n")
