"""Who may read what of a launch: for colleagues all of it, for anybody else what is marked as public and nothing more.

A report for customers is made of what `readable` returns, so that a field which nobody thought of stays inside.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from prodops_cli.fields import Public
from prodops_cli.kinds._shape import Field, fields_of
from prodops_cli.kinds.launch import Launch, Question
from prodops_cli.policy import COLLEAGUES, CUSTOMERS, LaunchPolicy, plain_audience

Item = TypeVar("Item")
Model = TypeVar("Model", bound=BaseModel)


def readable(policy: LaunchPolicy, record: Model, audience: str) -> Model:
    """The record as an audience may read it: as it is for colleagues, else with every other field as if not given.

    A field that is required, and internal, is missing then: asking for it is a bug, and ends as one.
    """
    return record if policy.is_colleague(audience) else _public(record, audience)


def _public(record: Model, audience: str) -> Model:
    marked = {name: mark for name, field in fields_of(type(record)).items() if (mark := _mark(field)) is not None}
    found: dict[str, Any] = {
        name: _public_value(getattr(record, name), mark, audience) for name, mark in marked.items()
    }
    return type(record).model_construct(None, **found)


def _mark(field: Field) -> Public | None:
    return next((mark for mark in field.shape.marks if isinstance(mark, Public)), None)


def _public_value(value: object, mark: Public, audience: str) -> object:
    if mark.by_audience:
        theirs = value if isinstance(value, dict) else {}
        names = (plain_audience(audience), CUSTOMERS)
        return {name: _public_part(item, audience) for name, item in theirs.items() if plain_audience(name) in names}
    if isinstance(value, tuple):
        return tuple(_public_part(item, audience) for item in value)
    if isinstance(value, dict):
        return {name: _public_part(item, audience) for name, item in value.items()}
    return _public_part(value, audience)


def _public_part(value: object, audience: str) -> object:
    return _public(value, audience) if isinstance(value, BaseModel) else value


def own(given: Mapping[str, Item], audience: str) -> Item | None:
    """What stands under an audience's name, however that is written there: `customer-care` is `customer care`."""
    if audience in given:
        return given[audience]
    plain = plain_audience(audience)
    return next((item for name, item in given.items() if plain_audience(name) == plain), None)


def message_for(launch: Launch, audience: str) -> str | None:
    """What an audience is told: its own message, else the customers'."""
    return own(launch.messages, audience) or own(launch.messages, CUSTOMERS)


def action_for(policy: LaunchPolicy, launch: Launch, audience: str) -> str | None:
    """What an audience has to do; what customers have to is for all who are not colleagues."""
    theirs = None if policy.is_colleague(audience) else own(launch.actions, CUSTOMERS)
    return own(launch.actions, audience) or theirs


def questions_for(policy: LaunchPolicy, launch: Launch, audience: str) -> tuple[Question, ...]:
    """The questions an audience has, as far as it may read them; colleagues also get those of anybody outside."""
    is_inside, plain = policy.is_colleague(audience), plain_audience(audience)
    return tuple(
        readable(policy, question, audience)
        for question in launch.questions
        if not question.audiences
        or any(
            plain_audience(one) == plain or (is_inside and not policy.is_colleague(one)) for one in question.audiences
        )
    )


def audiences_of(launch: Launch) -> tuple[str, ...]:
    """Every audience that the launch names, wherever it does."""
    named = {*launch.audiences, *launch.messages, *launch.actions, *launch.briefs}
    return tuple(sorted(named.union(*(question.audiences for question in launch.questions))))


def known_audiences(policy: LaunchPolicy, launches: Iterable[Launch]) -> tuple[str, ...]:
    """Every audience that launches or the settings name, and those that there are everywhere."""
    named = {one for launch in launches for one in audiences_of(launch)}
    return tuple(sorted({CUSTOMERS, *COLLEAGUES, *policy.colleagues, *named}))


def is_among(audience: str, known: Iterable[str]) -> bool:
    """Whether an audience is one of those, however either is written."""
    return plain_audience(audience) in map(plain_audience, known)
