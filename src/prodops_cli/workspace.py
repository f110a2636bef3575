"""Read a Tree, link it, look things up: Workspace, Entry, Reference.

Loading never stops at a problem: everything wrong is collected in `Workspace.problems`. A record that could
not be read still exists, so that references to it are not reported on top of the real problem.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar, cast

from prodops_cli.bulk import Reading, read_all, without_collection
from prodops_cli.diagnostics import Problem, Route, Span
from prodops_cli.fields import is_id
from prodops_cli.kinds import all_kinds
from prodops_cli.kinds._base import Record, references_of
from prodops_cli.known import Found, Known
from prodops_cli.settings import Settings
from prodops_cli.source import Document
from prodops_cli.tree import MARKER, SUFFIX, Tree, Unreadable
from prodops_cli.validation import validate

R = TypeVar("R", bound=Record)
R_co = TypeVar("R_co", bound=Record, covariant=True)

PAGE_SUFFIX = ".md"
"""The names of pages end like this."""
MOST_PROBLEMS_PER_LIST = 200
"""A list whose records are all wrong in the same way is understood from its first ones."""


@dataclass(frozen=True, slots=True)
class Entry(Generic[R_co]):
    """A record and where it stands: the file, and the route to it inside the file."""

    record: R_co
    path: str
    route: Route = ()

    @property
    def kind(self) -> str:
        """The record's kind."""
        return self.record.kind

    @property
    def id(self) -> str:
        """The record's id."""
        return self.record.id

    @property
    def ref(self) -> str:
        """The record's name across kinds: `kind:id`."""
        return f"{self.record.kind}:{self.record.id}"


class Reference(NamedTuple):
    """One record naming another: from whom, at which route, to which kind and id."""

    source: Entry[Record]
    route: Route
    kind: str
    id: str


@dataclass(frozen=True)
class Workspace:
    """Everything the product-ops files say, read and linked; immutable, and a pure function of the tree."""

    settings: Settings
    entries: Mapping[tuple[str, str], Entry[Record]]
    """The readable records by (kind, id), sorted."""
    problems: tuple[Problem, ...]
    """What was wrong with reading, in order of files."""
    documents: Mapping[str, Document]
    """Every file that was read, by path."""
    unread: frozenset[tuple[str, str]] = frozenset()
    """(kind, id) of the records that exist but could not be read."""
    unread_kinds: frozenset[str] = frozenset()
    """Kinds of which a whole list could not be read: any id of theirs may exist."""
    names: tuple[str, ...] = ()
    """The names at the root's top level, folders with a trailing slash."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """The markdown that commands wrote and people tick, by path: `onboarding/plans/ada.md`."""

    def of(self, kind: type[R]) -> tuple[Entry[R], ...]:
        """The entries of a kind, by id."""
        return cast("tuple[Entry[R], ...]", self._by_kind.get(kind.kind, ()))

    def get(self, kind: type[R], id_: str | None) -> R | None:
        """The record of a kind with an id, or None where there is none (or none that could be read)."""
        entry = self.entries.get((kind.kind, id_)) if id_ is not None else None
        return cast("R", entry.record) if entry is not None else None

    def find(self, kind: str, id_: str) -> Entry[Record] | None:
        """The entry of a kind, by name, with an id."""
        return self.entries.get((kind, id_))

    def exists(self, kind: str, id_: str) -> bool:
        """Whether a reference to this record can be right: it is there, readable or not."""
        return (kind, id_) in self.entries or (kind, id_) in self.unread or kind in self.unread_kinds

    @cached_property
    def _by_kind(self) -> dict[str, tuple[Entry[Record], ...]]:
        grouped: dict[str, list[Entry[Record]]] = defaultdict(list)
        for entry in self.entries.values():
            grouped[entry.kind].append(entry)
        return {kind: tuple(entries) for kind, entries in grouped.items()}

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every reference between records, in order of their sources."""
        found = []
        for entry in self.entries.values():
            for route, kind, text in references_of(entry.record):
                if kind is None:
                    kind, _, text = text.partition(":")  # noqa: PLW2901
                found.append(Reference(entry, route, kind, text))
        return tuple(found)

    @cached_property
    def _referrers(self) -> dict[tuple[str, str], list[Reference]]:
        grouped: dict[tuple[str, str], list[Reference]] = defaultdict(list)
        for reference in self.references:
            grouped[reference.kind, reference.id].append(reference)
        return grouped

    def referrers(self, entry: Entry[Record]) -> list[Reference]:
        """The references that name this record."""
        return self._referrers.get((entry.kind, entry.id), [])


def read_workspace(
    tree: Tree,
    settings: Settings,
    *,
    also: Iterable[str] = (),
    begun: Reading | None = None,
    known: Known | None = None,
) -> Workspace:
    """Read every record of a tree and link them. Nothing is raised for what the files contain.

    `also` names files that somebody asked about; those of them that belong to no kind are read as YAML only.
    `begun` is what is being parsed already; `known` what was read before, at another time, and is kept for the next.
    """
    with without_collection():
        return _Loader(tree, settings, known).load(tuple(also), begun)


