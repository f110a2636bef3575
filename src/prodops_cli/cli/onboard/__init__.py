"""`prodops onboard`: the first ninety days of new colleagues. One module per command; nothing lists them."""

from prodops_cli import registry
from prodops_cli.cli._app import noun_group

onboard = noun_group(
    35,
    "onboard",
    "Plan the first ninety days of new colleagues.",
    "prodops onboard new-hire ada",
    "prodops onboard status",
    "prodops onboard load",
)

registry.modules_of(__name__)
