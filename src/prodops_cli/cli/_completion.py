"""What the shell offers after Tab: kinds, ids, rules, fields. Never an error, and never slow.

Ids of one-record files are their names, so nothing is parsed for them; only a list in one file is read.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from prodops_cli.errors import ProdopsError
from prodops_cli.registry import names_of

if TYPE_CHECKING:
    from prodops_cli.kinds._base import Record
    from prodops_cli.policy import LaunchPolicy
    from prodops_cli.source import Data
    from prodops_cli.tree import Tree

SETTINGS = "settings"


def kinds(incomplete: str) -> list[str]:
    """Names of kinds."""
    return _starting(names_of("prodops_cli.kinds"), incomplete)


def schemas(incomplete: str) -> list[str]:
    """What there is a schema of."""
    return _starting([*names_of("prodops_cli.kinds"), SETTINGS], incomplete)


def rules(incomplete: str) -> list[str]:
    """Names of rules, after the last comma."""
    return _last_of_list(rule_names(), incomplete)


def pages(incomplete: str) -> list[str]:
    """What `prodops explain` explains."""
    return _starting([*schemas(""), *rule_names()], incomplete)


def rule_names() -> list[str]:
    """The names of the rules, from their files."""
    return [name.replace("_", "-") for name in names_of("prodops_cli.rules")]


def reports(incomplete: str) -> list[str]:
    """Names of reports."""
    from prodops_cli.reports import all_reports

    return _starting(list(all_reports()), incomplete)


def layers(incomplete: str) -> list[str]:
    """Onboarding layers to begin with."""
    from prodops_cli.beginnings import layer_names

    return _starting(layer_names(), incomplete)


def audiences(context: typer.Context, incomplete: str) -> list[str]:
    """The audiences of status updates, those of the settings too."""
    from prodops_cli.errors import ProdopsError
    from prodops_cli.settings import AUDIENCES, load
    from prodops_cli.tree import WorkingTree, find_root

    try:
        directory = context.find_root().params.get("directory")
        names = sorted(load(WorkingTree(find_root(Path(directory or ".")))).every_audience)
    except ProdopsError:
        names = sorted(AUDIENCES)
    return _starting(names, incomplete)


def launch_audiences(incomplete: str) -> list[str]:
    """The audiences that every launch can have."""
    from prodops_cli.policy import COLLEAGUES, CUSTOMERS

    return _starting(sorted({CUSTOMERS, *COLLEAGUES}), incomplete)


def launch_facts(context: typer.Context, incomplete: str) -> list[str]:
    """The facts that a launch can have, those of the settings too."""
    from prodops_cli.launching import fact_names

    return _starting(list(fact_names(_launch_policy(context))), incomplete)


def gates_of_launch(context: typer.Context, incomplete: str) -> list[str]:
    """The gates of the launch that was typed before: those in its file, then what tiers and countries ask for."""
    from prodops_cli.policy import TIERS

    policy = _launch_policy(context)
    by_tier = (gate for tier in TIERS for gate in policy.tier(tier).gates)
    by_country = (gate for gates in policy.geographies.values() for gate in gates)
    names = dict.fromkeys((*_own_gates(context), *by_tier, *by_country, *policy.gates))
    return _starting(list(names), incomplete)


def _launch_policy(context: typer.Context) -> "LaunchPolicy":
    """What the settings say of launches; what is built in where they cannot be read."""
    from prodops_cli.policy import LaunchPolicy
    from prodops_cli.settings import load

    try:
        return load(_tree(context)).launches
    except (ProdopsError, OSError):
        return LaunchPolicy()


def _own_gates(context: typer.Context) -> list[str]:
    """The gates in the file of the launch that was typed."""
    from prodops_cli.kinds.launch import Launch

    typed = str(context.params.get("launch") or "")
    try:
        records = list(_records_with_id(_tree(context), Launch.folder, typed))
    except (ProdopsError, OSError):
        return []
    gates = (record.get("gates") for record in records)
    return [str(name) for found in gates if isinstance(found, dict) for name in found]


def _records_with_id(tree: "Tree", folder: str, id_: str) -> "Iterator[dict[str, Data]]":
    """What the files say of a record: of a folder's only the one with its name is read."""
    from prodops_cli.bulk import read_one
    from prodops_cli.source import Limits
    from prodops_cli.tree import SUFFIX

    names = set(tree.names())
    if f"{folder}/" in names:
        for path in tree.files(folder):
            if path.rpartition("/")[2] == f"{id_}{SUFFIX}":
                data = read_one(tree, path, Limits()).data
                yield from [data] if isinstance(data, dict) else []
    if f"{folder}{SUFFIX}" in names:
        data = read_one(tree, f"{folder}{SUFFIX}", Limits()).data
        for record in data if isinstance(data, list) else []:
            if isinstance(record, dict) and record.get("id") == id_:
                yield record


