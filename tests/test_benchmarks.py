"""The benchmarks run: seeded mutations find no exception of Python's own, and every table is printed."""

import os
import subprocess
import sys
from pathlib import Path

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


def test_every_table_is_printed() -> None:
    output = run("run.py", "--smoke")
    titles = [line for line in output.splitlines() if line.startswith("## ")]
    assert len(titles) == 6
    assert output.count("| ≤ ") >= 4
