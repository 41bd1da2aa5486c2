"""A buyer's person who leaves: needs they posted and that are not finished go to a colleague."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from market.desk.common import OWNER_ROLES
from market.needs.lifecycle import NEED
from market.needs.models import Need
from tongban.accounts.leaving import Holding
from tongban.accounts.models import Membership, User
from tongban.errors import InvalidField
from tongban.work import Work

#: States after which nothing of a need is left to do.
FINISHED = tuple(state.name for state in NEED.states.values() if state.final)


def _unfinished(session: Session, user: User) -> Sequence[Need]:
    query = select(Need).where(Need.created_by == user.id, Need.state.not_in(FINISHED))
    return session.scalars(query.order_by(Need.id)).all()


def held(session: Session, user: User) -> list[Holding]:
    """The unfinished needs a person posted; each must have somebody new."""
    return [
        Holding(f"{need.title}（{need.number}）", f"/needs/{need.number}", must_hand_over=True)
        for need in _unfinished(session, user)
    ]


def hand_over(work: Work, user: User, to: User) -> None:
    """Give the needs to a colleague who acts for the same buyer. Raises InvalidField when they do not."""
    needs = _unfinished(work.session, user)
    acts_for = set(
        work.session.scalars(
            select(Membership.org_id).where(
                Membership.user_id == to.id,
                Membership.role.in_(OWNER_ROLES),
                Membership.revoked_at.is_(None),
            )
        )
    )
    for need in needs:
        if need.owner_org_id not in acts_for:
            raise InvalidField("to", f"{to.name}不是{need.owner.name}的业主人员，不能接手“{need.title}”。")
    work.lock(*needs)
    for need in needs:
        need.created_by = to.id
        work.record(need, "handed_over", {"from_user_id": user.id, "to_user_id": to.id})
