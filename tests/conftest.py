"""Golden files: what users see, kept in tests/golden/ and reviewed as it changes."""

from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden/ anew; look at the difference")
    parser.addoption("--all-benchmarks", action="store_true", help="run every benchmark, small; otherwise one of them")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a file of tests/golden/, or write it there with --update-golden."""

    def compare(name: str, text: str) -> None:
        place = GOLDEN / name
        if request.config.getoption("--update-golden"):
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(text.encode())
        assert text == place.read_bytes().decode(), "if the change is meant: pytest --update-golden"

    return compare
