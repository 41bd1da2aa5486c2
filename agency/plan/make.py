"""Making the plan of a project: which items, when, how long in all, and how that stands to the target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from agency.guides import Guides
from agency.guides.items import UNIT_WORDS, ApprovalItem, Unit
from agency.plan.applies import Applies, Status, judge, why_words
from agency.plan.limits import KIND_WORDS, By, LimitKind, days_of
from agency.plan.model import Plan, PlanEvent, PlanItem, StageTotal
from agency.plan.network import EVENT, Node, network, within
from agency.plan.paths import Lengths, measure
from agency.plan.schedule import Frame, Slot, schedule
from agency.plan.targets import target_for
from agency.projects import Facts
from tongban.calendar import Calendar
from tongban.rules import Rules


def make_plan(
    facts: Facts,
    start: date,
    ruleset: Rules,
    calendar: Calendar,
    guides: Guides,
    *,
    by: By = By.PROMISED,
    events: Mapping[str, date] | None = None,
) -> Plan:
    """The plan of a project with these facts that begins on a day. Pure.

    ``events``: dates that are known of what happens outside (``land``, ``built``); an event without one is
    taken to happen as soon as what comes before it is done.
    """
    return _Making(facts, start, ruleset, calendar, guides, by, events or {}).plan()


@dataclass(frozen=True)
class _Run:
    """One scheduling: its nodes, their dates, and the working days each takes."""

    nodes: tuple[Node, ...]
    slots: Mapping[str, Slot]
    weights: Mapping[str, int]

    def length(self, counted: set[str] | None = None, codes: set[str] | None = None) -> Lengths:
        """Lengths with the weights of ``counted`` only, of the nodes ``codes`` only (None: all)."""
        nodes = self.nodes if codes is None else within(self.nodes, codes)
        weights = {c: w for c, w in self.weights.items() if counted is None or c in counted}
        return measure(nodes, self.slots, weights)


class _Making:
    """The steps of making one plan."""

    def __init__(
        self,
        facts: Facts,
        start: date,
        rules: Rules,
        calendar: Calendar,
        guides: Guides,
        by: By,
        events: Mapping[str, date],
    ) -> None:
        self.facts, self.start, self.rules, self.guides, self.by = facts, start, rules, guides, by
        roll = rules.value("clock.receive_roll") == "next_workday"
        self.frame = Frame(calendar, start, roll)
        self.fixed = {EVENT + code: day for code, day in events.items()}
        self.local: dict[str, int] = rules.value("approval.promised_wd")
        self.days = {item.code: days_of(item, facts, by, self.local) for item in guides}
        self.counted = list(rules.value("approval.counted"))
        self.counting = {item.code for item in guides if item.time_of.value in self.counted}
        self.applied = judge(guides, facts)
        self.sure, self.all = self._run(with_open=False), self._run(with_open=True)
        self.lengths = self.sure.length()

    def _run(self, *, with_open: bool) -> _Run:
        nodes = network(self.guides, self.applied, self.facts.funding, with_open=with_open)
        slots = schedule(nodes, self.days, self.frame, self.fixed)
        between = self.frame.calendar.working_days_between
        weights = {
            node.code: between(slots[node.code].start, slots[node.code].due.date)
            for node in nodes
            if not node.event
        }
        return _Run(nodes, slots, weights)

    def plan(self) -> Plan:
        """The whole plan."""
        return Plan(
            facts=self.facts,
            region=self.rules.region,
            start=self.start,
            by=self.by,
            items=tuple(self._item(item) for item in self.guides),
            events=tuple(self._events()),
            stages=tuple(self._stages()),
            total=self.sure.length(self.counting).total,
            total_all=self.all.length(self.counting).total,
            elapsed=self.lengths.total,
            path=tuple(code for code in self.lengths.path if code[0] != EVENT),
            counted=tuple(self.counted),
            target=target_for(self.rules.value("approval.targets"), self.facts),
            calendar_version=self.frame.calendar.version,
            guides_version=self.guides.version,
            rules_hash=self.rules.hash,
        )

    def _item(self, item: ApprovalItem) -> PlanItem:
        found = self.applied[item.code]
        plain = PlanItem(
            code=item.code,
            name=item.name,
            department=item.department,
            stage=item.stage,
            status=found.status,
            why=why_words(item, found, self.facts),
            time_of=item.time_of,
            counted=item.code in self.counting,
            limit=self.days[item.code],
            statutory="；".join(limit.words for limit in item.statutory),
            promised=self._promised(item),
            reads=found.reads,
            missing=found.missing,
            nodes=tuple(node.words for node in self.guides.nodes_of(item)),
        )
        return plain if found.status is Status.NOT_NEEDED else self._dated(plain, found)

    def _promised(self, item: ApprovalItem) -> str:
        """The promise in words: the region's own, else that of the guides."""
        if item.code in self.local:
            value = self.local[item.code]
            return f"{value} {UNIT_WORDS[Unit.WD]}" if value else KIND_WORDS[LimitKind.INSTANT]
        return item.promised.words if item.promised else ""

    def _dated(self, item: PlanItem, found: Applies) -> PlanItem:
        sure = found.status is Status.NEEDED
        run = self.sure if sure else self.all
        slot = run.slots[item.code]
        return replace(
            item,
            start=slot.start,
            end=slot.end,
            due=slot.due.date,
            provisional=slot.provisional,
            working_days=self.frame.calendar.working_days_between(slot.start, slot.end),
            slack=self.lengths.at[item.code].slack if sure else None,
            critical=sure and item.code in self.lengths.path,
            after=tuple(_shown(code) for _, code in slot.chosen),
            soft=tuple(_shown(code) for wait, code in slot.chosen if wait.soft),
            bound_by=_bound_by(slot, run.slots),
        )

    def _events(self) -> Sequence[PlanEvent]:
        names = {EVENT + event.code: event.name for event in self.guides.events}
        run = self.sure if any(node.event for node in self.sure.nodes) else self.all
        return [
            PlanEvent(_shown(node.code), names[node.code], run.slots[node.code].end, node.code in self.fixed)
            for node in run.nodes
            if node.event
        ]

    def _stages(self) -> Sequence[StageTotal]:
        found = []
        for stage in self.guides.stages:
            codes = {item.code for item in self.guides if item.stage == stage.code}
            here = codes & set(self.sure.weights)
            if here:
                summed = sum(self.sure.weights[code] for code in here & self.counting)
                days = self.sure.length(self.counting, here).total
                found.append(StageTotal(stage.code, stage.name, days, summed))
        return found


def _shown(code: str) -> str:
    return code.removeprefix(EVENT)


def _bound_by(slot: Slot, slots: Mapping[str, Slot]) -> str:
    """What it had to wait for longest; empty when it waited for nothing."""
    waited = [(slots[code].start if wait.soft else slots[code].end, code) for wait, code in slot.chosen]
    return _shown(max(waited, key=lambda pair: pair[0])[1]) if waited else ""
