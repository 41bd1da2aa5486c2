"""Projects, rules and calendar for the tests of plans."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from agency.guides import load_guides
from agency.plan import Plan, make_plan
from agency.projects import QUESTIONS, ApprovalMode, EiaKind, Facts, Funding, Kind, ProjectClass, WorksScale
from tests.support.rules import rules_with
from tongban.calendar.official import official_calendar

GUIDES = load_guides()
CALENDAR = official_calendar()

#: Everything that can be answered with no.
NO = {name: False for name, question in QUESTIONS.items() if question.kind is Kind.YES_NO}

#: A private factory of the middling sort: filed, with an environmental report form, on land already approved.
FACTORY = Facts(
    **{
        **NO,
        "funding": Funding.PRIVATE,
        "project_class": ProjectClass.INDUSTRIAL,
        "approval_mode": ApprovalMode.FILING,
        "total_investment": 32_000_000_00,
        "land_area": 20_000,
        "floor_area": 12_000,
        "works_scale": WorksScale.MEDIUM,
        "eia_kind": EiaKind.FORM,
        "energy_use": 300,
        "electricity_use": 120,
    }
)


def plan_of(
    facts: Facts,
    start: date = date(2026, 3, 2),
    *,
    events: Mapping[str, date] | None = None,
    by: Any = None,
    **rules: Any,
) -> Plan:
    """A plan by the bundled guides and calendar and the nation's rules, with changes (dots as ``__``)."""
    more = {"by": by} if by else {}
    return make_plan(facts, start, rules_with("430582", **rules), CALENDAR, GUIDES, events=events, **more)
