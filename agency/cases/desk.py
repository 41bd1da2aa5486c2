"""What cases put on the desks of applicants, agents and heads of centres, and on supervision."""

from collections.abc import Sequence
from datetime import datetime

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from agency.cases.dues import DUES, due_of
from agency.cases.lifecycle import CASE, OPEN
from agency.cases.models import Case
from tongban.portal.blocks import DeskItem, SupervisionCard
from tongban.portal.regions import permitted_regions
from tongban.security import Permission, Role
from tongban.security.table import permits
from tongban.web.components import Column, Link, StateLabel, Table

#: Rows one block loads at most, the most urgent first.
LIMIT = 200
SHOWN = 50
_ROUTES = {
    "requested": "cases.screen",
    "screened": "cases.assign",
    "assigned": "cases.draft",
    "awaiting_applicant_seal": "cases.seal",
    "awaiting_centre_seal": "cases.countersign",
}
_WHO = {
    "requested": "待代办中心决定是否受理。",
    "screened": "待代办中心负责人指派代办员。",
    "assigned": "待代办员拟订委托代办协议。",
    "awaiting_applicant_seal": "待申请人在协议上签章。",
    "awaiting_centre_seal": "待代办中心在协议上签章。",
    "active": "代办员正在代办。",
}


def applicant(request: Request) -> Sequence[DeskItem]:
    """The applicant's own open cases."""
    actor = request.actor
    if actor.org_id is None or not actor.holds(Role.OWNER_ADMIN, Role.OWNER_DELEGATE):
        return ()
    return _items(request, Case.owner_org_id == actor.org_id, ("awaiting_applicant_seal",), OPEN)


def carried(request: Request) -> Sequence[DeskItem]:
    """The cases somebody carries, as agent or deputy."""
    actor = request.actor
    if not actor.holds(Role.AGENT):
        return ()
    mine = or_(Case.agent_id == actor.user_id, Case.deputy_id == actor.user_id)
    return _items(request, mine, ("assigned", "active"), OPEN)


def requests(request: Request) -> Sequence[DeskItem]:
    """Requests that wait for a decision, on the desks of agents and heads."""
    regions = _regions(request, Permission.AGENCY_CASE_SCREEN)
    return _items(request, Case.region.in_(regions), ("requested",), ("requested",)) if regions else ()


def centre(request: Request) -> Sequence[DeskItem]:
    """What the head of the centre has to do, and what others do."""
    regions = _regions(request, Permission.AGENCY_CASE_ASSIGN)
    later = tuple(state for state in OPEN if state != "requested")
    turn = ("screened", "awaiting_centre_seal")
    return _items(request, Case.region.in_(regions), turn, later) if regions else ()


def _regions(request: Request, permission: Permission) -> list[str]:
    if not permits(request.actor, permission):
        return []
    return permitted_regions(request.db, request.actor, permission, Case.region)


def _items(
    request: Request, whose: ColumnElement[bool], turn: Sequence[str], states: Sequence[str]
) -> Sequence[DeskItem]:
    query = (
        select(Case)
        .options(joinedload(Case.owner), joinedload(Case.agent), joinedload(Case.deputy))
        .where(whose, Case.state.in_(states))
        .order_by(Case.state.not_in(turn), Case.id.desc())
        .limit(LIMIT)
    )
    return [_item(request, case, case.state not in turn) for case in request.db.scalars(query)]


def _item(request: Request, case: Case, waiting: bool) -> DeskItem:
    route = "cases.show" if waiting else _ROUTES.get(case.state, "cases.show")
    running, since = due_of(case), _since(case)
    part = "协办 · " if request.actor.user_id == case.deputy_id else ""
    return DeskItem(
        title=case.project_name,
        url=request.route_path(route, number=case.number),
        state=StateLabel.of(CASE.states[case.state]),
        due=getattr(case, running.name) if running else None,
        why=f"{part}{case.owner.name}：{_WHO[case.state]}",
        number=case.number,
        waiting=waiting,
        region=case.region,
        since=since,
    )


def _since(case: Case) -> datetime:
    at = {"requested": case.requested_at, "screened": case.screened_at, "active": case.active_at}
    return at.get(case.state, case.assigned_at) or case.requested_at


def late(request: Request) -> SupervisionCard:
    """Cases whose present limit has passed."""
    regions = permitted_regions(request.db, request.actor, Permission.AGENCY_CASE_OVERSEE, Case.region)
    passed = or_(*(Case.state.in_(due.states) & (getattr(Case, due.name) < request.now) for due in DUES))
    query = select(Case).where(Case.region.in_(regions), passed).order_by(Case.id).limit(SHOWN)
    rows = [_late_row(request, case) for case in request.db.scalars(query)]
    if not rows:
        return SupervisionCard(StateLabel("正常", "done"), "受理、指派和签订协议都在时限以内。")
    columns = (
        Column("项目", "link", main=True),
        Column("状态", "state"),
        Column("哪个期限"),
        Column("应在此前办理", "datetime"),
    )
    text = "受理和指派由代办中心负责，签订协议由双方负责，请督促。"
    table = Table("超过期限的代办件", columns, rows)
    return SupervisionCard(StateLabel(f"{len(rows)} 项逾期", "late"), text, table, alarm=True)


def _late_row(request: Request, case: Case) -> tuple[object, ...]:
    running = due_of(case)
    link = Link(case.project_name, request.route_path("cases.show", number=case.number))
    state = StateLabel.of(CASE.states[case.state])
    return (link, state, running.label, getattr(case, running.name)) if running else (link, state, "", None)


def fill(config: Configurator) -> None:
    """Tell ``tongban.portal``."""
    config.add_desk_block("agency.requests", "代办申请", 12, requests)
    config.add_desk_block("agency.centre", "代办中心", 14, centre)
    config.add_desk_block("agency.carried", "我的代办件", 16, carried)
    config.add_desk_block("agency.applicant", "全程代办", 18, applicant)
    config.add_supervision_block("agency.late", "代办时限", 40, late)
