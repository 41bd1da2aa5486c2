"""Sorting a desk by urgency: pure, from the items and the moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tongban.clock import local
from tongban.portal.blocks import DeskItem


class Urgency(StrEnum):
    """How soon something must be done, the most urgent first."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    OPEN = "open"
    WAITING = "waiting"


TITLES: dict[Urgency, str] = {
    Urgency.LATE: "已逾期",
    Urgency.TODAY: "今天到期",
    Urgency.WEEK: "本周到期",
    Urgency.LATER: "以后到期",
    Urgency.OPEN: "没有期限",
    Urgency.WAITING: "等待他人",
}


@dataclass(frozen=True)
class Placed:
    """An item with the kind of matter it is (the title of its block)."""

    kind: str
    item: DeskItem


def urgency_of(item: DeskItem, now: datetime) -> Urgency:
    """The group of an item; days and weeks (to Sunday) are those of Asia/Shanghai."""
    if item.waiting:
        return Urgency.WAITING
    if item.due is None:
        return Urgency.OPEN
    if item.due <= now:
        return Urgency.LATE
    today, due = local(now).date(), local(item.due).date()
    if due == today:
        return Urgency.TODAY
    sunday = today + timedelta(days=6 - today.weekday())
    return Urgency.WEEK if due <= sunday else Urgency.LATER


def by_urgency(placed: Iterable[Placed], now: datetime) -> dict[Urgency, list[Placed]]:
    """The groups that have something in them, each by due date, then number."""
    groups: dict[Urgency, list[Placed]] = {urgency: [] for urgency in Urgency}
    for one in placed:
        groups[urgency_of(one.item, now)].append(one)
    for group in groups.values():
        group.sort(key=lambda p: (p.item.due is None, p.item.due or now, p.item.number))
    return {urgency: group for urgency, group in groups.items() if group}
