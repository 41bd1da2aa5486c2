"""What differs between two plans of one project, and why: which facts changed, what came, went and moved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from agency.plan.applies import STATUS_WORDS, Status, fact_text
from agency.plan.model import Plan, PlanItem
from agency.projects import QUESTIONS


class Change(StrEnum):
    """What became of an item."""

    CAME = "came"
    WENT = "went"
    OPENED = "opened"
    MOVED = "moved"


CHANGE_WORDS = {
    Change.CAME: "新增",
    Change.WENT: "取消",
    Change.OPENED: "改为待定",
    Change.MOVED: "日期变动",
}


@dataclass(frozen=True)
class Changed:
    """One item that differs; its last day before and now, None where it has none."""

    code: str
    name: str
    change: Change
    before: date | None
    now: date | None
    why: str

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "code": self.code,
            "name": self.name,
            "change": self.change.value,
            "before": self.before.isoformat() if self.before else None,
            "now": self.now.isoformat() if self.now else None,
            "why": self.why,
        }


@dataclass(frozen=True)
class Difference:
    """All that differs: facts in words, items with their reasons, and the totals before and now."""

    facts: tuple[str, ...]
    items: tuple[Changed, ...]
    total_before: int
    total_now: int
    end_before: date
    end_now: date

    def __bool__(self) -> bool:
        return bool(self.facts or self.items)

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values, for a record."""
        return {
            "facts": list(self.facts),
            "items": [item.to_json() for item in self.items],
            "total_before": self.total_before,
            "total_now": self.total_now,
            "end_before": self.end_before.isoformat(),
            "end_now": self.end_now.isoformat(),
        }


def diff(old: Plan, new: Plan) -> Difference:
    """What differs between two plans. Items of either guide count; what only one knows came or went."""
    before, now = ({item.code: item for item in plan.items} for plan in (old, new))
    codes = dict.fromkeys((*now, *before))
    found = [_changed(code, before.get(code), now.get(code), old, new) for code in codes]
    return Difference(
        facts=tuple(_facts(old, new)),
        items=tuple(changed for changed in found if changed),
        total_before=old.total,
        total_now=new.total,
        end_before=old.end,
        end_now=new.end,
    )


def _facts(old: Plan, new: Plan) -> Iterator[str]:
    for name, question in QUESTIONS.items():
        was, now = getattr(old.facts, name), getattr(new.facts, name)
        if was != now:
            yield f"{question.title}：{question.words(was)} → {question.words(now)}"


def _changed(code: str, was: PlanItem | None, now: PlanItem | None, old: Plan, new: Plan) -> Changed | None:
    change = _kind(was, now)
    shown = now or was
    if change is None or shown is None:
        return None
    if change is Change.MOVED and was and now:
        why = _why_moved(was, now, old, new)
    else:
        why = _why_status(was, now, old, new)
    return Changed(code, shown.name, change, was.end if was else None, now.end if now else None, why)


def _kind(was: PlanItem | None, now: PlanItem | None) -> Change | None:
    before = was.status if was else Status.NOT_NEEDED
    after = now.status if now else Status.NOT_NEEDED
    if before is not after:
        return {Status.NEEDED: Change.CAME, Status.OPEN: Change.OPENED, Status.NOT_NEEDED: Change.WENT}[after]
    moved = was and now and (was.start, was.end) != (now.start, now.end)
    return Change.MOVED if moved else None


def _why_status(was: PlanItem | None, now: PlanItem | None, old: Plan, new: Plan) -> str:
    if was is None or now is None:
        return "办事指南调整了这一项。"
    reads = dict.fromkeys((*now.reads, *was.reads))
    changed = [name for name in reads if getattr(old.facts, name) != getattr(new.facts, name)]
    said = "，".join(
        f"{fact_text(name, old.facts)} → {QUESTIONS[name].words(getattr(new.facts, name))}"
        for name in changed
    )
    words = f"由{STATUS_WORDS[was.status]}变为{STATUS_WORDS[now.status]}"
    return f"{said}，{words}。" if said else f"条件调整，{words}。"


def _why_moved(was: PlanItem, now: PlanItem, old: Plan, new: Plan) -> str:
    names = _names(new) | {c: n for c, n in _names(old).items() if c not in _names(new)}
    reasons = []
    if was.limit != now.limit:
        reasons.append(f"时限由 {was.limit.words} 改为 {now.limit.words}")
    if was.start != now.start:
        reasons.append(_why_starts(was, now, old, new, names))
    if was.soft != now.soft or (not reasons and now.end != now.due):
        reasons.append("要等前面的事项办结后才能决定")
    if not reasons:
        reasons.append("工作日安排变了" if old.calendar_version != new.calendar_version else "时限变了")
    return "，".join(reasons) + "。"


def _why_starts(was: PlanItem, now: PlanItem, old: Plan, new: Plan, names: Mapping[str, str]) -> str:
    if not now.bound_by:
        return (
            "开始日期改了" if old.start != new.start else f"不再等“{names.get(was.bound_by, was.bound_by)}”"
        )
    waits = names.get(now.bound_by, now.bound_by)
    if was.bound_by != now.bound_by:
        return f"改为等“{waits}”"
    given = {event.code for plan in (old, new) for event in plan.events if event.given}
    return f"“{waits}”的日期改了" if now.bound_by in given else f"前面的“{waits}”移动了"


def _names(plan: Plan) -> dict[str, str]:
    items = {item.code: item.name for item in plan.items}
    return items | {event.code: event.name for event in plan.events}
