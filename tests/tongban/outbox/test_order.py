"""Side effects happen in order per thing and handler; what is parked stops only its own pair."""

from datetime import timedelta

from tests.tongban.outbox.conftest import Desk
from tongban.outbox.handlers import Park
from tongban.outbox.models import DONE, PARKED, PENDING


def test_rows_of_a_pair_are_done_in_the_order_in_which_they_were_asked_for(desk: Desk) -> None:
    desk.ask("mail", 1, "first", "second", "third")
    desk.runner().run_once()
    assert desk.words() == ["first", "second", "third"]


def test_a_failing_row_holds_back_what_follows_for_its_thing_and_nothing_else(desk: Desk) -> None:
    desk.broken[(1, "first")] = RuntimeError("server away")
    desk.ask("mail", 1, "first", "second")
    desk.ask("mail", 2, "other thing")
    desk.ask("index", 1, "other handler")
    desk.runner().run_once()
    assert desk.words() == ["other thing", "other handler"]

    desk.broken.clear()
    desk.clock.move(timedelta(seconds=3))
    desk.runner().run_once()
    assert desk.words() == ["other thing", "other handler", "first", "second"]


def test_a_parked_row_stops_only_its_pair_and_is_never_taken_again_by_itself(desk: Desk) -> None:
    desk.broken[(1, "first")] = Park("address refused")
    desk.ask("mail", 1, "first", "second")
    desk.ask("mail", 2, "other thing")
    desk.runner().run_once()
    desk.broken.clear()
    desk.clock.move(timedelta(days=30))
    desk.runner().run_once()
    assert desk.words() == ["other thing"]
    row = desk.row("first")
    assert (row.status, row.last_error, row.attempts) == (PARKED, "address refused", 1)
    assert desk.row("second").status == PENDING


def test_a_worker_with_nothing_it_may_take_asks_for_no_lock(desk: Desk) -> None:
    desk.broken[(1, "first")] = Park("refused")
    desk.ask("mail", 1, "first", "second")
    desk.runner().run_once()
    assert not desk.runner().anything_due()


def test_a_row_for_a_handler_nobody_registered_is_kept_and_says_so(desk: Desk) -> None:
    desk.ask("unknown", 1, "first")
    desk.runner().run_once()
    row = desk.row("first")
    assert row.status == PENDING
    assert "unknown" in (row.last_error or "")


def test_what_is_done_is_marked_with_the_moment(desk: Desk) -> None:
    desk.ask("mail", 1, "first")
    desk.runner().run_once()
    row = desk.row("first")
    assert (row.status, row.done_at, row.leased_until) == (DONE, desk.clock.now(), None)
