"""Parameters that belong to neither half: clocks, words, texts, document templates."""

from tongban.rules.parameters import Parameter, grouped
from tongban.rules.values import Choice, LocalDays, TableOf, Text, TimeOfDay

#: Words a place may call otherwise (``ui.terms``), as everybody else calls them. Longer words that contain
#: one follow: where 中选 is called 中标, 中选机构 becomes 中标机构.
TERMS = {
    "marketplace": "中介服务网上交易平台",
    "project_owner": "项目业主",
    "intermediary": "中介机构",
    "award": "中选",
}

#: Where a place may put a text of its own (``ui.texts``).
TEXTS = {
    "portal.hint": "首页",
    "needs.hint": "发布需求页",
    "entries.hint": "报名报价页",
    "awards.hint": "中选公示页",
}

_CLOCK = grouped(
    "时限与日历",
    Parameter(
        "clock.day_end",
        TimeOfDay(),
        "一天的截止时刻",
        doc="按工作日计算的期限，在最后一天的这个时刻届满；24:00 表示到当天结束。",
    ),
    Parameter(
        "clock.receive_roll",
        Choice({"never": "按实际收到的日期计算", "next_workday": "非工作日收到的，视为下一个工作日收到"}),
        "非工作日收到的材料",
        doc="只影响期限从哪天起算，不影响报名和报价的截止时刻。",
    ),
    Parameter(
        "clock.calendar",
        LocalDays(),
        "本地放假与调休",
        doc="与全国日历不同的日子，如少数民族节日；off 放假，work 上班。",
        default={},
        merge="by_key",
        section="calendar",
    ),
)

_WORDS = grouped(
    "用语与文书",
    Parameter(
        "ui.terms",
        TableOf(Text(20), keys=TERMS),
        "本地用语",
        doc="页面和文书上的称呼，如把“中选”叫作“中标”，“中选通知书”等随之改变。",
        default={},
        merge="by_key",
        section="terms",
    ),
    Parameter(
        "ui.texts",
        TableOf(Text(4000, lines=True), keys=TEXTS, names_only=True),
        "本地说明文字",
        doc="显示在页面固定位置的说明，按位置命名；空行分段。",
        default={},
        merge="by_key",
        section="texts",
    ),
    Parameter(
        "docs.templates",
        TableOf(Text(200_000, lines=True), pattern=r"[a-z_]+", names_only=True),
        "本地文书模板",
        doc="以文书种类命名的排版模板，取代系统自带的模板。",
        default={},
        merge="by_key",
        section="templates",
    ),
)

PARAMETERS: tuple[Parameter, ...] = (*_CLOCK, *_WORDS)
