"""Service items as pages show them: each fact with how far it may be relied on, nothing left blank."""

from collections.abc import Callable, Sequence

from market.catalogue.approvals import approval_names
from market.catalogue.items import Mark, Provenance, Qualified, ServiceItem
from market.qualifications.kinds import Kinds, Nature
from market.qualifications.requirement_text import requirement_text
from tongban.web.components import Column, Fact, Link, StateLabel, Table

#: What is not known is said, never left blank.
UNKNOWN = StateLabel("尚未核实", "wait")
NO_APPROVAL = "不作为行政审批的前置条件"

#: What the chips ask: whether a certificate is needed.
STANDINGS = {
    "certificate": "须持有资质证书",
    "registration": "只须登记或备案",
    "none": "不要求资质",
    "unknown": "尚未核实",
}

#: Gives the address of an approval's guide, or nothing where there are no guides.
GuideLink = Callable[[str], str]


def standing(item: ServiceItem, kinds: Kinds) -> str:
    """Which key of ``STANDINGS`` an item belongs to."""
    if item.qualification is None:
        return "unknown"
    natures = {kinds[clause.kind].nature for clause in item.qualification.requirement.clauses}
    if not natures:
        return "none"
    return "certificate" if natures & {Nature.LICENCE, Nature.CMA} else "registration"


def group_table(items: Sequence[ServiceItem], kinds: Kinds, address: Callable[[str], str]) -> Table:
    """One group as a table that becomes cards on a phone."""
    columns = (
        Column("服务事项", "link", main=True),
        Column("哪些审批需要"),
        Column("资质要求"),
        Column("收费"),
    )
    rows = [
        (
            Link(item.name, address(item.code)),
            _approval_words(item),
            requirement_text(item.qualification.requirement, kinds) if item.qualification else UNKNOWN,
            item.charge.words if item.charge else UNKNOWN,
        )
        for item in items
    ]
    return Table(f"共 {len(rows)} 项", columns, rows)


def facts_of(item: ServiceItem, kinds: Kinds, guide: GuideLink) -> tuple[Fact, ...]:
    """Everything known of an item, and what is not."""
    required, basis, charge = item.required_by, item.legal_basis, item.charge
    return (
        Fact(
            "哪些审批需要",
            _approvals(item, guide),
            hint=_hint(required.origin, required.note) if required else "",
        ),
        Fact("设定依据", [f"{b.text}（{b.origin.words}）" for b in basis] or UNKNOWN, hint=_basis_hint(item)),
        Fact("资质要求", _qualified(item.qualification, kinds), hint=_qualified_hint(item.qualification)),
        Fact(
            "收费标准",
            charge.words if charge else UNKNOWN,
            hint=_hint(charge.origin, charge.basis) if charge else "",
        ),
        Fact(
            "服务成果",
            item.deliverable.text if item.deliverable else UNKNOWN,
            hint=_stated_hint(item.deliverable),
        ),
        Fact(
            "行业主管部门",
            item.regulator.text if item.regulator else UNKNOWN,
            hint=_stated_hint(item.regulator),
        ),
    )


def _approval_words(item: ServiceItem) -> object:
    if item.required_by is None:
        return UNKNOWN
    names = approval_names()
    return "、".join(names[code] for code in item.required_by.items) or NO_APPROVAL


def _approvals(item: ServiceItem, guide: GuideLink) -> object:
    if item.required_by is None or not item.required_by.items:
        return _approval_words(item)
    names = approval_names()
    linked = [(names[code], guide(code)) for code in item.required_by.items]
    return [Link(name, href) if href else name for name, href in linked]


def _qualified(fact: Qualified | None, kinds: Kinds) -> object:
    return requirement_text(fact.requirement, kinds) if fact else UNKNOWN


def _qualified_hint(fact: Qualified | None) -> str:
    return _hint(fact.origin, fact.note) if fact else ""


def _stated_hint(fact: object) -> str:
    origin = getattr(fact, "origin", None)
    return _hint(origin) if origin else ""


def _hint(origin: Provenance, note: str = "") -> str:
    said = f"{origin.words}：{origin.source}" if origin.source else origin.words
    return "；".join(part for part in (note.rstrip("。"), said) if part) + "。"


def _basis_hint(item: ServiceItem) -> str:
    found = list(dict.fromkeys(b.origin.source for b in item.legal_basis if b.origin.source))
    if found:
        return f"来源：{'；'.join(found)}。"
    if any(b.origin.mark is Mark.BACKGROUND for b in item.legal_basis):
        return "据一般资料整理，尚未逐条核对原文。"
    return "没有查到法律、法规依据的，不得作为办理审批的条件（《优化营商环境条例》第四十三条）。"
