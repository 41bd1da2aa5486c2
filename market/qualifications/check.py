"""Whether what an intermediary holds meets what a need asks for, and if not, why, in words.

Pure: certificates, requirement, moments and facts come in, a verdict comes out. The same function decides at
registration and again at the selection moment (domain-rules §2.4), so both always agree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from market.qualifications.held import Held, Moment
from market.qualifications.kinds import Facts, Grade, Kind, Kinds, Limit
from market.qualifications.limits import FactNames, beyond, fact_text, limit_text
from market.qualifications.order import asked_grade, at_least, covers
from market.qualifications.requirement import Clause, Mode, Requirement
from market.qualifications.text import abolished_text, certificate_name, day_text, moment_text


@dataclass(frozen=True)
class Verdict:
    """``reasons``: why not, empty when ok. ``unchecked``: limits the need gives no facts for."""

    ok: bool
    reasons: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Asked:
    """One specialty of one clause on one moment, with all that is needed to judge it."""

    kind: Kind
    grade: str
    specialty: str
    moment: Moment
    facts: Facts
    names: FactNames


@dataclass(frozen=True)
class _Try:
    """How far one certificate got: what failed latest is the most useful thing to say."""

    step: int
    reason: str = ""
    unchecked: tuple[str, ...] = ()


_PASSED = 5


def satisfies(
    held: Sequence[Held],
    requirement: Requirement,
    on: Sequence[Moment],
    *,
    kinds: Kinds,
    facts: Facts | None = None,
) -> Verdict:
    """Judge certificates against a requirement on every moment that counts.

    Different certificates may serve different moments (one until Tuesday, its successor from Wednesday).
    Raises ValueError when no moment is given: validity would then not be looked at.
    """
    if not on:
        raise ValueError("at least one moment is needed")
    verdicts = [_clause(held, clause, on, kinds, facts or {}) for clause in requirement.clauses]
    passed = [v for v in verdicts if v.ok]
    failed = [v for v in verdicts if not v.ok]
    if requirement.mode is Mode.ANY and passed:
        # Several may pass; the one that leaves least for a person to check is the one to rely on.
        return min(passed, key=lambda v: len(v.unchecked))
    reasons = _once(reason for v in failed for reason in v.reasons)
    return Verdict(not failed, reasons, _once(text for v in passed for text in v.unchecked))


def _clause(
    held: Sequence[Held], clause: Clause, on: Sequence[Moment], kinds: Kinds, facts: Facts
) -> Verdict:
    kind = kinds.get(clause.kind)
    if kind is None:
        return Verdict(ok=False, reasons=(f"没有“{clause.kind}”这种资质，无法核对。",))
    if any(kind.abolished(moment.day) for moment in on):
        return Verdict(ok=False, reasons=(abolished_text(kind),))
    mine = [h for h in held if h.kind == clause.kind]
    if not mine:
        return Verdict(ok=False, reasons=(f"入驻信息里没有{kind.name}。",))
    tries = [
        max((_attempt(h, asked) for h in mine), key=lambda t: (t.step, -len(t.unchecked)))
        for specialty in clause.specialties or ("",)
        for moment in on
        for asked in [_Asked(kind, clause.grade, specialty, moment, facts, kinds.facts)]
    ]
    reasons = _once(t.reason for t in tries)
    return Verdict(
        not reasons, reasons, () if reasons else _once(text for t in tries for text in t.unchecked)
    )


def _attempt(held: Held, asked: _Asked) -> _Try:
    kind, name = asked.kind, certificate_name(asked.kind, held.grade)
    if asked.specialty and not any(covers(kind, mine, asked.specialty) for mine in held.specialties):
        scope = f"的专业范围为{'、'.join(held.specialties)}" if held.specialties else "没有登记专业范围"
        return _Try(1, f"{name}{scope}，不含{asked.specialty}。")
    regime = kind.regime_for(held.grade, held.regime_day)
    grade = regime.grade(held.grade) if regime else None
    if reason := _too_low(grade, asked, name):
        return _Try(2, reason)
    limits = _limits(grade, kind, asked.specialty, held.specialties)
    outcomes = [(limit, beyond(limit, asked.facts)) for limit in limits]
    for limit, outcome in outcomes:
        if outcome:
            text = f"{limit_text(limit, asked.names)}；{fact_text(limit, asked.facts, asked.names)}"
            return _Try(3, f"{name}的承接范围不够：{text}。")
    if reason := _not_valid(held, asked, name):
        return _Try(4, reason)
    open_limits = (limit_text(limit, asked.names) for limit, outcome in outcomes if outcome is None)
    return _Try(_PASSED, unchecked=tuple(f"{name}的承接范围：{text}，请人工核对。" for text in open_limits))


def _too_low(grade: Grade | None, asked: _Asked, name: str) -> str:
    if not asked.grade:
        return ""
    wanted = asked_grade(asked.kind, asked.grade)
    if wanted is None:
        return f"{asked.kind.name}没有“{asked.grade}”这个等级，无法核对。"
    if grade is None:
        return f"{name}没有登记有效的等级，无法核对是否达到{asked.grade}。"
    return "" if at_least(asked.kind, grade, wanted, asked.moment.day) else f"{name}低于要求的{asked.grade}。"


def _limits(grade: Grade | None, kind: Kind, specialty: str, held: Sequence[str]) -> list[Limit]:
    wanted = (specialty,) if specialty else held

    def applies(limit: Limit) -> bool:
        named = limit.specialties
        return not named or any(covers(kind, name, mine) for name in named for mine in wanted)

    return [limit for limit in grade.limits if applies(limit)] if grade else []


def _not_valid(held: Held, asked: _Asked, name: str) -> str:
    day, moment = asked.moment.day, moment_text(asked.moment)
    if held.valid_from and day < held.valid_from:
        return f"{name}自{day_text(held.valid_from)}起有效，晚于{moment}。"
    if held.valid_until and held.valid_until < day:
        return f"{name}有效期至{day_text(held.valid_until)}，早于{moment}。"
    return _rule_book_over(held, asked.kind, day, name, moment)


def _rule_book_over(held: Held, kind: Kind, day: date, name: str, moment: str) -> str:
    regime = kind.regime_for(held.grade, held.regime_day)
    if regime is None or regime.honoured_until is None or day <= regime.honoured_until:
        return ""
    return f"{name}按{regime.name}颁发，最晚用到{day_text(regime.honoured_until)}，早于{moment}。"


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
