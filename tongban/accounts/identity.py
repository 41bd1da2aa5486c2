"""Who is asking: the live session, the organisation acted for, and the roles held in it."""

from pyramid.request import Request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tongban.accounts import sessions
from tongban.accounts.models import Membership, Organisation
from tongban.regions.tree import RegionTree
from tongban.rest.bearer import bearer_session
from tongban.rest.paths import is_api
from tongban.security import Actor, Grant, Role
from tongban.security.actor import ANONYMOUS


def live_session(request: Request) -> sessions.LiveSession | None:
    """The session of the request's cookie, a program's by its token; the last use is noted afterwards."""
    if is_api(request):
        return bearer_session(request)
    token = request.cookies.get(sessions.COOKIE)
    if not token:
        return None
    # Asked on a reading session of its own: a writing request must not start its transaction for this.
    with request.registry["tongban.reads"]() as session:
        live = sessions.find(session, token, request.real_now)
        session.expunge_all()
    if live is not None:
        writes = request.registry["tongban.sessions"]
        request.add_finished_callback(lambda r: sessions.touch(writes, live, r.real_now))
    return live


def memberships(request: Request) -> list[Membership]:
    """What the person holds now, with the organisations, ordered so that menus never jump."""
    live = request.live_session
    if live is None:
        return []
    with request.registry["tongban.reads"]() as session:
        query = (
            select(Membership)
            .options(joinedload(Membership.org))
            .where(Membership.user_id == live.user.id, Membership.revoked_at.is_(None))
            .order_by(Membership.org_id, Membership.id)
        )
        rows = list(session.scalars(query))
        session.expunge_all()
    return [row for row in rows if row.org.state == "active"]


def organisations(request: Request) -> list[Organisation]:
    """The organisations the person can act for."""
    return list({m.org_id: m.org for m in request.memberships}.values())


def actor(request: Request) -> Actor:
    """The person with the roles held in the organisation now acted for."""
    live = request.live_session
    if live is None:
        return ANONYMOUS
    own = request.memberships
    org_id = live.org_id if any(m.org_id == live.org_id for m in own) else (own[0].org_id if own else None)
    mine = [m for m in own if m.org_id == org_id]
    tree: RegionTree = request.registry["tongban.region_tree"]
    return Actor(
        user_id=live.user.id,
        org_id=org_id,
        label=live.user.name,
        org_label=mine[0].org.name if mine else "",
        grants=frozenset(Grant(Role(m.role), m.region) for m in mine),
        ancestors=tree.ancestors,
    )
