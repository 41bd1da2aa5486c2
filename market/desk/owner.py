"""The buyer's desk: needs on their way, and ratings that are due."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pyramid.request import Request
from sqlalchemy import or_, select
from sqlalchemy.orm import aliased, joinedload

from market.awards.models import Award
from market.contracts.models import Contract
from market.desk.common import LIMIT, is_owner
from market.evaluations.lifecycle import EVALUATION
from market.evaluations.models import Evaluation
from market.needs.failure import failure_words
from market.needs.lifecycle import NEED
from market.needs.models import Need
from tongban.portal.blocks import DeskItem
from tongban.web.components import StateLabel

#: A failed need stays on the desk this long, unless it was run again.
FAILED_STAYS = timedelta(days=30)
_MINE = ("draft", "returned")
_WAITING = ("under_check", "registering", "closed", "selecting")


def needs(request: Request) -> Sequence[DeskItem]:
    """Drafts and returned needs to go on with, failed ones to run again, and those others deal with."""
    if not is_owner(request):
        return ()
    again = aliased(Need)
    rerun = select(again.id).where(again.parent_need_id == Need.id)
    failed = (Need.state == "failed") & (Need.finished_at > request.now - FAILED_STAYS) & ~rerun.exists()
    query = select(Need).where(
        Need.owner_org_id == request.actor.org_id, or_(Need.state.in_((*_MINE, *_WAITING)), failed)
    )
    return [_item(request, need) for need in request.db.scalars(query.order_by(Need.id.desc()).limit(LIMIT))]


def _item(request: Request, need: Need) -> DeskItem:
    since, due, why = _place(need)
    return DeskItem(
        title=need.title,
        url=request.route_path("needs.show", number=need.number),
        state=StateLabel.of(NEED.states[need.state]),
        due=due,
        why=why,
        number=need.number,
        waiting=need.state in _WAITING,
        region=need.region,
        since=since,
    )


def _place(need: Need) -> tuple[datetime | None, datetime | None, str]:
    """Since when, until when, and why it is here."""
    match need.state:
        case "draft":
            return need.created_at, None, "草稿还没有提交核验。"
        case "returned":
            return need.submitted_at, None, f"退回原因：{need.reason or '见需求页'}"
        case "failed":
            return need.published_at, None, f"{failure_words(need) or '已流标'}，可以重新采购。"
        case "under_check":
            return need.submitted_at, need.check_due, "运营机构正在核验。"
        case "registering":
            return need.published_at, need.ends_at, "中介机构正在报名，截止后自动选取。"
        case _:
            return _selecting(need)


def _selecting(need: Need) -> tuple[datetime | None, datetime | None, str]:
    if need.state == "selecting" and need.beacon_due is not None:
        return need.opened_at, need.beacon_due, "名单已公布，等待确定公开随机值，确定后自动抽取。"
    return need.published_at, None, "系统正在开启、选取。"


def evaluations(request: Request) -> Sequence[DeskItem]:
    """Services delivered that the buyer has not rated yet."""
    if not is_owner(request):
        return ()
    query = (
        select(Evaluation)
        .options(joinedload(Evaluation.contract).joinedload(Contract.award).joinedload(Award.need))
        .where(Evaluation.owner_org_id == request.actor.org_id, Evaluation.state == "due")
        .order_by(Evaluation.due_at, Evaluation.id)
        .limit(LIMIT)
    )
    return [
        DeskItem(
            title=evaluation.contract.award.need.title,
            url=request.route_path("evaluations.new", number=evaluation.contract.number),
            state=StateLabel.of(EVALUATION.states[evaluation.state]),
            due=evaluation.due_at,
            why="成果已验收，请评价这次服务；逾期按默认评价。",
            number=evaluation.contract.number,
        )
        for evaluation in request.db.scalars(query)
    ]
