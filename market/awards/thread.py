"""The thread of an award: from the public notice to the signed contract."""

from pyramid.request import Request

from market.awards.models import Award
from market.needs.rules import NeedRules
from tongban.security import Permission
from tongban.security.table import permits
from tongban.site.deadlines import deadline_of
from tongban.web.components import Action, ComingStep, Link, NextStep, Seal, ThreadStep


def done_steps(request: Request, award: Award, snapshot: str) -> list[ThreadStep]:
    """What has happened to this award; ``snapshot`` is the digest of the list it was selected from."""
    proof = request.route_path("needs.selection", number=award.need.number)
    title = "公示中选结果" if award.rank == 1 else f"第 {award.rank} 名递补，公示中选结果"
    seal = Seal("核验", snapshot, proof, title="查看选取记录") if snapshot else None
    steps = [ThreadStep(title, award.proposed_at, "系统", note=award.notice_number or "", seal=seal)]
    if award.confirmed_at:
        steps.append(ThreadStep("公示期满，结果确认", award.confirmed_at, "系统"))
    if award.letter_at:
        letter = request.route_path("awards.letter", number=award.number)
        links = (Link("下载中选通知书", letter),) if award.letter_file_id else ()
        number = award.letter_number or ""
        steps.append(ThreadStep("发出中选通知书", award.letter_at, "系统", note=number, links=links))
    if award.state == "declined":
        who, note = award.entry.org.name, award.reason or ""
        steps.append(ThreadStep("放弃中选", award.declined_at, who, note=note, tone="late"))
    return steps


def next_step(request: Request, award: Award, rules: NeedRules) -> NextStep | None:
    """Whose turn it is with this award."""
    if award.state == "proposed":
        start, due = award.proposed_at, award.notice_until
        deadline = deadline_of(request, award.region, start, due, "公示截止", rules=rules)
        need = award.need
        note = f"公示期内可以向项目业主提出异议：{need.contact_name} {need.contact_phone}。"
        return NextStep("等待公示期满", "系统自动办理", note=note, deadline=deadline)
    if award.state in ("confirmed", "letter_issued"):
        return _sign(request, award, rules)
    return None


def _sign(request: Request, award: Award, rules: NeedRules) -> NextStep:
    need, start, due = award.need, award.letter_at, award.contract_due
    deadline = deadline_of(request, award.region, start, due, "签订合同期限", rules=rules)
    may = permits(request.actor, Permission.MARKET_CONTRACT_FILE, award)
    actions: tuple[Action, ...] = ()
    if may and award.state == "letter_issued":
        actions = (Action("登记合同", request.route_path("contracts.new", number=award.number), "get"),)
    who = f"{need.owner.name} {need.contact_name}"
    note = f"双方签订后 {rules.words('market.contract.file_wd')}内登记备案，任一方上传，另一方确认。"
    return NextStep("签订并登记合同", who, need.contact_phone, actions, note=note, deadline=deadline)


def coming_steps(award: Award) -> list[ComingStep]:
    """What follows."""
    if award.state == "proposed":
        return [ComingStep("发出中选通知书"), ComingStep("签订并登记合同")]
    return []
