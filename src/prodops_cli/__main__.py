"""The door: answers `--version` before anything is imported, and hands everything else to the CLI."""

import sys


def main() -> None:
    """Run prodops with the process's arguments and exit."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from prodops_cli import __version__  # noqa: PLC0415

        sys.stdout.write(f"prodops {__version__}\n")
        return
    from prodops_cli.cli._run import run  # noqa: PLC0415

    sys.exit(run())


if __name__ == "__main__":
    main()
