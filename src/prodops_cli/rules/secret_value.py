"""A text is shaped like a password or an access token.

## Why
What is committed once stays in the history of every clone: whoever can read the repository, today or in ten
years, can use it. Removing the line is not enough. Revoke the token where it was issued, keep its successor in
a password manager, and write down here only where to ask for it. At most four characters of it are printed.

Only shapes that providers have given their tokens are found (AWS, GitHub, Slack, Google, Stripe, Atlassian, Figma
and others), private keys, JSON web tokens, and passwords inside web addresses.

## Bad
```yaml title="tools/storage.yaml"
name: Storage
access:
  how: log in with AKIAIOSFODNN7EXAMPLE  # error: secret-value
```

## Good
```yaml title="tools/storage.yaml"
name: Storage
access:
  how: ask in the channel it-help; the key is in the password manager
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.secrets import Secret, may_hold_secret, secrets_in, shown_length
from prodops_cli.diagnostics import Span
from prodops_cli.rules._base import ERROR, Problem, Workspace, rule
from prodops_cli.source import MOST_PROBLEMS_PER_FILE, Document


@rule(ERROR)
def secret_value(workspace: Workspace, as_of: date) -> Iterator[Problem]:  # noqa: ARG001
    """Every such text anywhere in a file, comments and unreadable files included."""
    for document in workspace.documents.values():
        if may_hold_secret(document.raw):
            yield from _found_in(document)


def _found_in(document: Document) -> Iterator[Problem]:
    found = sorted(secrets_in(document.text), key=lambda secret: secret.start)
    for secret in found[:MOST_PROBLEMS_PER_FILE]:
        start = _shown(document.text, secret)
        article = "an" if secret.shape[0] in "AO" else "a"
        message = f"this looks like {article} {secret.shape}" + (f": `{start}…`" if start else "")
        hint = "revoke it where it was issued, then remove it: it stays in the history"
        yield Problem("secret-value", document.path, message, hint, span=_span(document.text, secret))


def _shown(text: str, secret: Secret) -> str:
    """Return the few characters by which its owner will recognise it."""
    if secret.shape == "private key":
        return ""
    return text[secret.start : secret.start + shown_length(secret.end - secret.start)]


def _span(text: str, secret: Secret) -> Span:
    line = text.count("\n", 0, secret.start) + 1
    column = secret.start - text.rfind("\n", 0, secret.start)
    return Span(line, column, line, column + secret.end - secret.start)
