"""What a request knows of its receipt when the site is called without one of our servers, and how it ends."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPForbidden
from pyramid.request import Request
from pyramid.response import Response
from pyramid_retry import RetryableException
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from webtest import TestApp

from tongban.arrival import sweep, tickets
from tongban.arrival.arrivals import path_of
from tongban.arrival.models import ArrivalTicket
from tongban.arrival.moment import TicketedPaths, digest
from tongban.clock import FixedClock
from tongban.clock.models import PracticeTime
from tongban.clock.practice import PracticeClock
from tongban.db.engine import Engines
from tongban.db.session import close_pools
from tongban.security import SYSTEM
from tongban.work import Work

Sessions = sessionmaker[Session]
View = Callable[[Request], Response]
Build = Callable[..., TestApp]


@pytest.fixture
def build(engines: Engines, clock: FixedClock, tmp_path: Path) -> Iterator[Build]:
    made: list[Any] = []

    def build(view: View, **settings: str) -> TestApp:
        url = engines.write.url.render_as_string(hide_password=False)
        config = Configurator(settings={"sqlalchemy.url": url, "tongban.data_dir": str(tmp_path), **settings})
        config.registry["tongban.global_config"] = {}
        for package in ("tongban.db.session", "tongban.site", "tongban.outbox.wiring", "tongban.arrival"):
            config.include(package)
        config.registry["tongban.clock"] = clock
        config.add_ticketed_path(r"/needs/(?P<subject>[^/]+)/entry")
        config.add_route("entry", "/needs/{number}/entry")
        config.add_route("other", "/other")
        config.add_view(view, route_name="entry")
        config.add_view(view, route_name="other")
        made.append(config.registry)
        return TestApp(config.make_wsgi_app())

    yield build
    for registry in made:
        close_pools(registry)


def rows(db: Sessions) -> list[ArrivalTicket]:
    with db() as session:
        return list(session.scalars(select(ArrivalTicket)))


def settling(request: Request) -> Response:
    tickets.settle(request.db, request.received.ticket.id, "entry", at=request.now)
    return Response(request.received_at.isoformat())


def telling(request: Request) -> Response:
    return Response(request.received_at.isoformat())


def test_a_ticket_names_the_need_the_moment_and_the_body(
    build: Build, db: Sessions, clock: FixedClock
) -> None:
    seen: list[bytes] = []

    def view(request: Request) -> Response:
        seen.append(request.received.ticket.nonce)
        return settling(request)

    answer = build(view).post("/needs/XQ1/entry", {"price": "5000.00"})
    assert answer.text == clock.now().isoformat()
    (row,) = rows(db)
    assert (row.subject, row.path, row.received_at, row.site_at) == (
        "XQ1",
        "/needs/XQ1/entry",
        clock.now(),
        clock.now(),
    )
    assert row.digest == digest(seen[0], [b"price=5000.00"])
    assert row.outcome == "entry"


@pytest.mark.parametrize("method", ["get", "head", "put"])
def test_only_posts_to_registered_paths_get_tickets(build: Build, db: Sessions, method: str) -> None:
    app = build(telling)
    getattr(app, method)("/needs/XQ1/entry")
    app.post("/other")
    app.post("/needs/XQ1/entry/more", status=404)
    assert rows(db) == []


@pytest.mark.parametrize("number", ["x" * 65, "%00", "%0a"])
def test_what_cannot_be_a_number_of_ours_gets_no_ticket(build: Build, db: Sessions, number: str) -> None:
    build(telling).post(f"/needs/{number}/entry", expect_errors=True)
    assert rows(db) == []


def test_a_path_that_is_not_utf_8_names_nothing() -> None:
    paths = TicketedPaths()
    paths.add("/needs/([^/]+)/entry")
    bad, good = (path_of({"PATH_INFO": f"/needs/{number}/entry"}) for number in ("\xff", "\xe6\x9f\x90"))
    assert (paths.subject("POST", bad), paths.subject("POST", good)) == (None, "某")


def test_a_request_that_is_refused_does_not_keep_its_ticket_open(build: Build, db: Sessions) -> None:
    def view(request: Request) -> Response:
        raise HTTPForbidden

    build(view).post("/needs/XQ1/entry", status=403)
    assert [row.outcome for row in rows(db)] == ["http 403"]


def test_a_settlement_that_is_rolled_back_leaves_the_ticket_to_the_server(build: Build, db: Sessions) -> None:
    def view(request: Request) -> Response:
        settling(request)
        raise RuntimeError("after the settlement")

    with pytest.raises(RuntimeError):
        build(view).post("/needs/XQ1/entry")
    assert [row.outcome for row in rows(db)] == ["http 500"]


def test_a_request_that_is_tried_again_keeps_moment_and_ticket(
    build: Build, db: Sessions, clock: FixedClock
) -> None:
    begun = clock.now()
    attempts: list[str] = []

    def view(request: Request) -> Response:
        attempts.append(request.received.ticket.id)
        response = settling(request)
        if len(attempts) < 3:
            clock.move(timedelta(seconds=1))
            raise RetryableException
        return response

    answer = build(view).post("/needs/XQ1/entry")
    assert answer.text == begun.isoformat()
    assert len(set(attempts)) == 1
    assert len(attempts) == 3
    assert [row.outcome for row in rows(db)] == ["entry"]


STAMP = {"X-Tongban-Received": "1772413199.750"}  # 2026-03-02 08:59:59.750 in China


def test_a_client_cannot_name_its_moment(build: Build, clock: FixedClock) -> None:
    assert build(telling).post("/other", headers=STAMP).text == clock.now().isoformat()


def test_the_header_never_reaches_the_application(build: Build) -> None:
    def view(request: Request) -> Response:
        return Response(str(request.headers.get("X-Tongban-Received")))

    for settings in ({}, {"tongban.trust_proxy_received": "true"}):
        assert build(view, **settings).post("/other", headers=STAMP).text == "None"


def test_a_trusted_proxy_names_the_moment(build: Build, db: Sessions) -> None:
    answer = build(settling, **{"tongban.trust_proxy_received": "true"}).post(
        "/needs/XQ1/entry", headers=STAMP
    )
    moment = datetime(2026, 3, 2, 0, 59, 59, 750_000, tzinfo=UTC)
    assert answer.text == moment.isoformat()
    assert [row.received_at for row in rows(db)] == [moment]


@pytest.mark.parametrize(
    "stamp",
    [
        "1772413202.5",
        "1772413000",
        "",
        "now",
        "1e9",
        "-1",
        "1772413199.7500000",
        "１７７２４１３１９９",
        "9" * 40,
    ],
)
def test_a_proxy_is_not_believed_what_cannot_be(build: Build, clock: FixedClock, stamp: str) -> None:
    app = build(telling, **{"tongban.trust_proxy_received": "true"})
    header = {"X-Tongban-Received": stamp.encode().decode("latin-1")}
    assert app.post("/other", headers=header).text == clock.now().isoformat()


def test_on_a_practice_site_the_moment_is_told_by_its_clock(
    build: Build, db: Sessions, engines: Engines
) -> None:
    ahead = timedelta(days=40)
    with db.begin() as session:
        offset_us = ahead // timedelta(microseconds=1)
        session.add(PracticeTime(id=1, offset_us=offset_us, started_at=datetime(2026, 3, 2, tzinfo=UTC)))
    app = build(settling)
    app.app.registry["tongban.clock"] = PracticeClock(engines.read)
    answer = app.post("/needs/XQ1/entry")
    (row,) = rows(db)
    assert row.site_at == datetime.fromisoformat(answer.text)
    assert abs(row.site_at - row.received_at - ahead) < timedelta(seconds=1)


def test_a_request_without_ticket_in_time_is_told_to_come_again(
    build: Build, db: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = build(settling)
    monkeypatch.setattr("tongban.arrival.moment.Ticket.wait", lambda self, timeout_s: False)
    page = app.post("/needs/XQ1/entry", status=503)
    assert "请稍后再提交" in page.text
    assert page.headers["Retry-After"] == "5"
    assert [row.outcome for row in rows(db)] == ["http 503"]


def test_the_sweep_gives_up_what_is_lost(build: Build, db: Sessions, clock: FixedClock) -> None:
    app = build(telling)
    early = clock.now() - timedelta(minutes=5)
    with db.begin() as session:
        session.add(
            ArrivalTicket(
                id="lost",
                subject="XQ1",
                path="/x",
                received_at=early,
                site_at=early,
                created_at=early,
                digest="0" * 64,
            )
        )
    with db.begin() as session:
        sweep(app.app.registry, Work(session, SYSTEM, clock.now(), "worker"))
    assert [row.outcome for row in rows(db)] == ["abandoned"]


def test_a_pattern_without_a_subject_is_a_mistake(build: Build) -> None:
    arrivals = build(telling).app.registry["tongban.arrivals"]
    with pytest.raises(ValueError, match="subject"):
        arrivals.paths.add("/needs/entry")
