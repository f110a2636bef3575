"""Texts shaped like passwords and access tokens: where they stand, and how to print a line without them.

Only shapes that a provider has given its tokens are looked for: a false alarm about a secret costs more trust
than it saves. The providers are those whose tokens people who run product operations hold in their hands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_SHOWN = 4
"""How many characters of a secret may be printed, so that its owner recognises it."""

SHAPES = {
    "AWS access key": r"(?:AKIA|ASIA)[0-9A-Z]{16}(?![0-9A-Za-z])",
    "GitHub token": r"gh[pousr]_[0-9A-Za-z]{36,255}|github_pat_[0-9A-Za-z_]{36,255}",
    "GitLab token": r"glpat-[0-9A-Za-z_-]{20,255}",
    "Slack token": r"xox[abeoprs]-[0-9A-Za-z-]{20,255}|xapp-[0-9]-[0-9A-Za-z-]{20,255}",
    "Google API key": r"AIza[0-9A-Za-z_-]{35}",
    "Google client secret": r"GOCSPX-[0-9A-Za-z_-]{20,255}",
    "Stripe key": r"[rs]k_live_[0-9A-Za-z]{16,255}",
    "Atlassian token": r"ATATT3[0-9A-Za-z_=-]{30,512}",
    "Figma token": r"figd_[0-9A-Za-z_-]{30,255}",
    "Linear key": r"lin_api_[0-9A-Za-z]{30,255}",
    "Notion token": r"ntn_[0-9A-Za-z]{40,255}|secret_[0-9A-Za-z]{43}(?![0-9A-Za-z])",
    "HubSpot token": r"pat-(?:na|eu)[0-9]-[0-9a-f]{8}-[0-9a-f-]{27}",
    "OpenAI key": r"sk-proj-[0-9A-Za-z_-]{20,255}|sk-[0-9A-Za-z]{48}(?![0-9A-Za-z])",
    "Anthropic key": r"sk-ant-[0-9A-Za-z_-]{20,255}",
    "npm token": r"npm_[0-9A-Za-z]{36}(?![0-9A-Za-z])",
    "PyPI token": r"pypi-AgE[0-9A-Za-z_-]{40,512}",
    "JSON web token": r"eyJ[0-9A-Za-z_-]{17,4096}\.eyJ[0-9A-Za-z_-]{8,4096}\.[0-9A-Za-z_-]{8,4096}",
}
"""What each kind of token looks like. Every one has 20 letters, digits, `_` or `-` in a row: see `may_hold_secret`."""

_TOKEN = re.compile(
    "(?<![0-9A-Za-z_-])(?:"
    + "|".join(f"(?P<shape{number}>{shape})" for number, shape in enumerate(SHAPES.values()))
    + ")",
    re.ASCII,
)
_PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----")
_PASSWORD_IN_URL = re.compile(r"(?<=://)[^\s/:@?#]{1,100}:([^\s/:@?#${<*]{3,200})@")

_NAMES = dict(enumerate(SHAPES, start=1))

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
    """Every text shaped like a secret, in order of shapes, then of places."""
    for match in _TOKEN.finditer(text):
        yield Secret(_NAMES[match.lastindex or 1], match.start(), match.end())
    for match in _PRIVATE_KEY.finditer(text):
        yield Secret("private key", match.start(), match.end())
    for match in _PASSWORD_IN_URL.finditer(text):
        yield Secret("password in a web address", match.start(1), match.end(1))


def masked(text: str) -> str:
    """Return a text with every secret in it blotted out but for its first characters; its length stays the same."""
    if not may_hold_secret(text.encode("utf-8", "replace")):
        return text
    for secret in secrets_in(text):
        shown = secret.start + min(MOST_SHOWN, (secret.end - secret.start) // 4)
        text = text[:shown] + "•" * (secret.end - shown) + text[secret.end :]
    return text
