"""An id is not in small letters with hyphens.

## Why
Ids are typed by hand in references, read aloud in meetings and matched by search. One way to write them spares
everybody the question whether it was `OnePageCheckout`, `one_page_checkout` or `one-page-checkout`.

## Bad
```yaml title="roadmap/One_Page_Checkout.yaml"
title: One-page checkout  # warning: id-style
```
```yaml title="tools.yaml"
- id: Figma  # warning: id-style
  name: Figma
```

## Good
```yaml title="roadmap/one-page-checkout.yaml"
title: One-page checkout
```
```yaml title="tools.yaml"
- id: figma
  name: Figma
```
"""

import re
from collections.abc import Iterator
from datetime import date

from prodops_cli.rules._base import WARNING, Finding, Workspace, rule

_is_styled = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*").fullmatch


@rule(WARNING)
def id_style(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every id with capital letters, underscores or dots, with the id it could have."""
    for (_, id_), entry in workspace.entries.items():
        if _is_styled(id_) is None:
            message = f"the id `{id_}` is not in small letters with hyphens"
            what = "the record" if entry.route else "the file"
            hint = f"rename {what} to `{_styled(id_)}`, and the references to it"
            yield Finding(entry, ("id",) if entry.route else (), message, hint)


def _styled(id_: str) -> str:
    """Return the id with its words in small letters, set apart by hyphens."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", id_)
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
