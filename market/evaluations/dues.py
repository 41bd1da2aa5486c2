"""The date of an evaluation that is computed."""

from typing import Any

from sqlalchemy.orm import Session

from market.evaluations.models import Evaluation
from market.needs.rules import NeedRules, rules_of
from tongban.dues.running import Running
from tongban.rules import RulesProvider

DEFAULT_TIMER = "evaluation.default"


def _rules(session: Session, provider: RulesProvider, evaluation: Any) -> NeedRules:
    need = evaluation.contract.award.need
    return rules_of(session, provider, need, need.published_at)


DUE_AT = Running(
    model=Evaluation,
    name="due_at",
    label="评价期限",
    states=("due",),
    rules=_rules,
    sides=lambda evaluation: (evaluation.owner_org_id,),
    title=lambda evaluation: evaluation.contract.award.need.title,
    url=lambda evaluation: f"/contracts/{evaluation.contract.number}",
    timer=DEFAULT_TIMER,
)
