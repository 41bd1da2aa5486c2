"""Notices, tokens, background work, practice time."""

from sqlalchemy import select

from tests.access.posts.base import ADMINS, ALL, Post, at_path
from tests.access.practice import PracticeSite
from tongban.accounts.models import User
from tongban.clock import SystemClock
from tongban.notices.models import Notice
from tongban.outbox.models import PARKED, OutboxRow
from tongban.security import SYSTEM
from tongban.tokens.service import Tokens
from tongban.work import Work


def _notice(site: PracticeSite) -> str:
    with site.session() as session:
        query = select(Notice.id).filter_by(user_id=site.people["owner1"].user_id, read_at=None)
        return f"/notices/{session.scalar(query.limit(1))}"


def _parked(site: PracticeSite) -> str:
    with site.session() as session:
        now = site.registry["tongban.clock"].now()
        row = OutboxRow(
            handler="search.index",
            thing_kind="need",
            thing_id=1,
            payload={},
            status=PARKED,
            created_at=now,
            not_before=now,
        )
        session.add(row)
        session.flush()
        return f"/admin/jobs/outbox/{row.id}/retry"


def _token(site: PracticeSite) -> str:
    with site.session() as session:
        user_id, now = site.people["owner1"].user_id, SystemClock().now()
        user = session.get_one(User, user_id)
        work = Work(session, SYSTEM, now, "web")
        _, token = Tokens(work, now).create(user, site.people["owner1"].org_id, "采购系统")
        return f"/account/tokens/{token.id}/revoke"


moved = {"how": "at", "at": "2026-03-20T09:59"}
POSTS = [
    Post("notices.open", ("owner1",), _notice, marker=None, again="nothing"),
    Post("notices.read_all", ALL, at_path("/notices/read"), marker=None, again="nothing"),
    Post("tokens.own", ALL, at_path("/account/tokens"), {"name": "采购系统"}, marker="token", again="anew"),
    Post("tokens.revoke", ("owner1",), _token, marker=None, again="nothing"),
    Post("admin.jobs.retry", ADMINS, _parked, marker=None, again="anew"),
    Post(
        "practice.clock",
        (*ADMINS, "operator", "operator2", "far_operator"),
        at_path("/practice/clock"),
        moved,
        marker=None,
    ),
]
