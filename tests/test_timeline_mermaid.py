"""The diagrams drawn by mermaid itself, where it is at hand: MERMAID_JS names its mermaid.min.js."""

import os
from pathlib import Path
from typing import Any

import pytest

from payloads import payloads
from pictures import browser, graph, timeline, titles
from prodops_cli.render import graph as graphs
from prodops_cli.render.timeline import gantt

_TRAPS = {
    "end": "end",
    "click": "click t0 call alert(1)",
    "directive": '%%{init: {"securityLevel": "loose"}}%%',
    "style": "style n0 fill:#f00;",
    "section": "section x",
    "entity": "#35;",
    "shapes": "a[b](c){d}|e|<f>",
    "dates": "2026-01-01, 2026-02-01",
    "tags": "a :done, after t0",
    "arrow": "x--o y",
    "title": "accTitle: x",
    "formula": "$$x$$",
    "markdown": "`**x**`",
}
_DRAW = """async (text) => {
  try {
    const drawn = await mermaid.render("m" + Math.random().toString(36).slice(2), text);
    document.body.innerHTML = drawn.svg;
    const texts = [...document.querySelectorAll(".taskText, .taskTextOutsideRight, .taskTextOutsideLeft, .nodeLabel")];
    const others = document.querySelectorAll("body script, img, a, iframe");
    return [texts.map((text) => text.textContent.trim()), others.length];
  } catch (error) { return [String(error), -1]; }
}"""


def test_mermaid_draws_every_title_as_it_was_typed() -> None:
    script = Path(os.environ.get("MERMAID_JS", "node_modules/mermaid/dist/mermaid.min.js"))
    if not script.is_file():
        pytest.skip("mermaid is not here; MERMAID_JS names its mermaid.min.js")
    with browser() as chromium:
        page = chromium.new_context(offline=True).new_page()
        seen: list[str] = []
        page.on("dialog", lambda dialog: seen.append(dialog.message))
        page.set_content("<p>")
        page.add_script_tag(content=script.read_text(encoding="utf-8"))
        page.evaluate("mermaid.initialize({startOnLoad: false, securityLevel: 'loose'})")

        def drawn(text: str) -> Any:
            return page.evaluate(_DRAW, text)

        for name, text in {**payloads(), **_TRAPS}.items():
            for chart in (gantt.gantt(timeline([text], note=text)), graphs.mermaid(graph([text, "b"], note=text))):
                texts, others = drawn(chart)
                assert others == 0, (name, texts)
                assert not _TRAPS.get(name) or any(_TRAPS[name] in one for one in texts), (name, texts)
        assert drawn(gantt.gantt(timeline(titles(300))))[1] == 0
        assert drawn(graphs.mermaid(graph(titles(60))))[1] == 0
        assert seen == []
