"""The real application on a practice site, people signed in, and things in whatever state a test names."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, event, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, sessionmaker
from webtest import TestApp

from market.awards.models import Award
from market.contracts.models import Contract, Deliverable
from market.entries.models import Entry
from market.evaluations.models import Evaluation
from market.needs.models import Need
from tests.support.templates import START, Templates
from tongban.accounts.models import User
from tongban.app import main
from tongban.clock import FixedClock
from tongban.db.session import close_pools
from tongban.notices.models import Notice
from tongban.outbox.models import OutboxRow, Timer

REGION = "430582"
DAY = timedelta(days=1)


@dataclass
class Site:
    """A practice site called without a server."""

    app: TestApp
    sessions: "sessionmaker[Session]"
    read_engine: Engine
    clock: FixedClock
    registry: Any

    def sign_in(self, login: str) -> None:
        """Sign in by the one-click form of practice accounts."""
        self.app.reset()
        token = self.token("/sign-in")
        self.app.post("/sign-in/practice", {"csrf_token": token, "login": login}, status=303)

    def post(self, path: str, status: int = 303, **fields: str) -> Any:
        """POST with the token of this browser."""
        return self.app.post(path, {"csrf_token": self.token("/desk"), **fields}, status=status)

    def token(self, path: str) -> str:
        """The form token of this browser, from a page it may see."""
        found = self.app.get(path).html.select_one("input[name=csrf_token]")
        return str(found["value"])

    def queries(self, path: str) -> int:
        """How many statements the page asks, on whichever engine."""
        asked: list[str] = []

        def count(_c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
            asked.append(statement)

        event.listen(Engine, "before_cursor_execute", count)
        try:
            self.app.get(path, status=200)
        finally:
            event.remove(Engine, "before_cursor_execute", count)
        return len(asked)


@pytest.fixture
def site(templates: Templates) -> Iterator[Site]:
    """A fresh practice site at the moment the tests begin, without the needs it comes with."""
    with templates.fresh("practice") as place:
        settings = place.settings(**{"tongban.practice": "true", "tongban.region": REGION})
        application = main({"__script__": "tests"}, **settings)
        registry = application.registry
        clock = FixedClock(START)
        registry["tongban.clock"] = clock
        engines = registry["tongban.engines"]
        with registry["tongban.sessions"].begin() as session:
            _without_needs(session)
        yield Site(TestApp(application), registry["tongban.sessions"], engines.read, clock, registry)
        close_pools(registry)


def _without_needs(session: Session) -> None:
    """Tests count what they make themselves."""
    for kind in (Timer, OutboxRow):
        session.execute(delete(kind).where(kind.thing_kind == Need.thing_kind))
    session.execute(delete(Notice).where(Notice.dedupe.startswith("need/")))
    session.execute(delete(Need))


class Things:
    """Makes things in a state, as if they had got there."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self._count = 0

    def org(self, login: str) -> int:
        """The organisation a practice person acts for."""
        user = self.session.scalars(select(User).filter_by(login=login)).one()
        return min(m.org_id for m in user.memberships)

    def person(self, login: str) -> int:
        return self.session.scalars(select(User.id).filter_by(login=login)).one()

    def need(self, state: str = "registering", owner: str = "owner1", **more: Any) -> Need:
        self._count += 1
        published = state not in ("draft", "under_check", "returned")
        values: dict[str, Any] = {
            "number": f"T-{self._count:04}",
            "region": REGION,
            "owner_org_id": self.org(owner),
            "created_by": self.person(owner),
            "created_at": self.now - DAY,
            "title": f"示范项目环评报告表编制（{self._count}）",
            "service_code": "HP-BGB",
            "service": {"name": "环评报告表编制", "group": "环境"},
            "project_name": "示范项目",
            "scope": "编制报告表",
            "service_days": 20,
            "ceiling_fen": 5_000_000,
            "method": "lowest_price",
            "ends_at": self.now + 5 * DAY,
            "contact_name": "林晓舟",
            "contact_phone": "400-000-0001",
            "submitted_at": self.now - DAY if state != "draft" else None,
            "check_due": self.now + DAY if state == "under_check" else None,
            "published_at": self.now - DAY if published else None,
        }
        return self._put(Need(**(values | more)), state)

    def award(self, state: str = "letter_issued", firm: str = "firm1", **more: Any) -> Award:
        need = self.need("awarded" if state == "letter_issued" else "award_notice", opened_at=self.now - DAY)
        entry = self.entry(need, firm, "won", value_fen=4_000_000, rank=1)
        values: dict[str, Any] = {
            "number": f"{need.number}-A",
            "need_id": need.id,
            "entry_id": entry.id,
            "region": REGION,
            "owner_org_id": need.owner_org_id,
            "org_id": entry.org_id,
            "rank": 1,
            "amount_fen": 4_000_000,
            "proposed_at": self.now - 3 * DAY,
            "notice_until": self.now + DAY,
            "letter_at": self.now - DAY,
            "contract_due": self.now + 10 * DAY,
        }
        return self._put(Award(**(values | more)), state)

    def entry(self, need: Need, firm: str, state: str = "submitted", **more: Any) -> Entry:
        values: dict[str, Any] = {
            "number": f"{need.number}-{firm}",
            "need_id": need.id,
            "org_id": self.org(firm),
            "region": REGION,
            "nonce": "0" * 64,
            "registered_at": self.now - DAY,
        }
        return self._put(Entry(**(values | more)), state)

    def contract(self, state: str = "uploaded", by: str = "firm1") -> Contract:
        award = self.award("letter_issued")
        contract = Contract(
            number=f"{award.number}-C",
            award_id=award.id,
            region=REGION,
            owner_org_id=award.owner_org_id,
            org_id=award.org_id,
            amount_fen=award.amount_fen,
            signed_on=self.now.date(),
            service_days=20,
            service_days_unit="WD",
            file_id=1,
            uploaded_by_org_id=self.org(by),
            uploaded_at=self.now,
            filed_at=self.now,
            file_due=self.now + 3 * DAY,
            confirmed_at=self.now if state == "in_force" else None,
            reason="金额不符" if state == "returned" else None,
        )
        return self._put(contract, state)

    def deliverable(self, state: str = "due") -> Deliverable:
        contract = self.contract("in_force")
        handed_in = state == "submitted"
        deliverable = Deliverable(
            number=f"{contract.number}-D",
            contract_id=contract.id,
            region=REGION,
            owner_org_id=contract.owner_org_id,
            org_id=contract.org_id,
            due_at=self.now + 20 * DAY,
            submitted_at=self.now if handed_in else None,
            acceptance_due=self.now + 10 * DAY if handed_in else None,
            reason="缺少附图" if state == "returned" else None,
        )
        return self._put(deliverable, state)

    def evaluation(self) -> Evaluation:
        contract = self.contract("in_force")
        return self._put(
            Evaluation(
                number=f"{contract.number}-E",
                contract_id=contract.id,
                region=REGION,
                owner_org_id=contract.owner_org_id,
                org_id=contract.org_id,
                due_at=self.now + 15 * DAY,
            ),
            "due",
        )

    def _put(self, thing: Any, state: str) -> Any:
        self.session.add(thing)
        self.session.flush()
        kind = type(thing)
        changes = update(kind).where(kind.id == thing.id).values(state=state)
        self.session.execute(changes.execution_options(synchronize_session=False))
        self.session.flush()
        self.session.expire(thing)
        return thing


@pytest.fixture
def make(site: Site) -> Callable[[Callable[[Things], Any]], None]:
    """Call with a function of ``Things``: what it makes is committed."""

    def run(fill: Callable[[Things], Any]) -> None:
        with site.sessions.begin() as session:
            fill(Things(session, site.clock.now()))

    return run
