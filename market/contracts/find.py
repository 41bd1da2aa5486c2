"""Finding contracts and deliverables, which exist for their two sides only."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from market.awards.models import Award
from market.contracts.models import Contract, Deliverable
from tongban.errors import NotFound
from tongban.security import Actor, Permission
from tongban.security.table import permits


def award_to_contract(session: Session, number: str, actor: Actor) -> Award:
    """The award whose contract the actor may file. Raises NotFound."""
    award = session.scalar(select(Award).filter_by(number=number))
    if award is None or not permits(actor, Permission.MARKET_CONTRACT_FILE, award):
        raise NotFound("没有找到这条中选公示。")
    return award


def find_contract(session: Session, number: str, actor: Actor) -> Contract:
    """The contract of a number. Raises NotFound for everybody but its two sides."""
    contract = session.scalar(select(Contract).filter_by(number=number))
    if contract is None or not permits(actor, Permission.MARKET_DELIVERABLE_READ, contract):
        raise NotFound("没有找到这份合同。")
    return contract


def deliverable_of(session: Session, contract: Contract) -> Deliverable | None:
    """What the contract owes, once it is in force."""
    return session.scalar(select(Deliverable).filter_by(contract_id=contract.id))


def find_deliverable(session: Session, number: str, actor: Actor) -> Deliverable:
    """The deliverable of a number. Raises NotFound for everybody but its two sides."""
    found = session.scalar(select(Deliverable).filter_by(number=number))
    if found is None or not permits(actor, Permission.MARKET_DELIVERABLE_READ, found):
        raise NotFound("没有找到这项成果。")
    return found
