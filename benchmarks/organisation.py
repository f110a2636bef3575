"""A made-up organisation of any size: people in teams, what they use, what they plan, and how they take in new ones."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

PLACES = (
    ("Berlin", "DE-BE", "Europe/Berlin"),
    ("Lisbon", "PT", "Europe/Lisbon"),
    ("New York", "US-NY", "America/New_York"),
    ("Bengaluru", "IN-KA", "Asia/Kolkata"),
)
ROLES = ("product-manager", "engineer", "engineer", "engineer", "designer")
NEWCOMER = "person-0000"
"""Somebody who starts a month after the day of the benchmark."""


def write_organisation(root: Path, people: int, as_of: date) -> None:
    """Write a workspace of so many people; everything else grows with them."""
    teams = max(people // 8, 2)
    files = {"prodops.yaml": f"name: Benchmark\nas_of: {as_of}\n", **dict(_files(people, teams, as_of))}
    for path, text in files.items():
        write_file(root, path, text)


def write_file(root: Path, path: str, text: str) -> None:
    """Write a file below a folder, and the folders it needs."""
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8", newline="")


def _files(people: int, teams: int, as_of: date) -> Iterator[tuple[str, str]]:
    for n in range(people):
        yield f"people/person-{n:04}.yaml", _person(n, people, teams, as_of)
    for n in range(teams):
        text = f"name: Team {n}\nmission: Make part {n} better\nlead: person-{n + teams:04}\nsponsor: person-0001\n"
        yield f"teams/team-{n:03}.yaml", text
    for n in range(people):
        yield f"roadmap/item-{n:04}.yaml", _initiative(n, people, teams, as_of)
    for n in range(people // 10):
        text = f"title: Launch {n}\ndate: {_wednesday(_target(n, as_of))}\nowner: person-{n + 1:04}\n"
        text += f"team: team-{n % teams:03}\ninitiatives: [item-{n:04}]\n"
        text += f"gates:\n  product: {{owner: person-{n + 2:04}}}\n  engineering: {{owner: person-{n + 3:04}}}\n"
        yield f"launches/launch-{n:03}.yaml", text
    for n in range(people // 10):
        yield f"tools/tool-{n:03}.yaml", _tool(n, teams)
    for n in range(people // 20):
        text = f"title: Decision {n}\nstatus: accepted\napprover: person-0001\ndecided: {as_of - timedelta(days=n)}\n"
        yield f"decisions/decision-{n:03}.yaml", f"{text}teams: [team-{n % teams:03}]\n"
        yield (
            f"resources/resource-{n:03}.yaml",
            (
                f"title: Page {n}\nlink: https://example.com/{n}\nowner: person-{n + 1:04}\nstages: [onboarding]\n"
                f"teams: [team-{n % teams:03}]\nreviewed: {as_of}\n"
            ),
        )
        yield (
            f"rituals/ritual-{n:03}.yaml",
            (
                f"title: Meeting {n}\npurpose: Decide\nowner: person-{n + 1:04}\nteams: [team-{n % teams:03}]\n"
                f"rhythm: {{every: week, on: [tue]}}\nminutes: 30\n"
            ),
        )
    yield from _layers(teams)


def _person(n: int, people: int, teams: int, as_of: date) -> str:
    city, country, zone = PLACES[n % len(PLACES)]
    manager = f"manager: person-{(n - 1) // 8:04}\n" if n > 8 else "manager: person-0001\n" if n != 1 else ""
    starts = as_of + timedelta(days=30) if n == 0 else as_of - timedelta(days=200 + n % 900)
    return (
        f"name: Person {n} of {people}\nrole: {ROLES[n % len(ROLES)]}\nteam: team-{n % teams:03}\n{manager}"
        f"email: person-{n}@example.com\nlocation: {{city: {city}, country: {country}, time_zone: {zone}}}\n"
        f"starts: {starts}\n"
    )


def _initiative(n: int, people: int, teams: int, as_of: date) -> str:
    waits = f"depends_on: [item-{n - 7:04}]\n" if n % 3 == 0 and n >= 7 else ""
    return (
        f"title: Initiative {n}\noutcome: Part {n} is better\nstatus: planned\nowner: person-{(n + 3) % people:04}\n"
        f"team: team-{n % teams:03}\nstart: {as_of}\ntarget: {_target(n, as_of)}\neffort: [1, 3]\n{waits}"
    )


def _target(n: int, as_of: date) -> date:
    """The day an initiative is planned for; later ones, which wait for earlier ones, are later."""
    return as_of + timedelta(days=30 + n // 20)


def _wednesday(day: date) -> date:
    """The first Wednesday after a day."""
    return day + timedelta(days=(1 - day.weekday()) % 7 + 1)


def _tool(n: int, teams: int) -> str:
    return (
        f"name: Tool {n}\njobs: [job {n}]\nowner: person-{n + 1:04}\nring: adopt\nteams: [team-{n % teams:03}]\n"
        f"seats: {{billed: 60, active: 55}}\nprice: {{amount: 15, currency: EUR, per: seat/month}}\n"
    )


def _layers(teams: int) -> Iterator[tuple[str, str]]:
    def layer(title: str, more: str, name: str, count: int) -> str:
        tasks = "".join(
            f"  - {{id: {name}-{n}, title: Do thing {n} of {name}, day: {n * 2 - 6}, hours: 1}}\n" for n in range(count)
        )
        return f"title: {title}\nowner: person-0001\n{more}tasks:\n{tasks}"

    yield "onboarding/company.yaml", layer("Everybody", "hr: person-0001\nops: person-0001\n", "company", 20)
    for role in sorted(set(ROLES)):
        text = layer(role, f"layer: role\nonly_for: {{roles: [{role}]}}\n", role, 15)
        yield f"onboarding/roles/{role}.yaml", text
    for n in range(teams):
        more = f"layer: team\nonly_for: {{teams: [team-{n:03}]}}\n"
        yield f"onboarding/teams/team-{n:03}.yaml", layer(f"Team {n}", more, f"team-{n:03}", 8)
