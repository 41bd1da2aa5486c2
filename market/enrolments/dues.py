"""The rules an enrolment is dealt with by, and the days they count."""

from datetime import datetime

from market.enrolments.models import Enrolment
from tongban.calendar import CalendarService
from tongban.clock import local
from tongban.dues.service import limit
from tongban.rules import PinnedRules, RuleSet, RulesProvider
from tongban.site.deadlines import received_on
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


def due_after(work: Work, calendars: CalendarService, rules: EnrolmentRules, days: int) -> datetime:
    """The end of the n-th working day after today, as the region counts them."""
    return limit(calendars.for_rules(rules), rules, local(work.now).date(), days).at


def due_after_receipt(work: Work, calendars: CalendarService, rules: EnrolmentRules, days: int) -> datetime:
    """The same after the day on which what is sent now counts as received."""
    calendar = calendars.for_rules(rules)
    return limit(calendar, rules, received_on(calendar, rules, work.received), days).at
