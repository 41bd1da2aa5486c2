"""A worker with handlers that write down what they were called for."""

from dataclasses import dataclass, field

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tongban.clock import FixedClock
from tongban.db.engine import Engines
from tongban.outbox import service
from tongban.outbox.handlers import Delivery, Handlers
from tongban.outbox.models import OutboxRow
from tongban.outbox.runner import Runner


@dataclass
class Desk:
    """A runner on the test's database, and the log of what its handlers did."""

    sessions: "sessionmaker[Session]"
    reads: "sessionmaker[Session]"
    clock: FixedClock
    handlers: Handlers = field(default_factory=Handlers)
    done: list[tuple[str, int, str]] = field(default_factory=list)
    broken: dict[tuple[int, str], Exception] = field(default_factory=dict)

    def runner(self, name: str = "worker") -> Runner:
        return Runner(self.sessions, self.reads, self.handlers, self.clock, name)

    def handle(self, delivery: Delivery) -> None:
        word = str(delivery.payload["word"])
        error = self.broken.get((delivery.thing_id, word))
        if error is not None:
            raise error
        self.done.append((delivery.thing_kind, delivery.thing_id, word))

    def ask(self, handler: str, thing_id: int, *words: str) -> None:
        with self.sessions.begin() as session:
            for word in words:
                service.enqueue(session, handler, "need", thing_id, {"word": word}, self.clock.now())
                session.flush()

    def row(self, word: str) -> OutboxRow:
        with self.sessions() as session:
            return next(r for r in session.scalars(select(OutboxRow)) if r.payload["word"] == word)

    def words(self) -> list[str]:
        return [word for _, _, word in self.done]


@pytest.fixture
def desk(engines: Engines, clock: FixedClock) -> Desk:
    """A desk with the handlers ``mail`` and ``index``."""
    made = Desk(
        sessionmaker(engines.write, expire_on_commit=False),
        sessionmaker(engines.read, autoflush=False),
        clock,
    )
    made.handlers.on("mail", made.handle)
    made.handlers.on("index", made.handle)
    return made
