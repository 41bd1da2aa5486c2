"""Due dates under another calendar: an official table came in after they were computed (domain rules §6.1).

Only running limits move; what is settled keeps its facts. Nobody is made late by a table that came later.
"""

import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tongban.calendar import Calendar, CalendarService, Unit
from tongban.calendar.recompute import Recomputed, StoredDue, recompute
from tongban.clock import local
from tongban.dues.models import DueDate
from tongban.dues.running import Running
from tongban.dues.service import Dues
from tongban.notices.service import notify_org
from tongban.rules import Rules, RulesProvider
from tongban.site.deadlines import received_on
from tongban.work import Work

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Moved:
    """What became of one date."""

    old: dt.datetime
    new: dt.datetime
    found: Recomputed


class Recompute:
    """Looks at running dates anew; done twice it changes nothing."""

    def __init__(self, work: Work, provider: RulesProvider, calendars: CalendarService) -> None:
        self._work = work.as_system()
        self._session = work.session
        self._provider = provider
        self._dues = Dues(work, calendars)

    def concerned(self, runnings: Iterable[Running]) -> list[Any]:
        """The things with a running date that was computed under another calendar, each once.

        One that cannot be judged is among them: whoever then looks at it alone finds what is wrong with it.
        """
        found = {
            (thing.thing_kind, thing.id): thing
            for running in runnings
            for thing in self._of(running)
            if self._is_concerned(running, thing)
        }
        return list(found.values())

    def thing(self, runnings: Iterable[Running], kind: str, thing_id: int) -> int:
        """Every running date of one thing; returns how many moved or became final."""
        mine = [running for running in runnings if running.model.thing_kind == kind]
        thing = self._session.get(mine[0].model, thing_id) if mine else None
        return sum(self.one(running, thing) is not None for running in mine) if thing else 0

    def _is_concerned(self, running: Running, thing: Any) -> bool:
        try:
            version = self._dues.calendar(running.rules(self._session, self._provider, thing)).version
        except Exception:
            log.exception("the rules of %s %s cannot be asked", thing.thing_kind, thing.id)
            return True
        row = self._dues.row(thing, running.name)
        return row is not None and row.calendar_version != version

    def _of(self, running: Running) -> list[Any]:
        model = running.model
        query = select(model).join(
            DueDate,
            (DueDate.thing_kind == model.thing_kind)
            & (DueDate.thing_id == model.id)
            & (DueDate.name == running.name),
        )
        return list(self._session.scalars(query.where(model.state.in_(running.states)).order_by(model.id)))

    def one(self, running: Running, thing: Any) -> Moved | None:
        """One date of one thing; None when it stands as it was."""
        rules = running.rules(self._session, self._provider, thing)
        calendar = self._dues.calendar(rules)
        row = self._dues.row(thing, running.name)
        if row is None or row.calendar_version == calendar.version:
            return None
        self._work.lock(thing)
        if thing.state not in running.states:
            return None
        if running.received is not None:
            row.start = received_on(calendar, rules, getattr(thing, running.received))
        found = recompute(calendar, _stored(row))
        row.calendar_version = calendar.version
        return self._move(running, thing, row, rules, calendar, found) if found else None

    def _move(
        self,
        running: Running,
        thing: Any,
        row: DueDate,
        rules: Rules,
        calendar: Calendar,
        found: Recomputed,
    ) -> Moved:
        day_end = str(rules.value("clock.day_end"))
        old, now = getattr(thing, running.name), self._work.now
        new = calendar.deadline_instant(found.new.date, day_end) if found.moved else old
        grace = calendar.deadline_instant(calendar.next_working_day(local(now).date()), day_end)
        moved = Moved(old, fair_moment(old, new, now, grace), found)
        row.day, row.provisional = found.new.date, found.new.provisional
        setattr(thing, running.name, moved.new)
        self._work.record(thing, "recompute", {"date": running.name, **found.trace()})
        if running.timer is not None:
            self._work.cancel(running.timer, thing)
            self._work.schedule(running.timer, thing, moved.new if moved.new > now else grace)
        if moved.old != moved.new:
            self._tell(running, thing, moved)
        return moved

    def _tell(self, running: Running, thing: Any, moved: Moved) -> None:
        old, new = (f"{local(at):%Y-%m-%d %H:%M}" for at in (moved.old, moved.new))
        body = (
            f"“{running.title(thing)}”的{running.label}由 {old} 改为 {new}："
            "正式的放假安排已经公布，原来的日期是暂定的。"
        )
        event = f"recompute-{running.name}-{new}"
        for org_id in running.sides(thing):
            notify_org(self._work, thing, event, org_id, f"{running.label}有变动", body, running.url(thing))


def fair_moment(old: dt.datetime, new: dt.datetime, now: dt.datetime, grace: dt.datetime) -> dt.datetime:
    """When a date that was ``old`` and would be ``new`` falls due: whoever relied on a date that has not come
    yet is not late all at once but has until ``grace``, and a date that has passed never moves further back.
    """
    if new > now:
        return new
    return grace if old > now else max(old, new)


def _stored(row: DueDate) -> StoredDue:
    return StoredDue(row.start, row.count, row.day, row.provisional, row.calendar_version, Unit(row.unit))
