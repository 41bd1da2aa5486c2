"""At least once: a worker that dies loses its lease, and another does its row."""

from datetime import timedelta

import pytest

from tests.tongban.outbox.conftest import Desk
from tongban.outbox.handlers import Delivery
from tongban.outbox.models import DONE, PARKED, PENDING
from tongban.outbox.runner import LEASE, MAX_ATTEMPTS


class Killed(BaseException):
    """The process is gone in the middle of a delivery."""


def test_a_killed_workers_row_waits_for_the_end_of_its_lease_and_is_then_done_by_another(desk: Desk) -> None:
    desk.broken[(1, "first")] = Killed()  # type: ignore[assignment]
    desk.ask("mail", 1, "first", "second")
    with pytest.raises(Killed):
        desk.runner("a").run_once()
    desk.broken.clear()

    desk.runner("b").run_once()
    assert desk.words() == []
    desk.clock.move(LEASE + timedelta(seconds=1))
    desk.runner("b").run_once()
    assert desk.words() == ["first", "second"]
    assert desk.row("first").attempts == 2


def test_while_one_worker_delivers_no_other_takes_the_row(desk: Desk) -> None:
    seen: list[int] = []

    def slow(_delivery: Delivery) -> None:
        seen.append(desk.runner("b").run_once())

    desk.handlers.on("slow", slow)
    desk.ask("slow", 1, "first")
    desk.runner("a").run_once()
    assert seen == [0]
    assert desk.row("first").attempts == 1


def test_who_outlasted_the_lease_and_failed_does_not_undo_what_another_has_taken_up(desk: Desk) -> None:
    rounds: list[str] = []

    def slow(_delivery: Delivery) -> None:
        rounds.append("begun")
        if len(rounds) == 1:
            desk.clock.move(LEASE + timedelta(seconds=1))
            desk.runner("b").outbox_step()
            raise RuntimeError("too late")

    desk.handlers.on("slow", slow)
    desk.ask("slow", 1, "first")
    desk.runner("a").outbox_step()
    assert len(rounds) == 2
    assert desk.row("first").status == DONE


def test_a_failure_is_tried_again_after_waits_that_double_and_parked_in_the_end(desk: Desk) -> None:
    desk.broken[(1, "first")] = RuntimeError("server away")
    desk.ask("mail", 1, "first")
    waits = []
    for _ in range(MAX_ATTEMPTS):
        desk.runner().run_once()
        row = desk.row("first")
        waits.append((row.not_before - desk.clock.now()).total_seconds())
        if row.status == PENDING:
            desk.clock.set(row.not_before)
    assert waits[:4] == [2, 4, 8, 16]
    assert max(waits) == 1024
    row = desk.row("first")
    assert (row.status, row.attempts) == (PARKED, MAX_ATTEMPTS)
    assert "server away" in (row.last_error or "")


def test_a_server_that_is_away_for_an_hour_needs_no_person(desk: Desk) -> None:
    desk.broken[(1, "first")] = RuntimeError("server away")
    desk.ask("mail", 1, "first")
    back = desk.clock.now() + timedelta(hours=1)
    while desk.clock.now() < back:
        desk.runner().run_once()
        desk.clock.move(timedelta(seconds=30))
    desk.broken.clear()
    desk.clock.move(timedelta(minutes=20))
    desk.runner().run_once()
    assert desk.words() == ["first"]
