"""Findings as SARIF 2.1.0: what code scanning takes."""

from urllib.parse import quote

from prodops_cli import __version__
from prodops_cli.diagnostics import Diagnostic, LintResult
from prodops_cli.render.escape import json_text
from prodops_cli.rules import all_rules

MOST_RESULTS = 5_000
"""GitHub takes no more from one run."""


def render(result: LintResult) -> str:
    """One run with the rules that fired; the first 5,000 findings, errors before warnings."""
    shown = sorted(result.diagnostics, key=lambda diagnostic: diagnostic.severity)[:MOST_RESULTS]
    names = sorted({diagnostic.rule for diagnostic in shown})
    run = {
        "tool": {
            "driver": {
                "name": "prodops",
                "version": __version__,
                "informationUri": "https://pypi.org/project/prodops-cli/",
                "rules": [_rule(name) for name in names],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, names.index(diagnostic.rule)) for diagnostic in shown],
    }
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json_text(document)


def _rule(name: str) -> dict[str, object]:
    rule = all_rules()[name]
    return {
        "id": name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": str(rule.severity)},
    }


def _result(diagnostic: Diagnostic, index: int) -> dict[str, object]:
    span = diagnostic.span
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    path = quote(diagnostic.path.encode("utf-8", "surrogateescape"), safe="/")
    return {
        "ruleId": diagnostic.rule,
        "ruleIndex": index,
        "level": str(diagnostic.severity),
        "message": {"text": diagnostic.message + (f" ({diagnostic.hint})" if diagnostic.hint else "")},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": path}, "region": region}}],
    }
