"""Grades and specialties are ordered: reflexive, transitive, antisymmetric up to equivalence."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from market.qualifications import Clause, Held, Mode, Moment, Requirement, load_kinds, satisfies
from market.qualifications.kinds import CountsAs, Grade, Kind, Kinds, Nature, Regime, Specialty
from market.qualifications.order import at_least, covers, equivalent

NAMES = "甲乙丙丁戊"
days = st.dates(date(2018, 1, 1), date(2030, 12, 31))
ranks = st.lists(st.integers(1, 60), min_size=1, max_size=5, unique=True).map(
    lambda r: sorted(r, reverse=True)
)


@st.composite
def graded_kinds(draw: st.DrawFn) -> Kind:
    """A kind with today's grades, and old ones of which some count as one of today's for a while."""
    new = tuple(Grade(f"{NAMES[i]}级", rank) for i, rank in enumerate(draw(ranks)))
    old = []
    for i, rank in enumerate(draw(ranks)):
        since = draw(st.none() | days)
        until = draw(st.none() | days)
        target = draw(st.none() | st.sampled_from(new))
        other = CountsAs(target.name, since, until) if target else None
        old.append(Grade(f"旧{NAMES[i]}级", rank, counts_as=other))
    regimes = (Regime("新", date(2021, 7, 1), grades=new), Regime("旧", grades=tuple(old)))
    return Kind("some_kind", "某资质", Nature.LICENCE, regimes=regimes)


def grades_of(kind: Kind) -> list[Grade]:
    return [grade for regime in kind.regimes for grade in regime.grades]


@given(kind=graded_kinds(), on=days)
def test_every_grade_is_at_least_itself(kind: Kind, on: date) -> None:
    assert all(at_least(kind, g, g, on) for g in grades_of(kind))


@given(kind=graded_kinds(), on=days)
def test_better_than_better_is_better(kind: Kind, on: date) -> None:
    grades = grades_of(kind)
    for a in grades:
        for b in (g for g in grades if at_least(kind, a, g, on)):
            assert all(at_least(kind, a, c, on) for c in grades if at_least(kind, b, c, on))


@given(kind=graded_kinds(), on=days)
def test_two_grades_each_at_least_the_other_are_equivalent_and_any_two_compare(kind: Kind, on: date) -> None:
    for a in grades_of(kind):
        for b in grades_of(kind):
            up, down = at_least(kind, a, b, on), at_least(kind, b, a, on)
            assert up or down
            assert (up and down) is equivalent(kind, a, b, on)


@given(kind=graded_kinds(), on=days)
def test_within_one_rule_book_no_two_grades_without_equivalence_are_equal(kind: Kind, on: date) -> None:
    current = kind.regimes[0].grades
    assert not any(equivalent(kind, a, b, on) for a in current for b in current if a is not b)


@given(since=days, length=st.integers(0, 400), offset=st.integers(-30, 430))
def test_an_equivalence_holds_between_its_days_and_on_both(since: date, length: int, offset: int) -> None:
    until = since + timedelta(days=length)
    new = Regime("新", date(2021, 7, 1), grades=(Grade("甲级", 40), Grade("乙级", 30)))
    old = Regime("旧", grades=(Grade("丙级", 20, counts_as=CountsAs("乙级", since, until)),))
    kind = Kind("some_kind", "某资质", Nature.LICENCE, regimes=(new, old))
    on = since + timedelta(days=offset)
    assert equivalent(kind, old.grades[0], new.grades[1], on) is (since <= on <= until)
    held = Held("some_kind", grade="丙级", issued_on=date(2018, 1, 1))
    asked = Requirement(clauses=(Clause("some_kind", (), "乙级"),))
    kinds = Kinds({"some_kind": kind}, {})
    assert satisfies([held], asked, [Moment("", on)], kinds=kinds).ok is (since <= on <= until)


@st.composite
def fields(draw: st.DrawFn) -> Kind:
    """A kind whose specialties cover some of those listed after them: no circle is possible."""
    count = draw(st.integers(1, 6))
    names = [f"专业{i}" for i in range(count)]
    specialties = []
    for i, name in enumerate(names):
        below = draw(st.lists(st.sampled_from(names[i + 1 :]), unique=True)) if names[i + 1 :] else []
        specialties.append(Specialty(name, tuple(below)))
    return Kind("some_kind", "某资质", Nature.LICENCE, specialties=tuple(specialties))


@given(kind=fields())
def test_covering_is_a_partial_order(kind: Kind) -> None:
    names = [s.name for s in kind.specialties]
    for a in names:
        assert covers(kind, a, a)
        for b in names:
            assert not (covers(kind, a, b) and covers(kind, b, a)) or a == b
            if covers(kind, a, b):
                assert all(covers(kind, a, c) for c in names if covers(kind, b, c))


held_any = st.builds(
    Held,
    kind=st.sampled_from(["surveying", "supervision", "lightning_testing", "cma"]),
    specialties=st.sampled_from(
        [(), ("工程测量",), ("综合",), ("房屋建筑工程",), ("界线与不动产测绘", "工程测量")]
    ),
    grade=st.sampled_from(["", "综合资质", "甲级", "乙级", "丙级"]),
    valid_from=st.none() | days,
    valid_until=st.none() | days,
    issued_on=st.none() | days,
)
clauses = st.builds(
    Clause,
    kind=st.sampled_from(["surveying", "supervision", "lightning_testing", "cma"]),
    specialties=st.sampled_from([(), ("工程测量",), ("房屋建筑工程",)]),
    grade=st.sampled_from(["", "甲级", "乙级"]),
)
requirements = st.builds(
    Requirement, mode=st.sampled_from(Mode), clauses=st.lists(clauses, max_size=3).map(tuple)
)
moments = st.lists(days.map(lambda day: Moment("开标时间", day)), min_size=1, max_size=3)


@given(held=st.lists(held_any, max_size=4), more=held_any, asked=requirements, on=moments)
def test_holding_more_never_hurts(held: list[Held], more: Held, asked: Requirement, on: list[Moment]) -> None:
    kinds = load_kinds()
    if satisfies(held, asked, on, kinds=kinds).ok:
        assert satisfies([*held, more], asked, on, kinds=kinds).ok


@given(held=st.lists(held_any, max_size=4), asked=requirements, on=moments)
def test_all_of_is_never_easier_than_any_of_and_a_refusal_always_has_a_reason(
    held: list[Held], asked: Requirement, on: list[Moment]
) -> None:
    kinds = load_kinds()
    every = satisfies(held, Requirement(Mode.ALL, asked.clauses), on, kinds=kinds)
    either = satisfies(held, Requirement(Mode.ANY, asked.clauses), on, kinds=kinds)
    assert either.ok or not every.ok
    assert all(verdict.ok is not bool(verdict.reasons) for verdict in (every, either))


@given(held=st.lists(held_any, max_size=3), asked=requirements, on=moments, other=days)
def test_one_more_moment_never_makes_it_easier(
    held: list[Held], asked: Requirement, on: list[Moment], other: date
) -> None:
    kinds = load_kinds()
    if satisfies(held, asked, [*on, Moment("签订合同", other)], kinds=kinds).ok:
        assert satisfies(held, asked, on, kinds=kinds).ok


@given(held=held_any)
def test_a_certificate_survives_its_json(held: Held) -> None:
    assert Held.from_json(held.to_json()) == held


@given(asked=requirements)
def test_a_requirement_survives_its_json(asked: Requirement) -> None:
    assert Requirement.from_json(asked.to_json()) == asked
