"""The last second, on real sites whose threads are all busy: nothing in time is lost, nothing late gets in.

A need ends at 17:00:00. From seven seconds before until the closing has already been tried, every thread of
every web process is kept by another request, so that no entry finds one. Their last bytes arrive from two
seconds before the end until two seconds after it.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from market.awards.models import Award
from market.entries.models import Entry, Quote, RefusedEntry
from market.needs.models import Need
from market.opening.models import SelectionResult
from market.selection import verify_record
from tests.access.browser import fill, form_of
from tests.access.practice import CONFIRMED, the
from tests.proofs import sites
from tests.proofs.stage import END, Stage
from tests.proofs.wire import Sent, visit, visit_in_background
from tests.support.sites import Site, until
from tongban.accounts.sessions import COOKIE
from tongban.arrival.models import ArrivalTicket
from tongban.clock import SystemClock
from tongban.clock.practice import move_to
from tongban.outbox.models import Timer

#: When the last byte of each entry is sent, in seconds after the end. The two on either side of it are sent
#: as near as a test can; whether they were in time their tickets say.
OFFSETS = (
    *(-2.0 + 0.1 * n for n in range(10)),
    *(-0.06, -0.02, 0.0, 0.02),
    *(0.4 + 0.15 * n for n in range(10)),
)
#: What certainly is in time, however slowly the machine takes a byte from a socket.
CERTAIN_S = -0.9


@dataclass
class Entrant:
    """A firm with its entry under way."""

    login: str
    fen: int
    session: str
    sent: Sent | None = None
    at: datetime | None = None
    answer: tuple[int, str] = field(default=(0, ""))


@pytest.fixture
def busy(
    engine_kind: str, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Site, Stage, str, list[Entrant]]]:
    """A real site shortly before the end, and firms that have opened the form."""
    root = str(Path(__file__).parents[2])
    monkeypatch.setenv("PYTHONPATH", root)
    (stage.place.data / "busy").mkdir()
    number = stage.posted()
    # A later entrant is always the cheaper one: the cheapest that got in would win.
    entrants = [
        Entrant(stage.firm(f"演练压测{n}号咨询有限公司"), 5_000_000 - 10_000 * n, "")
        for n in range(len(OFFSETS))
    ]
    stage.move_to(END - timedelta(minutes=5))
    site = sites.start(engine_kind, stage.place, "call:tests.proofs.busy_site:main")
    yield site, stage, number, entrants
    let_go(stage)
    site.stop()


def let_go(stage: Stage) -> None:
    (stage.place.data / "busy" / "let-go").touch()


def send_all_but_one_byte(site: Site, stage: Stage, number: str, entrants: list[Entrant]) -> None:
    page = f"/needs/{number}/entry"
    for n, entrant in enumerate(entrants):
        client = stage.client(entrant.login)
        answers = stage.quote_answers(entrant.login, f"{entrant.fen // 100}.00")
        controls = fill(form_of(client, page, "form"), answers | CONFIRMED)
        entrant.session = client.cookies[COOKIE]
        entrant.sent = Sent(site.urls[n % len(site.urls)], page, entrant.session, controls)


def real_end(stage: Stage) -> datetime:
    return END - stage.registry["tongban.clock"].offset()


def sleep_until(moment: datetime) -> None:
    time.sleep(max(0.0, (moment - SystemClock().now()).total_seconds()))


def keep_every_thread(site: Site, stage: Stage) -> None:
    for url in site.urls * sites.THREADS:
        visit_in_background(f"{url}/busy")
    wanted = len(site.urls) * sites.THREADS
    until(lambda: len(list((stage.place.data / "busy").iterdir())) == wanted, 30)


def test_no_timely_entry_is_lost_and_no_late_one_gets_in(
    busy: tuple[Site, Stage, str, list[Entrant]],
) -> None:
    site, stage, number, entrants = busy
    send_all_but_one_byte(site, stage, number, entrants)
    with stage.session() as session:
        move_to(session, END - timedelta(seconds=15))
    keep_every_thread(site, stage)
    end = real_end(stage)
    assert SystemClock().now() < end - timedelta(seconds=2.5), "the machine was too slow to set this up"
    for entrant, offset in zip(entrants, OFFSETS, strict=True):
        sleep_until(end + timedelta(seconds=offset))
        assert entrant.sent is not None
        entrant.at = entrant.sent.complete()

    the_closing_waits(stage, number)
    let_go(stage)
    for entrant in entrants:
        assert entrant.sent is not None
        entrant.answer = entrant.sent.answer()
    until(lambda: state_of(stage, number) == "award_notice", 90)

    received = moments_of_receipt(stage, number, entrants)
    timely = [e for e in entrants if received[e.login] < END]
    late = [e for e in entrants if received[e.login] >= END]
    for entrant in entrants:
        assert entrant.at is not None
        assert received[entrant.login] >= entrant.at + (END - end)
        if entrant.at < end + timedelta(seconds=CERTAIN_S):
            assert entrant in timely
    assert len(timely) >= 5
    assert len(late) >= 12
    every_timely_one_is_in_the_record(stage, number, timely, received)
    every_late_one_has_a_receipt(site, stage, late, received)


def state_of(stage: Stage, number: str) -> str:
    with stage.session() as session:
        return str(the(session, Need, number=number).state)


def the_closing_waits(stage: Stage, number: str) -> None:
    """Past the five seconds of grace the closing has been tried, and has found entries under way."""

    def tried() -> bool:
        with stage.session() as session:
            need = the(session, Need, number=number)
            timer = the(session, Timer, handler="need.close", thing_id=need.id)
            return need.state == "registering" and timer.last_error == "截止前到达的报价仍在处理"

    until(tried, 30)


def moments_of_receipt(stage: Stage, number: str, entrants: list[Entrant]) -> dict[str, datetime]:
    """By the tickets: written before any thread was free, one for each, all settled by now."""
    with stage.session() as session:
        tickets = session.scalars(select(ArrivalTicket).filter_by(subject=number)).all()
        assert len(tickets) == len(entrants)
        moments = {}
        for entrant in entrants:
            org_id = stage.people[entrant.login].org_id
            found = session.scalar(select(Quote).join(Entry).filter(Entry.org_id == org_id))
            found = found or the(session, RefusedEntry, org_id=org_id)
            (ticket,) = [t for t in tickets if t.site_at == found.received_at]
            assert ticket.settled_at is not None
            assert ticket.outcome == ("accepted" if isinstance(found, Quote) else "refused late")
            moments[entrant.login] = found.received_at
        return moments


def every_timely_one_is_in_the_record(
    stage: Stage, number: str, timely: list[Entrant], received: dict[str, datetime]
) -> None:
    with stage.session() as session:
        need = the(session, Need, number=number)
        record = the(session, SelectionResult, need_id=need.id).record
        assert verify_record(record).ok
        recorded = {(e["value"], e["received"], e["status"]) for e in record["entries"]}
        stamps = {e.fen: received[e.login].strftime("%Y-%m-%dT%H:%M:%S.%fZ") for e in timely}
        assert recorded == {(fen, stamp, "valid") for fen, stamp in stamps.items()}
        award = the(session, Award, need_id=need.id)
        assert award.amount_fen == min(entrant.fen for entrant in timely)
    for entrant in timely:
        assert entrant.answer[0] == 303


def every_late_one_has_a_receipt(
    site: Site, stage: Stage, late: list[Entrant], received: dict[str, datetime]
) -> None:
    for entrant in late:
        by = (received[entrant.login] - END).total_seconds()
        status, location = entrant.answer
        assert status == 303
        path = re.sub(r"^https?://[^/]+", "", location)
        status, page = visit(site.url + path, entrant.session)
        assert status == 200
        assert f"晚于截止时间 {by:,.3f} 秒" in page.decode()
        with stage.session() as session:
            org_id = stage.people[entrant.login].org_id
            assert session.scalar(select(Entry.id).filter_by(org_id=org_id)) is None
            assert the(session, RefusedEntry, org_id=org_id).reason_code == "late"
