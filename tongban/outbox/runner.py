"""What the worker does in one round: outbox rows, due timers, recurring jobs.

Every step is one short claim, so that several workers, or a worker and an embedded one, only share the load.
"""

import logging
import traceback
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased, sessionmaker

from tongban.clock import Clock
from tongban.outbox.handlers import Delivery, Handlers, Job, Later, Park
from tongban.outbox.models import DONE, PARKED, PENDING, JobRun, OutboxRow, Timer
from tongban.security import SYSTEM
from tongban.work import Work

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
#: Attempts before a row is parked; waits double from one second.
MAX_ATTEMPTS = 8


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
        for step in (self.timer_step, self.outbox_step, self.job_step):
            while step():
                done += 1
        return done

    def anything_due(self) -> bool:
        """Whether a round would do anything; asked on a reading connection, so that idling takes no lock."""
        now = self.clock.now()
        with self.reads() as session:
            timer = select(Timer.id).where(Timer.done_at.is_(None), Timer.not_before <= now).limit(1)
            row = (
                select(OutboxRow.id).where(OutboxRow.status == PENDING, OutboxRow.not_before <= now).limit(1)
            )
            waiting = set(session.scalars(select(JobRun.name).where(JobRun.next_due > now)))
            return (
                session.scalar(timer) is not None
                or session.scalar(row) is not None
                or not waiting >= set(self.handlers.jobs)
            )

    def timer_step(self) -> bool:
        """Run the earliest due timer in one transaction. False when none is due."""
        now = self.clock.now()
        timer_id: int | None = None
        try:
            with self.sessions.begin() as session:
                timer = session.scalar(
                    select(Timer)
                    .where(Timer.done_at.is_(None), Timer.not_before <= now)
                    .order_by(Timer.not_before, Timer.id)
                    .limit(1)
                    .with_for_update(skip_locked=True)
                )
                if timer is None:
                    return False
                timer_id = timer.id
                work = Work(session, SYSTEM, now, "worker")
                self.handlers.timers[timer.handler](work, timer.thing_id, timer.due_at)
                timer.done_at = now
        except Later as later:
            self._put_off(timer_id, max(later.at, now), later.why, attempts=0)
        except Exception:
            log.exception("timer %s failed", timer_id)
            self._put_off(timer_id, None, traceback.format_exc(limit=-3), attempts=1)
        return True

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
        now = self.clock.now()
        delivery = self._claim(now)
        if delivery is None:
            return False
        row_id, handler, job = delivery
        try:
            self.handlers.outbox[handler](job)
        except Park as reason:
            self._mark(row_id, PARKED, str(reason))
        except Exception:
            log.exception("outbox row %s (%s) failed", row_id, handler)
            self._mark(row_id, PENDING, traceback.format_exc(limit=-3))
        else:
            self._mark(row_id, DONE, None)
        return True

    def _claim(self, now: datetime) -> tuple[int, str, Delivery] | None:
        earlier = aliased(OutboxRow)
        blocked = exists().where(
            earlier.handler == OutboxRow.handler,
            earlier.thing_kind == OutboxRow.thing_kind,
            earlier.thing_id == OutboxRow.thing_id,
            earlier.id < OutboxRow.id,
            earlier.status != DONE,
        )
        free = (OutboxRow.leased_until.is_(None)) | (OutboxRow.leased_until < now)
        with self.sessions.begin() as session:
            row = session.scalar(
                select(OutboxRow)
                .where(OutboxRow.status == PENDING, OutboxRow.not_before <= now, free, ~blocked)
                .order_by(OutboxRow.id)
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            if row is None:
                return None
            row.leased_until, row.leased_by = now + LEASE, self.name
            row.attempts += 1
            job = Delivery(self.sessions, row.id, row.thing_kind, row.thing_id, dict(row.payload), now)
            return row.id, row.handler, job

    def _mark(self, row_id: int, status: str, error: str | None) -> None:
        now = self.clock.now()
        with self.sessions.begin() as session:
            row = session.get(OutboxRow, row_id, with_for_update=True)
            if row is None or row.status == DONE:
                return
            row.leased_until = row.leased_by = None
            row.last_error = error
            row.status = PARKED if status == PENDING and row.attempts >= MAX_ATTEMPTS else status
            row.done_at = now if row.status == DONE else None
            row.not_before = now + _wait(row.attempts)

    def job_step(self) -> bool:
        """Run one recurring job that is due. False when none is."""
        return any(self._run_job(job) for job in self.handlers.jobs.values())

    def _run_job(self, job: Job) -> bool:
        now = self.clock.now()
        try:
            with self.sessions.begin() as session:
                run = session.get(JobRun, job.name, with_for_update=True)
                if run is None:
                    run = JobRun(name=job.name, next_due=now)
                    session.add(run)
                    session.flush()
                if run.next_due > now:
                    return False
                job.run(Work(session, SYSTEM, now, "worker"))
                run.last_started = run.last_success = now
                run.next_due, run.last_error = now + job.every, None
        except Exception:
            log.exception("job %s failed", job.name)
            self._job_failed(job, now, traceback.format_exc(limit=-3))
        return True

    def _job_failed(self, job: Job, now: datetime, error: str) -> None:
        with self.sessions.begin() as session:
            run = session.get(JobRun, job.name, with_for_update=True)
            if run is None:
                run = JobRun(name=job.name)
                session.add(run)
            run.last_started, run.last_error = now, error
            run.next_due = now + min(job.every, timedelta(minutes=1))


def _wait(attempts: int) -> timedelta:
    return timedelta(seconds=2 ** min(attempts, 10))
