"""Finding hand-overs: who may read the case may read how it changed hands."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from agency.cases.models import Case
from agency.handovers.models import Handover
from tongban.errors import NotFound
from tongban.security import Actor, Permission
from tongban.security.table import permits


def find_handover(session: Session, number: str, actor: Actor) -> Handover:
    """The hand-over of a number. Raises NotFound for one that does not exist for the actor."""
    query = select(Handover).options(joinedload(Handover.case)).filter_by(number=number)
    found = session.scalar(query)
    if found is None or not permits(actor, Permission.AGENCY_CASE_READ, found.case):
        raise NotFound("没有找到这次移交。")
    return found


def handovers_of(session: Session, case: Case) -> list[Handover]:
    """All hand-overs of a case, in order."""
    query = select(Handover).options(joinedload(Handover.incoming), joinedload(Handover.outgoing))
    return list(session.scalars(query.filter_by(case_id=case.id).order_by(Handover.id)))
