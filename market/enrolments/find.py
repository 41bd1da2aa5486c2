"""Finding enrolments for those who may know of them."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from market.enrolments.errors import NoEnrolment
from market.enrolments.lifecycle import PUBLIC
from market.enrolments.models import Enrolment, Practitioner, QualificationRecord
from tongban.errors import NotFound
from tongban.security import Actor, Permission
from tongban.security.table import permits


def is_public() -> ColumnElement[bool]:
    """The condition under which an intermediary stands on the public pages."""
    return Enrolment.state.in_(PUBLIC)


def own_enrolment(session: Session, actor: Actor) -> Enrolment | None:
    """The enrolment of the organisation acted for, if it has begun one."""
    return session.scalar(select(Enrolment).filter_by(org_id=actor.org_id)) if actor.org_id else None


def find_enrolment(session: Session, number: str, actor: Actor) -> Enrolment:
    """The enrolment of a number, for staff and its own people; a draft is its own people's alone.

    Raises NoEnrolment.
    """
    found = _by_number(session, number)
    if found is None or not permits(actor, Permission.MARKET_ENROLMENT_READ, found):
        raise NoEnrolment
    if found.state == "draft" and found.org_id != actor.org_id:
        raise NoEnrolment
    return found


def find_public(session: Session, number: str) -> Enrolment:
    """The enrolment of a number as the public knows it. Raises NoEnrolment."""
    found = _by_number(session, number)
    if found is None or found.state not in PUBLIC:
        raise NoEnrolment
    return found


def own_record(session: Session, enrolment: Enrolment, record_id: int) -> QualificationRecord:
    """A present record of this enrolment. Raises NotFound for one of another, or one that was replaced."""
    record = session.get(QualificationRecord, record_id)
    if record is None or record.enrolment_id != enrolment.id or record.superseded_at is not None:
        raise NotFound("没有找到这条资质，可能已被替换或移除。")
    return record


def own_practitioner(session: Session, enrolment: Enrolment, person_id: int) -> Practitioner:
    """A present practitioner of this enrolment. Raises NotFound."""
    person = session.get(Practitioner, person_id)
    if person is None or person.enrolment_id != enrolment.id or person.left_at is not None:
        raise NotFound("没有找到这位人员，可能已离开。")
    return person


def _by_number(session: Session, number: str) -> Enrolment | None:
    # Without the organisation: how a row was loaded is how it is locked, and an outer join cannot be locked.
    return session.scalar(select(Enrolment).filter_by(number=number))
