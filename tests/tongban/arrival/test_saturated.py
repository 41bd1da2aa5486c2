"""Every thread of the server is busy while entries arrive: each still has its moment and its ticket."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from tests.support.sites import free_port, until
from tests.support.starved import Stopwatch, family
from tongban.arrival import Arrivals, tickets
from tongban.arrival.models import ArrivalProcess, ArrivalTicket
from tongban.clock import SystemClock
from tongban.db.engine import Engines

THREADS = 4
ENTRIES = 50
NEED = "XQ430582-2026-7"

Sessions = sessionmaker[Session]
now = SystemClock().now


@dataclass
class Server:
    port: int
    data: Path
    process: "subprocess.Popen[bytes]"

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def block_every_thread(self) -> None:
        for _ in range(THREADS):
            connection = self.connect()
            thread = threading.Thread(target=self._block, args=(connection,), daemon=True)
            thread.start()
        until(lambda: len(list(self.data.glob("blocked-*"))) == THREADS, 30)

    def _block(self, connection: http.client.HTTPConnection) -> None:
        with suppress(OSError, http.client.HTTPException):
            connection.request("POST", "/block", body=b"")
            connection.getresponse().read()
        connection.close()

    def let_go(self) -> None:
        (self.data / "release").touch()


@pytest.fixture(params=["waitress", "granian"])
def server(request: pytest.FixtureRequest, engines: Engines, tmp_path: Path) -> Iterator[Server]:
    port, data = free_port(), tmp_path / "data"
    data.mkdir()
    url = engines.write.url.render_as_string(hide_password=False)
    root = Path(__file__).parents[3]
    program = Path(__file__).with_name("blocked_site.py")
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, str(program), request.param, url, str(port), str(data)],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
            stdout=log,
            stderr=log,
        )
    try:
        until(lambda: _answers(port), 30)
        yield Server(port, data, process)
    finally:
        (data / "release").touch()
        process.send_signal(signal.SIGTERM)
        process.wait(40)
        print((tmp_path / "log").read_text())


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with suppress(OSError):
        connection.request("GET", "/healthz")
        status = connection.getresponse().status
        connection.close()
        return status == 200
    connection.close()
    return False


class Entry:
    """An entry that has been sent but for its last byte."""

    def __init__(self, port: int, number: int, body: bytes = b"price=5000.00") -> None:
        self.body = body
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        head = (
            f"POST /needs/{NEED}-{number}/entry HTTP/1.1",
            "Host: x",
            f"Content-Length: {len(body)}",
            "",
            "",
        )
        self.socket.sendall("\r\n".join(head).encode() + body[:-1])

    def complete(self) -> datetime:
        """Send the last byte; the moment just before."""
        at = now()
        self.socket.sendall(self.body[-1:])
        return at

    def answer(self) -> dict[str, str]:
        response = http.client.HTTPResponse(self.socket)
        response.begin()
        answer: dict[str, str] = json.loads(response.read())
        self.socket.close()
        return answer


def written(db: Sessions) -> list[ArrivalTicket]:
    with db() as session:
        return list(session.scalars(select(ArrivalTicket).order_by(ArrivalTicket.received_at)))


def test_entries_around_the_end_are_ticketed_while_no_thread_is_free(server: Server, db: Sessions) -> None:
    entries = [Entry(server.port, number) for number in range(ENTRIES)]
    server.block_every_thread()
    sent = []
    watch = Stopwatch(*family(server.process.pid))
    for entry in entries:
        sent.append(entry.complete())
        time.sleep(0.4 / ENTRIES)
    until(lambda: len(written(db)) == ENTRIES, 20)
    lags = sorted(
        (ticket.received_at - at).total_seconds() for ticket, at in zip(written(db), sent, strict=True)
    )
    assert lags[0] >= 0
    # What the server and this process stood ready for without a processor is not the server's doing.
    assert lags[-1] < 0.1 + watch.starved(), lags
    with db() as session:
        end = sent[ENTRIES // 2]
        open_ones = session.scalar(
            select(func.count()).where(ArrivalTicket.received_at < end, ArrivalTicket.settled_at.is_(None))
        )
        assert open_ones is not None
        assert open_ones >= ENTRIES // 2 - 1
    server.let_go()
    for entry, ticket in zip(entries, written(db), strict=True):
        assert entry.answer() == {
            "received_at": ticket.received_at.isoformat(),
            "size": len(entry.body),
        }
    until(lambda: all(ticket.outcome == "entry" for ticket in written(db)), 10)


def test_the_moment_is_that_of_the_last_byte(server: Server, db: Sessions) -> None:
    slow = Entry(server.port, 1)
    time.sleep(0.3)
    last_byte = slow.complete()
    slow.answer()
    (ticket,) = written(db)
    assert ticket.received_at >= last_byte


def test_a_locked_database_delays_the_ticket_but_not_the_moment(
    server: Server, db: Sessions, engines: Engines, engine_kind: str
) -> None:
    entry = Entry(server.port, 1)
    watch = Stopwatch(*family(server.process.pid))
    with engines.write.begin() as connection:
        if engine_kind == "postgresql":
            connection.exec_driver_sql("LOCK TABLE arrival_ticket, arrival_process IN SHARE MODE")
        sent = entry.complete()
        time.sleep(2.5)
        with Session(engines.read) as session:
            waiting = tickets.behind(session, sent + timedelta(seconds=1), real_now=now())
            assert len(waiting) == 1
    entry.answer()
    (ticket,) = written(db)
    assert (ticket.received_at - sent).total_seconds() < 1 + watch.starved()
    assert (ticket.created_at - sent).total_seconds() > 1
    with db() as session:
        until(lambda: not tickets.behind(session, sent + timedelta(seconds=1), real_now=now()), 10)


def test_a_server_that_is_told_to_stop_answers_what_it_holds_and_signs_off(
    server: Server, db: Sessions
) -> None:
    entry = Entry(server.port, 1)
    server.block_every_thread()
    entry.complete()
    until(lambda: len(written(db)) == 1, 10)
    server.process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    server.let_go()
    assert entry.answer()["size"] == len(entry.body)
    assert server.process.wait(40) == 0
    with db() as session:
        assert session.scalars(select(ArrivalProcess)).one().stopped_at is not None
    assert [ticket.outcome for ticket in written(db)] == ["entry"]


def test_what_a_killed_server_held_is_given_up_and_known(
    server: Server, engines: Engines, db: Sessions
) -> None:
    entry = Entry(server.port, 1)
    server.block_every_thread()
    entry.complete()
    until(lambda: len(written(db)) == 1, 10)
    with db() as session:
        name = session.scalars(select(ArrivalProcess.name)).one()
    os.kill(int(name.rpartition(":")[2]), signal.SIGKILL)
    entry.socket.close()
    server.process.wait(30)
    next_process = Arrivals(engines.write, SystemClock)
    next_process.start()
    next_process.close()
    with db.begin() as session:
        assert [t.subject for t in tickets.abandon_stale(session, now() + timedelta(seconds=61))] == [
            f"{NEED}-1"
        ]
