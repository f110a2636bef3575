"""The policy of launches: what is built in is what the vocabulary says."""

from pathlib import Path

import pytest
from pydantic import ValidationError

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


@pytest.mark.parametrize(("due", "is_allowed"), [(-366, False), (-365, True), (0, True), (1, False), (365, False)])
def test_decision_is_due_before_the_launch_or_on_its_day(due: int, *, is_allowed: bool) -> None:
    asked = {"gates": {"legal": {"due": due}}}
    if is_allowed:
        assert LaunchPolicy.model_validate(asked).gate("legal").due == due
    else:
        with pytest.raises(ValidationError):
            LaunchPolicy.model_validate(asked)
