"""How many notices someone has not read, for every page that says so."""

from pyramid.request import Request
from sqlalchemy import func, select

from tongban.notices.models import Notice


def unread_notices(request: Request) -> int:
    """The person's unread notices; none for a visitor. Asked once per request, on a reading session."""
    if request.actor.user_id is None:
        return 0
    query = (
        select(func.count())
        .select_from(Notice)
        .where(Notice.user_id == request.actor.user_id, Notice.read_at.is_(None))
    )
    with request.registry["tongban.reads"]() as session:
        return session.scalar(query) or 0
