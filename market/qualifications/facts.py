"""Which facts about its size a need should state, so that the limits of grades can be checked."""

from typing import Any

import colander

from market.qualifications.kinds import FactName, Kinds
from market.qualifications.order import covers
from market.qualifications.requirement import Clause, Requirement
from tongban import fields

#: Larger than any building of a county, small enough to be a slip of the finger beyond.
MAX_NUMBER = 100_000_000


def facts_for(requirement: Requirement, kinds: Kinds) -> tuple[FactName, ...]:
    """Facts that limits of the kinds asked for look at, in the order of the kinds' data; often none."""
    keys = {key for clause in requirement.clauses for key in _keys(clause, kinds)}
    return tuple(fact for fact in kinds.facts.values() if fact.key in keys)


def facts_schema(requirement: Requirement, kinds: Kinds, **more: Any) -> colander.SchemaNode:
    """A schema that asks for these facts, each optional; ``stated`` gives what a need keeps of its value."""
    schema = fields.Schema(**more)
    for fact in facts_for(requirement, kinds):
        if fact.options:
            options = [(option, option) for option in fact.options]
            schema.add(fields.choice(fact.name, options, name=fact.key, required=False))
        else:
            title = f"{fact.name}（{fact.unit}）" if fact.unit else fact.name
            schema.add(fields.whole(title, min=0, max=MAX_NUMBER, name=fact.key, required=False))
    return schema


def stated(value: dict[str, Any]) -> dict[str, int | str]:
    """What was filled in; a fact left empty is not stated, and its limits are left to a person."""
    return {key: fact for key, fact in value.items() if fact is not None}


def _keys(clause: Clause, kinds: Kinds) -> set[str]:
    kind = kinds.get(clause.kind)
    if kind is None:
        return set()
    limits = [
        limit
        for regime in kind.regimes[:1]
        for grade in regime.grades
        for limit in grade.limits
        if not (clause.specialties and limit.specialties)
        or any(covers(kind, mine, asked) for mine in limit.specialties for asked in clause.specialties)
    ]
    return {key for limit in limits for key in (limit.fact, *(name for name, _value in limit.only_if))}
