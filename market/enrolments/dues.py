"""The rules an enrolment is dealt with by, and the days they count."""

from datetime import datetime

from market.enrolments.models import Enrolment
from tongban.calendar import CalendarService
from tongban.clock import local
from tongban.regions.service import chain
from tongban.rules import PinnedRules, RuleSet, RulesProvider
from tongban.work import Work

#: Answers in force now, or those an application was handed in under.
EnrolmentRules = RuleSet | PinnedRules


def live_rules(work: Work, provider: RulesProvider, region: str) -> RuleSet:
    """What the region says now."""
    return provider.for_region(region, work.now, work.session)


def rules_of(work: Work, provider: RulesProvider, enrolment: Enrolment) -> EnrolmentRules:
    """What held when the application was handed in; before that, what the region says now."""
    if enrolment.rules_hash is not None:
        return provider.pinned(work.session, enrolment.rules_hash)
    return live_rules(work, provider, enrolment.region)


def due_after(
    work: Work, calendars: CalendarService, enrolment: Enrolment, rules: EnrolmentRules, days: int
) -> datetime:
    """The end of the n-th working day after today, in the region's calendar."""
    calendar = calendars.for_region([place.code for place in chain(work.session, enrolment.region)])
    due = calendar.add_working_days(local(work.now).date(), days)
    return calendar.deadline_instant(due.date, str(rules.value("clock.day_end")))
