"""Checking login and password, with every failing attempt on record although nothing else is kept.

The attempts live in short transactions of their own: an answer of refusal rolls its request back, and what
a request rolled back could be guessed without end.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tongban.accounts import throttle
from tongban.accounts.models import User
from tongban.accounts.passwords import check_password, hash_password, needs_rehash
from tongban.errors import InvalidField

#: The same words for an unknown login, a wrong password and a disabled person: none tells which it is.
REFUSED = "登录名或密码不对。忘记密码时，请本单位管理员或平台运营人员重设。"


@dataclass(frozen=True)
class Gate:
    """Where sign-ins are checked. ``sessions`` make sessions that are no part of any request."""

    sessions: "sessionmaker[Session]"

    def check(self, login: str, password: str, address: str, now: datetime) -> int:
        """The id of the person whom login and password fit.

        Raises TooManyAttempts, or InvalidField with the same words for every kind of misfit. The attempt
        counts as failed until the password has been found right, so that many guesses at once gain nothing.
        """
        stored = self._begin(login, address, now)
        fits = check_password(stored.password_hash if stored else None, password)
        if stored is None or not fits or stored.state != "active":
            raise InvalidField("password", REFUSED)
        self._pass(stored.id, login, address, password)
        return stored.id

    def _begin(self, login: str, address: str, now: datetime) -> User | None:
        with self.sessions.begin() as session:
            # Locked, so that simultaneous attempts on one login are counted one after the other.
            user = session.scalar(select(User).where(User.login == login).with_for_update())
            throttle.check_allowed(session, login, address, now)
            throttle.note_failure(session, login, address, now)
        return user

    def _pass(self, user_id: int, login: str, address: str, password: str) -> None:
        with self.sessions.begin() as session:
            throttle.forget(session, login, address)
            user = session.get(User, user_id)
            if user is not None and needs_rehash(user.password_hash):
                user.password_hash = hash_password(password)
