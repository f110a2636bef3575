"""Texts shaped like passwords and access tokens: where they stand, and how to print a line without them.

Only shapes that a provider has given its tokens are looked for: a false alarm about a secret costs more trust
than it saves. The providers are those whose tokens people who run product operations hold in their hands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

MOST_SHOWN = 4
"""How many characters of a secret may be printed, so that its owner recognises it."""

SHAPES = (
    ("AWS access key", r"AKIA|ASIA", r"[0-9A-Z]{16}(?![0-9A-Za-z])"),
    ("GitHub token", r"gh[pousr]_|github_pat_", r"[0-9A-Za-z_]{36,255}"),
    ("GitLab token", r"glpat-", r"[0-9A-Za-z_-]{20,255}"),
    ("Slack token", r"xox[abeoprs]-|xapp-[0-9]-", r"[0-9A-Za-z-]{20,255}"),
    ("Google API key", r"AIza", r"[0-9A-Za-z_-]{35}"),
    ("Google client secret", r"GOCSPX-", r"[0-9A-Za-z_-]{20,255}"),
    ("Stripe key", r"[rs]k_live_", r"[0-9A-Za-z]{16,255}"),
    ("Atlassian token", r"ATATT3", r"[0-9A-Za-z_=-]{30,512}"),
    ("Figma token", r"figd_", r"[0-9A-Za-z_-]{30,255}"),
    ("Linear key", r"lin_api_", r"[0-9A-Za-z]{30,255}"),
    ("Notion token", r"ntn_", r"[0-9A-Za-z]{40,255}"),
    ("Notion token", r"secret_", r"[0-9A-Za-z]{43}(?![0-9A-Za-z])"),
    ("HubSpot token", r"pat-(?:na|eu)[0-9]-", r"[0-9a-f]{8}-[0-9a-f-]{27}"),
    ("Anthropic key", r"sk-ant-", r"[0-9A-Za-z_-]{20,255}"),
    ("OpenAI key", r"sk-proj-", r"[0-9A-Za-z_-]{20,255}"),
    ("OpenAI key", r"sk-", r"[0-9A-Za-z]{48}(?![0-9A-Za-z])"),
    ("npm token", r"npm_", r"[0-9A-Za-z]{36}(?![0-9A-Za-z])"),
    ("PyPI token", r"pypi-AgE", r"[0-9A-Za-z_-]{40,512}"),
    ("JSON web token", r"eyJ", r"[0-9A-Za-z_-]{17,4096}\.eyJ[0-9A-Za-z_-]{8,4096}\.[0-9A-Za-z_-]{8,4096}"),
)
"""What tokens look like: whose, how one starts, how it goes on.

Every one has 20 letters, digits, `_` or `-` in a row: see `may_hold_secret`.
"""

_FRESH = "(?<![0-9A-Za-z_-])"
_PRIVATE_KEY = r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----"
_LOGIN_IN_URL = r"(?<=://)([^\s/:@?#]{1,100}:)([^\s/:@?#${<*]{3,200})@"
_TAIL_CUT_SHORT = r"[0-9A-Za-z_.=-]{5,}…"
_LOGIN_CUT_SHORT = r"(?<=://)[^\s/:@?#]{1,100}:[^\s/:@?#]{1,200}…"

_RUN = b"x" * 20
_RUN_CHARACTERS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-"
_TO_RUNS = bytes(0x78 if byte in _RUN_CHARACTERS else 0x20 for byte in range(256))


@dataclass(frozen=True, slots=True)
class Secret:
    """One find: what it looks like, and where it starts and ends in the text."""

    shape: str
    start: int
    end: int


def may_hold_secret(raw: bytes) -> bool:
    """Whether a file is worth a closer look; a microsecond for most, which hold nothing of the kind.

    Every token has 20 letters and digits in a row, and so does a private key below its first line.
    """
    return _RUN in raw.translate(_TO_RUNS) or (b"@" in raw and b"://" in raw)


def secrets_in(text: str) -> Iterator[Secret]:
    """Every text shaped like a secret: tokens, then private keys, then passwords in web addresses."""
    for match in _token().finditer(text):
        yield Secret(SHAPES[(match.lastindex or 1) - 1][0], match.start(), match.end())
    for match in re.finditer(_PRIVATE_KEY, text):
        yield Secret("private key", match.start(), match.end())
    for match in re.finditer(_LOGIN_IN_URL, text):
        yield Secret("password in a web address", match.start(2), match.end(2))


@lru_cache(maxsize=16)
def masked(text: str) -> str:
    """Return a text with every secret in it blotted out but for its first characters; its length stays the same.

    For lines of a file and for messages that quote a value; a secret that a message has cut short counts. The last
    few texts are remembered, because a thousand findings may stand on one very long line.
    """
    if may_hold_secret(text.encode("utf-8", "replace")):
        text = _token().sub(_blotted, text)
        text = re.sub(_PRIVATE_KEY, _blotted, text)
        text = re.sub(_LOGIN_IN_URL, lambda match: f"{match[1]}{_blot(match[2])}@", text)
    if "…" in text:
        text = _cut_short().sub(_blotted, text)
    return text


def masked_deep(value: Any) -> Any:
    """Plain data, as JSON has it, with every secret in its texts and keys blotted out."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, list):
        return [masked_deep(item) for item in value]
    if isinstance(value, dict):
        return {masked_deep(key): masked_deep(item) for key, item in value.items()}
    return value


def shown_length(length: int) -> int:
    """How many characters of a secret may be shown: a quarter of it, at most `MOST_SHOWN`."""
    return min(MOST_SHOWN, length // 4)


def _blotted(match: re.Match[str]) -> str:
    """Blot out a find; the sign that it was cut short stays."""
    return f"{_blot(match[0][:-1])}…" if match[0].endswith("…") else _blot(match[0])


def _blot(secret: str) -> str:
    shown = shown_length(len(secret))
    return secret[:shown] + "•" * (len(secret) - shown)


@cache
def _token() -> re.Pattern[str]:
    """Every shape in one pattern, a group each; made when the first file needs it."""
    return re.compile(f"{_FRESH}(?:{'|'.join(f'((?:{start}){rest})' for _, start, rest in SHAPES)})", re.ASCII)


@cache
def _cut_short() -> re.Pattern[str]:
    """What a message has cut short, and might have been a secret in full."""
    starts = "|".join(start for _, start, _ in SHAPES)
    return re.compile(f"{_FRESH}(?:{starts}){_TAIL_CUT_SHORT}|{_LOGIN_CUT_SHORT}")
