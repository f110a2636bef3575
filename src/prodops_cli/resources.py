"""Finds templates/, the files that ship beside the code: in an installed package and in a checkout."""

from pathlib import Path

from prodops_cli.errors import ExitCode, ProdopsError


def templates_folder() -> Path:
    """The folder of the built-in templates. Raises ProdopsError where the installation lost it.

    A wheel carries them inside the package; an editable install and a checkout read them where people edit them.
    """
    package = Path(__file__).resolve().parent
    checkout = package.parents[1]
    for folder in (package / "templates", checkout / "templates"):
        if folder.is_dir() and (folder.parent == package or (checkout / "pyproject.toml").is_file()):
            return folder
    raise ProdopsError(
        "the templates that belong to prodops are missing",
        "the installation is damaged; reinstall prodops-cli",
        ExitCode.BUG,
    )
