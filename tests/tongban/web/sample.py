"""One page with every component, for tests and for looking at."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pyramid.config import Configurator
from pyramid.renderers import RendererHelper
from pyramid.request import Request

import tongban
from tongban.calendar.official import official_calendar
from tongban.calendar.strip import strip_of_due
from tongban.rules.answers import Answer
from tongban.web.components import (
    Action,
    Chip,
    ChipGroup,
    Column,
    ComingStep,
    Confirm,
    Deadline,
    Empty,
    Fact,
    Link,
    NextStep,
    PageNav,
    RuleBasis,
    Seal,
    StateLabel,
    Table,
    ThreadStep,
)

PAGES = Path(__file__).parent / "pages"
NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
DIGEST = "9f2c4ab1" + "0" * 56

CONFIRMED = RuleBasis.of(
    Answer(
        "market.award.notice_wd",
        5,
        plugin="邵东市中介超市规则",
        version="2026.2",
        region="430582",
        level="county",
        basis="《邵东市中介超市管理办法（示例）》第八条",
        since=date(2026, 1, 1),
    )
)
DEMO = RuleBasis.of(
    Answer(
        "market.entry.minimum",
        3,
        plugin="国家通用规则",
        version="1.0",
        region="000000",
        level="nation",
        source="background",
    )
)


def _deadline() -> Deadline:
    calendar = official_calendar()
    due = calendar.add_working_days(date(2026, 11, 18), 10)
    strip = strip_of_due(calendar, due, NOW)
    return Deadline(datetime(2026, 12, 2, 9, 30, tzinfo=UTC), strip, label="公示截止")


DONE = (
    ThreadStep("发布需求公告", datetime(2026, 11, 10, 1, 5, tzinfo=UTC), "运营机构 周明"),
    ThreadStep(
        "报名截止，3 家有效",
        datetime(2026, 11, 17, 9, 0, tzinfo=UTC),
        "系统",
        note="1 家因资质有效期早于开启时间未予受理，1 家已撤回。",
    ),
    ThreadStep(
        "开启报价，确定中选机构",
        datetime(2026, 11, 17, 9, 0, 12, tzinfo=UTC),
        "系统",
        links=(Link("查看全部报价", "/needs/SDXQ-2026-0031/entries"),),
        seal=Seal("随机抽取", DIGEST, "/verify/9f2c4ab1"),
    ),
    ThreadStep("异议未成立", datetime(2026, 11, 20, 2, 12, tzinfo=UTC), "管理机构 陈立", tone="late"),
)
COMING = (
    ComingStep("提交成果文件", "示范环境技术有限公司", "合同签订后 30 个自然日内"),
    ComingStep("验收与评价", "示范建设投资有限公司"),
)
MINE = NextStep(
    "签订并备案合同",
    "示范建设投资有限公司",
    actions=(
        Action("上传合同", "/contracts/new", method="get"),
        Action("拒绝签订", "/contracts/decline", refusing=True, fields=(("form_key", "a" * 32),)),
    ),
    deadline=_deadline(),
)
THEIRS = NextStep("受理报名材料", "运营机构 周明", phone="0739-0000001", deadline=_deadline())

STATES = (
    StateLabel("草稿", "ink"),
    StateLabel("报名中", "do"),
    StateLabel("待核验", "wait"),
    StateLabel("已中选", "done"),
    StateLabel("已流标", "late"),
    StateLabel("报价已密封", "seal"),
)
CHIPS = (
    ChipGroup(
        "服务类别",
        (
            Chip("全部", "?", count=46),
            Chip("环评", "?kind=eia", active=True, count=12),
            Chip("测绘", "?kind=map", count=9),
        ),
    ),
    ChipGroup(
        "状态",
        (Chip("报名中", "?state=open"), Chip("公示中", "?state=notice"), Chip("已完成", "?state=done")),
    ),
)
TABLE = Table(
    "共 3 条，按报名截止时间排列",
    (
        Column("需求", "link", main=True),
        Column("服务类别"),
        Column("最高限价", "money"),
        Column("报名截止", "datetime"),
        Column("状态", "state"),
    ),
    (
        (
            Link("年产 20 万套五金件项目环境影响报告表编制", "/needs/1"),
            "环境影响评价",
            6_800_000,
            datetime(2026, 12, 1, 9, 0, tzinfo=UTC),
            StateLabel("报名中", "do"),
        ),
        (
            Link("城北片区道路工程地形图测绘", "/needs/2"),
            "测绘",
            12_350_050,
            datetime(2026, 11, 27, 9, 30, tzinfo=UTC),
            StateLabel("待核验", "wait"),
        ),
        (
            Link("职教中心实训楼施工图审查", "/needs/3"),
            "施工图审查",
            None,
            None,
            StateLabel("已中选", "done"),
        ),
    ),
)
FACTS = (
    Fact("采购人", "示范建设投资有限公司"),
    Fact("服务类别", "环境影响评价 · 报告表"),
    Fact("最高限价", money=6_800_000, words=True),
    Fact("公示期", "5 个工作日", rule=CONFIRMED),
    Fact("最少有效报名", "3 家", rule=DEMO, hint="少于 3 家时本次流标，可重新发布。"),
    Fact("状态", StateLabel("公示中", "wait")),
    Fact("开启记录", Seal("核验", DIGEST, "/verify/9f2c4ab1")),
    Fact("报价明细", Seal("封存", DIGEST)),
    Fact("补充说明", None),
)
CONFIRM = Confirm(
    "提交报价",
    (
        Fact("需求", "年产 20 万套五金件项目环境影响报告表编制"),
        Fact("报价", money=5_980_000, words=True),
        Fact("项目负责人", "赵一鸣（环境影响评价工程师）"),
        Fact("报价口径", "含税 6%，含专家评审费、检测费"),
    ),
    "提交报价",
    warning="截止前可以撤回并重新报价，截止后不能更改。",
).carrying("/entries", (("csrf_token", "x"), ("price", "59800.00")))


def sample_page(request: Request) -> dict[str, Any]:
    """All components with plausible content."""
    return {
        "states": STATES,
        "chips_": CHIPS,
        "table_": TABLE,
        "facts_": FACTS,
        "done": DONE,
        "mine": MINE,
        "theirs": THEIRS,
        "coming": COMING,
        "deadline_": _deadline(),
        "nav": PageNav("第 1–3 条，共 46 条", "?after=abc", "?"),
        "empty_": Empty(
            "还没有符合条件的需求",
            "换一个服务类别试试，或清除筛选。",
            (Action("清除筛选", "?", method="get"),),
        ),
        "confirm_": CONFIRM,
        "seals": (
            Seal("随机抽取", DIGEST, "/verify/1"),
            Seal("核验", DIGEST, "/verify/2"),
            Seal("封存", DIGEST),
        ),
        "rules": (CONFIRMED, DEMO),
        "problems": request.params.get("problems"),
        "html": Markup("<b>已转义</b>"),
    }


def need_page(request: Request) -> dict[str, Any]:
    """A page of reading and doing, as features build them."""
    return {
        "facts_": FACTS,
        "done": DONE,
        "next": MINE,
        "coming": COMING,
        "state_": StateLabel("公示中", "wait"),
    }


def list_page(request: Request) -> dict[str, Any]:
    """A list page."""
    return {"chips_": CHIPS, "table_": TABLE, "nav": PageNav("第 1–3 条，共 46 条", "?after=abc", "?")}


def page_renderer(config: Configurator, name: str) -> RendererHelper:
    """A page of this folder, which is no package of its own."""
    return RendererHelper(name=f"{name}.jinja2", package=tongban, registry=config.registry)


def includeme(config: Configurator) -> None:
    """Routes of the sample pages."""
    config.add_jinja2_search_path(str(PAGES))
    for name, view in (("style", sample_page), ("need", need_page), ("list", list_page)):
        config.add_route(f"sample.{name}", f"/sample/{name}")
        config.add_view(view, route_name=f"sample.{name}", renderer=page_renderer(config, name))
