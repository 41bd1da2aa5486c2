"""From the request to the agreement in force, with every date written out.

By the table of 2026: Saturday 28 February is worked, 15 to 23 February are off; 1 to 7 October are off and
Saturday 10 October is worked. A limit begins on the day after its event and ends at 17:30.
"""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from agency.cases.agreement import digest
from tests.support.agency import CODE, SIGNER, TERMS, Agency
from tests.support.market import at
from tongban.audit.verify import verify
from tongban.clock import TZ
from tongban.errors import InvalidField, NotAllowed, StaleEdit
from tongban.files.models import StoredFile
from tongban.lifecycle import GuardFailed, WrongState
from tongban.notices.models import Notice
from tongban.security import Role


def on(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=TZ)


def got(agency: Agency, name: str) -> Any:
    with agency.db() as session:
        return getattr(agency.case(session), name)


def titles(agency: Agency, user_id: int) -> list[str]:
    with agency.db() as session:
        return list(session.scalars(select(Notice.title).filter_by(user_id=user_id).order_by(Notice.id)))


def test_from_the_request_to_the_agreement_in_force(agency: Agency) -> None:
    number = agency.request()
    assert number == "990001-2026-DB-0001"
    assert got(agency, "screen_due") == at(3, 17, 30)  # Monday + 1
    agency.run_to(at(3, 10))
    agency.act("accept", agency.agents[2])
    assert got(agency, "assign_due") == at(4, 17, 30)
    assert got(agency, "rules_hash")
    agency.run_to(at(4, 11))
    agency.act("assign", agency.head, *agency.chosen)
    assert got(agency, "seal_due") == at(9, 17, 30)  # Thursday 5, Friday 6, Monday 9
    agency.act("draft", agency.agents[0], TERMS)
    assert got(agency, "agreement_number") == "990001代协〔2026〕0001号"
    agency.run_to(at(5, 9))
    agency.act("seal", agency.owner, agency.seen(), SIGNER)
    agency.run_to(at(5, 15))
    agency.act("countersign", agency.head, agency.seen())
    assert (got(agency, "state"), got(agency, "active_at")) == ("active", at(5, 15))
    agency.run_to(at(5, 15, 1))
    _check_the_paper(agency)
    assert titles(agency, agency.owner.user_id) == [
        "代办申请已受理",
        "已指派代办员",
        "请签订委托代办协议",
        "委托代办协议已生效",
        "办事计划已排定",
    ]
    assert "请指派代办员" in titles(agency, agency.head.user_id)
    assert "您被指派为协办代办员" in titles(agency, agency.agents[1].user_id)
    with agency.db() as session:
        assert list(verify(session, agency.key.public_hex)) == []


def _check_the_paper(agency: Agency) -> None:
    """There is a draft and a paper with both seals, and the seals bind what was agreed."""
    with agency.db() as session:
        case = agency.case(session)
        assert case.agreement is not None
        assert case.applicant_seal is not None
        assert case.centre_seal is not None
        bound = digest(case.agreement)
        assert case.applicant_seal["digest"] == case.centre_seal["digest"] == bound
        assert case.draft_file_id != case.agreement_file_id
        papers = session.scalars(select(StoredFile).filter_by(thing_kind="case")).all()
        assert len(papers) == 2
        assert all(paper.media_type == "application/pdf" for paper in papers)
        assert [stage["code"] for stage in case.agreement["stages"]] == ["1", "3"]
        assert case.agreement["tolerance"].startswith("容缺受理承诺由委托人自己签署")


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (on(3, 6, 17, 31), on(3, 10, 17, 30)),  # Friday after hours: received Monday
        (on(3, 7, 10), on(3, 10, 17, 30)),  # Saturday: received Monday
        (on(9, 30, 9), on(10, 8, 17, 30)),  # over the October week
        (on(10, 8, 9), on(10, 9, 17, 30)),
        (on(10, 9, 9), on(10, 10, 17, 30)),  # the Saturday that is worked
        (on(12, 31, 9), datetime(2027, 1, 4, 17, 30, tzinfo=TZ)),  # provisional: no table of 2027 yet
    ],
)
def test_the_centre_has_one_working_day_to_decide(agency: Agency, asked: datetime, due: datetime) -> None:
    agency.run_to(asked)
    agency.request()
    assert got(agency, "screen_due") == due


def test_the_agreement_is_due_three_working_days_after_the_agent_is_named(agency: Agency) -> None:
    agency.run_to(on(9, 29, 9))
    agency.request()
    agency.act("accept", agency.head)
    agency.run_to(on(9, 30, 9))
    agency.act("assign", agency.head, *agency.chosen)
    assert got(agency, "seal_due") == on(10, 10, 17, 30)  # 8, 9 and Saturday 10 October
    agency.run_to(on(9, 30, 15))
    agency.act("assign", agency.head, *reversed(agency.chosen))
    assert got(agency, "seal_due") == on(10, 10, 17, 30)  # another agent gives no more time


def test_what_the_regions_rule_leaves_out_cannot_be_accepted_but_refused(agency: Agency) -> None:
    agency.request(funding="government")
    with pytest.raises(GuardFailed, match="不属于代办范围"):
        agency.act("accept", agency.head)
    agency.act("refuse", agency.head, "政府投资项目由项目单位自行办理。")
    assert (got(agency, "state"), got(agency, "reason")) == ("refused", "政府投资项目由项目单位自行办理。")
    assert titles(agency, agency.owner.user_id) == ["代办申请不予受理"]


