"""Made-up parties and needs for the market's tests: owners, intermediaries with what they hold, one need."""

import itertools
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from market.awards.dues import CONFIRM_TIMER, CONTRACT_DUE, NOTICE_UNTIL
from market.awards.letter import bundled_templates, make_letter
from market.awards.service import LETTER, AwardService
from market.awards.wiring import make_confirm
from market.catalogue.items import ServiceItem
from market.catalogue.loader import load_catalogue
from market.contracts.dues import ACCEPTANCE_DUE, DEEM_TIMER, DUE_AT, FILE_DUE
from market.contracts.service import ContractService
from market.contracts.wiring import make_deem
from market.enrolments.models import Enrolment, Practitioner, QualificationRecord
from market.entries.judge import EntryJudge
from market.entries.models import Entry, Quote, RefusedEntry
from market.entries.service import Arrival, EntryService, Offer
from market.evaluations.dues import DEFAULT_TIMER
from market.evaluations.dues import DUE_AT as RATE_UNTIL
from market.evaluations.wiring import make_default
from market.hookspecs import MarketHooks, NoHooks
from market.needs.corrections import CorrectionService
from market.needs.dues import CHECK_DUE
from market.needs.models import Need
from market.needs.service import NeedService
from market.opening.closing import OPEN_TIMER
from market.opening.closing_timer import CLOSE_TIMER
from market.opening.drawing import BeaconService
from market.opening.dues import BEACON_DUE, BEACON_TIMER, DRAW_TIMER
from market.opening.models import Beacon
from market.opening.wiring import make_close, make_draw, make_give_up, make_open
from market.qualifications import load_kinds
from tests.support.rules import rules_with
from tongban.accounts.models import Membership, Organisation, User
from tongban.audit.checkpoints import CHECKPOINT
from tongban.audit.signing import load_or_create
from tongban.audit.wiring import make_checkpoint
from tongban.calendar import CalendarService
from tongban.calendar.importing import seed_official_years
from tongban.clock import TZ, FixedClock
from tongban.dues.running import RUNNING
from tongban.dues.wiring import JOB, ONE, make_recompute, make_recompute_one
from tongban.files.store import FileStore
from tongban.outbox.handlers import Handlers, Job
from tongban.outbox.runner import Runner
from tongban.receipts import ReceiptBook
from tongban.receipts.models import Receipt
from tongban.receipts.uploads import Uploads
from tongban.rules import FixedRules
from tongban.sealing import SealKeys, ensure_key_file
from tongban.security import SYSTEM, Actor, Grant, Role
from tongban.site.settings import Site
from tongban.work import Work

REGION = "990001"
RUNNING_DUES = [
    CHECK_DUE,
    BEACON_DUE,
    NOTICE_UNTIL,
    CONTRACT_DUE,
    FILE_DUE,
    DUE_AT,
    ACCEPTANCE_DUE,
    RATE_UNTIL,
]
_numbers = itertools.count(1)


@dataclass
class Party:
    """An organisation with one person who acts for it."""

    org_id: int
    user_id: int
    role: Role
    practitioner_id: int = 0
    region: str = REGION

    @property
    def actor(self) -> Actor:
        """The person, acting for the organisation."""
        return Actor(self.user_id, self.org_id, "某人", "某单位", frozenset({Grant(self.role, self.region)}))


class Registry(dict[str, Any]):
    """As much of an application registry as the handlers ask for."""

    settings: dict[str, Any] = {}  # noqa: RUF012 - nothing is set in these tests


