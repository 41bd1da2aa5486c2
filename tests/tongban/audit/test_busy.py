"""Chains are checked and checkpoints taken while others write: neither may ever name a fault that is none."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from tongban.audit.checkpoints import take
from tongban.audit.record import record
from tongban.audit.signing import SigningKey, load_or_create
from tongban.audit.verify import Fault, verify
from tongban.db.engine import Engines
from tongban.security import SYSTEM

T0 = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
REGION = "990001"
LINKS, WRITERS = 25, 2


def write(db: "sessionmaker[Session]", writer: int) -> None:
    """New chains and further links of old ones, one transaction each."""
    for n in range(LINKS):
        with db.begin() as session:
            record(
                session,
                thing_kind="need",
                thing_id=writer * LINKS + n // 3 + 1,
                region=REGION,
                at=T0,
                actor=SYSTEM,
                source="worker",
                event=f"step{n}",
            )


@contextmanager
def busy(db: "sessionmaker[Session]") -> Iterator[list[threading.Thread]]:
    writers = [threading.Thread(target=write, args=(db, writer)) for writer in range(WRITERS)]
    for thread in writers:
        thread.start()
    try:
        yield writers
    finally:
        for thread in writers:
            thread.join()


def faults(engines: Engines, key: SigningKey) -> list[Fault]:
    with Session(engines.snapshot) as session:
        return list(verify(session, key.public_hex))


def test_a_checkpoint_among_writers_holds_for_ever(
    db: "sessionmaker[Session]", engines: Engines, tmp_path: Path
) -> None:
    key = load_or_create(tmp_path / "audit.key")
    taken = 0
    with busy(db) as writers:
        while any(thread.is_alive() for thread in writers):
            with db.begin() as session:
                taken += take(session, REGION, T0, "regular", key) is not None
    assert taken
    assert faults(engines, key) == []


def test_whoever_checks_sees_one_moment(
    db: "sessionmaker[Session]", engines: Engines, tmp_path: Path
) -> None:
    key = load_or_create(tmp_path / "audit.key")
    write(db, 0)

    queries = 0

    def more_is_written_after_the_first(*_: object) -> None:
        nonlocal queries
        queries += 1
        if queries == 1:
            write(db, 1)
            with db.begin() as session:
                take(session, REGION, T0, "regular", key)

    event.listen(engines.read, "after_cursor_execute", more_is_written_after_the_first)
    assert faults(engines, key) == []
    assert queries > 1
