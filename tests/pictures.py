"""Timelines and graphs for tests of their pictures, of any size and with any texts, and the browser to look at them."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, get_args

import pytest

from prodops_cli.fields import Confidence, Health
from prodops_cli.render.graph import Edge, Graph, Node, State
from prodops_cli.reports._base import Named
from prodops_cli.reports._ties import Tie
from prodops_cli.reports.timeline import Item, Milestone, Period, PromisedDay, Timeline, Wait, grouped

TODAY = date(2026, 10, 15)
TIES = (Tie(), Tie("finish_finish", 7), Tie("start_start"))
TEAMS = ("Customers", "Loyalty", "Marketplace", "Payments", "Platform", "Storefront")
QUARTERS = tuple(
    Period(f"{year}-Q{quarter + 1}", first, (first + timedelta(days=95)).replace(day=1) - timedelta(days=1))
    for year in (2026, 2027)
    for quarter in range(4)
    for first in [date(year, quarter * 3 + 1, 1)]
)


def item(number: int, title: str, **changes: Any) -> Item:
    """An initiative of four to ten weeks."""
    start = TODAY + timedelta(days=number * 37 % 500 - 240)
    end = start + timedelta(days=28 + number * 13 % 45)
    values: dict[str, Any] = {
        "record": Named(f"initiative:i{number}", title, f"roadmap/i{number}.yaml"),
        "status": "planned" if start > TODAY else "in_progress",
        "health": (*get_args(Health)[:4], None)[number % 5],
        "derived": "on_track",
        "confidence": get_args(Confidence)[number % 3],
        "owner": Named("person:ada", "Ada", None),
        "team": Named(f"team:t{number % 6}", TEAMS[number % 6], None),
        "goals": (Named(f"goal:g{number % 3}", f"Goal {number % 3}", None),),
        "product_lines": ("shop",),
        "start": start,
        "end": end,
        "target": end,
        "shipped": None,
        "finish": end,
        "late_days": 0,
        "slack": 3,
        "is_critical": number % 9 == 8,
        "waits_for": (Wait(f"i{number - 1}", TIES[number // 4 % 3]),) if number % 4 == 1 else (),
        "promise": None,
        "dates": (PromisedDay(end, start, "Ada", "roadmap: planned", 0),),
    }
    if number % 5 == 1:
        values |= {
            "finish": end + timedelta(days=12),
            "late_days": 12,
            "promise": "2nd target, +30 days against the first promise",
            "dates": (
                PromisedDay(end - timedelta(days=30), start, "Ada", "roadmap: planned", 0),
                PromisedDay(end, TODAY, "Noor", "roadmap: the supplier moved", 30),
            ),
        }
    return Item(**(values | changes))


def timeline(titles: Sequence[str], *, has_history: bool = True, note: str = "") -> Timeline:
    """A timeline of so many items, and a launch for each team that has some; `note` is put wherever a text goes."""
    items = [item(number, title) for number, title in enumerate(titles)]
    if note:
        said = tuple(PromisedDay(TODAY, TODAY, note, note, days) for days in (0, 3))
        name = Named("team:x", note, None)
        items = [
            item(number, title, team=name, owner=name, goals=(name,), product_lines=(note,), promise=note, dates=said)
            for number, title in enumerate(titles)
        ]
    named = sorted({one.team.name: one.team for one in items if one.team is not None}.items())
    launches = [
        Milestone(
            Named(f"launch:l{number}", note or f"{name} goes live", None),
            "planned",
            TODAY + timedelta(days=40 * number),
            None,
            team,
            (),
            (),
            None,
            (),
        )
        for number, (name, team) in enumerate(named)
    ]
    if not has_history:
        items = [item(number, title, promise=None, dates=()) for number, title in enumerate(titles)]
    return Timeline(
        organisation=note or "Acme",
        as_of=TODAY,
        by="team",
        team=None,
        goal=None,
        first=QUARTERS[0].first,
        last=QUARTERS[-1].last,
        quarters=QUARTERS,
        groups=grouped(items, launches, "team"),
        undated=2,
        outside=0,
        has_history=has_history,
    )


def of_size(count: int) -> Timeline:
    """A timeline of so many items with titles of all lengths."""
    return timeline(titles(count))


def titles(count: int) -> list[str]:
    """So many titles, of one to nine words."""
    random, words = (
        Random(7),
        ["checkout", "loyalty", "points", "in", "the", "EU", "guided", "search", "for", "sellers"],
    )
    return [" ".join(random.choice(words) for _ in range(random.randint(1, 9))) for _ in range(count)]


def graph(names: Sequence[str], *, note: str = "") -> Graph:
    """A graph of so many nodes, each of which waits for some before it."""
    nodes = tuple(
        Node(
            f"i{number}", name, note or TEAMS[number % 6], note or "planned", "at_risk", (("target", note or "15 Sep"),)
        )
        for number, name in enumerate(names)
    )
    states = get_args(State)
    edges = tuple(
        Edge(
            f"i{other}",
            f"i{number}",
            states[number % len(states)],
            note or "needed by 1 Dec",
            number % 2 == 0,
            (note or "its own target is 12 Dec, 11 days too late",),
            note,
        )
        for number in range(1, len(names))
        for other in {number // 2, max(number - 7, 0)}
    )
    return Graph(nodes, edges, note or "Acme: dependencies", note or "As of 15 October 2026")


# --- the browser -----------------------------------------------------------------------------------------

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def browser() -> Iterator[Any]:
    """Debian's chromium without a network; the test is skipped where it is not installed."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    arguments = ["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"]
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield opened
        opened.close()


class Watch:
    """Everything that a page must not do."""

    def __init__(self, page: Any) -> None:
        self.seen: list[str] = []
        page.on("request", lambda request: self._request(request.url))
        page.on("console", lambda message: self.seen.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.seen.append(f"error: {error}"))
        page.on("dialog", self._dialog)
        page.on("popup", lambda _: self.seen.append("popup"))

    def _request(self, url: str) -> None:
        if not url.startswith("file:"):
            self.seen.append(f"request: {url}")

    def _dialog(self, dialog: Any) -> None:
        self.seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()


def written(folder: Path, name: str, text: str) -> str:
    """The address of a file with a text."""
    place = folder / name
    place.write_text(text, encoding="utf-8")
    return place.as_uri()
