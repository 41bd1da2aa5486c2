"""Slowing down guesses: failed sign-ins are counted in the database.

Three counts (digests only): a login from one address, an address, and a login from anywhere. The last one is
wide, so that a stranger cannot easily lock a person out.
"""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tongban.accounts.models import SignInAttempt
from tongban.errors import DomainError

WINDOW = timedelta(minutes=15)
MAX_PER_LOGIN_AND_ADDRESS = 5
MAX_PER_LOGIN = 25
MAX_PER_ADDRESS = 50


class TooManyAttempts(DomainError):
    """Too many failed sign-ins; the message says how long to wait."""

    code = "account.throttled"
    status = 429


def check_allowed(session: Session, login: str, address: str, now: datetime, words: str = "登录失败") -> None:
    """Raises TooManyAttempts when this login or this address has failed too often.

    Other doors that are opened by a secret count here too, each under names of its own: ``words`` says what
    failed.
    """
    for key, limit in _keys(login, address).items():
        failures = select(SignInAttempt.at).where(
            SignInAttempt.key_digest == _digest(key), SignInAttempt.at > now - WINDOW
        )
        count = session.scalar(select(func.count()).select_from(failures.subquery())) or 0
        if count >= limit:
            oldest = session.scalars(
                failures.order_by(SignInAttempt.at.desc()).offset(limit - 1).limit(1)
            ).one()
            minutes = max(1, -(-(oldest + WINDOW - now) // timedelta(minutes=1)))
            raise TooManyAttempts(f"{words}次数过多，请 {minutes} 分钟后再试。", minutes=minutes)


def note_failure(session: Session, login: str, address: str, now: datetime) -> None:
    """Count one failed sign-in and forget those outside the window."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - WINDOW))
    for key in _keys(login, address):
        session.add(SignInAttempt(key_digest=_digest(key), at=now))


def forget(session: Session, login: str, address: str) -> None:
    """A successful sign-in clears what its login failed from this address, and takes back its own attempt.

    The other counts lose the one attempt only: whoever knows one password must not clear the way for guesses.
    """
    own, *shared = (_digest(key) for key in _keys(login, address))
    session.execute(delete(SignInAttempt).where(SignInAttempt.key_digest == own))
    for digest in shared:
        latest = select(func.max(SignInAttempt.id)).where(SignInAttempt.key_digest == digest)
        found = session.scalar(latest)
        session.execute(delete(SignInAttempt).where(SignInAttempt.id == found))


def _keys(login: str, address: str) -> dict[str, int]:
    return {
        f"both\0{login}\0{address}": MAX_PER_LOGIN_AND_ADDRESS,
        f"address\0{address}": MAX_PER_ADDRESS,
        f"login\0{login}": MAX_PER_LOGIN,
    }


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
