"""`prodops launch`: from the first plan of a launch to its last reading. One module per command; nothing lists them."""

from prodops_cli import registry
from prodops_cli.cli._app import noun_group

launch = noun_group(
    77,
    "launch",
    "Plan launches, decide on them and tell people.",
    'prodops launch new "Checkout 2" --owner ada',
    "prodops launch readiness",
    "prodops launch brief checkout-2 --audience support",
    "prodops launch notes --since last-tag",
    "prodops launch calendar --output launches.ics",
)

registry.modules_of(__name__)
