"""Codes of countries as people type them."""

from __future__ import annotations

import re

from prodops_cli.errors import ProdopsError


def country(text: str) -> str:
    """The code of a country or of a part of one, in capital letters. Raises ProdopsError for anything else."""
    from prodops_cli.analysis.countries import hint_for
    from prodops_cli.fields import COUNTRY_FORM

    code = text.strip().upper()
    is_code = re.fullmatch(COUNTRY_FORM, code) is not None
    hint = hint_for(code) if is_code else "write two letters, DE, or a part of one: DE-BE"
    if hint is not None:
        raise ProdopsError(f"`{text}` is not the code of a country", hint)
    return code
