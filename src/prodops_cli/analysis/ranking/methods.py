"""The methods by which work is ranked: what each takes, and its formula. Sources stand beside each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from prodops_cli.analysis.ranking.inputs import (
    ICE,
    MONEY_PERIOD,
    RICE_IMPACT,
    WSJF,
    Taken,
    confidence_input,
    criterion_input,
    divisor,
    duration_input,
    plain_input,
    rate_input,
    share_input,
    spoken_input,
)
from prodops_cli.analysis.ranking.names import WEIGHTED, wrong_with_name
from prodops_cli.analysis.words import figure
from prodops_cli.errors import ProdopsError
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.settings import Criterion, Settings

LEAST_EFFORT = 0.5
"""RICE counts no effort as smaller, in person-months."""


@dataclass(frozen=True, slots=True)
class Method:
    """A formula, and how to find what it takes. Larger scores come first."""

    name: str
    title: str
    """What people call it."""
    names: tuple[str, ...]
    """Its inputs, in the order of the formula."""
    take: Callable[[Initiative, str], Sequence[Taken]]
    """Its inputs from an initiative, given the period over which reach is counted."""
    score: Callable[..., float]
    """The score, of one number for each input."""
    write: Callable[..., str]
    """The formula, of one text for each input."""
    unit: str | None = None
    """What the score counts."""
    word: Callable[[float], str] | None = None
    """What a score is called."""

    @property
    def formula(self) -> str:
        """The formula with the inputs' names."""
        return self.write(*map(spoken_input, self.names))


ORDINAL = {"kano": "Kano", "moscow": "MoSCoW"}
"""The methods that put work into words and not into numbers, and what people call them."""


def title_of(name: str) -> str:
    """What people call a method."""
    return ORDINAL.get(name) or TITLES.get(name) or name.removeprefix(WEIGHTED)


def method_called(settings: Settings, name: str) -> Method | None:
    """The formula of a name; None for the methods of `ORDINAL`. Raises ProdopsError where there is no such method."""
    wrong = wrong_with_name(settings.ranking, name)
    if wrong is not None:
        raise ProdopsError(*wrong)
    if name in ORDINAL:
        return None
    if name.startswith(WEIGHTED):
        return weighted(name, settings.ranking.weighted[name.removeprefix(WEIGHTED)].criteria)
    return _cd3(settings.currency) if name == "cd3" else _FORMULAS[name]


# --- RICE, ICE, WSJF -----------------------------------------------------------------------------


def _rice() -> Method:
    """Sean McBride, "RICE: Simple prioritization for product managers", Intercom, 2016."""

    def take(initiative: Initiative, period: str) -> Sequence[Taken]:
        return (
            rate_input(initiative, "reach", period),
            plain_input(initiative, "impact", RICE_IMPACT),
            confidence_input(initiative),
            plain_input(initiative, "effort"),
        )

    return Method(
        "rice",
        "RICE",
        ("reach", "impact", "confidence", "effort"),
        take,
        lambda reach, impact, confidence, effort: (
            # drawn millions of times, and this takes half as long as `max`
            reach * impact * confidence / (effort if effort > LEAST_EFFORT else LEAST_EFFORT)  # noqa: FURB136
        ),
        lambda reach, impact, confidence, effort: f"{reach} × {impact} × {confidence} ÷ {effort}",
    )


def _ice() -> Method:
    """Sean Ellis, GrowthHackers; Ellis and Brown, "Hacking Growth", 2017."""
    names = ("impact", "confidence", "ease")
    return Method(
        "ice",
        "ICE",
        names,
        lambda initiative, _: [plain_input(initiative, name, ICE) for name in names],
        lambda impact, confidence, ease: impact * confidence * ease,
        lambda impact, confidence, ease: f"{impact} × {confidence} × {ease}",
    )


def _wsjf() -> Method:
    """Scaled Agile Framework, "Weighted Shortest Job First", after Reinertsen."""
    added = ("business_value", "time_criticality", "risk_reduction")
    return Method(
        "wsjf",
        "WSJF",
        (*added, "job_size"),
        lambda initiative, _: [
            *(plain_input(initiative, name, WSJF) for name in added),
            divisor(initiative, "job_size", WSJF),
        ],
        lambda value, time, risk, size: (value + time + risk) / size,
        lambda value, time, risk, size: f"({value} + {time} + {risk}) ÷ {size}",
    )


