"""Findings as GitHub workflow commands: they annotate the lines of a pull request."""

from prodops_cli.diagnostics import Diagnostic, LintResult


def render(result: LintResult) -> str:
    """One `::error` or `::warning` command per finding."""
    return "".join(f"{_command(diagnostic)}\n" for diagnostic in result.diagnostics)


def _command(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    place = f"file={_property(diagnostic.path)},line={span.line},col={span.column}"
    if span.end_line == span.line:  # GitHub refuses columns on a range of several lines
        place += f",endColumn={span.end_column}"
    text = diagnostic.message + (f"\n{diagnostic.hint}" if diagnostic.hint else "")
    return f"::{diagnostic.severity} {place},title=prodops {_property(diagnostic.rule)}::{_data(text)}"


def _data(text: str) -> str:
    """The escape of github.com/actions/toolkit for what follows the last `::`."""
    whole = text.encode("utf-8", "backslashreplace").decode()
    escaped = whole.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A").replace("##[", "##%5B")
    return "".join(character if character.isprintable() else f"\\u{ord(character):04x}" for character in escaped)


def _property(text: str) -> str:
    """The same, for a property's value."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
