"""How the background work stands: jobs, rows that failed, timers that are stuck."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tongban.outbox.handlers import Handlers, Job
from tongban.outbox.models import PARKED, PENDING, JobRun, OutboxRow, Timer
from tongban.web.components import StateLabel

#: How long after its moment a run counts as missed, and a timer as stuck.
GRACE = timedelta(seconds=60)
#: Rows shown of each kind; the count is always of all.
SHOWN = 50


@dataclass(frozen=True)
class JobStatus:
    """A recurring job, whether it runs as it should, and in words why not."""

    job: Job
    run: JobRun | None
    state: StateLabel
    why: str = ""


@dataclass(frozen=True)
class Backlog:
    """What of the outbox and the timers needs a person."""

    parked: int
    pending: int
    stuck: int
    rows: Sequence[OutboxRow]
    timers: Sequence[Timer]


def job_statuses(session: Session, handlers: Handlers, now: datetime) -> list[JobStatus]:
    """Every registered job, in the order of registration."""
    runs = {run.name: run for run in session.scalars(select(JobRun))}
    return [_status(job, runs.get(job.name), now) for job in handlers.jobs.values()]


def _status(job: Job, run: JobRun | None, now: datetime) -> JobStatus:
    if run is None:
        return JobStatus(job, None, StateLabel("从未运行", "late"), "后台进程可能没有启动。")
    if run.last_error:
        return JobStatus(job, run, StateLabel("上次失败", "late"), last_line(run.last_error))
    if run.next_due + GRACE < now:
        return JobStatus(job, run, StateLabel("错过一次", "late"), "到时间没有运行，后台进程可能已停止。")
    return JobStatus(job, run, StateLabel("正常", "done"))


def last_line(text: str | None) -> str:
    """The last line of a traceback: what went wrong, without where."""
    lines = (text or "").strip().splitlines()
    return lines[-1][:300] if lines else ""


def backlog(session: Session, now: datetime) -> Backlog:
    """Parked and failing rows, and timers past their moment."""
    troubled = or_(
        OutboxRow.status == PARKED, (OutboxRow.status == PENDING) & OutboxRow.last_error.is_not(None)
    )
    late = (Timer.done_at.is_(None)) & (or_(Timer.not_before < now - GRACE, Timer.attempts > 0))
    return Backlog(
        parked=count_rows(session, PARKED),
        pending=count_rows(session, PENDING),
        stuck=session.scalar(select(func.count()).select_from(Timer).where(late)) or 0,
        rows=session.scalars(
            select(OutboxRow).where(troubled).order_by(OutboxRow.status.desc(), OutboxRow.id).limit(SHOWN)
        ).all(),
        timers=session.scalars(select(Timer).where(late).order_by(Timer.due_at, Timer.id).limit(SHOWN)).all(),
    )


def count_rows(session: Session, status: str) -> int:
    """How many outbox rows are of a status."""
    query = select(func.count()).select_from(OutboxRow).where(OutboxRow.status == status)
    return session.scalar(query) or 0


def overdue_timers(session: Session, now: datetime) -> int:
    """How many timers wait longer than the grace after their moment."""
    late = (Timer.done_at.is_(None), Timer.not_before < now - GRACE)
    return session.scalar(select(func.count()).select_from(Timer).where(*late)) or 0