def _tree(context: typer.Context) -> "Tree":
    from prodops_cli.tree import WorkingTree, find_root

    directory = context.find_root().params.get("directory")
    return WorkingTree(find_root(Path(directory or ".")))


def refs(context: typer.Context, incomplete: str) -> list[str]:
    """Ids; with their kind where two kinds share one, or where a kind was typed."""
    found = _ids(context)
    word, colon, _ = incomplete.partition(":")
    if colon:
        return _starting([f"{kind}:{id_}" for kind, id_ in found if kind == word], incomplete)
    times: dict[str, int] = {}
    for _, id_ in found:
        times[id_] = times.get(id_, 0) + 1
    return _starting([id_ if times[id_] == 1 else f"{kind}:{id_}" for kind, id_ in found], incomplete)


def ids_of(kind: str) -> Callable[[typer.Context, str], list[str]]:
    """A completion with the ids of one kind."""

    def complete(context: typer.Context, incomplete: str) -> list[str]:
        return _starting([id_ for other, id_ in _ids(context) if other == kind], incomplete)

    return complete


def ids_of_kind_before(context: typer.Context, incomplete: str) -> list[str]:
    """The ids of the kind that was typed before."""
    try:
        kind = _kind(context).kind
    except ProdopsError:
        return []
    return _starting([id_ for other, id_ in _ids(context) if other == kind], incomplete)


def fields(context: typer.Context, incomplete: str) -> list[str]:
    """Names of fields of the kind that was typed before, after the last comma; `-` before them stays."""
    last = incomplete.rpartition(",")[2]
    sign = "-" if last.startswith("-") else ""
    return _last_of_list([f"{sign}{name}" for name in _fields(context, last.removeprefix("-"))], incomplete)


def conditions(context: typer.Context, incomplete: str) -> list[str]:
    """`field=` and `field~`, and after the first the words or ids that the field may have."""
    return _assignments(context, incomplete, ("=", "~"))


def assignments(context: typer.Context, incomplete: str) -> list[str]:
    """`field=`, and after it the words or ids that the field may have."""
    return _assignments(context, incomplete, ("=",))


def amendments(context: typer.Context, incomplete: str) -> list[str]:
    """`field=`, for a list also `field+=` and `field-=`, and after them the words or ids that the field may have."""
    for sign in ("+=", "-="):
        name, found, word = incomplete.partition(sign)
        if found and "=" not in name:
            return [f"{name}{sign}{choice}" for choice in _choices(context, name) if choice.startswith(word)]
    names = _fields(context, incomplete) if "=" not in incomplete else []
    if len(names) == 1 and _is_list(context, names[0]):
        return [f"{names[0]}{sign}" for sign in ("=", "+=", "-=")]
    return _assignments(context, incomplete, ("=",))


def _is_list(context: typer.Context, name: str) -> bool:
    from prodops_cli.kinds._path import field_path

    try:
        return field_path(_kind(context), name).shape.many == "list"
    except ProdopsError:
        return False


def _assignments(context: typer.Context, incomplete: str, signs: tuple[str, ...]) -> list[str]:
    """Bash puts a space behind what is offered alone, so a last field is offered with what may follow it."""
    name, equals, word = incomplete.partition("=")
    names = [name] if equals else _fields(context, incomplete)
    if len(names) != 1:
        return [f"{field}=" for field in names]
    values = [f"{names[0]}={choice}" for choice in _choices(context, names[0]) if choice.startswith(word)]
    return values if values or equals else [f"{names[0]}{sign}" for sign in signs]


