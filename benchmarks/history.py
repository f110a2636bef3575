"""Repositories with a known past: so many initiatives, so many commits, and every promise that was moved in them.

    python benchmarks/history.py FOLDER --initiatives 500 --commits 2000

`make_history` writes such a repository through `git fast-import`, the same each time for the same seed, and returns
what `prodops roadmap slips` has to find in it: moved targets, through renames, moves between folders, moves between
a file of one's own and a list, merged branches, and commits in files that could not be read.
"""

import argparse
import os
import random
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = "Europe/Berlin"
FIRST = datetime(2025, 1, 6, 7, 30, tzinfo=UTC)
BETWEEN = timedelta(hours=6, minutes=10)
PEOPLE = tuple(f"person-{n:02}" for n in range(12))
TEAMS = tuple(f"team-{n}" for n in range(4))
MOST_IN_LIST = 6
LIST = "roadmap.yaml"
EVERY_MERGE = 40
"""Each so many commits, one is the merge of a branch."""
EVERY_BREAK = 97
"""Each so many commits, one leaves a file that is not YAML, which the next one mends."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A target that was moved: of which initiative (by its last id), on which day, from where to where."""

    item: str
    day: date
    old: date
    new: date


@dataclass
class Item:
    """An initiative as it is at a commit."""

    number: int
    id: str
    folder: str
    target: date
    owner: str
    team: str
    effort: int
    status: str = "planned"
    health: str | None = None
    confidence: str = "target"
    updates: list[str] = field(default_factory=list)
    is_listed: bool = False
    is_broken: bool = False

    @property
    def path(self) -> str:
        """The file it stands in."""
        return LIST if self.is_listed else f"roadmap/{self.folder}/{self.id}.yaml"

    def lines(self) -> list[str]:
        """Its fields as YAML."""
        health = [f"health: {self.health}"] if self.health else []
        updates = ["updates:", *(f"  - {line}" for line in self.updates)] if self.updates else []
        return [
            f"title: Part {self.number} of the checkout, of the kind {self.number * 7919 % 1000:03}",
            f"outcome: {5 + self.number % 20} % more completed orders on mobile in market {self.number}",
            f"status: {self.status}",
            *health,
            f"owner: {self.owner}",
            f"team: {self.team}",
            f"goals: [goal-{self.number % 9}]",
            "start: 2025-01-06",
            f"target: {self.target}",
            f"confidence: {self.confidence}",
            f"effort: [{self.effort}, {self.effort + 2}]",
            "priority:",
            f"  reach: {{value: {1000 + self.number}, per: quarter, evidence: https://example.com/funnel/{self.number}}}",
            "  impact: 2",
            "  confidence: 0.8",
            f"product_lines: [shop, line-{self.number % 13}]",
            "tags: [mobile, checkout]",
            *updates,
            "links:",
            f"  - {{title: PRD, url: https://example.com/prd/{self.number}}}",
            f"  - {{title: Design, url: https://example.com/design/{self.number}}}",
            f"custom: {{jira: SHOP-{self.number}, squad: Checkout}}",
        ]

    def text(self) -> str:
        """Its file."""
        return "title: [not closed\n" if self.is_broken else "\n".join([*self.lines(), ""])


@dataclass
class _Past:
    """The repository while it is made: its items, the stream for fast-import, and what will have to be found."""

    random: random.Random
    items: list[Item]
    slips: list[tuple[Item, Slip]] = field(default_factory=list)
    stream: list[bytes] = field(default_factory=list)
    marks: int = 0

    def commit(self, when: datetime, branch: str, subject: str, files: dict[str, str | None], *parents: str) -> None:
        """Add a commit to the stream: files by path, None for one that is removed."""
        self.marks += 1
        stamp = f"{int(when.timestamp())} +0000"
        author = f"Person {when.day % 12} <person-{when.day % 12:02}@example.com>"
        lines = [f"commit refs/heads/{branch}", f"mark :{self.marks}", f"author {author} {stamp}"]
        lines += [f"committer {author} {stamp}", f"data {len(subject.encode())}", subject, *parents]
        self.stream.append(("\n".join(lines) + "\n").encode())
        for path, text in files.items():
            if text is None:
                self.stream.append(f"D {path}\n".encode())
            else:
                self.stream.append(f"M 100644 inline {path}\ndata {len(text.encode())}\n{text}\n".encode())
        self.stream.append(b"\n")

    def list_file(self) -> str | None:
        """The text of roadmap.yaml; None where nothing is listed."""
        listed = [item for item in self.items if item.is_listed]
        blocks = [f"- id: {item.id}\n" + "".join(f"  {line}\n" for line in item.lines()) for item in listed]
        return "".join(blocks) or None


def make_history(
    folder: Path, initiatives: int = 500, commits: int = 2000, *, files: int = 5, seed: int = 1
) -> list[Slip]:
    """Write the repository into a folder and return its slips, by item and in the order of commits."""
    chance = random.Random(seed)
    past = _Past(chance, [_item(number, chance) for number in range(initiatives)])
    start = {"prodops.yaml": f"name: Benchmark\ntime_zone: {ZONE}\n"}
    start |= {f"people/{id_}.yaml": f"name: Person {id_[-2:]}\n" for id_ in PEOPLE}
    start |= {f"teams/{id_}.yaml": f"name: Team {id_[-1]}\n" for id_ in TEAMS}
    past.commit(FIRST, "main", "The roadmap", {**start, **{item.path: item.text() for item in past.items}})
    for number in range(1, commits):
        _step(past, number, files)
    _import(folder, b"".join(past.stream))
    found = [replace(slip, item=item.id) for item, slip in past.slips]
    return sorted(found, key=lambda slip: slip.item)


