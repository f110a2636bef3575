"""A YAML file as the pieces it is made of: its top-level keys, or the items of its list.

Two revisions of a file differ in a line or two. A piece, from one line that starts at the left edge to the next,
means in the file what it means alone; so a piece that many revisions have is looked at once. What is not made of
such pieces beyond doubt is read as a whole, by `source.read`: the answer is the same, only later.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from prodops_cli.source import Data, Limits, read

Fields = Mapping[str, "Piece"]
"""A record's values by their top-level keys."""


class Piece:
    """One key of a record with what stands behind it, read when asked for. Equal texts are one object."""

    __slots__ = ("_text", "_value", "key")

    def __init__(self, key: str, text: bytes | None, value: Data = None) -> None:
        self.key = key
        self._text = text
        self._value = value

    @property
    def value(self) -> Data:
        """What `source.read` makes of it."""
        if self._text is not None:
            data = read("", self._text).data
            self._value = data[self.key] if isinstance(data, dict) else None
            self._text = None
        return self._value


@dataclass
class Pieces:
    """Every piece seen so far, by its text without the last line's end."""

    limits: Limits = field(default_factory=Limits)
    _known: dict[bytes, tuple[str, Piece]] = field(default_factory=dict, repr=False)
    _refused: set[bytes] = field(default_factory=set, repr=False)
    """Those that may mean something else in their file than alone."""
    _items: dict[bytes, Fields | None] = field(default_factory=dict, repr=False)

    def record(self, raw: bytes) -> Fields | None:
        """The fields of a file with one record; None where `source.read` finds no mapping in it."""
        if not self._is_small(raw):
            return self._whole_record(raw)
        fields = self._split(raw)
        return fields if fields is not None else self._whole_record(raw)

    def records(self, raw: bytes) -> list[Fields] | None:
        """The records of a file with a list of them, without items that are no mappings; None where it has no list."""
        if self._is_small(raw):
            blank, *texts = _ITEMS.split(raw)
            if texts and _BLANK.fullmatch(blank):
                items = [self._item(text) for text in texts]
                if None not in items:
                    return [item for item in items if item is not None]
        data = read("", raw, self.limits).data
        if not isinstance(data, list):
            return None
        return [_fields(item) for item in data if isinstance(item, dict)]

    def _is_small(self, raw: bytes) -> bool:
        """Whether the file cannot break a limit that its pieces keep: a value takes a byte that starts or ends it."""
        if len(raw) > self.limits.bytes:
            return False
        return len(raw) <= self.limits.nodes // 2 or 2 * sum(map(raw.count, _MARKS)) <= self.limits.nodes

    def _whole_record(self, raw: bytes) -> Fields | None:
        data = read("", raw, self.limits).data
        return _fields(data) if isinstance(data, dict) else None

    def _split(self, raw: bytes) -> Fields | None:
        """The fields, where every piece means the same alone; else None."""
        if raw[-1:] != b"\n":
            return None
        texts = _KEYS.split(raw[:-1])
        if not texts[0][:1].isalpha() and not _BLANK.fullmatch(texts.pop(0) + b"\n"):
            return None
        try:
            fields = dict(map(self._known.__getitem__, texts))
        except KeyError:
            if not all(map(self._knows, texts)):
                return None
            fields = dict(map(self._known.__getitem__, texts))
        return fields or None

    def _knows(self, text: bytes) -> bool:
        """Whether the piece means the same alone; from now on it is known."""
        if text not in self._known and text not in self._refused:
            piece = _piece(text + b"\n")
            if piece is None:
                self._refused.add(text)
            else:
                self._known[text] = (piece.key, piece)
        return text in self._known

    def _item(self, text: bytes) -> Fields | None:
        """The fields of one item of a list: a record of its own, once its lines are moved to the left edge."""
        if text not in self._items:
            self._items[text] = self._split(_INDENT.sub(b"", text)) if _ITEM.fullmatch(text) else None
        return self._items[text]


def _fields(data: dict[str, Data]) -> Fields:
    return {key: Piece(key, None, value) for key, value in data.items()}


