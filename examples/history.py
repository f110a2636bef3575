"""The past of examples/acme: a git repository whose last commit is the example as it stands.

    python examples/history.py FOLDER

The files of today are the source. A record at an earlier day is its file of today less what was not there yet:
updates, check-ins and sign-offs of later days, references to what did not exist, the stages of its life that were
still to come. `acme-history.txt` adds what the files no longer tell: when something was first written down, and the
values that stood there before. Whatever carries a day in the files becomes a commit by itself.

Names, days and times are fixed and nothing of the machine's configuration is used: the same files make the same
commit ids everywhere. It needs Python and git, and nothing else.
"""

import argparse
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

sys.dont_write_bytecode = True  # the folders of examples/ are workspaces
from past import (  # noqa: E402
    DAY,
    INITIATIVES,
    LAUNCHES,
    PHASES,
    REACHED,
    SEATS,
    SIGNED,
    Past,
    Record,
    gates_of,
    items,
    known,
    read_example,
    working_day,
)

HERE = Path(__file__).parent
ACME = HERE / "acme"
LOG = HERE / "acme-history.txt"
SEED = 2026
LAST = date(2026, 10, 15)
"""The day on which the example's clock stands still."""
STARTED, CHECKED, COUNTED = "Started: ", "Check-in: ", "Seats counted"
"""How the subjects begin of what is done for several records at once where it falls on one day."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something somebody committed: on which day, who, in which words, and what it does to which records."""

    day: date
    by: str
    subject: str
    changes: tuple[tuple[str, str], ...]
    """Pairs of a record (or a folder, with its slash) and what happens to it, as the log has it."""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit to be made: files by path, None for one that is removed."""

    when: datetime
    author: str
    subject: str
    files: Mapping[str, str | None]
    tag: str = ""


# --- reading the example and the log ---------------------------------------------------------------


def read_log(text: str) -> list[Event]:
    """The events of a log: a line with day, author and subject, and an indented one for each change."""
    events: list[Event] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line[0] != " ":
            head, _, subject = line.partition(": ")
            day, by = head.split()
            events.append(Event(date.fromisoformat(day), by, subject, ()))
            continue
        if not events:
            sys.exit(f"{LOG.name}:{number}: a change before the first event")
        keys, _, changes = line.strip().partition(" ")
        pairs = [(keys, change.strip()) for change in changes.split(";")]
        last = events[-1]
        if keys == "tag":
            events[-1] = Event(last.day, last.by, last.subject, last.changes, changes)
        else:
            events[-1] = Event(last.day, last.by, last.subject, (*last.changes, *pairs))
    return events


# --- what the files themselves tell of their past --------------------------------------------------


def told_by_files(records: Mapping[str, Record]) -> Iterator[Event]:
    """An event for everything that carries a day in the files of today."""
    chance = random.Random(SEED)
    for record in records.values():
        title = record.today("title") or record.today("name")
        yield from _stages(record, title)
        yield from _updates(record, title, chance)
        yield from _checkins(record, title)
        yield from _absences(record, title)
        if record.kind == LAUNCHES:
            yield from _sign_offs(record, title)
            yield from _measured(record, title)
        if record.kind == INITIATIVES:
            yield from _agreements(record, records)
        if record.kind == "tools":
            yield from _seats(record)
        if record.kind == "cycles":
            yield from _signatures(record)


def _stages(record: Record, title: str) -> Iterator[Event]:
    status, start, shipped = record.status, record.today("start"), record.today("shipped")
    if record.kind == INITIATIVES and start and status not in ("idea", "planned", "cancelled"):
        yield Event(working_day(date.fromisoformat(start)), "", STARTED + title, ((record.key, "in_progress"),))
    if record.kind == INITIATIVES and shipped:
        late = (date.fromisoformat(shipped) - date.fromisoformat(record.today("target") or shipped)).days
        how = f", {late} days after its date" if late > 1 else ""
        yield Event(date.fromisoformat(shipped), "", f"Shipped: {title}{how}", ((record.key, "status: ="),))
    if record.kind == LAUNCHES and record.today("status") == "launched":
        day = date.fromisoformat(record.today("date"))
        yield Event(day, "", f"Launched: {title}", ((record.key, "status: ="),))


def _updates(record: Record, title: str, chance: random.Random) -> Iterator[Event]:
    for day, text in items(record, "updates"):
        health = re.search(r"\bhealth: (\w+)", text)
        said = " ".join(re.sub(r"^.*?\btext: (>-)?", "", text, flags=re.DOTALL).split()).strip('"{} ')
        first = re.split(r"(?<=[^\d])[.;:](?: |$)", said)[0].rstrip(".\"'}")
        word = health[1].replace("_", " ") if health and health[1] not in ("on_track", "done") else ""
        subject = f"{title} is {word}: {first}" if word else f"{title}: {first}"
        is_last_stage = bool(health) and health is not None and health[1] in ("done", "paused")
        later = chance.random() < 0.25 and day.weekday() < 4 and not is_last_stage
        by = re.search(r"\bby: ([\w-]+)", text)
        change = "status: =" if health and health[1] == "paused" and record.kind == INITIATIVES else "said"
        yield Event(
            min(day + timedelta(days=later), LAST), by[1] if by else "", _short(subject), ((record.key, change),)
        )


def _checkins(record: Record, title: str) -> Iterator[Event]:
    for day in sorted({day for day, _ in items(record, "checkins")}):
        yield Event(working_day(day), "", CHECKED + title, ((record.key, "said"),))


def _absences(record: Record, name: str) -> Iterator[Event]:
    for day, text in items(record, "absences"):
        end = date.fromisoformat(DAY.findall(text)[-1])
        first = f"{day.day} {day:%B}" if day.month != end.month else str(day.day)
        subject = f"{name.partition(' ')[0]} is away from {first} to {end.day} {end:%B}"
        yield Event(known(day), record.name, subject, ((record.key, "said"),))


_VERDICTS = {
    "approved": "{} approves: {}",
    "conditional": "{} approves, with conditions: {}",
    "rejected": "{} sends back: {}",
    "waived": "{} waives: {}",
}


def _sign_offs(record: Record, title: str) -> Iterator[Event]:
    for gate, lines in gates_of(record.lines("gates")):
        for text in re.findall(r"\bby: .*?verdict: .*?(?=\bby: |\Z)", "\n".join(lines), re.DOTALL):
            day = date.fromisoformat(DAY.findall(text)[0])
            by = re.findall(r"by: ([\w-]+)", text)[0]
            verdict = re.findall(r"verdict: (\w+)", text)[0]
            condition = re.search(r"conditions: \[([^],]+)\]", text)
            why = f", {condition[1]}" if condition and verdict == "rejected" else ""
            subject = _VERDICTS[verdict].format(gate.capitalize(), title) + why
            yield Event(day, by, _short(subject), ((record.key, f"signed {gate}"),))


def _measured(record: Record, title: str) -> Iterator[Event]:
    """What was measured after a launch, and the steps of its rollout as they were reached."""
    for day in sorted({day for day, _ in items(record, "readings")}):
        yield Event(day, "", f"Measured: {title}", ((record.key, "said"),))
    for line in record.lines("rollout"):
        reached, percent = REACHED.search(line), re.search(r"percent: (\d+)", line)
        if reached and percent and reached[1] != record.today("date"):
            subject = f"{title}: {percent[1]} % of users have it"
            yield Event(date.fromisoformat(reached[1]), "", _short(subject), ((record.key, "said"),))


def _agreements(record: Record, records: Mapping[str, Record]) -> Iterator[Event]:
    for day, text in items(record, "commits"):
        to, by = re.findall(r"to: ([\w-]+)", text)[0], date.fromisoformat(re.findall(r"by: ([\d-]+)", text)[0])
        other = records[f"{INITIATIVES}/{to}"]
        subject = f"{record.today('title')} is promised to {other.name} for {by.day} {by:%B}"
        yield Event(day, "", subject, ((record.key, "said"), (other.key, "said")))


def _signatures(record: Record) -> Iterator[Event]:
    for what, by, day in SIGNED.findall(record.text):
        yield Event(date.fromisoformat(day), by, _short(f"{record.today('title')}: {what}"), ((record.key, "said"),))


def _seats(record: Record) -> Iterator[Event]:
    for *_, day in SEATS.findall(record.text):
        if day:
            yield Event(_end_of_week(date.fromisoformat(day)), "", COUNTED, ((record.key, "said"),))


# --- words and hours -------------------------------------------------------------------------------


def _end_of_week(day: date) -> date:
    """The Friday of a day's week, or the last day there is."""
    return min(day + timedelta(days=4 - day.weekday()), LAST)


