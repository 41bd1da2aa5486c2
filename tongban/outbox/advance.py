"""Moving practice time: step by step through everything that falls due on the way."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from tongban.clock.practice import PracticeClock, TimeOnlyMovesForward, move_to
from tongban.outbox.models import Timer
from tongban.outbox.runner import Runner


def advance(
    sessions: "sessionmaker[Session]", clock: PracticeClock, runner: Runner, to: datetime
) -> datetime:
    """Move practice time to ``to`` and run what falls due, each thing at its own moment.

    Jumping over a week in one go would have every deadline on the way computed from the end of the week.
    Raises TimeOnlyMovesForward for a step back.
    """
    if to < clock.now():
        raise TimeOnlyMovesForward
    while (due := _next_due(sessions, clock.now(), to)) is not None:
        _move(sessions, due)
        runner.run_once()
    _move(sessions, to)
    runner.run_once()
    return clock.now()


def _next_due(sessions: "sessionmaker[Session]", after: datetime, to: datetime) -> datetime | None:
    with sessions.begin() as session:
        return session.scalar(
            select(func.min(Timer.not_before)).where(
                Timer.done_at.is_(None), Timer.not_before > after, Timer.not_before <= to
            ),
        )


def _move(sessions: "sessionmaker[Session]", to: datetime) -> None:
    with sessions.begin() as session:
        try:
            move_to(session, to)
        except TimeOnlyMovesForward:
            return  # real time has run past the step in the meantime
