"""`prodops team`: who is here, and what hangs on them. One module per command; nothing lists them."""

from prodops_cli import registry
from prodops_cli.cli._app import noun_group

team = noun_group(
    76,
    "team",
    "Ask what hangs on people.",
    "prodops team without ada",
    "prodops team without ada --on 2026-12-31 -o handover.md",
)

registry.modules_of(__name__)
