"""Checking number and query code, with every failing attempt on record although nothing else is kept.

As at the sign-in (``tongban.accounts.signing_in``) the attempts live in short transactions of their own, and
an attempt counts as failed until the code has been found right, so that many guesses at once gain nothing.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from agency.cases.models import Case
from tongban.accounts import throttle
from tongban.errors import InvalidField

#: The same words for a number that does not exist and for a wrong code: neither tells which it is.
REFUSED = "编号或者查询码不对。请核对后再查；查询码在代办件页面上。"
WORDS = "查询失败"


@dataclass(frozen=True)
class TrackGate:
    """Where queries are checked. ``sessions`` make sessions that are no part of any request."""

    sessions: "sessionmaker[Session]"

    def check(self, number: str, code: str, address: str, now: datetime) -> int:
        """The id of the case whose number and code these are.

        Raises TooManyAttempts, or InvalidField with the same words for every kind of misfit.
        """
        names = (f"track\0{number}", f"track\0{address}")
        with self.sessions.begin() as session:
            # Locked, so that simultaneous guesses about one case are counted one after the other.
            case = session.scalar(select(Case).filter_by(number=number).with_for_update())
            throttle.check_allowed(session, *names, now, WORDS)
            throttle.note_failure(session, *names, now)
            known = (case.id, case.query_code) if case else (0, "")
        fits = hmac.compare_digest(known[1].encode(), code.encode("utf-8", "replace"))
        if case is None or not fits:
            raise InvalidField("code", REFUSED)
        with self.sessions.begin() as session:
            throttle.forget(session, *names)
        return known[0]
