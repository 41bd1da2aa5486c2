"""An agent who leaves: the cases carried go to a colleague at once (domain rules §3.1)."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from agency.cases.agents import agents_in
from agency.cases.lifecycle import OPEN
from agency.cases.models import Case
from agency.cases.notices import tell_applicant
from agency.handovers.lapse import lapse
from tongban.accounts.leaving import Holding
from tongban.accounts.models import User
from tongban.errors import InvalidField
from tongban.work import Work


def _carried(session: Session, user: User) -> Sequence[Case]:
    mine = or_(Case.agent_id == user.id, Case.deputy_id == user.id)
    return session.scalars(select(Case).where(mine, Case.state.in_(OPEN)).order_by(Case.id)).all()


def held(session: Session, user: User) -> list[Holding]:
    """The open cases a person carries; each must have somebody else."""
    return [
        Holding(f"{case.project_name}（{case.number}）", f"/agency/{case.number}", must_hand_over=True)
        for case in _carried(session, user)
    ]


def hand_over(work: Work, user: User, to: User) -> None:
    """Put a colleague in the person's place in every case. Raises InvalidField when that cannot be."""
    cases = _carried(work.session, user)
    for case in cases:
        if to.id not in {seat.user_id for seat in agents_in(work.session, case.region)}:
            raise InvalidField("to", f"{to.name}不是“{case.project_name}”所在地区的代办员，不能接手。")
        if to.id in (case.agent_id, case.deputy_id):
            raise InvalidField("to", f"{to.name}已经在办“{case.project_name}”，请另选一位。")
    work.lock(*cases)
    for case in cases:
        lapse(work, case)
        first = case.agent_id == user.id
        if first:
            case.agent_id = to.id
            body = f"“{case.project_name}”的代办员现在是{to.name}，电话 {to.phone or '见代办件页面'}。"
            tell_applicant(work, case, f"left-{user.id}-{to.id}", "代办员已变更", body)
        else:
            case.deputy_id = to.id
        work.record(case, "handed_over", {"from_user_id": user.id, "to_user_id": to.id, "agent": first})
