"""A workspace with many launches, each with work, gates, sign-offs, briefings, metrics and risks."""

from datetime import date, timedelta
from pathlib import Path

GATES = ("security", "support", "marketing", "product")
TEAMS = 20


def write_launches(root: Path, count: int, today: date) -> None:
    """So many planned launches over the coming weeks, one per file, with two initiatives each."""
    files = {"prodops.yaml": f"name: Many launches\nas_of: {today}\nholidays: [DE-BE]\n"}
    for number in range(TEAMS):
        files[f"teams/team-{number:02}.yaml"] = f"name: Team {number}\nlead: person-{number:02}\n"
        files[f"people/person-{number:02}.yaml"] = f"name: Person {number}\nteam: team-{number:02}\n"
    for number in range(count):
        day = today + timedelta(days=1 + number % 80)
        for part in "ab":
            shipped = f"status: shipped\nshipped: {today - timedelta(days=5)}\n"
            open_ = f"status: in_progress\ntarget: {day}\nstart: {today - timedelta(days=30)}\n"
            state = shipped if part == "a" else open_
            files[f"roadmap/work-{number:05}-{part}.yaml"] = f"title: Work {number} {part}\n{state}{_owner(number)}"
        files[f"launches/launch-{number:05}.yaml"] = _launch(number, day, today)
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


def _owner(number: int) -> str:
    return f"owner: person-{number % TEAMS:02}\nteam: team-{number % TEAMS:02}\n"


def _launch(number: int, day: date, today: date) -> str:
    lines = [
        f"title: Launch {number}",
        f"date: {day}",
        _owner(number).rstrip(),
        "facts: {notable: true}",
        f"initiatives: [work-{number:05}-a, work-{number:05}-b]",
        "gates:",
    ]
    for place, gate in enumerate(GATES):
        lines += [f"  {gate}:", f"    owner: person-{(number + place) % TEAMS:02}"]
        if place < number % 5:
            signed = f"by: person-{(number + place) % TEAMS:02}, on: {today - timedelta(days=9)}, verdict: approved"
            lines.append(f"    approvals: [{{{signed}, seal: {{title: 0123456789ab}}}}]")
    lines += [
        f"audiences: [customers-{number % 50}, support, sales]",
        "geographies: [DE, AT]",
        f"briefs: {{support: {today - timedelta(days=2)}}}",
        "metrics:",
        "  - {title: Orders, baseline: 10, target: 20, unit: per day}",
        "  - {title: Returns, target: 2, unit: percent}",
        "risks:",
        f"  - {{title: It may be slow, owner: person-{number % TEAMS:02}}}",
    ]
    return "\n".join(lines) + "\n"
