"""A case goes from one agent to another: in force when the incoming one accepts, and not before."""

from typing import Any

import pytest
from sqlalchemy import select

from agency.cases.find import cases_of, find_case
from agency.handovers.leaving import hand_over, held
from agency.handovers.models import Handover
from agency.handovers.service import HandoverService
from tests.support.agency import Agency
from tests.support.market import Party
from tongban.accounts.models import User
from tongban.audit.verify import verify
from tongban.errors import InvalidField, NotAllowed, NotFound
from tongban.lifecycle import GuardFailed, WrongState
from tongban.notices.models import Notice


def propose(agency: Agency, **values: Any) -> None:
    """The head asks the third agent."""
    asked = {
        "incoming": agency.agents[2].user_id,
        "deputy": agency.agents[1].user_id,
        "reason": "岗位调整。",
        "remarks": "原件在窗口。",
        **values,
    }
    with agency.db.begin() as session:
        HandoverService(agency.work(session, agency.head)).propose(agency.case(session), asked)


def settle(agency: Agency, verb: str, party: Party, *more: Any) -> None:
    with agency.db.begin() as session:
        service = HandoverService(agency.work(session, party))
        getattr(service, verb)(session.scalars(select(Handover)).one(), *more)


def sees(agency: Agency, party: Party) -> bool:
    """Whether somebody finds the case, on its page and in the list alike."""
    with agency.db() as session:
        number = agency.case(session).number
        listed = session.scalars(cases_of(session, party.actor)).all()
        try:
            find_case(session, number, party.actor)
        except NotFound:
            assert not listed
            return False
        assert len(listed) == 1
        return True


def got(agency: Agency, name: str) -> Any:
    with agency.db() as session:
        return getattr(agency.case(session), name)


def bodies(agency: Agency, party: Party) -> list[str]:
    with agency.db() as session:
        query = select(Notice.body).filter_by(user_id=party.user_id).order_by(Notice.id)
        return list(session.scalars(query))


def test_the_incoming_agent_takes_the_case_and_the_old_one_is_out(agency: Agency) -> None:
    first, _second, third = agency.agents
    assert not sees(agency, third)
    propose(agency)
    assert sees(agency, third), "the incoming agent reads what is handed over"
    assert sees(agency, first)
    assert got(agency, "agent_id") == first.user_id, "the first contact stays until the acceptance"
    settle(agency, "accept", third)
    assert got(agency, "agent_id") == third.user_id
    assert got(agency, "incoming_id") is None
    assert sees(agency, third)
    assert not sees(agency, first), "the old agent's access ends"
    with agency.db() as session:
        name = session.get_one(User, third.user_id).name
    assert f"代办员现在是{name}，电话" in bodies(agency, agency.owner)[-1]
    with agency.db() as session:
        assert list(verify(session, agency.key.public_hex)) == []


def test_what_goes_along_is_written_down(agency: Agency) -> None:
    propose(agency)
    with agency.db() as session:
        rows = dict(session.scalars(select(Handover)).one().contents)
    assert rows["进展"] == "代办中"
    assert rows["协议"] == "990001代协〔2026〕0001号"
    assert rows["交代事项"] == "原件在窗口。"
    assert rows["未读通知"].endswith("条")


def test_declined_everything_stays_as_it_was(agency: Agency) -> None:
    propose(agency)
    settle(agency, "decline", agency.agents[2], "手上已满。")
    assert got(agency, "agent_id") == agency.agents[0].user_id
    assert not sees(agency, agency.agents[2])
    assert "手上已满" in bodies(agency, agency.head)[-1]
    propose_again_works(agency)


def propose_again_works(agency: Agency) -> None:
    with agency.db.begin() as session:
        service = HandoverService(agency.work(session, agency.head))
        values = {
            "incoming": agency.agents[1].user_id,
            "deputy": agency.agents[2].user_id,
            "reason": "再请一位。",
        }
        service.propose(agency.case(session), values)


def test_there_is_one_at_a_time_and_the_head_may_call_it_off(agency: Agency) -> None:
    propose(agency)
    with pytest.raises(GuardFailed):
        propose(agency)
    settle(agency, "cancel", agency.head)
    with pytest.raises(WrongState):
        settle(agency, "accept", agency.agents[2])


@pytest.mark.parametrize("who", [0, 1])
def test_nobody_else_accepts(agency: Agency, who: int) -> None:
    propose(agency)
    with pytest.raises(NotAllowed):
        settle(agency, "accept", agency.agents[who])


def test_agent_and_deputy_stay_two_persons(agency: Agency) -> None:
    first, second, third = (agent.user_id for agent in agency.agents)
    for values in (
        {"incoming": first},
        {"incoming": second, "deputy": second},
        {"incoming": agency.owner.user_id},
        {"incoming": third, "deputy": agency.head.user_id},
    ):
        with pytest.raises(InvalidField):
            propose(agency, **values)


def test_a_case_that_ends_calls_the_hand_over_off(agency: Agency) -> None:
    propose(agency)
    agency.act("terminate", agency.owner, "项目取消。")
    with agency.db() as session:
        assert session.scalars(select(Handover.state)).one() == "cancelled"
    assert got(agency, "incoming_id") is None


def test_an_agent_who_leaves_gives_the_cases_to_a_colleague(agency: Agency) -> None:
    first, second, third = agency.agents
    with agency.db.begin() as session:
        leaving = session.get_one(User, first.user_id)
        (holding,) = held(session, leaving)
        assert holding.must_hand_over
        with pytest.raises(InvalidField):
            hand_over(agency.work(session), leaving, session.get_one(User, second.user_id))
        hand_over(agency.work(session), leaving, session.get_one(User, third.user_id))
        assert held(session, leaving) == []
    assert got(agency, "agent_id") == third.user_id
    assert "代办员现在是" in bodies(agency, agency.owner)[-1]
