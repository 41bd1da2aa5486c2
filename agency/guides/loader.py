"""Reading the guides from their data files."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from agency.guides.guides import Guides
from agency.guides.items import (
    ApprovalItem,
    Basis,
    ClockStart,
    Edge,
    EdgeKind,
    Event,
    Funding,
    Limit,
    Mark,
    NodeLimit,
    Origin,
    Stage,
    TimeOf,
    Unit,
)
from agency.guides.validate import guide_problems
from agency.market_link import DataError, Entry
from agency.projects import ALWAYS, BadCondition, Condition

DATA = Path(__file__).with_name("data")


class GuidesError(DataError):
    """The guides may not be used as they stand."""


@cache
def load_guides() -> Guides:
    """The guides that come with the product. Raises GuidesError with every problem, with file and entry."""
    paths = sorted(DATA.glob("*.toml"))
    return read_guides({path.name: tomllib.loads(path.read_text("utf-8")) for path in paths})


def read_guides(files: Mapping[str, Mapping[str, Any]]) -> Guides:
    """Guides from parsed files by name. Raises GuidesError with every problem."""
    problems: list[str] = []
    stages: list[Stage] = []
    items: list[ApprovalItem] = []
    exclusive: list[tuple[str, ...]] = []
    events: list[Event] = []
    nodes: list[NodeLimit] = []
    for file, data in files.items():
        top = Entry(data, file, problems)
        stages += [_stage(entry) for entry in top.entries("stage")]
        items += [_item(entry, file) for entry in top.entries("item")]
        events += [_event(entry) for entry in top.entries("event")]
        nodes += [
            NodeLimit(entry.text("name", required=True), _limit(entry)) for entry in top.entries("node")
        ]
        for entry in top.entries("exclusive"):
            exclusive.append(entry.texts("items"))
            entry.finish()
        top.finish()
    guides = Guides(tuple(stages), _by_stage(items, stages), tuple(exclusive), tuple(events), tuple(nodes))
    problems += guide_problems(guides)
    if problems:
        raise GuidesError(problems)
    return guides


def _by_stage(items: list[ApprovalItem], stages: list[Stage]) -> tuple[ApprovalItem, ...]:
    order = {stage.code: n for n, stage in enumerate(stages)}
    return tuple(sorted(items, key=lambda item: order.get(item.stage, len(order))))


def _stage(entry: Entry) -> Stage:
    stage = Stage(
        entry.text("code", required=True),
        entry.text("name", required=True),
        entry.text("lead"),
        entry.text("note"),
    )
    entry.finish()
    return stage


def _event(entry: Entry) -> Event:
    event = Event(entry.text("code", required=True), entry.text("name", required=True), entry.texts("after"))
    entry.finish()
    return event


def _item(entry: Entry, file: str) -> ApprovalItem:
    code = entry.text("code", required=True)
    entry.where = f"{file}：{code or '（没有编号）'}"
    extension, promised = entry.entry("extension"), entry.entry("promised")
    clock = (
        entry.choice("clock_start_event", [c.value for c in ClockStart])
        if entry.has("clock_start_event")
        else ""
    )
    item = ApprovalItem(
        code=code,
        name=entry.text("name", required=True),
        department=entry.text("department", required=True),
        stage=entry.text("stage", required=True),
        funding=_funding(entry, required=True),
        applies_when=entry.text("applies_when"),
        applies_if=_condition(entry, "applies_when"),
        time_of=TimeOf(entry.choice("time_of", [t.value for t in TimeOf], default=TimeOf.DEPARTMENT.value)),
        instant=entry.flag("instant"),
        statutory=tuple(_limit(e) for e in entry.entries("statutory")),
        extension=_limit(extension) if extension else None,
        clock_start_event=ClockStart(clock) if clock else None,
        promised=_limit(promised) if promised else None,
        needs=tuple(_edge(e) for e in entry.entries("needs")),
        basis=tuple(_basis(e) for e in entry.entries("basis")),
        note=entry.text("note"),
        origin=_origin(entry),
    )
    entry.finish()
    return item


def _funding(entry: Entry, *, required: bool = False) -> tuple[Funding, ...]:
    names = entry.texts("funding")
    known = [f.value for f in Funding]
    if (required and not names) or not set(names) <= set(known):
        entry.fault(
            f"funding 只能是{'、'.join(known)}，至少一个" if required else f"funding 只能是{'、'.join(known)}"
        )
    return tuple(Funding(name) for name in names if name in known)


def _condition(entry: Entry, words: str) -> Condition:
    """The condition beside its words: both are written, or neither."""
    text = entry.text("applies_if")
    if bool(text) != bool(entry.text(words)):
        entry.fault(f"{words} 和 applies_if 要么都写，要么都不写")
    try:
        return Condition.of(text) if text else ALWAYS
    except BadCondition as error:
        entry.fault(str(error))
        return ALWAYS


def _limit(entry: Entry) -> Limit:
    value = entry.integer("value", required=True) or 0
    if value < 1:
        entry.fault("value 至少是1；当场办结的写 instant = true")
    unit = Unit(entry.choice("unit", [u.value for u in Unit]) or Unit.WD)
    limit = Limit(value, unit, entry.text("when"), entry.text("note"), _origin(entry))
    if entry.has("applies_if"):
        limit = replace(limit, applies_if=_condition(entry, "when"))
    entry.finish()
    return limit


def _edge(entry: Entry) -> Edge:
    edge = Edge(
        any_of=entry.texts("any_of"),
        event=entry.text("event"),
        kind=EdgeKind(entry.choice("kind", [k.value for k in EdgeKind], default=EdgeKind.HARD.value)),
        funding=_funding(entry),
        when=entry.text("when"),
        origin=_origin(entry),
    )
    if bool(edge.any_of) == bool(edge.event):
        entry.fault("any_of 和 event 写且只写一个")
    entry.finish()
    return edge


def _basis(entry: Entry) -> Basis:
    basis = Basis(entry.text("document", required=True), entry.text("article"), _origin(entry))
    entry.finish()
    return basis


def _origin(entry: Entry) -> Origin:
    mark = Mark(entry.choice("mark", [m.value for m in Mark]) or Mark.BACKGROUND)
    origin = Origin(mark, entry.text("source"))
    if origin.mark is Mark.FOUND and not origin.source:
        entry.fault("标为 found 的内容要写明 source")
    return origin
