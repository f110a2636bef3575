"""Records of examples/acme at an earlier day: their files of today, less what was not there yet.

Updates, check-ins and sign-offs of later days go, references to what did not exist, and the stages of a record's life
that were still to come. What stood in a field before is told by the log that history.py reads.
"""

import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

INITIATIVES, LAUNCHES = "roadmap", "launches"
LIST = "roadmap.yaml"
"""The list in which ideas stood before they had files of their own."""
PHASES = ("idea", "planned", "in_progress")
_SAID_LATER = frozenset({"health", "updates", "shipped", "links", "notes", "release_note"})
HIDDEN = {
    "idea": _SAID_LATER | {"start", "target", "confidence", "effort", "priority", "depends_on", "commits", "custom"},
    "planned": _SAID_LATER,
    "in_progress": frozenset({"shipped", "notes"}),
}
"""What an initiative's file does not have yet, by the phase it is in."""
BRIEF = frozenset(
    ("audiences", "channels", "messages", "affected", "actions", "questions", "gtm", "metrics", "rollout")
)
"""What a launch's file does not have before somebody has written down what it means."""
DATED = {
    "updates": "date",
    "checkins": "date",
    "approvals": "on",
    "absences": "start",
    "commits": "agreed",
    "exceptions": "on",
    "readings": "on",
}
"""The lists whose items carry the day on which they came, and the field that does."""
KNOWN_BEFORE = timedelta(days=40)
"""How long before an absence it is in the file."""

DAY = re.compile(r"\d{4}-\d\d-\d\d")
_REFERENCES = re.compile(r"^(goals|initiatives): \[(.*)\]$")
REACHED = re.compile(rf", reached: ({DAY.pattern})(?:, held: (?:true|false))?")
"""What a step of a rollout says once it is there."""
SIGNED = re.compile(r"\{what: (.*), signed: \{by: ([\w-]+), on: (\d{4}-\d\d-\d\d)\}\}")
"""What somebody has signed in the checklist of a planning cycle."""
SEATS = re.compile(r"billed: (\d+), active: (\d+)(?:, on: (\d{4}-\d\d-\d\d))?")


@dataclass(frozen=True, slots=True)
class Block:
    """A field at the top of a file: its name and lines, with the comments before it."""

    name: str
    lines: tuple[str, ...]


@dataclass(slots=True)
class Record:
    """A file of the example, and what was different about it at the day that has been reached."""

    path: str
    text: str
    blocks: tuple[Block, ...]
    is_there: bool = False
    phase: str = ""
    """Of an initiative, its status; of a launch, `brief` from when it was written down what it means."""
    is_listed: bool = False
    folder: str | None = None
    id: str | None = None
    values: dict[str, str] = field(default_factory=dict)
    """Fields that had another value: name to text, `-` where they were not there."""
    reviewed: set[str] = field(default_factory=set)
    """The gates that are in review."""
    signed: dict[str, date] = field(default_factory=dict)
    """The day of the latest sign-off of a gate."""
    lacking: set[str] = field(default_factory=set)
    """Of an onboarding layer, the ids of the tasks that nobody has thought of yet."""

    @property
    def name(self) -> str:
        """Its id of today."""
        return self.path.rpartition("/")[2].partition(".")[0]

    @property
    def kind(self) -> str:
        """The folder of its kind."""
        return self.path.partition("/")[0]

    @property
    def key(self) -> str:
        """How the log calls it: by its kind and id, or by its path where it is no record."""
        return f"{self.kind}/{self.name}" if self.path.endswith(".yaml") and "/" in self.path else self.path

    def today(self, name: str) -> str:
        """The text of a field today; empty where it has none or is more than a line."""
        lines = [line for line in self.lines(name) if not line.startswith("#")]
        return lines[0].partition(":")[2].partition("  #")[0].strip().strip('"') if lines else ""

    def lines(self, name: str) -> tuple[str, ...]:
        """The lines of a field today."""
        return next((block.lines for block in self.blocks if block.name == name), ())

    @property
    def owner(self) -> str:
        """Who answers for it at the day that has been reached."""
        return self.values.get("owner") or self.today("owner")

    @property
    def status(self) -> str:
        """Of an initiative, its status today."""
        return self.today("status") or "idea"