def _short(subject: str) -> str:
    """A subject of at most 72 characters, cut between words."""
    if len(subject) <= 72:
        return subject
    head, colon, _ = subject.partition(": ")
    cut = subject[:69].rpartition(" ")[0].rstrip(",;:")
    return head if colon and len(head) > 45 else f"{cut} ..."


def _offset(day: date) -> int:
    """The hours that Berlin is ahead of UTC: two from the last Sunday of March to the last of October."""

    def last_sunday(month: int) -> date:
        last = date(day.year, month, 31)
        return last - timedelta(days=(last.weekday() + 1) % 7)

    return 2 if last_sunday(3) <= day < last_sunday(10) else 1


# --- the commits -----------------------------------------------------------------------------------


def make_commits(records: dict[str, Record], log: Iterable[Event]) -> list[Commit]:
    """All commits, the oldest first; the files of the last one are the example as it stands."""
    events = list(log)
    last = events.pop()
    begun = {key for event in events for key, change in event.changes if change == "new" and not key.endswith("/")}
    past = Past(records, begun)
    told = sorted(told_by_files(records), key=lambda event: (event.day, event.subject != COUNTED))
    first = events[0].day
    # What the log says about a day comes before what the files tell of it: a move and its update are one commit.
    ordered = sorted([*events, *_together(event for event in told if event.day >= first)], key=lambda event: event.day)
    commits = [commit for event in ordered for commit in _made(past, event)]
    rest = {record.path: record.text for record in records.values()}
    final = {path: text for path, text in rest.items() if past.files.get(path) != text}
    gone = dict.fromkeys(past.files.keys() - rest.keys())
    commits.append(Commit(_at(last.day), last.by, last.subject, {**final, **gone}))
    return _timed(commits)