class Market:
    """A market in one region, driven through its services; time stands until it is moved."""

    region = REGION
    hooks: MarketHooks = NoHooks()

    def __init__(self, db: "sessionmaker[Session]", clock: FixedClock, folder: Path, **rules: Any) -> None:
        self.db, self.clock, self.folder = db, clock, folder
        ensure_key_file(folder / "seal.keys")
        self.keys = SealKeys(folder / "seal.keys")
        self.key = load_or_create(folder / "audit.key")
        self.book = ReceiptBook(self.key)
        self.kinds = load_kinds()
        self.catalogue = load_catalogue()
        self.rules = self._answers(**rules)
        self.runner = Runner(db, db, self._handlers(), clock, "test")
        with db.begin() as session:
            seed_official_years(Work(session, SYSTEM, clock.now(), "cli"))
        self.operator = self.party("运营中心", Role.MARKET_OPERATOR)
        self.owner = self.party("某食品有限公司", Role.OWNER_ADMIN)

    def _answers(self, **rules: Any) -> Any:
        return FixedRules(rules_with(REGION, **rules))

    def _handlers(self) -> Handlers:
        site = Site("通办", self.region, "http://localhost", "0739-0000000", False, False, self.folder)
        registry = Registry(
            {
                "tongban.rules": self.rules,
                "market.hooks": self.hooks,
                "tongban.seal_keys": self.keys,
                "tongban.audit_key": self.key,
                "tongban.clock": self.clock,
                "tongban.site": site,
                RUNNING: RUNNING_DUES,
            }
        )
        handlers = Handlers()
        for name, maker in (
            (CLOSE_TIMER, make_close),
            (OPEN_TIMER, make_open),
            (DRAW_TIMER, make_draw),
            (BEACON_TIMER, make_give_up),
            (CONFIRM_TIMER, make_confirm),
            (DEEM_TIMER, make_deem),
            (DEFAULT_TIMER, make_default),
        ):
            handlers.at(name, maker(registry))
        handlers.on(LETTER, make_letter(registry))
        handlers.on(CHECKPOINT, make_checkpoint(self.key))
        handlers.every(Job(JOB, "", timedelta(days=1), make_recompute(registry)))
        handlers.on(ONE, make_recompute_one(registry))
        for name in ("search.index", "notice.mail"):
            handlers.on(name, lambda _delivery: None)
        return handlers

    def grant(self, session: Session, party: Party) -> None:
        """Write the party's role down, so that notices to the role find the person."""
        session.add(
            Membership(
                user_id=party.user_id,
                org_id=party.org_id,
                role=party.role,
                region=self.region,
                granted_at=self.clock.now(),
            )
        )

    def judge(self, session: Session) -> EntryJudge:
        """The judge of entries."""
        return EntryJudge(session, self.kinds, self.hooks)

    def awards(self, session: Session, party: Party) -> AwardService:
        """The award's service, acted by a party."""
        work, calendars = self.work(session, party), CalendarService(session)
        return AwardService(work, self.rules, calendars, self.judge(session))

    def contracts(self, session: Session, party: Party, received: datetime | None = None) -> ContractService:
        """The contract's service, acted by a party; ``received``: when the request came, now by default."""
        uploads = Uploads(FileStore(session, self.folder / "files"), self.book)
        work, awards = self.work(session, party), self.awards(session, party)
        work.received_at = received
        return ContractService(work, self.rules, CalendarService(session), uploads, awards)

    def work(self, session: Session, party: Party | None = None) -> Work:
        """A unit of work of a party, or of the system."""
        return Work(session, party.actor if party else SYSTEM, self.clock.now(), "web")

    def party(
        self,
        name: str,
        role: Role,
        *,
        legal: str | None = None,
        phone: str | None = None,
        kind: str = "enterprise",
    ) -> Party:
        """A new organisation with one person."""
        n = next(_numbers)
        now = self.clock.now()
        with self.db.begin() as session:
            org = Organisation(
                name=f"{name}{n}",
                kind=kind,
                region=self.region,
                legal_representative=legal or f"法人{n}",
                phone=phone,
                created_at=now,
            )
            user = User(
                login=f"user{n}", name=f"某人{n}", password_hash="-", created_at=now, password_changed_at=now
            )
            session.add_all([org, user])
            session.flush()
            return Party(org.id, user.id, role, region=self.region)

    def firm(
        self,
        item: ServiceItem,
        *,
        until: date | None = date(2027, 12, 31),
        state: str = "active",
        **more: Any,
    ) -> Party:
        """An enrolled intermediary that holds what the service asks for."""
        party = self.party("某技术服务公司", Role.INTERMEDIARY, **more)
        now, n = self.clock.now(), next(_numbers)
        with self.db.begin() as session:
            enrolment = Enrolment(
                number=f"RZ-{n}",
                org_id=party.org_id,
                region=self.region,
                service_codes=[item.code],
                created_at=now,
            )
            session.add(enrolment)
            session.flush()
            session.execute(
                Enrolment.__table__.update().where(Enrolment.id == enrolment.id).values(state=state)
            )
            clauses = item.qualification.requirement.clauses if item.qualification else ()
            for clause in clauses:
                session.add(
                    QualificationRecord(
                        enrolment_id=enrolment.id,
                        kind=clause.kind,
                        specialties=list(clause.specialties),
                        grade=clause.grade or None,
                        certificate_number=f"ZS{n}",
                        valid_from=date(2025, 1, 1),
                        valid_until=until,
                        checked_at=now,
                    )
                )
            person = Practitioner(
                enrolment_id=enrolment.id,
                name=f"负责人{n}",
                certificate_kind="工程师",
                checked_at=now,
                certificate_number=f"ZY{n}",
            )
            session.add(person)
            session.flush()
            party.practitioner_id = person.id
        return party

    def needs(self, session: Session, party: Party) -> NeedService:
        """The need's service, acted by a party."""
        return NeedService(
            self.work(session, party), self.rules, CalendarService(session), self.keys, bundled_templates()
        )

    def extend(self, need_id: int, party: Party, ends_at: datetime, reason: str = "多留几天。") -> None:
        """Move the end of registration."""
        with self.db.begin() as session:
            service = CorrectionService(self.work(session, party), self.rules, CalendarService(session))
            service.extend(session.get_one(Need, need_id), ends_at, reason)

    def publish(self, item: ServiceItem, ends_at: datetime, **values: Any) -> int:
        """Post, submit and publish a need; its id."""
        with self.db.begin() as session:
            need = self.needs(session, self.owner).create(
                item, need_values(ends_at, **{"region": self.region, **values})
            )
            self.needs(session, self.owner).submit(need)
            self.needs(session, self.operator).publish(need)
            return need.id

    def quote(
        self,
        need_id: int,
        party: Party,
        fen: int | None,
        *,
        at: datetime | None = None,
        key: str | None = None,
    ) -> Quote | RefusedEntry:
        """Register and quote; ``at``: the moment of receipt, now by default."""
        offer = Offer(fen, party.practitioner_id, "ab" * 32, key or f"{next(_numbers):032x}")
        arrival = Arrival(at or self.clock.now(), None, "cd" * 32)
        with self.db.begin() as session:
            service = self._entries(session, party)
            return service.submit(session.get_one(Need, need_id), offer, arrival)

    def _entries(self, session: Session, party: Party) -> EntryService:
        work, judge = self.work(session, party), self.judge(session)
        return EntryService(work, self.rules, self.keys, judge, self.book)

    def fix(self, need_id: int, party: Party, value: str = "4417") -> Beacon:
        """Fix the public value of a draw."""
        with self.db.begin() as session:
            service = BeaconService(self.work(session, party), self.rules)
            return service.fix(session.get_one(Need, need_id), value)

    def withdraw(self, need_id: int, party: Party) -> Receipt:
        """Withdraw the party's entry; the receipt."""
        with self.db.begin() as session:
            entry = session.query(Entry).filter_by(need_id=need_id, org_id=party.org_id).one()
            service = self._entries(session, party)
            return service.withdraw(entry, Arrival(self.clock.now(), None, ""))

    def run_to(self, moment: datetime) -> None:
        """Let time pass to a moment, running what falls due on the way."""
        from tongban.outbox.models import Timer

        while True:
            with self.db() as session:
                due = (
                    session.query(Timer.not_before)
                    .filter(Timer.done_at.is_(None), Timer.not_before <= moment)
                    .order_by(Timer.not_before)
                    .first()
                )
            if due is None:
                break
            if due[0] > self.clock.now():
                self.clock.set(due[0])
            self.runner.run_once()
        self.clock.set(max(moment, self.clock.now()))
        self.runner.run_once()


