"""The colour of a word of health, whichever form it is printed in."""

_COLOURS = {
    "on track": "green",
    "on pace": "green",
    "done": "green",
    "ready": "green",
    "at risk": "yellow",
    "lagging": "yellow",
    "off track": "red",
    "rejected": "red",
    "paused": "blue",
}


def colour_of(text: str) -> str | None:
    """Green, yellow, red or blue, where a text is a word of health and nothing else."""
    return _COLOURS.get(text.strip().lower().replace("_", " "))
