"""What a grade may take on, held against the facts of a need."""

from collections.abc import Mapping
from decimal import Decimal

from market.qualifications.kinds import FactName, Facts, FactValue, Limit

FactNames = Mapping[str, FactName]


def beyond(limit: Limit, facts: Facts) -> bool | None:
    """Whether a need is beyond a limit; None when its facts do not say.

    Raises TypeError for a float, or for a text where a number is limited.
    """
    if any(key in facts and facts[key] != wanted for key, wanted in limit.only_if):
        return False
    if any(key not in facts for key, _value in limit.only_if) or limit.fact not in facts:
        return None
    value = facts[limit.fact]
    if limit.one_of:
        return value not in limit.one_of
    number = _number(limit.fact, value)
    too_large = limit.maximum is not None and number > limit.maximum
    return too_large or (limit.below is not None and number >= limit.below)


def limit_text(limit: Limit, names: FactNames) -> str:
    """A limit in words, as 单项建筑面积小于30000平方米."""
    name = _name(limit.fact, names)
    unit = names[limit.fact].unit if limit.fact in names else ""
    parts: list[str] = []
    if limit.one_of:
        parts.append(f"{name}限于{'、'.join(limit.one_of)}")
    if limit.below is not None:
        parts.append(f"{name}小于{limit.below:f}{unit}")
    if limit.maximum is not None:
        parts.append(f"{name}不大于{limit.maximum:f}{unit}")
    when = "且".join(f"{_name(key, names)}为{value}" for key, value in limit.only_if)
    text = "，".join(parts)
    return f"{when}的，{text}" if when else text


def fact_text(limit: Limit, facts: Facts, names: FactNames) -> str:
    """What the need says, as 本次需求的单项建筑面积为30000平方米."""
    unit = names[limit.fact].unit if limit.fact in names else ""
    return f"本次需求的{_name(limit.fact, names)}为{facts[limit.fact]}{unit}"


def _name(key: str, names: FactNames) -> str:
    return names[key].name if key in names else key


def _number(key: str, value: FactValue) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"{key} is limited by a number, not by {value!r}")
    return Decimal(value)
