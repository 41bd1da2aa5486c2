"""From the first draft to admission, suspension and leaving: who may, when, and what follows."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from market.enrolments.lifecycle import ENROLMENT
from market.enrolments.models import Enrolment
from tests.market.enrolments.conftest import REGION, Stage, copy
from tongban.audit.models import AuditEvent
from tongban.clock import local
from tongban.errors import InvalidField, NotAllowed, StaleEdit
from tongban.lifecycle import GuardFailed, WrongState
from tongban.notices.models import Notice

Enrol = Callable[..., int]


def test_admission_needs_the_check_and_makes_the_records_count(stage: Stage, enrol: Enrol) -> None:
    number = enrol(admit=False)
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        assert enrolment.state == "submitted"
        assert enrolment.qualifications[0].checked_at is None
        assert enrolment.rules_hash
        # Two working days after Monday: Wednesday, at the end of the day.
        assert local(enrolment.check_due).date() == date(2026, 3, 4)
        stage.checks("运营", session).admit(enrolment, enrolment.version)
        assert enrolment.state == "active"
        assert enrolment.qualifications[0].checked_at == stage.clock.now()
    with stage.begin() as session:
        events = session.scalars(
            select(AuditEvent.event).filter_by(thing_kind="enrolment").order_by(AuditEvent.seq)
        )
        assert [e for e in events if e in ("create", "submit", "activate")] == [
            "create",
            "submit",
            "activate",
        ]
        titles = session.scalars(select(Notice.title)).all()
        assert {"入驻待核验", "入驻成功"} <= set(titles)


@pytest.mark.parametrize("login", ["甲", "乙", "业主", "别县运营", "管理", "监督"])
def test_only_the_regions_operator_checks(stage: Stage, enrol: Enrol, login: str) -> None:
    number = enrol(admit=False)
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        with pytest.raises(NotAllowed):
            stage.checks(login, session).admit(enrolment, enrolment.version)
        with pytest.raises(NotAllowed):
            stage.checks(login, session).send_back(enrolment, "不齐", enrolment.version)


def test_nobody_is_admitted_twice_or_from_a_draft(stage: Stage, enrol: Enrol) -> None:
    number = enrol()
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        with pytest.raises(WrongState):
            stage.checks("运营", session).admit(enrolment, enrolment.version)
        draft = stage.service("乙", session).own(REGION)
        with pytest.raises(WrongState):
            stage.checks("运营", session).admit(draft, draft.version)


def test_a_return_names_its_reason_and_can_be_sent_again(stage: Stage, enrol: Enrol) -> None:
    number = enrol(admit=False)
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        stage.checks("运营", session).send_back(enrolment, "扫描件不清楚。", enrolment.version)
        assert (enrolment.state, enrolment.reason) == ("returned", "扫描件不清楚。")
        session.flush()
        stage.service("甲", session).submit(enrolment, {}, enrolment.version)
        assert (enrolment.state, enrolment.reason) == ("submitted", None)


def test_a_decision_on_what_has_changed_meanwhile_is_refused(stage: Stage, enrol: Enrol) -> None:
    number = enrol()
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        stage.holdings("甲", session).add(enrolment, "eia_platform", {}, None)
        session.flush()
        seen = enrolment.version
        stage.holdings("甲", session).add(enrolment, "soil_registry", {}, None)
        session.flush()
        with pytest.raises(StaleEdit):
            stage.checks("运营", session).approve_changes(enrolment, seen)


def test_submitting_needs_services_and_qualifications_or_an_explanation(stage: Stage) -> None:
    about = {"introduction": "测绘。", "contact_name": "张三", "contact_phone": "13800000000"}
    with stage.begin() as session:
        service = stage.service("甲", session)
        enrolment = service.own(REGION)
        assert service.own(REGION) is enrolment
        with pytest.raises(GuardFailed, match="单位简介"):
            service.submit(enrolment, {}, enrolment.version)
        service.edit(enrolment, about, [], enrolment.version)
        session.flush()
        with pytest.raises(GuardFailed, match="至少选择一项"):
            service.submit(enrolment, {}, enrolment.version)
        service.edit(enrolment, about, ["ZJ-CH-01", "ZJ-TZ-06"], enrolment.version)
        session.flush()
        with pytest.raises(InvalidField, match="资质还没有填报") as refused:
            service.submit(enrolment, {}, enrolment.version)
        assert refused.value.field == "why.s_ZJ_CH_01"
        service.submit(enrolment, {"ZJ-CH-01": "正在换证。"}, enrolment.version)
        assert enrolment.state == "submitted"
        assert enrolment.explanations == {"ZJ-CH-01": "正在换证。"}


def test_an_edit_on_an_old_version_is_refused_and_none_is_possible_under_check(
    stage: Stage, enrol: Enrol
) -> None:
    number = enrol(admit=False)
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        with pytest.raises(Exception, match="正在核验") as refused:
            stage.service("甲", session).edit(enrolment, {}, [], enrolment.version)
        assert refused.value.code == "enrolment.not_editable"
        stage.checks("运营", session).send_back(enrolment, "不齐。", enrolment.version)
        session.flush()
        with pytest.raises(StaleEdit):
            stage.service("甲", session).edit(enrolment, {}, [], enrolment.version - 1)
        with pytest.raises(NotAllowed):
            stage.service("乙", session).edit(enrolment, {}, [], enrolment.version)


def test_an_individual_business_enrols_only_where_the_region_allows(stage: Stage) -> None:
    with stage.begin() as session:
        rules = stage.registry["tongban.rules"].for_region(REGION, stage.clock.now(), session)
        allowed = rules.value("market.intermediary.allow_individual_business")
        service = stage.service("个体", session)
        if allowed:
            assert service.own(REGION).state == "draft"
        else:
            with pytest.raises(GuardFailed, match="个体工商户"):
                service.own(REGION)


def test_suspension_is_the_authoritys_and_ends_after_its_last_day(stage: Stage, enrol: Enrol) -> None:
    number = enrol()
    until = date(2026, 3, 6)
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        for login in ("运营", "甲", "监督"):
            with pytest.raises(NotAllowed):
                stage.checks(login, session).suspend(enrolment, "查实出借资质。", until)
        with pytest.raises(InvalidField):
            stage.checks("管理", session).suspend(enrolment, "查实出借资质。", date(2026, 3, 1))
        stage.checks("管理", session).suspend(enrolment, "查实出借资质。", until)
        assert (enrolment.state, enrolment.barred_until) == ("suspended", until)
        with pytest.raises(GuardFailed, match="2026年3月6日"):
            stage.checks("运营", session).reinstate(enrolment)
    stage.pass_days(5)
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        with pytest.raises(NotAllowed):
            stage.checks("甲", session).reinstate(enrolment)
        stage.checks("运营", session).reinstate(enrolment)
        assert (enrolment.state, enrolment.barred_until, enrolment.reason) == ("active", None, None)


def test_expulsion_frees_the_practitioners_and_is_final(stage: Stage, enrol: Enrol) -> None:
    number = enrol()
    person = {"name": "李四", "certificate_kind": "注册测绘师", "certificate_number": "CH001"}
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        stage.holdings("甲", session).employ(enrolment, person)
        stage.checks("管理", session).expel(enrolment, "串通投标。", None)
        assert enrolment.state == "expelled"
        with pytest.raises(WrongState):
            stage.service("甲", session).submit(enrolment, {}, enrolment.version)
        other = stage.service("乙", session).own(REGION)
        assert stage.holdings("乙", session).employ(other, person).left_key == 0


def test_who_left_may_come_back_through_the_check(stage: Stage, enrol: Enrol) -> None:
    number = enrol()
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        stage.service("甲", session).withdraw(enrolment)
        assert enrolment.state == "withdrawn"
        session.flush()
        stage.service("甲", session).submit(enrolment, {}, enrolment.version)
        assert enrolment.state == "submitted"


def test_every_state_but_the_final_ones_leads_somewhere() -> None:
    sources = {t.source for t in ENROLMENT.transitions}
    assert {name for name, state in ENROLMENT.states.items() if not state.final} == sources


def test_a_certificate_on_paper_needs_its_copy_and_must_be_valid(stage: Stage) -> None:
    values = {"specialties": ("工程测量",), "grade": "乙级", "certificate_number": "1"}
    with stage.begin() as session:
        enrolment = stage.service("甲", session).own(REGION)
        holdings = stage.holdings("甲", session)
        with pytest.raises(InvalidField, match="扫描件"):
            holdings.add(enrolment, "surveying", values, None)
        with pytest.raises(InvalidField, match="已过期"):
            holdings.add(enrolment, "surveying", {**values, "valid_until": date(2026, 3, 1)}, copy())
        assert holdings.add(
            enrolment, "surveying", {**values, "valid_until": date(2026, 3, 2)}, copy()
        ).file_id
        with pytest.raises(GuardFailed, match="取消"):
            holdings.add(enrolment, "cost_consulting", values, copy())


def test_the_same_form_adds_once(stage: Stage) -> None:
    values = {"specialties": ("工程测量",), "grade": "乙级", "certificate_number": "1"}
    with stage.begin() as session:
        enrolment = stage.service("甲", session).own(REGION)
        holdings = stage.holdings("甲", session)
        first = holdings.add(enrolment, "surveying", values, copy(), form_key="k" * 32)
        assert holdings.add(enrolment, "surveying", values, copy(), form_key="k" * 32) is first
        assert len(enrolment.qualifications) == 1