# --- reading the example --------------------------------------------------------------------------


def read_example(folder: Path) -> dict[str, Record]:
    """The files of the example by the name that the log calls them."""
    records = {}
    for place in sorted(folder.rglob("*")):
        path = place.relative_to(folder).as_posix()
        if place.is_file() and not any(part.startswith((".", "__")) for part in path.split("/")):
            text = place.read_bytes().decode()
            record = Record(path, text, tuple(blocks_of(text)) if path.endswith(".yaml") else ())
            records[record.key] = record
    return records


def blocks_of(text: str) -> Iterator[Block]:
    """The fields at the top of a file, in their order."""
    name = ""
    lines: list[str] = []
    comments: list[str] = []
    for line in text.splitlines():
        if line.startswith("#") or not line:
            comments.append(line)
        elif line[0].isspace():
            lines += [*comments, line]
            comments = []
        else:
            if name:
                yield Block(name, tuple(lines))
            name, lines, comments = line.partition(":")[0], [*comments, line], []
    yield Block(name, (*lines, *comments))


def items(record: Record, name: str) -> Iterator[tuple[date, str]]:
    """The items of a dated list, with their days."""
    for chunk in _chunks(record.text.splitlines(), name):
        found = re.search(rf"\b{DATED[name]}: ({DAY.pattern})", chunk)
        if found:
            yield date.fromisoformat(found[1]), chunk


def _chunks(lines: list[str], name: str) -> Iterator[str]:
    """The texts of a list's items, wherever a field of that name stands."""
    for index, line in enumerate(lines):
        if line.strip() == f"{name}:":
            yield from ("\n".join(item) for item in _split(_below(lines, index)))


# --- a record at a day -----------------------------------------------------------------------------


