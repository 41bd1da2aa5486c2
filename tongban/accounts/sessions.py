"""Sessions on the server: new at sign-in, dead at sign-out, password change and disabling."""

import hashlib
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from tongban.accounts.models import User, WebSession

log = logging.getLogger(__name__)

COOKIE = "tongban"
IDLE = timedelta(hours=2)
ABSOLUTE = timedelta(hours=12)
#: The last use is written at most this often.
TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class LiveSession:
    """A session found for a cookie: whose, acting for which organisation."""

    digest: str
    user: User
    org_id: int | None
    last_seen_at: datetime


def digest_of(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(session: Session, user: User, org_id: int | None, now: datetime) -> str:
    """Start a session and return its token, which exists only in the person's cookie."""
    token = secrets.token_urlsafe(32)
    session.add(
        WebSession(
            token_digest=digest_of(token),
            user_id=user.id,
            org_id=org_id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + ABSOLUTE,
        )
    )
    session.execute(delete(WebSession).where(WebSession.expires_at < now))
    return token


def find(session: Session, token: str | None, now: datetime) -> LiveSession | None:
    """The live session of a cookie: not expired, not idle too long, of a person who is not disabled."""
    if not token or len(token) > 100 or not token.isascii():
        return None
    row = session.execute(
        select(WebSession, User)
        .join(User, User.id == WebSession.user_id)
        .where(WebSession.token_digest == digest_of(token), User.state == "active")
    ).one_or_none()
    if row is None or row.WebSession.expires_at <= now or row.WebSession.last_seen_at + IDLE <= now:
        return None
    return LiveSession(
        row.WebSession.token_digest, row.User, row.WebSession.org_id, row.WebSession.last_seen_at
    )


def end(session: Session, digest: str) -> None:
    """Sign out one browser."""
    session.execute(delete(WebSession).where(WebSession.token_digest == digest))


def end_all(session: Session, user_id: int, keep: str | None = None) -> None:
    """Sign out every browser of a person, but the one to keep."""
    query = delete(WebSession).where(WebSession.user_id == user_id)
    session.execute(query.where(WebSession.token_digest != keep) if keep else query)


def touch(sessions: "sessionmaker[Session]", live: LiveSession, now: datetime) -> None:
    """Note the last use, in a short write of its own; never the reason why a request fails."""
    if now - live.last_seen_at < TOUCH_EVERY:
        return
    try:
        with sessions.begin() as session:
            session.execute(
                update(WebSession).where(WebSession.token_digest == live.digest).values(last_seen_at=now)
            )
    except SQLAlchemyError:
        log.warning("session touch failed", exc_info=True)
