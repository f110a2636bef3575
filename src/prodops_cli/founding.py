"""A workspace that is not there yet: its settings, and one small example of every kind, linked and free of findings.

Nothing is written here; a plan says what would be, and leaves alone what is there. The dates of the examples are
counted from the day that is passed in; what comes out is read and linted as a workspace before anybody sees it.
"""

import json
import os
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from prodops_cli import __version__
from prodops_cli.analysis.calendar import add_working_days, period_days, quarter_of, unknown_holiday_codes
from prodops_cli.analysis.planning.cycle import next_quarter, usual_dates
from prodops_cli.drafts import id_from, require_text
from prodops_cli.errors import ExitCode, ProdopsError
from prodops_cli.kinds import all_kinds
from prodops_cli.kinds._schema import schemas
from prodops_cli.linter import lint
from prodops_cli.render import data
from prodops_cli.render.starter import starter
from prodops_cli.render.yaml import Value
from prodops_cli.scaffold import Update, Verbatim, copy_of, fill, plan_update
from prodops_cli.settings import Settings, load
from prodops_cli.tree import MARKER, SUFFIX, MemoryTree
from prodops_cli.validation import validate
from prodops_cli.workspace import read_workspace

Style = Literal["files", "lists"]

SCHEMAS = ".prodops/schema"
"""Where the schemas for editors stand, below the root."""

_TEMPLATES = {"onboarding": "onboarding/company.yaml.j2"}
"""Examples that can be had later, too."""
_PROJECT_DAYS = 30
"""Working days that the example initiative still has."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody who starts a workspace is asked."""

    name: str
    time_zone: str = "UTC"
    holidays: tuple[str, ...] = ()
    style: Style = "files"
    team: str = "Product"
    person: str = "Ada Example"


def settings_of(answers: Answers) -> Settings:
    """The settings that the answers mean. Raises ProdopsError for one that cannot be used."""
    for name in ("name", "team", "person"):
        text = getattr(answers, name)
        require_text(name, text)
        if not text.strip():
            raise ProdopsError(f"the {name} is empty", "write something")
    settings = validate(Settings, dict(_settings_data(answers)), path=MARKER)
    if not isinstance(settings, Settings):
        raise ProdopsError(settings[0].message, settings[0].hint)
    unknown = unknown_holiday_codes(settings)
    if unknown:
        raise ProdopsError(f"there are no public holidays for `{unknown[0]}`", "use a code like DE, DE-BE or US")
    return settings


def _settings_data(answers: Answers) -> dict[str, Value]:
    found: dict[str, Value] = {"name": answers.name.strip(), "time_zone": answers.time_zone.strip()}
    return found | ({"holidays": list(answers.holidays)} if answers.holidays else {})


def settings_text(answers: Answers) -> str:
    """prodops.yaml, with comments that teach."""
    heading = "What this organisation decides for its workspace; this file marks the workspace's root."
    return starter(
        Settings,
        _settings_data(answers),
        heading=heading,
        modeline=f"{SCHEMAS}/{MARKER.removesuffix(SUFFIX)}.schema.json",
    )


def examples(answers: Answers, settings: Settings, today: date) -> dict[str, str]:
    """One record of every kind that has an example, by path: a file each, or a list each."""
    ids, values = ids_of(answers), _values(answers, settings, today)
    found = {}
    for kind in all_kinds().values():
        if kind.kind not in ids:
            continue
        text = fill(_TEMPLATES.get(kind.kind, f"init/{kind.kind}.yaml.j2"), {**values, **ids, "you": ids["person"]})
        if answers.style == "lists":
            found[f"{kind.folder}{SUFFIX}"] = _modeline(f"{kind.kind}-list", 0) + _as_item(ids[kind.kind], text)
        else:
            found[f"{kind.folder}/{ids[kind.kind]}{SUFFIX}"] = _modeline(kind.kind, 1) + text
    return found


def ids_of(answers: Answers) -> dict[str, str]:
    """The ids of the examples, by kind."""
    first_name = answers.person.split()[0]
    return {
        "person": id_from(first_name) or id_from(answers.person) or "you",
        "team": id_from(answers.team) or "team",
        "tool": "prodops",
        "goal": "everyone-knows",
        "initiative": "one-roadmap",
        "launch": "roadmap-for-all",
        "cycle": "next-quarter",
        "decision": "roadmap-in-git",
        "ritual": "roadmap-review",
        "resource": "handbook",
        "onboarding": "company",
    }


