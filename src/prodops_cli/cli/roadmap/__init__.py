"""`prodops roadmap`: what the roadmap promises. One module per command; nothing lists them."""

from prodops_cli import registry
from prodops_cli.cli._app import noun_group

roadmap = noun_group(
    75,
    "roadmap",
    "Show the roadmap: what comes, what waits, what moved.",
    "prodops roadmap show",
    "prodops roadmap deps --cross",
    "prodops roadmap slips --by team",
    "prodops roadmap timeline --output roadmap.html",
    "prodops roadmap forecast",
    "prodops roadmap rank",
)

registry.modules_of(__name__)
