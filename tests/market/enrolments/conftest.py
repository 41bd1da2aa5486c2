"""A site with enrolments and what they rest on, seeded as ``tongban init`` seeds it, on both engines."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pyramid.config import Configurator
from pyramid.registry import Registry
from sqlalchemy.orm import Session
from webtest import TestApp

from market.enrolments.wiring import check_service, enrolment_service, holding_service
from tests.support.templates import START, Templates
from tongban.accounts import sessions
from tongban.accounts.models import Membership, Organisation, User
from tongban.canonical import sha256_hex
from tongban.clock import FixedClock
from tongban.db.session import close_pools
from tongban.fields import Upload
from tongban.security import Actor, Grant, Role
from tongban.work import Work

PACKAGES = (
    "tongban.setup_steps",
    "tongban.db.session",
    "tongban.site",
    "tongban.outbox.wiring",
    "tongban.web",
    "tongban.arrival",
    "tongban.accounts",
    "tongban.regions",
    "tongban.calendar",
    "tongban.rest.wiring",
    "tongban.rules",
    "tongban.audit.wiring",
    "tongban.files",
    "tongban.notices",
    "tongban.portal",
    "tongban.receipts",
    "search_index",
    "market.catalogue",
    "market.enrolments.wiring",
    "plugins",
)
REGION = "430582"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def copy(name: str = "证书.pdf", content: bytes = PDF) -> Upload:
    """An uploaded scan."""
    return Upload(name, content, "application/pdf", len(content), sha256_hex(content))


def _put_together(settings: dict[str, Any]) -> Configurator:
    config = Configurator(settings=settings)
    config.registry["tongban.global_config"] = {"__script__": "tests"}
    for package in PACKAGES:
        config.include(package)
    return config


@dataclass
class Stage:
    """The site, its people, and the moment."""

    registry: Registry
    clock: FixedClock
    app: TestApp
    actors: dict[str, Actor]

    def work(self, login: str, session: Session) -> Work:
        """A unit of work by one of the people."""
        return Work(session, self.actors[login], self.clock.now(), "web")

    def begin(self) -> Any:
        """A writing session that commits at its end."""
        return self.registry["tongban.sessions"].begin()

    def service(self, login: str, session: Session) -> Any:
        """The intermediary's verbs."""
        return enrolment_service(self.work(login, session), self.registry)

    def holdings(self, login: str, session: Session) -> Any:
        """The verbs on qualifications and practitioners."""
        return holding_service(self.work(login, session), self.registry)

    def checks(self, login: str, session: Session) -> Any:
        """The verbs of the staff."""
        return check_service(self.work(login, session), self.registry)

    def sign_in(self, login: str | None) -> TestApp:
        """The site as seen by one of the people, or by nobody."""
        self.app.reset()
        if login is not None:
            with self.begin() as session:
                user = session.query(User).filter_by(login=login).one()
                token = sessions.begin(session, user, self.actors[login].org_id, self.clock.now())
            self.app.set_cookie(sessions.COOKIE, token)
        return self.app

    def pass_days(self, days: float) -> None:
        """Let time pass."""
        self.clock.move(timedelta(days=days))


PEOPLE = {
    "甲": ("enterprise", Role.INTERMEDIARY, REGION),
    "乙": ("enterprise", Role.INTERMEDIARY, REGION),
    "个体": ("individual_business", Role.INTERMEDIARY, REGION),
    "业主": ("enterprise", Role.OWNER_ADMIN, REGION),
    "运营": ("institution", Role.MARKET_OPERATOR, REGION),
    "别县运营": ("institution", Role.MARKET_OPERATOR, "430521"),
    "管理": ("agency", Role.MARKET_AUTHORITY, REGION),
    "监督": ("agency", Role.SUPERVISOR, REGION),
}


def _people(session: Session, registry: Registry) -> dict[str, Actor]:
    actors = {}
    for name, (kind, role, region) in PEOPLE.items():
        org = Organisation(kind=kind, name=f"演练{name}单位", region=region, created_at=START)
        user = User(
            login=name, name=f"{name}员", password_hash="x", region=region,
            created_at=START, password_changed_at=START,
        )  # fmt: skip
        session.add_all([org, user])
        session.flush()
        session.add(Membership(user_id=user.id, org_id=org.id, role=role, region=region, granted_at=START))
        ancestors = registry["tongban.region_tree"].ancestors
        actors[name] = Actor(
            user.id, org.id, user.name, org.name, frozenset({Grant(role, region)}), ancestors=ancestors
        )
    return actors


@pytest.fixture
def stage(templates: Templates, tmp_path: Path) -> Iterator[Stage]:
    """Regions, calendar, rules and catalogue are loaded; the people above exist."""
    with templates.fresh("seeded") as place:
        settings = place.settings(**{"tongban.region": REGION})
        config = _put_together(settings)
        registry = config.registry
        clock = FixedClock(START)
        app = TestApp(config.make_wsgi_app())
        registry["tongban.clock"] = clock
        with registry["tongban.sessions"].begin() as session:
            actors = _people(session, registry)
        yield Stage(registry, clock, app, actors)
        close_pools(registry)


@pytest.fixture
def enrol(stage: Stage) -> Callable[..., int]:
    """Enrol a unit up to the check, and through it unless told otherwise; returns the enrolment's id."""

    def go(
        login: str = "甲", services: tuple[str, ...] = ("ZJ-CH-01",), *, admit: bool = True, **cert: Any
    ) -> int:
        values = {
            "specialties": ("工程测量",),
            "grade": "乙级",
            "certificate_number": f"演练{login}001",
            **cert,
        }
        about = {"introduction": "从事工程测绘。", "contact_name": "张三", "contact_phone": "13800000000"}
        with stage.begin() as session:
            own, holdings = stage.service(login, session), stage.holdings(login, session)
            enrolment = own.own(REGION)
            own.edit(enrolment, about, services, enrolment.version)
            holdings.add(enrolment, "surveying", values, copy())
            session.flush()
            own.submit(enrolment, {}, enrolment.version)
            session.flush()
            if admit:
                stage.checks("运营", session).admit(enrolment, enrolment.version)
            return int(enrolment.id)

    return go
