"""Tickets: what a closing waits for, who settles a ticket, and when one is given up."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tongban.arrival import tickets
from tongban.arrival.models import ArrivalProcess, ArrivalTicket

END = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)

Sessions = sessionmaker[Session]


def ticket(
    name: str, *, subject: str = "XQ1", before_end: float = 1, process: str | None = None, **more: object
) -> ArrivalTicket:
    received = END - before_end * SECOND
    facts = {"received_at": received, "site_at": received, "created_at": received, "digest": "0" * 64}
    return ArrivalTicket(id=name, subject=subject, path="/x", process_id=process, **{**facts, **more})


def process(name: str, *, caught_up: float, beat: float, stopped: bool = False) -> ArrivalProcess:
    """Seconds are counted from the end."""
    return ArrivalProcess(
        id=name,
        name=f"host:{name}",
        started_at=END - timedelta(hours=1),
        beat_at=END + beat * SECOND,
        caught_up_to=END + caught_up * SECOND,
        stopped_at=END if stopped else None,
    )


def test_a_closing_waits_for_what_arrived_before_the_end_and_for_nothing_else(db: Sessions) -> None:
    with db.begin() as session:
        session.add_all(
            [
                ticket("in-time"),
                ticket("just-in-time", before_end=0.000001),
                ticket("at-the-end", before_end=0),
                ticket("other", subject="XQ2"),
                ticket("settled", settled_at=END, outcome="entry"),
            ]
        )
    with db.begin() as session:
        assert [t.id for t in tickets.open_before(session, "XQ1", END)] == ["in-time", "just-in-time"]


def test_a_ticket_is_settled_once(db: Sessions) -> None:
    with db.begin() as session:
        session.add(ticket("a"))
    with db.begin() as session:
        tickets.settle(session, "a", "entry BM7", at=END)
    with db.begin() as session, pytest.raises(tickets.TicketNotOpen):
        tickets.settle(session, "a", "entry BM8", at=END)
    with db.begin() as session:
        settled = session.get_one(ArrivalTicket, "a")
        assert (settled.outcome, settled.settled_at) == ("entry BM7", END)


def test_a_settlement_goes_with_the_transaction_it_belongs_to(db: Sessions) -> None:
    with db.begin() as session:
        session.add(ticket("a"))
    with db() as session:
        tickets.settle(session, "a", "entry", at=END)
        session.rollback()
    with db.begin() as session:
        assert len(tickets.open_before(session, "XQ1", END)) == 1


@pytest.mark.parametrize(
    ("after_end", "in_grace", "alarm"),
    [(0, True, False), (4.9, True, False), (5, False, False), (61, False, True)],
)
def test_a_closing_waits_five_seconds_and_alarms_after_sixty(
    db: Sessions, after_end: float, in_grace: bool, alarm: bool
) -> None:
    with db.begin() as session:
        waiting = tickets.waiting_for(session, "XQ1", END, now=END + after_end * SECOND)
    assert (waiting.in_grace, waiting.alarm) == (in_grace, alarm)
    assert waiting.clear is not in_grace


def test_a_closing_waits_for_a_living_process_that_could_not_write_yet(db: Sessions) -> None:
    with db.begin() as session:
        session.add_all(
            [
                process("behind", caught_up=-0.5, beat=-0.5),
                process("caught-up", caught_up=8, beat=8),
                process("stopped", caught_up=-0.5, beat=-0.5, stopped=True),
                process("silent", caught_up=-70, beat=-70),
            ]
        )
    with db.begin() as session:
        waiting = tickets.waiting_for(session, "XQ1", END, now=END + 9 * SECOND)
        assert [p.id for p in waiting.processes] == ["behind"]
        assert not waiting.clear


def test_on_a_practice_site_processes_are_judged_by_real_time(db: Sessions) -> None:
    ahead = timedelta(days=30)
    with db.begin() as session:
        session.add(process("caught-up", caught_up=8, beat=8))
    with db.begin() as session:
        waiting = tickets.waiting_for(session, "XQ1", END + ahead, now=END + ahead + 9 * SECOND, offset=ahead)
        assert waiting.clear


def test_tickets_are_given_up_only_when_nobody_will_settle_them(db: Sessions) -> None:
    now = END + 120 * SECOND
    with db.begin() as session:
        session.add_all([process("alive", caught_up=119, beat=119), process("silent", caught_up=0, beat=0)])
        session.flush()
        session.add_all(
            [
                ticket("waits-for-a-thread", process="alive"),
                ticket("lost", process="silent"),
                ticket("lost-without-process"),
                ticket("young", created_at=now - SECOND),
            ]
        )
    with db.begin() as session:
        given_up = tickets.abandon_stale(session, now)
        assert {t.id for t in given_up} == {"lost", "lost-without-process"}
    with db.begin() as session, pytest.raises(tickets.TicketNotOpen):
        tickets.settle(session, "lost", "entry", at=now)


def test_only_old_refusals_are_forgotten(db: Sessions) -> None:
    with db.begin() as session:
        session.add_all(
            [
                ticket("entry", settled_at=END, outcome="entry"),
                ticket("refused", settled_at=END, outcome="http 403"),
            ]
        )
    with db.begin() as session:
        tickets.forget_refused(session, END + timedelta(days=31))
        assert session.get(ArrivalTicket, "entry") is not None
        assert session.get(ArrivalTicket, "refused") is None
