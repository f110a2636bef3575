"""Changing fields: the value changes, and no other byte of the file does."""

import copy
import os
import random
import re
from datetime import date
from typing import Any

import pytest

from documents import KEYS, document
from prodops_cli.diagnostics import Edit, RemoveComment, Rename, Route, Span
from prodops_cli.edit.fields import Append, Remove, Set, edited
from prodops_cli.errors import ProdopsError
from prodops_cli.source import Node, read

Change = Set | Append | Remove

DOCUMENTS = int(os.environ.get("PRODOPS_TEST_DOCUMENTS", "300"))
"""How many made-up documents are edited; the promise was tried with 10,000."""

VALUES: tuple[Any, ...] = (
    *(
        "word",
        "two words",
        "no",
        "1.10",
        "2026-09-01",
        "",
        " x ",
        "#",
        "- a",
        "a: b",
        "it's",
        'say "hi"',
        "é\u202e\x00",
    ),
    *("a\nb", "a\n\nb\n", "\n a", "word " * 40, True, False, 0, 3, -1.5, date(2026, 12, 1)),
    *([], ["a"], ["alpha", "x, y", "no"], [3, 5], [{"id": "a"}, {"id": "b", "on": date(2026, 1, 1)}]),
    *({}, {"a": 1}, {"title": "x", "custom": {"deep": ["a", {"b": "c"}]}}, {"on": "a", "notes": "b\nc"}),
)


# --- made-up documents -----------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """What is read where a value is written."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def routes(data: Any, at: Route = ()) -> list[Route]:
    """Every route of a document but its top."""
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    found: list[Route] = [at] if at else []
    for step, inner in steps:
        found += routes(inner, (*at, step))
    return found


def look(data: Any, route: Route) -> Any:
    for step in route:
        data = data[step]
    return data


def some_edit(data: Any, choices: random.Random) -> tuple[Change, Any]:
    """An edit that fits the data, and the data after it."""
    wanted = copy.deepcopy(data)
    route = choices.choice(routes(data))
    value = choices.choice(VALUES)
    holder = look(wanted, route[:-1])
    what = choices.random()
    if what < 0.2 and isinstance(look(data, route), dict):
        key = choices.choice((*KEYS, "new"))
        look(wanted, route)[key] = plain(value)
        return Set((*route, key), value), wanted
    if what < 0.2 and look(data, route) is None:
        holder[route[-1]] = {"deep": {"er": plain(value)}}
        return Set((*route, "deep", "er"), value), wanted
    if what < 0.35 and isinstance(look(data, route), list | None):
        holder[route[-1]] = [*(look(data, route) or []), plain(value)]
        return Append(route, value), wanted
    if what < 0.5 and (len(route) > 1 or len(data) > 1):
        del holder[route[-1]]
        return Remove(route), wanted
    holder[route[-1]] = plain(value)
    return Set(route, value), wanted


def node_at(root: Node, route: Route) -> Node | None:
    for step in route:
        if isinstance(step, str) and step not in root.pairs:
            return None
        root = root.items[step] if isinstance(step, int) else root.pairs[step][2]
    return root


def touched(raw: bytes, edit: Change) -> tuple[int, int]:
    """The first line (from 0) an edit may touch, and the first it may not: those of its key and its whole value.

    Within brackets these are the lines of the outermost ones. The last item of a list leaves `[]` beside its key,
    and the first key beside a dash leaves its place to the second one.
    """
    found = read("x.yaml", raw)
    assert found.tree is not None
    route = next(edit.route[:end] for end in range(len(edit.route), -1, -1) if node_at(found.tree, edit.route[:end]))
    following = 0
    if isinstance(edit, Remove):
        holder = look(found.data, route[:-1])
        rest = [step for step in (holder if isinstance(holder, dict) else range(len(holder))) if step != route[-1]]
        if not rest:
            route = route[:-1]
        elif raw.decode("utf-8-sig").splitlines()[found.span(route, at_key=True).line - 1].lstrip().startswith("- "):
            following = found.span((*route[:-1], rest[0]), at_key=True).line
    for end in range(len(route)):
        node = node_at(found.tree, route[:end])
        if node is not None and not node.is_scalar and found.text[node.start.index] in "[{":
            route = route[:end]
            break
    span, key = found.span(route), found.span(route, at_key=True)
    return min(span.line, key.line) - 1, max(span.end_line, following)


