"""Finding cases: nothing of them is public, so every query keeps to what the actor may read."""

from sqlalchemy import ColumnElement, Select, false, or_, select
from sqlalchemy.orm import Session, joinedload

from agency.cases.models import Case
from tongban.errors import NotFound
from tongban.portal.regions import permitted_regions
from tongban.security import Actor, Permission, Role
from tongban.security.table import permits


def find_case(session: Session, number: str, actor: Actor) -> Case:
    """The case of a number. Raises NotFound for one that does not exist for the actor."""
    query = select(Case).options(joinedload(Case.owner), joinedload(Case.agent), joinedload(Case.deputy))
    case = session.scalar(query.filter_by(number=number))
    if case is None or not permits(actor, Permission.AGENCY_CASE_READ, case):
        raise NotFound("没有找到这个代办件。")
    return case


def visible_to(session: Session, actor: Actor) -> ColumnElement[bool]:
    """The condition on ``Case`` that says what ``find_case`` says of each."""
    ways: list[ColumnElement[bool]] = [false()]
    if actor.holds(Role.OWNER_ADMIN, Role.OWNER_DELEGATE) and actor.org_id is not None:
        ways.append(Case.owner_org_id == actor.org_id)
    if actor.holds(Role.AGENT):
        here = permitted_regions(session, actor, Permission.AGENCY_CASE_SCREEN, Case.region)
        mine = or_(Case.agent_id == actor.user_id, Case.deputy_id == actor.user_id, Case.agent_id.is_(None))
        mine = or_(mine, Case.incoming_id == actor.user_id)
        ways.append(Case.region.in_(here) & mine)
    if actor.holds(Role.CENTRE_HEAD, Role.SUPERVISOR):
        seen = permitted_regions(session, actor, Permission.AGENCY_CASE_OVERSEE, Case.region)
        ways.append(Case.region.in_(seen))
    return or_(*ways)


def cases_of(session: Session, actor: Actor) -> Select[tuple[Case]]:
    """The cases that the actor may read."""
    query = select(Case).options(joinedload(Case.owner), joinedload(Case.agent), joinedload(Case.deputy))
    return query.where(visible_to(session, actor))
