"""The rules a need runs by: the answers it was published with, before that those in force now."""

from datetime import datetime

from sqlalchemy.orm import Session

from market.needs.models import Need
from tongban.rules import PinnedRules, RuleSet, RulesProvider

#: The answers a need runs by, live or pinned; both are asked alike.
NeedRules = RuleSet | PinnedRules


def rules_of(session: Session, provider: RulesProvider, need: Need, now: datetime) -> NeedRules:
    """Pinned answers for a published need; the region's present ones for a draft."""
    if need.rules_hash is not None:
        return provider.pinned(session, need.rules_hash)
    return provider.for_region(need.region, now, session)
