"""For machines: alive or not, and gauges without anything private."""

from datetime import timedelta

from sqlalchemy.exc import OperationalError

from tests.tongban.portal.conftest import Site
from tongban.outbox import service
from tongban.outbox.models import OutboxRow
from tongban.security import Role


def test_a_site_whose_database_answers_is_healthy(site: Site) -> None:
    answer = site.app.get("/healthz")
    assert (answer.text, answer.content_type) == ("ok\n", "text/plain")


def test_without_its_database_it_says_so_even_to_a_browser_with_a_session(site: Site) -> None:
    site.sign_in(Role.PLATFORM_ADMIN)

    def broken() -> None:
        raise OperationalError("select", {}, Exception("gone"))

    site.registry["tongban.reads"] = broken
    assert site.app.get("/healthz", status=503).text == "database unreachable\n"


def test_metrics_say_what_waits(site: Site) -> None:
    now = site.clock.now()
    with site.sessions.begin() as session:
        service.enqueue(session, "notice.mail", "notice", 1, {}, now)
        session.add(
            OutboxRow(
                handler="notice.mail",
                thing_kind="notice",
                thing_id=2,
                status="parked",
                created_at=now,
                not_before=now,
            )
        )
        service.schedule(session, "need.close", "need", 1, now - timedelta(minutes=2))
        service.schedule(session, "need.close", "need", 2, now - timedelta(seconds=30))
    site.sign_in(Role.OWNER_ADMIN, login="林晓舟")
    answer = site.app.get("/metrics")
    assert answer.content_type == "text/plain"
    assert 'tongban_outbox_rows{status="pending"} 1.0' in answer.text
    assert 'tongban_outbox_rows{status="parked"} 1.0' in answer.text
    assert "tongban_timers_overdue 1.0" in answer.text
    assert "tongban_sessions 1.0" in answer.text
    assert "林晓舟" not in answer.text
