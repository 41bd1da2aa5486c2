"""The timer of the notice period."""

from datetime import datetime

from pyramid.registry import Registry

from market.awards.models import Award
from market.awards.service import AwardService
from tongban.calendar import CalendarService
from tongban.outbox.handlers import TimerHandler
from tongban.rules import REGISTRY_KEY
from tongban.work import Work


def make_confirm(registry: Registry) -> TimerHandler:
    """``award.confirm``: due at the end of the notice period."""

    def confirm(work: Work, award_id: int, _due_at: datetime) -> None:
        award = work.session.get_one(Award, award_id)
        AwardService(work, registry[REGISTRY_KEY], CalendarService(work.session)).confirm(award)

    return confirm
