"""The door: the two things asked most often are answered before the heavy imports."""

import os
import sys


def script() -> None:
    """What the command `prodops` runs."""
    try:
        main()
    except SystemExit as end:
        if not isinstance(end.code, int):
            raise
        _leave(end.code)
    _leave(0)


def main() -> None:
    """Run prodops with the process's arguments and exit."""
    try:
        _run()
    except KeyboardInterrupt:  # before the gate is there
        os._exit(130)


def _run() -> None:
    arguments = sys.argv[1:]
    if arguments in (["--version"], ["-V"]):
        from prodops_cli import __version__  # noqa: PLC0415

        try:
            print(f"prodops {__version__}", flush=True)  # noqa: T201 - does nothing where stdout is closed
        except OSError as error:  # the gate has the table of exit codes, and costs an import
            os._exit(141 if isinstance(error, BrokenPipeError) else 74)
        return
    from prodops_cli.cli._gate import guarded, prepare  # noqa: PLC0415

    prepare()
    if arguments == ["lint"]:  # what a pre-commit hook runs; typer's import would be a fifth of the time
        from prodops_cli.cli._lint import Request, check  # noqa: PLC0415

        sys.exit(guarded(lambda: check(Request())))
    from prodops_cli.cli._run import run  # noqa: PLC0415

    sys.exit(run())


def _leave(code: int) -> None:
    """End here and now: the gate has flushed everything, and freeing each object first would take a tenth of a run."""
    os._exit(code)


if __name__ == "__main__":
    script()
