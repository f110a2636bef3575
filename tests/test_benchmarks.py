"""The benchmarks run: seeded mutations find no exception of Python's own, and every table is printed."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def run(*arguments: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=BENCHMARKS,
        capture_output=True,
        text=True,
        timeout=600,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_two_thousand_mutations_raise_nothing_foreign() -> None:
    output = run("mutate.py", "--count", "2000", "--workers", "1")
    assert "seed 1: 2,000 inputs" in output
    assert "raised" not in output


def test_same_seed_makes_the_same_mutations() -> None:
    program = "import mutate; print(hash(tuple(mutate.mutate(n, 7) for n in range(300))))"
    assert run("-c", program) == run("-c", program)


def test_every_table_is_printed(request: pytest.FixtureRequest) -> None:
    """Whatever tables there are: each that run.py names has rows with figures, and each goal it sets is shown."""
    source = (BENCHMARKS / "run.py").read_text(encoding="utf-8")
    named = [title for title in re.findall(r'(?:table\(|## )f?"?([A-Z][a-z -]+)', source) if title]
    is_whole = request.config.getoption("--all-benchmarks")
    sections = run("run.py", "--smoke", *([] if is_whole else ["--only", "start"])).split("\n## ")[1:]
    titles = [section.partition("\n")[0] for section in sections]
    assert named
    missing = [title for title in named if not any(printed.startswith(title) for printed in titles)]
    assert missing == [] if is_whole else len(missing) == len(named) - 1
    assert len(set(titles)) == len(titles) > 0
    for section in sections:
        rows = [line for line in section.splitlines() if line.startswith("| ")][1:]
        assert rows, section
        assert all(re.search(r"\d", row) for row in rows)
    assert sum("| ≤ " in section for section in sections) >= (source.count("goals={") if is_whole else 1)
