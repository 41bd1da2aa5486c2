"""The handler ``search.index`` under the real runner: tried again, in order, never in the way of a save."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from search_index.backend import IndexBusy
from search_index.queue import HANDLER, release_parked, waiting
from tests.search_index.library import NOW, Library
from tongban.clock import FixedClock
from tongban.outbox.handlers import Handlers
from tongban.outbox.models import OutboxRow
from tongban.outbox.runner import MAX_ATTEMPTS, Runner


@pytest.fixture
def runner(library: Library, clock: FixedClock) -> Runner:
    handlers = Handlers()
    handlers.on(HANDLER, library.indexer.on_delivery)
    return Runner(library.sessions, library.reads, handlers, clock)


def states(library: Library) -> list[str]:
    with library.reads() as session:
        return list(session.scalars(select(OutboxRow.status).order_by(OutboxRow.id)))


def test_a_round_of_the_worker_makes_every_change_findable(library: Library, runner: Runner) -> None:
    numbers = [library.add(f"第{n}件", index=False) for n in range(5)]
    for number in numbers:
        library.enqueue(number)
    with library.reads() as session:
        assert waiting(session).pending == 5

    runner.run_once()

    assert library.ask("件").total == 5
    assert states(library) == ["done"] * 5


def test_a_row_without_a_payload_means_its_thing(library: Library, runner: Runner) -> None:
    number = library.add("公告", index=False)
    library.enqueue(number)
    with library.sessions.begin() as session:
        session.scalars(select(OutboxRow)).one().payload = {}

    runner.run_once()

    assert library.titles("公告") == ["公告"]


def test_an_index_that_is_busy_is_tried_again_and_then_parked_and_released(
    library: Library, runner: Runner, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = library.add("公告", index=False)
    library.enqueue(number)

    def busy(*_: Any) -> Any:
        raise IndexBusy("索引正被另一个进程写入")

    monkeypatch.setattr(type(library.backend), "writing", busy)
    for _ in range(MAX_ATTEMPTS):
        assert states(library) == ["pending"]
        runner.run_once()
        clock.move(timedelta(minutes=20))
    monkeypatch.undo()
    assert states(library) == ["parked"]
    runner.run_once()
    assert library.ask("").total == 0

    assert release_parked(library.sessions) == 1
    runner.run_once()
    assert library.titles("公告") == ["公告"]
    assert states(library) == ["done"]


def test_one_bad_record_stops_only_its_own_thing(library: Library, runner: Runner) -> None:
    bad, good = library.add("坏记录", index=False), library.add("好记录", index=False)
    for number in (bad, good, bad):
        library.enqueue(number)

    runner.run_once()

    assert library.titles("好记录") == ["好记录"]
    assert states(library) == ["pending", "done", "pending"]


def test_a_save_that_is_rolled_back_asks_for_nothing(library: Library, runner: Runner) -> None:
    number = library.add("公告", index=False)
    with library.sessions() as session:
        _enqueue_and_fail(session, number)

    runner.run_once()

    assert library.ask("").total == 0


def _enqueue_and_fail(session: Session, number: int) -> None:
    session.add(
        OutboxRow(handler=HANDLER, thing_kind="notice", thing_id=number, created_at=NOW, not_before=NOW)
    )
    session.flush()
    session.rollback()
