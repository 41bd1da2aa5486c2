"""The desk of whoever fixes public values: draws whose list is out."""

from collections.abc import Sequence

from pyramid.request import Request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from market.desk.common import LIMIT
from market.needs.lifecycle import NEED
from market.needs.models import Need
from market.needs.rules import rules_of
from market.opening.models import Beacon
from market.opening.recusal import recusal_reason
from market.opening.thread import may_fix
from market.selection import METHODS
from tongban.portal.blocks import DeskItem
from tongban.portal.regions import permitted_regions
from tongban.rules import REGISTRY_KEY
from tongban.security import Permission
from tongban.security.table import permits
from tongban.web.components import StateLabel


def waiting(request: Request) -> Sequence[DeskItem]:
    """Draws that wait for a value this person may fix, those that are due first."""
    if not permits(request.actor, Permission.MARKET_DRAW_BEACON):
        return ()
    regions = permitted_regions(request.db, request.actor, Permission.MARKET_DRAW_BEACON, Need.region)
    fixed = select(Beacon.id).where(Beacon.need_id == Need.id)
    query = (
        select(Need)
        .options(joinedload(Need.owner))
        .where(
            Need.state == "selecting",
            Need.beacon_due > request.now,
            Need.region.in_(regions),
            ~fixed.exists(),
        )
        .order_by(Need.beacon_due, Need.id)
        .limit(LIMIT)
    )
    return [_item(request, need) for need in request.db.scalars(query) if _mine(request, need)]


def _mine(request: Request, need: Need) -> bool:
    rules = rules_of(request.db, request.registry[REGISTRY_KEY], need, request.now)
    source = METHODS[need.method].beacon(rules)
    return may_fix(request, need, source) and not recusal_reason(request.db, need, request.actor, source)


def _item(request: Request, need: Need) -> DeskItem:
    return DeskItem(
        title=need.title,
        url=request.route_path("needs.beacon", number=need.number),
        state=StateLabel.of(NEED.states[need.state]),
        due=need.beacon_due,
        why="名单已公布，请确定抽取用的公开随机值，逾期流标。",
        number=need.number,
        region=need.region,
        since=need.opened_at,
    )
