"""Who waits for whom: the report as a picture, as markdown with the picture in it, and as rows of a CSV file."""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import long_day, short_day, spoken
from prodops_cli.render.cells import day_cell, id_cell, yes_cell
from prodops_cli.render.data import to_csv
from prodops_cli.render.graph import Edge, Graph, Node, State, mermaid
from prodops_cli.reports._places import Place
from prodops_cli.reports.dependencies import Dependencies, Item, Line, NeedLine

MOST_EDGES = 60
"""A flowchart with more arrows than this is no picture any more; mermaid itself refuses more than 500."""

_DRAWN: dict[str, State] = {
    "broken": "broken",
    "at_risk": "at_risk",
    "asked": "asked",
    "agreed": "agreed",
    "met": "met",
}
_HEADER = (
    *("consumer", "consumer_title", "consumer_team", "asked_by", "asked", "needed_by", "needed_by_dates", "is_named"),
    *("type", "lag_days"),
    *("provider", "provider_title", "provider_team", "promised_by", "agreed", "committed", "target"),
    *("state", "days", "cross_team", "cross_line", "reasons", "note", "need_place", "promise_place"),
)


def graph(found: Dependencies, *, with_met: bool) -> Graph:
    """The dependencies as a picture, a lane for each team; what is met only where it is asked for."""
    lines = [line for line in _lines(found) if with_met or line.state != "met"]
    drawn = {record.id for line in lines for record in (line.consumer, line.provider)}
    if found.item is not None:
        drawn.add(found.item.id)
    about = found.item.name if found.item is not None else found.organisation
    team = f", {found.team.name}" if found.team is not None else ""
    return Graph(
        nodes=tuple(_node(item, found.as_of) for item in found.items if item.record.id in drawn),
        edges=tuple(_edge(line, found.as_of) for line in lines),
        title=f"{about}{team}: who waits for whom",
        subtitle=f"{long_day(found.as_of)}. {found.headline}",
    )


def with_flowchart(text: str, found: Dependencies, *, with_met: bool) -> str:
    """The markdown of the report with a mermaid flowchart at its end, where it is one that can be read."""
    picture = graph(found, with_met=with_met)
    if not picture.edges:
        return text
    if len(picture.edges) > MOST_EDGES:
        count = f"{len(picture.edges):,} arrows"
        return f"{text}\n*{count} are too many for a flowchart here; the html and svg formats draw them.*\n"
    return f"{text}\n## As a picture\n\n```mermaid\n{mermaid(picture).strip()}\n```\n"


def csv(found: Dependencies) -> str:
    """A row for each dependency, and for each promise that nobody waits for."""
    return to_csv([_HEADER, *(_row(line) for line in _lines(found))])


def _lines(found: Dependencies) -> Iterator[Line]:
    for group in found.groups:
        yield from group.lines


def _node(item: Item, as_of: date) -> Node:
    target = short_day(item.target, as_of) if item.target is not None else ""
    facts = (
        ("owner", item.owner.name if item.owner is not None else "nobody"),
        ("target", f"{target} ({item.promise})" if item.promise and target else target),
        ("evidence", (item.doubt or "").removeprefix("evidence: ")),
        ("reach", ", ".join(item.tags)),
    )
    return Node(
        id=item.record.id,
        title=item.record.name,
        group=item.team.name if item.team is not None else "",
        status=spoken(item.status),
        health=item.health,
        facts=tuple((name, value) for name, value in facts if value),
    )


def _edge(line: Line, as_of: date) -> Edge:
    need, promise = line.need, line.promise
    is_told = any(reason.kind == "commitment" for reason in line.reasons)
    words = [
        f"needed by {short_day(need.day, as_of)}" if need is not None and need.is_named and need.day else "",
        f"promised for {short_day(promise.day, as_of)}" if promise is not None and not is_told else "",
        need.tie_words if need is not None else "",
    ]
    return Edge(
        source=line.provider.id,
        target=line.consumer.id,
        state=_DRAWN.get(line.state, "none"),
        label=", ".join(word for word in words if word),
        is_cross_team=line.is_cross_team,
        reasons=tuple(reason.text for reason in line.reasons),
        note=(need.note or "") if need is not None else "",
    )


def _row(line: Line) -> tuple[str, ...]:
    need, promise = line.need, line.promise
    return (
        *(line.consumer.id, line.consumer.name, id_cell(line.consumer_team)),
        id_cell(need.by if need is not None else None),
        day_cell(need.asked if need is not None else None),
        *_days(need),
        *((need.tie.type, str(need.tie.lag_days)) if need is not None else ("", "")),
        *(line.provider.id, line.provider.name, id_cell(line.provider_team), id_cell(line.answers)),
        day_cell(promise.agreed if promise is not None else None),
        day_cell(promise.day if promise is not None else None),
        *(day_cell(line.target), line.state, str(line.days)),
        *(yes_cell(line.is_cross_team), yes_cell(line.is_cross_line)),
        *("; ".join(reason.text for reason in line.reasons), (need.note or "") if need is not None else ""),
        *(_place(need.place) if need is not None else "", _place(promise.place) if promise is not None else ""),
    )


def _days(need: NeedLine | None) -> tuple[str, str, str]:
    """The day that was named; where none was, the one that the dates of what waits come to; and which it is."""
    if need is None:
        return "", "", yes_cell(holds=False)
    day = day_cell(need.day)
    return (day, "", yes_cell(holds=True)) if need.is_named else ("", day, yes_cell(holds=False))


def _place(place: Place | None) -> str:
    return place.text if place is not None else ""
