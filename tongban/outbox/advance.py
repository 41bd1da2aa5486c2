"""Moving practice time: step by step through everything that falls due on the way."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from tongban.clock.practice import PracticeClock, TimeOnlyMovesForward, move_to
from tongban.outbox.models import JobRun, Timer
from tongban.outbox.runner import Runner

#: Jobs that come round at least this rarely run at their own moments too; the others on every stop.
RARE = timedelta(days=1)


def advance(
    sessions: "sessionmaker[Session]", clock: PracticeClock, runner: Runner, to: datetime
) -> datetime:
    """Move practice time to ``to`` and run what falls due, each thing at its own moment.

    Jumping over a week in one go would have every deadline on the way computed from the end of the week.
    Raises TimeOnlyMovesForward for a step back.
    """
    if to < clock.now():
        raise TimeOnlyMovesForward
    runner.run_once()  # what is due already is due now, not at the first stop
    rare = [job.name for job in runner.handlers.jobs.values() if job.every >= RARE]
    while (due := _next_due(sessions, rare, clock.now(), to)) is not None:
        _move(sessions, due)
        runner.run_once()
    _move(sessions, to)
    runner.run_once()
    return clock.now()


def _next_due(
    sessions: "sessionmaker[Session]", jobs: list[str], after: datetime, to: datetime
) -> datetime | None:
    """The next moment at which a timer or one of the ``jobs`` falls due."""
    timers = select(func.min(Timer.not_before)).where(
        Timer.done_at.is_(None), Timer.not_before > after, Timer.not_before <= to
    )
    runs = select(func.min(JobRun.next_due)).where(
        JobRun.name.in_(jobs), JobRun.next_due > after, JobRun.next_due <= to
    )
    with sessions.begin() as session:
        found = (session.scalar(timers), session.scalar(runs))
    return min((moment for moment in found if moment is not None), default=None)


def _move(sessions: "sessionmaker[Session]", to: datetime) -> None:
    with sessions.begin() as session:
        try:
            move_to(session, to)
        except TimeOnlyMovesForward:
            return  # real time has run past the step in the meantime