@dataclass(slots=True)
class Past:
    """The example at the day that has been reached."""

    records: dict[str, Record]
    begun_alone: set[str]
    """The records that do not begin with their folder."""
    day: date = date.min
    files: dict[str, str] = field(default_factory=dict)
    placed: dict[str, str] = field(default_factory=dict)
    """The files of the records that have one, by key."""

    def ids(self, kind: str) -> set[str]:
        """The ids of today of the records of a kind that are there."""
        return {record.name for record in self.records.values() if record.kind == kind and record.is_there}

    def happen(self, day: date, changes: Iterable[tuple[str, str]]) -> dict[str, str | None]:
        """Let changes of the log happen to records on a day: the files that this changes, None for those that go."""
        self.day = day
        touched = self._apply(changes)
        before = dict(self.files)
        for record in touched:
            self.files.pop(self.placed.pop(record.key, ""), None)
        for record in touched:
            if record.is_there and not record.is_listed:
                path = self.path(record)
                self.files[path] = self.text(record)
                self.placed[record.key] = path
        self._write_list()
        changed = {path: text for path, text in self.files.items() if before.get(path) != text}
        return {**changed, **dict.fromkeys(before.keys() - self.files.keys())}

    def _apply(self, changes: Iterable[tuple[str, str]]) -> list[Record]:
        touched: dict[str, Record] = {}
        for key, change in changes:
            for record in self._named(key, change):
                was_there, was_id = record.is_there, record.id
                _change(record, change, self.day)
                touched[record.key] = record
                if was_there != record.is_there or was_id != record.id:
                    touched |= {other.key: other for other in self._naming(record)}
        return list(touched.values())

    def _named(self, key: str, change: str) -> list[Record]:
        if key in self.records:
            return [self.records[key]]
        found = [record for record in self.records.values() if key.endswith("/") and record.path.startswith(key)]
        if not found:
            raise SystemExit(f"the log names `{key}`, and examples/acme has no such record")
        return [
            record for record in found if record.is_there or (change == "new" and record.key not in self.begun_alone)
        ]

    def _naming(self, record: Record) -> Iterator[Record]:
        """The records there whose files may name it; a goal is also named in place of those that will serve it."""
        word = re.compile(rf"\b{re.escape(record.name)}\b")
        everywhere = record.kind in ("goals", "docs")
        for other in self.records.values():
            if other.is_there and other is not record and (everywhere or word.search(other.text)):
                yield other

    def _write_list(self) -> None:
        listed = [record for record in self.records.values() if record.is_listed and record.is_there]
        self.files.pop(LIST, None)
        if listed:
            self.files[LIST] = "".join(self._listed(record) for record in listed)

    def _listed(self, record: Record) -> str:
        lines = self.text(record).splitlines()
        return f"- id: {record.id or record.name}\n" + "".join(f"  {line}\n" for line in lines)

    def path(self, record: Record) -> str:
        """Where its file is: ideas together, what has a date by its quarter, everything else as today."""
        folder, _, file = record.path.rpartition("/")
        name = f"{record.id}.yaml" if record.id else file
        dated = record.values.get("target" if record.kind == INITIATIVES else "date", "-")
        if record.folder:
            folder = record.folder
        elif record.kind == INITIATIVES and record.phase == "idea":
            folder = "roadmap/ideas"
        elif record.kind in (INITIATIVES, LAUNCHES) and dated != "-":
            folder = f"{record.kind}/{dated[:4]}-q{(int(dated[5:7]) + 2) // 3}"
        return f"{folder}/{name}" if folder else name

    def text(self, record: Record) -> str:
        """Its text at this day."""
        if not record.blocks:
            return record.text
        blocks = [block for block in record.blocks if block.name not in self._hidden(record)]
        blocks = [self._block(record, block) for block in self._with_values(record, blocks)]
        text = "".join(f"{line}\n" for block in blocks for line in block.lines)
        for other in self.records.values():
            if other.id:
                text = re.sub(rf"\b{other.name}\b", other.id, text)
        return text

    def _hidden(self, record: Record) -> frozenset[str]:
        if record.kind == INITIATIVES and record.phase != record.status:
            return HIDDEN.get(record.phase, frozenset())
        return BRIEF if record.kind == LAUNCHES and record.phase != "brief" else frozenset()

    def _with_values(self, record: Record, blocks: list[Block]) -> list[Block]:
        values = self._values(record)
        found = {block.name for block in blocks}
        order = [block.name for block in record.blocks]
        for name in (name for name in values if name not in found):
            after = _FIELDS[: _FIELDS.index(name)] if name in _FIELDS else order
            at = max((index + 1 for index, block in enumerate(blocks) if block.name in after), default=0)
            blocks.insert(at, Block(name, ()))
        given = [
            Block(block.name, (f"{block.name}: {values[block.name]}",)) if block.name in values else block
            for block in blocks
        ]
        return [block for block in given if block.lines and values.get(block.name) != "-"]

    def _values(self, record: Record) -> dict[str, str]:
        values = dict(sorted(record.values.items()))
        if record.kind != INITIATIVES:
            return values
        if record.phase in PHASES and record.phase != record.status:
            values["status"] = record.phase
        if record.phase == "in_progress" and record.today("health") and "health" not in values:
            values["health"] = self._declared(record)
        return values

    def _declared(self, record: Record) -> str:
        said = [re.search(r"\bhealth: (\w+)", text) for day, text in items(record, "updates") if day <= self.day]
        return next((found[1] for found in reversed(said) if found), "on_track")

    def _block(self, record: Record, block: Block) -> Block:
        lines = list(block.lines)
        for name in DATED:
            lines = _without_later(lines, name, self.day)
        edit = _EDITS.get(block.name)
        if edit is not None:
            lines = edit(self, record, lines)
        return Block(block.name, tuple(lines))


