"""The one exception meant for users, and the exit codes it can carry."""

from collections.abc import Iterable
from enum import IntEnum

from prodops_cli.diagnostics import Diagnostic


class ExitCode(IntEnum):
    """What the process tells the shell; the table is in docs/reference/exit-codes.md."""

    CLEAN = 0
    """Done; `lint` found nothing worse than warnings."""
    FINDINGS = 1
    """The answer is no, as below; or a write was refused, or left something to merge."""
    COULD_NOT_RUN = 2
    """The request cannot be met: a mistake in the command line or in prodops.yaml, or no workspace."""
    HISTORY_NOT_AVAILABLE = 3
    """The question needs history that this clone does not have."""
    NEEDS_TRUST = 4
    """The workspace brings templates of its own, and `--trust` was not given."""
    BUG = 70
    """A mistake of ours; stderr has a line to report, and PRODOPS_DEBUG=1 prints the whole traceback."""
    INPUT_OUTPUT = 74
    """The system could not read or write: a full disk, a missing permission."""
    LIMIT = 124
    """A limit of time or size was reached."""
    INTERRUPTED = 130
    """Ctrl-C."""
    BROKEN_PIPE = 141
    """Whoever read the output stopped reading: `prodops list tool | head -1`."""


class ProdopsError(Exception):
    """A request that cannot be met: what is wrong, and what to do about it."""

    def __init__(
        self,
        message: str,
        hint: str | None = None,
        code: ExitCode = ExitCode.COULD_NOT_RUN,
        *,
        diagnostics: tuple[Diagnostic, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code
        self.diagnostics = diagnostics


MOST_WORK = 10_000_000
"""Comparing two names takes as long as their lengths multiplied; so much is a second."""


def nearest(word: str, names: Iterable[str], most: int = 1) -> list[str]:
    """The names that are most like a word; none where looking for them would take long."""
    from difflib import get_close_matches  # noqa: PLC0415 - most runs meet no such name

    known = list(names)
    return get_close_matches(word, known, n=most) if len(word) * sum(map(len, known)) <= MOST_WORK else []


def nearest_hint(word: str, names: Iterable[str], otherwise: str, *, cutoff: float = 0.6) -> str:
    """The hint for a name that is none: those that start with it, or the nearest, or else another way to find one.

    `cutoff` is how alike they have to be, from 0 to 1.
    """
    from difflib import get_close_matches  # noqa: PLC0415 - most runs meet no such name

    known = list(names)
    longer = [name for name in known if name.startswith(f"{word}-")][:3]
    close = longer or get_close_matches(word, known, n=1, cutoff=cutoff)
    return f"did you mean {' or '.join(f'`{name}`' for name in close)}?" if close else otherwise
