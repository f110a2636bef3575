"""Findings for programs: one JSON object with a summary and every diagnostic."""

from prodops_cli.diagnostics import Diagnostic, LintResult
from prodops_cli.render.escape import json_text


def render(result: LintResult) -> str:
    """The result as JSON; `version` changes when the form does."""
    document = {
        "version": 1,
        "summary": {
            "errors": result.errors,
            "warnings": result.warnings,
            "ignored": len(result.ignored),
            "in_baseline": len(result.known),
            "files": result.files,
            "records": result.records,
            "rules": result.rules,
        },
        "diagnostics": [_row(diagnostic) for diagnostic in result.diagnostics],
    }
    return json_text(document)


def _row(diagnostic: Diagnostic) -> dict[str, object]:
    span = diagnostic.span
    return {
        "path": diagnostic.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "severity": diagnostic.severity,
        "rule": diagnostic.rule,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "record": diagnostic.record,
        "route": list(diagnostic.route),
    }
