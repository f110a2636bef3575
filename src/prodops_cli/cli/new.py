"""`prodops new`: write a valid file with comments that teach."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, command
from prodops_cli.cli._output import emit
from prodops_cli.cli._workspace import open_tree, today

if TYPE_CHECKING:
    from prodops_cli.drafts import Draft
    from prodops_cli.kinds._base import Record
    from prodops_cli.render.yaml import Value
    from prodops_cli.tree import WorkingTree


EXAMPLES = (
    "prodops new initiative search-v2 --set owner=ada --set target=2026-12-01",
    'prodops new goal --title "Grow mobile revenue"',
    'prodops new tool figma --set "price={amount: 15, currency: EUR, per: month}"',
)


@command(20, *EXAMPLES)
def new(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help=f"What to write: {', '.join(completion.kinds(''))}.",
            autocompletion=completion.kinds,
        ),
    ],
    id_: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help="Its id, which names the file; made from the title unless given.", show_default=False
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option(
            "--title",
            "--name",
            metavar="TEXT",
            help="Its title or name; made from the id unless given.",
            show_default=False,
        ),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="A field's value; may be given often.",
            autocompletion=completion.assignments,
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be written, and write nothing.")] = False,
    as_of: AsOf = None,
) -> None:
    """Write a new record: a valid file, with comments that teach.

    It has the fields you give, and says in comments what others there are. What you give is checked like
    `prodops lint` would; nothing is written that has errors, and never over a file.
    """
    from prodops_cli import drafts
    from prodops_cli import settings as settings_
    from prodops_cli.founding import schema_for
    from prodops_cli.kinds import require_kind
    from prodops_cli.render.findings.text import render_diagnostics
    from prodops_cli.workspace import read_workspace

    model = require_kind(kind)
    given = drafts.values_from(model, set_ or [])
    tree = open_tree(context)
    settings = settings_.load(tree)
    workspace = read_workspace(tree, settings)
    name = _complete(model, id_, title, given)
    path = drafts.place_of(workspace, model, name)
    draft = drafts.draft(workspace, model, name, given, modeline=schema_for(tree.root, model.kind, path))
    warnings = drafts.check(workspace, draft, today(settings, as_of))
    if dry_run:
        emit(draft.addition)
        sys.stderr.write(f"{draft.path} was not written: this is a dry run\n")
        return
    _write(tree, draft)
    sys.stderr.write(render_diagnostics(warnings))
    sys.stderr.write(f"{'Added to' if draft.former is not None else 'Created'} {draft.path}\n")


def _complete(kind: type[Record], id_: str | None, title: str | None, given: dict[str, Value]) -> str:
    """Fill what is required and not given, asking where somebody can answer, and return the id."""
    from prodops_cli import drafts

    label = drafts.label_field(kind)
    if title is not None:
        drafts.require_text(label, title)
        given[label] = title.strip()
    if id_ is None:
        if label not in given:
            given[label] = _ask(label.capitalize(), f"name it: prodops new {kind.kind} ID, or --title TEXT")
        id_ = drafts.id_from(str(given[label])) or _ask(
            "Id", f"no id can be made of the {label}; name one: prodops new {kind.kind} ID"
        )
    given.setdefault(label, drafts.label_from(kind, id_))
    given |= {field: word for field, word in drafts.first_state(kind).items() if field not in given}
    for field, info in kind.model_fields.items():
        if info.is_required() and field not in given and field != "id":
            given[field] = _ask(field, f"give it with --set {field}=VALUE")
    return id_


def _ask(what: str, hint: str) -> str:
    """An answer from the terminal. Raises ProdopsError with the hint where nobody is there to give one."""
    from prodops_cli.errors import ProdopsError

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise ProdopsError(f"{what.lower()} is missing", hint)
    return str(typer.prompt(what, err=True)).strip()


def _write(tree: WorkingTree, draft: Draft) -> None:
    from prodops_cli.edit import replace_file
    from prodops_cli.scaffold import create_files

    if draft.former is None:
        create_files(tree.root, {draft.path: draft.text})
    else:
        replace_file(tree.root, draft.path, draft.text, expected=draft.former)