_FIELDS = ("title", "outcome", "date", "status", "health", "owner", "team", "goals", "start", "target", "shipped")
"""The order of the fields that a record may have had before and not now."""


def _change(record: Record, change: str, day: date) -> None:
    """Let one change of the log happen to a record."""
    word, _, names = change.partition(" ")
    if change == "new":
        _begin(record)
    elif change in (*PHASES, "brief"):
        record.phase, record.is_there = change, True
    elif change in ("listed", "own-file"):
        record.is_listed = change == "listed"
    elif word == "review":
        record.reviewed.update(names.split())
    elif word == "lacks":
        record.lacking.update(names.split())
    elif word == "gains":
        record.lacking.difference_update(names.split())
    elif word == "signed":
        record.reviewed.discard(names)
        record.signed[names] = day
    elif ": " in change:
        _set(record, *change.split(": ", 1))
    elif change != "said":
        raise SystemExit(f"the log lets `{change}` happen to {record.key}; nobody knows what that is")


def _begin(record: Record) -> None:
    record.is_there = True
    if record.kind in ("goals", LAUNCHES) and record.today("status") not in ("", "draft", "planned"):
        record.values["status"] = "-"


def _set(record: Record, name: str, value: str) -> None:
    if name in ("folder", "id"):
        setattr(record, name, None if value == "=" else value)
    elif value != "=":
        record.values[name] = value
    else:
        record.values.pop(name, None)
        if name == "status" and record.kind == INITIATIVES:
            record.phase = record.status


def _without_later(lines: list[str], name: str, day: date) -> list[str]:
    """Lines without the items of a dated list that came after a day, and without the list where none is left."""
    kept: list[str] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        dates = _dates(line, name)
        if line.strip() == f"{name}:":
            below = _below(lines, index - 1)
            index += len(below)
            items = [item for item in _split(below) if not any(at > day for at in _dates("\n".join(item), name)[:1])]
            kept += [line, *(text for item in items for text in item)] if items else []
        elif line.strip().startswith(f"{name}: [") and dates and dates[0] > day:
            continue
        elif f", {name}: [" in line and dates and dates[0] > day:
            kept.append(re.sub(rf", {name}: \[.*?\]", "", line))
        else:
            kept.append(line)
    return kept


def _dates(text: str, name: str) -> list[date]:
    """The days of a dated list's item on which it became known."""
    found = re.findall(rf"\b{DATED[name]}: ({DAY.pattern})", text)
    days = [date.fromisoformat(day) for day in found]
    return [known(day) for day in days] if name == "absences" else days


def _below(lines: list[str], index: int) -> list[str]:
    """The lines further in than the one at an index, up to the next that is not."""
    depth = len(lines[index]) - len(lines[index].lstrip(" -"))
    end = index + 1
    while end < len(lines) and len(lines[end]) - len(lines[end].lstrip()) > depth:
        end += 1
    return lines[index + 1 : end]


def _split(lines: list[str]) -> list[list[str]]:
    """The items of a block list, each with the comments before it."""
    items: list[list[str]] = []
    comments: list[str] = []
    for line in lines:
        if line.lstrip().startswith("#"):
            comments.append(line)
        elif line.startswith(lines[0][: len(lines[0]) - len(lines[0].lstrip())] + "- "):
            items.append([*comments, line])
            comments = []
        elif items:
            items[-1] += [*comments, line]
            comments = []
        elif line.lstrip().startswith("- "):
            items.append([*comments, line])
            comments = []
    return items


# --- blocks with references, gates, seats ----------------------------------------------------------


