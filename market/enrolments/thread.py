"""The thread of an enrolment: what happened, whose turn it is, what follows."""

from datetime import datetime

from pyramid.request import Request
from sqlalchemy.orm import Session

from market.enrolments.holdings import has_changes
from market.enrolments.models import Enrolment
from tongban.audit.happened import last_moment
from tongban.rules import REGISTRY_KEY, Rules
from tongban.security import Permission
from tongban.security.table import permits
from tongban.site.deadlines import deadline_of
from tongban.web.components import Action, ComingStep, NextStep, ThreadStep

OPERATOR = "运营机构"


def done_steps(session: Session, enrolment: Enrolment, *, public: bool = False) -> list[ThreadStep]:
    """What has happened, in order; the public learns nothing of drafts and returns."""
    org = enrolment.org.name
    steps = [] if public else [ThreadStep("建立入驻资料", enrolment.created_at, org)]
    if enrolment.submitted_at:
        steps.append(ThreadStep("提交核验", enrolment.submitted_at, org))
    if enrolment.state == "returned":
        when = last_moment(session, enrolment, "return")
        steps.append(ThreadStep("退回修改", when, OPERATOR, note=enrolment.reason or "", tone="late"))
    if enrolment.activated_at and enrolment.state not in ("submitted", "returned", "publicity"):
        steps.append(ThreadStep("核验通过，入驻生效", enrolment.activated_at, OPERATOR))
    ends = {"suspended": "暂停", "expelled": "清退"}
    if enrolment.state in ends:
        note = enrolment.reason or ""
        if enrolment.barred_until:
            note = f"{note}（至 {enrolment.barred_until.isoformat()}）"
        steps.append(ThreadStep(ends[enrolment.state], enrolment.edited_at, "", note=note, tone="late"))
    if enrolment.state == "withdrawn":
        steps.append(ThreadStep("退出平台", enrolment.edited_at, org))
    return steps


def next_step(request: Request, enrolment: Enrolment) -> NextStep | None:
    """Whose turn it is; the buttons are there for whoever may press them."""
    state = enrolment.state
    if state in ("draft", "returned", "withdrawn"):
        return _owners_turn(request, enrolment)
    if state == "submitted":
        return _check(request, enrolment, "形式核验", enrolment.submitted_at, enrolment.check_due)
    if state == "publicity":
        deadline = deadline_of(
            request,
            enrolment.region,
            enrolment.edited_at,
            enrolment.publicity_until,
            "公示截止",
            rules=_applied_under(request, enrolment),
        )
        phone = request.site.complaint_phone
        note = "期满无异议自动入驻。有异议的，请在公示期内向运营机构提出。"
        return NextStep("入驻公示", OPERATOR, phone, deadline=deadline, note=note)
    if state in ("active", "suspended") and has_changes(enrolment):
        start, due = enrolment.change_submitted_at, enrolment.change_due
        return _check(request, enrolment, "核验变更", start, due)
    if state == "suspended":
        return _reinstate(request, enrolment)
    return None


def _applied_under(request: Request, enrolment: Enrolment) -> Rules:
    """The answers its dates were counted by: those of the day the application was handed in."""
    if enrolment.rules_hash is None:
        return request.rules_of(enrolment.region)
    return request.registry[REGISTRY_KEY].pinned(request.db, enrolment.rules_hash)


def _owners_turn(request: Request, enrolment: Enrolment) -> NextStep:
    actions: tuple[Action, ...] = ()
    if permits(request.actor, Permission.MARKET_ENROLMENT_EDIT, enrolment):
        actions = (Action("核对并提交", request.route_path("enrolment.submit"), "get"),)
    title = "重新入驻" if enrolment.state == "withdrawn" else "填齐资料，提交核验"
    return NextStep(title, enrolment.org.name, enrolment.contact_phone or "", actions)


def _check(
    request: Request, enrolment: Enrolment, title: str, start: datetime | None, due: datetime | None
) -> NextStep:
    actions: tuple[Action, ...] = ()
    if permits(request.actor, Permission.MARKET_ENROLMENT_CHECK, enrolment):
        href = request.route_path("enrolments.check", number=enrolment.number)
        actions = (Action("核验", href, "get"),)
    rules = request.rules_of(enrolment.region) if title == "核验变更" else _applied_under(request, enrolment)
    deadline = deadline_of(request, enrolment.region, start, due, "核验期限", rules=rules, received=True)
    note = "核验通过前，原有资料继续有效。" if title == "核验变更" else "只核对资料是否齐全、真实、相符。"
    return NextStep(title, OPERATOR, request.site.complaint_phone, actions, note, deadline)


def _reinstate(request: Request, enrolment: Enrolment) -> NextStep:
    actions: tuple[Action, ...] = ()
    if permits(request.actor, Permission.MARKET_ENROLMENT_CHECK, enrolment):
        href = request.route_path("enrolments.reinstate", number=enrolment.number)
        actions = (Action("恢复入驻", href, "get"),)
    note = "因资质过期暂停的，更新资质并通过核验后恢复。"
    return NextStep("恢复入驻", OPERATOR, request.site.complaint_phone, actions, note)


def coming_steps(enrolment: Enrolment) -> list[ComingStep]:
    """The later steps of an application."""
    if enrolment.state in ("draft", "returned", "withdrawn"):
        return [ComingStep("形式核验", OPERATOR), ComingStep("入驻生效，可以报名")]
    if enrolment.state in ("submitted", "publicity"):
        return [ComingStep("入驻生效，可以报名")]
    return []
