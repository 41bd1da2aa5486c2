"""One real thing of every kind that has a lifecycle, brought about by the services on one database."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from agency.cases.models import Case
from agency.handovers.models import Handover
from market.awards.models import Award
from market.contracts.models import Contract, Deliverable
from market.contracts.service import Signed
from market.enrolments.models import Enrolment
from market.entries.models import Entry
from market.evaluations.models import Evaluation
from market.needs.models import Need
from tests.support.agency import request_values
from tests.support.market import REGION, Market, Party, at
from tongban.accounts.models import User
from tongban.audit.models import AuditEvent
from tongban.clock import FixedClock
from tongban.fields import Upload
from tongban.security import Role

PDF = Upload("文件.pdf", b"%PDF-1.7 made up", "application/pdf", 16, "ab" * 32)
ABOVE, ELSEWHERE = "990000", "880001"
#: The person in every seat who tries; the agent of the case.
SOMEBODY = 9_000_002

#: The mapped class of every kind; a kind that is missing here fails the tests by name.
MODELS: dict[str, Any] = {
    "award": Award,
    "case": Case,
    "contract": Contract,
    "deliverable": Deliverable,
    "enrolment": Enrolment,
    "entry": Entry,
    "evaluation": Evaluation,
    "handover": Handover,
    "need": Need,
    "user": User,
}


@dataclass
class Things:
    """The ids of one thing per kind, and the two sides they belong to."""

    db: "sessionmaker[Session]"
    market: Market
    buyer: int
    supplier: int
    ids: dict[str, int] = field(default_factory=dict)

    def load(self, session: Session, kind: str, state: str | None = None) -> Any:
        """The thing, put into a state as no service would, within a session that is rolled back."""
        model = MODELS[kind]
        if state is not None:
            table = model.__table__
            session.execute(table.update().where(table.c.id == self.ids[kind]).values(state=state))
        return session.get_one(model, self.ids[kind], populate_existing=True)

    def trace(self, session: Session, kind: str) -> tuple[str, int, int]:
        """What must not change when something is refused: the state, the thing's chain, all chains."""
        table = MODELS[kind].__table__
        state = session.scalar(select(table.c.state).where(table.c.id == self.ids[kind]))
        count = select(func.count()).select_from(AuditEvent)
        own = count.where(AuditEvent.thing_kind == kind, AuditEvent.thing_id == self.ids[kind])
        return str(state), session.scalar(own) or 0, session.scalar(count) or 0


def make_things(db: "sessionmaker[Session]", clock: FixedClock, folder: Path) -> Things:
    """A need from its notice to the rating that is due, with everything that came of it."""
    market = Market(db, clock, folder)
    item = next(i for i in market.catalogue if i.qualification and i.qualification.requirement.clauses)
    need_id = market.publish(item, at(10))
    firms = [market.firm(item) for _ in range(3)]
    for firm, fen in zip(firms, (1_000_000, 2_000_000, 3_000_000), strict=True):
        market.quote(need_id, firm, fen)
    market.run_to(at(16, 9))
    winner = firms[0]
    _perform(market, winner)
    _carried_case(market)
    things = Things(db, market, market.owner.org_id, winner.org_id)
    somebody = _somebody(market)
    with db() as session:
        for kind, model in MODELS.items():
            own = {"org_id": winner.org_id} if kind in ("entry", "enrolment") else {}
            by = {"id": somebody.user_id} if kind == "user" else own
            things.ids[kind] = session.scalars(select(model).filter_by(**by)).one().id
    return things


def _perform(market: Market, winner: Party) -> None:
    """The contract, the deliverable and its acceptance, after which a rating is due."""
    with market.db.begin() as session:
        award = session.scalars(select(Award)).one()
        market.contracts(session, winner).file(award, Signed(1_000_000, at(16).date(), 20, "WD", PDF))
    with market.db.begin() as session:
        market.contracts(session, market.owner).confirm(session.scalars(select(Contract)).one())
    with market.db.begin() as session:
        market.contracts(session, winner).deliver(session.scalars(select(Deliverable)).one(), PDF, None)
    with market.db.begin() as session:
        market.contracts(session, market.owner).accept(session.scalars(select(Deliverable)).one())


def _carried_case(market: Market) -> None:
    """A request of the buyer, as if those who try carried it."""
    now = market.clock.now()
    with market.db.begin() as session:
        for user_id in (SOMEBODY, SOMEBODY + 1):
            who = f"carrier{user_id}"
            stamps = {"created_at": now, "password_changed_at": now}
            session.add(User(id=user_id, login=who, name="某人", password_hash="-", **stamps))
        session.flush()
        case = Case(
            number=f"{REGION}-2026-DB-0001",
            region=REGION,
            owner_org_id=market.owner.org_id,
            created_by=market.owner.user_id,
            query_code="22222222",
            requested_at=now,
            agent_id=SOMEBODY,
            deputy_id=SOMEBODY + 1,
            **{k: v for k, v in request_values(REGION).items() if hasattr(Case, k) and k != "region"},
            facts={},
        )
        session.add(case)
        session.flush()
        session.add(_handover(case, now))


def _handover(case: Case, now: datetime) -> Handover:
    """The case on its way from the deputy to the one who tries."""
    return Handover(
        number=f"{REGION}-2026-JJ-0001",
        region=REGION,
        case_id=case.id,
        open_case_id=case.id,
        outgoing_id=SOMEBODY + 1,
        incoming_id=SOMEBODY,
        next_deputy_id=SOMEBODY + 1,
        reason="请假。",
        contents=[],
        proposed_at=now,
    )


def _somebody(market: Market) -> Party:
    """A person whose account is managed: one who holds a role in the region, and is nobody's only one."""
    party = market.party("某单位", Role.OBSERVER)
    with market.db.begin() as session:
        session.get_one(User, party.user_id).region = REGION
    return party
