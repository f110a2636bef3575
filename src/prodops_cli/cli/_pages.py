"""Pages by the names that people know things by: rules, kinds, the settings."""

from difflib import get_close_matches

from prodops_cli.errors import ProdopsError
from prodops_cli.kinds import all_kinds, require_kind
from prodops_cli.render import pages
from prodops_cli.reports.kind_page import kind_page, settings_page
from prodops_cli.rules import all_rules

_SETTINGS = ("settings", "prodops.yaml")


def page(name: str) -> str:
    """The page of a rule, a kind or the settings, as markdown. Raises ProdopsError with the nearest name."""
    rule = all_rules().get(name.lower().replace("_", "-"))
    if rule is not None:
        return pages.rule_page(rule.name, rule.severity, rule.page)
    if name in _SETTINGS:
        return pages.model_page(settings_page())
    try:
        return pages.model_page(kind_page(require_kind(name)))
    except ProdopsError:
        close = get_close_matches(name, [*all_rules(), *all_kinds(), *_SETTINGS], n=1, cutoff=0.5)
        hint = f"did you mean `{close[0]}`?" if close else None
        raise ProdopsError(
            f"there is no rule or kind called `{name}`",
            hint or f"`prodops rules` lists the rules; the kinds are {', '.join(all_kinds())}",
        ) from None