# --- money and surveys ---------------------------------------------------------------------------


def _cd3(currency: str) -> Method:
    """Cost of delay divided by duration.

    Reinertsen, "The Principles of Product Development Flow", 2009; Arnold and Yüce, Black Swan Farming, 2013.
    """
    return Method(
        "cd3",
        "CD3",
        ("cost_of_delay", "duration"),
        lambda initiative, _: [
            rate_input(initiative, "cost_of_delay", MONEY_PERIOD, default=MONEY_PERIOD),
            duration_input(initiative),
        ],
        lambda cost, duration: cost / duration,
        lambda cost, duration: f"{cost} ÷ {duration}",
        f"{currency} per month, for each month of work",
    )


def opportunity_word(score: float) -> str:
    """How large an opportunity is: above 15 extreme, from 12 strong, from 10 to consider."""
    if score > 15:
        return "extreme"
    if score >= 12:
        return "strong"
    return "consider" if score >= 10 else "unattractive"


def opportunity_score(importance: float, satisfaction: float) -> float:
    """Two shares, each scaled to ten; rounded so that 0.95 and 0.32 make 15.8 and not a hair less."""
    return round(10 * importance + max(10 * importance - 10 * satisfaction, 0), 9)


def _opportunity() -> Method:
    """Anthony Ulwick, "Turn Customer Input into Innovation", HBR, January 2002; "What Customers Want", 2005."""
    names = ("importance", "satisfaction")
    return Method(
        "opportunity",
        "opportunity",
        names,
        lambda initiative, _: [share_input(initiative, name) for name in names],
        opportunity_score,
        lambda importance, satisfaction: (
            f"10 × {importance} + the larger of 10 × ({importance} − {satisfaction}) and 0"
        ),
        word=opportunity_word,
    )


# --- an organisation's own -----------------------------------------------------------------------


def normalised(criterion: Criterion, value: float) -> float:
    """A value between the pinned ends of its scale, from 0 (worst or beyond) to 1 (best or beyond)."""
    share = (value - criterion.worst) / (criterion.best - criterion.worst)
    return min(max(share, 0.0), 1.0)


def weighted(name: str, criteria: Mapping[str, Criterion]) -> Method:
    """The sum of weight × value, each value normalised over ends that the settings pin.

    Raises ProdopsError where the settings leave nothing to weigh.
    """
    _check(name, criteria)
    pairs = tuple(criteria.values())

    def score(*values: float) -> float:
        return sum(one.weight * normalised(one, value) for one, value in zip(pairs, values, strict=True))

    def write(*texts: str) -> str:
        return " + ".join(f"{figure(one.weight)} × {_place(one, text)}" for one, text in zip(pairs, texts, strict=True))

    return Method(
        name,
        name.removeprefix(WEIGHTED),
        tuple(criteria),
        lambda initiative, _: [criterion_input(initiative, criterion) for criterion in criteria],
        score,
        write,
        f"of {figure(sum(one.weight for one in pairs))}",
    )


def _place(criterion: Criterion, text: str) -> str:
    worst, best = criterion.worst, criterion.best
    if not worst:
        return f"({text} ÷ {figure(best)})"
    return f"({text} − {figure(worst)}) ÷ ({figure(best)} − {figure(worst)})"


def _check(name: str, criteria: Mapping[str, Criterion]) -> None:
    if not any(criterion.weight for criterion in criteria.values()):
        raise ProdopsError(
            f"`{name}` weighs nothing", "give a criterion a weight in prodops.yaml, at `ranking.weighted`"
        )
    flat = next((one for one, criterion in criteria.items() if criterion.best == criterion.worst), None)
    if flat is not None:
        message = f"`{flat}` of `{name}` is as good at its worst as at its best"
        raise ProdopsError(message, "give `worst` and `best` in prodops.yaml different values")


_FORMULAS = {method.name: method for method in (_rice(), _ice(), _wsjf(), _opportunity())}
TITLES = {**{name: method.title for name, method in _FORMULAS.items()}, "cd3": "CD3"}
