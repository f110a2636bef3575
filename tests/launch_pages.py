"""A workspace with launches for the tests of their reports, and what every report has to stand: hostile names."""

from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

from payloads import payloads
from prodops_cli.render import data, html, markdown, slack, terminal
from test_escape import COMMAND, INVISIBLE, structure
from test_html import require_harmless

TODAY = date(2026, 10, 15)
NAME = "Zyx"
"""What everybody and everything is called, so that it can be called otherwise."""

FILES = {
    "prodops.yaml": """
        name: Zyx
        holidays: [DE-BE]
        launches:
          geographies: {US: [accessibility], DE: [works-council]}
          blackouts: [{first: 2026-11-23, last: 2026-12-01, reason: Zyx}]
        """,
    "people.yaml": """
        - {id: ada, name: Zyx, team: payments, location: {country: DE-BE}}
        - {id: bo, name: Zyx, location: {country: US}}
        """,
    "teams.yaml": "- {id: payments, name: Zyx}\n",
    "goals/more-orders.yaml": "title: Zyx\nperiod: 2026-Q3\n",
    "goals/quiet.yaml": "title: Zyx\nperiod: 2026-Q4\n",
    "roadmap/checkout.yaml": """
        title: Zyx
        status: in_progress
        target: 2026-11-20
        goals: [more-orders]
        """,
    "roadmap/parcels.yaml": """
        title: Zyx
        status: shipped
        shipped: 2026-09-01
        product_lines: [Zyx]
        goals: [quiet]
        owner: ada
        """,
    "launches/checkout-2.yaml": """
        title: Zyx
        date: 2026-11-17
        owner: ada
        team: payments
        facts: {new_geographies: [DE]}
        initiatives: [checkout]
        gates:
          legal:
            owner: ada
            due: 2026-11-02
          works-council: {owner: bo}
        audiences: [Zyx buyers, support]
        geographies: [DE, US]
        rollout:
          - {on: 2026-11-17, percent: 10, guard: Zyx}
          - {on: 2026-11-24, percent: 100}
        """,
    "launches/loyalty.yaml": "title: Zyx\ndate: 2026-11-19\nteam: payments\naudiences: [Zyx buyers]\n",
    "launches/gone.yaml": "title: Zyx\ndate: 2026-11-10\nstatus: cancelled\ngeographies: [DE]\n",
    "launches/some-day.yaml": "title: Zyx\n",
    "launches/wallets.yaml": """
        title: Zyx
        date: 2026-09-01
        status: launched
        owner: ada
        geographies: [DE-BE]
        metrics:
          - title: Zyx
            unit: Zyx
            baseline: 10
            target: 100
            readings:
              - {on: 2026-09-04, value: 12}
              - {on: 2026-10-05, value: 50, note: Zyx}
        rollout:
          - {on: 2026-09-01, percent: 50, guard: Zyx, reached: 2026-09-01, held: true, note: Zyx}
          - {on: 2026-09-08, percent: 100, reached: 2026-09-10}
        """,
}

TEXTS = {name: text for name, text in payloads().items() if text.strip() and name != "surrogate"}

_LOUD = ("command", "command at the start", "old command", "escape", "bidi", "private", "rich")


def renamed(value: Any, text: str) -> Any:
    """A report with another text in the place of every name, also in sentences that have one."""
    if isinstance(value, str):
        return value.replace(NAME, text)
    if isinstance(value, tuple):
        return tuple(renamed(item, text) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: renamed(getattr(value, field.name), text) for field in fields(value)})
    return value


def require_same_structure(name: str, made: Any) -> None:
    """Raise AssertionError where a name changes the structure of a page, or acts on a terminal or in a log."""
    plain = markdown.render(name, renamed(made, "Word"))
    expected, page = structure(plain), require_harmless(html.render(plain)).structure
    for which, text in TEXTS.items():
        hostile = renamed(made, text)
        shown = markdown.render(name, hostile)
        assert structure(shown) == expected, which
        assert require_harmless(html.render(shown)).structure == page, which
        require_quiet(which, shown, data.render(hostile))
        if which in _LOUD:  # the other forms are made of the same markdown, and tried with everything by themselves
            require_quiet(which, terminal.render(shown, width=80, colour=False), slack.render(shown))


def require_quiet(which: str, *texts: str) -> None:
    """Raise AssertionError for a text that a terminal or a CI log would act on."""
    for text in texts:
        assert not COMMAND.search(text), which
        assert not INVISIBLE.search(text), which
