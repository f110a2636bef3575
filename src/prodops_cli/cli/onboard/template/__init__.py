"""`prodops onboard template`: the layers that plans are made of. One module per command; nothing lists them."""

from prodops_cli import registry
from prodops_cli.cli._app import noun_group
from prodops_cli.cli.onboard import onboard

template = noun_group(
    40,
    "template",
    "Begin layers, and see what is wrong with them.",
    "prodops onboard template init",
    "prodops onboard template lint",
    noun=onboard,
)

registry.modules_of(__name__)
