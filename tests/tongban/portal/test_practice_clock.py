"""Practice time: moved forward by those who may, with what falls due on the way; never on a real site."""

from datetime import datetime, timedelta

import pytest

from tests.tongban.portal.conftest import Site
from tongban.clock import local
from tongban.outbox import service
from tongban.security import Role

HOUR = timedelta(hours=1)


@pytest.fixture
def ran(practice: Site) -> list[tuple[datetime, datetime]]:
    """Moments at which the timer ``test.due`` was due and ran."""
    log: list[tuple[datetime, datetime]] = []
    practice.registry["tongban.handlers"].at("test.due", lambda work, _id, due: log.append((due, work.now)))
    practice.sign_in(Role.MARKET_OPERATOR)
    return log


def schedule(site: Site, after: timedelta) -> datetime:
    due = site.clock.now() + after
    with site.sessions.begin() as session:
        service.schedule(session, "test.due", "need", 1, due)
    return due


def test_an_hour_forward_runs_what_falls_due_in_it_at_its_moment(
    practice: Site, ran: list[tuple[datetime, datetime]]
) -> None:
    due = schedule(practice, timedelta(minutes=20))
    before = practice.clock.now()
    answer = practice.post("/practice/clock", how="hour")
    assert practice.clock.now() >= before + HOUR
    assert "演练时间已调到" in answer.follow().text
    assert [moment for moment, _ in ran] == [due]
    assert ran[0][1] < due + timedelta(seconds=20)


def test_the_page_names_what_comes_next_and_leads_there(
    practice: Site, ran: list[tuple[datetime, datetime]]
) -> None:
    due = schedule(practice, timedelta(days=3))
    assert "test.due" in practice.app.get("/practice/clock").text
    practice.post("/practice/clock", how="next")
    while not ran:
        practice.post("/practice/clock", how="next")
    assert due <= practice.clock.now() < due + HOUR


def test_to_the_next_working_day_skips_the_weekend(practice: Site, ran: list[object]) -> None:
    practice.post("/practice/clock", how="at", at="2026-03-06T10:00")
    practice.sign_in(Role.MARKET_OPERATOR, login="on friday")
    practice.post("/practice/clock", how="morning")
    now = local(practice.clock.now())
    assert (now.date().isoformat(), now.hour, now.minute) == ("2026-03-09", 9, 0)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("2026-03-01T10:00", "只能向前"),
        ("", "2026-12-01 09:00"),
        ("bald", "2026-12-01 09:00"),
        ("2029-01-01T09:00", "400 天"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    practice: Site, ran: list[object], typed: str, says: str
) -> None:
    before = practice.clock.now()
    answer = practice.post("/practice/clock", how="at", at=typed, status=422)
    assert says in answer.text
    assert practice.clock.now() < before + timedelta(minutes=5)


def test_a_failing_timer_does_not_stop_the_way(practice: Site, ran: list[object]) -> None:
    def broken(*_: object) -> None:
        raise ValueError("broken")

    practice.registry["tongban.handlers"].at("test.broken", broken)
    start = practice.clock.now()
    with practice.sessions.begin() as session:
        service.schedule(session, "test.broken", "need", 9, start + timedelta(minutes=5))
    schedule(practice, timedelta(minutes=30))
    practice.post("/practice/clock", how="hour")
    assert len(ran) == 1


@pytest.mark.parametrize("role", [Role.OWNER_ADMIN, Role.INTERMEDIARY, Role.SUPERVISOR])
def test_others_do_not_move_the_time(practice: Site, role: Role) -> None:
    practice.sign_in(role)
    before = practice.clock.now()
    practice.app.get("/practice/clock", status=403)
    practice.post("/practice/clock", how="hour", status=403)
    assert practice.clock.now() < before + HOUR


def test_a_production_site_has_no_such_page(site: Site) -> None:
    site.sign_in(Role.PLATFORM_ADMIN)
    site.app.get("/practice/clock", status=404)
    site.post("/practice/clock", how="hour", status=404)
