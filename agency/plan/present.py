"""A plan as pages show it, its own or a case's: summary, items by stage with their day strips, the chart."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from agency.guides import Guides
from agency.guides.items import TIME_WORDS, TimeOf, Unit
from agency.market_link import RequiredService
from agency.plan.applies import STATUS_WORDS, Status
from agency.plan.gantt import Gantt, gantt
from agency.plan.limits import BY_WORDS, LimitKind
from agency.plan.model import Plan, PlanItem
from agency.plan.targets import verdict_words
from agency.projects import QUESTIONS
from tongban.calendar import Calendar, DayStrip, strip_of_due
from tongban.clock import local
from tongban.rules import Rules
from tongban.web.components import Fact, Link, RuleBasis, StateLabel
from tongban.web.filters import date_text

#: Gives the address of a page for a code, or nothing where there is no such page.
Address = Callable[[str], str]


@dataclass(frozen=True)
class ItemLine:
    """One item of the list."""

    item: PlanItem
    guide: Link
    state: StateLabel
    dates: str
    limit: str
    limits: str
    notes: tuple[str, ...]
    waits: str
    services: tuple[Link, ...]
    strip: DayStrip | None


@dataclass(frozen=True)
class StageBlock:
    """One stage of the list: its total in words, and its items."""

    name: str
    total: str
    lines: tuple[ItemLine, ...]


@dataclass(frozen=True)
class PlanView:
    """Everything the macros of ``agency:plan/templates/plan.jinja2`` draw."""

    plan: Plan
    summary: tuple[Fact, ...]
    stages: tuple[StageBlock, ...]
    not_needed: tuple[tuple[Link, str], ...]
    chart: Gantt
    chart_words: str


class PlanPresenter:
    """What is needed to show any plan: guides and calendar, the moment, and where links lead.

    A plan kept from earlier is shown with its own dates; the strip is left out where the calendar has
    changed since, so that no strip says another date than the plan.
    """

    def __init__(
        self,
        guides: Guides,
        calendar: Calendar,
        rules: Rules,
        now: datetime,
        guide: Address,
        service: Address,
        services: Mapping[str, Sequence[RequiredService]],
    ) -> None:
        self._guides, self._calendar, self._rules, self._now = guides, calendar, rules, now
        self._guide, self._service, self._services = guide, service, services
        self._day_end = str(rules.value("clock.day_end"))

    def view(self, plan: Plan) -> PlanView:
        """The plan, ready for its macros."""
        return PlanView(
            plan=plan,
            summary=self.summary(plan),
            stages=tuple(self._stages(plan)),
            not_needed=tuple((self._link(i), i.why) for i in plan.with_status(Status.NOT_NEEDED)),
            chart=gantt(plan, self._guides.stages, self._calendar, local(self._now).date()),
            chart_words=chart_words(plan),
        )

    def summary(self, plan: Plan) -> tuple[Fact, ...]:
        """The totals, each with who said so."""
        needed, opened = plan.with_status(Status.NEEDED), plan.with_status(Status.OPEN)
        counted = "、".join(TIME_WORDS[TimeOf(who)] for who in plan.counted)
        facts = [
            Fact("要办的事项", f"{len(needed)} 项" + (f"，另有 {len(opened)} 项待定" if opened else "")),
            Fact(
                "最早办完",
                f"{date_text(plan.end)}{'（暂定）' if plan.provisional else ''}",
                hint=f"从 {date_text(plan.start)} 起，每一项都用满{BY_WORDS[plan.by]}。",
            ),
            Fact(
                "审批总时限",
                total_words(plan),
                hint=f"沿最长的一条线算，不是逐项相加；只计{counted}的时间。",
                rule=self._basis("approval.counted"),
            ),
            Fact("全程工作日", f"{plan.elapsed} 个工作日", hint="连同中介机构和公用企业的时间，不含施工。"),
            Fact(
                plan.target.name if plan.target else "总时限目标",
                target_words(plan),
                rule=self._basis("approval.targets") if plan.target else None,
            ),
            Fact("与目标相比", verdict(plan)),
        ]
        if plan.unknown:
            names = "、".join(item.name for item in plan.unknown)
            facts.append(Fact("时限尚未核实", names, hint="还不知道要多久，这里没有算进去。"))
        return tuple(facts)

    def _basis(self, key: str) -> RuleBasis:
        return RuleBasis.of(self._rules.ask(key))

    def _stages(self, plan: Plan) -> Sequence[StageBlock]:
        totals = {stage.code: stage for stage in plan.stages}
        found = []
        for stage in self._guides.stages:
            here = [i for i in plan.with_status(Status.NEEDED, Status.OPEN) if i.stage == stage.code]
            if not here:
                continue
            total = totals.get(stage.code)
            words = f"沿最长的一条线 {total.days} 个工作日，逐项相加 {total.summed} 个" if total else ""
            lines = sorted((self._line(item, plan) for item in here), key=lambda line: _order(line.item))
            found.append(StageBlock(stage.name, words, tuple(lines)))
        return found

    def _line(self, item: PlanItem, plan: Plan) -> ItemLine:
        tone = "wait" if item.status is Status.OPEN else "do" if item.critical else "ink"
        title = STATUS_WORDS[item.status] + ("，关键" if item.critical else "")
        links = [
            Link(s.name, href) for s in self._services.get(item.code, ()) if (href := self._service(s.code))
        ]
        return ItemLine(
            item=item,
            guide=self._link(item),
            state=StateLabel(title, tone),
            dates=dates_words(item),
            limit=item.limit.words + ("，演示值" if item.limit.demo else ""),
            limits=limits_words(item),
            notes=tuple(_notes(item)),
            waits=waits_words(item, plan),
            services=tuple(links),
            strip=self._strip(item),
        )

    def _link(self, item: PlanItem) -> Link:
        known = self._guides.get(item.code) is not None
        return Link(item.name, self._guide(item.code) if known else "")

    def _strip(self, item: PlanItem) -> DayStrip | None:
        if item.start is None or item.due is None or not item.limit.value:
            return None
        count = self._calendar.add_working_days
        if item.limit.unit is Unit.CD:
            count = self._calendar.add_calendar_days
        due = count(item.start, item.limit.value)
        if due.date != item.due:
            return None
        return strip_of_due(self._calendar, due, self._now, day_end=self._day_end)


def _order(item: PlanItem) -> tuple[date, date]:
    return (item.start or date.max, item.end or date.max)


def _notes(item: PlanItem) -> Sequence[str]:
    notes = []
    if item.status is Status.OPEN:
        notes.append(item.why)
    if item.limit.missing:
        titles = "、".join(QUESTIONS[name].title for name in item.limit.missing)
        notes.append(f"时限按最长的算；还要知道：{titles}。")
    if item.due and item.end and item.end > item.due:
        notes.append(f"自己的时限到 {date_text(item.due)}，要等前面的事项办结后才能决定。")
    if item.limit.kind is LimitKind.UNKNOWN:
        notes.append("时限尚未核实，这里按当天办结画出。")
    if not item.counted and item.time_of is not TimeOf.DEPARTMENT:
        notes.append(f"这是{TIME_WORDS[item.time_of]}的时间，不计入审批总时限。")
    return notes


def dates_words(item: PlanItem) -> str:
    """First and last day of an item in words."""
    if item.start is None or item.end is None:
        return ""
    days = date_text(item.start)
    if item.end != item.start:
        days += f"至 {date_text(item.end)}，{item.working_days} 个工作日"
    return f"{days}（暂定）" if item.provisional else days


def limits_words(item: PlanItem) -> str:
    """All limits of an item, each with its unit: the law's, what is promised, and those of its steps."""
    said = [
        f"法定 {item.statutory}" if item.statutory else "",
        f"承诺 {item.promised}" if item.promised else "",
    ]
    words = "，".join(part for part in said if part)
    steps = "；".join(item.nodes)
    return (f"{words}。" if words else "") + (f"环节：{steps}。" if steps else "")