def _together(events: Iterable[Event]) -> Iterator[Event]:
    """Events with those of one day made one: what started, which goals were checked, which seats were counted."""
    groups: dict[tuple[date, str], list[Event]] = {}
    for event in events:
        begin = next((begin for begin in (STARTED, CHECKED, COUNTED) if event.subject.startswith(begin)), event.subject)
        groups.setdefault((event.day, begin), []).append(event)
    for (day, begin), several in groups.items():
        changes = tuple(change for event in several for change in event.changes)
        by, subject = several[0].by, several[0].subject
        if begin == COUNTED:
            by, subject = "wenzel", f"{COUNTED}: {', '.join(key.partition('/')[2] for key, _ in changes)}"
        elif len(several) > 1 and begin == CHECKED:
            by, subject = "saoirse", f"Check-ins of {day.day} {day:%B}"
        elif len(several) > 1 and begin == STARTED:
            by, subject = "tomas", f"{subject} and {len(several) - 1} more"
        yield Event(day, by, _short(subject), changes)


def _made(past: Past, event: Event) -> Iterator[Commit]:
    """The commit of an event; none where it changes nothing that an earlier one has not."""
    there = all(past.records[key].is_there for key, _ in event.changes if key in past.records)
    if not there and not any(change in ("new", *PHASES) for _, change in event.changes):
        return
    by = event.by or past.records[event.changes[0][0]].owner
    files = past.happen(event.day, event.changes)
    if files:
        yield Commit(_at(event.day), by, event.subject, files, event.tag)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _timed(commits: list[Commit]) -> list[Commit]:
    """The commits at times of the working day in Berlin, in their order."""
    chance = random.Random(SEED)
    timed: list[Commit] = []
    for day in sorted({commit.when for commit in commits}):
        own = [commit for commit in commits if commit.when == day]
        minutes = sorted(8 * 60 + 20 + int(chance.random() * 560) for _ in own)
        moments = sorted(minute * 60 + int(chance.random() * 60) for minute in minutes)
        for commit, seconds in zip(own, moments, strict=True):
            when = day + timedelta(seconds=seconds, hours=-_offset(day.date()))
            timed.append(Commit(when, commit.author, commit.subject, commit.files, commit.tag))
    return timed


# --- git -------------------------------------------------------------------------------------------


def _stream(commits: Iterable[Commit], records: Mapping[str, Record]) -> Iterator[bytes]:
    """What git fast-import reads."""
    for number, commit in enumerate(commits, 1):
        person = records[f"people/{commit.author}"]
        name, email = person.today("name"), person.today("email") or f"{person.name}@acme.example"
        signature = f"{name} <{email}> {int(commit.when.timestamp())} +0{_offset(commit.when.date())}00"
        lines = ["commit refs/heads/main", f"mark :{number}", f"author {signature}", f"committer {signature}"]
        yield "\n".join([*lines, _data(commit.subject + "\n")]).encode()
        for path, text in sorted(commit.files.items(), key=lambda pair: (pair[1] is not None, pair[0])):
            yield (f"D {path}\n" if text is None else f"M 100644 inline {path}\n{_data(text)}").encode()
        yield b"\n"
        if commit.tag:
            yield f"tag {commit.tag}\nfrom :{number}\ntagger {signature}\n{_data(commit.subject + chr(10))}".encode()
    yield b"done\n"


def _data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}\n"


def make_repository(folder: Path, example: Path = ACME) -> int:
    """Write the repository into a folder that is new or empty, and return how many commits it has."""
    records = read_example(example)
    commits = make_commits(records, read_log(LOG.read_text(encoding="utf-8")))
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        sys.exit(f"{folder} is not empty")
    _git(folder, "init", "-q", "--template=", "--object-format=sha1", "--initial-branch=main")
    _git(folder, "fast-import", "--quiet", "--done", stdin=b"".join(_stream(commits, records)))
    _git(folder, "reset", "-q", "--hard", "main")
    return len(commits)


def _git(folder: Path, *arguments: str, stdin: bytes = b"") -> None:
    """Run git with nothing of the machine's configuration."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    clean |= {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
    }
    settings = ("-c", "core.autocrlf=false", "-c", "commit.gpgsign=false", "-c", "core.fsync=none")
    subprocess.run(["git", *settings, *arguments], cwd=folder, env=clean, input=stdin, check=True)


def main() -> None:
    """Make the repository where somebody asked for it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="a folder that is new or empty")
    folder = parser.parse_args().folder
    count = make_repository(folder)
    print(f"{folder}: Acme Commerce, {count} commits")


if __name__ == "__main__":
    main()
