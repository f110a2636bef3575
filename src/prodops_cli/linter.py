"""Run the rules over a workspace; honour ignore comments and the baseline; turn routes into places; sort."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from prodops_cli.analysis.secrets import masked
from prodops_cli.baseline import Baseline
from prodops_cli.diagnostics import Diagnostic, Edit, LintResult, Problem, Remove, RemoveComment, Severity, Span
from prodops_cli.errors import ProdopsError, nearest_hint
from prodops_cli.fields import shown
from prodops_cli.ignores import Ignore, ignores_in, is_among, silent_lines, used_of
from prodops_cli.processes import share_out, spare_cores
from prodops_cli.rules import all_rules
from prodops_cli.rules._base import Finding, Rule
from prodops_cli.settings import Settings
from prodops_cli.source import Document
from prodops_cli.workspace import Workspace

SHARE_FROM = 2_000
"""Fewer records than this are checked faster than a process is forked."""


def lint(  # noqa: PLR0913 - what to lint, and five choices about it
    workspace: Workspace,
    as_of: date,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    baseline: Baseline | None = None,
    former: Workspace | None = None,
) -> LintResult:
    """Run the selected rules; those that compare, where there is a former workspace to compare with.

    Raises ProdopsError for a rule name that does not exist, and where a rule was asked for that compares, with nothing
    to compare with.
    """
    select = tuple(select)
    if former is None:
        for name in select:
            if require_rule(name).needs_former:
                raise ProdopsError(f"`{name}` compares with an earlier revision", "name one: --since main")
    selected = select_rules(workspace.settings, select, tuple(ignore))
    rules = [rule for rule in selected if former is not None or not rule.needs_former]
    severities = {rule.name: severity_of(rule, workspace.settings) for rule in all_rules().values()}
    found = [
        _diagnostic(workspace, rule.name, finding, severities[rule.name])
        for rule, findings in zip(rules, _findings(workspace, rules, as_of, former), strict=True)
        for finding in findings
    ]
    ran = {rule.name for rule in rules}
    kept, ignored, remarks = _silence(workspace, found, ran, as_of)
    kept += [
        _diagnostic(workspace, remark.rule, remark, severities[remark.rule]) for remark in remarks if remark.rule in ran
    ]
    kept.sort(key=lambda diagnostic: diagnostic.sort_key)
    new, known = baseline.split(kept) if baseline is not None else (kept, [])
    return LintResult(
        tuple(new), tuple(ignored), tuple(known), len(workspace.documents), len(workspace.entries), len(rules)
    )


def _findings(
    workspace: Workspace, rules: list[Rule], as_of: date, former: Workspace | None
) -> list[list[Finding | Problem]]:
    """What each rule finds. Over many records the rules are shared out among processes."""

    def check(number: int) -> list[Finding | Problem]:
        return list(rules[number].find(workspace, as_of, former))

    if len(workspace.entries) < SHARE_FROM or spare_cores() == 0:
        return [check(number) for number in range(len(rules))]
    _ = workspace.references  # many rules ask for them: found once, before the children take over
    return share_out(
        len(rules),
        check,
        lambda findings: [_packed(workspace, finding) for finding in findings],
        lambda findings: [_unpacked(workspace, *finding) for finding in findings],
    )


def _packed(workspace: Workspace, finding: Finding | Problem) -> tuple[Any, ...]:
    """A finding as plain data. Raises ValueError for one about a record that has no place of its own."""
    if isinstance(finding, Problem):
        raise ValueError(finding.rule)  # noqa: TRY004 - one kind of error for whatever stays here
    key = finding.entry.kind, finding.entry.id
    if workspace.entries.get(key) is not finding.entry:
        raise ValueError(finding.entry.ref)
    return key, finding.route, finding.message, finding.hint, finding.at_key, finding.fix and finding.fix.route


def _unpacked(workspace: Workspace, key: tuple[str, str], *finding: Any) -> Finding:
    route, message, hint, at_key, fix = finding
    return Finding(workspace.entries[key], route, message, hint, at_key, None if fix is None else Remove(fix))


def select_rules(settings: Settings, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> list[Rule]:
    """The rules to run: the request's selection before the settings'; reading rules always."""
    lint = settings.lint
    for name in (*select, *ignore, *lint.select, *lint.ignore, *lint.severity):
        require_rule(name)
    wanted = set(select or lint.select)
    unwanted = set(ignore) | (set() if select else set(lint.ignore))
    return [
        rule
        for rule in all_rules().values()
        if rule.is_reading or (rule.name not in unwanted and (not wanted or rule.name in wanted))
    ]


def require_rule(name: str) -> Rule:
    """The rule of this name. Raises ProdopsError with the nearest name where there is none."""
    found = all_rules().get(name)
    if found is None:
        raise ProdopsError(f"there is no rule `{name}`", _nearest_rule(name))
    return found


@lru_cache(maxsize=256)
def _nearest_rule(name: str) -> str:
    return nearest_hint(name, all_rules(), "`prodops rules` lists them", cutoff=0.5)


def severity_of(rule: Rule, settings: Settings) -> Severity:
    """How bad the settings say a rule's findings are."""
    chosen = settings.lint.severity.get(rule.name)
    return Severity(chosen) if chosen and not rule.is_reading else rule.severity


