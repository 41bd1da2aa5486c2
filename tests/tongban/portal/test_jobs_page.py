"""The operator's page turns red when a run is missed, and has what failed tried again (R09)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.tongban.portal.conftest import Site
from tongban.outbox.models import JobRun, OutboxRow, Timer
from tongban.outbox.wiring import make_runner
from tongban.security import Role

MINUTE = timedelta(minutes=1)


def rows(page: Any) -> dict[str, str]:
    return {
        row.select_one("th").get_text(strip=True): row.get_text(" ", strip=True)
        for row in page.html.select("tbody tr")
    }


def set_job(site: Site, name: str, **values: Any) -> None:
    with site.sessions.begin() as session:
        run = session.get(JobRun, name) or JobRun(name=name, next_due=site.clock.now())
        for key, value in values.items():
            setattr(run, key, value)
        session.add(run)


def test_a_job_is_red_until_it_runs_then_green_and_red_again_when_a_run_is_missed(site: Site) -> None:
    site.sign_in(Role.PLATFORM_ADMIN)
    job = next(iter(site.registry["tongban.handlers"].jobs.values()))
    assert "从未运行" in rows(site.app.get("/admin/jobs"))[job.title]

    make_runner(site.registry).run_once()
    green = rows(site.app.get("/admin/jobs"))[job.title]
    assert "正常" in green
    assert "2026年3月2日 09:00" in green

    site.clock.move(job.every + 2 * MINUTE)
    red = site.app.get("/admin/jobs")
    assert "错过一次" in rows(red)[job.title]
    assert red.html.select_one(".job--late")
    assert "请看红色的行" in red.text


def test_a_job_that_fails_says_why_without_the_traceback(site: Site) -> None:
    site.sign_in(Role.REGION_ADMIN)
    job = next(iter(site.registry["tongban.handlers"].jobs.values()))
    error = "Traceback (most recent call last):\n  File x\nValueError: no such column"
    set_job(site, job.name, last_error=error, next_due=site.clock.now() + MINUTE)
    row = rows(site.app.get("/admin/jobs"))[job.title]
    assert "上次失败" in row
    assert "no such column" in row
    assert "Traceback" not in row


def test_a_parked_row_can_be_retried_once_and_a_done_one_cannot(site: Site) -> None:
    now = site.clock.now()
    with site.sessions.begin() as session:
        row = OutboxRow(
            handler="notice.mail",
            thing_kind="notice",
            thing_id=7,
            status="parked",
            attempts=16,
            last_error="收件地址被拒收：550",
            created_at=now,
            not_before=now,
        )
        session.add(row)
    site.sign_in(Role.PLATFORM_ADMIN)
    page = site.app.get("/admin/jobs")
    assert "发送邮件通知" in page.text
    assert "收件地址被拒收" in page.text
    site.post(f"/admin/jobs/outbox/{row.id}/retry")
    with site.sessions() as session:
        again = session.get_one(OutboxRow, row.id)
        assert (again.status, again.attempts) == ("pending", 0)
    make_runner(site.registry).run_once()
    site.post(f"/admin/jobs/outbox/{row.id}/retry", status=404)
    site.post("/admin/jobs/outbox/99999999999999999999999/retry", status=404)


def test_a_stuck_timer_is_listed_and_can_be_run_now(site: Site) -> None:
    now = site.clock.now()
    with site.sessions.begin() as session:
        timer = Timer(
            handler="need.close",
            thing_kind="need",
            thing_id=1,
            due_at=now - 5 * MINUTE,
            not_before=now + 5 * MINUTE,
            attempts=3,
            last_error="ValueError: bad record",
        )
        session.add(timer)
    site.sign_in(Role.PLATFORM_ADMIN)
    assert "bad record" in site.app.get("/admin/jobs").text
    site.post(f"/admin/jobs/timer/{timer.id}/retry")
    with site.sessions() as session:
        assert session.scalars(select(Timer.not_before).filter_by(id=timer.id)).one() == now


def test_a_missing_calendar_and_the_database_are_named(site: Site) -> None:
    site.sign_in(Role.PLATFORM_ADMIN)
    page = site.app.get("/admin/jobs")
    kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    assert kind[site.registry["tongban.engines"].write.dialect.name] in page.text
    assert "官方节假日安排" not in page.text
    site.clock.move(timedelta(days=260))
    site.sign_in(Role.PLATFORM_ADMIN, login="later")
    assert "2027 年的官方节假日安排" in site.app.get("/admin/jobs").text


@pytest.mark.parametrize("role", [Role.OWNER_ADMIN, Role.MARKET_OPERATOR, Role.SUPERVISOR, Role.OBSERVER])
def test_only_administrators_get_in(site: Site, role: Role) -> None:
    site.sign_in(role)
    site.app.get("/admin/jobs", status=403)
    site.post("/admin/jobs/outbox/1/retry", status=403)
