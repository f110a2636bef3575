"""Secrets: every shape is found, ordinary text is not, and none is ever printed.

No token stands here in full: each is put together when the test runs.
"""

from datetime import date
from pathlib import Path

import pytest

from prodops_cli import settings
from prodops_cli.analysis.secrets import SHAPES, Secret, masked, may_hold_secret, secrets_in
from prodops_cli.linter import lint
from prodops_cli.tree import WorkingTree
from prodops_cli.workspace import read_workspace

HEX = "0123456789abcdef"
TOKENS = {
    "AWS access key": "AKIA" + "Z9" * 8,
    "GitHub token": "ghp" + "_" + "aB3" * 12,
    "GitLab token": "glpat" + "-" + "aB3-_" * 4,
    "Slack token": "xoxb" + "-" + "123456789012-" * 2 + "aB3" * 8,
    "Google API key": "AIza" + "aB3-_" * 7,
    "Google client secret": "GOCSPX" + "-" + "aB3-_" * 5,
    "Stripe key": "sk_" + "live_" + "aB3" * 8,
    "Atlassian token": "ATATT3" + "aB3-_" * 30 + "=1A2B",
    "Figma token": "figd" + "_" + "aB3-_" * 8,
    "Linear key": "lin_" + "api_" + "aB3x" * 10,
    "Notion token": "ntn" + "_" + "aB3x" * 11,
    "HubSpot token": "pat" + "-na1-" + HEX[:8] + "-" + "-".join([HEX[:4]] * 3) + "-" + HEX[:12],
    "Anthropic key": "sk" + "-ant-" + "aB3-_" * 8,
    "OpenAI key": "sk" + "-" + "aB3x" * 12,
    "npm token": "npm" + "_" + "aB3x" * 9,
    "PyPI token": "pypi" + "-AgE" + "aB3-_" * 10,
    "JSON web token": "eyJ" + "aB3x" * 8 + ".eyJ" + "aB3-" * 5 + "." + "aB3_" * 8,
}


def test_every_shape_is_tried() -> None:
    assert {name for name, _, _ in SHAPES} == set(TOKENS)


@pytest.mark.parametrize("shape", TOKENS)
def test_token_is_found_with_its_place(shape: str) -> None:
    text = f"log in with {TOKENS[shape]}, please"
    assert may_hold_secret(text.encode())
    assert list(secrets_in(text)) == [Secret(shape, 12, 12 + len(TOKENS[shape]))]


@pytest.mark.parametrize("shape", TOKENS)
def test_masked_text_keeps_its_length_and_four_characters(shape: str) -> None:
    token = TOKENS[shape]
    text = f"key: {token} # é"
    assert masked(text) == f"key: {token[:4]}{'•' * (len(token) - 4)} # é"


@pytest.mark.parametrize("shape", TOKENS)
def test_token_that_a_message_cut_short_is_masked(shape: str) -> None:
    cut = TOKENS[shape][:18]
    assert masked(f"`{cut}…` is not a date") == f"`{cut[:4]}{'•' * 14}…` is not a date"


def test_private_key_is_found_by_its_first_line() -> None:
    text = "-----BEGIN RSA " + "PRIVATE KEY-----\n" + "MIIEaB3x" * 8
    assert may_hold_secret(text.encode())
    assert [secret.shape for secret in secrets_in(text)] == ["private key"]


def test_password_in_an_address_is_found_and_the_address_kept() -> None:
    text = "https://reports:" + "pass1234" + "@reports.example.com/a"
    assert [text[secret.start : secret.end] for secret in secrets_in(text)] == ["pass1234"]
    assert masked(text) == "https://reports:pa••••••@reports.example.com/a"


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com:8080/path?q=a@example.com",
        "https://$USER:${PASSWORD}@example.com",
        "https://user:<password>@example.com",
        "mailto:ada@example.com and https://example.com/@ada",
        "goals: [grow-mobile-revenue-in-austria-and-germany]",
        "sk-bratislava-launch-with-a-very-long-name-for-a-file-name",
        "commit 0123456789abcdef0123456789abcdef01234567",
        "the prefix ghp_ alone, AKIA alone, or xoxb-",
        "AKIA" + "Z9" * 12,
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert list(secrets_in(text)) == []
    assert masked(text) == text


def test_long_hostile_text_takes_no_longer_than_it_is_long() -> None:
    for piece in ("eyJ", "eyJ.", "xoxb-", "://a:", "-----BEGIN A ", "sk-", "ghp_…"):
        text = piece * (1_000_000 // len(piece))
        assert len(masked(text)) == len(text)


def test_no_diagnostic_prints_a_secret(tmp_path: Path) -> None:
    token = TOKENS["GitHub token"]
    (tmp_path / "prodops.yaml").write_text("name: Example\n")
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "ada.yaml").write_text(
        f"name: Ada Example\nstarts: {token}\n{token}: 1\nmanager: {token}\ntags: #{token}\n"
    )
    tree = WorkingTree(tmp_path)
    result = lint(read_workspace(tree, settings.load(tree)), date(2026, 10, 15))
    assert {"secret-value", "invalid-value", "unknown-key"} <= {diagnostic.rule for diagnostic in result.diagnostics}
    for diagnostic in result.diagnostics:
        assert token[:5] not in repr(diagnostic)
