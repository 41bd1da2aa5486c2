"""The credit ledger: posting, reversing, and the score that follows (§2.9)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from market.credit.models import CreditEntry
from market.needs.rules import NeedRules
from tongban.errors import DomainError
from tongban.security import Permission
from tongban.work import Work

if TYPE_CHECKING:
    from market.awards.models import Award
    from market.evaluations.models import Evaluation


class AlreadyReversed(DomainError):
    """A ledger entry is reversed once."""

    code = "credit.reversed"
    message = "这条信用记录已经冲正，不能再次冲正。"


def active_points(session: Session, org_id: int, at: datetime) -> int:
    """The sum of all entries in effect at a moment; a reversal is an entry of its own."""
    query = select(func.coalesce(func.sum(CreditEntry.points), 0)).where(
        CreditEntry.org_id == org_id,
        CreditEntry.effective_from <= at,
        or_(CreditEntry.expires_at.is_(None), CreditEntry.expires_at > at),
    )
    return int(session.scalar(query) or 0)


def score(session: Session, org_id: int, at: datetime, rules: NeedRules) -> int:
    """The credit score at a moment: base plus active entries, not below zero nor above the region's cap."""
    base, cap = int(rules.value("market.credit.base")), int(rules.value("market.credit.cap"))
    return max(0, min(cap, base + active_points(session, org_id, at)))


def grade(points: int, grades: Mapping[str, int]) -> str:
    """The best grade whose threshold the score reaches; the lowest grade below all thresholds."""
    reached = [name for name, least in grades.items() if points >= int(least)]
    order = sorted(grades, key=lambda name: int(grades[name]), reverse=True)
    return next((name for name in order if name in reached), order[-1])


def ledger(session: Session, org_id: int) -> Sequence[CreditEntry]:
    """All entries of an organisation, newest first; nothing is ever edited or removed."""
    query = select(CreditEntry).filter_by(org_id=org_id)
    return session.scalars(query.order_by(CreditEntry.effective_from.desc(), CreditEntry.id.desc())).all()


class CreditService:
    """Posting to the ledger; the same event posts once, however often it is delivered."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session

    def declined(self, award: "Award", points: int) -> None:
        """An award was given up without reason."""
        self._post(award.org_id, award.region, -points, "declined", "放弃中选", ("award", award.id))

    def rated(self, evaluation: "Evaluation", points: int, stars: int) -> None:
        """A contract was rated."""
        source = ("evaluation", evaluation.id)
        self._post(evaluation.org_id, evaluation.region, points, "rated", f"服务评价 {stars} 星", source)

    def reverse(self, entry: CreditEntry, reason: str) -> CreditEntry:
        """Correct an entry by its opposite (an annulled evaluation, a decision overturned)."""
        self._work.require(Permission.MARKET_CREDIT_POST, entry)
        known = select(CreditEntry.id).filter_by(reversal_of=entry.id)
        if self._session.scalar(known) is not None:
            raise AlreadyReversed
        source = ("credit_entry", entry.id)
        reversal = self._post(entry.org_id, entry.region, -entry.points, "reversal", reason, source)
        reversal.reversal_of, reversal.expires_at = entry.id, entry.expires_at
        return reversal

    def _post(
        self, org_id: int, region: str, points: int, code: str, reason: str, source: tuple[str, int]
    ) -> CreditEntry:
        key = {"org_id": org_id, "reason_code": code, "source_kind": source[0], "source_id": source[1]}
        known = self._session.scalar(select(CreditEntry).filter_by(**key))
        if known is not None:
            return known
        entry = CreditEntry(
            **key,
            region=region,
            points=points,
            reason=reason,
            decided_by=self._work.actor.user_id,
            effective_from=self._work.now,
            created_at=self._work.now,
        )
        self._work.add([entry])
        self._work.record(entry, "post", {"org": org_id, "points": points, "code": code})
        return entry