def _references(past: Past, record: Record, lines: list[str]) -> list[str]:  # noqa: ARG001
    """References to what is there; a goal that is not stands for the goal it serves."""
    match = _REFERENCES.match(lines[-1])
    if match is None:
        return lines
    kind = "goals" if match[1] == "goals" else INITIATIVES
    there = past.ids(kind)
    names = match[2].split(", ")
    if kind == "goals":
        names = [_nearest(past, name, there) for name in names]
    kept = [name for name in dict.fromkeys(names) if name in there]
    return [*lines[:-1], f"{match[1]}: [{', '.join(kept)}]"] if kept else []


def _nearest(past: Past, goal: str, there: set[str]) -> str:
    while goal and goal not in there:
        record = past.records.get(f"goals/{goal}")
        goal = record.today("parent") if record else ""
    return goal


def _parent(past: Past, record: Record, lines: list[str]) -> list[str]:
    return lines if record.today("parent") in past.ids(record.kind) else []


def _dependencies(past: Past, record: Record, lines: list[str]) -> list[str]:
    """Dependencies on what is there; the day one is needed by is there once it was promised."""
    there = past.ids(INITIATIVES)
    flow = re.match(r"^depends_on: \[(.*)\]$", lines[0])
    if flow:
        kept = [name for name in flow[1].split(", ") if name in there]
        return [f"depends_on: [{', '.join(kept)}]"] if kept else []
    kept = []
    for item in _split(lines[1:]):
        *comments, line = item
        on = re.findall(r"- (?:\{on: )?([\w-]+)", line)[0]
        if on in there:
            kept += comments
            kept.append(line if _is_needed(past, record, on, line) else _NEED.sub("", line))
    return [lines[0], *kept] if kept else []


_NEED = re.compile(rf", (?:needed_by|asked): {DAY.pattern}|, asked_by: [\w-]+")


def _is_needed(past: Past, record: Record, on: str, line: str) -> bool:
    """Whether anybody has said by when: it was asked for or promised, for a day not after the target of then."""
    asked = re.search(rf"asked: ({DAY.pattern})", line)
    is_promised = any(
        day <= past.day and f"to: {record.name}," in text
        for day, text in items(past.records[f"{INITIATIVES}/{on}"], "commits")
    )
    if not is_promised and (asked is None or date.fromisoformat(asked[1]) > past.day):
        return False
    day, target = re.search(rf"needed_by: ({DAY.pattern})", line), record.values.get("target") or record.today("target")
    return day is None or target in {"", "-"} or day[1] <= target


def _commitments(past: Past, record: Record, lines: list[str]) -> list[str]:  # noqa: ARG001
    """Commitments to what is there; nobody promised a day after the target that the other one had then."""
    there, kept = past.ids(INITIATIVES), []
    for line in lines[1:]:
        to = re.findall(r"to: ([\w-]+)", line)[0]
        if to in there:
            other = past.records[f"{INITIATIVES}/{to}"]
            target = other.values.get("target") or other.today("target")
            by = re.findall(rf"by: ({DAY.pattern})", line)[0]
            kept.append(line.replace(f"by: {by}", f"by: {target}") if DAY.fullmatch(target) and target < by else line)
    return [lines[0], *kept] if kept else []


def _links(past: Past, record: Record, lines: list[str]) -> list[str]:  # noqa: ARG001
    kept = [line for line in lines[1:] if "path: " not in line or re.findall(r"path: ([^ ,}]+)", line)[0] in past.files]
    return [lines[0], *kept] if kept else []


def _shifted(past: Past, record: Record, lines: list[str]) -> list[str]:  # noqa: ARG001
    """The days of gates and rollout as far from the launch as they are today."""
    before = record.values.get("date", "-")
    if before == "-":
        return lines
    days = date.fromisoformat(before) - date.fromisoformat(record.today("date") or before)

    def shift(match: re.Match[str]) -> str:
        return f"{match[1]}{date.fromisoformat(match[2]) + days}"

    return [line if "verdict" in line else re.sub(rf"((?:due|on): )({DAY.pattern})", shift, line) for line in lines]


