"""The thread of a case: what happened, what comes next and who must do it by when."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from pyramid.request import Request
from sqlalchemy import select

from agency.cases.dues import due_of
from agency.cases.lifecycle import CASE
from agency.cases.models import Case
from agency.cases.rules import CaseRules
from tongban.accounts.models import Membership, Organisation
from tongban.audit.happened import happened, last_moment
from tongban.security import Permission, Role
from tongban.security.table import permits
from tongban.site.deadlines import deadline_of
from tongban.web.components import Action, ComingStep, Deadline, Link, NextStep, Seal, ThreadStep

CENTRE = "代办中心"
_NEVER = datetime.max.replace(tzinfo=UTC)


def done_steps(request: Request, case: Case) -> list[ThreadStep]:
    """What has happened, in order."""
    applicant = case.owner.name
    steps = [ThreadStep("申请全程代办", case.requested_at, applicant)]
    if case.state == "refused":
        return [*steps, ThreadStep("不予受理", case.ended_at, CENTRE, note=case.reason or "", tone="late")]
    if case.screened_at:
        steps.append(ThreadStep("受理申请", case.screened_at, CENTRE))
    if case.assigned_at and case.agent and case.deputy:
        note = f"代办员 {case.agent.name}，协办代办员 {case.deputy.name}"
        steps.append(ThreadStep("指派代办员", case.assigned_at, CENTRE, note=note))
    steps += _agreement(request, case)
    if case.state in ("withdrawn", "terminated"):
        title = CASE.states[case.state].title
        steps.append(ThreadStep(title, case.ended_at, _who_ended(request, case), case.reason or "", "late"))
    return steps


def _agreement(request: Request, case: Case) -> list[ThreadStep]:
    steps: list[ThreadStep] = []
    agent = case.agent.name if case.agent else CENTRE
    if case.drafted_at:
        paper = request.route_path("cases.paper", number=case.number)
        links = (Link("下载协议", paper),) if case.paper_id else ()
        steps.append(
            ThreadStep("拟订委托代办协议", case.drafted_at, agent, case.agreement_number or "", links=links)
        )
    if case.state == "assigned" and case.reason:
        when = last_moment(request.db, case, "return")
        steps.append(ThreadStep("申请人要求修改协议", when, case.owner.name, note=case.reason, tone="late"))
    for title, who, at, seal in (
        ("申请人签章", case.owner.name, case.applicant_sealed_at, case.applicant_seal),
        ("代办中心签章，代办开始", CENTRE, case.active_at, case.centre_seal),
    ):
        if at is not None and seal is not None:
            here = request.route_path("cases.show", number=case.number, _anchor="agreement")
            mark = Seal("签章", str(seal["digest"]), here, title="查看协议")
            steps.append(ThreadStep(title, at, who, note=str(seal["signer"]), seal=mark))
    return steps


def _who_ended(request: Request, case: Case) -> str:
    event = "withdraw" if case.state == "withdrawn" else "terminate"
    ended = happened(request.db, case, (event,))
    return case.owner.name if ended and ended[-1].actor_org_id == case.owner_org_id else CENTRE


def in_order(steps: Sequence[ThreadStep]) -> list[ThreadStep]:
    """Steps of several origins by their moments; what has none stands where it was told."""
    return sorted(steps, key=lambda step: step.when or _NEVER)


def next_step(request: Request, case: Case, rules: CaseRules) -> NextStep | None:
    """Whose turn it is; the buttons are there for whoever may press them."""
    maker = _NEXT.get(case.state)
    return maker(request, case, _deadline(request, case, rules)) if maker else None


def _deadline(request: Request, case: Case, rules: CaseRules) -> Deadline | None:
    running = due_of(case)
    if running is None:
        return None
    start, received = _start(case)
    due: datetime | None = getattr(case, running.name)
    return deadline_of(request, case.region, start, due, running.label, rules=rules, received=received)


def _start(case: Case) -> tuple[datetime | None, bool]:
    """Since when the limit of the present state runs, and whether from a receipt."""
    match case.state:
        case "requested":
            return case.requested_at, True
        case "screened":
            return case.screened_at, False
        case _:
            return case.assigned_at, False


def _actions(request: Request, case: Case, *offered: tuple[Permission, str, str]) -> tuple[Action, ...]:
    return tuple(
        Action(label, request.route_path(route, number=case.number), "get", primary=number == 0)
        for number, (permission, label, route) in enumerate(offered)
        if permits(request.actor, permission, case)
    )


def _requested(request: Request, case: Case, deadline: Deadline | None) -> NextStep:
    actions = _actions(request, case, (Permission.AGENCY_CASE_SCREEN, "受理或不予受理", "cases.screen"))
    name, phone = centre_contact(request, case.region)
    return NextStep("决定是否受理", name, phone, actions, "核对是否属于本地区的代办范围。", deadline)


def _screened(request: Request, case: Case, deadline: Deadline | None) -> NextStep:
    actions = _actions(request, case, (Permission.AGENCY_CASE_ASSIGN, "指派代办员", "cases.assign"))
    name, phone = centre_contact(request, case.region)
    note = "由代办中心负责人指派代办员和协办代办员。"
    return NextStep("指派代办员", f"{name}负责人", phone, actions, note, deadline)


def _assigned(request: Request, case: Case, deadline: Deadline | None) -> NextStep:
    actions = _actions(
        request,
        case,
        (Permission.AGENCY_CASE_DRAFT, "拟订协议", "cases.draft"),
        (Permission.AGENCY_CASE_ASSIGN, "改派代办员", "cases.assign"),
    )
    name, phone = agent_contact(request, case)
    return NextStep("拟订委托代办协议", f"代办员 {name}", phone, actions, deadline=deadline)


def _applicant(request: Request, case: Case, deadline: Deadline | None) -> NextStep:
    actions = _actions(
        request,
        case,
        (Permission.AGENCY_CASE_SEAL, "核对并签章", "cases.seal"),
        (Permission.AGENCY_CASE_SEAL, "要求修改", "cases.return"),
    )
    who = f"{case.owner.name} {case.contact_name}"
    return NextStep("在协议上签章", who, case.contact_phone, actions, deadline=deadline)


def _centre(request: Request, case: Case, deadline: Deadline | None) -> NextStep:
    actions = _actions(request, case, (Permission.AGENCY_CASE_COUNTERSIGN, "核对并签章", "cases.countersign"))
    name, phone = centre_contact(request, case.region)
    return NextStep("在协议上签章", f"{name}负责人", phone, actions, deadline=deadline)


def _active(request: Request, case: Case, _deadline: Deadline | None) -> NextStep | None:
    name, phone = agent_contact(request, case)
    actions: tuple[Action, ...] = ()
    note = "代办员按协议代办，需要您补材料、作决定时会联系您。"
    if case.project_code is None:
        actions = _actions(request, case, (Permission.AGENCY_CASE_DRAFT, "登记项目代码", "cases.code"))
        note = "先协助取得项目代码。"
    return NextStep("代办审批事项", f"代办员 {name}", phone, actions, note)


_NEXT: dict[str, Any] = {
    "requested": _requested,
    "screened": _screened,
    "assigned": _assigned,
    "awaiting_applicant_seal": _applicant,
    "awaiting_centre_seal": _centre,
    "active": _active,
}

#: The way of a case, and from which step on it is still to come in each state.
_WAY = ("指派代办员", "拟订委托代办协议", "申请人签章", "代办中心签章", "代办审批事项")
_AHEAD = {
    "requested": 0,
    "screened": 1,
    "assigned": 2,
    "awaiting_applicant_seal": 3,
    "awaiting_centre_seal": 4,
}


def coming_steps(case: Case) -> list[ComingStep]:
    """The steps after the next one."""
    return [ComingStep(title) for title in _WAY[_AHEAD.get(case.state, len(_WAY)) :]]


def centre_contact(request: Request, region: str) -> tuple[str, str]:
    """Name and telephone of the region's agency centre: that of its head, else the site's own line."""
    query = (
        select(Organisation)
        .join(Membership, Membership.org_id == Organisation.id)
        .where(
            Membership.role == Role.CENTRE_HEAD,
            Membership.region == region,
            Membership.revoked_at.is_(None),
        )
        .order_by(Membership.id)
        .limit(1)
    )
    org = request.db.scalar(query)
    return (org.name, org.phone or "") if org else (CENTRE, request.site.complaint_phone)


def agent_contact(request: Request, case: Case) -> tuple[str, str]:
    """Name and telephone of the agent."""
    if case.agent is None:
        return centre_contact(request, case.region)
    return case.agent.name, case.agent.phone or centre_contact(request, case.region)[1]
