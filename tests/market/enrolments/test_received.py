"""The limit of a check runs from the day on which the application counts as received."""

from collections.abc import Callable
from datetime import datetime

import pytest

from market.enrolments.models import Enrolment
from tests.market.enrolments.conftest import Stage
from tongban.clock import TZ, local


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        (datetime(2026, 3, 2, 10, 0, tzinfo=TZ), "2026-03-04 17:30"),  # Monday morning: Tuesday, Wednesday
        (datetime(2026, 3, 2, 19, 0, tzinfo=TZ), "2026-03-05 17:30"),  # after hours: received on Tuesday
        (datetime(2026, 3, 7, 10, 0, tzinfo=TZ), "2026-03-11 17:30"),  # Saturday: received on Monday
    ],
)
def test_two_working_days_after_receipt(
    stage: Stage, enrol: Callable[..., int], sent: datetime, due: str
) -> None:
    stage.clock.set(sent)
    number = enrol(admit=False)
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        assert f"{local(enrolment.check_due):%Y-%m-%d %H:%M}" == due
    page = stage.sign_in("甲").get("/enrolment")
    assert page.html.select_one(f'time[datetime^="{due[:10]}"]') is not None
