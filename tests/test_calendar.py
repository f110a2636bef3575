"""The calendar of dated tasks, read by a library that did not write it: nothing in a text becomes a property."""

import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event as ReadEvent

from payloads import payloads
from prodops_cli.render.calendar import Event, render
from prodops_cli.render.escape import terminal

DAY = date(2026, 11, 23)
STAMP = date(2026, 11, 1)
COMMAND = re.compile(r"(?m)^\s*::|##\[|##vso\[")
CONTROL = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
PROPERTIES = {
    *("BEGIN", "END", "VERSION", "PRODID", "NAME", "X-WR-CALNAME"),
    *("SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "CATEGORIES", "DESCRIPTION", "TRANSP", "URL"),
}
PAYLOADS = [pytest.param(text, id=name) for name, text in payloads().items()]


def read(text: str) -> Calendar:
    return IcsCalendarStream.calendar_from_ics(text)


def only(text: str) -> ReadEvent:
    (event,) = read(text).events
    return event


def unfolded(text: str) -> list[str]:
    """Properties as lines; the second reading, by the letter of RFC 5545."""
    return re.sub(r"\r\n[ \t]", "", text).removesuffix("\r\n").split("\r\n")


def one_line(text: str) -> str:
    return terminal(" ".join(text.split()))


def lines(text: str) -> str:
    return "\n".join(terminal(line.expandtabs(4).rstrip()) for line in text.strip().splitlines())


def unspaced(text: str | None) -> str:
    """A text without spaces: a fold before `::` puts one between the two."""
    return "".join((text or "").split())


def is_well_formed(text: str) -> bool:
    """CRLF everywhere, no line over 75 octets, no property but ours, one component inside the other."""
    physical = text.split("\r\n")
    names = [re.split("[:;]", line, maxsplit=1)[0] for line in unfolded(text)]
    frames = [line for line in unfolded(text) if line.startswith(("BEGIN:", "END:"))]
    events = (len(frames) - 2) // 2
    return (
        physical[-1] == ""
        and not any("\n" in line or "\r" in line for line in physical)
        and all(len(line.encode()) <= 75 for line in physical)
        and set(names) <= PROPERTIES
        and frames == ["BEGIN:VCALENDAR", *["BEGIN:VEVENT", "END:VEVENT"] * events, "END:VCALENDAR"]
    )


def test_calendar_to_the_byte() -> None:
    event = Event(
        "plan:maya:laptop",
        DAY,
        "Order the laptop, and a screen",
        "By Grace; half an hour.\nAsk what she likes.",
        "https://example.com/laptops?a=1&b=é",
        ("Onboarding", "Week 1"),
    )
    assert render("Onboarding: Maya Example", [event], STAMP) == (
        "BEGIN:VCALENDAR\r\n"
        "VERSION:2.0\r\n"
        "PRODID:-//prodops//prodops-cli//EN\r\n"
        "NAME:Onboarding: Maya Example\r\n"
        "X-WR-CALNAME:Onboarding: Maya Example\r\n"
        "BEGIN:VEVENT\r\n"
        "SUMMARY:Order the laptop\\, and a screen\r\n"
        "DTSTART;VALUE=DATE:20261123\r\n"
        "DTEND;VALUE=DATE:20261124\r\n"
        "DTSTAMP:20261101T000000Z\r\n"
        "UID:f53a4225fe4787d205b9b567a8787cd0@prodops\r\n"
        "CATEGORIES:Onboarding,Week 1\r\n"
        "DESCRIPTION:By Grace\\; half an hour.\\nAsk what she likes.\\n\\nhttps://examp\r\n"
        " le.com/laptops?a=1&b=%C3%A9\r\n"
        "TRANSP:TRANSPARENT\r\n"
        "URL:https://example.com/laptops?a=1&b=%C3%A9\r\n"
        "END:VEVENT\r\n"
        "END:VCALENDAR\r\n"
    )


def test_event_takes_a_whole_day_and_keeps_nobody_busy() -> None:
    event = only(render("Plan", [Event("a", date(2028, 2, 29), "A")], STAMP))
    assert (event.dtstart, event.dtend) == (date(2028, 2, 29), date(2028, 3, 1))
    assert event.transparency == "TRANSPARENT"
    assert not event.alarm


def test_calendar_has_its_name() -> None:
    name = "Onboarding; Maya, \\ Example"
    calendar = read(render(name, [], STAMP))
    assert calendar.name == [name]
    assert [(extra.name, extra.value) for extra in calendar.extras] == [
        ("x-wr-calname", "Onboarding\\; Maya\\, \\\\ Example")  # this reader leaves what it does not know as it stands
    ]


def test_events_are_sorted_by_day_whatever_their_order() -> None:
    events = [Event("c", DAY, "C"), Event("a", DAY + timedelta(days=1), "A"), Event("b", DAY, "B")]
    text = render("Plan", events, STAMP)
    assert [event.summary for event in read(text).events] == ["B", "C", "A"]
    assert render("Plan", reversed(events), STAMP) == text


def test_last_day_there_is_has_no_next() -> None:
    assert "DTEND" not in render("Plan", [Event("a", date.max, "A")], STAMP)


@pytest.mark.parametrize(
    ("stamp", "written"),
    [
        (date(2026, 11, 1), "20261101T000000Z"),
        (datetime(2026, 11, 1, 9, 30, 15, 999), "20261101T093015Z"),  # noqa: DTZ001 - what no zone means
        (datetime(2026, 11, 1, 0, 30, tzinfo=timezone(timedelta(hours=1))), "20261031T233000Z"),
        (datetime(2026, 11, 1, 9, 30, tzinfo=UTC), "20261101T093000Z"),
    ],
)
def test_stamp_is_a_time_in_utc(stamp: date, written: str) -> None:
    assert f"DTSTAMP:{written}" in unfolded(render("Plan", [Event("a", DAY, "A")], stamp))


# --- uids ------------------------------------------------------------------------------------------


def test_uid_stays_when_everything_else_changes() -> None:
    before = only(render("Plan", [Event("plan:maya:laptop", DAY, "Order the laptop")], STAMP))
    event = Event("plan:maya:laptop", DAY + timedelta(days=9), "Buy it", "Now", "https://example.com", ("x",))
    after = only(render("Other", [event], DAY))
    assert before.uid == after.uid


def test_uid_says_nothing_of_what_it_is_made_from() -> None:
    event = only(render("Plan", [Event("maya", DAY, "A")], STAMP))
    assert re.fullmatch(r"[0-9a-f]{32}@prodops", event.uid)


def test_repeated_uid_gets_one_of_its_own() -> None:
    events = [Event("a", DAY, "First"), Event("a", DAY + timedelta(days=1), "Second"), Event("b", DAY, "B")]
    found = {event.summary: event.uid for event in read(render("Plan", events, STAMP)).events}
    assert len(set(found.values())) == 3
    assert found["First"] == only(render("Plan", events[:1], STAMP)).uid


@given(st.lists(st.text(max_size=10), max_size=10))
def test_every_event_has_a_uid_of_its_own(uids: list[str]) -> None:
    text = render("Plan", [Event(uid, DAY, "A") for uid in uids], STAMP)
    assert len({line for line in unfolded(text) if line.startswith("UID:")}) == len(uids)


# --- what is in the texts ----------------------------------------------------------------------------


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_stays_text(payload: str) -> None:
    event = Event(payload, DAY, payload, f"{payload}\nmore", "https://example.com", (payload,))
    text = render(payload, [event], STAMP)
    assert is_well_formed(text)
    assert not COMMAND.search(text)
    assert not CONTROL.search(text.replace("\r\n", ""))
    found = only(text)
    assert unspaced(found.summary) == unspaced(one_line(payload))
    assert unspaced(found.description) == unspaced(lines(event.description) + "https://example.com")
    assert [unspaced(word) for word in found.categories] == [
        unspaced(word) for word in [one_line(payload.replace(",", " "))] if word
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a\r\nATTACH:https://evil.example/x",
        "a\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:EMAIL\r\nEND:VALARM",
        "a\nATTENDEE:mailto:ada@example.com",
        "a\\nORGANIZER:x",
        "a\x0bRRULE:FREQ=DAILY",
        "a\u2028RRULE:FREQ=DAILY",
        "a\x85RRULE:FREQ=DAILY",
        '";X=1:y',
    ],
)
def test_property_in_a_text_is_a_text(text: str) -> None:
    made = render(text, [Event(text, DAY, text, text, f"https://example.com/{text}", (text,))], STAMP)
    assert is_well_formed(made)
    found = only(made)
    assert found.summary == one_line(text)
    assert not any([found.alarm, found.attendees, found.attach, found.organizer, found.rrule, found.extras])


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "x", ""])
def test_address_of_anything_but_web_and_mail_is_left_out(url: str) -> None:
    assert "URL" not in render("Plan", [Event("a", DAY, "A", url=url)], STAMP)


