"""Lists by keyset: every row once, whatever is added meanwhile; a broken cursor begins anew."""

import base64
import json
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tests.support.templates import START
from tongban.db.keyset import Page, page_of
from tongban.outbox.models import OutboxRow


def fill(db: "sessionmaker[Session]", count: int, later: int = 0) -> None:
    with db.begin() as session:
        for n in range(count):
            moment = START + timedelta(minutes=later + n // 3)
            session.add(
                OutboxRow(handler="h", thing_kind="k", thing_id=n, created_at=moment, not_before=moment)
            )


def page(db: "sessionmaker[Session]", after: str | None, size: int = 7) -> Page[OutboxRow]:
    with db() as session:
        order = (OutboxRow.created_at.desc(), OutboxRow.id.desc())
        return page_of(session, select(OutboxRow), order, after, size)


def test_every_row_stands_on_exactly_one_page(db: "sessionmaker[Session]") -> None:
    fill(db, 30)
    seen, cursor = [], None
    while True:
        found = page(db, cursor)
        seen += [row.thing_id for row in found.rows]
        cursor = found.next_cursor
        if cursor is None:
            break
        fill(db, 1, later=60)  # newer rows come first and must not shift the pages behind
    assert seen[:30] == list(range(29, -1, -1))


def cursor_of(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "nonsense",
        "%00",
        "é",
        "[" * 5000,
        cursor_of(1),
        cursor_of(1, 2),
        cursor_of({"t": "2026-03-02"}, 1),
        cursor_of({"t": "2026-03-02T09:00:00+08:00"}, 10**30),
        cursor_of({"t": "2026-03-02T09:00:00+08:00"}, True),
        cursor_of({"x": 1}, 1),
    ],
)
def test_a_cursor_that_is_none_shows_the_first_page(db: "sessionmaker[Session]", cursor: str) -> None:
    fill(db, 3)
    found = page(db, cursor)
    assert (found.is_first, len(found.rows)) == (True, 3)
