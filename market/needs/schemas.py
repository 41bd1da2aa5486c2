"""The form of a need: the one place where its input is validated, for pages and programs alike."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import colander

from market.catalogue.items import ServiceItem
from market.needs.price_basis import COSTS, COVER, TAX
from market.qualifications import Kinds
from market.qualifications.facts import facts_for, facts_schema, stated
from market.rules import METHOD_TITLES
from market.selection import METHODS
from tongban import fields
from tongban.web.forms import widgets

FUNDS: dict[str, str] = {"private": "企业自有资金", "government": "财政性资金", "mixed": "财政与自有资金"}
DAY_UNITS: dict[str, str] = {"WD": "工作日", "CD": "自然日"}


def need_schema(
    *, now: datetime, item: ServiceItem | None, methods: list[str], kinds: Kinds, names_beacon: bool = True
) -> colander.SchemaNode:
    """The schema of a need for a service, with the methods that its region offers.

    Facts about the size are asked only where limits of grades look at them, of no service none; a public
    value only with ``names_beacon``: where a notice must name one beforehand.
    """
    schema = fields.Schema()
    asked = item.qualification.requirement if item and item.qualification else None
    sections = [_what()]
    if asked is not None and facts_for(asked, kinds):
        sections.append(facts_schema(asked, kinds, name="facts", title="规模"))
    sections += [_selection(methods, names_beacon), _price(methods), _contact()]
    for section in sections:
        schema.add(section)
    schema.add(fields.whole("版本", name="version", required=False, widget=widgets.Hidden()))
    return schema.bind(now=now)


def _section(name: str, title: str, *nodes: colander.SchemaNode) -> colander.SchemaNode:
    section = fields.Section(name=name, title=title)
    for node in nodes:
        section.add(node)
    return section


def _what() -> colander.SchemaNode:
    return _section(
        "what",
        "采购什么",
        fields.text(
            "采购项目名称", name="title", max=120, hint="例如：年产 5 万吨食品加工项目环境影响报告表编制。"
        ),
        fields.text("投资项目名称", name="project_name", max=120),
        fields.project_code(
            "投资项目代码", name="project_code", required=False, hint="24 位项目代码；尚未赋码的可以不填。"
        ),
        fields.long_text(
            "服务内容和规模",
            name="scope",
            max=4000,
            hint="写清做什么、做到什么深度、场地和规模、需要配合的工作。",
        ),
        fields.whole("服务期限", name="service_days", min=1, max=1000, hint="从合同签订次日起算。"),
        fields.choice("期限单位", DAY_UNITS, name="service_days_unit", default="WD"),
    )


def _price(methods: Sequence[str]) -> colander.SchemaNode:
    covers = [
        fields.choice(
            title,
            COVER,
            name=key,
            default="included",
            widget=widgets.RadioChoice(values=list(COVER.items()), inline=True),
        )
        for key, title in COSTS.items()
    ]
    return _section(
        "price",
        "价格",
        _figure(methods),
        fields.choice("资金来源", FUNDS, name="fund_source", default="private"),
        fields.choice("价格是否含税", TAX, name="tax", default="included"),
        fields.rate(
            "税率", name="tax_rate_bp", required=False, hint="单位：%。小规模纳税人等不确定的可以不填。"
        ),
        *covers,
        fields.whole("成果份数", name="copies", min=1, max=100, default=4, hint="纸质成果的份数。"),
        fields.whole(
            "免费修改次数",
            name="revisions",
            min=0,
            max=50,
            default=2,
            hint="审批部门提出意见后的修改不计入。",
        ),
    )


def _figure(methods: Sequence[str]) -> colander.SchemaNode:
    """The figure the owner states: what each offered method calls it."""
    offered = [METHODS[name] for name in methods if name in METHODS]
    title = "或".join(dict.fromkeys(method.price.title for method in offered)) or "价格"
    hints = [method.price.hint for method in offered]
    if len(offered) > 1:
        hints = [f"{method.title}：{method.price.title}，{method.price.hint}" for method in offered]
    return fields.money(title, name="ceiling_fen", hint=f"单位：元，例如 120000.00。{''.join(hints)}")


def _selection(methods: Sequence[str], names_beacon: bool) -> colander.SchemaNode:
    titles = {name: METHOD_TITLES[name] for name in methods}
    offered = [METHODS[name] for name in methods if name in METHODS]
    named = fields.text(
        "事先指定的公开数值",
        name="beacon_named",
        required=False,
        max=200,
        hint="随机抽取时必填。指定一个报名截止之后才产生、任何人都能查到的数值，写明名称和期号，"
        "例如：中国福利彩票 3D 第 2026070 期开奖号码。截止前已经产生的数值不能用。",
    )
    return _section(
        "selection",
        "怎样选取",
        fields.choice(
            "选取方式",
            titles,
            name="method",
            default=next(iter(methods), None),
            hint="".join(f"{method.title}：{method.summary}。" for method in offered),
        ),
        *((named,) if names_beacon else ()),
        fields.moment(
            "报名截止时间", name="ends_at", later=True, hint="在这个时间之前收到的报价才有效，精确到秒。"
        ),
        fields.day(
            "预计签订合同日期",
            name="signing_expected",
            required=False,
            hint="资质须到这一天仍有效；不确定的可以不填。",
        ),
        fields.long_text(
            "回避要求",
            name="recusal",
            required=False,
            max=500,
            hint="例如：编制可行性研究报告的单位不得参加。",
        ),
    )


def _contact() -> colander.SchemaNode:
    return _section(
        "contact",
        "联系方式",
        fields.person_name("联系人", name="contact_name"),
        fields.phone("联系电话", name="contact_phone"),
        fields.phone(
            "投诉电话", name="complaint_phone", required=False, hint="不填则公布中介超市的投诉电话。"
        ),
    )


def flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of all sections in one mapping (names are unique across them), the facts apart."""
    sections = {key: value for key, value in values.items() if isinstance(value, dict) and key != "facts"}
    answers = {key: value for section in sections.values() for key, value in section.items()}
    return answers | {"facts": stated(values.get("facts") or {})}
