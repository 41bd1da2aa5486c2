"""Where a region's rules ask for it, admission waits out a publicity period."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from market.enrolments.checking import PUBLICITY_TIMER
from market.enrolments.models import Enrolment
from tests.market.enrolments.conftest import REGION, Stage
from tongban.clock import local
from tongban.errors import NotAllowed
from tongban.lifecycle import WrongState
from tongban.outbox.models import Timer
from tongban.outbox.wiring import make_runner
from tongban.rules import FixedRules, RuleSet

Enrol = Callable[..., int]


@pytest.fixture
def three_days(stage: Stage) -> None:
    """The region publishes for three working days."""
    with stage.begin() as session:
        rules = stage.registry["tongban.rules"].for_region(REGION, stage.clock.now(), session)
    key = "market.enrol.publicity_wd"
    answers = {**rules.answers, key: replace(rules.ask(key), value=3)}
    stage.registry["tongban.rules"] = FixedRules(RuleSet(rules.parameters, rules.chain, answers))


@pytest.mark.usefixtures("three_days")
def test_admission_follows_by_itself_at_the_end_of_the_period(stage: Stage, enrol: Enrol) -> None:
    number = enrol()
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        assert enrolment.state == "publicity"
        assert local(enrolment.publicity_until).date() == date(2026, 3, 5)
        assert enrolment.qualifications[0].checked_at is None
        with pytest.raises(WrongState):
            stage.checks("运营", session).admit(enrolment, enrolment.version)
        stage.checks("运营", session).end_publicity(enrolment)
        assert enrolment.state == "publicity"
    page = stage.sign_in(None).get(f"/intermediaries/{enrolment.number}")
    assert "入驻公示" in page.text
    stage.pass_days(4)
    runner = make_runner(stage.registry)
    runner.run_once()
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        assert enrolment.state == "active"
        assert enrolment.qualifications[0].checked_at is not None
    runner.run_once()


@pytest.mark.usefixtures("three_days")
def test_only_the_platform_ends_the_period(stage: Stage, enrol: Enrol) -> None:
    number = enrol()
    stage.pass_days(4)
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        with pytest.raises(NotAllowed):
            stage.checks("运营", session).end_publicity(enrolment)


@pytest.mark.usefixtures("three_days")
def test_an_objection_upheld_returns_it_and_calls_the_timer_off(stage: Stage, enrol: Enrol) -> None:
    number = enrol()
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        stage.checks("运营", session).send_back(enrolment, "异议成立。", enrolment.version)
        assert enrolment.state == "returned"
    stage.pass_days(4)
    make_runner(stage.registry).run_once()
    with stage.begin() as session:
        assert session.get_one(Enrolment, number).state == "returned"
        open_ = select(Timer).where(Timer.handler == PUBLICITY_TIMER, Timer.done_at.is_(None))
        assert session.scalars(open_).all() == []
