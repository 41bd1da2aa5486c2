"""Which items a project needs: yes, no, or open (待定) with the facts that are missing."""

from dataclasses import dataclass
from enum import StrEnum

from agency.guides import Guides
from agency.guides.items import ApprovalItem
from agency.projects import FUNDING_WORDS, QUESTIONS, Facts, Funding


class Status(StrEnum):
    """Whether an item belongs to a project."""

    NEEDED = "needed"
    OPEN = "open"
    NOT_NEEDED = "not_needed"


STATUS_WORDS = {Status.NEEDED: "要办", Status.OPEN: "待定", Status.NOT_NEEDED: "不用办"}


@dataclass(frozen=True)
class Applies:
    """The answer for one item: ``reads`` names the facts it rests on, ``missing`` those not known."""

    status: Status
    reads: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def judge(guides: Guides, facts: Facts) -> dict[str, Applies]:
    """Every item of the guides, by its code, in the order of the guides."""
    return {item.code: applies(item, facts) for item in guides}


def applies(item: ApprovalItem, facts: Facts) -> Applies:
    """Whether a project with these facts needs an item."""
    limited = len(item.funding) < len(Funding)
    reads = tuple(dict.fromkeys((*(("funding",) if limited else ()), *item.applies_if.reads)))
    if limited and facts.funding is not None and facts.funding not in item.funding:
        return Applies(Status.NOT_NEEDED, ("funding",))
    holds = item.applies_if.holds(facts)
    if holds is False:
        return Applies(Status.NOT_NEEDED, item.applies_if.reads)
    missing = item.applies_if.missing(facts)
    if limited and facts.funding is None:
        missing = ("funding", *missing)
    return Applies(Status.OPEN if missing else Status.NEEDED, reads, missing)


def why_words(item: ApprovalItem, found: Applies, facts: Facts) -> str:
    """Why an item is needed, open or not, in one Chinese sentence."""
    case = item.applies_when
    if len(item.funding) < len(Funding):
        kinds = "、".join(FUNDING_WORDS[kind] for kind in item.funding) + "项目"
        case = f"{kinds}，{case}" if case else kinds
    if found.status is Status.OPEN:
        return f"{case}要办；还要知道：{'、'.join(QUESTIONS[name].title for name in found.missing)}。"
    if not found.reads:
        return "每个项目都要办。"
    said = "，".join(fact_text(name, facts) for name in found.reads if getattr(facts, name) is not None)
    rule = f"{case}要办" if found.status is Status.NEEDED else f"{case}才办"
    return f"{rule}；本项目{said}。"


def fact_text(name: str, facts: Facts) -> str:
    """One fact in words, as 环评类别：环境影响报告表."""
    question = QUESTIONS[name]
    return f"{question.title}：{question.words(getattr(facts, name))}"