def lines_of(raw: bytes) -> list[bytes]:
    """The lines with their ends, without the byte order mark."""
    return raw.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)


def are_same(lines: list[bytes], others: list[bytes]) -> bool:
    """Whether lines are equal, byte by byte; the end of the last one counts only where both have one."""
    if (
        len(others) == len(lines) + 1 and not others[-1].strip()
    ):  # an empty line at the end of a file without a line end
        others = others[:-1]
    if lines and others and not (lines[-1].endswith(b"\n") and others[-1].endswith(b"\n")):
        lines, others = [*lines[:-1], lines[-1].rstrip()], [*others[:-1], others[-1].rstrip()]
    return lines == others


def comments_in(raw: bytes) -> list[bytes]:
    return sorted(re.findall(rb"# c\d+ ", raw + b" "))


def check_edit(seed: int) -> str | None:
    """Edit one document once; returns why it was refused, where it was."""
    old = document(seed)
    before = read("x.yaml", old)
    assert not before.problems, (seed, before.problems)
    edit, wanted = some_edit(before.data, random.Random(seed))
    try:
        new = edited("x.yaml", old, [edit])
    except ProdopsError as error:
        return f"{seed}: {edit}: {error.message}"
    context = (seed, edit, old.decode(), new.decode())
    after = read("x.yaml", new)
    assert not after.problems, context
    assert after.data == wanted, context
    _check_bytes(old, new, edit, context)
    if not isinstance(edit, Append):
        again = [] if isinstance(edit, Remove) and isinstance(edit.route[-1], int) else [edit]
        assert edited("x.yaml", new, again) == new, context
    return None


def _check_bytes(old: bytes, new: bytes, edit: Change, context: object) -> None:
    assert new.startswith(b"\xef\xbb\xbf") == old.startswith(b"\xef\xbb\xbf"), context
    for end, other in ((b"\n", b"\r\n"), (b"\r\n", b"(?<!\r)\n")):
        if not re.search(other, old) and end in old:
            assert not re.search(other, new), context
    first, last = touched(old, edit)
    before, after = lines_of(old), lines_of(new)
    while isinstance(edit, Remove) and last < len(before) and not before[last].strip():
        last += 1  # they may have to go, where a block text above would take them in
    assert are_same(after[:first], before[:first]), context
    assert are_same(after[len(after) - len(before[last:]) :], before[last:]), context
    if old.endswith(b"\n") != new.endswith(b"\n"):  # only where a block text would lose its line end
        assert new.endswith(b"\n"), context
        shorter = read("x.yaml", new[:-1].removesuffix(b"\r")).data
        assert read("x.yaml", new).data != shorter or not before[first - 1].strip(), context
    is_single = isinstance(edit, Append) or (isinstance(edit, Set) and not isinstance(edit.value, list | dict))
    value = read("x.yaml", old).tree
    was = node_at(value, edit.route) if value is not None else None
    if is_single and (was is None or was.is_scalar or isinstance(edit, Append)):
        assert comments_in(new) == comments_in(old), context


