"""Runs prodops on a terminal, where it asks questions."""

import os
import pty
import subprocess
import sys
from pathlib import Path


def on_terminal(root: Path, arguments: list[str], typed: str) -> str:
    """What prodops prints on a terminal where somebody types; it must succeed."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "prodops_cli", *arguments], cwd=root, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    printed = b""
    try:
        while more := os.read(ours, 4096):
            printed += more
    except OSError:  # the other end is closed
        pass
    assert process.wait() == 0, printed
    os.close(ours)
    return printed.decode()