def test_no_fold_makes_a_command() -> None:
    for length in range(150):
        text = render("Plan", [Event("a", DAY, f"{'x' * length}::error file=a::owned", " " * length + "::x")], STAMP)
        assert is_well_formed(text)
        assert not COMMAND.search(text)


TEXTS = st.text(alphabet=st.sampled_from('ab é漢🙂\\\\,;:"n\r\n\t\x00\x1b\u2028=^@#[]'), max_size=200) | st.text(
    max_size=50
)


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS, st.dates(date(1970, 1, 1), date(2200, 1, 1)))
def test_any_text_is_read_as_it_was(title: str, description: str, day: date) -> None:
    text = render(title, [Event(title, day, title, description)], STAMP)
    assert is_well_formed(text)
    found = only(text)
    assert unspaced(found.summary) == unspaced(one_line(title))
    assert unspaced(found.description) == unspaced(lines(description))
    assert found.dtstart == day


def test_hash_seed_and_zone_of_the_process_are_in_nothing(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import sys\nfrom datetime import date\nfrom prodops_cli.render.calendar import Event, render\n"
        "events = [Event(f'{n}', date(2026, 1, 1 + n % 5), f'Tâche {n} ' * 9, 'a\\nb', categories=('x', 'y'))"
        " for n in range(20)]\n"
        "sys.stdout.buffer.write(render('Plan', events, date(2026, 1, 1)).encode())\n",
        encoding="utf-8",
    )
    made = {
        subprocess.run(
            [sys.executable, str(program)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("1", "Asia/Tokyo"), ("2", "America/New_York"))
    }
    assert len(made) == 1
