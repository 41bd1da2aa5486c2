"""Recurring jobs: once per round among all workers, failures on record, missed rounds caught up once."""

import threading
from datetime import timedelta

from sqlalchemy import select

from tests.tongban.outbox.conftest import Desk
from tongban.outbox.handlers import Job
from tongban.outbox.models import JobRun
from tongban.work import Work

DAY = timedelta(days=1)


def _run(desk: Desk, name: str) -> JobRun:
    with desk.sessions() as session:
        return session.scalars(select(JobRun).filter_by(name=name)).one()


def test_workers_that_meet_at_the_very_first_run_leave_no_failure_behind(desk: Desk) -> None:
    runs: list[int] = []
    desk.handlers.every(Job("expiry", "到期提醒", DAY, lambda _work: runs.append(1)))
    start = threading.Barrier(3)

    def work(name: str) -> None:
        start.wait()
        desk.runner(name).run_once()

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert runs == [1]
    run = _run(desk, "expiry")
    assert (run.last_error, run.last_success) == (None, desk.clock.now())


def test_who_comes_too_late_with_the_first_row_just_goes_on(desk: Desk) -> None:
    job = Job("expiry", "到期提醒", DAY, lambda _work: None)
    desk.handlers.every(job)
    late = desk.runner("late")
    reads = late.reads
    # What the late one sees: no row yet. Meanwhile the other one has made and run it.
    desk.runner("early").run_once()

    class Blind:
        def __call__(self) -> "Blind":
            return self

        def __enter__(self) -> "Blind":
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def get(self, *_: object) -> None:
            return None

        def scalars(self, *_: object) -> list[str]:
            return []

    late.reads = Blind()  # type: ignore[assignment]
    assert late.job_step() is False
    late.reads = reads
    assert _run(desk, "expiry").last_error is None


def test_missed_rounds_are_caught_up_once(desk: Desk) -> None:
    runs: list[object] = []
    desk.handlers.every(Job("expiry", "到期提醒", DAY, lambda work: runs.append(work.now)))
    desk.runner().run_once()
    desk.clock.move(timedelta(days=2, hours=1))
    desk.runner().run_once()
    desk.runner().run_once()
    assert len(runs) == 2
    assert _run(desk, "expiry").next_due == desk.clock.now() + DAY


def test_a_failing_job_stands_on_record_stops_no_other_and_is_tried_within_a_minute(desk: Desk) -> None:
    runs: list[str] = []

    def broken(_work: Work) -> None:
        raise ValueError("no such column")

    desk.handlers.every(Job("broken", "坏的", DAY, broken))
    desk.handlers.every(Job("good", "好的", DAY, lambda _work: runs.append("good")))
    desk.runner().run_once()
    assert runs == ["good"]
    run = _run(desk, "broken")
    assert "no such column" in (run.last_error or "")
    assert run.last_success is None
    assert run.next_due == desk.clock.now() + timedelta(minutes=1)
