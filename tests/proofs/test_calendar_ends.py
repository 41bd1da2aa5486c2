"""C12: the official calendar ends with 2026. On 4 January 2027 every page opens, every job runs, and a need
can be posted; dates of 2027 are marked as provisional.
"""

from datetime import datetime

import pytest
from sqlalchemy import select

from market.awards.models import Award
from market.needs.models import Need
from tests.access.practice import the
from tests.proofs.crawl import addresses, crawl
from tests.proofs.stage import Stage
from tests.support.market import SECOND, at
from tongban.clock.practice import move_to
from tongban.outbox.models import PARKED, JobRun, OutboxRow, Timer
from tongban.outbox.wiring import make_runner

MARK = "暂定"


def january(day: int, hour: int = 17, minute: int = 0) -> datetime:
    return at(day, hour, minute, month=1).replace(year=2027)


@pytest.fixture
def january_stage(stage: Stage) -> Stage:
    """Ten months in which nobody came by: what fell due meanwhile is caught up with."""
    with stage.session() as session:
        move_to(session, january(4, 9))
    make_runner(stage.registry).run_once()
    return stage


def test_no_page_and_no_job_falls_over(january_stage: Stage) -> None:
    stage = january_stage
    number = stage.posted(ends_at="2027-01-12T17:00")
    for login in ("", "owner1", "operator", "firm1", "admin", "supervisor"):
        client = stage.client(login) if login else stage.visitor()
        assert len(crawl(client, ["/", *addresses(stage, [number])], per_shape=1)) > 80
    assert "还没有 2027 年的官方节假日安排" in stage.client("admin").get("/admin/jobs").text
    with stage.session() as session:
        assert [run.name for run in session.scalars(select(JobRun)) if run.last_error] == []
        assert session.scalars(select(OutboxRow.handler).filter_by(status=PARKED)).all() == []
        assert [timer.handler for timer in session.scalars(select(Timer)) if timer.attempts] == []


def test_a_need_runs_by_weekdays_with_its_dates_marked(january_stage: Stage) -> None:
    stage = january_stage
    number = stage.posted(ends_at="2027-01-12T17:00")
    page = stage.visitor().get(f"/needs/{number}").text
    assert MARK in page
    for n, yuan in enumerate(("8000.00", "8500.00", "9000.00")):
        stage.quote(number, stage.firm(f"新年第{n}咨询公司"), yuan)
    stage.move_to(january(12) + 8 * SECOND)
    award = stage.award_of(number)
    with stage.session() as session:
        # 5 working days by weekday rule: 13, 14, 15, 18, 19 January.
        assert the(session, Award, number=award).notice_until == january(19, 17, 30)
        assert the(session, Need, number=number).state == "award_notice"
    assert MARK in stage.visitor().get(f"/awards/{award}").text
    assert MARK in stage.client("owner1").get("/desk").text