def _values(answers: Answers, settings: Settings, today: date) -> dict[str, str | int | bool | date]:
    """What the templates print: names as given, and days that fit together, counted from today."""
    target = add_working_days(settings, today, _PROJECT_DAYS)
    launch_day = add_working_days(settings, target, 5)
    period = quarter_of(settings, launch_day)
    days = period_days(settings, period)
    planned = next_quarter(settings, today)
    cycle = usual_dates(settings, planned)
    return {
        "your_name": answers.person.strip(),
        "team_name": answers.team.strip(),
        "time_zone": settings.time_zone,
        "today": today,
        "start": today - timedelta(days=7),
        "target": target,
        "gate_day": add_working_days(settings, launch_day, -5),
        "launch_day": launch_day,
        "review_day": today + timedelta(days=365),
        "period": period,
        "cycle_period": planned,
        "opens": cycle.opens,
        "goals_day": add_working_days(settings, cycle.freeze, -10),
        "freeze": cycle.freeze,
        "closes": cycle.closes,
        "has_begun": days.first <= today,  # else there is nothing to count yet
        "value": 40 + round(40 * days.elapsed(today)),
    }


def schema_for(root: Path, kind: str, path: str) -> str | None:
    """Where an editor finds a kind's schema, seen from a new file; None where the workspace has no schemas."""
    schema = f"{SCHEMAS}/{kind}.schema.json"
    return "../" * path.count("/") + schema if os.path.lexists(root / schema) else None


def _modeline(schema: str, depth: int) -> str:
    """The comment by which editors find the schema, in a file so many folders below the root."""
    return f"# yaml-language-server: $schema={'../' * depth}{SCHEMAS}/{schema}.schema.json\n"


def _as_item(id_: str, text: str) -> str:
    """A record's text as the first item of a list; the comments above it stay where they are."""
    lines = text.splitlines()
    start = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    item = [f"- id: {id_}", *(f"  {line}" for line in lines[start:])]
    return "".join(f"{line}\n" for line in [*lines[:start], *item])


def editor_settings() -> str:
    """.vscode/settings.json: which schema is for which files."""
    kinds = all_kinds().values()
    schemas = {f"{SCHEMAS}/{MARKER.removesuffix(SUFFIX)}.schema.json": MARKER}
    schemas |= {f"{SCHEMAS}/{kind.kind}.schema.json": f"{kind.folder}/**/*{SUFFIX}" for kind in kinds}
    schemas |= {f"{SCHEMAS}/{kind.kind}-list.schema.json": f"{kind.folder}{SUFFIX}" for kind in kinds}
    settings = {"yaml.schemas": schemas, "yaml.yamlVersion": "1.2", "yaml.format.enable": False}
    return json.dumps(settings, indent=2) + "\n"


def require_clean(files: Mapping[str, str], today: date) -> None:
    """Raise ProdopsError with everything that `prodops lint` would find in such a workspace."""
    tree = MemoryTree({path: text.encode() for path, text in files.items()})
    found = lint(read_workspace(tree, load(tree)), today).diagnostics
    if found:
        raise ProdopsError("the examples do not fit these answers", code=ExitCode.FINDINGS, diagnostics=found)


def schema_files() -> dict[str, bytes]:
    """Every schema as a file, by name: `goal.schema.json`, `goal-list.schema.json`, `prodops.schema.json`."""
    return {f"{name}.schema.json": data.to_json(schema).encode() for name, schema in schemas().items()}


# --- what is written, and what is left alone ---------------------------------------------------------

SERVICES = {
    ".pre-commit-config.yaml": "pre-commit-config.yaml",
    ".github/workflows/prodops.yml": "github.yml",
    ".gitlab-ci.yml": "gitlab-ci.yml",
}
"""Files by which other programs run prodops, each with its template."""
_EDITOR = ".vscode/settings.json"


_NO_UPDATE = Update(())


