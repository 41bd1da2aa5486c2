"""What the market asks of a region: every ``market.*`` key, as declared in one place.

Numbers stand in rule files, never here (domain-rules §4); the bounds only keep slips of the pen out.
"""

from collections.abc import Mapping

from market.selection import METHODS
from tongban.rules.parameters import Parameter, grouped
from tongban.rules.values import (
    Choice,
    Choices,
    Fields,
    Flag,
    NumberPattern,
    TableOf,
    Text,
    Texts,
    ValueType,
    Whole,
)

#: Every method of selection by its name in records, rules and REST.
METHOD_TITLES: Mapping[str, str] = {
    "lowest_price": "竞价选取（最低价）",
    "discount_rate": "竞价选取（下浮率）",
    "unit_price": "单价选取",
    "average_price": "均价选取",
    "rounds_auction": "多轮竞价",
    "timed_auction": "限时竞价",
    "draw": "随机抽取",
    "weighted_draw": "信用加权抽取",
    "credit_merit": "信用择优",
    "proposal_merit": "方案择优",
    "direct": "直接选取",
    "framework": "定点服务",
}

#: The methods a need can be run by in this version; a rule file cannot enable another.
OFFERED: Mapping[str, str] = {name: METHOD_TITLES[name] for name in METHODS}

TIE_STEPS = {"credit": "信用分高者优先", "received": "收到时间早者优先", "draw": "抽签"}

FALLBACKS = {
    "rerun": "重新采购",
    "lower_to_2": "最低家数降为 2 家后重新采购",
    "lower_to_1": "最低家数降为 1 家后重新采购",
}

#: Where the public value comes from that a draw waits for, by ``market.selection.terms``.
BEACONS = {
    "witness": "名单公布后由见证人当场确定",
    "notice": "公告事先指定的公开数值",
    "none": "不使用",
}

RELATED = {
    "flag_for_review": "标记出来，由管理机构审查",
    "reject_both": "关联各方都不得参加",
    "keep_earliest": "只保留最早报名的一方",
}

GRADES = {"A": "A 级", "B": "B 级", "C": "C 级", "D": "D 级"}
STARS = {"5": "五星", "4": "四星", "3": "三星", "2": "二星", "1": "一星"}

_ENROLMENT = grouped(
    "入驻",
    Parameter(
        "market.enrol.check_wd", Whole(1, 30), "入驻核验时限", "wd", "运营机构在这个时限内完成形式核验。"
    ),
    Parameter(
        "market.enrol.publicity_wd", Whole(0, 30), "入驻公示期", "wd", "核验通过后先公示；0 表示直接入驻。"
    ),
    Parameter(
        "market.owner.allow_natural_person",
        Flag("可以", "不可以"),
        "自然人作项目业主",
        doc="自然人能否发布采购需求。",
    ),
    Parameter(
        "market.intermediary.allow_individual_business",
        Flag("可以", "不可以"),
        "个体工商户作中介机构",
        doc="个体工商户能否入驻。",
    ),
)

_NEED = grouped(
    "采购需求与报名",
    Parameter(
        "market.methods_enabled",
        Choices(OFFERED),
        "可用的选取方式",
        doc="发布采购需求时可以选用的方式。",
    ),
    Parameter(
        "market.min_participants",
        TableOf(Whole(1, 9), keys=METHOD_TITLES),
        "最低有效家数",
        "firms",
        "有效报名少于这个家数，本次采购失败（流标）。",
        merge="by_key",
    ),
    Parameter(
        "market.check.publish_wd", Whole(0, 10), "公告核验时限", "wd", "运营机构在这个时限内核验并发布公告。"
    ),
    Parameter(
        "market.register.min_window_wd", Whole(0, 30), "报名期下限", "wd", "从发布公告到报名截止至少这么长。"
    ),
    Parameter(
        "market.deadline.workday_only",
        Flag("必须是工作日", "可以是非工作日"),
        "报名截止日",
        doc="报名截止时刻能否落在非工作日。",
    ),
    Parameter(
        "market.entry.withdraw_until",
        Choice({"deadline": "报名截止前可以撤回", "never": "提交后不得撤回"}),
        "撤回报名",
        doc="截止后退出不是撤回，按放弃处理。",
    ),
    Parameter(
        "market.close.settle_s",
        Whole(5, 60),
        "截止后清点时间",
        "s",
        "截止后至少等这么久，确认截止前到达的报价都已入册，再冻结名单。",
        default=5,
    ),
    Parameter("market.fail.max_runs", Whole(1, 9), "采购次数上限", "times", "连同首次，最多采购这么多次。"),
    Parameter(
        "market.fail.fallback_chain",
        Choices(FALLBACKS, joint=" → "),
        "流标后的办法",
        doc="采购失败后依次采用的办法。",
    ),
)

_SELECTION = grouped(
    "选取与公开",
    Parameter(
        "market.tie_break",
        Choices(TIE_STEPS, last="draw", joint=" → "),
        "同价排序",
        doc="报价相同时依次比较；最后一项是抽签，保证分出先后。",
    ),
    Parameter(
        "market.recusal.related_policy", Choice(RELATED), "关联方同时报名", doc="如法定代表人相同的两家。"
    ),
    Parameter(
        "market.public.show_losing_quotes",
        Flag("公开", "不公开（仅监管可核）"),
        "未中选报价",
        doc="结果公布后，未中选者的报价是否公开。",
    ),
    Parameter(
        "market.public.show_entry_count",
        Flag("公开", "不公开"),
        "报名期内的报名家数",
        doc="截止前是否公开已有几家报名。",
    ),
)