def _item(number: int, chance: random.Random) -> Item:
    return Item(
        number=number,
        id=f"item-{number:04}",
        folder=f"area-{number % 7}",
        target=date(2025, 3, 1) + timedelta(days=chance.randrange(500)),
        owner=chance.choice(PEOPLE),
        team=chance.choice(TEAMS),
        effort=1 + number % 6,
    )


def _step(past: _Past, number: int, files: int) -> None:
    """One commit of the main line, which may be the merge of a branch."""
    when = FIRST + number * BETWEEN
    mended = [item for item in past.items if item.is_broken]
    whole = [item for item in past.items if not item.is_broken]
    chosen = past.random.sample(whole, min(files, len(whole)))
    edited = [*mended, *chosen]
    before = {item.path for item in edited}
    for item in edited:
        item.is_broken = False
    if number % EVERY_BREAK == 0 and not chosen[0].is_listed:
        chosen.pop(0).is_broken = True
    for item in [*mended, *chosen]:
        _edit(past, item, when.astimezone(ZoneInfo(ZONE)).date())
    contents = {item.path: past.list_file() if item.is_listed else item.text() for item in edited}
    contents = {path: past.list_file() if path == LIST else None for path in sorted(before)} | contents
    _commit(past, number, when, contents)


def _commit(past: _Past, number: int, when: datetime, contents: dict[str, str | None]) -> None:
    subject = f"Plan of {when:%d %B}: {len(contents)} files"
    if number % EVERY_MERGE == 0:
        base = past.marks
        past.commit(when - timedelta(hours=60), "side", "On a branch", contents, f"from :{base}")
        past.commit(when, "main", f"Merge: {subject}", contents, f"from :{base}", f"merge :{past.marks}")
    else:
        past.commit(when, "main", subject, contents)


def _edit(past: _Past, item: Item, day: date) -> None:
    """Change something about an item; a rename often comes with a new target."""
    chance = past.random
    what = chance.choices(list(_EDITS), weights=[weight for weight, _ in _EDITS.values()])[0]
    _EDITS[what][1](past, item, day)
    if what in ("rename", "move", "list") and chance.random() < 0.3:
        _slip(past, item, day)


def _slip(past: _Past, item: Item, day: date) -> None:
    days = past.random.choice([7, 14, 21, 30, 45, 60, 90, -7, -14])
    new = item.target + timedelta(days=days)
    past.slips.append((item, Slip(item.id, day, item.target, new)))
    item.target = new


def _health(past: _Past, item: Item, day: date) -> None:  # noqa: ARG001
    item.health = past.random.choice(["on_track", "at_risk", "off_track"])


def _update(past: _Past, item: Item, day: date) -> None:
    health = past.random.choice(["on_track", "at_risk", "off_track"])
    item.updates = [
        *item.updates[-7:],
        f"{{date: {day}, health: {health}, text: The test of {day} is running as planned.}}",
    ]


def _owner(past: _Past, item: Item, day: date) -> None:  # noqa: ARG001
    item.owner = past.random.choice(PEOPLE)


def _start(past: _Past, item: Item, day: date) -> None:  # noqa: ARG001
    item.status = "in_progress" if item.status == "planned" else "planned"


def _effort(past: _Past, item: Item, day: date) -> None:  # noqa: ARG001
    item.effort = past.random.randrange(1, 9)


def _rename(past: _Past, item: Item, day: date) -> None:  # noqa: ARG001
    number, _, rest = item.id.removeprefix("item-").partition("-")
    item.id = f"item-{number}-{int(rest or 0) + 1}"


def _move(past: _Past, item: Item, day: date) -> None:  # noqa: ARG001
    item.folder = f"area-{past.random.randrange(7)}"


def _list(past: _Past, item: Item, day: date) -> None:  # noqa: ARG001
    listed = sum(other.is_listed for other in past.items)
    item.is_listed = not item.is_listed and listed < MOST_IN_LIST


_EDITS: dict[str, tuple[int, Callable[[_Past, Item, date], None]]] = {
    "slip": (40, _slip),
    "health": (12, _health),
    "update": (20, _update),
    "owner": (6, _owner),
    "start": (6, _start),
    "effort": (6, _effort),
    "rename": (4, _rename),
    "move": (4, _move),
    "list": (2, _list),
}
"""What can happen to an item, and how often."""


def _import(folder: Path, stream: bytes) -> None:
    """A repository made of the stream, packed as it would be after a while, with the last commit checked out."""
    folder.mkdir(parents=True, exist_ok=True)
    git = ["git", "-C", str(folder), "-c", "core.fsync=none"]
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    for command, stdin in (
        (["init", "-q", "-b", "main"], b""),
        (["fast-import", "--quiet", "--done"], stream + b"done\n"),
        (["repack", "-adfq", "--depth=50"], b""),
        (["reset", "-q", "--hard", "main"], b""),
    ):
        subprocess.run([*git, *command], input=stdin, check=True, env=environment)


def blobs_of(folder: Path) -> list[str]:
    """The contents that the commits of a repository brought, by id, in the order of `git log`."""
    command = ["git", "-C", str(folder), "log", "--raw", "--no-abbrev", "--format="]
    rows = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    found = [row.split()[3] for row in rows if row.startswith(":")]
    return [blob for blob in dict.fromkeys(found) if blob.strip("0")]


def main() -> None:
    """Make one where somebody asked for it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--initiatives", type=int, default=500)
    parser.add_argument("--commits", type=int, default=2000)
    options = parser.parse_args()
    slips = make_history(options.folder, options.initiatives, options.commits)
    print(f"{options.folder}: {len(slips)} moved targets")


if __name__ == "__main__":
    main()
