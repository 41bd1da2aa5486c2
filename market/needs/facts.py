"""The facts of a need as its page shows them."""

from pyramid.request import Request

from market.needs.models import Need
from market.needs.price_basis import lines
from market.needs.rules import NeedRules
from market.needs.schemas import DAY_UNITS, FUNDS
from market.qualifications import Requirement, load_kinds, requirement_text
from market.rules import METHOD_TITLES, TIE_STEPS
from tongban.regions.service import path_name
from tongban.web.components import Fact, Link, RuleBasis


def need_facts(request: Request, need: Need) -> list[Fact]:
    """What is bought, by whom, where, and whom to ask."""
    service = Link(str(need.service.get("name")), request.route_path("services.show", code=need.service_code))
    requirement = (
        requirement_text(Requirement.from_json(need.requirement), load_kinds()) if need.requirement else ""
    )
    facts = [
        Fact("项目业主", need.owner.name),
        Fact("中介服务事项", service),
        Fact(
            "投资项目",
            need.project_name,
            hint=f"项目代码 {need.project_code}" if need.project_code else "尚未赋码",
        ),
        Fact("项目所在地", path_name(request.db, need.region)),
        Fact("资质要求", requirement or "这项服务不要求资质"),
        Fact("服务期限", f"合同签订次日起 {need.service_days} 个{DAY_UNITS[need.service_days_unit]}"),
        Fact("回避要求", need.recusal or "无"),
        Fact("联系人", f"{need.contact_name} {need.contact_phone}"),
        Fact("投诉电话", need.complaint_phone or request.site.complaint_phone),
    ]
    if need.parent is not None:
        link = Link(need.parent.number, request.route_path("needs.show", number=need.parent.number))
        facts.append(Fact("重新采购", link, hint=f"第 {need.run_no} 次采购，前一次流标"))
    return facts


def basis_facts(need: Need) -> list[Fact]:
    """The ceiling and what a price covers."""
    ceiling = Fact("最高限价", money=need.ceiling_fen, words=True)
    return [
        ceiling,
        Fact("资金来源", FUNDS[need.fund_source]),
        *(Fact(term, words) for term, words in lines(need.price_basis)),
    ]


def selection_facts(need: Need, rules: NeedRules) -> list[Fact]:
    """How it is selected, each regional number with its basis."""
    minimum = need.params.get("minimum") or rules.value("market.min_participants").get(need.method)
    ties = need.params.get("tie_chain") or rules.value("market.tie_break")
    return [
        Fact("选取方式", METHOD_TITLES[need.method], rule=_basis(rules, "market.methods_enabled")),
        Fact("最低有效家数", f"{minimum} 家，不足则流标", rule=_basis(rules, "market.min_participants")),
        Fact(
            "同价时依次比较",
            "、".join(TIE_STEPS[step] for step in ties),
            rule=_basis(rules, "market.tie_break"),
        ),
        Fact(
            "中选公示期", rules.words("market.award.notice_wd"), rule=_basis(rules, "market.award.notice_wd")
        ),
        Fact(
            "签订合同时限",
            rules.words("market.contract.sign_wd"),
            rule=_basis(rules, "market.contract.sign_wd"),
        ),
        Fact(
            "关联方同时报名",
            rules.words("market.recusal.related_policy"),
            rule=_basis(rules, "market.recusal.related_policy"),
        ),
        Fact(
            "未中选报价",
            rules.words("market.public.show_losing_quotes"),
            rule=_basis(rules, "market.public.show_losing_quotes"),
        ),
        Fact(
            "流标后的办法",
            rules.words("market.fail.fallback_chain"),
            rule=_basis(rules, "market.fail.fallback_chain"),
        ),
    ]


def _basis(rules: NeedRules, key: str) -> RuleBasis:
    return RuleBasis.of(rules.ask(key))
