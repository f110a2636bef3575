"""Run the typer application with the commands found by walking this package."""

import sys

import typer
from typer.exceptions import TyperException

from prodops_cli import registry
from prodops_cli.cli._app import app
from prodops_cli.cli._gate import guarded
from prodops_cli.errors import ExitCode


def run() -> int:
    """Run prodops with the process's arguments and return its exit code."""
    registry.modules_of("prodops_cli.cli")
    return guarded(_invoke)


def _invoke() -> object:
    try:
        return app(standalone_mode=False, prog_name="prodops")
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
