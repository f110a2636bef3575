"""The policy of launches: what is built in is what the vocabulary says."""

from pathlib import Path

from prodops_cli.policy import LaunchPolicy

VOCABULARY = Path(__file__).parents[1] / "docs/reference/vocabulary.md"


def test_built_in_gates_are_those_of_the_vocabulary() -> None:
    policy = LaunchPolicy()
    page = VOCABULARY.read_text("utf-8")
    for name in (*policy.tier(1).gates, "any other"):
        gate = policy.gate(name)
        row = f"| {name} | {-gate.due} | {', '.join(f'`{path}`' for path in gate.judges)} |\n"
        assert row in page
    for number in (1, 2, 3):
        (row,) = [line for line in page.splitlines() if line.startswith(f"| {number} | ")]
        assert row.endswith(f" | {', '.join(policy.tier(number).gates)} |")
