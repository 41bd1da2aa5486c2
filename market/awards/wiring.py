"""The timer of the notice period."""

from datetime import datetime

from pyramid.config import Configurator
from pyramid.registry import Registry
from sqlalchemy import select

from market.awards.dues import CONFIRM_TIMER, CONTRACT_DUE, NOTICE_UNTIL
from market.awards.letter import make_letter
from market.awards.models import Award
from market.awards.service import LETTER, AwardService
from market.entries.foresight import NOBODY, foresee_entries
from market.entries.wiring import make_judge
from market.hookspecs import MarketHooks
from tongban.calendar import CalendarService
from tongban.outbox.handlers import TimerHandler
from tongban.rules import REGISTRY_KEY
from tongban.work import Work


def award_service(work: Work, registry: Registry, hooks: MarketHooks = NOBODY) -> AwardService:
    """The service on a unit of work; ``hooks``: what the plugins said of the reserves, for declining."""
    calendars, judge = CalendarService(work.session), make_judge(work.session, hooks)
    return AwardService(work, registry[REGISTRY_KEY], calendars, judge)


def foresee_reserves(registry: Registry, number: str) -> MarketHooks:
    """What the plugins say of those who would follow the awardee, asked before a decline is written.

    Raises CodeAbsent, HookSilent.
    """
    with registry["tongban.reads"]() as session:
        award = session.scalar(select(Award).filter_by(number=number))
        return NOBODY if award is None else foresee_entries(session, registry, award.need, ("reserve",))


def make_confirm(registry: Registry) -> TimerHandler:
    """``award.confirm``: due at the end of the notice period."""

    def confirm(work: Work, award_id: int, _due_at: datetime) -> None:
        award = work.session.get_one(Award, award_id)
        award_service(work, registry).confirm(award)

    return confirm


def includeme(config: Configurator) -> None:
    """The notice period's timer, the letter, and the public pages."""
    config.registry.setdefault("market.award_blocks", [])
    for running in (NOTICE_UNTIL, CONTRACT_DUE):
        config.add_running_due(running)
    config.add_timer_handler(CONFIRM_TIMER, make_confirm(config.registry))
    config.add_outbox_handler(LETTER, make_letter(config.registry))
    config.add_route("awards.list", "/awards")
    config.add_route("awards.show", "/awards/{number}")
    config.add_route("awards.decline", "/awards/{number}/decline")
    config.add_route("awards.letter", "/awards/{number}/letter.pdf")
    config.add_nav_item("中选公示", "awards.list", order=20)
    config.scan("market.awards.views")
    config.scan("market.awards.api")