def test_what_cannot_be_judged_yet_is_left_to_people(make: Any) -> None:
    agency = make(agency__scope_rule="total_investment >= 1000000000")
    agency.request()
    agency.act("accept", agency.head)
    assert agency.state() == "screened"


def test_the_rules_of_the_acceptance_stick(agency: Agency) -> None:
    agency.request()
    agency.act("accept", agency.head)
    kept = got(agency, "rules_hash")
    with agency.db() as session:
        assert agency.rules.pinned(session, kept).value("agency.seal_wd") == 3


def test_agent_and_deputy_are_two_agents_of_the_region(agency: Agency) -> None:
    agency.lead_to("screened")
    first, second = agency.chosen
    for pair in ((first, first), (first, agency.head.user_id), (agency.owner.user_id, second), (first, 0)):
        with pytest.raises(InvalidField):
            agency.act("assign", agency.head, *pair)
    assert got(agency, "agent_id") is None


def test_an_agent_elsewhere_cannot_be_named(agency: Agency) -> None:
    agency.lead_to("screened")
    far = agency.party("外地代办中心", Role.AGENT)
    with pytest.raises(InvalidField):
        agency.act("assign", agency.head, agency.agents[0].user_id, far.user_id)


def test_a_project_is_carried_once_at_a_time(agency: Agency) -> None:
    agency.request()
    with pytest.raises(InvalidField, match="已经在代办"):
        agency.request()
    agency.act("withdraw", agency.owner, "暂缓。")
    assert agency.request() == "990001-2026-DB-0002"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"applicant_kind": "founder", "proposed_company": "某公司"}, "applicant_kind"),
        ({"applicant_kind": "parent"}, "proposed_company"),
        ({"project_code": None}, "project_code"),
        ({"stages": ("1", "P")}, "stages"),
    ],
)
def test_a_request_that_cannot_be_so_names_its_field(
    agency: Agency, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidField) as refused:
        agency.request(**values)
    assert refused.value.field == field


def test_a_natural_person_asks_for_the_company_to_come(agency: Agency) -> None:
    person = agency.party("自然人甲", Role.OWNER_ADMIN, kind="person")
    agency.request(person, applicant_kind="founder", proposed_company="拟设立食品有限公司")
    agency.act("accept", agency.head)
    agency.act("assign", agency.head, *agency.chosen)
    agency.act("draft", agency.agents[0], TERMS)
    assert got(agency, "agreement")["applicant"]["proposed_company"] == "拟设立食品有限公司"


def test_the_agent_obtains_the_code_that_was_missing(agency: Agency) -> None:
    agency.request(project_code=None, code_by_agent=True)
    with pytest.raises(NotAllowed):
        agency.act("enter_code", agency.agents[0], CODE)
    agency.act("accept", agency.head)
    agency.act("assign", agency.head, *agency.chosen)
    agency.act("enter_code", agency.agents[1], CODE)  # the deputy stands in
    assert got(agency, "project_code") == CODE
    with pytest.raises(GuardFailed):
        agency.act("enter_code", agency.agents[0], CODE)


def test_the_applicant_sends_the_draft_back_and_the_number_stays(agency: Agency) -> None:
    agency.lead_to("awaiting_applicant_seal")
    first, number = agency.seen(), got(agency, "agreement_number")
    agency.act("send_back", agency.owner, "请写明期限。")
    agency.act("draft", agency.agents[1], {**TERMS, "until": date(2026, 12, 31), "note": "每周通报一次。"})
    assert got(agency, "agreement_number") == number
    assert agency.seen() != first
    with pytest.raises(StaleEdit):
        agency.act("seal", agency.owner, first, SIGNER)
    agency.act("seal", agency.owner, agency.seen(), SIGNER)


def test_the_end_of_the_agreement_lies_ahead(agency: Agency) -> None:
    agency.lead_to("assigned")
    with pytest.raises(InvalidField):
        agency.act("draft", agency.agents[0], {**TERMS, "until": date(2026, 3, 2)})


def test_whoever_seals_by_authority_names_it(agency: Agency) -> None:
    agency.lead_to("awaiting_applicant_seal")
    with pytest.raises(InvalidField):
        agency.act("seal", agency.owner, agency.seen(), {**SIGNER, "capacity": "authorised"})
    signer = {"signer": "张三", "capacity": "authorised", "authority": "授权委托书 2026-1 号"}
    agency.act("seal", agency.owner, agency.seen(), signer)
    assert got(agency, "applicant_seal")["authority"] == "授权委托书 2026-1 号"


@pytest.mark.parametrize("side", ["owner", "head"])
def test_either_side_ends_it_with_a_reason(agency: Agency, side: str) -> None:
    agency.lead_to("active")
    agency.act("terminate", getattr(agency, side), "项目取消。")
    assert (got(agency, "state"), got(agency, "reason")) == ("terminated", "项目取消。")
    assert got(agency, "open_code") is None
    assert "代办已终止" in titles(agency, agency.agents[0].user_id)
    with pytest.raises(WrongState):
        agency.act("terminate", agency.head, "再一次。")


def test_an_agent_who_does_not_carry_the_case_cannot_draft(agency: Agency) -> None:
    agency.lead_to("assigned")
    with pytest.raises(NotAllowed):
        agency.act("draft", agency.agents[2], TERMS)
