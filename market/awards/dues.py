"""The dates of an award that are computed."""

from typing import Any

from sqlalchemy.orm import Session

from market.awards.models import Award
from market.awards.notices import url_of
from market.needs.rules import NeedRules, rules_of
from tongban.dues.running import Running
from tongban.rules import RulesProvider

CONFIRM_TIMER = "award.confirm"


def _rules(session: Session, provider: RulesProvider, award: Any) -> NeedRules:
    return rules_of(session, provider, award.need, award.proposed_at)


def _running(name: str, label: str, states: tuple[str, ...], timer: str | None = None) -> Running:
    return Running(
        model=Award,
        name=name,
        label=label,
        states=states,
        rules=_rules,
        sides=lambda award: (award.owner_org_id, award.org_id),
        title=lambda award: award.need.title,
        url=url_of,
        timer=timer,
    )


NOTICE_UNTIL = _running("notice_until", "中选公示截止时间", ("proposed",), CONFIRM_TIMER)
CONTRACT_DUE = _running("contract_due", "签订合同期限", ("letter_issued",))
