"""The timers of closing and opening."""

from datetime import datetime, timedelta

from pyramid.config import Configurator
from pyramid.registry import Registry
from sqlalchemy import select
from sqlalchemy.orm import Session

from market.entries.foresight import NOBODY, Unforeseen, foresee_entries
from market.entries.wiring import make_judge
from market.hookspecs import MarketHooks
from market.needs.models import Need
from market.needs.notices import url_of
from market.opening.closing import OPEN_TIMER, ClosingService
from market.opening.closing_timer import CLOSE_TIMER
from market.opening.drawing import BeaconService, DrawService
from market.opening.dues import BEACON_DUE, BEACON_TIMER, DRAW_TIMER
from market.opening.opening import OpeningService
from tongban.arrival import tickets
from tongban.notices.service import notify_role
from tongban.outbox.handlers import InTwoSteps, Later, TimerHandler
from tongban.rules import REGISTRY_KEY
from tongban.security import Role
from tongban.work import Work


def make_close(registry: Registry) -> TimerHandler:
    """``need.close``: due at the end of registration."""

    def close(work: Work, need_id: int, due_at: datetime) -> None:
        service = ClosingService(
            work, registry[REGISTRY_KEY], registry["tongban.seal_keys"], registry["tongban.clock"].offset()
        )
        service.close(work.session.get_one(Need, need_id), due_at)

    return close


def warn_of_late_closings(work: Work) -> None:
    """Tell the operators of a closing that has been waiting too long for entries received in time."""
    late = select(Need).where(Need.state == "registering", Need.ends_at < work.now - tickets.ALARM_AFTER)
    for need in work.session.scalars(late).all():
        body = f"“{need.title}”截止已超过 1 分钟，仍在等待截止前到达的报价入册，请联系平台管理员查看后台。"
        notify_role(work, need, "closing-late", Role.MARKET_OPERATOR, "截止未能按时完成", body, url_of(need))


def make_open(registry: Registry) -> TimerHandler:
    """``need.open``: due as soon as the need is closed."""

    def look(session: Session, need_id: int, _now: datetime) -> MarketHooks:
        return foresee_entries(session, registry, session.get_one(Need, need_id), ("submitted",))

    def open_(work: Work, need_id: int, _due_at: datetime, hooks: MarketHooks) -> None:
        judge = make_judge(work.session, hooks)
        service = OpeningService(work, registry[REGISTRY_KEY], registry["tongban.seal_keys"], judge)
        try:
            service.open(work.session.get_one(Need, need_id))
        except Unforeseen as changed:
            raise Later(work.now, changed.message) from changed

    return InTwoSteps(look, open_)


def beacon_service(work: Work, registry: Registry) -> BeaconService:
    """The service of the public value on a unit of work."""
    return BeaconService(work, registry[REGISTRY_KEY])


def make_draw(registry: Registry) -> TimerHandler:
    """``need.draw``: due as soon as the public value is fixed."""

    def look(session: Session, need_id: int, _now: datetime) -> MarketHooks:
        return foresee_entries(session, registry, session.get_one(Need, need_id), ("valid",))

    def draw(work: Work, need_id: int, _due_at: datetime, hooks: MarketHooks) -> None:
        try:
            _draw_service(work, registry, hooks).draw(work.session.get_one(Need, need_id))
        except Unforeseen as changed:
            raise Later(work.now, changed.message) from changed

    return InTwoSteps(look, draw)


def make_give_up(registry: Registry) -> TimerHandler:
    """``need.beacon_due``: due when the public value should have been fixed."""

    def give_up(work: Work, need_id: int, _due_at: datetime) -> None:
        _draw_service(work, registry, NOBODY).give_up(work.session.get_one(Need, need_id))

    return give_up


def _draw_service(work: Work, registry: Registry, hooks: MarketHooks) -> DrawService:
    judge = make_judge(work.session, hooks)
    return DrawService(work, registry[REGISTRY_KEY], registry["tongban.seal_keys"], judge)


def includeme(config: Configurator) -> None:
    """The timers that act by themselves, and the page on which the selection can be checked."""
    config.add_timer_handler(CLOSE_TIMER, make_close(config.registry))
    config.add_timer_handler(OPEN_TIMER, make_open(config.registry))
    config.add_timer_handler(DRAW_TIMER, make_draw(config.registry))
    config.add_timer_handler(BEACON_TIMER, make_give_up(config.registry))
    config.add_running_due(BEACON_DUE)
    config.add_route("needs.selection", "/needs/{number}/selection")
    config.add_route("needs.selection_json", "/needs/{number}/selection.json")
    config.add_route("needs.entries_json", "/needs/{number}/list.json")
    config.add_route("needs.beacon", "/needs/{number}/beacon")
    config.add_route("needs.closing_json", "/needs/{number}/closing.json")
    config.add_job("need.late_closings", "检查未按时完成的截止", timedelta(minutes=1), warn_of_late_closings)
    config.scan("market.opening.views")
    config.scan("market.opening.beacon_views")
    config.scan("market.opening.api")
