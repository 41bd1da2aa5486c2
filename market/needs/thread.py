"""The thread of a need: what happened, what comes next and who must do it by when."""

from collections.abc import Sequence
from typing import Any

from pyramid.request import Request
from sqlalchemy import select

from market.entries.models import Entry
from market.needs.failure import failure_words
from market.needs.models import Need, NeedCorrection
from market.needs.rules import NeedRules
from market.opening.models import SelectionResult
from market.opening.thread import selection_steps, waiting_step
from market.selection import METHODS
from tongban.audit.happened import last_moment
from tongban.clock import local
from tongban.security import Permission
from tongban.security.table import permits
from tongban.site.deadlines import deadline_of
from tongban.web.components import Action, ComingStep, NextStep, Seal, ThreadStep


def done_steps(
    request: Request, need: Need, result: SelectionResult | None, following: Sequence[ThreadStep] = ()
) -> list[ThreadStep]:
    """What has happened, in order; ``following``: since the selection."""
    owner, operator = need.owner.name, "运营机构"
    steps = [ThreadStep("起草需求", need.created_at, owner)]
    if need.submitted_at:
        steps.append(ThreadStep("提交核验", need.submitted_at, owner))
    if need.state == "returned":
        when = last_moment(request.db, need, "return")
        steps.append(ThreadStep("退回修改", when, operator, note=need.reason or "", tone="late"))
    if need.published_at:
        here = request.route_path("needs.show", number=need.number, _anchor="commit")
        seal = Seal("承诺", need.commit or "", here, title="选取承诺值")
        steps.append(
            ThreadStep("发布公告，开始报名", need.published_at, operator, seal=seal if need.commit else None)
        )
    steps += [_correction(correction, owner) for correction in need.corrections]
    if result is not None:
        steps += selection_steps(request, need, result)
    steps += following
    if need.state == "failed":
        why = failure_words(need)
        number = f"（流标公告 {need.failed_number}）" if need.failed_number else ""
        steps.append(ThreadStep("流标", need.finished_at, "系统", note=f"{why}{number}", tone="late"))
    if need.state == "aborted":
        number = f"（废置公告 {need.abort_number}）" if need.abort_number else ""
        steps.append(
            ThreadStep("废置", need.finished_at, owner, note=f"{need.reason or ''}{number}", tone="late")
        )
    return steps


def _correction(correction: NeedCorrection, owner: str) -> ThreadStep:
    old, new = (f"{local(at):%Y-%m-%d %H:%M}" for at in (correction.old_ends_at, correction.new_ends_at))
    note = f"报名截止由 {old} 推迟到 {new}，已提交的报价继续有效。原因：{correction.reason}"
    return ThreadStep(f"更正公告 {correction.number}", correction.made_at, owner, note=note)


def next_step(request: Request, need: Need, rules: NeedRules) -> NextStep | None:
    """Whose turn it is; the buttons are there for whoever may press them."""
    maker = _NEXT.get(need.state)
    return maker(request, need, rules) if maker else None


def _may(request: Request, permission: Permission, need: Need | None) -> bool:
    return permits(request.actor, permission, need)


def _get(request: Request, label: str, route: str, need: Need, **more: Any) -> Action:
    return Action(label, request.route_path(route, number=need.number), "get", **more)


def _by_owner(title: str, need: Need, actions: tuple[Action, ...]) -> NextStep:
    return NextStep(title, f"{need.owner.name} {need.contact_name}", need.contact_phone, actions)


def _draft(request: Request, need: Need, _rules: NeedRules) -> NextStep:
    mine = _may(request, Permission.MARKET_NEED_EDIT, need)
    actions = (
        (
            _get(request, "核对并提交", "needs.submit", need),
            _get(request, "修改", "needs.edit", need, primary=False),
        )
        if mine
        else ()
    )
    return _by_owner("提交形式核验", need, actions)


def _under_check(request: Request, need: Need, rules: NeedRules) -> NextStep:
    actions = (
        (_get(request, "核验", "needs.check", need),)
        if _may(request, Permission.MARKET_NEED_CHECK, need)
        else ()
    )
    start, due = need.submitted_at, need.check_due
    deadline = deadline_of(request, need.region, start, due, "核验期限", rules=rules, received=True)
    return NextStep(
        "形式核验",
        "运营机构",
        request.site.complaint_phone,
        actions=actions,
        deadline=deadline,
        note="只核对材料是否齐全、规范，不评价价格。",
    )


def _registering(request: Request, need: Need, rules: NeedRules) -> NextStep:
    deadline = deadline_of(request, need.region, need.published_at, need.ends_at, "报名截止", rules=rules)
    actions: tuple[Action, ...] = ()
    note, quoting = "", METHODS[need.method].asks_quote
    if _may(request, Permission.MARKET_ENTRY_SUBMIT, None) and request.actor.org_id != need.owner_org_id:
        if _has_quoted(request, need):
            note = f"贵单位已{'报价' if quoting else '报名'}，截止前可以修改或撤回。"
        else:
            actions = (_get(request, "报名并报价" if quoting else "报名", "entries.new", need),)
    who = "符合资质要求的中介机构"
    title = "中介机构报名、报价" if quoting else "中介机构报名"
    return NextStep(title, who, actions=actions, note=note, deadline=deadline)


def _has_quoted(request: Request, need: Need) -> bool:
    own = select(Entry.id).filter_by(need_id=need.id, org_id=request.actor.org_id, state="submitted")
    return request.db.scalar(own) is not None


def _closed(_request: Request, need: Need, _rules: NeedRules) -> NextStep:
    what = "报价" if METHODS[need.method].asks_quote else "报名"
    return NextStep(f"开启{what}", "系统自动办理", note=f"确认截止前到达的{what}全部入册后，自动开启。")


def _failed(request: Request, need: Need, _rules: NeedRules) -> NextStep | None:
    if not _may(request, Permission.MARKET_NEED_RERUN, need):
        return None
    return _by_owner("重新采购", need, (_get(request, "重新采购", "needs.rerun", need),))


_NEXT = {
    "draft": _draft,
    "returned": _draft,
    "under_check": _under_check,
    "registering": _registering,
    "closed": _closed,
    "selecting": waiting_step,
    "failed": _failed,
}


#: The way of a need, and from which step on it is still to come in each state.
_WAY = (
    "发布公告，中介机构报名",
    "报名截止，自动选取",
    "中选公示",
    "发出中选通知书、签订合同",
    "提交并验收成果",
    "业主评价",
)
_AHEAD = {
    "draft": 0,
    "returned": 0,
    "under_check": 0,
    "registering": 1,
    "closed": 2,
    "selecting": 2,
    "award_notice": 3,
    "awarded": 4,
    "in_service": 5,
}


def coming_steps(need: Need) -> list[ComingStep]:
    """The steps after the next one."""
    way = _WAY if METHODS[need.method].asks_quote else (_WAY[0], "报名截止，公布名单并抽取", *_WAY[2:])
    return [ComingStep(title) for title in way[_AHEAD.get(need.state, len(way)) :]]
