"""A made-up roadmap of any size in which everything waits for two other things."""

import random
from datetime import date, timedelta
from pathlib import Path

from organisation import write_file

ABREAST = 100
"""So many initiatives are worked on at once; they wait for some of those before them."""


def write_network(root: Path, initiatives: int, as_of: date) -> None:
    """Write a workspace of so many initiatives with twice as many dependencies, a few of which cannot hold."""
    teams = max(initiatives // 50, 4)
    chance = random.Random(7)
    write_file(root, "prodops.yaml", f"name: Benchmark\nas_of: {as_of}\nholidays: [DE-BE]\n")
    for n in range(teams):
        text = f"name: Team {n}\nlead: person-{n:04}\nsponsor: person-0000\ncapacity: {{person_months: 4}}\n"
        write_file(root, f"teams/team-{n:03}.yaml", text)
    for n in range(teams * 4):
        write_file(root, f"people/person-{n:04}.yaml", f"name: Person {n}\nrole: engineer\nteam: team-{n % teams:03}\n")
    for n in range(initiatives):
        write_file(root, f"roadmap/{n // 500:02}/item-{n:05}.yaml", _initiative(n, teams, as_of, chance))


def _initiative(n: int, teams: int, as_of: date, chance: random.Random) -> str:
    wave = n // ABREAST
    start = as_of + timedelta(days=7 * wave + 1)
    target = start + timedelta(days=5 + (10 if wave > 40 and n % 97 == 0 else 0))
    text = f"title: Part {n} of the whole\noutcome: One more thing works\nstatus: planned\n"
    text += f"owner: person-{n % (teams * 4):04}\nteam: team-{n % teams:03}\nstart: {start}\ntarget: {target}\n"
    text += f"confidence: target\neffort: [0.2, {0.3 + n % 5 / 10:.1f}]\n"
    if wave:
        one, other = chance.sample(range((wave - 1) * ABREAST, wave * ABREAST), 2)
        type_ = chance.choice(("finish_start", "start_start", "finish_finish"))
        text += f"depends_on:\n  - item-{one:05}\n  - {{on: item-{other:05}, type: {type_}, lag: 1d}}\n"
    return text
