"""The one exception meant for users, and the exit codes it can carry."""

from enum import IntEnum

from prodops_cli.diagnostics import Diagnostic


class ExitCode(IntEnum):
    """What the process tells the shell; the table is in docs/reference/exit-codes.md."""

    CLEAN = 0
    FINDINGS = 1
    COULD_NOT_RUN = 2
    HISTORY_NOT_AVAILABLE = 3
    NEEDS_TRUST = 4
    BUG = 70
    INPUT_OUTPUT = 74
    LIMIT = 124
    INTERRUPTED = 130
    BROKEN_PIPE = 141


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