@pytest.mark.parametrize(
    ("old", "edit", "new"),
    [
        ("tags: [  # why\n  ]\na: b\n", Append(("tags",), "x"), "tags: [x  # why\n  ]\na: b\n"),
        ("tags: [  # why\n  ]\na: b\n", Set(("tags",), ["x", "z"]), "tags: [x, z  # why\n  ]\na: b\n"),
        ("tags: [\n  # why\n  ]\n", Append(("tags",), "x"), "tags: [x\n  # why\n  ]\n"),
        ("m: {  # why\n  }\n", Set(("m",), {"a": 1}), "m: {a: 1  # why\n  }\n"),
        ("m: {  # why\n  }\n", Set(("m", "a"), 1), "m: {a: 1  # why\n  }\n"),
        ("m: {l: [  # why\n  ]}\n", Append(("m", "l"), "x"), "m: {l: [x  # why\n  ]}\n"),
        ("tags: [\n  # why\n  x,  # x\n  ]\n", Remove(("tags", 0)), "tags: [\n  # why\n    # x\n  ]\n"),
    ],
)
def test_comments_in_empty_brackets_stay(old: str, edit: Edit, new: str) -> None:
    assert edited("x.yaml", old.encode(), [edit]).decode() == new


@pytest.mark.parametrize("edit", [Set(("tags",), "x"), Set(("tags",), {"a": 1})])
def test_comments_in_empty_brackets_are_not_written_over(edit: Edit) -> None:
    with pytest.raises(ProdopsError, match="cannot be changed here"):
        edited("x.yaml", b"tags: [  # why\n  ]\na: b\n", [edit])


def many(form: str, items: list[str]) -> str:
    """A file with a list, each item with a comment where that is possible."""
    if form == "flow":
        return f"a: b\nl: [{', '.join(items)}]\n"
    return "a: b\nl:\n" + "".join(f"  - {item} # of {item}\n" for item in items) + "c: d\n"


ITEMS = [f"one item of many numbered {number}" for number in range(1000)]


@pytest.mark.parametrize("form", ["block", "flow"])
def test_many_items_are_added_changed_and_removed_at_once(form: str) -> None:
    """One by one, so many are refused in a file of this size."""
    old = many(form, ITEMS).encode()
    added = [f"more {number}" for number in range(1000)]
    after = read("x.yaml", edited("x.yaml", old, [Append(("l",), item) for item in added])).data
    assert isinstance(after, dict)
    assert after["l"] == ITEMS + added
    changed = [item if number % 2 else f"changed {number}" for number, item in enumerate(ITEMS)]
    edits = [Set(("l", number), item) for number, item in enumerate(changed) if number % 2 == 0]
    new = edited("x.yaml", old, edits)
    assert edited("x.yaml", old, [Set(("l",), changed)]) == new
    assert read("x.yaml", new).data == read("x.yaml", many(form, changed).encode()).data
    kept = ITEMS[:100] + ITEMS[900:]
    assert edited("x.yaml", old, [Set(("l",), kept)]).decode() == many(form, kept)
    assert edited("x.yaml", old, [Remove(("l", 100))] * 800).decode() == many(form, kept)


def test_more_changes_than_can_be_made_are_refused_at_once() -> None:
    old = many("block", ITEMS * 5).encode()
    with pytest.raises(ProdopsError, match="5,000 changes at once are too many for this file"):
        edited("x.yaml", old, [Set(("l",), [f"new {number}" for number in range(5000)])])


@pytest.mark.parametrize("form", ["block", "flow"])
def test_edits_at_once_are_as_edits_one_by_one(form: str) -> None:
    for seed in range(60):
        choices = random.Random(seed)
        items = [choices.choice(["a", "ab", "abc", "b", "ba"]) for _ in range(8)]
        left, edits = list(range(8)), []
        for _ in range(choices.randint(2, 6)):
            place = choices.randrange(len(left))
            del left[place]
            edits.append(Remove(("l", place)))
        old = many(form, items).encode()
        one_by_one = old
        for edit in edits:
            one_by_one = edited("x.yaml", one_by_one, [edit])
        assert edited("x.yaml", old, edits) == one_by_one == many(form, [items[place] for place in left]).encode()


def test_made_up_documents_change_only_where_they_are_told_to() -> None:
    refused = [reason for seed in range(DOCUMENTS) if (reason := check_edit(seed))]
    assert not refused


# --- one by one --------------------------------------------------------------------------------------

