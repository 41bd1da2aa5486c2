"""What must hold among approval items beyond the form of a single entry."""

import re
from collections.abc import Iterator, Sequence
from itertools import product

from agency.guides.graph import find_circle
from agency.guides.guides import Guides
from agency.guides.items import ApprovalItem, Limit, Unit
from agency.projects import QUESTIONS, Condition, Facts, Kind

CODE = re.compile(r"[A-Z][0-9]{1,2}[a-z]?")


def guide_problems(guides: Guides) -> list[str]:
    """Every problem as a Chinese sentence that names the item."""
    problems = [f"{item.code}：{text}。" for item in guides for text in _item_problems(item, guides)]
    problems += [f"{text}。" for text in _set_problems(guides)]
    return problems


def _item_problems(item: ApprovalItem, guides: Guides) -> Iterator[str]:
    if not CODE.fullmatch(item.code):
        yield "编号应当像 A1、X10、A4b 这样"
    if item.stage not in {stage.code for stage in guides.stages}:
        yield f"没有编号为 {item.stage} 的阶段"
    for code in (code for edge in item.needs for code in edge.any_of):
        if guides.get(code) is None:
            yield f"前置事项 {code} 不存在"
    events = {event.code for event in guides.events}
    for code in (edge.event for edge in item.needs if edge.event and edge.event not in events):
        yield f"没有编号为 {code} 的外部事件"
    if item.instant and (item.statutory or item.promised):
        yield "当场办结的事项不写时限"
    if item.statutory and item.clock_start_event is None:
        yield "有法定时限的，要写明从收到还是从受理起算"
    if item.promised and any(longer(item.promised, limit) for limit in item.statutory):
        yield "承诺时限比法定时限长"


def _set_problems(guides: Guides) -> Iterator[str]:
    codes = [item.code for item in guides]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"{code}：编号重复"
    circle = find_circle(guides.full_graph())
    if circle:
        yield f"前置关系成环：{' → '.join(circle)}"
    for event in guides.events:
        for code in (code for code in event.after if guides.get(code) is None):
            yield f"外部事件 {event.code}：前置事项 {code} 不存在"
    for group in guides.exclusive:
        missing = [code for code in group if guides.get(code) is None]
        if missing or len(group) < 2:
            yield f"互斥的一组至少两项，且都要存在：{'、'.join(group)}"
        elif both := both_apply([guides[code].applies_if for code in group]):
            yield f"互斥的 {'、'.join(group)} 的条件可以同时成立，例如{both}"


def both_apply(conditions: Sequence[Condition]) -> str:
    """Choices with which two of the conditions hold at once, in words; empty when there are none.

    Only conditions that read nothing but choices and yes or no can be tried out; others pass.
    """
    reads = list(dict.fromkeys(name for condition in conditions for name in condition.reads))
    if any(QUESTIONS[name].kind not in (Kind.CHOICE, Kind.YES_NO) for name in reads):
        return ""
    values = [list(QUESTIONS[name].asked.choices) or [True, False] for name in reads]
    for tried in product(*values):
        facts = dict(zip(reads, tried, strict=True))
        if sum(condition.holds(Facts(**facts)) is True for condition in conditions) > 1:
            return "，".join(
                f"{QUESTIONS[name].title}为{QUESTIONS[name].words(v)}" for name, v in facts.items()
            )
    return ""


def longer(promised: Limit, statutory: Limit) -> bool:
    """Whether a promise is longer than the law allows, their units compared."""
    return _calendar_days(promised) > _calendar_days(statutory)


def _calendar_days(limit: Limit) -> int:
    """Calendar days a limit spans at most in weeks without holidays: five working days take seven."""
    if limit.unit is Unit.CD:
        return limit.value
    return limit.value + 2 * -(-limit.value // 5)
