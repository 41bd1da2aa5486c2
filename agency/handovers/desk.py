"""What hand-overs put on desks: cases to take over."""

from collections.abc import Sequence

from pyramid.request import Request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from agency.handovers.lifecycle import HANDOVER
from agency.handovers.models import Handover
from tongban.portal.blocks import DeskItem
from tongban.security import Role
from tongban.web.components import StateLabel

LIMIT = 200


def incoming(request: Request) -> Sequence[DeskItem]:
    """Cases that this agent is asked to take over."""
    if not request.actor.holds(Role.AGENT):
        return ()
    query = (
        select(Handover)
        .options(joinedload(Handover.case), joinedload(Handover.outgoing))
        .filter_by(incoming_id=request.actor.user_id, state="proposed")
        .order_by(Handover.id)
        .limit(LIMIT)
    )
    return [
        DeskItem(
            title=one.case.project_name,
            url=request.route_path("handovers.answer", number=one.number),
            state=StateLabel.of(HANDOVER.states[one.state]),
            due=None,
            why=f"{one.outgoing.name}的代办件，请您接手：{one.reason}",
            number=one.case.number,
            region=one.region,
            since=one.proposed_at,
        )
        for one in request.db.scalars(query)
    ]
