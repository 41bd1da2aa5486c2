"""Making, ending and recognising tokens."""

import hashlib
import logging
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, joinedload, sessionmaker

from tongban.accounts.models import Membership, User
from tongban.errors import DomainError
from tongban.security import Permission
from tongban.tokens.models import ApiToken
from tongban.work import Work

log = logging.getLogger(__name__)

#: What a token begins with, so that one that leaks is recognised wherever it turns up.
PREFIX = "tongban_"
DEFAULT_DAYS, MAX_DAYS = 90, 366
#: More live tokens than one person has programs for.
MAX_LIVE = 20
#: The last use is written at most this often.
TOUCH_EVERY = timedelta(minutes=1)
_TOKEN = re.compile(PREFIX + "[A-Za-z0-9_-]{43}")


class TooManyTokens(DomainError):
    """Somebody holds more tokens than they can look after."""

    code = "token.too_many"
    message = f"每人最多有 {MAX_LIVE} 个有效的访问令牌，请先撤销不用的。"


class Tokens:
    """The verbs on tokens; ``real_now`` is real time, as for sessions."""

    def __init__(self, work: Work, real_now: datetime) -> None:
        self._work, self._now = work, real_now

    def create(
        self, user: User, org_id: int | None, name: str, days: int = DEFAULT_DAYS
    ) -> tuple[str, ApiToken]:
        """A new token of a person, acting for an organisation they belong to; the text exists only here.

        Raises NotAllowed, TooManyTokens.
        """
        self._require(user)
        self._work.lock(user)
        if len(self._live(user)) >= MAX_LIVE:
            raise TooManyTokens
        text = PREFIX + secrets.token_urlsafe(32)
        token = ApiToken(
            digest=digest_of(text),
            user_id=user.id,
            org_id=org_id,
            name=name,
            created_at=self._now,
            expires_at=self._now + timedelta(days=days),
        )
        self._work.add([token])
        self._work.record(user, "token_create", {"token": token.id, "days": days})
        return text, token

    def revoke(self, token: ApiToken) -> None:
        """End a token; one that has ended stays as it is. Raises NotAllowed."""
        self._require(token.user)
        if token.revoked_at is None:
            token.revoked_at = self._now
            self._work.record(token.user, "token_revoke", {"token": token.id})

    def make_room(self, user: User, name: str) -> None:
        """End the oldest tokens of a name where one more would be too many."""
        live = self._live(user)
        surplus = max(0, len(live) - MAX_LIVE + 1)
        for token in [token for token in reversed(live) if token.name == name][:surplus]:
            self.revoke(token)

    def _live(self, user: User) -> list[ApiToken]:
        return [token for token in tokens_of(self._work.session, user.id) if token.is_live(self._now)]

    def _require(self, user: User) -> None:
        if not self._work.actor.is_system:
            self._work.require(Permission.ACCOUNT_OWN, user)


def digest_of(text: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(text.encode()).hexdigest()


def tokens_of(session: Session, user_id: int) -> Sequence[ApiToken]:
    """All tokens of a person, newest first."""
    query = select(ApiToken).options(joinedload(ApiToken.org)).filter_by(user_id=user_id)
    return session.scalars(query.order_by(ApiToken.id.desc())).all()


def find(session: Session, text: str, now: datetime) -> ApiToken | None:
    """The live token of a text, with its person, who is not disabled and still of the organisation."""
    if not _TOKEN.fullmatch(text):
        return None
    query = select(ApiToken).options(joinedload(ApiToken.user), joinedload(ApiToken.org))
    token = session.scalar(query.filter_by(digest=digest_of(text)))
    if token is None or not token.is_live(now) or token.user.state != "active":
        return None
    return token if token.org_id is None or _belongs(session, token) else None


def _belongs(session: Session, token: ApiToken) -> bool:
    seat = select(Membership.id).filter_by(user_id=token.user_id, org_id=token.org_id, revoked_at=None)
    known = session.scalar(seat.limit(1)) is not None
    return known and token.org is not None and token.org.state == "active"


def touch(sessions: "sessionmaker[Session]", token: ApiToken, now: datetime) -> None:
    """Note the last use, in a short write of its own; never the reason why a request fails."""
    if token.last_used_at is not None and now - token.last_used_at < TOUCH_EVERY:
        return
    try:
        with sessions.begin() as session:
            session.execute(update(ApiToken).where(ApiToken.id == token.id).values(last_used_at=now))
    except SQLAlchemyError:
        log.warning("token touch failed", exc_info=True)
