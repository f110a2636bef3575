"""Create files: all of them or none, and never over what is there.

What holds, whatever happens in between:

- Nothing that exists is replaced or changed. Every file arrives under its name by `link`, which refuses a name
  that is taken; a new folder by `rename`, which refuses one that has something in it.
- A visible file is never half-written: its bytes are flushed to the disk under a hidden name before they get
  their own (`.name.xxxxxxxx.tmp`).
- A folder that was not there appears in one step with everything that goes into it.
- After an error (a full disk, no permission, Ctrl-C) everything that was made is gone again.
- After `kill -9` or a power cut, one new file or one new folder is there whole or not at all. Several appear in the
  order in which they were given, so the last one should be the one that makes the others count: `prodops init`
  gives `prodops.yaml` last, and a folder without it is no workspace. Hidden temporary names may stay behind;
  no command reads them.

Where the file system knows no hard links, a file is renamed into place after a last look that its name is free.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from prodops_cli.edit import locked, not_written
from prodops_cli.scaffold.places import refuse_taken, refuse_wrong
from prodops_cli.scaffold.steps import commit, stage


def create_files(root: Path, files: Mapping[str, bytes]) -> None:
    """Create every file, by its POSIX path below the root, or none; the root itself is made if it is not there.

    Raises ProdopsError, with nothing changed, for a path that is taken (also by another spelling: capital letters,
    decomposed accents), leads out of the root or through a link, or is not a file name on every system.
    """
    refuse_wrong(files)
    base, missing = _nearest_folder(Path(os.path.abspath(root)))
    below = {"/".join((*missing, path)): data for path, data in files.items()}
    try:
        with locked(base):
            refuse_taken(base, below)
            commit(stage(base, below))
    except OSError as error:
        raise not_written(shown_together(list(files)), error) from None


def _nearest_folder(root: Path) -> tuple[Path, list[str]]:
    """The nearest folder that is there, the root itself or one above, and the names that lead from it to the root."""
    here = root
    missing: list[str] = []
    while not os.path.lexists(here):
        missing.insert(0, here.name)
        here = here.parent
    return Path(os.path.realpath(here)), missing


def shown_together(paths: list[str]) -> str:
    """How to call files that are written together in a message."""
    return paths[0] if len(paths) == 1 else f"{paths[0]} and what belongs to it ({len(paths)} files)"
