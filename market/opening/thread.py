"""The selection's part of a need's thread: the frozen list, the opening, the public value, the draw."""

from pyramid.request import Request

from market.needs.models import Need
from market.needs.rules import NeedRules
from market.opening.drawing import beacon_of
from market.opening.models import SelectionResult
from market.opening.words import FIXED_BY
from market.selection import METHODS
from market.selection.terms import NOTICE
from tongban.audit.happened import last_moment
from tongban.security import Permission, Role
from tongban.security.table import permits
from tongban.site.deadlines import deadline_of
from tongban.web.components import Action, NextStep, Seal, ThreadStep

SYSTEM = "系统"


def selection_steps(request: Request, need: Need, result: SelectionResult) -> list[ThreadStep]:
    """What has happened since the end of registration."""
    place = request.route_path("needs.selection", number=need.number)
    quoting = METHODS[need.method].asks_quote
    what = "报价" if quoting else "报名"
    closing = Seal("封存", result.closing_root, place)
    steps = [ThreadStep(f"报名截止，{what}封存", need.closed_at, SYSTEM, seal=closing)]
    if need.opened_at is None or result.snapshot is None:
        return steps
    seal = Seal("名单", result.snapshot, place)
    beacon = beacon_of(request.db, need)
    if need.beacon_due is None:
        title = "开启报价，自动选取" if quoting else "公布名单，自动抽取"
        return [*steps, ThreadStep(title, need.opened_at, SYSTEM, seal=seal)]
    steps.append(ThreadStep("公布名单", need.opened_at, SYSTEM, seal=seal))
    if beacon is not None:
        by = FIXED_BY[beacon.source]
        steps.append(ThreadStep("确定公开随机值", beacon.at, by, note=beacon.value))
    if beacon is not None and result.record:
        drawn = Seal("核验", str(result.record["seed"]), place)
        steps.append(ThreadStep("自动抽取", last_moment(request.db, need, "result"), SYSTEM, seal=drawn))
    return steps


def waiting_step(request: Request, need: Need, rules: NeedRules) -> NextStep:
    """Between the list and the result: the public value, then the draw."""
    if need.beacon_due is None or beacon_of(request.db, need) is not None:
        return NextStep("抽取", "系统自动办理", note="公开随机值已确定，几秒钟内自动抽取。")
    source = METHODS[need.method].beacon(rules)
    start, due = need.opened_at, need.beacon_due
    deadline = deadline_of(request, need.region, start, due, "确定公开随机值", rules=rules)
    actions: tuple[Action, ...] = ()
    if may_fix(request, need, source):
        actions = (Action("确定公开随机值", request.route_path("needs.beacon", number=need.number), "get"),)
    note = "名单已经公布，不能再变。确定后系统随即抽取；逾期没有确定，本次采购流标。"
    who = "见证人或运营机构" if source == NOTICE else "见证人"
    return NextStep("确定公开随机值", who, actions=actions, deadline=deadline, note=note)


def may_fix(request: Request, need: Need, source: str) -> bool:
    """Whether this person is one of those who fix such a value; recusal is judged on the page itself."""
    if not permits(request.actor, Permission.MARKET_DRAW_BEACON, need):
        return False
    return source == NOTICE or request.actor.holds(Role.WITNESS, region=need.region)