APPROVAL = {"by": "noor", "on": date(2026, 9, 1), "verdict": "approved", "seal": {"facts": ["geographies"], "of": "12"}}
BLOCK = """
- by: noor
  "on": 2026-09-01
  verdict: approved
  seal: {facts: [geographies], of: "12"}
""".strip()


def block(indent: int) -> str:
    return "".join(f"{' ' * indent}{line}\n" for line in BLOCK.splitlines())


def change(text: str, *edits: Edit) -> str:
    return edited("x.yaml", text.encode(), edits).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: L\n", f"title: L\ngates:\n  legal:\n    approvals:\n{block(6)}"),
        ("title: L\ngates:\nx: 1\n", f"title: L\ngates:\n  legal:\n    approvals:\n{block(6)}x: 1\n"),
        ("gates: {} # none\n", f"gates: # none\n  legal:\n    approvals:\n{block(6)}"),
        (
            "gates:\n    legal:\n        owner: noor # c\n\n    tax:\n        owner: ada\n",
            (
                "gates:\n    legal:\n        owner: noor # c\n        approvals:\n"
                f"{block(12)}\n    tax:\n        owner: ada\n"
            ),
        ),
        (
            "gates:\n  legal: {owner: noor}\n",
            (
                'gates:\n  legal: {owner: noor, approvals: [{by: noor, "on": 2026-09-01, verdict: approved, '
                'seal: {facts: [geographies], of: "12"}}]}\n'
            ),
        ),
        (
            "gates:\n  legal:\n    approvals:\n    - by: ada\n    # was in a hurry\n\nend: 1\n",
            f"gates:\n  legal:\n    approvals:\n    - by: ada\n{block(4)}    # was in a hurry\n\nend: 1\n",
        ),
        (
            "gates:\n  legal:\n    approvals:\n      - {by: ada, on: 2026-08-01}\n",
            (
                "gates:\n  legal:\n    approvals:\n      - {by: ada, on: 2026-08-01}\n"
                '      - {by: noor, on: 2026-09-01, verdict: approved, seal: {facts: [geographies], of: "12"}}\n'
            ),
        ),
    ],
)
def test_an_item_is_added_where_even_the_list_is_missing(before: str, after: str) -> None:
    assert change(before, Append(("gates", "legal", "approvals"), APPROVAL)) == after


