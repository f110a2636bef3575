"""Findings as a GitLab code quality report: GitLab shows them in the merge request."""

import hashlib
from collections import Counter

from prodops_cli.diagnostics import Diagnostic, LintResult, Severity
from prodops_cli.render.escape import json_text


def render(result: LintResult) -> str:
    """The report; a fingerprint stays the same while its finding is only moved to another line."""
    seen: Counter[str] = Counter()
    rows = []
    for diagnostic in result.diagnostics:
        identity = "\0".join(
            (diagnostic.rule, diagnostic.path, diagnostic.record or "", ".".join(map(str, diagnostic.route)))
        )
        seen[identity] += 1
        rows.append(_row(diagnostic, f"{identity}\0{seen[identity]}"))
    return json_text(rows)


def _row(diagnostic: Diagnostic, identity: str) -> dict[str, object]:
    return {
        "description": diagnostic.message + (f" ({diagnostic.hint})" if diagnostic.hint else ""),
        "check_name": diagnostic.rule,
        "fingerprint": hashlib.sha256(identity.encode("utf-8", "backslashreplace")).hexdigest(),
        "severity": "major" if diagnostic.severity is Severity.ERROR else "minor",
        "location": {
            "path": diagnostic.path,
            "lines": {"begin": diagnostic.span.line, "end": diagnostic.span.end_line},
        },
    }
