"""A thing with two sides, people on both of them, and a real SMTP server that can refuse."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy.orm import Session, sessionmaker

from tests.support.sites import free_port
from tongban.accounts.models import Membership, Organisation, User
from tongban.clock import FixedClock
from tongban.db.engine import Engines
from tongban.notices.mail import make_mailer
from tongban.outbox.handlers import Handlers
from tongban.outbox.runner import Runner
from tongban.security import SYSTEM, Role
from tongban.work import Work

REGION = "990000"


@dataclass
class Postbox:
    """What the server took, by recipient, and how it answers each address."""

    messages: list[tuple[str, Any]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(  # noqa: N802 - the name the server library calls
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        self.asked.append(address)
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.messages += [(address, envelope.content) for address in envelope.rcpt_tos]
        return "250 taken"

    @property
    def recipients(self) -> list[str]:
        return sorted(address for address, _ in self.messages)


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """An SMTP server on a port of this machine."""
    box = Postbox(port=free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


@dataclass
class Award:
    """Stands for the thing people are told about."""

    thing_kind = "award"
    id: int = 1
    region: str = REGION


@dataclass
class Town:
    """The database, five people of five organisations, and a worker that mails."""

    sessions: "sessionmaker[Session]"
    clock: FixedClock
    runner: Runner
    orgs: list[int]
    users: list[int]

    def work(self, session: Session) -> Work:
        return Work(session, SYSTEM, self.clock.now(), "worker")


@pytest.fixture
def town(engines: Engines, clock: FixedClock, postbox: Postbox) -> Town:
    """Five parties, each with one person and an address."""
    sessions = sessionmaker(engines.write, expire_on_commit=False)
    with sessions.begin() as session:
        now = clock.now()
        orgs = [Organisation(name=f"演练单位{n}", region=REGION, created_at=now) for n in range(1, 6)]
        users = [_person(f"p{n}", f"p{n}@example.com", now) for n in range(1, 6)]
        session.add_all([*orgs, *users])
        session.flush()
        for org, user in zip(orgs, users, strict=True):
            session.add(
                Membership(
                    user_id=user.id, org_id=org.id, role=Role.OWNER_ADMIN, region=REGION, granted_at=now
                )
            )
    registry = _registry(postbox)
    handlers = Handlers()
    handlers.on("notice.mail", make_mailer(registry))
    reads = sessionmaker(engines.read, autoflush=False)
    runner = Runner(sessions, reads, handlers, clock)
    return Town(sessions, clock, runner, [o.id for o in orgs], [u.id for u in users])


def _person(login: str, email: str, now: Any) -> User:
    return User(
        login=login,
        name=login,
        email=email,
        password_hash="-",
        region=REGION,
        created_at=now,
        password_changed_at=now,
    )


def _registry(postbox: Postbox) -> Any:
    class Registry(dict[str, Any]):
        settings = {  # noqa: RUF012 - a stand-in for Pyramid's registry
            "tongban.smtp_host": "127.0.0.1",
            "tongban.smtp_port": str(postbox.port),
            "tongban.smtp_from": "tongban@example.com",
        }

    return Registry({"tongban.site": SimpleNamespace(public_url="https://tongban.example")})
