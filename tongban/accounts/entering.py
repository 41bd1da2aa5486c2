"""Beginning and ending a session in the browser: a new id each time, the old one dead."""

from dataclasses import dataclass

from pyramid.request import Request
from pyramid.response import Response
from sqlalchemy import select

from tongban.accounts import sessions
from tongban.accounts.csrf import VISITOR_COOKIE, set_cookie, token_of_session
from tongban.accounts.models import Membership, Organisation, User


@dataclass(frozen=True)
class Entered:
    """A session that has just begun: its token, and the form token it will have."""

    user: User
    token: str
    csrf_token: str
    org_name: str = ""

    def cookies(self, request: Request, response: Response) -> None:
        """Give the browser the session until it is closed; whatever it had before is gone."""
        set_cookie(request, response, sessions.COOKIE, self.token)
        response.delete_cookie(VISITOR_COOKIE, path="/")


def enter(request: Request, user: User) -> Entered:
    """Begin a session for the person in the transaction of the request, and end the browser's former one."""
    if request.live_session is not None:
        sessions.end(request.db, request.live_session.digest)
    org = first_organisation(request, user.id)
    org_id, org_name = (org.id, org.name) if org else (None, "")
    token = sessions.begin(request.db, user, org_id, request.real_now)
    csrf_token = token_of_session(request.registry["tongban.secret"], token, org_id)
    return Entered(user, token, csrf_token, org_name)


def leave(request: Request, response: Response) -> None:
    """End the browser's session."""
    if request.live_session is not None:
        sessions.end(request.db, request.live_session.digest)
    response.delete_cookie(sessions.COOKIE, path="/")
    response.delete_cookie(VISITOR_COOKIE, path="/")


def first_organisation(request: Request, user_id: int) -> Organisation | None:
    """The organisation someone acts for right after signing in: the first they belong to."""
    query = (
        select(Organisation)
        .join(Membership)
        .where(Membership.user_id == user_id, Membership.revoked_at.is_(None), Organisation.state == "active")
        .order_by(Organisation.id)
        .limit(1)
    )
    return request.db.scalar(query)
