"""Words: how messages say days, lists and circles."""

from datetime import date

from prodops_cli.analysis.words import circle_text, days_text, listed, spoken, weekday_text


def test_days() -> None:
    assert [days_text(count) for count in (0, 1, 12)] == ["0 days", "1 day", "12 days"]
    assert weekday_text(date(2026, 10, 17)) == "Saturday"


def test_states() -> None:
    assert spoken("in_progress") == "in progress"


def test_lists() -> None:
    assert listed(["legal", "privacy", "tax"]) == "legal, privacy and tax"
    assert listed(["legal", "tax"]) == "legal and tax"
    assert listed(["legal"]) == "legal"
    assert listed([]) == ""


def test_circles() -> None:
    assert circle_text(["a"]) == "a → a"
    assert circle_text(["a", "b"]) == "a → b → a"
    assert circle_text("abcdefgh") == "a → b → c → d → e → f → (2 more) → a"