def at(day: int, hour: int = 17, minute: int = 0, *, month: int = 3) -> datetime:
    """A moment of spring 2026 in China."""
    return datetime(2026, month, day, hour, minute, tzinfo=TZ)


def need_values(ends_at: datetime, **changes: Any) -> dict[str, Any]:
    """What the form of a need yields."""
    return {
        "region": REGION,
        "title": "年产 5 万吨食品加工项目环境影响报告表编制",
        "project_name": "年产 5 万吨食品加工项目",
        "project_code": None,
        "scope": "编制环境影响报告表并配合审批。",
        "service_days": 20,
        "service_days_unit": "WD",
        "ceiling_fen": 12_000_000,
        "fund_source": "private",
        "method": "lowest_price",
        "ends_at": ends_at,
        "signing_expected": None,
        "recusal": None,
        "contact_name": "张三",
        "contact_phone": "0739-0000001",
        "complaint_phone": None,
        "copies": 4,
        "revisions": 2,
        "tax": "included",
        "tax_rate_bp": 600,
        **changes,
    }


def service_of(market: Market) -> ServiceItem:
    """A service of the market that asks for a qualification."""
    return next(i for i in market.catalogue if i.qualification and i.qualification.requirement.clauses)


SECOND = timedelta(seconds=1)
