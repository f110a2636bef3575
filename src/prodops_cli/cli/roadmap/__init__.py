"""`prodops roadmap`: what the roadmap promises. One module per command; nothing lists them."""

from prodops_cli import registry
from prodops_cli.cli._app import noun_group

roadmap = noun_group(75, "roadmap", "What the roadmap promises: how its dates moved.")

registry.modules_of(__name__)
