"""The dates of a case that are computed."""

from typing import Any

from sqlalchemy.orm import Session

from agency.cases.models import Case
from agency.cases.notices import url_of
from agency.cases.rules import rules_of
from tongban.dues.running import Running
from tongban.rules import Rules, RulesProvider


def _rules(session: Session, provider: RulesProvider, case: Any) -> Rules:
    return rules_of(session, provider, case, case.requested_at)


def _running(name: str, label: str, states: tuple[str, ...], received: str | None = None) -> Running:
    return Running(
        model=Case,
        name=name,
        label=label,
        states=states,
        rules=_rules,
        sides=lambda case: (case.owner_org_id,),
        title=lambda case: case.project_name,
        url=url_of,
        received=received,
    )


SCREEN_DUE = _running("screen_due", "受理期限", ("requested",), "requested_at")
ASSIGN_DUE = _running("assign_due", "指派代办员期限", ("screened",))
SEAL_DUE = _running(
    "seal_due", "签订协议期限", ("assigned", "awaiting_applicant_seal", "awaiting_centre_seal")
)
DUES = (SCREEN_DUE, ASSIGN_DUE, SEAL_DUE)


def due_of(case: Case) -> Running | None:
    """The date that counts in the state the case is in, if one does."""
    return next((running for running in DUES if case.state in running.states), None)
