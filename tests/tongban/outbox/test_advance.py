"""Moving practice time runs each thing at its own moment, whatever falls due on the way."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tongban.outbox.conftest import Desk
from tongban.clock.practice import PracticeClock, TimeOnlyMovesForward, start_practice
from tongban.db.engine import Engines
from tongban.outbox import service
from tongban.outbox.advance import advance
from tongban.outbox.handlers import Handlers, Job
from tongban.outbox.runner import Runner
from tongban.work import Work

#: Real time passes while a step runs.
SLACK = timedelta(seconds=20)


@pytest.fixture
def practice(engines: Engines, desk: Desk) -> Iterator[PracticeClock]:
    """The clock of a practice site."""
    with desk.sessions.begin() as session:
        start_practice(session)
    return PracticeClock(engines.read)


def _runner(desk: Desk, practice: PracticeClock, handlers: Handlers) -> Runner:
    return Runner(desk.sessions, desk.reads, handlers, practice)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(offsets=st.lists(st.integers(1, 14 * 24 * 3600), min_size=1, max_size=6, unique=True))
def test_everything_runs_at_its_own_moment_and_in_order(
    desk: Desk, practice: PracticeClock, offsets: list[int]
) -> None:
    ran: list[tuple[datetime, datetime]] = []
    handlers = Handlers()
    handlers.at("close", lambda work, _thing, due: ran.append((due, work.now)))
    start = practice.now()
    with desk.sessions.begin() as session:
        for number, offset in enumerate(offsets):
            service.schedule(session, "close", "need", number, start + timedelta(seconds=offset))
    target = start + timedelta(days=14, seconds=1)
    now = advance(desk.sessions, practice, _runner(desk, practice, handlers), target)
    assert now >= target
    assert [due for due, _ in ran] == sorted(start + timedelta(seconds=offset) for offset in offsets)
    assert all(due <= at < due + SLACK for due, at in ran)


def test_what_one_thing_brings_about_also_runs_at_its_own_moment(desk: Desk, practice: PracticeClock) -> None:
    ran: list[tuple[str, timedelta]] = []
    handlers = Handlers()
    start = practice.now()

    def close(work: Work, thing: int, _due: datetime) -> None:
        ran.append(("close", work.now - start))
        service.schedule(work.session, "confirm", "need", thing, work.now + timedelta(days=3))

    handlers.at("close", close)
    handlers.at("confirm", lambda work, _thing, _due: ran.append(("confirm", work.now - start)))
    with desk.sessions.begin() as session:
        service.schedule(session, "close", "need", 1, start + timedelta(days=1))
    advance(desk.sessions, practice, _runner(desk, practice, handlers), start + timedelta(days=10))
    assert [name for name, _ in ran] == ["close", "confirm"]
    assert [span.days for _, span in ran] == [1, 4]


def test_a_daily_job_runs_on_every_day_of_the_way(desk: Desk, practice: PracticeClock) -> None:
    days: list[int] = []
    handlers = Handlers()
    start = practice.now()
    handlers.every(Job("expiry", "到期提醒", timedelta(days=1), lambda w: days.append((w.now - start).days)))
    advance(desk.sessions, practice, _runner(desk, practice, handlers), start + timedelta(days=3, hours=1))
    assert days[:4] == [0, 1, 2, 3]


def test_what_was_due_before_runs_before_the_time_is_moved(desk: Desk, practice: PracticeClock) -> None:
    ran: list[timedelta] = []
    handlers = Handlers()
    start = practice.now()
    handlers.at("close", lambda work, _thing, _due: ran.append(work.now - start))
    with desk.sessions.begin() as session:
        service.schedule(session, "close", "need", 1, start - timedelta(hours=1))
        service.schedule(session, "close", "need", 2, start + timedelta(days=5))
    advance(desk.sessions, practice, _runner(desk, practice, handlers), start + timedelta(days=6))
    assert [span.days for span in ran] == [0, 5]


def test_practice_time_never_goes_back(desk: Desk, practice: PracticeClock) -> None:
    before = practice.now()
    with pytest.raises(TimeOnlyMovesForward):
        advance(desk.sessions, practice, _runner(desk, practice, Handlers()), before - timedelta(minutes=1))
    assert practice.now() >= before


def test_moving_the_time_does_not_end_the_lease_of_a_delivery(desk: Desk, practice: PracticeClock) -> None:
    with desk.sessions.begin() as session:
        service.enqueue(session, "mail", "need", 1, {"word": "first"}, practice.now())
    others: list[int] = []

    def slow(_delivery: object) -> None:
        idle = _runner(desk, practice, desk.handlers)
        others.append(len(others))
        advance(desk.sessions, practice, idle, practice.now() + timedelta(days=2))

    handlers = Handlers()
    handlers.on("mail", slow)
    _runner(desk, practice, handlers).run_once()
    assert desk.words() == []
    assert others == [0]
