"""Kill a piece of code, or make the system refuse, at every file operation that Python reports.

`trials` runs the code in a process of its own, once for each operation: Python announces an operation (an audit
event) just before it happens, and there the process is killed, or gets an error as from a full disk.
"""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

EVENTS = {"open", "os.link", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "fcntl.flock"}


@dataclass(frozen=True)
class Trial:
    """What was left after one fault."""

    event: str
    status: int
    """The exit code, or minus the signal."""
    files: dict[str, str | None]
    """Every file's text, and None for a folder, by path."""

    @property
    def visible(self) -> dict[str, str | None]:
        """What commands can see: without the temporary names and what is in them."""
        return {path: text for path, text in self.files.items() if not _is_temporary(path)}


def trials(folder: Path, code: str, fault: str) -> list[Trial]:
    """Run Python code in copies of a folder, each time with one fault: "kill" or "refuse"."""
    command = [sys.executable, __file__, str(folder), code, fault]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return [Trial(**trial) for trial in json.loads(ran.stdout)]


def tree_of(folder: Path) -> dict[str, str | None]:
    """Every file's text, and None for a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_text() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def _is_temporary(path: str) -> bool:
    return any(part.startswith(".") and part.endswith(".tmp") for part in path.split("/"))


def _run(folder: Path, code: str, fault: str) -> list[dict[str, object]]:
    compiled = compile(code, "code", "exec")
    _import_what_is_needed(folder.with_name(f"{folder.name}-first"), folder, compiled)
    copy = folder.with_name(f"{folder.name}-copy")
    found: list[dict[str, object]] = []
    while True:
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder, copy)
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            _child(copy, compiled, fault, len(found) + 1, writer)
        os.close(writer)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        with os.fdopen(reader) as stream:
            event = stream.read()
        if not event:  # there are fewer operations than that
            return found
        found.append({"event": event, "status": status, "files": tree_of(copy)})


def _import_what_is_needed(copy: Path, folder: Path, code: CodeType) -> None:
    """Run the code once without a fault, so that not every child has to import it all."""
    from prodops_cli.errors import ProdopsError  # noqa: PLC0415 - a process of its own

    shutil.copytree(folder, copy)
    before = Path.cwd()
    os.chdir(copy)
    with suppress(ProdopsError):
        exec(code, {"__name__": "code"})
    os.chdir(before)
    shutil.rmtree(copy)


def _child(copy: Path, code: CodeType, fault: str, number: int, writer: int) -> None:
    os.chdir(copy)
    count = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if event not in EVENTS or (event == "open" and not _is_write(arguments)):
            return
        count += 1
        if count == number:
            os.write(writer, event.encode())
            if fault == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    sys.addaudithook(hook)
    from prodops_cli.errors import ProdopsError  # noqa: PLC0415 - the parent has it

    try:
        exec(code, {"__name__": "code"})
    except ProdopsError as error:
        os._exit(int(error.code))
    os._exit(0)


def _is_write(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


if __name__ == "__main__":
    json.dump(_run(Path(sys.argv[1]), sys.argv[2], sys.argv[3]), sys.stdout)
