"""Run the typer application with the commands found by walking this package."""

import os
import shlex
import sys
from contextlib import redirect_stdout, suppress
from io import StringIO

import typer
from typer.exceptions import TyperException

from prodops_cli import registry
from prodops_cli.cli._app import app
from prodops_cli.cli._completion import whole_words
from prodops_cli.cli._gate import guarded
from prodops_cli.errors import ExitCode


def run() -> int:
    """Run prodops with the process's arguments and return its exit code."""
    registry.modules_of("prodops_cli.cli")
    return guarded(_offer_to_bash if os.environ.get("_PRODOPS_COMPLETE") == "complete_bash" else _invoke)


def _offer_to_bash() -> None:
    """Answer bash, which takes words apart at `:` and `=` and wants to hear only what stands behind the last one."""
    with suppress(ValueError):  # an open quotation mark, or no number
        words, place = shlex.split(os.environ.get("COMP_WORDS", "")), int(os.environ.get("COMP_CWORD", ""))
        words, place, before = whole_words(words, place)
        os.environ |= {"COMP_WORDS": shlex.join(words), "COMP_CWORD": str(place)}
        with redirect_stdout(StringIO()) as offered, suppress(SystemExit):
            _invoke()
        sys.stdout.write("".join(f"{line.removeprefix(before)}\n" for line in offered.getvalue().splitlines()))


def _invoke() -> object:
    try:
        code = app(standalone_mode=False, prog_name="prodops")
    except TyperException as error:
        show = getattr(error, "show", None)
        if show is not None:  # click's own: the usage, and the mistake
            show()
        else:
            sys.stderr.write(f"error: {error.format_message()}\n")
        return ExitCode.COULD_NOT_RUN
    except typer.Abort:
        raise KeyboardInterrupt from None
    except SystemExit as end:  # click's answer to a reader that went away is exit code 1
        if isinstance(end.__context__, BrokenPipeError):
            raise end.__context__ from None
        raise
    if code == ExitCode.INTERRUPTED:  # typer has caught Ctrl-C; the gate says so
        raise KeyboardInterrupt
    return code
