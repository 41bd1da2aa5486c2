"""The thread of an award: from the public notice to the signed contract."""

from pyramid.request import Request

from market.awards.models import Award
from tongban.security import Permission
from tongban.security.table import permits
from tongban.site.deadlines import deadline_of
from tongban.web.components import Action, ComingStep, Link, NextStep, ThreadStep


def done_steps(request: Request, award: Award) -> list[ThreadStep]:
    """What has happened to this award."""
    proof = request.route_path("needs.selection", number=award.need.number)
    title = "中选结果公示" if award.rank == 1 else f"候补第 {award.rank} 名递补，重新公示"
    steps = [ThreadStep(title, award.proposed_at, "系统", links=(Link("选取记录", proof),))]
    if award.confirmed_at:
        steps.append(ThreadStep("公示期满，结果确认", award.confirmed_at, "系统"))
    if award.letter_at:
        letter = request.route_path("awards.letter", number=award.number)
        links = (Link("下载中选通知书", letter),) if award.letter_file_id else ()
        steps.append(
            ThreadStep(f"发出中选通知书 {award.letter_number}", award.letter_at, "系统", links=links)
        )
    if award.state == "declined":
        steps.append(ThreadStep("放弃中选", None, award.entry.org.name, note=award.reason or "", tone="late"))
    if award.state == "contracted":
        steps.append(ThreadStep("合同已签订并备案", None, "双方"))
    return steps


def next_step(request: Request, award: Award) -> NextStep | None:
    """Whose turn it is with this award."""
    if award.state == "proposed":
        deadline = deadline_of(request, award.region, award.proposed_at, award.notice_until, "公示截止")
        note = "公示期内可以向业主提出异议。"
        return NextStep(
            "等待公示期满", "系统自动办理", request.site.complaint_phone, note=note, deadline=deadline
        )
    if award.state in ("confirmed", "letter_issued"):
        return _sign(request, award)
    return None


def _sign(request: Request, award: Award) -> NextStep:
    need = award.need
    deadline = deadline_of(request, award.region, award.letter_at, award.contract_due, "签订合同期限")
    may = permits(request.actor, Permission.MARKET_CONTRACT_FILE, award)
    actions: tuple[Action, ...] = ()
    if may and award.state == "letter_issued":
        actions = (Action("登记合同", request.route_path("contracts.new", number=award.number), "get"),)
    who = f"{need.owner.name} {need.contact_name}"
    return NextStep("签订并登记合同", who, need.contact_phone, actions, deadline=deadline)


def coming_steps(award: Award) -> list[ComingStep]:
    """What follows."""
    if award.state == "proposed":
        return [ComingStep("发中选通知书"), ComingStep("签订合同")]
    return []
