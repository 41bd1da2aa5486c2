"""An administrator has what failed tried again; that leaves a trace."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from tests.tongban.outbox.conftest import Desk
from tongban.audit.models import AuditEvent
from tongban.outbox import service
from tongban.outbox.handlers import Park
from tongban.outbox.models import Timer
from tongban.outbox.retry import retry_row, retry_timer
from tongban.security import Actor
from tongban.work import Work

ADMIN = Actor(user_id=1, label="韩平台")


def test_a_parked_row_is_done_after_a_retry_and_what_waited_behind_it_follows(desk: Desk) -> None:
    desk.broken[(1, "first")] = Park("refused")
    desk.ask("mail", 1, "first", "second")
    desk.runner().run_once()
    desk.broken.clear()
    with desk.sessions.begin() as session:
        assert retry_row(Work(session, ADMIN, desk.clock.now()), desk.row("first").id)
    desk.runner().run_once()
    assert desk.words() == ["first", "second"]
    with desk.sessions() as session:
        event = session.scalars(select(AuditEvent)).one()
    assert (event.event, event.actor_user_id, event.thing_kind) == ("outbox_retried", 1, "need")


def test_what_is_done_or_unknown_cannot_be_retried(desk: Desk) -> None:
    desk.ask("mail", 1, "first")
    desk.runner().run_once()
    with desk.sessions.begin() as session:
        work = Work(session, ADMIN, desk.clock.now())
        assert not retry_row(work, desk.row("first").id)
        assert not retry_row(work, 10**12)
        assert not retry_timer(work, 10**12)


@pytest.mark.parametrize("late", [True, False])
def test_a_timer_runs_at_once_when_it_is_past_its_moment_and_never_before(desk: Desk, late: bool) -> None:
    calls: list[int] = []
    fails = [True]

    def close(_work: Work, thing_id: int, _due_at: datetime) -> None:
        if fails:
            raise ValueError
        calls.append(thing_id)

    desk.handlers.at("close", close)
    due = desk.clock.now() + (timedelta(0) if late else timedelta(hours=1))
    with desk.sessions.begin() as session:
        service.schedule(session, "close", "need", 1, due)
    desk.runner().run_once()
    fails.clear()
    with desk.sessions.begin() as session:
        timer = session.scalars(select(Timer)).one()
        assert retry_timer(Work(session, ADMIN, desk.clock.now()), timer.id) is late
    desk.runner().run_once()
    assert calls == ([1] if late else [])
