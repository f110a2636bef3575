"""The workspace with every finding mended that has only one answer: for `prodops lint --fix`.

Nothing is written here. What a rule offers is tried, and linted; it counts only where the finding is gone and no other
has come of it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from prodops_cli.amending import gist, with_file
from prodops_cli.diagnostics import Diagnostic, Edit, LintResult, Remove, Set
from prodops_cli.edit.fields import edited
from prodops_cli.errors import ProdopsError
from prodops_cli.rules import all_rules
from prodops_cli.source import Limits
from prodops_cli.workspace import Workspace

MOST_ROUNDS = 5
"""What was mended may show something else to mend; so often is looked again."""
MOST_TRIALS = 20
"""So many findings are tried one by one, where all of them together bring a new one: each trial is a lint."""
MOST_BYTES = 5_000_000
"""A file is read anew for each finding: a large one with very many is mended in several runs."""

Look = Callable[[Workspace], LintResult]
"""What lint finds in a workspace, as far as it was asked for."""


@dataclass(frozen=True, slots=True)
class Mended:
    """What a run would change, and what was the matter before."""

    files: dict[str, tuple[bytes, bytes]]
    """The bytes before and after, by path."""
    fixed: tuple[Diagnostic, ...]
    """The findings that are gone, by place."""
    has_more: bool
    """Whether so much was found that another run will mend more."""


def mend(workspace: Workspace, look: Look) -> Mended:
    """Mend what is certain, again and again until nothing of it is left."""
    first, fixed = workspace, list[Diagnostic]()
    done: list[Diagnostic] = []
    refused: set[tuple[str, str, str | None, str]] = set()
    for _ in range(MOST_ROUNDS):
        before = look(workspace)
        fixable = [one for one in before.diagnostics if one.fix is not None and gist(one) not in refused]
        wanted = _last_of_each_file(workspace, fixable)
        workspace, done = _tried(workspace, before, wanted, look)
        fixed += done
        refused |= {gist(one) for one in wanted} - {gist(one) for one in done}
        if not done:
            break
    has_more = bool(done)
    files = {
        path: (first.documents[path].raw, document.raw)
        for path, document in workspace.documents.items()
        if document.raw != first.documents[path].raw
    }
    return Mended(files, tuple(sorted(fixed, key=lambda one: one.sort_key)), has_more)


def _tried(
    workspace: Workspace, before: LintResult, wanted: list[Diagnostic], look: Look
) -> tuple[Workspace, list[Diagnostic]]:
    """All at once where that works; else one by one in the files where something came of it."""
    after, done = _applied(workspace, wanted)
    worse = _worse(before, look(after), done) if done else []
    if not worse:
        return after, done
    spoiled = {diagnostic.path for diagnostic in worse}
    others = [diagnostic for diagnostic in wanted if diagnostic.path not in spoiled]
    kept: list[Diagnostic] = []
    one_by_one = _from_below([diagnostic for diagnostic in wanted if diagnostic.path in spoiled] or wanted)
    for together in ([others] if others else []) + [[diagnostic] for diagnostic in one_by_one[:MOST_TRIALS]]:
        trial, done = _applied(workspace, together)
        if done and not _worse(before, result := look(trial), done):
            workspace, before = trial, result
            kept += done
    return workspace, kept


def _applied(workspace: Workspace, wanted: Iterable[Diagnostic]) -> tuple[Workspace, list[Diagnostic]]:
    """The workspace with these findings mended, as far as their files can be changed so."""
    by_path: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in wanted:
        by_path[diagnostic.path].append(diagnostic)
    done: list[Diagnostic] = []
    for path, diagnostics in by_path.items():
        raw = workspace.documents[path].raw
        made: list[Edit] = []
        for diagnostic in _from_below(diagnostics):
            edit = diagnostic.fix
            if edit is None or edit in made:
                continue
            new = _edited(path, raw, edit, workspace.settings.source_limits)
            if new is not None:
                raw = new
                made.append(edit)
                done.append(diagnostic)
        if made:
            workspace = with_file(workspace, path, raw)
    return workspace, done


def _edited(path: str, raw: bytes, edit: Edit, limits: Limits) -> bytes | None:
    """The file with one edit; None where it is written in a way that is left to people."""
    try:
        return edited(path, raw, [edit], limits)
    except ProdopsError:
        # the route of `effort: "3"`, a short form, ends in `value`: there is no such key, and the text stands above it
        if not isinstance(edit, Set) or len(edit.route) < 2:
            return None
    try:
        return edited(path, raw, [replace(edit, route=edit.route[:-1])], limits)
    except ProdopsError:
        return None


def _last_of_each_file(workspace: Workspace, fixable: list[Diagnostic]) -> list[Diagnostic]:
    """As many findings of each file as can be mended in one round."""
    found: list[Diagnostic] = []
    count: Counter[str] = Counter()
    for diagnostic in _from_below([one for one in fixable if one.path in workspace.documents]):
        count[diagnostic.path] += 1
        if count[diagnostic.path] * len(workspace.documents[diagnostic.path].raw) <= MOST_BYTES:
            found.append(diagnostic)
    return found


def _from_below(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """The last of a file first, so that the places of the others stay; of one list, the last item."""
    return sorted(diagnostics, key=lambda one: (one.path, one.span, _index(one.fix)), reverse=True)


def _index(edit: Edit | None) -> int:
    return next((step for step in reversed(edit.route) if isinstance(step, int)), 0) if isinstance(edit, Remove) else 0


def _worse(before: LintResult, after: LintResult, done: list[Diagnostic]) -> list[Diagnostic]:
    """The findings that ought to be gone, and those that have come of mending others.

    A record that can be read again may show what was hidden, but nothing that keeps it from being read, unless that
    can be mended as well: a key has the right name only if its value fits.
    """
    known = Counter(map(gist, before.diagnostics)) - Counter(map(gist, done))
    shows_more = any(all_rules()[one.rule].is_reading for one in done)
    found = []
    for diagnostic in after.diagnostics:
        if known[gist(diagnostic)] > 0:
            known[gist(diagnostic)] -= 1
        elif not shows_more or (all_rules()[diagnostic.rule].is_reading and diagnostic.fix is None):
            found.append(diagnostic)
    return found
