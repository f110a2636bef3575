"""A limit of time for what somebody else wrote."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from prodops_cli.errors import ExitCode, ProdopsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


@contextmanager
def within_seconds(seconds: float, what: str) -> Iterator[None]:
    """Stop what runs inside after so many seconds, with ProdopsError and exit code 124; where the system has alarms."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_: int, __: FrameType | None) -> None:
        raise ProdopsError(f"{what} took longer than {seconds:g} seconds", code=ExitCode.LIMIT)

    former = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)
