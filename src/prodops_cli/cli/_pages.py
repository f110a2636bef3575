"""Pages by the names that people know things by: rules, kinds, the settings."""

from prodops_cli.errors import ProdopsError, nearest_hint
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
        otherwise = f"`prodops rules` lists the rules; the kinds are {', '.join(all_kinds())}"
        nearest = nearest_hint(name, [*all_rules(), *all_kinds(), *_SETTINGS], otherwise, cutoff=0.5)
        hint = _where_a_field_is_explained(name) or nearest
        raise ProdopsError(f"there is no rule or kind `{name}`", hint) from None


def _where_a_field_is_explained(name: str) -> str | None:
    """The hint for a name that is one of a kind's fields: `owner`, or `tool.owner`."""
    word, _, field = name.rpartition(".")
    kinds = [kind for kind, model in all_kinds().items() if word in ("", kind) and field in model.model_fields]
    return f"`{field}` is a field of {', '.join(kinds)}: prodops explain {kinds[0]}" if kinds else None
