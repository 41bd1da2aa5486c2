"""Lengths of a scheduled network in working days: its longest path, and the slack of every node.

Lengths leave out the time between an event's earliest and its real date, so that the months of building do
not count as approval time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agency.plan.network import Node
from agency.plan.schedule import Slot


@dataclass(frozen=True)
class Position:
    """Where a node stands, in working days from the beginning; ``slack``: how much later harms nothing."""

    start: int
    end: int
    slack: int = 0


@dataclass(frozen=True)
class Lengths:
    """The length of the whole, the nodes of one longest path in order, and every node's position."""

    total: int
    path: tuple[str, ...]
    at: Mapping[str, Position]


def measure(nodes: Sequence[Node], slots: Mapping[str, Slot], weights: Mapping[str, int]) -> Lengths:
    """The lengths of a network whose nodes take ``weights`` working days (0 for those not named)."""
    starts, ends = _forward(nodes, slots, weights)
    total = max(ends.values(), default=0)
    slack = _slack(nodes, slots, weights, starts, total)
    at = {node.code: Position(starts[node.code], ends[node.code], slack[node.code]) for node in nodes}
    return Lengths(total, _path(nodes, slots, weights, at), at)


def _forward(
    nodes: Sequence[Node], slots: Mapping[str, Slot], weights: Mapping[str, int]
) -> tuple[dict[str, int], dict[str, int]]:
    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    for node in nodes:
        before = _before(node, slots)
        start = max([0, *(starts[code] if soft else ends[code] for soft, code in before)])
        held = [ends[code] for soft, code in before if soft]
        starts[node.code], ends[node.code] = start, max([start + weights.get(node.code, 0), *held])
    return starts, ends


def _before(node: Node, slots: Mapping[str, Slot]) -> list[tuple[bool, str]]:
    """What a node waits for, of the waits that it still has (a part of a network has fewer)."""
    return [(wait.soft, code) for wait, code in slots[node.code].chosen if wait in node.waits]


def _slack(
    nodes: Sequence[Node],
    slots: Mapping[str, Slot],
    weights: Mapping[str, int],
    starts: Mapping[str, int],
    total: int,
) -> dict[str, int]:
    last_end = {node.code: total for node in nodes}
    last_start = {node.code: total for node in nodes}
    for node in reversed(nodes):
        code = node.code
        last_start[code] = min(last_start[code], last_end[code] - weights.get(code, 0))
        for soft, before in _before(node, slots):
            last_end[before] = min(last_end[before], last_end[code] if soft else last_start[code])
            if soft:
                last_start[before] = min(last_start[before], last_start[code])
    return {code: last_start[code] - starts[code] for code in starts}


def _path(
    nodes: Sequence[Node],
    slots: Mapping[str, Slot],
    weights: Mapping[str, int],
    at: Mapping[str, Position],
) -> tuple[str, ...]:
    """Back from the node that ends last, each time to one that made the present one begin or end so late."""
    known = {node.code: node for node in nodes}
    path: list[str] = []
    code = max(known, key=lambda c: at[c].end, default=None)
    while code is not None:
        path.append(code)
        held = at[code].end > at[code].start + weights.get(code, 0)
        before = _before(known[code], slots)
        binding = [
            other
            for soft, other in before
            if (soft and held and at[other].end == at[code].end)
            or (not held and (at[other].start if soft else at[other].end) == at[code].start)
        ]
        code = max(binding, key=lambda c: at[c].end, default=None)
    return tuple(reversed(path))
