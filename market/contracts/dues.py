"""The dates of a contract and its deliverable that are computed."""

from typing import Any

from sqlalchemy.orm import Session

from market.contracts.models import Contract, Deliverable
from market.contracts.notices import url_of
from market.needs.rules import NeedRules, rules_of
from tongban.dues.running import Running
from tongban.rules import RulesProvider

DEEM_TIMER = "deliverable.deem"


def _contract_rules(session: Session, provider: RulesProvider, contract: Any) -> NeedRules:
    return rules_of(session, provider, contract.award.need, contract.uploaded_at)


def _rules(session: Session, provider: RulesProvider, deliverable: Any) -> NeedRules:
    return _contract_rules(session, provider, deliverable.contract)


def _deliverable(
    name: str,
    label: str,
    states: tuple[str, ...],
    timer: str | None = None,
    received: str | None = None,
) -> Running:
    return Running(
        model=Deliverable,
        name=name,
        label=label,
        states=states,
        rules=_rules,
        sides=lambda deliverable: (deliverable.owner_org_id, deliverable.org_id),
        title=lambda deliverable: deliverable.contract.award.need.title,
        url=lambda deliverable: url_of(deliverable.contract),
        timer=timer,
        received=received,
    )


FILE_DUE = Running(
    model=Contract,
    name="file_due",
    label="合同备案期限",
    states=("uploaded", "returned"),
    rules=_contract_rules,
    sides=lambda contract: (contract.owner_org_id, contract.org_id),
    title=lambda contract: contract.award.need.title,
    url=url_of,
)
DUE_AT = _deliverable("due_at", "提交成果期限", ("due", "returned"))
ACCEPTANCE_DUE = _deliverable("acceptance_due", "验收期限", ("submitted",), DEEM_TIMER, "submitted_at")