_DRAW = grouped(
    "随机抽取",
    Parameter(
        "market.draw.beacon",
        Choice(BEACONS),
        "抽取用的公开随机值",
        doc="名单公布之后才确定的数值，参与抽取，使平台也无法预知结果。不使用时，平台理论上可以操纵抽取。",
    ),
    Parameter(
        "market.draw.beacon_wd",
        Whole(1, 30),
        "确定公开随机值的时限",
        "wd",
        "从公布名单起算；到期没有确定，本次采购失败（流标）。",
    ),
    Parameter(
        "market.draw.reserves", Whole(0, 20), "候补家数", "firms", "中选者之后依抽取次序列为候补的家数。"
    ),
)

_AWARD = grouped(
    "中选、合同与成果",
    Parameter(
        "market.award.notice_wd",
        Whole(0, 30),
        "中选公示期",
        "wd",
        "结果公示满这个期限且无异议，发中选通知书。",
    ),
    Parameter("market.award.decline_points", Whole(0, 100), "无故放弃中选扣分", "points", "记入信用台账。"),
    Parameter("market.contract.sign_wd", Whole(1, 60), "签订合同时限", "wd", "从发出中选通知书起算。"),
    Parameter(
        "market.contract.file_wd",
        Whole(1, 30),
        "合同备案时限",
        "wd",
        "从签订合同之日起算，逾期仍可登记，注明逾期。",
    ),
    Parameter("market.acceptance.wd", Whole(1, 60), "成果验收时限", "wd", "从收到服务成果起算。"),
    Parameter(
        "market.acceptance.deemed",
        Flag("视为验收通过", "不视为验收通过"),
        "逾期不验收",
        doc="业主在验收时限内既不验收也不退回时怎么办。",
    ),
)

_CREDIT = grouped(
    "评价与信用",
    Parameter("market.evaluation.wd", Whole(1, 60), "评价时限", "wd", "业主在验收后这个时限内评价。"),
    Parameter(
        "market.evaluation.default_score",
        Whole(1, 5),
        "逾期未评价的默认得分",
        "points",
        "五分制，各项都记这个分；默认得分不计入满意率。",
    ),
    Parameter(
        "market.evaluation.points",
        TableOf(Whole(-100, 100), keys=STARS),
        "评价记分",
        "points",
        "一份合同的评价，按星级记入信用台账的分数。",
        merge="by_key",
    ),
    Parameter("market.credit.base", Whole(0, 1000), "信用基础分", "points", "新入驻的机构从这个分数开始。"),
    Parameter("market.credit.cap", Whole(0, 1000), "信用分上限", "points"),
    Parameter(
        "market.credit.grades",
        TableOf(Whole(0, 1000), keys=GRADES),
        "信用等级起点",
        "points",
        "达到这个分数即为该等级。",
    ),
)

#: Kinds of documents the market numbers, with their titles.
NUMBERED = {
    "need_notice": "选取公告",
    "correction_notice": "更正公告",
    "result_notice": "中选公示",
    "failed_notice": "流标公告",
    "abort_notice": "废置公告",
    "award_letter": "中选通知书",
    "contract_filing": "合同备案",
    "deliverable_receipt": "成果签收单",
}

_DOCUMENTS = grouped(
    "文书编号",
    *(
        Parameter(
            f"docs.number.{kind}",
            NumberPattern(),
            f"{title}文号",
            doc="写入年份和当年的流水号。",
        )
        for kind, title in NUMBERED.items()
    ),
)

#: What a region may say about a service item; see ``market/catalogue/changes.py``.
_ITEM: Mapping[str, tuple[str, ValueType]] = {
    "name": ("名称", Text(80)),
    "group": ("类别", Text(40)),
    "hidden": ("不采用", Flag()),
    "aliases": ("别名", Texts()),
    "required_by": ("用于审批事项", Texts()),
    "basis": ("依据", Text(500)),
    "charge": ("收费标准", Text(500)),
    "deliverable": ("服务成果", Text(200)),
    "regulator": ("行业主管部门", Text(80)),
    "note": ("说明", Text(500)),
}

_ITEM_FIELDS = Fields(
    {name: kind for name, (_, kind) in _ITEM.items()}, {name: title for name, (title, _) in _ITEM.items()}
)

_CATALOGUE = grouped(
    "服务事项",
    Parameter(
        "market.catalogue",
        TableOf(_ITEM_FIELDS, pattern=r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}"),
        "本地服务事项调整",
        doc="按事项编号改名称、隐藏，补充依据和收费标准，或新增事项（须写 name 和 group）。",
        default={},
        merge="by_key",
        section="catalogue",
    ),
)

PARAMETERS: tuple[Parameter, ...] = (
    *_ENROLMENT,
    *_NEED,
    *_SELECTION,
    *_DRAW,
    *_AWARD,
    *_CREDIT,
    *_DOCUMENTS,
    *_CATALOGUE,
)
