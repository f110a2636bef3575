"""Change what a YAML file says at a route, and leave every other byte as it is: bytes in, bytes out.

An edit becomes a few small steps (a list that is given anew: the items that differ), and each step becomes one or
more texts that could be meant. A text counts only where it reads back to exactly the former data with the step
applied, so a file that is written in a way nobody thought of is refused, never damaged.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, NoReturn, cast

from prodops_cli.diagnostics import Append, Edit, Remove, RemoveComment, Rename, Route, Set, Span
from prodops_cli.edit import _cutting as cutting
from prodops_cli.edit import _placing as placing
from prodops_cli.edit._page import Page, look_up
from prodops_cli.edit._together import splice_between, spliced
from prodops_cli.edit._writing import as_read, given
from prodops_cli.errors import ProdopsError
from prodops_cli.source import Data, Limits, Quoted, read

__all__ = ["Append", "Edit", "Remove", "RemoveComment", "Rename", "Set", "edited"]

MOST_STEPS = 2_000
"""So many changes are made in one go."""
MOST_AT_ONCE = 500_000_000
"""Changes times characters of the file: each makes the whole text once; a few seconds."""
MOST_ONE_BY_ONE = 8_000_000
"""As above, where each change reads the file again; about ten seconds."""


def edited(path: str, old: bytes, edits: Sequence[Edit], limits: Limits = Limits()) -> bytes:
    """The file after the edits, one after the other: a route means the file as the edits before it left it.

    Values are plain data whose Python types say how they are written: a `str` is a text and gets quotes where a
    reader could take it for something else; numbers, booleans and dates are written plain.

    Raises ProdopsError, with the place, where the file is not prodops YAML, where a route leads nowhere or into a
    scalar, and where the change cannot be made without changing something else.
    """
    page = Page(path, old, limits)
    for run in _runs(edits):
        page = _made(page, run)
    return page.raw


def _runs(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """The edits in their order, those beside each other that can be made in one go together."""
    run: list[Edit] = []
    whole: set[Route] = set()
    above: set[Route] = set()
    for edit in edits:
        starts = {edit.route[:length] for length in range(len(edit.route))} if isinstance(edit, Set) else set()
        is_apart = not isinstance(edit, Set) or (
            edit.route not in whole and edit.route not in above and not starts & whole
        )
        if run and not (is_apart and _goes_with(run[0], edit)):
            yield run
            run, whole, above = [], set(), set()
        run.append(edit)
        if isinstance(edit, Set):
            whole.add(edit.route)
            above |= starts
    if run:
        yield run


def _goes_with(first: Edit, edit: Edit) -> bool:
    """Whether edits can be made together: appends to one list, items taken from one, values."""
    match first, edit:
        case (Append(), Append()):
            return first.route == edit.route
        case (Remove(), Remove()):
            is_item = bool(first.route and edit.route) and isinstance(first.route[-1], int)
            return is_item and isinstance(edit.route[-1], int) and first.route[:-1] == edit.route[:-1]
        case (Set(), Set()):
            return first.value is not None and edit.value is not None
    return False


def _made(page: Page, run: list[Edit]) -> Page:
    """The page after edits that go together."""
    match run[0]:
        case Append(route):
            return _append(page, route, [given(edit.value) for edit in run if isinstance(edit, Append)])
        case Set(_, value) if value is not None:
            sets = [edit for edit in run if isinstance(edit, Set)]
            return _applied(page, [step for edit in sets for step in _steps(page, edit.route, given(edit.value))])
        case Set(route):
            return _applied(page, [Remove(route)])
        case Remove(route):
            return _applied(page, _removals(page, [edit.route for edit in run if isinstance(edit, Remove)]))
        case Rename(route, name):
            return _rename(page, route, name)
        case RemoveComment(span):
            return _remove_comment(page, span)


def _removals(page: Page, routes: list[Route]) -> list["_Step"]:
    """Items taken from one list after the other, as removals from the last to the first."""
    if len(routes) == 1:
        return [Remove(routes[0])]
    is_there, items = look_up(page.data, routes[0][:-1])
    left = list(range(len(items))) if is_there and isinstance(items, list) else []
    places = [left.pop(step) for *_, step in routes if isinstance(step, int) and 0 <= step < len(left)]
    return [Remove((*routes[0][:-1], place)) for place in sorted(places, reverse=True)]


# --- steps ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Put:
    """A value where there is another, or none."""

    route: Route
    value: Any


@dataclass(frozen=True, slots=True)
class _Insert:
    """Items before the one of a number in a list, or at its end."""

    route: Route
    index: int
    values: list[Any]


_Step = _Put | _Insert | Remove


def _steps(page: Page, route: Route, value: Any) -> Iterator[_Step]:
    """What has to change so that a value stands at a route; in an order in which no step moves what a later one means.

    Of lists the items that differ change, from the last to the first.
    """
    is_there, current = look_up(page.data, route)
    if is_there and _is_same(current, as_read(value)):
        return
    is_kept = bool(current) or (current is not None and _has_comment(page, route))
    if is_kept and isinstance(current, dict) and isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _steps(page, (*route, key), inner)
        yield from (Remove((*route, key)) for key in current if key not in value)
    elif is_kept and isinstance(current, list) and isinstance(value, list) and value:
        yield from _item_steps(page, route, current, value)
    else:
        yield _Put(route, value)


def _item_steps(page: Page, route: Route, current: list[Data], value: list[Any]) -> Iterator[_Step]:
    wanted = cast("list[Data]", as_read(value))
    before, after = ([json.dumps(item, sort_keys=True) for item in items] for items in (current, wanted))
    for what, first, last, new_first, new_last in reversed(SequenceMatcher(None, before, after).get_opcodes()):
        if what == "equal":
            continue
        both = min(last - first, new_last - new_first)
        if new_first + both < new_last:
            yield _Insert(route, first + both, value[new_first + both : new_last])
        for index in reversed(range(first + both, last)):
            yield Remove((*route, index))
        for index in reversed(range(both)):
            yield from _steps(page, (*route, first + index), value[new_first + index])


def _applied(page: Page, steps: Iterable[_Step]) -> Page:
    """The page after some steps: all in one go where that is right, else one after the other."""
    steps = list(steps)
    if len(steps) > 1:
        _require_few(page, len(steps), MOST_AT_ONCE)
        together = _together(page, steps)
        if together is not None:
            return together
        _require_few(page, len(steps), MOST_ONE_BY_ONE)
    for step in steps:
        page = _stepped(page, step)
    return page


def _require_few(page: Page, count: int, most: int) -> None:
    """Raise ProdopsError for more changes than can be made in a few seconds."""
    if count * len(page.text) > most or count > MOST_STEPS:
        raise ProdopsError(
            f"{page.path}: {count:,} changes at once are too many for this file, so nothing was changed",
            "make fewer at a time, or write the list by hand",
        )


def _together(page: Page, steps: list[_Step]) -> Page | None:
    """The page after steps of which none touches what another changes; None where that is not so."""
    wanted, splices = page.data, []
    try:
        for step in steps:
            changed = _change(page, step)
            text = next(iter(changed.texts), None) if changed is not None else None
            if text is None:
                return None
            splices.append(splice_between(page.text, text, _latest(page, step)))
            wanted = _with_step(wanted, step)
    except ProdopsError:
        return None  # said where the steps are made one by one
    text = spliced(page.text, splices)
    return _right(page, wanted, [text]) if text is not None else None


def _latest(page: Page, step: _Step) -> int | None:
    """Where the piece that an item takes with it starts at the latest: its line, or itself within brackets."""
    if not isinstance(step, Remove) or not isinstance(step.route[-1], int):
        return None
    holder, _ = page.walk(step.route[:-1])
    if holder.in_flow or page.is_flow(holder.node):
        return int(holder.node.items[step.route[-1]].start.index)
    return page.line_start(page.dash(holder.node, step.route[-1]))


def _with_step(data: Data, step: _Step) -> Data:
    """What the file says after a step."""
    match step:
        case _Put(route, value):
            return _with(data, route, as_read(value))
        case _Insert(route, index, values):
            items = look_up(data, route)[1]
            return _with(data, route, [*items[:index], *map(as_read, values), *items[index:]])
        case Remove(route):
            return _with(data, route[:-1], _less(look_up(data, route[:-1])[1], route[-1]))


def _less(held: Any, step: str | int) -> Data:
    """A list or mapping without an item or a key."""
    if isinstance(held, list):
        return [item for number, item in enumerate(held) if number != step]
    return {key: value for key, value in held.items() if key != step}


@dataclass(frozen=True, slots=True)
class _Change:
    """What stands at a route after a step, as it is read, and the texts that could say so."""

    route: Route
    wanted: Data
    texts: Iterable[str]


def _stepped(page: Page, step: _Step) -> Page:
    changed = _change(page, step)
    return page if changed is None else _first_right(page, changed.route, changed.wanted, changed.texts)


def _change(page: Page, step: _Step) -> _Change | None:
    """A step on a page; None for one that changes nothing."""
    match step:
        case _Put(route, value):
            return _put(page, route, value)
        case _Insert(route, index, values):
            spot, _ = page.walk(route)
            items = look_up(page.data, route)[1]
            wanted = [*items[:index], *map(as_read, values), *items[index:]]
            return _Change(route, wanted, placing.new_items(page, spot, index, values))
        case Remove(route):
            return _removed(page, route)


def _put(page: Page, route: Route, value: Any) -> _Change:
    spot, rest = page.walk(route)
    if not spot.route and not rest:
        page.refuse(spot.node, "this is the whole file", "name one of its keys")
    if any(isinstance(step, int) for step in rest):
        page.refuse(spot.node, "there is no list here yet", "add an item instead")
    for step in reversed(rest if page.is_empty(spot.node) else rest[1:]):
        value = {step: value}
    if page.is_empty(spot.node) or not rest:
        return _Change(spot.route, as_read(value), placing.over(page, spot, value))
    key = str(rest[0])
    return _Change((*spot.route, key), as_read(value), placing.new_key(page, spot, key, value))


def _append(page: Page, route: Route, values: list[Any]) -> Page:
    _, current = look_up(page.data, route)
    if isinstance(current, list) and (current or _has_comment(page, route)):
        return _stepped(page, _Insert(route, len(current), values))
    if current in (None, []):
        return _stepped(page, _Put(route, values))
    return page.refuse(page.walk(route)[0].node, "no list stands here", "give the whole value instead")


def _has_comment(page: Page, route: Route) -> bool:
    """Whether a comment stands within the brackets at a route."""
    spot, rest = page.walk(route)
    return not rest and page.has_comment(spot.node)


def _removed(page: Page, route: Route) -> _Change | None:
    if not look_up(page.data, route)[0]:
        return None
    if not route:
        page.refuse(page.root, "this is the whole file", "delete the file instead")
    holder, _ = page.walk(route[:-1])
    left = _less(look_up(page.data, holder.route)[1], route[-1])
    if not left and not holder.route:
        page.refuse(page.root, "nothing would be left in the file", "delete the file instead")
    is_cut = bool(left) or page.has_comment(holder.node)
    texts = cutting.without(page, holder, route[-1]) if is_cut else placing.over(page, holder, left)
    return _Change(holder.route, left, texts)


def _rename(page: Page, route: Route, name: str) -> Page:
    is_there, _ = look_up(page.data, route)
    _, held = look_up(page.data, route[:-1])
    if not is_there or not isinstance(held, dict):
        page.refuse(page.walk(route[:-1])[0].node, f"no key `{'.'.join(map(str, route))}` stands here", "look again")
    if name in held:
        page.refuse(page.walk(route)[0].node, f"`{name}` is there already", "make one of the two")
    left = {(name if key == route[-1] else key): inner for key, inner in held.items()}
    return _first_right(page, route[:-1], left, placing.renamed(page, route, name))


def _remove_comment(page: Page, span: Span) -> Page:
    texts = cutting.without_comment(page, span)
    return _first_right(page, (), page.data, texts)


# --- checks --------------------------------------------------------------------------------------------


def _first_right(page: Page, route: Route, value: Data, texts: Iterable[str]) -> Page:
    """The first of the texts that says what the file said, but for the value at the route."""
    return _right(page, _with(page.data, route, value), texts) or _cannot(page, route)


def _right(page: Page, wanted: Data, texts: Iterable[str]) -> Page | None:
    """The page of the first text that says what is wanted."""
    for text in _ended_alike(page, texts):
        raw = page.encoded(text)
        document = read(page.path, raw, page.limits)
        if not document.problems and _is_same(document.data, wanted):
            return Page(page.path, raw, page.limits)
    return None


def _cannot(page: Page, route: Route) -> NoReturn:
    name = ".".join(str(step + 1) if isinstance(step, int) else step for step in route) or "this"
    page.refuse(
        page.walk(route)[0].node,
        f"`{name}` cannot be changed here without changing something else",
        "change it by hand",
    )


def _ended_alike(page: Page, texts: Iterable[str]) -> Iterator[str]:
    """The texts, without a line break at the end where the file has none; with it where that is what is meant."""
    for text in texts:
        if page.text and not page.text.endswith("\n") and text.endswith("\n"):
            yield text.removesuffix("\n").removesuffix("\r")
        yield text


def _with(data: Data, route: Route, value: Data) -> Data:
    """Plain data with another value at a route; nothing but the containers on the way is copied."""
    if not route:
        return value
    if isinstance(data, list):
        index = cast("int", route[0])
        return [*data[:index], _with(data[index], route[1:], value), *data[index + 1 :]]
    held = data if isinstance(data, dict) else {}
    key = str(route[0])
    return {**held, key: _with(held.get(key), route[1:], value)}


def _is_same(one: Data, other: Data) -> bool:
    """Whether data are equal, and their texts meant alike: a quoted `3` is not the number."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_is_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_is_same, one, other))
    return one == other and isinstance(one, Quoted) == isinstance(other, Quoted)
