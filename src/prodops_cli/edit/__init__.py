"""Files that people wrote, changed: `files` replaces them whole or not at all, `fields` changes what YAML says."""

from prodops_cli.edit.files import (
    change,
    flush_folder,
    inside,
    locked,
    new_mode,
    not_written,
    replace_file,
    replace_files,
    write_temporary,
)

__all__ = [
    "change",
    "flush_folder",
    "inside",
    "locked",
    "new_mode",
    "not_written",
    "replace_file",
    "replace_files",
    "write_temporary",
]
