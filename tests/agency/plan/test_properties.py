"""What holds for the plan of any project, however much of it is known."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from agency.plan import By, Plan, Status
from agency.projects import QUESTIONS, Facts, Kind
from tests.agency.plan.projects import CALENDAR, GUIDES, plan_of


def any_facts(random: Random) -> Facts:
    """Facts of which about a third are not known."""
    return Facts(**{name: any_value(name, random) for name in QUESTIONS if random.random() < 0.7})


def any_value(name: str, random: Random) -> Any:
    question = QUESTIONS[name]
    if question.kind is Kind.CHOICE:
        return random.choice(list(question.asked.choices))
    return (
        random.random() < 0.5 if question.kind is Kind.YES_NO else random.choice([0, 10, 500, 1000, 90_000])
    )


def any_plan(seed: int) -> tuple[Plan, Random]:
    random = Random(seed)
    start = date(2026, 1, 1) + timedelta(days=random.randrange(500))
    events = {"built": start + timedelta(days=random.randrange(400))} if random.random() < 0.5 else {}
    return plan_of(any_facts(random), start, events=events, by=random.choice(list(By))), random


PLANS = [any_plan(seed) for seed in range(40)]
SEEDS = pytest.mark.parametrize("seed", range(len(PLANS)))


@SEEDS
def test_nothing_comes_before_what_it_needs(seed: int) -> None:
    plan, _ = PLANS[seed]
    ends = {item.code: item for item in plan.items} | {}
    days = {event.code: event.day for event in plan.events}
    for item in plan.with_status(Status.NEEDED):
        assert item.start is not None
        assert item.end is not None
        assert item.start <= item.end
        for code in item.after:
            before = ends.get(code)
            if before is None:
                assert days[code] <= item.start
            elif code in item.soft:
                assert before.start is not None
                assert before.end is not None
                assert before.start <= item.start
                assert before.end <= item.end
            else:
                assert before.end is not None
                assert before.end <= item.start


@SEEDS
def test_the_total_is_no_less_than_any_path_and_no_more_than_the_sum(seed: int) -> None:
    plan, random = PLANS[seed]
    items = {item.code: item for item in plan.with_status(Status.NEEDED)}
    own = {
        code: CALENDAR.working_days_between(i.start, i.due) for code, i in items.items() if i.start and i.due
    }
    for code in items:
        length, walked = 0, code
        while walked in items:
            length += own[walked] if items[walked].counted else 0
            hard = [c for c in items[walked].after if c in items and c not in items[walked].soft]
            walked = random.choice(hard) if hard else ""
        assert length <= plan.total
    assert plan.total <= sum(own[code] for code, item in items.items() if item.counted)
    assert plan.total <= plan.total_all
    assert plan.total <= plan.elapsed


@SEEDS
def test_no_item_is_left_out_and_open_ones_say_what_is_missing(seed: int) -> None:
    plan, _ = PLANS[seed]
    assert [item.code for item in plan.items] == [item.code for item in GUIDES]
    for item in plan.items:
        assert bool(item.missing) == (item.status is Status.OPEN)
        assert all(getattr(plan.facts, name) is None for name in item.missing)
        assert (item.start is None) == (item.status is Status.NOT_NEEDED)
        assert item.why


@SEEDS
def test_the_critical_path_has_no_slack_and_is_a_chain(seed: int) -> None:
    plan, _ = PLANS[seed]
    path = [plan[code] for code in plan.path]
    assert all(item.slack == 0 and item.critical for item in path)
    assert all(item.slack is not None and item.slack >= 0 for item in plan.with_status(Status.NEEDED))
    assert all(one.start <= other.start for one, other in pairwise(path) if one.start and other.start)


@SEEDS
def test_learning_a_fact_settles_items_and_never_unsettles_one(seed: int) -> None:
    plan, random = PLANS[seed]
    unknown = [name for name in QUESTIONS if getattr(plan.facts, name) is None]
    name = random.choice(unknown)
    value = any_value(name, random)
    told = plan_of(replace(plan.facts, **{name: value}), plan.start, by=plan.by)
    for was, now in zip(plan.items, told.items, strict=True):
        assert was.status is Status.OPEN or now.status is was.status
        assert set(now.missing) <= set(was.missing)


@SEEDS
def test_of_either_or_a_project_has_one_at_most(seed: int) -> None:
    plan, _ = PLANS[seed]
    needed = {item.code for item in plan.with_status(Status.NEEDED)}
    assert all(len(needed & set(group)) <= 1 for group in GUIDES.exclusive)


@SEEDS
def test_a_stored_plan_is_the_same_plan(seed: int) -> None:
    plan, _ = PLANS[seed]
    assert Plan.from_json(plan.to_json()) == plan


@SEEDS
def test_a_date_in_a_year_without_a_calendar_is_marked(seed: int) -> None:
    plan, _ = PLANS[seed]
    for item in plan.items:
        if item.end is not None:
            assert item.provisional or item.due is None or CALENDAR.is_official(item.due)
