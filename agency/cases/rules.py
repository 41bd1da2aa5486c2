"""The rules a case runs by: those in force when it was accepted, before that the present ones."""

from datetime import datetime

from sqlalchemy.orm import Session

from agency.cases.models import Case
from tongban.rules import PinnedRules, RuleSet, RulesProvider

#: The answers a case runs by, live or pinned; both are asked alike.
CaseRules = RuleSet | PinnedRules


def rules_of(session: Session, provider: RulesProvider, case: Case, now: datetime) -> CaseRules:
    """Pinned answers for an accepted case; the region's present ones for a request."""
    if case.rules_hash is not None:
        return provider.pinned(session, case.rules_hash)
    return provider.for_region(case.region, now, session)
