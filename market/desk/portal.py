"""The market on the start page: the ways in, figures over the public set, newest needs and awards."""

from collections.abc import Sequence

from markupsafe import Markup
from pyramid.config import Configurator
from pyramid.renderers import render
from pyramid.request import Request
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from market.awards.lifecycle import AWARD
from market.awards.models import Award
from market.enrolments.models import Enrolment
from market.entries.models import Entry
from market.needs.filters import STAGES
from market.needs.find import is_public, showcase
from market.needs.lifecycle import NEED
from market.needs.models import Need
from tongban.portal.blocks import Entrance, EntranceLink, Figure
from tongban.security import Permission
from tongban.web.components import Column, Link, StateLabel, Table

SHOWN = 6

BUY = Entrance(
    "我要采购",
    "项目业主发布需求，说清服务内容、资质要求和价格，到时自动选出机构。",
    (
        EntranceLink("发布需求", "needs.new", permission=Permission.MARKET_NEED_CREATE),
        EntranceLink("查服务目录", "services.list"),
    ),
)
SELL = Entrance(
    "我要接单",
    "中介机构入驻后，对符合资质的公告报名、报价；报价密封到截止，开启前谁也看不到。",
    (
        EntranceLink("正在报名的公告", "needs.list", (("stage", "open"),)),
        EntranceLink("申请入驻", "enrolment.edit", permission=Permission.MARKET_ENROLMENT_EDIT),
    ),
)
WATCH = Entrance(
    "我来监督",
    "每次选取的记录、名次和评价都公开，任何人都可以重新计算一遍，核对结果。",
    (
        EntranceLink("看中选公示", "awards.list"),
        EntranceLink("核验记录", "verify.page"),
        EntranceLink("看各地规则", "plugins.page"),
    ),
)


def newest_needs(request: Request) -> Markup:
    """The needs published last."""
    query = showcase().order_by(Need.published_at.desc(), Need.id.desc()).limit(SHOWN)
    rows = [
        (
            Link(need.title, request.route_path("needs.show", number=need.number)),
            need.owner.name,
            need.ceiling_fen,
            need.ends_at,
            StateLabel.of(NEED.states[need.state]),
        )
        for need in request.db.scalars(query)
    ]
    columns = (
        Column("采购项目", "link", main=True),
        Column("项目业主"),
        Column("最高限价或固定价格", "money"),
        Column("报名截止", "datetime"),
        Column("状态", "state"),
    )
    empty = ("还没有公告", "业主发布的需求通过核验后，会出现在这里。")
    return _block(request, "最新采购公告", "needs.list", Table("最近发布的公告", columns, rows), empty)


def newest_awards(request: Request) -> Markup:
    """The awards put up last."""
    query = (
        select(Award)
        .options(joinedload(Award.need), joinedload(Award.entry).joinedload(Entry.org))
        .order_by(Award.proposed_at.desc(), Award.id.desc())
        .limit(SHOWN)
    )
    rows = [
        (
            Link(award.need.title, request.route_path("awards.show", number=award.number)),
            award.entry.org.name,
            award.amount_fen,
            award.proposed_at,
            StateLabel.of(AWARD.states[award.state]),
        )
        for award in request.db.scalars(query)
    ]
    columns = (
        Column("采购项目", "link", main=True),
        Column("中选机构"),
        Column("中选金额", "money"),
        Column("公示时间", "date"),
        Column("状态", "state"),
    )
    empty = ("还没有中选公示", "公告报名截止、选出机构后，会出现在这里。")
    return _block(request, "最新中选公示", "awards.list", Table("最近的中选公示", columns, rows), empty)


def _block(request: Request, title: str, route: str, table: Table, empty: tuple[str, str]) -> Markup:
    values = {"title": title, "all": request.route_path(route), "table": table, "empty": empty}
    page = render("market:desk/templates/news.jinja2", values, request=request)
    return Markup(page)  # noqa: S704 - made by our own template, which escapes every value


def figures(request: Request) -> Sequence[Figure]:
    """How many needs are public, by what became of them, and how many intermediaries are admitted."""
    counted = select(Need.state, func.count()).where(is_public()).group_by(Need.state)
    states = dict(request.db.execute(counted).tuples().all())
    active = select(func.count()).select_from(Enrolment).where(Enrolment.state == "active")

    def stage(title: str, name: str) -> Figure:
        here = request.route_path("needs.list", _query={"stage": name})
        return Figure(title, sum(states.get(state, 0) for state in STAGES[name][1]), here)

    return (
        Figure("公开的采购", sum(states.values()), request.route_path("needs.list")),
        stage("正在报名", "open"),
        stage("履约中", "running"),
        stage("已办结", "done"),
        Figure("已入驻机构", request.db.scalar(active) or 0, request.route_path("intermediaries.list")),
    )


def fill(config: Configurator) -> None:
    """Put all of it on the start page."""
    for order, entrance in enumerate((BUY, SELL, WATCH), start=1):
        config.add_portal_entrance(order * 10, entrance)
    config.add_portal_figures("market", 10, figures)
    config.add_portal_block("market.needs", 10, newest_needs)
    config.add_portal_block("market.awards", 20, newest_awards)
