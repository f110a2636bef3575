"""What became of a status between two revisions, and whether that may be."""

from collections.abc import Iterator
from dataclasses import dataclass

from prodops_cli.kinds._base import Record
from prodops_cli.workspace import Entry, Workspace


@dataclass(frozen=True, slots=True)
class Transition:
    """A record's status at two revisions."""

    entry: Entry[Record]
    before: str
    after: str

    @property
    def legal(self) -> tuple[str, ...] | None:
        """What may follow the former status; None where anything may."""
        return self.entry.record.final.get(self.before)

    @property
    def is_legal(self) -> bool:
        """Whether the later status may follow the former one."""
        return self.legal is None or self.after in self.legal


def transitions(former: Workspace, workspace: Workspace) -> Iterator[Transition]:
    """Every record whose status is another than it was, by kind and id."""
    for key, entry in workspace.entries.items():
        old = former.entries.get(key)
        before, after = (getattr(one.record, "status", None) for one in (old or entry, entry))
        if before is not None and after is not None and before != after:
            yield Transition(entry, before, after)
