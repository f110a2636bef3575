"""How health is drawn: a colour, and a mark of its own for whoever does not see colours."""

from dataclasses import dataclass

from prodops_cli.render.drawing import element, path

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Tone:
    """The colours of a state on light paper; the style sheet has those for dark."""

    fill: str
    stroke: str
    mark: str


TONES = {
    "on_track": Tone("#ddf2e5", "#2f8f5f", "#1d6b44"),
    "at_risk": Tone("#fdf0cf", "#b7821b", "#85590a"),
    "off_track": Tone("#fbe1df", "#c4423b", "#a32c26"),
    "paused": Tone("#e6eaf4", "#6b7ca3", "#48587e"),
    "done": Tone("#eceff3", "#8a95a3", "#566070"),
    UNKNOWN: Tone("#f7f8fa", "#8a95a3", "#566070"),
}
WORDS = {
    "on_track": "on track",
    "at_risk": "at risk",
    "off_track": "off track",
    "paused": "paused",
    "done": "shipped",
    UNKNOWN: "nothing said",
}


def tone_name(health: str | None) -> str:
    """The name of the tone for a word of health."""
    return health if health in TONES else UNKNOWN


def mark(health: str | None, x: float, y: float, radius: float) -> str:
    """A small shape around a point: a disc, a triangle, a cross, two strokes, a tick or a ring."""
    name = tone_name(health)
    colour, r = TONES[name].mark, radius
    match name:
        case "on_track":
            return element("circle", cx=x, cy=y, r=r * 0.8, class_="mark", fill=colour, stroke=colour, stroke_width=0)
        case "at_risk":
            points = [(x - r, y + r * 0.8), (x, y - r), (x + r, y + r * 0.8)]
            return element("path", d=f"{path(points)}Z", class_="mark", fill=colour, stroke=colour, stroke_width=0)
        case "unknown":
            return element(
                "circle", cx=x, cy=y, r=r * 0.7, class_="mark", fill="#ffffff", stroke=colour, stroke_width=1.2
            )
        case _:
            return element(
                "path", d=_strokes(name, x, y, r * 0.8), class_="mark", fill="none", stroke=colour, stroke_width=1.9
            )


def _strokes(name: str, x: float, y: float, r: float) -> str:
    match name:
        case "off_track":
            return path([(x - r, y - r), (x + r, y + r)]) + path([(x + r, y - r), (x - r, y + r)])
        case "paused":
            return path([(x - r * 0.6, y - r), (x - r * 0.6, y + r)]) + path(
                [(x + r * 0.6, y - r), (x + r * 0.6, y + r)]
            )
        case _:
            return path([(x - r, y), (x - r * 0.2, y + r * 0.8), (x + r, y - r * 0.8)])
