"""Timers: each falls due once, whoever runs it, however late."""

import threading
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.tongban.outbox.conftest import Desk
from tongban.outbox import service
from tongban.outbox.handlers import InTwoSteps, Later
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


def test_a_handler_in_two_steps_looks_before_its_transaction_and_acts_on_what_it_saw(desk: Desk) -> None:
    steps: list[Any] = []

    def look(session: Session, thing: int, now: datetime) -> str:
        with desk.sessions.begin() as other:  # nobody holds the writing lock while it looks
            service.schedule(other, "other", "need", thing, now + timedelta(days=9))
        return f"seen {thing}"

    handler = InTwoSteps(look, lambda _work, thing, due, seen: steps.append((thing, due, seen)))
    desk.handlers.at("close", handler)
    _schedule(desk, 1, 2)
    desk.runner().run_once()
    due = desk.clock.now()
    assert steps == [(1, due, "seen 1"), (2, due, "seen 2")]


def test_when_the_first_step_fails_nothing_is_done_and_it_is_tried_again(desk: Desk) -> None:
    acted: list[int] = []

    def look(_session: Session, _thing: int, _now: datetime) -> None:
        if not acted and not _timers(desk)[0].attempts:
            raise ValueError("not yet")

    desk.handlers.at("close", InTwoSteps(look, lambda _work, thing, _due, _seen: acted.append(thing)))
    _schedule(desk, 1)
    desk.runner().run_once()
    timer = _timers(desk)[0]
    assert (acted, timer.attempts, timer.done_at) == ([], 1, None)
    assert "not yet" in str(timer.last_error)
    desk.clock.move(timedelta(minutes=1))
    desk.runner().run_once()
    assert acted == [1]


def test_one_that_waits_for_its_first_step_does_not_hold_up_the_others(desk: Desk) -> None:
    done: list[int] = []

    def look(_session: Session, _thing: int, _now: datetime) -> None:
        raise ValueError("never")

    desk.handlers.at("stuck", InTwoSteps(look, lambda *_: None))
    desk.handlers.at("close", lambda _work, thing, _due: done.append(thing))
    with desk.sessions.begin() as session:
        service.schedule(session, "stuck", "need", 9, desk.clock.now())
    _schedule(desk, 1)
    desk.runner().run_once()
    assert done == [1]