@pytest.mark.parametrize(
    ("before", "edit", "after"),
    [
        ("a: 'x' # c\n", Set(("a",), "it's"), "a: 'it''s' # c\n"),
        ('a: "x" # c\n', Set(("a",), 'say "\n"'), 'a: |- # c\n  say "\n  "\n'),
        ("a:   # c\n", Set(("a",), "x"), "a: x   # c\n"),
        ("a:\n  goes on\n  here # c\nb: 1\n", Set(("a",), "x"), "a:\n  x # c\nb: 1\n"),
        ("a: >-\n  one\n  two\n\n# c\n", Set(("a",), "three\nfour"), "a: >-\n  three\n\n  four\n\n# c\n"),
        ("a: |+\n  one\n\nb: 1\n", Set(("a",), "two"), "a: |-\n  two\nb: 1\n"),
        ("a: |\n  one", Set(("b",), 1), "b: 1\na: |\n  one"),
        ("a: [x, # one\n  y]\n", Append(("a",), "z"), "a: [x, # one\n  y, z]\n"),
        ("a: [\n  x # one\n]\n", Append(("a",), "z"), "a: [\n  x, # one\n  z\n]\n"),
        ("a: [x, y,]\n", Remove(("a", 1)), "a: [x,]\n"),
        ("a: [x, y, z]\n", Remove(("a", 0)), "a: [y, z]\n"),
        ("a: {b, c: 1}\n", Set(("a", "b"), 2), "a: {b: 2, c: 1}\n"),
        ("- a: 1 # c\n  # d\n  b: 2\n", Remove((0, "a")), "-\n  # d\n  b: 2\n"),
        ("- a: 1\n  b: 2\n", Remove((0, "a")), "- b: 2\n"),
        ("- - a\n  - b\n", Remove((0, 0)), "- - b\n"),
        ("a:\n  # why\n  b: 1\n", Remove(("a", "b")), "a: {}\n  # why\n"),
        ("a:\n- x # one\n# two\n- y\n", Set(("a",), ["w", "y"]), "a:\n- w # one\n# two\n- y\n"),
        ("a: {x: 1, y: 2} # c\n", Set(("a",), {"y": 2, "z": [3]}), "a: {y: 2, z: [3]} # c\n"),
        ("a:\n  - x\n  # c\n", Set(("a",), 3), "a: 3\n  # c\n"),
        ("on: 1\n", Set(("on",), True), "on: true\n"),
        ("a: 1\n", Set(("a",), "true"), 'a: "true"\n'),
        ("a: 1\nb: 2\n", Rename(("a",), "y"), '"y": 1\nb: 2\n'),
        ("a: {b: 1}\n", Rename(("a", "b"), "c"), "a: {c: 1}\n"),
        ("a: 1 # c\nb: 2\n", RemoveComment(Span(1, 6, 1, 9)), "a: 1\nb: 2\n"),
        ("  # c\r\na: 1\r\n", RemoveComment(Span(1, 3, 1, 6)), "a: 1\r\n"),
        ("a: 1\n", Remove(("b",)), "a: 1\n"),
        ("a: 1\n", Set(("a",), None), None),
    ],
)
def test_edits(before: str, edit: Edit, after: str | None) -> None:
    if after is None:
        with pytest.raises(ProdopsError, match=r"x\.yaml:1:1: nothing would be left"):
            change(before, edit)
    else:
        assert change(before, edit) == after


@pytest.mark.parametrize(
    ("text", "edit", "said"),
    [
        ("a: x\n", Set(("a", "b"), 1), "x.yaml:1:4: a single value stands here"),
        ("a: x\nb: [1]\n", Set(("b", "c"), 1), "x.yaml:2:4: a list stands here"),
        ("a:\n  - x\n", Set(("a", 3), 1), "x.yaml:2:3: the list has no item 4"),
        ("a: {b: 1}\n", Append(("a",), 1), "x.yaml:1:4: no list stands here"),
        ("a: {b: 1}\n", Set(("a", 0), 1), "x.yaml:1:4: a mapping stands here"),
        ("a: 1\n", Set(("b", 0), 1), "x.yaml:1:1: there is no list here yet"),
        ("a: 1\n", Set((), 1), "x.yaml:1:1: this is the whole file"),
        ("a: 1\n", Remove(()), "x.yaml:1:1: this is the whole file"),
        ("a: 1\nb: 2\n", Rename(("a",), "b"), "x.yaml:1:4: `b` is there already"),
        ("a: 1\n", Rename(("c",), "b"), "no key `c` stands here"),
        ("a: '# no'\n", RemoveComment(Span(1, 5, 1, 9)), "x.yaml:1:5: no comment stands here"),
        ("a: &x 1\n", Set(("a",), 2), "x.yaml:1:4: anchors (`&x`) are not prodops YAML"),
        ("a: [1\n", Set(("a",), 2), "x.yaml:1:4: a `[` list that is not closed"),
        ("? a\n", Set(("a",), 2), "cannot be changed here without changing something else"),
        ("a: 1\n", Set(("a",), float("nan")), "`nan` cannot be written into a file"),
        ("a: 1\n", Set(("e\u0301",), 1), "cannot be changed here"),
        ("a: 1\n", Set(("a",), "\ud800"), "cannot be changed here"),
    ],
)
def test_what_cannot_be_done_is_refused_at_its_place(text: str, edit: Edit, said: str) -> None:
    with pytest.raises(ProdopsError) as raised:
        change(text, edit)
    assert said in raised.value.message
    assert raised.value.hint or "written into a file" in said
