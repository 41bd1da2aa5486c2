"""Reading what became of a need: its awards in order, and what followed the one that holds."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from market.awards.models import Award
from market.contracts.models import Contract, Deliverable
from market.entries.models import Entry
from market.evaluations.models import Evaluation

#: A contract is nobody else's business until both sides stand by it.
PUBLIC_CONTRACT = ("in_force", "fulfilled", "terminated")


@dataclass(frozen=True)
class Performance:
    """A contract in force and what was done by it."""

    contract: Contract
    deliverable: Deliverable | None
    evaluation: Evaluation | None


@dataclass(frozen=True)
class Outcome:
    """One award and, once its contract is in force, its performance; ``pending`` is one not confirmed yet."""

    award: Award
    performance: Performance | None = None
    pending: Contract | None = None


def outcomes_of(session: Session, need_id: int) -> list[Outcome]:
    """All awards of a need, the first one first; several when an awardee gave up."""
    query = (
        select(Award)
        .options(joinedload(Award.need), joinedload(Award.entry).joinedload(Entry.org))
        .where(Award.need_id == need_id)
        .order_by(Award.id)
    )
    return [outcome_of(session, award) for award in session.scalars(query)]


def outcome_of(session: Session, award: Award) -> Outcome:
    """What followed one award."""
    contract = session.scalar(select(Contract).filter_by(award_id=award.id))
    if contract is None or contract.state not in PUBLIC_CONTRACT:
        return Outcome(award, pending=contract)
    deliverable = session.scalar(select(Deliverable).filter_by(contract_id=contract.id))
    evaluation = session.scalar(select(Evaluation).filter_by(contract_id=contract.id))
    return Outcome(award, Performance(contract, deliverable, evaluation))