Homes = dict[str, tuple[type[Record], bool]]
"""The kind of the records in each file, and whether it holds a list of them."""


class _Loader:
    """What is found while reading, before it is frozen into a Workspace."""

    def __init__(self, tree: Tree, settings: Settings, known: Known | None) -> None:
        self.tree = tree
        self.settings = settings
        self.known = known
        self.names = tuple(tree.names())
        self.problems: list[Problem] = []
        self.entries: dict[tuple[str, str], Entry[Record]] = {}
        self.documents: dict[str, Document] = {}
        self.unread: set[tuple[str, str]] = set()
        self.unread_kinds: set[str] = set()
        self.first_places: dict[tuple[str, str], tuple[str, Route]] = {}
        self.pages: list[str] = []

    def load(self, also: tuple[str, ...], begun: Reading | None) -> Workspace:
        homes = self._homes()
        paths = sorted({*homes, *also} - {MARKER})
        found = self._known_at(paths, homes)
        fresh = [path for path in paths if path not in found]
        self.tree.expect(fresh, self.settings.source_limits.bytes)
        documents = read_all(self.tree, fresh, self.settings.source_limits, begun)
        for path in paths:
            if path in found:
                self._take_known(path, found[path])
            else:
                self._take_document(next(documents), homes.get(path))
        next(documents, None)  # and its children are sent home
        pages = self._read_pages()
        return Workspace(
            settings=self.settings,
            entries=dict(sorted(self.entries.items())),
            problems=tuple(self.problems),
            documents=self.documents,
            unread=frozenset(self.unread),
            unread_kinds=frozenset(self.unread_kinds),
            names=self.names,
            pages=pages,
        )

    def _known_at(self, paths: list[str], homes: Homes) -> dict[str, Found]:
        """Those of the files that were read before, at this time or another."""
        if self.known is None:
            return {}
        limits = self.settings.source_limits
        found = ((path, self.known.find(self.tree, path, homes[path][0], limits)) for path in paths if path in homes)
        return {path: file for path, file in found if file is not None}

    def _take_known(self, path: str, file: Found) -> None:
        """The records of a file that was read before, perhaps at another path."""
        document = file.document if file.document.path == path else file.document.moved_to(path)
        self.documents[path] = document
        for record, route in file.records:
            self._keep(record.kind, record.id, record, document, route)

    def _take_document(self, document: Document, home: tuple[type[Record], bool] | None) -> None:
        """The records of a file; they are kept for another time where nothing is wrong with any of them."""
        problems, entries = len(self.problems), len(self.entries)
        self.documents[document.path] = document
        self.problems.extend(document.problems)
        if home is not None:
            kind, is_list = home
            (self._take_list if is_list else self._take_one)(kind, document)
            if self.known is not None and len(self.problems) == problems:
                added = islice(reversed(self.entries.values()), len(self.entries) - entries)
                records = [(entry.record, entry.route) for entry in added]
                self.known.keep(self.tree, document, kind, self.settings.source_limits, records[::-1])
        document.data = None

    def _homes(self) -> dict[str, tuple[type[Record], bool]]:
        """Every file to read, with its kind and whether it holds a list."""
        homes: dict[str, tuple[type[Record], bool]] = {}
        for kind in all_kinds().values():
            for path in self._files_of(kind):
                if path.endswith(SUFFIX):
                    homes[path] = (kind, "/" not in path)
                elif path.endswith("/"):
                    self._report_folder(kind, path)
                elif kind.pages is not None and path.startswith(f"{kind.folder}/{kind.pages}/"):
                    self.pages += [path] if path.endswith(PAGE_SUFFIX) else []
                elif path.lower().endswith((".yml", SUFFIX)):
                    hint = f"rename it to {path.rsplit('.', 1)[0]}{SUFFIX}"
                    self._report("misplaced-file", path, "only files that end in .yaml are read", hint)
        return homes

    def _read_pages(self) -> dict[str, str]:
        """The texts of the pages, those that can be read."""
        most = self.settings.source_limits.bytes
        self.tree.expect(self.pages, most)
        found = {}
        for path in self.pages:
            try:
                found[path] = _page(self.tree.read(path, most), most)
            except Unreadable as error:
                self._report("unreadable-file", path, f"the page cannot be read: {error}", None)
        return found

    def _files_of(self, kind: type[Record]) -> list[str]:
        """The paths that can hold a kind's records: a file of the kind's name, and whatever its folder holds."""
        lists = [name for name in self.names if name.rpartition(".")[0] == kind.folder]
        return lists + (self.tree.files(kind.folder) if f"{kind.folder}/" in self.names else [])

    def _report_folder(self, kind: type[Record], path: str) -> None:
        """A folder whose files cannot be known: any id of its kind may be in there."""
        self.unread_kinds.add(kind.kind)
        try:
            self.tree.read(path, 0)
        except Unreadable as error:
            self._report("unreadable-file", path, f"the folder cannot be read: {error}", "check its permissions")

    def _report(self, rule: str, path: str, message: str, hint: str | None, route: Route | None = None) -> None:
        span = Span(1, 1, 1, 1) if route is None else None
        self.problems.append(Problem(rule, path, message, hint, route or (), span=span))

    def _take_one(self, kind: type[Record], document: Document) -> None:
        """A file with one record, whose id is the file's name."""
        path = document.path
        id_ = path.rsplit("/", 1)[-1].removesuffix(SUFFIX)
        if not is_id(id_):
            self._report(
                "invalid-id",
                path,
                "the file's name cannot be an id",
                "use letters, digits and hyphens: one-page-checkout.yaml",
            )
        data = document.data
        if not isinstance(data, dict):
            self.unread.add((kind.kind, id_))
            if document.has_tree:
                self._not_a_record(kind, document)
            return
        given = data.get("id")
        if given is not None and given != id_:
            self.problems.append(
                Problem(
                    "invalid-id",
                    path,
                    "the id is the file's name; this one says something else",
                    "remove the line, or rename the file",
                    ("id",),
                )
            )
        self._take(kind, {**data, "id": id_} if is_id(id_) else {**data, "id": "x"}, id_, document, ())

    def _not_a_record(self, kind: type[Record], document: Document) -> None:
        if isinstance(document.data, list):
            hint = f"one record per file here; a list of them goes into {kind.folder}{SUFFIX}"
            self._report("invalid-value", document.path, "a list, where one record is wanted", hint, ())
        else:
            self._report(
                "invalid-value",
                document.path,
                "a record is wanted: `key: value` lines",
                f"see: prodops new {kind.kind}",
                (),
            )

    def _take_list(self, kind: type[Record], document: Document) -> None:
        """A file with a list of records, each with an id."""
        if not isinstance(document.data, list):
            self.unread_kinds.add(kind.kind)
            if document.has_tree:
                hint = f"start each record with `- id: …`; a file per record goes into {kind.folder}/"
                self._report("invalid-value", document.path, f"a list of {kind.kind} records is wanted", hint, ())
            return
        enough = len(self.problems) + MOST_PROBLEMS_PER_LIST
        for index, data in enumerate(document.data):
            route = (index,)
            if len(self.problems) > enough:
                self._report(
                    "invalid-value",
                    document.path,
                    "from here on the list was not checked",
                    "mend the rest first",
                    route,
                )
                self.unread_kinds.add(kind.kind)
                return
            if not isinstance(data, dict):
                message, hint = "a record is wanted here", "start it with `- id: …`, with `key: value` lines below"
                self._report("invalid-value", document.path, message, hint, route)
                self.unread_kinds.add(kind.kind)
                continue
            self._take(kind, data, data.get("id"), document, route)

    def _take(self, kind: type[Record], data: dict[str, Any], id_: Any, document: Document, route: Route) -> None:
        """Validate one record and keep it, unless something is wrong with it or its id is taken."""
        record = validate(kind, data, path=document.path, route=route)
        if not isinstance(record, Record):
            self.problems.extend(_less_echoes(record, document))
        if not isinstance(id_, str):
            self.unread_kinds.add(kind.kind)
            return
        is_clean = isinstance(record, Record) and not document.problems and is_id(id_)
        self._keep(kind.kind, id_, cast("Record", record) if is_clean else None, document, route)

    def _keep(self, kind: str, id_: str, record: Record | None, document: Document, route: Route) -> None:
        """Enter a record (None: one that could not be read) under its id, unless another has it."""
        place = self.first_places.setdefault((kind, id_.lower()), (document.path, route))
        if place != (document.path, route):
            self._report_twice(kind, id_, document, route, place)
        elif record is not None:
            self.entries[kind, id_] = Entry(record, document.path, route)
        else:
            self.unread.add((kind, id_))

    def _report_twice(self, kind: str, id_: str, document: Document, route: Route, first: tuple[str, Route]) -> None:
        path, first_route = first
        line = self.documents[path].span(first_route).line
        message = f"the {kind} `{id_}` exists already: {path}:{line}"
        hint = "ids are unique within a kind, in capital and small letters alike: rename one"
        at_id = (*route, "id") if route else ()
        self._report("duplicate-id", document.path, message, hint, at_id)


def _less_echoes(problems: list[Problem], document: Document) -> list[Problem]:
    """The problems less those of lines that were refused already as YAML: what stands there is not what was meant."""
    if not document.problems:
        return problems
    refused = {problem.span.line for problem in document.problems if problem.span is not None}
    return [problem for problem in problems if document.span(problem.route, at_key=problem.at_key).line not in refused]


def _page(data: bytes, most: int) -> str:
    """The text of a page. Raises Unreadable where it is too long, or none."""
    if len(data) > most:
        raise Unreadable(f"it has more than {most:,} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("it is not UTF-8") from None
