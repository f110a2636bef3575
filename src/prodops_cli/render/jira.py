"""Tasks as a CSV file that Jira Cloud imports as issues, each below its parent.

What the importer asks for, by Atlassian's "Prepare a CSV file for import" and "Keep work parent-child relationships
during CSV import": a header without punctuation that has Summary; as many cells in every row; people by their email;
several labels as several columns of one name; a number of its own for every issue, which those below name as their
Parent and stand further down than it. It asks how days are written: DATE_FORMAT.

Epic with Task below is found in every project. The type that goes below a Task is called Sub-task in projects managed
by the company, Subtask in those managed by a team, and the importer takes neither for the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from prodops_cli.render.data import cells_to_csv
from prodops_cli.render.escape import jira, spreadsheet, spreadsheet_lines

DATE_FORMAT = "yyyy-MM-dd"
"""What to enter where the importer asks for the format of dates."""
MOST_IN_SUMMARY = 255
MOST_IN_LABEL = 255
MOST_IN_DESCRIPTION = 32_767
"""Characters in UTF-16, as Jira counts them; it refuses an issue with more."""

_HEADER = ("Issue ID", "Parent", "Issue Type", "Summary", "Description", "Due Date", "Assignee")


@dataclass(frozen=True, slots=True)
class Issue:
    """Something to do, as Jira knows it."""

    id: str
    """What `parent` of others names; the file has a number in its place, as Jira wants."""
    summary: str
    description: str = ""
    """Plain text, of any number of lines."""
    due: date | None = None
    assignee: str | None = None
    """An email, which Jira finds the person by; or a name, to be assigned to somebody during the import."""
    labels: tuple[str, ...] = ()
    parent: str | None = None
    """The id of the issue it is part of; one that is not in the file counts for none."""
    type: str = "Task"


def render(issues: Iterable[Issue]) -> str:
    """The issues as CSV, parents before what is part of them, otherwise in their order."""
    given = tuple(issues)
    parents = {issue.id: issue.parent for issue in reversed(given)}
    rows = sorted(given, key=lambda issue: _depth(issue, parents))
    numbers = {issue.id: str(number) for number, issue in reversed([*enumerate(rows, 1)])}
    labels = [_labels(issue.labels) for issue in rows]
    width = max(map(len, labels), default=0)
    return cells_to_csv(
        [
            [*_HEADER, *["Labels"] * width],
            *(
                [*_cells(issue, str(number), numbers), *own, *[""] * (width - len(own))]
                for number, (issue, own) in enumerate(zip(rows, labels, strict=True), 1)
            ),
        ]
    )


def _cells(issue: Issue, number: str, numbers: dict[str, str]) -> list[str]:
    summary, rest = _summary(issue.summary)
    description = "\n\n".join(text for text in (rest, issue.description.strip()) if text)
    parent = numbers.get(issue.parent, "") if issue.parent is not None else ""
    return [
        number,
        parent if parent != number else "",
        spreadsheet(issue.type),
        summary,
        _cut(spreadsheet_lines(jira(description)), MOST_IN_DESCRIPTION),
        issue.due.isoformat() if issue.due is not None else "",
        spreadsheet(issue.assignee or ""),
    ]


def _depth(issue: Issue, parents: dict[str, str | None]) -> int:
    """How many issues it is below; of issues that are below each other, how many there are."""
    above, seen = issue.parent, {issue.id}
    while above in parents and above not in seen:
        seen.add(above)
        above = parents[above]
    return len(seen)


def _summary(text: str) -> tuple[str, str]:
    """The summary, and the whole of it for the description where it is too long for Jira."""
    line = " ".join(text.split())
    whole = spreadsheet(line)
    cut = _cut(whole, MOST_IN_SUMMARY)
    return cut, "" if cut == whole else line


def _labels(labels: Sequence[str]) -> list[str]:
    """Labels without spaces, which Jira refuses; each once."""
    words = ("-".join(label.split()) for label in labels)
    return [_cut(spreadsheet(word), MOST_IN_LABEL) for word in dict.fromkeys(words) if word]


def _cut(text: str, most: int) -> str:
    """As much of a text as Jira takes; what is left out shows as an ellipsis."""
    octets = text.encode("utf-16-le")
    if len(octets) <= 2 * most:
        return text
    return octets[: 2 * (most - 1)].decode("utf-16-le", errors="ignore").rstrip().rstrip("\\") + "…"
