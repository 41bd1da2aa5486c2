"""A hand-over that nobody has to answer any more, because the case ended or went to others."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.cases.models import Case
from agency.handovers.lifecycle import HANDOVER
from agency.handovers.models import Handover
from tongban.work import Work


def open_handover(session: Session, case: Case) -> Handover | None:
    """The hand-over of the case that waits for an answer."""
    return session.scalar(select(Handover).filter_by(open_case_id=case.id))


def lapse(work: Work, case: Case) -> None:
    """Call off what waits for an answer, as a consequence of what happens to the case."""
    handover = open_handover(work.session, case)
    if handover is not None:
        HANDOVER.fire(work.as_system(), handover, "lapse")
        settle(work, case, handover)


def settle(work: Work, case: Case, handover: Handover) -> None:
    """The hand-over is over, one way or another."""
    handover.open_case_id, handover.settled_at = None, work.now
    case.incoming_id = None
