"""The facts of a need as its page shows them."""

from pyramid.request import Request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from market.entries.models import Entry
from market.needs.models import Need
from market.needs.price_basis import lines
from market.needs.rules import NeedRules
from market.needs.schemas import DAY_UNITS, FUNDS
from market.qualifications import Requirement, load_kinds, requirement_text
from market.rules import METHOD_TITLES
from market.selection import METHODS
from tongban.regions.service import path_name
from tongban.web.components import Fact, Link, RuleBasis
from tongban.web.filters import datetime_text

ENTRY_COUNT = "market.public.show_entry_count"


def need_facts(request: Request, need: Need) -> list[Fact]:
    """What is bought, by whom, where, and whom to ask."""
    service = Link(str(need.service.get("name")), request.route_path("services.show", code=need.service_code))
    requirement = (
        requirement_text(Requirement.from_json(need.requirement), load_kinds()) if need.requirement else ""
    )
    facts = [
        *([Fact("公告文号", need.notice_number)] if need.notice_number else []),
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
    """The owner's figure, as the method calls it, and what a price covers."""
    return [
        Fact(METHODS[need.method].price.title, money=need.ceiling_fen, words=True),
        Fact("资金来源", FUNDS[need.fund_source]),
        *(Fact(term, words) for term, words in lines(need.price_basis)),
    ]


def selection_facts(need: Need, rules: NeedRules, entries: int | None = None) -> list[Fact]:
    """Until when and how it is selected, each regional number with its basis.

    ``entries``: how many have registered so far, where and while that is public.
    """
    minimum = need.params.get("minimum") or rules.value("market.min_participants").get(need.method)
    count = rules.words(ENTRY_COUNT) if entries is None else f"公开，现有 {entries} 家报名"
    return [
        Fact("报名截止时间", datetime_text(need.ends_at)),
        _fact(rules, "选取方式", "market.methods_enabled", METHOD_TITLES[need.method]),
        _fact(rules, "最低有效家数", "market.min_participants", f"{minimum} 家，不足则流标"),
        _fact(rules, "截止前的报名家数", ENTRY_COUNT, count),
        *(_fact(rules, shown.term, shown.key) for shown in METHODS[need.method].shown),
        *_named(need),
        _fact(rules, "中选公示期", "market.award.notice_wd"),
        _fact(rules, "签订合同时限", "market.contract.sign_wd"),
        _fact(rules, "合同备案时限", "market.contract.file_wd"),
        _fact(rules, "关联方同时报名", "market.recusal.related_policy"),
        _fact(rules, "流标后的办法", "market.fail.fallback_chain"),
    ]


def _named(need: Need) -> list[Fact]:
    """The public value that the notice names beforehand, where it does."""
    if not need.beacon_named:
        return []
    return [
        Fact("事先指定的公开数值", need.beacon_named, hint="须在报名截止之后才产生，届时按公布的结果抽取。")
    ]


def _fact(rules: NeedRules, term: str, key: str, words: str = "") -> Fact:
    """A regional value with its basis, in the rules' own words unless others are given."""
    return Fact(term, words or rules.words(key), rule=RuleBasis.of(rules.ask(key)))


def public_entry_count(session: Session, need: Need, rules: NeedRules) -> int | None:
    """How many stand registered, while registration runs and if the region makes it public; else None."""
    if need.state != "registering" or not rules.value(ENTRY_COUNT):
        return None
    query = select(func.count()).select_from(Entry)
    return session.scalar(query.where(Entry.need_id == need.id, Entry.state == "submitted")) or 0
