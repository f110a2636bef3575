"""`prodops schema`: JSON Schema for editors."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import command
from prodops_cli.cli._output import emit


@command(
    100,
    "prodops schema initiative",
    "prodops schema tool --list",
    "prodops schema settings",
    "prodops schema --output .prodops/schema",
)
def schema(
    context: typer.Context,
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="KIND",
            help="A kind, or settings for prodops.yaml; all of them unless given.",
            autocompletion=completion.schemas,
            show_default=False,
        ),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="For the file that holds a list of the records.")] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            help="Write every schema into DIR, all or none: KIND.schema.json, KIND-list.schema.json, "
            "prodops.schema.json.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Print JSON Schemas, for completion and checks in an editor.

    Without KIND all are printed, in one object by name.
    """
    from prodops_cli.cli._schemas import write_schemas
    from prodops_cli.errors import ProdopsError
    from prodops_cli.kinds._schema import schema_named, schemas
    from prodops_cli.render import data

    if output is not None:
        if kind is not None or list_:
            raise ProdopsError("--output writes every schema", "leave out KIND and --list")
        _tell(output, write_schemas(context.obj.directory / output, output))
        return
    if kind is None and list_:
        raise ProdopsError("--list needs a KIND", "without one, all schemas are printed")
    found: dict[str, Any] = schemas() if kind is None else schema_named(kind, as_list=list_)
    emit(data.to_json(found))


def _tell(folder: Path, counts: tuple[int, int]) -> None:
    from prodops_cli.analysis.words import counted

    written, total = counts
    same = f", {total - written} were up to date" if written < total else ""
    sys.stderr.write(f"{folder}: {counted(written, 'schema')} written{same}\n")
