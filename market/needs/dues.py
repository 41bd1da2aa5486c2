"""The dates of a need that are computed."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from market.needs.models import Need
from market.needs.notices import url_of
from market.needs.rules import NeedRules, rules_of
from tongban.dues.running import Running
from tongban.rules import RulesProvider


def _rules(session: Session, provider: RulesProvider, need: Any) -> NeedRules:
    """What the region said when the need was handed in."""
    at: datetime = need.submitted_at
    return rules_of(session, provider, need, at)


CHECK_DUE = Running(
    model=Need,
    name="check_due",
    label="核验期限",
    states=("under_check",),
    rules=_rules,
    sides=lambda need: (need.owner_org_id,),
    title=lambda need: need.title,
    url=url_of,
    received="submitted_at",
)
