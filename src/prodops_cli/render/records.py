"""A list of records and a single one, for programs and documents: JSON, CSV, markdown, ids."""

from collections.abc import Iterable

from prodops_cli.kinds._shape import Plain
from prodops_cli.render.columns import readable
from prodops_cli.render.data import plain, to_csv, to_json
from prodops_cli.render.escape import markdown
from prodops_cli.reports.card import Card, Link
from prodops_cli.reports.listing import Listing


def listing_json(listing: Listing) -> str:
    """The list as one JSON object; `version` changes when the form does."""
    names = [column.name for column in listing.columns]
    records: list[Plain] = [
        {
            "ref": row.ref,
            "path": row.path,
            **({"health": plain(row.health)} if row.health is not None else {}),
            "fields": {name: value.full for name, value in zip(names, row.values, strict=True)},
        }
        for row in listing.rows
    ]
    return to_json(
        {
            "version": 1,
            "kind": listing.kind,
            "matching": listing.matching,
            "total": listing.total,
            "records": records,
        }
    )


def listing_csv(listing: Listing) -> str:
    """The list as CSV, with a line of names above it."""
    names = [column.name for column in listing.columns]
    return to_csv([names, *([readable(value.short) for value in row.values] for row in listing.rows)])


def listing_markdown(listing: Listing) -> str:
    """The list as a markdown table."""
    names = [column.name for column in listing.columns]
    marks = ["--:" if column.is_number else "---" for column in listing.columns]
    rows = [[markdown(readable(value.told)) for value in row.values] for row in listing.rows]
    return _table([[markdown(name) for name in names], marks, *rows])


def listing_ids(listing: Listing) -> str:
    """One id per line, for scripts."""
    return "".join(f"{row.id}\n" for row in listing.rows)


def card_json(card: Card) -> str:
    """The record, with all that it names and that names it, as one JSON object."""
    return to_json(
        {
            "version": 1,
            "ref": card.ref,
            "kind": card.kind,
            "id": card.id,
            "label": card.label,
            "path": card.path,
            "line": card.line,
            "record": card.record,
            **({"health": plain(card.health)} if card.health is not None else {}),
            "sections": [{"heading": one.heading, "rows": [list(row) for row in one.rows]} for one in card.sections],
            "references": [_link(link) for link in card.references],
            "referrers": [_link(link) for link in card.referrers],
        }
    )


def card_markdown(card: Card) -> str:
    """The record as a page: a table of its fields, and lists of the records around it."""
    rows = [[f"`{name}`", markdown(readable(value.told))] for name, value in card.values]
    blocks = [
        f"# {markdown(card.label)}",
        f"{card.kind} `{card.id}`, {markdown(card.path)} line {card.line}",
        _table([["Field", "Value"], ["---", "---"], *rows]).rstrip("\n"),
    ]
    for section in card.sections:
        items = (f"- {', '.join(map(markdown, row))}" for row in section.rows)
        blocks += [f"## {markdown(section.heading)}", "\n".join(items)]
    for heading, links in (("Refers to", card.references), ("Referred to by", card.referrers)):
        if links:
            blocks += [f"## {heading}", "\n".join(map(_item, links))]
    return "\n\n".join(blocks) + "\n"


def _link(link: Link) -> Plain:
    return {"kind": link.kind, "id": link.id, "label": link.label, "path": link.path, "route": link.route}


def _item(link: Link) -> str:
    label = markdown(link.label) if link.label is not None else "missing, or not readable"
    return f"- {markdown(link.kind)} {markdown(link.id)}: {label} ({markdown(link.route)})"


def _table(rows: Iterable[Iterable[str]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