def waits_words(item: PlanItem, plan: Plan) -> str:
    """What an item waits for, and how much later it may be."""
    names = {i.code: i.name for i in plan.items} | {e.code: e.name for e in plan.events}
    after = [
        f"{names.get(code, code)}{'（受理后即可开始）' if code in item.soft else ''}" for code in item.after
    ]
    words = f"先要：{'、'.join(after)}。" if after else ""
    return words + (f"晚 {item.slack} 个工作日以内不影响全程。" if item.slack else "")


def total_words(plan: Plan) -> str:
    """The total, as a range where open items may make it longer."""
    if plan.total_all > plan.total:
        return f"{plan.total} 个工作日；待定的都要办时最多 {plan.total_all} 个"
    return f"{plan.total} 个工作日"


def verdict(plan: Plan) -> StateLabel:
    """How the plan stands against the target: a sentence with its tone."""
    words = verdict_words(plan.target, plan.total, plan.total_all)
    if plan.target is None:
        return StateLabel(words)
    if plan.total > plan.target.days:
        return StateLabel(words, "late")
    return StateLabel(words, "wait" if plan.total_all > plan.target.days else "done")


def target_words(plan: Plan) -> str:
    """The target, with what it was before."""
    if plan.target is None:
        return "没有规定"
    before = f"（原 {plan.target.before} 个，压减后）" if plan.target.before else ""
    return f"{plan.target.days} 个工作日{before}"


def chart_words(plan: Plan) -> str:
    """What the chart shows, for those who cannot see it."""
    names = {item.code: item.name for item in plan.items}
    path = "、".join(names[code] for code in plan.path)
    return (
        f"从 {date_text(plan.start)} 到 {date_text(plan.end)}，共 {plan.elapsed} 个工作日。关键线路：{path}。"
    )
