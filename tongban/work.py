"""One unit of work: the session, who acts, the moment, and the traces every change leaves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Protocol

from sqlalchemy.orm import Session

from tongban.audit.models import AuditEvent
from tongban.audit.record import lock_head, record
from tongban.db.locking import lock_row
from tongban.errors import NotAllowed
from tongban.outbox import service as outbox
from tongban.security import SYSTEM, Actor, Permission
from tongban.security.table import permits


class Thing(Protocol):
    """What has a chain of its own: a need, an entry, an account …"""

    thing_kind: ClassVar[str]
    id: Any
    region: Any


@dataclass
class Work:
    """Handed to services instead of a request; ``now`` is fixed for the whole change.

    ``received_at`` is the moment at which the server held the whole request, where there is one.
    """

    session: Session
    actor: Actor
    now: datetime
    source: str = "web"
    received_at: datetime | None = None

    @property
    def received(self) -> datetime:
        """The moment that decides whether what is sent is in time: when it was received, not when handled."""
        return self.received_at or self.now

    def as_system(self) -> "Work":
        """The same unit of work, acted by the platform itself: what follows by rule from a person's act."""
        return replace(self, actor=SYSTEM)

    def require(self, permission: Permission, thing: object | None = None) -> None:
        """Raises NotAllowed when the actor lacks the permission."""
        if not permits(self.actor, permission, thing):
            raise NotAllowed

    def lock(self, *things: Thing) -> None:
        """Lock several things in the fixed order (kind, id), so that two changes never wait crosswise."""
        for thing in sorted(things, key=lambda t: (t.thing_kind, t.id)):
            lock_head(self.session, thing.thing_kind, thing.id, thing.region)
            lock_row(self.session, thing)

    def record(
        self,
        thing: Thing,
        event: str,
        public: Mapping[str, Any] | None = None,
        private: Mapping[str, Any] | None = None,
        *,
        before: str | None = None,
        after: str | None = None,
    ) -> AuditEvent:
        """Append an event to the thing's chain. Sealed values belong neither in public nor in private."""
        self.session.flush()
        return record(
            self.session,
            thing_kind=thing.thing_kind,
            thing_id=thing.id,
            region=thing.region,
            at=self.now,
            actor=self.actor,
            source=self.source,
            event=event,
            before=before,
            after=after,
            public=public,
            private=private,
        )

    def enqueue(self, handler: str, thing: Thing, payload: Mapping[str, Any] | None = None) -> None:
        """Ask for a side effect after the commit."""
        self.session.flush()
        outbox.enqueue(self.session, handler, thing.thing_kind, thing.id, payload or {}, self.now)

    def schedule(self, handler: str, thing: Thing, due_at: datetime) -> None:
        """Have a timer handler called for the thing at a moment."""
        self.session.flush()
        outbox.schedule(self.session, handler, thing.thing_kind, thing.id, due_at)

    def cancel(self, handler: str, thing: Thing) -> None:
        """Call off the thing's open timers of one handler."""
        outbox.cancel(self.session, handler, thing.thing_kind, thing.id, self.now)

    def add(self, things: Iterable[object]) -> None:
        """Add new rows and give them their numbers."""
        self.session.add_all(things)
        self.session.flush()
