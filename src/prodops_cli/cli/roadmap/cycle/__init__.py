"""`prodops roadmap cycle`: planning periods. One module per command; nothing lists them."""

from prodops_cli import registry
from prodops_cli.cli._app import noun_group
from prodops_cli.cli.roadmap import roadmap

cycle = noun_group(
    60,
    "cycle",
    "Plan a quarter: begin it, freeze it, look back on it.",
    "prodops roadmap cycle open",
    "prodops roadmap cycle check",
    "prodops roadmap cycle close 2026-q3 -o review.md",
    noun=roadmap,
)

registry.modules_of(__name__)
