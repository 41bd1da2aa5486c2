"""The operator's desk: formal checks of needs and enrolments in the regions it works for."""

from collections.abc import Sequence
from typing import Any

from pyramid.request import Request
from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from market.desk.common import LIMIT
from market.enrolments.lifecycle import ENROLMENT
from market.enrolments.models import Enrolment
from market.needs.lifecycle import NEED
from market.needs.models import Need
from tongban.portal.blocks import DeskItem
from tongban.portal.regions import permitted_regions
from tongban.security import Permission
from tongban.security.table import permits
from tongban.web.components import StateLabel


def _regions(request: Request, permission: Permission, column: Any) -> list[str]:
    if not permits(request.actor, permission):
        return []
    return permitted_regions(request.db, request.actor, permission, column)


def need_checks(request: Request) -> Sequence[DeskItem]:
    """Needs that wait for the formal check."""
    regions = _regions(request, Permission.MARKET_NEED_CHECK, Need.region)
    if not regions:
        return ()
    query = (
        select(Need)
        .options(joinedload(Need.owner))
        .where(Need.state == "under_check", Need.region.in_(regions))
        .order_by(Need.check_due, Need.id)
        .limit(LIMIT)
    )
    return [
        DeskItem(
            title=need.title,
            url=request.route_path("needs.check", number=need.number),
            state=StateLabel.of(NEED.states[need.state]),
            due=need.check_due,
            why=f"{need.owner.name}提交，请核对材料是否齐全、规范。",
            number=need.number,
            region=need.region,
            since=need.submitted_at,
        )
        for need in request.db.scalars(query)
    ]


def enrolment_checks(request: Request) -> Sequence[DeskItem]:
    """Enrolments, and changes of admitted ones, that wait for the check."""
    regions = _regions(request, Permission.MARKET_ENROLMENT_CHECK, Enrolment.region)
    if not regions:
        return ()
    changed = Enrolment.state.in_(("active", "suspended")) & Enrolment.change_due.is_not(None)
    query = (
        select(Enrolment)
        .options(joinedload(Enrolment.org))
        .where(Enrolment.region.in_(regions), or_(Enrolment.state == "submitted", changed))
        .order_by(func.coalesce(Enrolment.change_due, Enrolment.check_due), Enrolment.id)
        .limit(LIMIT)
    )
    return [_enrolment(request, enrolment) for enrolment in request.db.scalars(query)]


def _enrolment(request: Request, enrolment: Enrolment) -> DeskItem:
    new = enrolment.state == "submitted"
    return DeskItem(
        title=enrolment.org.name,
        url=request.route_path("enrolments.check", number=enrolment.number),
        state=StateLabel.of(ENROLMENT.states["submitted"]) if new else StateLabel("变更待核验", "wait"),
        due=enrolment.check_due if new else enrolment.change_due,
        why="申请入驻，请核对资料和资质。" if new else "已入驻机构变更资料，请核对新增的内容。",
        number=enrolment.number,
        region=enrolment.region,
        since=enrolment.submitted_at if new else enrolment.change_submitted_at,
    )