@dataclass(frozen=True, slots=True)
class Plan:
    """The files of a workspace: new ones, and those that people have to mend themselves."""

    files: Mapping[str, bytes]
    """What is still to be written, by path below the root."""
    listed: tuple[str, ...]
    """What is written now or was by an earlier run that was interrupted."""
    by_hand: Mapping[str, str]
    """What would go into files that are there already, or above the root, by the path to show."""
    has_examples: bool = False
    """Whether examples are among the files."""
    update: Update = _NO_UPDATE
    """What becomes of files that are generated again."""


def plan(root: Path, answers: Answers, today: date, services: Iterable[str] = ()) -> Plan:
    """Everything for a new workspace in a folder. Raises ProdopsError where the answers cannot be used."""
    settings = settings_of(answers)
    records, marker = examples(answers, settings, today), settings_text(answers)
    require_clean({**records, MARKER: marker}, today)
    kept = {} if any(_is_foreign(root, path, text) for path, text in records.items()) else records
    schemas_ = {f"{SCHEMAS}/{name}": text.decode() for name, text in schema_files().items()}
    new = {path: text for path, text in schemas_.items() if not os.path.lexists(root / path)}
    added, by_hand = _sorted_out(root, {_EDITOR: editor_settings(), **_services(root, services)})
    copies = {copy_of(path): text for path, text in added.items() if path in SERVICES}
    missing = {path: text for path, text in copies.items() if not os.path.lexists(root / path)}
    wanted = {**new, **missing, **added, **kept, MARKER: marker}
    return Plan(_still_missing(root, wanted), tuple(path for path in wanted if path != MARKER), by_hand, bool(kept))


def addition(root: Path, services: Iterable[str]) -> Plan:
    """Files by which other programs run prodops, for a workspace that is there; those of an earlier time are merged."""
    texts = _services(root, services)
    ours = {path: text for path, text in texts.items() if not _above(root) and os.path.lexists(root / copy_of(path))}
    added, by_hand = _sorted_out(root, {path: text for path, text in texts.items() if path not in ours})
    generated = {path: text.encode() for path, text in texts.items() if path in ours or path in added}
    return Plan({}, tuple(generated), by_hand, update=plan_update(root, generated))


def _services(root: Path, names: Iterable[str]) -> dict[str, str]:
    where = _below_top(root)
    values = {"version": Verbatim(__version__), "where": Verbatim(f" -C {shlex.quote(where)}" if where else "")}
    return {path: fill(f"init/{SERVICES[path]}.j2", values) for path in names}


def _sorted_out(root: Path, texts: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What can be written, and what cannot: it is there with other words, or belongs where the repository begins."""
    found, by_hand = {}, {}
    above = _above(root)
    for path, text in texts.items():
        if path in SERVICES and above:
            by_hand[f"{above}{path}"] = text
        elif os.path.lexists(root / path) and not _is_there(root / path, text):
            by_hand[path] = text
        else:
            found[path] = text
    return found, by_hand


def _above(root: Path) -> str:
    """The way from the root up to the folder that git keeps."""
    below = _below_top(root)
    return "../" * (below.count("/") + 1) if below else ""


def _below_top(root: Path) -> str:
    """The root, seen from the folder that git keeps; nothing where they are the same, or git keeps none."""
    top = next((folder for folder in (root, *root.parents) if os.path.lexists(folder / ".git")), root)
    return root.relative_to(top).as_posix() if top != root else ""


def _is_foreign(root: Path, path: str, text: str) -> bool:
    """Whether an example's folder or list is there already and somebody else made it."""
    folder, slash, name = path.partition("/")
    home = folder.removesuffix(SUFFIX)
    if os.path.lexists(root / (f"{home}{SUFFIX}" if slash else home)):  # the other style
        return True
    if not os.path.lexists(root / folder):
        return False
    if slash and (root / folder).is_dir() and os.listdir(root / folder) != [name]:
        return True
    return not _is_there(root / path, text)


def _still_missing(root: Path, texts: Mapping[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in texts.items() if not _is_there(root / path, text)}


def _is_there(place: Path, text: str) -> bool:
    """Whether a file says exactly this already: an interrupted `init` is finished by the next one."""
    try:
        return place.is_file() and not place.is_symlink() and place.read_bytes() == text.encode()
    except OSError:
        return False
