"""Parameters that belong to neither half: clocks, words, texts, document templates."""

from tongban.rules.parameters import Parameter, grouped
from tongban.rules.values import Choice, LocalDays, TableOf, Text, TimeOfDay

#: Words a place may call otherwise (``ui.terms``); the reading here explains the identifier.
TERMS = {
    "marketplace": "平台名称",
    "project_owner": "项目业主",
    "intermediary": "中介机构",
    "need": "采购需求",
    "registration": "报名",
    "quote": "报价",
    "award": "中选",
    "awardee": "中选机构",
    "award_letter": "中选通知书",
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
        doc="页面和文书上的称呼，如把“中选”叫作“中标”。",
        default={},
        merge="by_key",
        section="terms",
    ),
    Parameter(
        "ui.texts",
        TableOf(Text(4000, lines=True), pattern=r"[a-z_]+(\.[a-z_]+)*", names_only=True),
        "本地说明文字",
        doc="显示在页面固定位置的说明，按位置命名。",
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
