"""Timers: each falls due once, whoever runs it, however late."""

import threading
from datetime import datetime, timedelta

from sqlalchemy import select

from tests.tongban.outbox.conftest import Desk
from tongban.outbox import service
from tongban.outbox.handlers import Later
from tongban.outbox.models import Timer
from tongban.work import Work


def _schedule(desk: Desk, *things: int, after: timedelta = timedelta(0)) -> None:
    with desk.sessions.begin() as session:
        for thing in things:
            service.schedule(session, "close", "need", thing, desk.clock.now() + after)


def _timers(desk: Desk) -> list[Timer]:
    with desk.sessions() as session:
        return list(session.scalars(select(Timer).order_by(Timer.id)))


def test_three_workers_at_the_same_second_close_each_need_once(desk: Desk) -> None:
    closed: list[int] = []
    lock = threading.Lock()

    def close(work: Work, thing_id: int, _due_at: datetime) -> None:
        with lock:
            closed.append(thing_id)

    desk.handlers.at("close", close)
    _schedule(desk, *range(1, 21))
    start = threading.Barrier(3)

    def work(name: str) -> None:
        start.wait()
        desk.runner(name).run_once()

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    desk.runner().run_once()
    assert sorted(closed) == list(range(1, 21))


def test_what_was_missed_for_two_days_is_caught_up_once_with_the_moment_it_was_due(desk: Desk) -> None:
    calls: list[tuple[int, datetime]] = []
    desk.handlers.at("close", lambda _work, thing, due: calls.append((thing, due)))
    due = desk.clock.now() + timedelta(hours=1)
    _schedule(desk, 1, after=timedelta(hours=1))
    desk.clock.move(timedelta(days=2))
    desk.runner().run_once()
    desk.runner().run_once()
    assert calls == [(1, due)]


def test_one_bad_record_does_not_stop_the_others_and_is_tried_again(desk: Desk) -> None:
    closed: list[int] = []
    bad = {2}

    def close(_work: Work, thing_id: int, _due_at: datetime) -> None:
        if thing_id in bad:
            raise ValueError("bad record")
        closed.append(thing_id)

    desk.handlers.at("close", close)
    _schedule(desk, 1, 2, 3)
    desk.runner().run_once()
    assert closed == [1, 3]
    stuck = next(timer for timer in _timers(desk) if timer.done_at is None)
    assert (stuck.thing_id, stuck.attempts) == (2, 1)
    assert "bad record" in (stuck.last_error or "")
    bad.clear()
    desk.clock.move(timedelta(seconds=2))
    desk.runner().run_once()
    assert closed == [1, 3, 2]


def test_a_handler_that_fails_leaves_nothing_of_what_it_wrote(desk: Desk) -> None:
    def close(work: Work, thing_id: int, _due_at: datetime) -> None:
        service.enqueue(work.session, "mail", "need", thing_id, {"word": "told"}, work.now)
        work.session.flush()
        raise ValueError("after writing")

    desk.handlers.at("close", close)
    _schedule(desk, 1)
    desk.runner().run_once()
    assert desk.words() == []


def test_a_handler_that_is_not_ready_is_asked_again_later_and_not_at_once(desk: Desk) -> None:
    asked: list[datetime] = []

    def close(work: Work, _thing_id: int, _due_at: datetime) -> None:
        asked.append(work.now)
        if len(asked) < 3:
            raise Later(work.now, "tickets are open")

    desk.handlers.at("close", close)
    _schedule(desk, 1)
    desk.runner().run_once()
    assert len(asked) == 1
    for _ in range(3):
        desk.clock.move(timedelta(seconds=1))
        desk.runner().run_once()
    assert len(asked) == 3
    assert _timers(desk)[0].attempts == 0


def test_a_timer_asked_for_twice_is_one_timer_and_one_called_off_never_runs(desk: Desk) -> None:
    calls: list[int] = []
    desk.handlers.at("close", lambda _work, thing, _due: calls.append(thing))
    _schedule(desk, 1, 1, 2)
    assert len(_timers(desk)) == 2
    with desk.sessions.begin() as session:
        service.cancel(session, "close", "need", 2, desk.clock.now())
    desk.runner().run_once()
    assert calls == [1]


def test_with_the_clock_set_back_nothing_runs_a_second_time(desk: Desk) -> None:
    calls: list[int] = []
    desk.handlers.at("close", lambda _work, thing, _due: calls.append(thing))
    _schedule(desk, 1)
    desk.runner().run_once()
    desk.clock = type(desk.clock)(desk.clock.now() - timedelta(hours=1))
    desk.runner().run_once()
    desk.clock.move(timedelta(hours=3))
    desk.runner().run_once()
    assert calls == [1]


def test_a_timer_that_was_called_off_counts_again_when_it_is_asked_for_again(desk: Desk) -> None:
    calls: list[int] = []
    desk.handlers.at("close", lambda _work, thing, _due: calls.append(thing))
    due = timedelta(hours=1)
    _schedule(desk, 1, after=due)
    with desk.sessions.begin() as session:
        service.cancel(session, "close", "need", 1, desk.clock.now())
    _schedule(desk, 1, after=due)
    assert [timer.done_at for timer in _timers(desk)] == [None]
    desk.clock.move(due)
    desk.runner().run_once()
    assert calls == [1]


def test_a_timer_that_has_run_does_not_run_again(desk: Desk) -> None:
    calls: list[int] = []
    desk.handlers.at("close", lambda _work, thing, _due: calls.append(thing))
    _schedule(desk, 1)
    desk.runner().run_once()
    _schedule(desk, 1)
    desk.runner().run_once()
    assert calls == [1]
