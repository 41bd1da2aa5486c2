"""Approval items as pages show them: limits with their unit, unconfirmed ones marked 演示值, no blanks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agency.guides.guides import Guides
from agency.guides.items import (
    CLOCK_WORDS,
    FUNDING_WORDS,
    ApprovalItem,
    Edge,
    EdgeKind,
    Limit,
    Mark,
    Origin,
    Stage,
)
from agency.market_link import RequiredService
from tongban.web.components import Column, Fact, Link, RuleBasis, StateLabel, Table

UNKNOWN = StateLabel("尚未核实", "wait")
INSTANT = "即办"
DEMO = "演示值"

#: Gives the address of a page for a code, or nothing where there is no such page.
Address = Callable[[str], str]


def limit_words(limit: Limit) -> str:
    """A limit with its unit, marked where nobody has confirmed it."""
    return limit.words if limit.origin.mark is Mark.FOUND else f"{limit.words}（{DEMO}）"


def statutory_words(item: ApprovalItem, write: Callable[[Limit], str] = limit_words) -> object:
    """The legal limit for a cell or a fact."""
    if item.instant:
        return INSTANT
    words = [write(limit) for limit in item.statutory]
    return words if len(words) > 1 else (words[0] if words else UNKNOWN)


def promised_words(item: ApprovalItem, write: Callable[[Limit], str] = limit_words) -> object:
    """The shorter limit a department promises."""
    if item.instant:
        return INSTANT
    return write(item.promised) if item.promised else UNKNOWN


def _plain(limit: Limit) -> str:
    """Beside a rule tag, which marks it 演示值 itself."""
    return limit.words


def stage_table(
    stage: Stage,
    items: Sequence[ApprovalItem],
    services: Callable[[str], Sequence[RequiredService]],
    guide: Address,
    service: Address,
) -> Table:
    """One stage as a table that becomes cards on a phone."""
    columns = (
        Column("审批事项", "link", main=True),
        Column("办理部门"),
        Column("法定时限"),
        Column("承诺时限"),
        Column("需要的中介服务"),
    )
    rows = [
        (
            Link(item.name, guide(item.code)),
            item.department,
            statutory_words(item),
            promised_words(item),
            [_service_link(s, service) for s in services(item.code)] or "目录中没有",
        )
        for item in items
    ]
    lead = f"，由{stage.lead}牵头" if stage.lead else ""
    return Table(f"共 {len(rows)} 项{lead}", columns, rows)


def facts_of(item: ApprovalItem, guides: Guides) -> tuple[Fact, ...]:
    """Everything known of an item, and what is not."""
    stage = guides.stage(item.stage)
    facts = [
        Fact("办理部门", item.department),
        Fact("所属阶段", stage.name, hint=f"本阶段由{stage.lead}牵头。" if stage.lead else stage.note),
        Fact("适用项目", "、".join(FUNDING_WORDS[f] for f in item.funding), hint=item.applies_when),
        Fact(
            "法定时限",
            statutory_words(item, _plain),
            hint=_limit_hint(item),
            rule=_tag(guides, item.statutory),
        ),
        Fact(
            "承诺时限",
            promised_words(item, _plain),
            hint=_note(item.promised),
            rule=_promised_tag(guides, item),
        ),
    ]
    if nodes := guides.nodes_of(item):
        facts.append(
            Fact("环节时限", [node.words for node in nodes], hint="属于行政许可的，依《行政许可法》。")
        )
    if item.extension:
        facts.append(Fact("可以延长", item.extension.words, hint=_said(item.extension.origin)))
    facts.append(Fact("设定依据", [f"{b.text}（{_word(b.origin)}）" for b in item.basis] or UNKNOWN))
    return tuple(facts)


@dataclass(frozen=True)
class Before:
    """What must come first: links of which one suffices, or words; the case it holds in; how."""

    links: tuple[Link, ...] = ()
    words: str = ""
    case: str = ""
    how: str = ""


def before_lines(item: ApprovalItem, guides: Guides, guide: Address) -> tuple[Before, ...]:
    """Everything an item waits for."""
    return tuple(_before(edge, guides, guide) for edge in item.needs)


def after_facts(item: ApprovalItem, guides: Guides, guide: Address) -> tuple[Fact, ...]:
    """What comes after an item, and what stands in its place."""
    after = [Link(other.name, guide(other.code)) for other in guides.after(item.code)]
    facts = [Fact("办好后可以办", after or "没有")]
    if others := guides.instead_of(item.code):
        links = [Link(other.name, guide(other.code)) for other in others]
        facts.append(Fact("选办其一", links, hint="同一个项目只办其中一项。"))
    return tuple(facts)


def service_links(services: Sequence[RequiredService], address: Address) -> list[tuple[object, str]]:
    """The services an approval asks for, each with its case and what its providers must hold."""
    return [
        (
            _service_link(s, address),
            "；".join(part for part in (s.note, s.qualification or "资质要求尚未核实") if part),
        )
        for s in services
    ]


def _service_link(service: RequiredService, address: Address) -> object:
    href = address(service.code)
    return Link(service.name, href) if href else service.name


def _before(edge: Edge, guides: Guides, guide: Address) -> Before:
    funding = "、".join(FUNDING_WORDS[f] for f in edge.funding)
    return Before(
        links=tuple(Link(guides[code].name, guide(code)) for code in edge.any_of),
        words=guides.event(edge.event).name if edge.event else "",
        case="，".join(part for part in (funding, edge.when) if part),
        how="可以先受理，等它办结后再作决定" if edge.kind is EdgeKind.SOFT else "",
    )


def _limit_hint(item: ApprovalItem) -> str:
    start = CLOCK_WORDS[item.clock_start_event] if item.clock_start_event and item.statutory else ""
    notes = list(dict.fromkeys(limit.note for limit in item.statutory if limit.note))
    text = "；".join(part for part in (start, *notes) if part)
    return f"{text}。" if text else ""


def _note(limit: Limit | None) -> str:
    return f"{limit.note}。" if limit and limit.note else ""


def _promised_tag(guides: Guides, item: ApprovalItem) -> RuleBasis | None:
    return _tag(guides, (item.promised,)) if item.promised else None


def _tag(guides: Guides, limits: Sequence[Limit]) -> RuleBasis | None:
    """The rule tag of numbers: who said so, and whether anybody has confirmed them."""
    if not limits:
        return None
    demo = any(limit.origin.mark is Mark.BACKGROUND for limit in limits)
    said = list(dict.fromkeys(limit.origin.source for limit in limits if limit.origin.source))
    return RuleBasis(
        plugin="办事指南（随系统提供）",
        version=guides.version[:8],
        level="国家",
        basis="；".join(said),
        demo=demo,
        source="演示值（尚待本地确认）" if demo else "已查证",
    )


def _word(origin: Origin) -> str:
    return "已查证" if origin.mark is Mark.FOUND else "待核对"


def _said(origin: Origin) -> str:
    return f"{_word(origin)}：{origin.source}。" if origin.source else f"{_word(origin)}。"