def _rollout(past: Past, record: Record, lines: list[str]) -> list[str]:
    """The steps as they were planned, with what is known of those that were reached."""
    return _shifted(past, record, [_unreached(line, past.day) for line in lines])


def _unreached(line: str, day: date) -> str:
    match = REACHED.search(line)
    return line.replace(match[0], "") if match and date.fromisoformat(match[1]) > day else line


def _gate_states(past: Past, record: Record, lines: list[str]) -> list[str]:
    if record.kind == "cycles":
        return [_unsigned(line, past.day) for line in lines]
    shown = lines[:1]
    for gate, known_lines in gates_of(tuple(lines)):
        # Of several sign-offs on one day, each is a commit of its own.
        is_signed_today = record.signed.get(gate) == past.day
        own = _without_later(known_lines, "approvals", past.day - timedelta(days=not is_signed_today))
        bare = [re.sub(r", in_review: true", "", line) for line in own if line.strip() != "in_review: true"]
        is_in_review = gate in record.reviewed
        if own != bare and is_in_review:
            bare = own
        elif is_in_review and bare[0].endswith("}"):
            bare = [bare[0][:-1] + ", in_review: true}"]
        elif is_in_review:
            at = next((index + 1 for index, line in enumerate(bare) if line.strip().startswith("due: ")), 2)
            bare = [*bare[:at], "    in_review: true", *bare[at:]]
        shown += bare
    return _shifted(past, record, shown)


def _unsigned(line: str, day: date) -> str:
    """A line of a checklist as it was before somebody signed it."""
    match = SIGNED.search(line)
    return line.replace(match[0], match[1]) if match and date.fromisoformat(match[3]) > day else line


def gates_of(lines: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    """The gates of a launch: name and lines."""
    own: list[str] = []
    for line in lines[1:]:
        if re.match(r"  [\w-]+:", line) and own:
            yield own[0].strip().partition(":")[0], own
            own = []
        own.append(line)
    if own:
        yield own[0].strip().partition(":")[0], own


def _seats_then(past: Past, record: Record, lines: list[str]) -> list[str]:
    """The seats as they were counted last: each quarter, and today's count on its own day."""
    match = SEATS.search(lines[-1])
    if match is None or not match[3] or date.fromisoformat(match[3]) <= past.day:
        return lines
    counted = max((day for day in _COUNTS if day <= past.day), default=_COUNTS[0])
    chance = random.Random(f"{record.name} {counted}")
    billed = int(match[1])
    active = max(1, min(billed, int(match[2]) - 2 + int(chance.random() * 4)))
    return [f"seats: {{billed: {billed}, active: {active}, on: {counted}}}"]


def _tasks(past: Past, record: Record, lines: list[str]) -> list[str]:  # noqa: ARG001
    """The tasks of an onboarding layer that somebody has thought of."""
    items = _split(lines[1:])
    ids = [re.findall(r"^  - (?:\{)?id: ([\w-]+)", "\n".join(item), re.MULTILINE)[0] for item in items]
    kept = [item for id_, item in zip(ids, items, strict=True) if id_ not in record.lacking]
    return [lines[0], *(line for item in kept for line in item)]


_EDITS: dict[str, Callable[[Past, Record, list[str]], list[str]]] = {
    "goals": _references,
    "initiatives": _references,
    "parent": _parent,
    "depends_on": _dependencies,
    "commits": _commitments,
    "links": _links,
    "gates": _gate_states,
    "rollout": _rollout,
    "seats": _seats_then,
    "tasks": _tasks,
}
"""How the blocks that are not a plain value are told as they were."""


# --- days and words --------------------------------------------------------------------------------

_COUNTS = (date(2025, 12, 16), date(2026, 4, 8), date(2026, 7, 8))
"""The days on which all seats were counted."""


def working_day(day: date) -> date:
    """The day, or the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def known(start: date) -> date:
    """The day on which an absence was written down."""
    return min(working_day(start - KNOWN_BEFORE), date(2026, 10, 9))
