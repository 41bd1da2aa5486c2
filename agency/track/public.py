"""What somebody with number and query code is told of a case: where it stands and whose turn it is.

With the plan's items and dates. Neither the applicant's data nor the project's facts, papers, reasons or
agreement.
"""

from dataclasses import dataclass, replace

from pyramid.request import Request

from agency.case_plans.present import plan_table
from agency.case_plans.service import latest_plan
from agency.cases.lifecycle import CASE, OPEN
from agency.cases.models import Case
from agency.cases.rules import CaseRules
from agency.cases.thread import coming_steps, done_steps, in_order, next_step
from agency.handovers.find import handovers_of
from agency.handovers.present import handover_steps
from agency.plan import Plan
from tongban.web.components import ComingStep, NextStep, StateLabel, Table, ThreadStep
from tongban.web.filters import date_text

#: States in which the applicant has to act.
WANTED = {"awaiting_applicant_seal": "请登录本站，核对委托代办协议并签章。"}
APPLICANT = "申请人"


@dataclass(frozen=True)
class PublicCase:
    """The case as it is shown without signing in."""

    number: str
    title: str
    state: StateLabel
    wanted: str
    done: list[ThreadStep]
    next: NextStep | None
    coming: list[ComingStep]
    plan: Table | None
    plan_end: str


def public_case(request: Request, case: Case, rules: CaseRules) -> PublicCase:
    """What is told of a case."""
    kept = latest_plan(request.db, case)
    plan = Plan.from_json(kept.plan) if kept is not None and case.state in OPEN else None
    steps = in_order([*done_steps(request, case), *handover_steps(handovers_of(request.db, case))])
    return PublicCase(
        number=case.number,
        title=case.project_name,
        state=StateLabel.of(CASE.states[case.state]),
        wanted=WANTED.get(case.state, ""),
        done=[_step(case, step) for step in steps],
        next=_next(request, case, rules),
        coming=coming_steps(case),
        plan=plan_table(plan) if plan else None,
        plan_end=f"{date_text(plan.end)}{'（暂定）' if plan.provisional else ''}" if plan else "",
    )


def _step(case: Case, step: ThreadStep) -> ThreadStep:
    who = APPLICANT if step.who == case.owner.name else step.who
    return ThreadStep(step.title, step.when, who, tone=step.tone)


def _next(request: Request, case: Case, rules: CaseRules) -> NextStep | None:
    found = next_step(request, case, rules)
    if found is None:
        return None
    if case.state in WANTED:
        return replace(found, who=APPLICANT, phone="", actions=())
    return replace(found, actions=())
