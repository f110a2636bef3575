"""Bytes to text: what is not a text file that a person could review is refused before any parser sees it."""

import re
from functools import cache

from prodops_cli.diagnostics import Problem, Span

BOM = b"\xef\xbb\xbf"
"""The byte order mark that some editors put before a UTF-8 text; it is read over."""

_PLAIN_ASCII = bytes([0x09, 0x0A, 0x0D, *range(0x20, 0x7F)])
_CONFLICT = re.compile(rb"^(?:<<<<<<<|>>>>>>>|\|\|\|\|\|\|\|)(?: |\r?$)", re.MULTILINE)
_NAMED = {
    "\r": "a carriage return that does not end a line",
    "\x85": "a next-line character that hides a line break",
    "\u2028": "a line separator that hides a line break",
    "\u2029": "a paragraph separator that hides a line break",
    "\ufeff": "a byte order mark in the middle of the file",
    **dict.fromkeys(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "a direction mark that can hide what a line says"
    ),
}


def refuse_bytes(path: str, raw: bytes, most: int) -> Problem | None:
    """What keeps these bytes from being a text, not too long, that a person could review; None where nothing does."""
    if len(raw) > most:
        return _refusal(
            path,
            f"the file is larger than {most:,} bytes",
            "split it into one record per file, or raise `limits.file_bytes` in prodops.yaml",
        )
    if not raw.translate(None, _PLAIN_ASCII) and (b"\r" not in raw or raw.count(b"\r") == raw.count(b"\r\n")):
        return _refuse_foreign(path, raw)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _refusal(path, "the file is UTF-16", "save it as UTF-8")
    if foreign := _refuse_foreign(path, raw):
        return foreign
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _refuse_undecodable(path, raw, error.start)
    text = text.removeprefix("\ufeff")
    if text.replace("\r\n", "").replace("\n", "").replace("\t", "").isprintable():
        return None  # what is refused never prints; what does not print need not be refused
    match = _refused().search(text)
    if match is None:
        return None
    character, place = match.group(), _place(text, match.start())
    if character == "\x00":
        return _refusal(path, "a NUL byte: this is not a text file, or not UTF-8", "save it as UTF-8", place)
    name = _NAMED.get(character, "an invisible or control character")
    hint = "remove the character; in a text that needs it, write it as an escape in double quotes"
    return _refusal(path, f"{name} (U+{ord(character):04X})", hint, place)


@cache
def _refused() -> re.Pattern[str]:
    """Controls, line separators, direction marks, byte order marks, and what is no character at all."""
    astral = "".join(f"{chr(plane)}-{chr(plane + 0xFFFD)}" for plane in range(0x10000, 0x110000, 0x10000))
    basic = "\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffd"
    return re.compile(f"[^\t\n\r{basic}{astral}]|\r(?!\n)")


def _refuse_foreign(path: str, raw: bytes) -> Problem | None:
    """Name the things that are often found in place of the YAML file somebody meant to commit."""
    head = raw[:256].removeprefix(BOM).lstrip()
    if head.startswith(b"version https://git-lfs.github.com/spec/"):
        return _refusal(path, "this is a Git LFS pointer, not the file itself", "run: git lfs pull")
    if head[:9].lower().startswith((b"<!doctype", b"<html")):
        return _refusal(path, "this is a web page, not YAML", "download the file itself, not the page about it")
    if head.startswith((b"GIF8", b"\x89PNG", b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\xff\xd8\xff")):
        return _refusal(
            path, "this is a binary file, not YAML", "keep pictures and archives outside the folders of records"
        )
    if match := (b"<<<<<<<" in raw or b">>>>>>>" in raw) and _CONFLICT.search(raw):
        line = raw.count(b"\n", 0, match.start()) + 1
        return _refusal(
            path,
            "a merge conflict was left in the file",
            "decide between the two sides and remove the markers",
            Span(line, 1, line, 8),
        )
    return None


def _refuse_undecodable(path: str, raw: bytes, offset: int) -> Problem:
    line = raw.count(b"\n", 0, offset) + 1
    start = raw.rfind(b"\n", 0, offset) + 1
    column = len(raw[start:offset].decode("utf-8", "replace")) + 1
    return _refusal(
        path,
        f"not UTF-8: byte 0x{raw[offset]:02X} at offset {offset:,}",
        "save the file as UTF-8",
        Span(line, column, line, column + 1),
    )


def _refusal(path: str, message: str, hint: str, span: Span = Span(1, 1, 1, 1)) -> Problem:
    return Problem("unreadable-file", path, message, hint, span=span)


def _place(text: str, offset: int) -> Span:
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return Span(line, column, line, column + 1)
