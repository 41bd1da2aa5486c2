"""What must hold among kinds of qualification beyond the form of a single entry."""

import re
from collections.abc import Iterator

from market.qualifications.kinds import Kind, Kinds, Limit, Regime
from market.qualifications.order import EVERYTHING, covers

CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")


def kind_problems(kind: Kind, known: Kinds) -> Iterator[str]:
    """Problems of one kind, without a full stop."""
    if not CODE.fullmatch(kind.code):
        yield "代码只用小写字母、数字和下划线"
    if kind.replaced_by and kind.replaced_by not in known:
        yield f"replaced_by 指向不存在的 {kind.replaced_by}"
    yield from _specialty_problems(kind)
    yield from _regime_problems(kind)
    for regime in kind.regimes:
        yield from _grade_problems(regime, kind)
        for grade in regime.grades:
            for limit in grade.limits:
                yield from _limit_problems(limit, kind, known)


def _specialty_problems(kind: Kind) -> Iterator[str]:
    names = [s.name for s in kind.specialties]
    if len(set(names)) < len(names):
        yield "专业重复"
    for specialty in kind.specialties:
        for name in specialty.covers:
            if name != EVERYTHING and name not in names:
                yield f"专业“{specialty.name}”涵盖了不存在的“{name}”"
            elif name != EVERYTHING and covers(kind, name, specialty.name):
                yield f"专业“{specialty.name}”与“{name}”互相涵盖"


def _regime_problems(kind: Kind) -> Iterator[str]:
    for newer, older in zip(kind.regimes, kind.regimes[1:], strict=False):
        if newer.since is None or (older.since is not None and older.since >= newer.since):
            yield f"“{newer.name}”应当有起始日期，并且晚于“{older.name}”"


def _grade_problems(regime: Regime, kind: Kind) -> Iterator[str]:
    names = [g.name for g in regime.grades]
    ranks = [g.rank for g in regime.grades]
    if len(set(names)) < len(names):
        yield f"“{regime.name}”的等级重复"
    if ranks != sorted(set(ranks), reverse=True):
        yield f"“{regime.name}”的等级应当从高到低，rank 不重复"
    for grade in regime.grades:
        if grade.counts_as and not kind.regimes[0].grade(grade.counts_as.grade):
            yield f"“{grade.name}”等同的“{grade.counts_as.grade}”不在现行等级里"


def _limit_problems(limit: Limit, kind: Kind, known: Kinds) -> Iterator[str]:
    fact = known.facts.get(limit.fact)
    if fact is None:
        yield f"限额用到不认识的事实 {limit.fact}"
    elif set(limit.one_of) - set(fact.options):
        yield f"限额 {limit.fact} 的选项不在事实的选项里"
    if not limit.one_of and limit.below is None and limit.maximum is None:
        yield f"限额 {limit.fact} 没有写限到多少"
    for name in limit.specialties:
        if kind.specialty(name) is None:
            yield f"限额用到不存在的专业“{name}”"
    for key, value in limit.only_if:
        if key not in known.facts or value not in known.facts[key].options:
            yield f"限额的条件 {key}={value} 不认识"


def set_problems(known: Kinds) -> Iterator[str]:
    """Problems among several kinds: two of the same name could not be told apart."""
    names: dict[str, str] = {}
    for kind in known:
        if kind.name in names:
            yield f"{kind.code} 与 {names[kind.name]} 同名。"
        names[kind.name] = kind.code
