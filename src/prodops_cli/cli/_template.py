"""Somebody's own template: where it may stand, and how it is run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from prodops_cli.errors import ExitCode, ProdopsError

TEMPLATE_SECONDS = 10
"""How long somebody's own template may take."""
MOST_TEMPLATE = 1 << 20
"""Bytes of somebody's own template."""

TrustOption = Annotated[
    bool, typer.Option("--trust", help="Run a template that stands in the workspace; it runs in a sandbox.")
]


def template_option(ours: str) -> Any:
    """The option --template of a command whose own template is in templates/reports/."""
    return typer.Option(
        metavar="FILE",
        help=f"A jinja template of your own in place of templates/reports/{ours}.md.j2.",
        show_default=False,
    )


def own_template(directory: Path, template: Path, root: Path, *, trust: bool) -> tuple[str, str]:
    """The name and the text of a template. One in the workspace may come from a stranger: it wants `--trust`."""
    place = Path(os.path.realpath(directory / template))
    if not place.is_file():
        raise ProdopsError(f"there is no template {template}")
    named = Path(os.path.abspath(directory / template))
    is_named_inside = any(os.path.realpath(folder) == str(root) for folder in named.parents)
    if is_named_inside and root not in place.parents:  # a page could quote any file of the machine
        raise ProdopsError(f"{template} is a link that leads out of the workspace", "name the file that it leads to")
    if not trust and root in place.parents:
        raise ProdopsError(
            f"{template} stands in the workspace, where anybody's pull request can change it",
            "read it, then say --trust; it runs in a sandbox all the same",
            ExitCode.NEEDS_TRUST,
        )
    with place.open("rb") as file:
        raw = file.read(MOST_TEMPLATE + 1)
    if len(raw) > MOST_TEMPLATE:
        raise ProdopsError(f"{template} is larger than {MOST_TEMPLATE:,} bytes")
    try:
        return str(template), raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ProdopsError(f"{template} is not UTF-8") from None


def by_template(report: str, value: Any, own: tuple[str, str] | None, *, most: int | None = None) -> str:
    """A report as markdown, by somebody's own template (its name and text) or by ours."""
    from prodops_cli.render import markdown

    if own is None:
        return markdown.render(report, value, most=most)
    from prodops_cli.cli._limits import within_seconds

    name, source = own
    with within_seconds(TEMPLATE_SECONDS, name):
        return markdown.render_by(source, value, name=name, most=most)
