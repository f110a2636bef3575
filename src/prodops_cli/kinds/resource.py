"""resource: a document, template, dashboard or guide that people need at some stage of their work."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from prodops_cli.fields import Day, Link, PersonRef, Ref, Tag, TeamRef, Telling, Text
from prodops_cli.kinds._base import Record

ResourceRef = Annotated[str, Ref("resource")]


class Resource(Record):
    """A document, template, dashboard or guide: where it is, who keeps it right, and who needs it when.

    ```yaml title="resources/launch-checklist.yaml"
    title: Launch checklist
    type: template
    link: https://example.com/wiki/launch-checklist
    owner: ada
    teams: [payments]
    roles: [product-manager]
    stages: [launch, onboarding]
    reviewed: 2026-06-01
    review: 6 months
    ```
    """

    kind: ClassVar[str] = "resource"
    folder: ClassVar[str] = "resources"
    columns: ClassVar[tuple[str, ...]] = ("title", "type", "owner", "reviewed", "stages")
    also_called: ClassVar[Mapping[str, str]] = {
        "name": "title",
        "kind": "type",
        "url": "link",
        "path": "link",
        "stage": "stages",
        "role": "roles",
        "team": "teams",
        "last_reviewed": "reviewed",
        "review_cycle": "review",
        "audience": "roles",
    }
    telling: ClassVar[Telling] = Telling(topics={"status": "status", "reviewed": "status"})

    title: Text
    """What people call it."""
    type: Literal["document", "template", "guide", "dashboard", "glossary", "recording", "course"] = "document"
    """What it is."""
    link: Link | None = None
    """Where it is: a web address, or a file of the repository (`{path: docs/guide.md}`)."""
    owner: PersonRef | None = None
    """Who keeps it right."""
    status: Literal["current", "draft", "retired"] = "current"
    """Whether people should use it."""
    successor: ResourceRef | None = None
    """What takes its place."""
    teams: tuple[TeamRef, ...] = ()
    """The teams it is for; everybody unless given."""
    roles: tuple[Tag, ...] = ()
    """The roles it is for; every role unless given."""
    stages: tuple[Tag, ...] = ()
    """When it is needed: onboarding, discovery, planning, launch."""
    reviewed: Day | None = None
    """The day somebody last saw to it that it is right."""
    review: Literal["3 months", "6 months", "12 months"] = "12 months"
    """How often somebody should."""
