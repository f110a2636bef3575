"""The one gate through which a run leaves: errors become messages and exit codes. Imports nothing heavy."""

import gc
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from types import TracebackType
from typing import TextIO

from prodops_cli.diagnostics import Diagnostic
from prodops_cli.errors import ExitCode, ProdopsError


def prepare() -> None:
    """Set the process up: the same bytes in every locale, our own bug reports, and a quick start."""
    sys.excepthook = report_bug
    sys.stdout = sys.stdout or _nowhere()  # None where the shell closed it: `prodops lint >&-`
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a name that is not UTF-8 must not crash
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    gc.disable()  # a short run builds much and throws little away: collecting costs a tenth of it
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # no third party's code in our models


def guarded(action: Callable[[], object]) -> int:
    """Run something and return the exit code; what it raises for people is printed on stderr."""
    try:
        code = action()
        sys.stdout.flush()
    except ProdopsError as error:
        return _explain(error)
    except KeyboardInterrupt:
        say("interrupted\n")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        _detach(sys.stdout)  # nobody is listening: leave quietly
        return ExitCode.BROKEN_PIPE
    except OSError as error:
        say(f"error: {error.strerror or error}{_named(error.filename)}\n")
        return ExitCode.INPUT_OUTPUT
    finally:
        _finish(sys.stdout)
        _finish(sys.stderr)
    return code if isinstance(code, int) else ExitCode.CLEAN


def say(text: str) -> None:
    """Write to stderr, or do without where it cannot be written to: the exit code says enough."""
    with suppress(OSError):
        sys.stderr.write(text)


def _finish(stream: TextIO) -> None:
    """Flush a stream for the last time; what cannot be written now would fail again when the process ends."""
    try:
        stream.flush()
    except OSError:
        _detach(stream)


def _detach(stream: TextIO) -> None:
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")


def _explain(error: ProdopsError) -> int:
    from prodops_cli.render.escape import terminal
    from prodops_cli.render.findings.text import render_diagnostics

    if error.diagnostics:
        say(render_diagnostics(map(_masked, error.diagnostics)))
    say(f"error: {terminal(error.message)}\n")
    if error.hint:
        say(f"hint: {terminal(error.hint)}\n")
    return error.code


def _masked(diagnostic: Diagnostic) -> Diagnostic:
    """The diagnostic without the secrets that the line it shows may hold."""
    from prodops_cli.analysis.secrets import masked

    excerpt = masked(diagnostic.excerpt) if diagnostic.excerpt is not None else None
    hint = masked(diagnostic.hint) if diagnostic.hint is not None else None
    return replace(diagnostic, message=masked(diagnostic.message), hint=hint, excerpt=excerpt)


def _named(name: object) -> str:
    from prodops_cli.render.escape import terminal

    return f": {terminal(os.fsdecode(name))}" if isinstance(name, (str, bytes)) else ""


def report_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Our bug: one line with types and places but no values of the workspace. Exits with 70, or 130 for Ctrl-C."""
    code = ExitCode.BUG
    try:
        if issubclass(kind, KeyboardInterrupt):  # before the gate was reached, or behind it
            code = ExitCode.INTERRUPTED
            say("interrupted\n")
        elif os.environ.get("PRODOPS_DEBUG") == "1":
            traceback.print_exception(kind, error, trace)
        else:
            say(f"prodops has a bug: {kind.__name__} at {_where(trace)}\n")
            say("Please report that line; PRODOPS_DEBUG=1 prints the whole traceback.\n")
        _finish(sys.stdout)
        _finish(sys.stderr)
    finally:
        os._exit(code)


def _where(trace: TracebackType | None) -> str:
    """The last few places of a traceback, the innermost first."""
    frames = reversed(traceback.extract_tb(trace)[-6:])
    return " < ".join(f"{os.path.basename(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)
