"""A timeline as markdown: the report's own page with a mermaid gantt, all of whose dates are computed already.

Mermaid's gantt knows no working days, lags or types of dependencies; given plain days it needs none.
"""

from collections.abc import Iterator
from datetime import timedelta

from prodops_cli.render import markdown
from prodops_cli.render.escape import mermaid
from prodops_cli.render.timeline.telling import title
from prodops_cli.reports.timeline import Item, Timeline

MOST_TASKS = 300
"""More bars are not read, and GitHub draws no diagram of more than 50,000 characters."""
MOST_CHARACTERS = 48_000


def render(timeline: Timeline) -> str:
    """The page, with the picture below its first lines."""
    page = markdown.render("timeline", timeline)
    head, mark, rest = page.partition("\n## ")
    return f"{head.rstrip()}\n\n```mermaid\n{gantt(timeline)}```\n{mark}{rest}"


def gantt(timeline: Timeline) -> str:
    """The picture alone, without the fence around it; what would make it too long for GitHub is left out, and said."""
    lines = ["gantt\n", f"  title {mermaid(title(timeline))}\n", "  dateFormat YYYY-MM-DD\n", "  axisFormat %b %Y\n"]
    lines.append("  todayMarker off\n")  # it would be where the reader's clock is, not the report's day
    size, count, left_out = sum(map(len, lines)), 0, 0
    for section, tasks in _sections(timeline):
        for index, task in enumerate(tasks):
            new = f"{section}{task}" if index == 0 else task
            if count == MOST_TASKS or size + len(new) > MOST_CHARACTERS:
                left_out += 1
                continue
            lines.append(new)
            count, size = count + 1, size + len(new)
    if left_out:
        lines.insert(2, f"  %% {left_out} more are not drawn\n")
    return "".join(lines)


def _sections(timeline: Timeline) -> Iterator[tuple[str, list[str]]]:
    number = iter(range(len(timeline.items) + len(timeline.milestones)))
    for group in timeline.groups:
        tasks = [_task(item, next(number)) for item in group.items]
        tasks += [
            f"    {mermaid(one.record.name)} :milestone, t{next(number)}, {one.on.isoformat()}, 0d\n"
            for one in group.milestones
        ]
        yield f"  section {mermaid(group.name)}\n", tasks


def _task(item: Item, number: int) -> str:
    """A bar from its start to its last day; what is late is crit, to the day it can be done."""
    tag = {"shipped": "done, ", "in_progress": "active, "}.get(item.status, "")
    late = item.shipped is None and item.late_days
    tag = f"crit, {tag}" if late else tag
    moved = f" (target {item.target.isoformat()}, {item.late_days} d late)" if late and item.target is not None else ""
    end = _after(item)
    return f"    {mermaid(item.record.name + moved)} :{tag}t{number}, {item.start.isoformat()}, {end}\n"


def _after(item: Item) -> str:
    """The first day that is not part of it, as mermaid counts."""
    return (item.last + timedelta(days=1)).isoformat() if item.last.year < 2200 else item.last.isoformat()
