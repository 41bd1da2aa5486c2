"""The practice site's intermediaries come by the same steps as real ones."""

from datetime import date

from sqlalchemy import select

from market.enrolments.holdings import waiting
from market.enrolments.models import Enrolment
from market.enrolments.practice import load_practice
from market.entries.candidates import candidate_of
from market.qualifications import Moment, Requirement, load_kinds, satisfies
from tests.market.enrolments.conftest import Stage
from tongban.accounts.models import User
from tongban.accounts.practice import load_practice as load_accounts
from tongban.security import SYSTEM
from tongban.work import Work

SURVEY = Requirement.from_json(
    {"clauses": [{"kind": "surveying", "specialties": ["工程测量"], "grade": "乙级"}]}
)


def load(stage: Stage) -> str | None:
    with stage.begin() as session:
        load_accounts(Work(session, SYSTEM, stage.clock.now(), "cli"), stage.registry)
    with stage.begin() as session:
        return load_practice(Work(session, SYSTEM, stage.clock.now(), "cli"), stage.registry)


def test_five_are_admitted_and_one_of_them_asks_for_more(stage: Stage) -> None:
    line = load(stage)
    assert line is not None
    assert (line.count("公司"), line.count("服务部")) == (4, 1)
    assert load(stage) is None
    with stage.begin() as session:
        found = session.scalars(select(Enrolment)).all()
        assert [enrolment.state for enrolment in found] == ["active"] * 5
        assert all(enrolment.practitioners and enrolment.qualifications for enrolment in found)
        assert [bool(waiting(enrolment)) for enrolment in found] == [False, False, False, True, False]
        offered = [set(enrolment.service_codes) for enrolment in found]
        assert "ZJ-HP-02" in set.intersection(*offered)


def test_the_second_can_survey_until_the_tenth_of_march(stage: Stage) -> None:
    load(stage)
    with stage.begin() as session:
        firm = session.scalars(
            select(Enrolment).join(User, User.login == "firm2").where(Enrolment.contact_name == User.name)
        ).one()
        held = candidate_of(session, firm.org_id).held
    for day, ok in ((10, True), (11, False)):
        moments = [Moment("报名截止", date(2026, 3, day))]
        assert satisfies(held, SURVEY, moments, kinds=load_kinds()).ok is ok
