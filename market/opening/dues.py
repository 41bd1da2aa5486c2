"""The dates of a selection that are computed, and the timers that go by them."""

from typing import Any

from sqlalchemy.orm import Session

from market.needs.models import Need
from market.needs.notices import url_of
from market.needs.rules import NeedRules, rules_of
from tongban.dues.running import Running
from tongban.rules import RulesProvider

#: Due when the public value should have been fixed.
BEACON_TIMER = "need.beacon_due"
#: Due as soon as the public value is fixed.
DRAW_TIMER = "need.draw"


def _rules(session: Session, provider: RulesProvider, need: Any) -> NeedRules:
    return rules_of(session, provider, need, need.opened_at)


BEACON_DUE = Running(
    model=Need,
    name="beacon_due",
    label="确定公开随机值的时限",
    states=("selecting",),
    rules=_rules,
    sides=lambda need: (need.owner_org_id,),
    title=lambda need: need.title,
    url=url_of,
    timer=BEACON_TIMER,
)
