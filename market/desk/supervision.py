"""The market's cards of supervision: signals and lateness, each with what it rests on."""

from datetime import timedelta
from typing import Any

from pyramid.request import Request
from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, joinedload

from market.entries.models import Entry, RelationFlag
from market.entries.relations import KINDS
from market.needs.models import Need
from tongban.accounts.models import Organisation
from tongban.portal.blocks import SupervisionCard
from tongban.portal.regions import permitted_regions
from tongban.security import Permission
from tongban.web.components import Column, Link, StateLabel, Table

#: A closing that takes longer than this after the end of registration is an alarm (design.md, idea 6).
CLOSING_ALARM = timedelta(seconds=60)
SHOWN = 50
_LATE = {"registering": "还没有截止", "closed": "还没有开启", "selecting": "还没有选出"}
#: States in which the entrants of a need are not known to anybody yet.
_SEALED = ("registering", "closed")


def _regions(request: Request) -> list[str]:
    return permitted_regions(request.db, request.actor, Permission.MARKET_FLAG_READ, Need.region)


def _link(request: Request, need: Need) -> Link:
    return Link(need.title, request.route_path("needs.show", number=need.number))


def flags(request: Request) -> SupervisionCard:
    """Ties between entrants, once the quotes are open: before, nobody may know who takes part."""
    first, second = aliased(Entry), aliased(Entry)
    one, other = aliased(Organisation), aliased(Organisation)
    query = (
        select(RelationFlag, Need, one.name, other.name)
        .join(Need, Need.id == RelationFlag.need_id)
        .join(first, first.id == RelationFlag.first_entry_id)
        .join(second, second.id == RelationFlag.second_entry_id)
        .join(one, one.id == first.org_id)
        .join(other, other.id == second.org_id)
        .where(Need.region.in_(_regions(request)), Need.state.not_in(_SEALED), Need.opened_at.is_not(None))
        .order_by(RelationFlag.raised_at.desc(), RelationFlag.id.desc())
        .limit(SHOWN)
    )
    found = request.db.execute(query).all()
    if not found:
        return SupervisionCard(StateLabel("没有线索", "done"), "已开启的采购中，没有发现报名单位之间的关联。")
    rows = [_flag_row(request, *row) for row in found]
    columns = (
        Column("采购项目", "link", main=True),
        Column("关联"),
        Column("两家单位"),
        Column("依据"),
        Column("发现时间", "datetime"),
    )
    text = "线索只说明两家报名单位有共同之处，是否违规由监督人员核实。"
    return SupervisionCard(
        StateLabel(f"{len(rows)} 条线索", "wait"), text, Table("最近的线索", columns, rows), alarm=True
    )


def _flag_row(request: Request, flag: RelationFlag, need: Need, one: str, other: str) -> tuple[Any, ...]:
    shared = str(flag.evidence.get("shared", ""))
    return _link(request, need), KINDS.get(flag.kind, flag.kind), f"{one}、{other}", shared, flag.raised_at


def closings(request: Request) -> SupervisionCard:
    """Needs whose closing or opening has not happened in time."""
    late = request.now - CLOSING_ALARM
    query = (
        select(Need)
        .where(
            Need.region.in_(_regions(request)),
            or_(
                (Need.state == "registering") & (Need.ends_at < late),
                (Need.state == "closed") & (Need.ends_at < late),
                (Need.state == "selecting") & (func.coalesce(Need.beacon_due, Need.ends_at) < late),
            ),
        )
        .order_by(Need.ends_at, Need.id)
        .limit(SHOWN)
    )
    rows = [(_link(request, need), need.ends_at, _LATE[need.state]) for need in request.db.scalars(query)]
    if not rows:
        return SupervisionCard(StateLabel("正常", "done"), "到期的采购都按时截止、按时开启。")
    columns = (Column("采购项目", "link", main=True), Column("报名截止", "datetime"), Column("情况"))
    text = "截止后超过 60 秒还没有办完。截止前到达的报价不受影响，请通知平台管理员查看后台任务。"
    return SupervisionCard(
        StateLabel(f"{len(rows)} 项延迟", "late"), text, Table("延迟的采购", columns, rows), alarm=True
    )


def checks(request: Request) -> SupervisionCard:
    """Needs whose formal check is past its due date."""
    query = (
        select(Need)
        .options(joinedload(Need.owner))
        .where(Need.region.in_(_regions(request)), Need.state == "under_check", Need.check_due < request.now)
        .order_by(Need.check_due, Need.id)
        .limit(SHOWN)
    )
    rows = [
        (need.number, need.title, need.owner.name, need.submitted_at, need.check_due)
        for need in request.db.scalars(query)
    ]
    if not rows:
        return SupervisionCard(StateLabel("正常", "done"), "没有超过核验时限的需求。")
    columns = (
        Column("编号", main=True),
        Column("采购项目"),
        Column("项目业主"),
        Column("提交时间", "datetime"),
        Column("应在此前核验", "datetime"),
    )
    return SupervisionCard(
        StateLabel(f"{len(rows)} 项逾期", "late"),
        "运营机构应在时限内核验，请督促。",
        Table("逾期未核验的需求", columns, rows),
        alarm=True,
    )
