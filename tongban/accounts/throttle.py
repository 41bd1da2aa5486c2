"""Slowing down guesses: failed sign-ins are counted in the database, per login and per address."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tongban.accounts.models import SignInAttempt
from tongban.errors import DomainError

WINDOW = timedelta(minutes=15)
MAX_PER_LOGIN = 5
MAX_PER_ADDRESS = 50


class TooManyAttempts(DomainError):
    """Too many failed sign-ins; the message says how long to wait."""

    code = "account.throttled"
    status = 429


def check_allowed(session: Session, login: str, address: str, now: datetime) -> None:
    """Raises TooManyAttempts when this login or this address has failed too often."""
    for key, limit in ((f"login\0{login}", MAX_PER_LOGIN), (f"address\0{address}", MAX_PER_ADDRESS)):
        failures = select(SignInAttempt.at).where(
            SignInAttempt.key_digest == _digest(key), SignInAttempt.at > now - WINDOW
        )
        count = session.scalar(select(func.count()).select_from(failures.subquery())) or 0
        if count >= limit:
            oldest = session.scalars(
                failures.order_by(SignInAttempt.at.desc()).offset(limit - 1).limit(1)
            ).one()
            minutes = max(1, -(-(oldest + WINDOW - now) // timedelta(minutes=1)))
            raise TooManyAttempts(f"登录失败次数过多，请 {minutes} 分钟后再试。")


def note_failure(session: Session, login: str, address: str, now: datetime) -> None:
    """Count one failed sign-in and forget those outside the window."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - WINDOW))
    for key in (f"login\0{login}", f"address\0{address}"):
        session.add(SignInAttempt(key_digest=_digest(key), at=now))


def forget(session: Session, login: str) -> None:
    """A successful sign-in clears the count of the login."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.key_digest == _digest(f"login\0{login}")))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
