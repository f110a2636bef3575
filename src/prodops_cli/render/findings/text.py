"""Findings for people: `path:line:column`, the line itself with a caret, and what to do about it."""

from collections import Counter
from collections.abc import Callable, Iterable

from prodops_cli.analysis.words import counted
from prodops_cli.diagnostics import Diagnostic, LintResult, Severity, Span
from prodops_cli.render.escape import log_line, terminal, width

Paint = Callable[[str, str], str]
"""(style, text) to text: styles are error, warning, place, rule, hint, faint."""

MOST_OF_A_KIND = 20
"""In one file, this many findings of one rule say it all; the rest is counted."""
_WIDEST_EXCERPT = 72
"""With the line's number before it, this fits into the 80 columns of a usual terminal."""


def plain(style: str, text: str) -> str:  # noqa: ARG001
    """No colour."""
    return text


def render(result: LintResult, paint: Paint = plain, *, most: int | None = MOST_OF_A_KIND) -> str:
    """Every finding, at most `most` of one rule in one file."""
    return render_diagnostics(result.diagnostics, paint, most=most)


def render_diagnostics(
    diagnostics: Iterable[Diagnostic], paint: Paint = plain, *, most: int | None = MOST_OF_A_KIND
) -> str:
    """The diagnostics, each a heading with the line it is about below it."""
    seen: Counter[tuple[str, str]] = Counter()
    lines: list[str] = []
    for diagnostic in diagnostics:
        group = (diagnostic.path, diagnostic.rule)
        seen[group] += 1
        if most is None or seen[group] <= most:
            lines.extend(_block(diagnostic, paint))
    for (path, rule), count in seen.items():
        if most is not None and count > most:
            lines.append(f"{log_line(path)}: {count - most:,} more of {paint('rule', f'[{rule}]')}; --all shows them")
    return "".join(f"{line}\n" for line in lines)


def summary(result: LintResult) -> str:
    """The last line: how much was found, or that nothing was."""
    looked_at = f"{counted(result.records, 'record')} in {counted(result.files, 'file')}"
    aside = [f"{len(result.ignored)} ignored"] if result.ignored else []
    aside += [f"{len(result.known)} in the baseline"] if result.known else []
    tail = f" ({', '.join(aside)})" if aside else ""
    if not result.diagnostics:
        return f"All clear: {looked_at}, {result.rules} rules{tail}."
    return f"Found {counted(result.errors, 'error')} and {counted(result.warnings, 'warning')} in {looked_at}{tail}."


def statistics(result: LintResult) -> str:
    """How often each rule fired, most often first."""
    counts = Counter((diagnostic.rule, diagnostic.severity) for diagnostic in result.diagnostics)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return "".join(f"{count:>7,}  {severity:<7}  {rule}\n" for (rule, severity), count in rows)


def _block(diagnostic: Diagnostic, paint: Paint) -> list[str]:
    span = diagnostic.span
    place = f"{log_line(diagnostic.path)}:{span.line}:{span.column}"
    severity = paint("error" if diagnostic.severity is Severity.ERROR else "warning", f"{diagnostic.severity}:")
    lines = [
        f"{paint('place', place)}: {severity} {terminal(diagnostic.message)} {paint('rule', f'[{diagnostic.rule}]')}"
    ]
    hint = terminal(diagnostic.hint) if diagnostic.hint else ""
    if diagnostic.excerpt is None or not diagnostic.excerpt.strip():
        return lines + ([f"  {paint('faint', '=')} {paint('hint', hint)}"] if hint else [])
    shown, indent, carets = _excerpt(diagnostic.excerpt, span)
    number = str(span.line)
    bar = paint("faint", f"{' ' * len(number)} |")
    pointer = paint("error" if diagnostic.severity is Severity.ERROR else "warning", "^" * carets)
    lines.append(f"  {paint('faint', f'{number} |')} {shown}")
    lines.append(f"  {bar} {' ' * indent}{pointer}" + (f" {paint('hint', hint)}" if hint else ""))
    return lines


def _excerpt(line: str, span: Span) -> tuple[str, int, int]:
    """The part of the line to show, the columns before the caret, and how many carets."""
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    end = max(end, start + 1)
    first = max(0, start - _WIDEST_EXCERPT // 2) if len(line) > _WIDEST_EXCERPT else 0
    last = first + _WIDEST_EXCERPT
    head = "…" if first else ""
    before = head + terminal(line[first:start])
    marked = terminal(line[start : min(end, last)])
    after = terminal(line[min(end, last) : last]) + ("…" if len(line) > last else "")
    return before + marked + after, width(before), max(1, width(marked))
