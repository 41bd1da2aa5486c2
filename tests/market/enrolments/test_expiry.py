"""The daily look at validity."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from market.enrolments.expiry import look_at_validity
from market.enrolments.models import Enrolment
from market.qualifications import load_kinds
from tests.market.enrolments.conftest import Stage, copy
from tongban.lifecycle import GuardFailed
from tongban.notices.models import Notice
from tongban.security import SYSTEM
from tongban.work import Work

Enrol = Callable[..., int]
UNTIL = date(2026, 4, 10)


def look(stage: Stage) -> int:
    """One run of the job."""
    with stage.begin() as session:
        work = Work(session, SYSTEM, stage.clock.now(), "worker")
        return look_at_validity(work, stage.registry["tongban.rules"], load_kinds())


def titles(stage: Stage) -> list[str]:
    """What the unit has been told about validity."""
    with stage.begin() as session:
        query = select(Notice.title).where(Notice.title.contains("资质")).order_by(Notice.id)
        return list(session.scalars(query))


def state(stage: Stage, number: int) -> str:
    with stage.begin() as session:
        return str(session.get_one(Enrolment, number).state)


def test_it_warns_once_thirty_and_once_seven_days_before(stage: Stage, enrol: Enrol) -> None:
    enrol(valid_until=UNTIL)
    look(stage)
    assert titles(stage) == []
    stage.pass_days(9)
    look(stage)
    look(stage)
    assert titles(stage) == ["资质即将到期"]
    stage.pass_days(23)
    look(stage)
    look(stage)
    assert titles(stage) == ["资质即将到期"] * 2


def test_the_last_day_still_counts_and_the_next_one_suspends(stage: Stage, enrol: Enrol) -> None:
    number = enrol(valid_until=UNTIL)
    stage.pass_days((UNTIL - date(2026, 3, 2)).days)
    assert look(stage) == 0
    assert state(stage, number) == "active"
    stage.pass_days(1)
    assert look(stage) == 1
    assert look(stage) == 0
    assert state(stage, number) == "suspended"
    assert titles(stage)[-1] == "资质已过期"


def test_one_service_that_needs_nothing_or_is_still_met_keeps_it_going(stage: Stage, enrol: Enrol) -> None:
    free = enrol("甲", ("ZJ-CH-01", "ZJ-TZ-06"), valid_until=UNTIL)
    stage.pass_days(60)
    assert look(stage) == 0
    assert state(stage, free) == "active"
    assert "资质已过期" in titles(stage)


def test_what_was_only_explained_never_lapses(stage: Stage) -> None:
    about = {"introduction": "测绘。", "contact_name": "张三", "contact_phone": "13800000000"}
    with stage.begin() as session:
        service = stage.service("甲", session)
        enrolment = service.own("430582")
        service.edit(enrolment, about, ["ZJ-CH-01"], enrolment.version)
        session.flush()
        service.submit(enrolment, {"ZJ-CH-01": "正在换证。"}, enrolment.version)
        session.flush()
        stage.checks("运营", session).admit(enrolment, enrolment.version)
    stage.pass_days(60)
    assert look(stage) == 0


def test_renewal_and_its_check_bring_it_back(stage: Stage, enrol: Enrol) -> None:
    number = enrol(valid_until=UNTIL)
    stage.pass_days(60)
    look(stage)
    renewed = {"specialties": ("工程测量",), "grade": "乙级", "certificate_number": "乙002"}
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        checks = stage.checks("运营", session)
        with pytest.raises(GuardFailed, match="都已过期"):
            checks.reinstate(enrolment)
        old = enrolment.qualifications[0]
        stage.holdings("甲", session).add(enrolment, "surveying", renewed, copy(), replaces=old)
        session.flush()
        checks.approve_changes(enrolment, enrolment.version)
        checks.reinstate(enrolment)
        assert enrolment.state == "active"
    assert look(stage) == 0


def test_the_job_is_registered_daily(stage: Stage) -> None:
    job = stage.registry["tongban.handlers"].jobs["enrolment.expiry"]
    assert job.every.days == 1
