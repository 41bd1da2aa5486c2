"""Urgency: days and weeks are those of Asia/Shanghai, the week ends with Sunday."""

from datetime import datetime

import pytest

from tongban.clock import TZ
from tongban.portal.blocks import DeskItem
from tongban.portal.urgency import Placed, Urgency, by_urgency, urgency_of
from tongban.web.components import StateLabel

#: A Wednesday.
NOW = datetime(2026, 3, 4, 16, 50, tzinfo=TZ)


def item(due: datetime | None, waiting: bool = False, number: str = "1") -> DeskItem:
    return DeskItem("需求", "/needs/1", StateLabel("待核验"), due, "", number, waiting)


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=TZ)


@pytest.mark.parametrize(
    ("due", "urgency"),
    [
        (at(3), Urgency.LATE),
        (NOW, Urgency.LATE),
        (at(4, 16, 51), Urgency.TODAY),
        (at(4, 23, 59), Urgency.TODAY),
        (at(5, 0, 0), Urgency.WEEK),
        (at(8, 23, 59), Urgency.WEEK),
        (at(9, 0, 0), Urgency.LATER),
        (None, Urgency.OPEN),
    ],
)
def test_where_a_due_date_belongs(due: datetime | None, urgency: Urgency) -> None:
    assert urgency_of(item(due), NOW) is urgency


def test_what_others_must_do_stands_by_itself_however_late() -> None:
    assert urgency_of(item(at(1), waiting=True), NOW) is Urgency.WAITING


def test_groups_come_most_urgent_first_and_items_by_due_date() -> None:
    placed = [Placed("需求", item(due, number=n)) for n, due in (("c", None), ("b", at(3)), ("a", at(2)))]
    groups = by_urgency(placed, NOW)
    assert list(groups) == [Urgency.LATE, Urgency.OPEN]
    assert [p.item.number for p in groups[Urgency.LATE]] == ["a", "b"]
