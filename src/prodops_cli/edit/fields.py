"""Change what a YAML file says at a route, and leave every other byte as it is: bytes in, bytes out.

An edit becomes a few small steps (a list that is given anew: the items that differ), and each step becomes one or
more texts that could be meant. A text counts only where it reads back to exactly the former data with the step
applied, so a file that is written in a way nobody thought of is refused, never damaged.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, NoReturn, cast

from prodops_cli.diagnostics import Append, Edit, Remove, RemoveComment, Rename, Route, Set, Span
from prodops_cli.edit import _cutting as cutting
from prodops_cli.edit import _placing as placing
from prodops_cli.edit._page import Page, look_up
from prodops_cli.edit._writing import as_read, given
from prodops_cli.source import Data, Limits, Quoted, read

__all__ = ["Append", "Edit", "Remove", "RemoveComment", "Rename", "Set", "edited"]


def edited(path: str, old: bytes, edits: Sequence[Edit], limits: Limits = Limits()) -> bytes:
    """The file after the edits, one after the other: a route means the file as the edits before it left it.

    Values are plain data whose Python types say how they are written: a `str` is a text and gets quotes where a
    reader could take it for something else; numbers, booleans and dates are written plain.

    Raises ProdopsError, with the place, where the file is not prodops YAML, where a route leads nowhere or into a
    scalar, and where the change cannot be made without changing something else.
    """
    page = Page(path, old, limits)
    for edit in edits:
        match edit:
            case Set(route, value) if value is not None:
                page = _set(page, route, given(value))
            case Append(route, value):
                page = _append(page, route, [given(value)])
            case Set(route) | Remove(route):
                page = _remove(page, route)
            case Rename(route, name):
                page = _rename(page, route, name)
            case RemoveComment(span):
                page = _remove_comment(page, span)
    return page.raw


# --- steps ---------------------------------------------------------------------------------------------


def _set(page: Page, route: Route, value: Any) -> Page:
    is_there, current = look_up(page.data, route)
    if is_there and _is_same(current, as_read(value)):
        return page
    is_kept = bool(current) or (current is not None and _has_comment(page, route))
    if is_kept and isinstance(current, dict) and isinstance(value, dict) and value:
        return _set_keys(page, route, current, value)
    if is_kept and isinstance(current, list) and isinstance(value, list) and value:
        return _set_items(page, route, current, value)
    spot, rest = page.walk(route)
    if not spot.route and not rest:
        page.refuse(spot.node, "this is the whole file", "name one of its keys")
    if any(isinstance(step, int) for step in rest):
        page.refuse(spot.node, "there is no list here yet", "add an item instead")
    for step in reversed(rest if page.is_empty(spot.node) else rest[1:]):
        value = {step: value}
    if page.is_empty(spot.node) or not rest:
        return _first_right(page, spot.route, value, placing.over(page, spot, value))
    key = str(rest[0])
    return _first_right(page, (*spot.route, key), value, placing.new_key(page, spot, key, value))


def _set_keys(page: Page, route: Route, current: dict[str, Data], value: dict[str, Any]) -> Page:
    for key, inner in value.items():
        page = _set(page, (*route, key), inner)
    for key in current:
        if key not in value:
            page = _remove(page, (*route, key))
    return page


def _set_items(page: Page, route: Route, current: list[Data], value: list[Any]) -> Page:
    """The items that differ, from the last to the first, so that the places of the others stay."""
    wanted = cast("list[Data]", as_read(value))
    before, after = ([json.dumps(item, sort_keys=True) for item in items] for items in (current, wanted))
    for what, first, last, new_first, new_last in reversed(SequenceMatcher(None, before, after).get_opcodes()):
        if what == "equal":
            continue
        both = min(last - first, new_last - new_first)
        if new_first + both < new_last:
            page = _insert(page, route, first + both, value[new_first + both : new_last])
        for index in reversed(range(first + both, last)):
            page = _remove(page, (*route, index))
        for index in reversed(range(both)):
            page = _set(page, (*route, first + index), value[new_first + index])
    return page


def _append(page: Page, route: Route, values: list[Any]) -> Page:
    _, current = look_up(page.data, route)
    if isinstance(current, list) and (current or _has_comment(page, route)):
        return _insert(page, route, len(current), values)
    if current in (None, []):
        return _set(page, route, values)
    return page.refuse(page.walk(route)[0].node, "no list stands here", "give the whole value instead")


def _has_comment(page: Page, route: Route) -> bool:
    """Whether a comment stands within the brackets at a route."""
    spot, rest = page.walk(route)
    return not rest and page.has_comment(spot.node)


def _insert(page: Page, route: Route, index: int, values: list[Any]) -> Page:
    spot, _ = page.walk(route)
    _, items = look_up(page.data, route)
    wanted = [*items[:index], *map(as_read, values), *items[index:]]
    return _first_right(page, route, wanted, placing.new_items(page, spot, index, values), is_read=True)


def _remove(page: Page, route: Route) -> Page:
    if not look_up(page.data, route)[0]:
        return page
    if not route:
        page.refuse(page.root, "this is the whole file", "delete the file instead")
    holder, _ = page.walk(route[:-1])
    _, held = look_up(page.data, holder.route)
    left = (
        [item for number, item in enumerate(held) if number != route[-1]]
        if isinstance(held, list)
        else {key: value for key, value in held.items() if key != route[-1]}
    )
    if not left and not holder.route:
        page.refuse(page.root, "nothing would be left in the file", "delete the file instead")
    is_cut = bool(left) or page.has_comment(holder.node)
    texts = cutting.without(page, holder, route[-1]) if is_cut else placing.over(page, holder, left)
    return _first_right(page, holder.route, left, texts, is_read=True)


def _rename(page: Page, route: Route, name: str) -> Page:
    is_there, _ = look_up(page.data, route)
    _, held = look_up(page.data, route[:-1])
    if not is_there or not isinstance(held, dict):
        page.refuse(page.walk(route[:-1])[0].node, f"no key `{'.'.join(map(str, route))}` stands here", "look again")
    if name in held:
        page.refuse(page.walk(route)[0].node, f"`{name}` is there already", "make one of the two")
    left = {(name if key == route[-1] else key): inner for key, inner in held.items()}
    return _first_right(page, route[:-1], left, placing.renamed(page, route, name), is_read=True)


def _remove_comment(page: Page, span: Span) -> Page:
    texts = cutting.without_comment(page, span)
    return _first_right(page, (), page.data, texts, is_read=True)


# --- checks --------------------------------------------------------------------------------------------


def _first_right(page: Page, route: Route, value: Any, texts: Iterable[str], *, is_read: bool = False) -> Page:
    """The first of the texts that says what the file said, but for the value at the route."""
    wanted = _with(page.data, route, value if is_read else as_read(value))
    for text in _ended_alike(page, texts):
        raw = page.encoded(text)
        document = read(page.path, raw, page.limits)
        if not document.problems and _is_same(document.data, wanted):
            return Page(page.path, raw, page.limits)
    return _cannot(page, route)


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
