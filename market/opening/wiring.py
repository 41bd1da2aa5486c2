"""The timers of closing and opening."""

from datetime import datetime

from pyramid.config import Configurator
from pyramid.registry import Registry

from market.entries.wiring import make_judge
from market.needs.models import Need
from market.opening.closing import OPEN_TIMER, ClosingService
from market.opening.closing_timer import CLOSE_TIMER
from market.opening.opening import OpeningService
from tongban.outbox.handlers import TimerHandler
from tongban.rules import REGISTRY_KEY
from tongban.work import Work


def make_close(registry: Registry) -> TimerHandler:
    """``need.close``: due at the end of registration."""

    def close(work: Work, need_id: int, due_at: datetime) -> None:
        service = ClosingService(
            work, registry[REGISTRY_KEY], registry["tongban.seal_keys"], registry["tongban.clock"].offset()
        )
        service.close(work.session.get_one(Need, need_id), due_at)

    return close


def make_open(registry: Registry) -> TimerHandler:
    """``need.open``: due as soon as the need is closed."""

    def open_(work: Work, need_id: int, _due_at: datetime) -> None:
        judge = make_judge(registry, work.session)
        service = OpeningService(work, registry[REGISTRY_KEY], registry["tongban.seal_keys"], judge)
        service.open(work.session.get_one(Need, need_id))

    return open_


def includeme(config: Configurator) -> None:
    """The timers that act by themselves, and the page on which the selection can be checked."""
    config.add_timer_handler(CLOSE_TIMER, make_close(config.registry))
    config.add_timer_handler(OPEN_TIMER, make_open(config.registry))
    config.add_route("needs.selection", "/needs/{number}/selection")
    config.add_route("needs.selection_json", "/needs/{number}/selection.json")
    config.add_route("needs.closing_json", "/needs/{number}/closing.json")
    config.scan("market.opening.views")
