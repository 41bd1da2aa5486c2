"""Many requests at once: every ticket is written once, in order, and settled."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from tests.support.sites import until
from tongban.arrival import Arrivals
from tongban.arrival.models import ArrivalTicket
from tongban.arrival.moment import Ticket
from tongban.clock import SystemClock
from tongban.db.engine import Engines

THREADS, EACH = 20, 500


@pytest.fixture
def arrivals(engines: Engines) -> Iterator[Arrivals]:
    arrivals = Arrivals(engines.write, SystemClock)
    arrivals.paths.add(r"/needs/([^/]+)/entry")
    arrivals.start()
    yield arrivals
    arrivals.close()


@pytest.mark.soak
def test_ten_thousand_entries_of_twenty_clients(arrivals: Arrivals, db: sessionmaker[Session]) -> None:
    held: list[Ticket] = []

    def client(number: int) -> None:
        for _ in range(EACH):
            received = arrivals.hold("POST", f"/needs/XQ{number}/entry", stamp=None, body=lambda: [b"x"])
            assert received.ticket is not None
            held.append(received.ticket)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(ticket.wait(60) for ticket in held)
    for ticket in held:
        arrivals.finish(ticket, "entry")

    def all_settled() -> bool:
        with db() as session:
            settled = select(func.count()).where(ArrivalTicket.outcome == "entry")
            return session.scalar(settled) == THREADS * EACH

    until(all_settled, 120)
