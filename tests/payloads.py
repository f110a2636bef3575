"""Texts that try to become something else where they are printed; more of them where ../shared/hostile is."""

import json
from pathlib import Path

BUILT_IN = {
    "script": "<script>alert(1)</script>",
    "image": "![x](https://evil.example/x.png)",
    "link": "[click](javascript:alert(1))",
    "autolink": "<javascript:alert(1)>",
    "reference": "[x]: https://evil.example",
    "comment": "<!-- prodops:end -->",
    "entity": "&lt;b&gt; &#64;ada &amp",
    "heading": "# owned",
    "closed heading": "owned #",
    "setext": "owned\n=====",
    "rule": "---",
    "stars": "***",
    "quote": "> owned",
    "bullet": "- owned",
    "plus": "+ owned",
    "number": "1. owned",
    "bracket number": "1) owned",
    "task": "[ ] owned",
    "indented": "        owned",
    "fence": "```\nowned",
    "tilde fence": "~~~\nowned",
    "code": "`` owned ` x",
    "table": "a | b\n--- | ---",
    "pipe": "a \\| b | c",
    "backslash": "ends with \\",
    "emphasis": "**owned** _x_ a_b __c__ ~~d~~ *",
    "hard break": "a  \nb\\\nc",
    "mention": "@ada @acme/all mail@example.com",
    "issue": "see #12 acme/repo#3 GH-4 !5 &6",
    "formula": "$\\frac{1}{2}$ costs $5",
    "jinja": "{{ 7 * 7 }} {% raw %} {# x #}",
    "command": "\n::error file=a::owned",
    "command at the start": "::warning::owned",
    "old command": "x ##[error]owned ##vso[task.x]y",
    "escape": "a\x1b[2J\x1b[31mb\x07\x00\x9b",
    "bidi": "a\u202eb\u2066c\u200bd\ufeff\u2028e",
    "private": "\ue000\uf8ff\U000e0041",
    "surrogate": "a\udc80b",
    "rich": "[red]owned[/red] [/foo] :warning: [link=https://evil.example]x[/link]",
    "html block": "<details><summary>x",
    "front matter": "---\ntitle: owned\n---",
    "empty bold": "** **",
    "long": "word " * 200,
    "endless": "x" * 500,
    "wide": "漢字 👩‍💻 e\u0301",
}

_SHARED = Path(__file__).parents[2] / "shared/hostile/payloads.json"


def payloads() -> dict[str, str]:
    """Every payload by name."""
    shared = json.loads(_SHARED.read_text(encoding="utf-8")) if _SHARED.is_file() else {}
    return {**BUILT_IN, **{f"shared {name}": case["string"] for name, case in shared.items()}}