def _fields(context: typer.Context, incomplete: str) -> list[str]:
    """Dotted names of fields; those of a field's own fields once its name is there."""
    from prodops_cli.kinds._path import field_path
    from prodops_cli.kinds._shape import fields_of

    above, dot, _ = incomplete.rpartition(".")
    try:
        model = _kind(context)
        inner = field_path(model, above).shape.model if dot else model
    except ProdopsError:
        return []
    names = fields_of(inner) if inner is not None else {}
    return _starting([f"{above}{dot}{name}" for name in names], incomplete)


def _kind(context: typer.Context) -> "type[Record]":
    """The kind that was typed; while an option still lacks its value it stands among the words not yet understood."""
    from prodops_cli.kinds import require_kind

    typed = context.params.get("kind") or context.params.get("ref") or next(iter(context.args), "")
    word, colon, _ = str(typed).partition(":")
    try:
        return require_kind(word)
    except ProdopsError:
        kinds = [kind for kind, id_ in _ids(context) if id_ == word]
        if colon or len(kinds) != 1:
            raise
        return require_kind(kinds[0])


def _choices(context: typer.Context, name: str) -> list[str]:
    """The words that a field can have; for a reference the ids of its kind."""
    from prodops_cli.kinds._path import field_path

    try:
        leaf = field_path(_kind(context), name).leaf
    except ProdopsError:
        return []
    if leaf.ref is None:
        return list(leaf.choices)
    return [id_ for kind, id_ in _ids(context) if kind == leaf.ref.kind]


def _ids(context: typer.Context) -> list[tuple[str, str]]:
    """Kind and id of what is in the workspace, sorted; what cannot be read is left out."""
    try:
        return _read_ids(context)
    except (ProdopsError, OSError):
        return []


def _read_ids(context: typer.Context) -> list[tuple[str, str]]:
    from prodops_cli.kinds import all_kinds
    from prodops_cli.tree import SUFFIX, WorkingTree, find_root

    directory = context.find_root().params.get("directory")
    tree = WorkingTree(find_root(Path(directory or ".")))
    names = set(tree.names())
    found: set[tuple[str, str]] = set()
    for kind in all_kinds().values():
        if f"{kind.folder}/" in names:
            paths = (path for path in tree.files(kind.folder) if path.endswith(SUFFIX))
            found |= {(kind.kind, path.rpartition("/")[2].removesuffix(SUFFIX)) for path in paths}
        if f"{kind.folder}{SUFFIX}" in names:
            found |= {(kind.kind, id_) for id_ in _ids_in(tree, f"{kind.folder}{SUFFIX}")}
    return sorted(found)


def _ids_in(tree: "Tree", path: str) -> Iterator[str]:
    """The ids of a list in one file."""
    from prodops_cli.bulk import read_one
    from prodops_cli.source import Limits

    data = read_one(tree, path, Limits()).data
    for record in data if isinstance(data, list) else []:
        if isinstance(record, dict) and isinstance(record.get("id"), str):
            yield str(record["id"])


def _last_of_list(names: list[str], incomplete: str) -> list[str]:
    """The names that can follow in a comma-separated list, each with what stands before it."""
    head, comma, last = incomplete.rpartition(",")
    taken = head.split(",")
    return [f"{head}{comma}{name}" for name in names if name.startswith(last) and name not in taken]


def _starting(names: list[str], incomplete: str) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]


# --- bash ------------------------------------------------------------------------------------------


def whole_words(words: list[str], place: int) -> tuple[list[str], int, str]:
    """A line as it was typed, where bash has taken `tool:figma` and `ring=adopt` apart, and which word is completed.

    Bash replaces only what stands behind the last `:` or `=`; what is before them is the third value.
    """
    joined: list[str] = []
    is_open = False  # whether the word before ended with a sign: `owner=` may also mean that there is no owner
    for word in [*words, ""][: place + 1]:
        is_sign = bool(word) and not word.strip(":=")
        if len(joined) > 1 and (is_sign or (is_open and word and not word.startswith("-"))):
            joined[-1] += word
        else:
            joined.append(word)
        is_open = is_sign
    last = joined[-1] if joined else ""
    before = last[: max(last.rfind(":"), last.rfind("=")) + 1]
    return joined, len(joined) - 1, before
