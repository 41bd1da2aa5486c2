"""What buyer and intermediary do in turn: sign, confirm, deliver, accept."""

from collections.abc import Sequence

from pyramid.request import Request
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from market.awards.lifecycle import AWARD
from market.awards.models import Award
from market.contracts.lifecycle import CONTRACT, DELIVERABLE
from market.contracts.models import Contract, Deliverable
from market.desk.common import LIMIT, is_firm, is_owner
from tongban.portal.blocks import DeskItem
from tongban.web.components import StateLabel


def _ours(
    request: Request, kind: type[Award] | type[Contract] | type[Deliverable]
) -> ColumnElement[bool] | None:
    """Things of the organisation now acted for, on whichever side it stands; None for everybody else."""
    sides: list[ColumnElement[bool]] = []
    if is_owner(request):
        sides.append(kind.owner_org_id == request.actor.org_id)
    if is_firm(request):
        sides.append(kind.org_id == request.actor.org_id)
    return or_(*sides) if sides else None


def awards(request: Request) -> Sequence[DeskItem]:
    """Awards under notice (to wait for) and awards whose contract is to be signed (either side files it)."""
    ours = _ours(request, Award)
    if ours is None:
        return ()
    filed = select(Contract.id).where(Contract.award_id == Award.id)
    query = (
        select(Award)
        .options(joinedload(Award.need))
        .where(ours, Award.state.in_(("proposed", "confirmed", "letter_issued")), ~filed.exists())
        .order_by(Award.notice_until, Award.id)
        .limit(LIMIT)
    )
    return [_award(request, award) for award in request.db.scalars(query)]


def _award(request: Request, award: Award) -> DeskItem:
    sign = award.state == "letter_issued"
    return DeskItem(
        title=award.need.title,
        url=request.route_path("contracts.new" if sign else "awards.show", number=award.number),
        state=StateLabel.of(AWARD.states[award.state]),
        due=award.contract_due if sign else award.notice_until,
        why="请双方签订合同，任一方上传登记。" if sign else "公示期满后自动确认，并发中选通知书。",
        number=award.number,
        waiting=not sign,
        region=award.region,
        since=award.letter_at if sign else award.proposed_at,
    )


def contracts(request: Request) -> Sequence[DeskItem]:
    """Contracts the other side uploaded (to confirm), or sent back to us (to upload again)."""
    ours = _ours(request, Contract)
    if ours is None:
        return ()
    query = (
        select(Contract)
        .options(joinedload(Contract.award).joinedload(Award.need))
        .where(ours, Contract.state.in_(("uploaded", "returned")))
        .order_by(Contract.id)
        .limit(LIMIT)
    )
    return [_contract(request, contract) for contract in request.db.scalars(query)]


def _contract(request: Request, contract: Contract) -> DeskItem:
    uploader = contract.uploaded_by_org_id == request.actor.org_id
    returned = contract.state == "returned"
    if returned:
        number, why = contract.award.number, f"退回原因：{contract.reason or '见合同页'}"
    else:
        number, why = (
            contract.number,
            "等对方确认合同。" if uploader else "对方已上传合同，请核对后确认或退回。",
        )
    waiting = uploader != returned
    route = "contracts.show" if waiting else ("contracts.new" if returned else "contracts.confirm")
    return DeskItem(
        title=contract.award.need.title,
        url=request.route_path(route, number=contract.number if waiting else number),
        state=StateLabel.of(CONTRACT.states[contract.state]),
        due=contract.award.contract_due,
        why="等对方重新上传合同。" if returned and waiting else why,
        number=contract.number,
        waiting=waiting,
        region=contract.region,
        since=contract.award.letter_at,
    )


def deliverables(request: Request) -> Sequence[DeskItem]:
    """Deliverables to hand in (the intermediary) or to accept (the buyer)."""
    ours = _ours(request, Deliverable)
    if ours is None:
        return ()
    query = (
        select(Deliverable)
        .options(joinedload(Deliverable.contract).joinedload(Contract.award).joinedload(Award.need))
        .where(ours, Deliverable.state.in_(("due", "returned", "submitted")))
        .order_by(Deliverable.due_at, Deliverable.id)
        .limit(LIMIT)
    )
    return [_deliverable(request, deliverable) for deliverable in request.db.scalars(query)]


def _deliverable(request: Request, deliverable: Deliverable) -> DeskItem:
    contract = deliverable.contract
    owner = deliverable.owner_org_id == request.actor.org_id
    handed_in = deliverable.state == "submitted"
    waiting = owner != handed_in
    if handed_in:
        why = "成果已提交，请验收；逾期按本地区规定处理。" if owner else "业主正在验收。"
    elif deliverable.state == "returned":
        why = f"退回修改：{deliverable.reason or '见合同页'}"
    else:
        why = "中介机构正在编制成果。" if owner else "请按合同约定提交成果。"
    route = "contracts.show" if waiting else ("deliverables.decide" if owner else "deliverables.submit")
    return DeskItem(
        title=contract.award.need.title,
        url=request.route_path(route, number=contract.number),
        state=StateLabel.of(DELIVERABLE.states[deliverable.state]),
        due=deliverable.acceptance_due if handed_in else deliverable.due_at,
        why=why,
        number=contract.number,
        waiting=waiting,
        region=deliverable.region,
        since=deliverable.submitted_at if handed_in else contract.confirmed_at,
    )
