"""The registry of what the worker can do, filled by each feature's ``includeme``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session, sessionmaker

if TYPE_CHECKING:
    from tongban.work import Work


@dataclass(frozen=True)
class Delivery:
    """What an outbox handler is given: it opens its own short sessions and may be called again."""

    sessions: "sessionmaker[Session]"
    row_id: int
    thing_kind: str
    thing_id: int
    payload: Mapping[str, Any]
    now: datetime


class Later(Exception):
    """A timer handler is not ready: it asks to be called again at ``at`` (e.g. open tickets at closing)."""

    def __init__(self, at: datetime, why: str) -> None:
        self.at = at
        self.why = why
        super().__init__(why)


class Park(Exception):
    """An outbox handler gives up for good: the row is parked and shown to the operator."""


OutboxHandler = Callable[[Delivery], None]
#: Called inside one writing transaction with the thing's id and the moment it was due.
Act = Callable[["Work", int, datetime], None]


@dataclass(frozen=True)
class InTwoSteps:
    """A timer handler that must ask somebody slow before its transaction begins.

    ``look`` gets a reading session, the thing's id and the present moment; ``act`` gets what it returned.
    """

    look: Callable[[Session, int, datetime], Any]
    act: Callable[["Work", int, datetime, Any], None]


TimerHandler = Act | InTwoSteps
JobHandler = Callable[["Work"], None]


@dataclass(frozen=True)
class Job:
    """A recurring job: how often, and what it does in one writing transaction."""

    name: str
    title: str
    every: timedelta
    run: JobHandler


@dataclass
class Handlers:
    """All handlers of one application."""

    outbox: dict[str, OutboxHandler] = field(default_factory=dict)
    timers: dict[str, TimerHandler] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)

    def on(self, name: str, handler: OutboxHandler) -> None:
        """Register an outbox handler. Raises ValueError for a name already taken."""
        _put(self.outbox, name, handler)

    def at(self, name: str, handler: TimerHandler) -> None:
        """Register a timer handler. Raises ValueError for a name already taken."""
        _put(self.timers, name, handler)

    def in_two_steps(self) -> list[str]:
        """Names of the timer handlers that look before their transaction."""
        return [name for name, handler in self.timers.items() if isinstance(handler, InTwoSteps)]

    def every(self, job: Job) -> None:
        """Register a recurring job. Raises ValueError for a name already taken."""
        _put(self.jobs, job.name, job)


def _put(table: dict[str, Any], name: str, value: Any) -> None:
    if name in table:
        raise ValueError(f"handler {name!r} is registered twice")
    table[name] = value
