"""Write the schemas as files, for `prodops schema --output`."""

import os
from collections.abc import Iterable
from pathlib import Path

from prodops_cli.edit import not_written, replace_files
from prodops_cli.errors import ProdopsError
from prodops_cli.founding import schema_files
from prodops_cli.kinds._schema import COMMENT


def write_schemas(folder: Path, shown: Path) -> tuple[int, int]:
    """Write every schema into a folder, all or none; how many files changed, and how many there are.

    `shown` is the folder as it was typed. Raises ProdopsError for a file in the way that is not prodops' own.
    """
    files = schema_files()
    _refuse_foreign(folder, shown, files)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_written(str(shown), error) from None
    return len(replace_files(folder, files)), len(files)


def _refuse_foreign(folder: Path, shown: Path, names: Iterable[str]) -> None:
    for name in names:
        place = folder / name
        is_ours = place.is_file() and COMMENT.encode() in place.read_bytes()  # no file is a pipe, which would wait
        if os.path.lexists(place) and not is_ours:
            raise ProdopsError(
                f"{shown / name} was not written by prodops, so it is left alone",
                "nothing was written; name another folder, or move the file",
            )
