"""Run the application; the one gate through which errors leave, each with its exit code."""

import importlib
import os
import pkgutil
import sys
import traceback
from types import TracebackType

import typer
from typer.exceptions import TyperException

from prodops_cli import cli
from prodops_cli.cli._app import app
from prodops_cli.errors import ExitCode, ProdopsError


def run() -> int:
    """Run prodops and return its exit code; our own bugs go through `report_bug`."""
    sys.excepthook = report_bug
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # the same bytes whatever the locale; a name that is not UTF-8 must not crash
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    for info in pkgutil.iter_modules(cli.__path__):
        if not info.name.startswith("_"):
            importlib.import_module(f"{cli.__name__}.{info.name}")
    try:
        code = app(standalone_mode=False, prog_name="prodops")
        sys.stdout.flush()
    except ProdopsError as error:
        return _explain(error)
    except TyperException as error:
        _show_usage(error)
        return ExitCode.COULD_NOT_RUN
    except (KeyboardInterrupt, typer.Abort):
        typer.echo("interrupted", err=True)
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is listening: leave quietly
        return ExitCode.BROKEN_PIPE
    except OSError as error:
        typer.echo(f"error: {error.strerror or error}: {_printable(error.filename)}", err=True)
        return ExitCode.INPUT_OUTPUT
    return code if isinstance(code, int) else ExitCode.CLEAN


def _show_usage(error: TyperException) -> None:
    """What click says of a wrong command line: the usage, and the mistake."""
    show = getattr(error, "show", None)
    if show is not None:
        show()
    else:
        typer.echo(f"error: {error.format_message()}", err=True)


def _explain(error: ProdopsError) -> int:
    from prodops_cli.render.escape import terminal
    from prodops_cli.render.findings.text import render_diagnostics

    if error.diagnostics:
        typer.echo(render_diagnostics(error.diagnostics), nl=False, err=True)
    typer.echo(f"error: {terminal(error.message)}", err=True)
    if error.hint:
        typer.echo(f"hint: {terminal(error.hint)}", err=True)
    return error.code


def _printable(name: object) -> str:
    from prodops_cli.render.escape import terminal

    return terminal(os.fsdecode(name)) if isinstance(name, (str, bytes)) else ""


def report_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Our bug: one line, and a report that holds types and places but no values of the workspace. Exits with 70."""
    if os.environ.get("PRODOPS_DEBUG") == "1":
        traceback.print_exception(kind, error, trace)
    else:
        frames = traceback.extract_tb(trace)
        where = " < ".join(
            f"{os.path.basename(frame.filename)}:{frame.lineno} {frame.name}" for frame in reversed(frames[-6:])
        )
        sys.stderr.write(f"prodops has a bug: {kind.__name__} at {where}\n")
        sys.stderr.write("Please report that line; PRODOPS_DEBUG=1 prints the whole traceback.\n")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(ExitCode.BUG)
