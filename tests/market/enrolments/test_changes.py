"""After admission: what is new waits for its check while the old data stay valid."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from market.enrolments.errors import NothingWaiting
from market.enrolments.holdings import in_force
from market.enrolments.models import Enrolment, Practitioner
from market.entries.candidates import candidate_of
from market.qualifications import Moment, Requirement, load_kinds, satisfies
from tests.market.enrolments.conftest import REGION, Stage, copy
from tongban.errors import InvalidField, NotAllowed
from tongban.lifecycle import GuardFailed

Enrol = Callable[..., int]
GRADE_A = Requirement.from_json(
    {"clauses": [{"kind": "surveying", "specialties": ["工程测量"], "grade": "甲级"}]}
)
GRADE_B = Requirement.from_json(
    {"clauses": [{"kind": "surveying", "specialties": ["工程测量"], "grade": "乙级"}]}
)
BETTER = {"specialties": ("工程测量",), "grade": "甲级", "certificate_number": "甲001"}
PERSON = {"name": "李四", "certificate_kind": "注册测绘师", "certificate_number": "ch 001"}


def meets(stage: Stage, enrolment: Enrolment, requirement: Requirement) -> bool:
    """What eligibility would say today."""
    with stage.registry["tongban.sessions"]() as session:
        candidate = candidate_of(session, enrolment.org_id)
    moments = [Moment("今天", date(2026, 3, 2))]
    return satisfies(candidate.held, requirement, moments, kinds=load_kinds()).ok


def replace(stage: Stage, number: int) -> Enrolment:
    """The admitted unit hands in a better grade."""
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        old = enrolment.qualifications[0]
        stage.holdings("甲", session).add(enrolment, "surveying", BETTER, copy(), replaces=old)
        assert enrolment.change_submitted_at == stage.clock.now()
        assert enrolment.change_due > stage.clock.now()
    return enrolment


def test_the_old_certificate_stays_valid_until_the_new_one_passes(stage: Stage, enrol: Enrol) -> None:
    number = enrol()
    enrolment = replace(stage, number)
    assert meets(stage, enrolment, GRADE_B)
    assert not meets(stage, enrolment, GRADE_A)
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        with pytest.raises(NotAllowed):
            stage.checks("甲", session).approve_changes(enrolment, enrolment.version)
        stage.checks("运营", session).approve_changes(enrolment, enrolment.version)
        assert enrolment.change_submitted_at is None
        assert [record.grade for record in in_force(enrolment)] == ["甲级"]
    assert meets(stage, enrolment, GRADE_A)


def test_a_refused_change_leaves_everything_as_it_was(stage: Stage, enrol: Enrol) -> None:
    number = enrol()
    replace(stage, number)
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        stage.checks("运营", session).refuse_changes(enrolment, "扫描件不清楚。", enrolment.version)
        assert [record.grade for record in in_force(enrolment)] == ["乙级"]
        session.flush()
        with pytest.raises(NothingWaiting):
            stage.checks("运营", session).approve_changes(enrolment, enrolment.version)


def test_a_second_successor_takes_the_place_of_the_first(stage: Stage, enrol: Enrol) -> None:
    number = enrol()
    replace(stage, number)
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        old, first = enrolment.qualifications
        holdings = stage.holdings("甲", session)
        second = holdings.add(enrolment, "surveying", BETTER, None, replaces=first)
        assert first.superseded_at is not None
        assert second.file_id == first.file_id
        third = holdings.add(enrolment, "surveying", BETTER, copy(), replaces=old)
        assert second.superseded_at is not None
        session.flush()
        stage.checks("运营", session).approve_changes(enrolment, enrolment.version)
        assert in_force(enrolment) == [third]
        with pytest.raises(GuardFailed, match="已被替换"):
            holdings.add(enrolment, "surveying", BETTER, copy(), replaces=old)


def test_taking_a_change_back_leaves_nothing_to_check(stage: Stage, enrol: Enrol) -> None:
    number = enrol()
    replace(stage, number)
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        stage.holdings("甲", session).remove(enrolment, enrolment.qualifications[1])
        assert enrolment.change_submitted_at is None


def test_new_services_wait_and_those_given_up_go_at_once(stage: Stage, enrol: Enrol) -> None:
    number = enrol(services=("ZJ-CH-01", "ZJ-TZ-06"))
    about = {"introduction": "测绘。", "contact_name": "张三", "contact_phone": "13800000000"}
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        service = stage.service("甲", session)
        with pytest.raises(GuardFailed, match="至少保留一项"):
            service.edit(enrolment, about, [], enrolment.version)
        service.edit(enrolment, about, ["ZJ-CH-01", "ZJ-CH-02"], enrolment.version)
        assert enrolment.service_codes == ["ZJ-CH-01"]
        session.flush()
        stage.checks("运营", session).approve_changes(enrolment, enrolment.version)
        assert enrolment.service_codes == ["ZJ-CH-01", "ZJ-CH-02"]
        assert enrolment.proposed_services == []


def test_a_certificate_of_a_person_stands_with_one_unit_at_a_time(stage: Stage, enrol: Enrol) -> None:
    number = enrol()
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        other = stage.service("乙", session).own(REGION)
        mine, theirs = stage.holdings("甲", session), stage.holdings("乙", session)
        person = mine.employ(enrolment, PERSON)
        with pytest.raises(InvalidField, match="另一家机构名下") as refused:
            theirs.employ(other, {**PERSON, "certificate_number": "CH001"})
        assert "甲" not in str(refused.value.message)
        with pytest.raises(InvalidField, match="贵单位已经登记过"):
            mine.employ(enrolment, PERSON)
        mine.part(enrolment, person)
        assert theirs.employ(other, PERSON).enrolment_id == other.id
        with pytest.raises(InvalidField, match="另一家机构名下"):
            mine.employ(enrolment, PERSON)
    with stage.begin() as session:
        assert sorted(session.scalars(select(Practitioner.left_key))) == [0, person.id]


def test_a_person_of_an_admitted_unit_counts_once_checked(stage: Stage, enrol: Enrol) -> None:
    number = enrol()
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        person = stage.holdings("甲", session).employ(enrolment, PERSON)
        assert person.checked_at is None
        session.flush()
        stage.checks("运营", session).approve_changes(enrolment, enrolment.version)
        assert person.checked_at == stage.clock.now()


def test_nobody_changes_what_another_unit_holds(stage: Stage, enrol: Enrol) -> None:
    number = enrol()
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        other = stage.service("乙", session).own(REGION)
        record = enrolment.qualifications[0]
        for who in ("乙", "运营", "业主"):
            with pytest.raises(NotAllowed):
                stage.holdings(who, session).remove(enrolment, record)
        stage.holdings("乙", session).remove(other, record)
        assert record.superseded_at is None
        with pytest.raises(GuardFailed):
            stage.holdings("乙", session).add(other, "surveying", BETTER, copy(), replaces=record)
