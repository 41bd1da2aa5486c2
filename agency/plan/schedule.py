"""The dates of a network: each node as early as what it waits for allows, its last day by the calendar.

An item is taken to be received on the day the last thing it waits for is decided, and to be decided on the
last day of its limit. The day of receipt is not counted (民法典 201); a limit of calendar days that ends on a
day off moves to the next working day (203). Pure: no clock, no database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from agency.guides.items import Unit
from agency.plan.limits import Days, LimitKind
from agency.plan.network import Node, Wait
from tongban.calendar import Calendar, Due

#: An event takes no time.
_NO_TIME = Days(LimitKind.INSTANT)


@dataclass(frozen=True)
class Slot:
    """When a node runs. ``due``: its own limit; ``end`` is later where a soft edge holds the decision back.

    ``chosen``: for each wait the node that it waits for.
    """

    start: date
    end: date
    due: Due
    chosen: tuple[tuple[Wait, str], ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether the dates rest on a year without an official calendar."""
        return self.due.provisional


@dataclass(frozen=True)
class Frame:
    """What all nodes share: the calendar, the first day, whether what comes on a day off counts later."""

    calendar: Calendar
    start: date
    roll: bool = True

    def opening(self, day: date) -> date:
        """The day something counts as received."""
        if self.roll and not self.calendar.is_working_day(day):
            return self.calendar.next_working_day(day)
        return day

    def due(self, start: date, days: Days) -> Due:
        """The last day of a limit from its first."""
        if days.value and days.unit is Unit.CD:
            return self.calendar.add_calendar_days(start, days.value)
        return self.calendar.add_working_days(start, days.value)


def schedule(
    nodes: Sequence[Node], days: Mapping[str, Days], frame: Frame, fixed: Mapping[str, date]
) -> dict[str, Slot]:
    """When each node runs. ``nodes`` come after those they wait for; ``fixed``: known dates of events."""
    slots: dict[str, Slot] = {}
    for node in nodes:
        chosen = tuple((wait, _chosen(wait, slots)) for wait in node.waits)
        earliest = [slots[code].start if wait.soft else slots[code].end for wait, code in chosen]
        if node.code in fixed:
            earliest.append(fixed[node.code])
        start = frame.opening(max([frame.start, *earliest]))
        due = frame.due(start, days.get(node.code, _NO_TIME))
        end = max([due.date, *(slots[code].end for wait, code in chosen if wait.soft)])
        slots[node.code] = Slot(start, end, due, chosen)
    return slots


def _chosen(wait: Wait, slots: Mapping[str, Slot]) -> str:
    pick = max if wait.last else min
    return pick(wait.codes, key=lambda code: slots[code].end)