def _piece(text: bytes) -> Piece | None:
    """The piece that a text is, or None where it is not one key with its value."""
    if match := _PLAIN.fullmatch(text):
        key, value = match.groups()
        return Piece(key.decode("ascii"), None, value.decode("ascii"))
    if match := _SIMPLE.match(text):
        return Piece(match[1].decode("ascii"), text)
    match = _KEY.match(text)
    if match is None or _FOREIGN.search(text):
        return None
    data = read("", text, _ALONE).data
    key = match[1].decode("ascii")
    return Piece(key, None, data[key]) if isinstance(data, dict) and list(data) == [key] else None


_KEYS = re.compile(rb"\n(?=[A-Za-z_])")
_ITEMS = re.compile(rb"^(?=- )", re.MULTILINE)
_BLANK = re.compile(rb"(?:#[ -~]*\n|\n)*")
"""What may stand before the first piece: comments and empty lines."""
_ITEM = re.compile(rb"- (?=[A-Za-z_]).*\n(?:  .*\n|\n)*(?:  .*)?")
_INDENT = re.compile(rb"^(?:- |  )", re.MULTILINE)
_KEY = re.compile(rb"([A-Za-z_][A-Za-z0-9_-]*):(?=[ \r\n]|\Z)")
_FOREIGN = re.compile(rb"^(?:[^] \r\n#}A-Za-z_-]|-[^ \r\n])", re.MULTILINE)
"""A line at the left edge, after the first, that could end the document or hold a second key."""
_ALONE = Limits(depth=Limits().depth - 1)
"""In a list, the same piece is a level deeper."""
_MARKS = (b":", b",", b"-", b"[", b"{", b"?", b"\n")
"""Every value of a file has one of these before or behind it that no other value has."""

# What libyaml can only read in one way, from the inside out; ASCII, each value closed on its line.
_WORD = rb"[A-Za-z_][A-Za-z0-9_-]*+"
_NO_NULL = rb"(?!(?:null|Null|NULL)\b)"
_BARE = rb"[A-Za-z0-9](?:[A-Za-z0-9_./+%()&;'=<>-]|:(?=[A-Za-z0-9/])| (?! *[#\n]))*+"
_QUOTED = rb'"(?:[ !#-\[\]-~])*+"' + rb"|'[ -&(-~]*+'"
_LOOSE = rb"[A-Za-z0-9](?:[A-Za-z0-9_./+%()&;'=<>,?!$*-]|:(?=[A-Za-z0-9/])| (?! *[#\n]))*+"
_FLAT = rb"(?:%b%b|%b)" % (_NO_NULL, _BARE, _QUOTED)
_FLOW_LIST = rb"\[%b(?:, ?%b)*+\]" % (_FLAT, _FLAT)
_PAIR = rb"%b: (?:%b|%b)" % (_WORD, _FLAT, _FLOW_LIST)
_FLOW_MAP = rb"\{%b(?:, ?%b)*+\}" % (_PAIR, _PAIR)
_INLINE = rb"(?:%b%b|%b|%b|%b)(?: +#[ -~]*+)?" % (_NO_NULL, _LOOSE, _QUOTED, _FLOW_LIST, _FLOW_MAP)

_PLAIN = re.compile(rb"(%b): (%b[A-Za-z0-9](?:[A-Za-z0-9_./+%%-]| (?=[A-Za-z0-9]))*+)\n" % (_WORD, _NO_NULL))
"""A key with one plain word or a few: most of what changes."""
_SIMPLE = re.compile(
    rb"(%b):(?: %b\n|\n(?:( *)- %b\n(?:\2- %b\n)*+|( +)%b: %b\n(?:\3%b: %b\n)*+))(?:\n|#[ -~]*+\n)*+\Z"
    % (_WORD, _INLINE, _INLINE, _INLINE, _WORD, _INLINE, _WORD, _INLINE)
)
"""A key with a value on its line, with a list of one-line items, or with a mapping of one-line values."""
