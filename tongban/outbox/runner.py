"""What the worker does in one round: outbox rows, due timers, recurring jobs.

Every step is one short claim, so that several workers, or a worker and an embedded one, only share the load.
"""

import logging
import secrets
import traceback
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased, sessionmaker

from tongban.clock import Clock
from tongban.outbox.handlers import Act, Delivery, Handlers, InTwoSteps, Job, Later, Park
from tongban.outbox.models import DONE, PARKED, PENDING, JobRun, OutboxRow, Timer
from tongban.security import SYSTEM
from tongban.work import Work

log = logging.getLogger(__name__)

#: How long a worker may take over one row before another takes it; real time, also on a practice site.
LEASE = timedelta(seconds=60)
#: Attempts before a row is parked. Waits double from two seconds to 17 minutes, so that a mail server may be
#: away for two hours before a person is needed.
MAX_ATTEMPTS = 16
#: A timer that asks for more time is not asked again at once.
LEAST_WAIT = timedelta(seconds=1)


@dataclass(frozen=True)
class Claim:
    """A row one worker holds, and the lease by which it does."""

    handler: str
    lease: str
    delivery: Delivery


@dataclass
class Runner:
    """One worker's hands: all its steps return whether there was something to do."""

    sessions: "sessionmaker[Session]"
    reads: "sessionmaker[Session]"
    handlers: Handlers
    clock: Clock
    name: str = "worker"

    def run_once(self) -> int:
        """Do everything that is due now; returns how many steps were done."""
        done = 0
        if not self.anything_due():
            return done
        for step in (self.timer_step, self.job_step, self.outbox_step):  # what a job asks for is due now
            while step():
                done += 1
        return done

    def anything_due(self) -> bool:
        """Whether a round would do anything; asked on a reading connection, so that idling takes no lock."""
        now = self.clock.now()
        with self.reads() as session:
            timer = select(Timer.id).where(Timer.done_at.is_(None), Timer.not_before <= now).limit(1)
            row = select(OutboxRow.id).where(_ready(now, self._real_now())).limit(1)
            return (
                session.scalar(timer) is not None
                or session.scalar(row) is not None
                or not self._waiting(session, now) >= set(self.handlers.jobs)
            )

    def timer_step(self) -> bool:
        """Run the earliest due timer in one transaction. False when there is none, or others hold it."""
        now = self.clock.now()
        with self.reads() as reading:
            first = reading.scalar(_due_timers(now))
        if first is None:
            return False
        timer_id = first.id
        try:
            act = self._act(first, now)
            unseen = Timer.handler.in_(self.handlers.in_two_steps()) & (Timer.id != first.id)
            with self.sessions.begin() as session:
                timer = session.scalar(_due_timers(now).where(~unseen).with_for_update(skip_locked=True))
                if timer is None:
                    return False
                if timer.id != timer_id:
                    timer_id, act = timer.id, self._act(timer, now)
                act(Work(session, SYSTEM, now, "worker"), timer.thing_id, timer.due_at)
                timer.done_at = now
        except Later as later:
            self._put_off(timer_id, max(later.at, now + LEAST_WAIT), later.why, attempts=0)
        except Exception:
            log.exception("timer %s failed", timer_id)
            self._put_off(timer_id, None, traceback.format_exc(limit=-3), attempts=1)
        return True

    def _act(self, timer: Timer, now: datetime) -> Act:
        """What the transaction is to do; for a handler in two steps, after its first step."""
        handler = self.handlers.timers[timer.handler]
        if not isinstance(handler, InTwoSteps):
            return handler
        with self.reads() as reading:
            seen = handler.look(reading, timer.thing_id, now)
        return lambda work, thing_id, due_at: handler.act(work, thing_id, due_at, seen)

    def _put_off(self, timer_id: int | None, at: datetime | None, why: str, attempts: int) -> None:
        with self.sessions.begin() as session:
            timer = session.get(Timer, timer_id, with_for_update=True)
            if timer is None:
                return
            timer.attempts += attempts
            timer.last_error = why
            timer.not_before = at or self.clock.now() + _wait(timer.attempts)

    def outbox_step(self) -> bool:
        """Claim one row, act, mark it. False when nothing is ready."""
        claim = self._claim(self.clock.now())
        if claim is None:
            return False
        try:
            self.handlers.outbox[claim.handler](claim.delivery)
        except Park as reason:
            self._mark(claim, PARKED, str(reason))
        except Exception:
            log.exception("outbox row %s (%s) failed", claim.delivery.row_id, claim.handler)
            self._mark(claim, PENDING, traceback.format_exc(limit=-3))
        else:
            self._mark(claim, DONE, None)
        return True

    def _claim(self, now: datetime) -> Claim | None:
        real, lease = self._real_now(), f"{self.name}/{secrets.token_hex(8)}"
        with self.sessions.begin() as session:
            row = session.scalar(
                select(OutboxRow)
                .where(_ready(now, real))
                .order_by(OutboxRow.id)
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            if row is None:
                return None
            row.leased_until, row.leased_by = real + LEASE, lease
            row.attempts += 1
            delivery = Delivery(self.sessions, row.id, row.thing_kind, row.thing_id, dict(row.payload), now)
            return Claim(row.handler, lease, delivery)

    def _mark(self, claim: Claim, status: str, error: str | None) -> None:
        now = self.clock.now()
        with self.sessions.begin() as session:
            row = session.get(OutboxRow, claim.delivery.row_id, with_for_update=True)
            # Whoever outlasted the lease may still say that it is done, but no longer that it failed.
            if row is None or row.status == DONE or (row.leased_by != claim.lease and status != DONE):
                return
            row.leased_until = row.leased_by = None
            row.last_error = error
            row.status = PARKED if status == PENDING and row.attempts >= MAX_ATTEMPTS else status
            row.done_at = now if row.status == DONE else None
            row.not_before = now if row.status == DONE else now + _wait(row.attempts)

    def _real_now(self) -> datetime:
        # The moment first: should practice time be moved in between, a lease only ends early.
        now = self.clock.now()
        return now - self.clock.offset()

    def job_step(self) -> bool:
        """Run one recurring job that is due. False when none is."""
        now = self.clock.now()
        with self.reads() as session:
            waiting = self._waiting(session, now)
        return any(self._run_job(job, now) for job in self.handlers.jobs.values() if job.name not in waiting)

    def _waiting(self, session: Session, now: datetime) -> set[str]:
        """The jobs whose turn is still to come."""
        return set(session.scalars(select(JobRun.name).where(JobRun.next_due > now)))

    def _run_job(self, job: Job, now: datetime) -> bool:
        self._first_time(job, now)
        try:
            with self.sessions.begin() as session:
                run = session.get_one(JobRun, job.name, with_for_update=True)
                if run.next_due > now:
                    return False
                job.run(Work(session, SYSTEM, now, "worker"))
                run.last_started = run.last_success = now
                run.next_due, run.last_error = now + job.every, None
        except Exception:
            log.exception("job %s failed", job.name)
            self._job_failed(job, now, traceback.format_exc(limit=-3))
        return True

    def _first_time(self, job: Job, now: datetime) -> None:
        """Give the job its row, in a transaction of its own: of two workers one is simply too late."""
        with self.reads() as session:
            if session.get(JobRun, job.name) is not None:
                return
        try:
            with self.sessions.begin() as session:
                session.add(JobRun(name=job.name, next_due=now))
        except IntegrityError:
            log.debug("job %s has got its row from another worker", job.name)

    def _job_failed(self, job: Job, now: datetime, error: str) -> None:
        with self.sessions.begin() as session:
            run = session.get_one(JobRun, job.name, with_for_update=True)
            run.last_started, run.last_error = now, error
            run.next_due = now + min(job.every, timedelta(minutes=1))


def _ready(now: datetime, real: datetime) -> ColumnElement[bool]:
    """The condition under which a row may be taken: due, not leased, nothing of its pair before it.

    ``real`` is the moment leases are compared with.
    """
    earlier = aliased(OutboxRow)
    blocked = exists().where(
        earlier.handler == OutboxRow.handler,
        earlier.thing_kind == OutboxRow.thing_kind,
        earlier.thing_id == OutboxRow.thing_id,
        earlier.id < OutboxRow.id,
        earlier.status != DONE,
    )
    free = or_(OutboxRow.leased_until.is_(None), OutboxRow.leased_until < real)
    return and_(OutboxRow.status == PENDING, OutboxRow.not_before <= now, free, ~blocked)


def _due_timers(now: datetime) -> Select[tuple[Timer]]:
    """The earliest timer that is due."""
    due = select(Timer).where(Timer.done_at.is_(None), Timer.not_before <= now)
    return due.order_by(Timer.not_before, Timer.id).limit(1)


def _wait(attempts: int) -> timedelta:
    return timedelta(seconds=2 ** min(attempts, 10))
