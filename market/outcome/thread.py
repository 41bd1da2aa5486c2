"""The thread of a need after its selection: notice, letter, contract, deliverable, rating."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pyramid.request import Request

from market.awards.models import Award
from market.awards.thread import next_step as award_step
from market.evaluations.scores import stars
from market.needs.models import Need
from market.needs.rules import NeedRules
from market.outcome.facts import in_time
from market.outcome.loading import Outcome, Performance
from tongban.calendar import Unit
from tongban.money import format_yuan_unit
from tongban.security import Permission
from tongban.security.table import permits
from tongban.site.deadlines import deadline_of
from tongban.web.components import Action, Link, NextStep, ThreadStep


def done_steps(request: Request, outcomes: Iterable[Outcome]) -> list[ThreadStep]:
    """What has happened since the selection, in order."""
    return [step for outcome in outcomes for step in _steps(request, outcome)]


def _steps(request: Request, outcome: Outcome) -> Iterator[ThreadStep]:
    award = outcome.award
    page = (Link("查看中选公示", request.route_path("awards.show", number=award.number)),)
    title = "公示中选结果" if award.rank == 1 else f"第 {award.rank} 名递补，公示中选结果"
    note = f"{award.entry.org.name}，{format_yuan_unit(award.amount_fen)}"
    yield ThreadStep(title, award.proposed_at, "系统", note=note, links=page)
    if award.letter_at:
        yield ThreadStep("公示期满，发出中选通知书", award.letter_at, "系统", note=award.letter_number or "")
    if award.state == "declined":
        note = award.reason or ""
        yield ThreadStep("放弃中选", award.declined_at, award.entry.org.name, note=note, tone="late")
    yield from performed(outcome)


def performed(outcome: Outcome) -> Iterator[ThreadStep]:
    """What the two sides have done by the contract, as far as it is public."""
    if outcome.performance is not None:
        yield from _performed(outcome.performance, outcome.award)


def _performed(done: Performance, award: Award) -> Iterator[ThreadStep]:
    contract, item, rated = done.contract, done.deliverable, done.evaluation
    yield ThreadStep("合同备案生效", contract.confirmed_at, "双方", note=contract.filing_number or "")
    if item is not None and item.accepted_at and item.submitted_at:
        words = f"{in_time(item.submitted_at, item.due_at)}提交"
        yield ThreadStep("成果已验收", item.accepted_at, award.need.owner.name, note=words)
    if rated is not None and rated.rated_at:
        words = f"{stars(rated.scores)} 星" + ("（逾期默认）" if rated.state == "defaulted" else "")
        yield ThreadStep("服务评价", rated.rated_at, award.need.owner.name, note=words)


def next_step(request: Request, need: Need, outcomes: list[Outcome], rules: NeedRules) -> NextStep | None:
    """Whose turn it is after the selection."""
    last = outcomes[-1] if outcomes else None
    if last is None:
        return None
    if last.performance is None:
        return _signing(request, last, rules)
    if need.state == "in_service":
        return _service(request, last.performance, last.award, rules)
    return _rating(request, last.performance, need, rules) if need.state == "delivered" else None


def _signing(request: Request, last: Outcome, rules: NeedRules) -> NextStep | None:
    """Up to the contract; what the sides have uploaded is for them alone."""
    step, contract = award_step(request, last.award, rules), last.pending
    if step is None or contract is None:
        return step
    if not permits(request.actor, Permission.MARKET_DELIVERABLE_READ, contract):
        return step
    page = request.route_path("contracts.show", number=contract.number)
    return replace(step, title="确认合同", actions=(Action("查看合同", page, "get"),))


def _service(request: Request, done: Performance, award: Award, rules: NeedRules) -> NextStep:
    """Everybody learns by when; the two sides find their own turn on the contract's page."""
    contract, item = done.contract, done.deliverable
    due = item.due_at if item else None
    start, unit = contract.signed_on, Unit(contract.service_days_unit.lower())
    deadline = deadline_of(request, contract.region, start, due, "提交成果期限", rules=rules, unit=unit)
    actions: tuple[Action, ...] = ()
    if permits(request.actor, Permission.MARKET_DELIVERABLE_READ, contract):
        page = request.route_path("contracts.show", number=contract.number)
        actions = (Action("查看合同和成果", page, "get"),)
    return NextStep("提交并验收成果", award.entry.org.name, "", actions, deadline=deadline)


def _rating(request: Request, done: Performance, need: Need, rules: NeedRules) -> NextStep:
    contract, rated = done.contract, done.evaluation
    start = done.deliverable.accepted_at if done.deliverable else None
    due = rated.due_at if rated else None
    deadline = deadline_of(request, contract.region, start, due, "评价期限", rules=rules)
    actions: tuple[Action, ...] = ()
    if permits(request.actor, Permission.MARKET_EVALUATE, contract):
        page = request.route_path("evaluations.new", number=contract.number)
        actions = (Action("评价", page, "get"),)
    who = f"{need.owner.name} {need.contact_name}"
    return NextStep("评价服务", who, need.contact_phone, actions, deadline=deadline)