def _diagnostic(workspace: Workspace, rule: str, finding: Finding | Problem, severity: Severity) -> Diagnostic:
    if isinstance(finding, Finding):
        path, route, record = finding.entry.path, (*finding.entry.route, *finding.route), finding.entry.ref
        span, own_route = None, finding.route
        fix: Edit | None = finding.fix and Remove((*finding.entry.route, *finding.fix.route))
    else:
        path, route, record, span, own_route = finding.path, finding.route, None, finding.span, finding.route
        fix = finding.fix
    document = workspace.documents.get(path)
    if span is None:
        span = document.span(route, at_key=finding.at_key) if document is not None else Span(1, 1, 1, 1)
    return Diagnostic(
        path,
        span,
        severity,
        rule,
        masked(finding.message),
        finding.hint and masked(finding.hint),
        _excerpt(document, span),
        record,
        tuple(masked(step) if isinstance(step, str) else step for step in own_route),
        fix,
    )


LONGEST_EXCERPT = 10_000
"""A longer line is no line that anybody reads."""


def _excerpt(document: Document | None, span: Span) -> str | None:
    if document is None or span.line > len(document.lines) or not document.raw:
        return None
    line = document.lines[span.line - 1]
    return masked(line) if len(line) <= LONGEST_EXCERPT else None  # a whole file on a line, for each finding in it


def _silence(
    workspace: Workspace, found: list[Diagnostic], ran: set[str], as_of: date
) -> tuple[list[Diagnostic], list[Diagnostic], list[Problem]]:
    """Split the findings by the files' ignore comments; remarks are findings about the comments themselves."""
    ignores = [ignore for document in workspace.documents.values() for ignore in ignores_in(document)]
    if not ignores:
        return found, [], []
    ignores_of: dict[str, list[Ignore]] = defaultdict(list)
    for ignore in ignores:
        ignores_of[ignore.path].append(ignore)
    found_in: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in found:
        found_in[diagnostic.path].append(diagnostic)
    silent = {
        path: silent_lines(one for one in those if not one.is_expired(as_of)) for path, those in ignores_of.items()
    }
    used = {one for path, those in ignores_of.items() for one in used_of(those, found_in[path])}
    kept: list[Diagnostic] = []
    silenced: list[Diagnostic] = []
    for diagnostic in found:
        lines = silent.get(diagnostic.path, {}).get(diagnostic.rule, [])
        is_silent = is_among(diagnostic.span.line, lines) and not all_rules()[diagnostic.rule].is_reading
        (silenced if is_silent else kept).append(diagnostic)
    has_problems = bool(workspace.problems)
    remarks = [
        remark
        for ignore in ignores
        for remark in _remarks(ignore, ignore in used, ran, as_of, has_problems=has_problems)
    ]
    return kept, silenced, remarks


def _remarks(ignore: Ignore, is_used: bool, ran: set[str], as_of: date, *, has_problems: bool) -> Iterable[Problem]:
    """What there is to say about a comment; where something cannot be read, it may hide what will be found then."""
    if ignore.mistake is not None:
        yield Problem(
            "unused-ignore",
            ignore.path,
            f"this comment does nothing: {ignore.mistake}",
            None,
            span=ignore.span,
        )
        return
    for name in ignore.rules:
        if name not in all_rules():
            message = f"there is no rule {shown(name)}"
            yield Problem("unused-ignore", ignore.path, message, _nearest_rule(name), span=ignore.span)
            return
    if is_used and ignore.is_expired(as_of):
        hint = "mend what it hid, or give it a later day"
        yield Problem(
            "expired-ignore",
            ignore.path,
            f"this comment was good until {ignore.until}",
            hint,
            span=ignore.span,
        )
    elif not is_used and ran.issuperset(ignore.rules):
        yield Problem(
            "unused-ignore",
            ignore.path,
            "there is nothing here to ignore any more",
            "remove the comment",
            span=ignore.span,
            fix=None if has_problems else RemoveComment(ignore.span),
        )
