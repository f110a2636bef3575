"""Findings as a JUnit report: what most CI servers can show."""

import re
from itertools import groupby
from xml.etree import ElementTree as ET

from prodops_cli.diagnostics import Diagnostic, LintResult, Severity
from prodops_cli.render.escape import log_line, terminal

_NOT_XML = re.compile("[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(result: LintResult) -> str:
    """One suite; a test case per file with findings, and one that passes where there are none."""
    suite = ET.Element("testsuite", name="prodops lint")
    cases = 0
    for path, diagnostics in groupby(result.diagnostics, key=lambda diagnostic: diagnostic.path):
        cases += 1
        case = ET.SubElement(suite, "testcase", classname="prodops.lint", name=_text(path))
        found = list(diagnostics)
        worst = "failure" if any(d.severity is Severity.ERROR for d in found) else "system-out"
        element = ET.SubElement(case, worst)
        if worst == "failure":
            element.set("message", _text(found[0].message))
        element.text = "\n".join(map(_line, found))
    if not cases:
        ET.SubElement(suite, "testcase", classname="prodops.lint", name="workspace")
    suite.set("tests", str(max(cases, 1)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _line(diagnostic: Diagnostic) -> str:
    place = f"{log_line(diagnostic.path)}:{diagnostic.span.line}:{diagnostic.span.column}"
    return _text(f"{place}: {diagnostic.severity}: {diagnostic.message} [{diagnostic.rule}]")


def _text(text: str) -> str:
    """What XML can hold, on one line, and safe in a CI log; other characters as visible escapes."""
    return _NOT_XML.sub(lambda match: f"\\u{ord(match.group()):04x}", terminal(text))
