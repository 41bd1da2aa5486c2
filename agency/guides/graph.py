"""The order of approvals: no circles, and a stable order in which every item comes after what it needs."""

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from agency.guides.items import ApprovalItem, Event
from agency.projects import Funding

Graph = Mapping[str, frozenset[str]]


def predecessors(
    items: Sequence[ApprovalItem], funding: Funding | None = None, events: Sequence[Event] = ()
) -> Graph:
    """For each code the codes it may have to wait for; alternatives count, since each may be the one.

    What an event waits for, those wait for that wait for the event.
    """
    known = {item.code for item in items}
    before = {event.code: event.after for event in events}
    return {
        item.code: frozenset(
            c
            for edge in item.needs_for(funding)
            for c in (*edge.any_of, *before.get(edge.event, ()))
            if c in known
        )
        for item in items
    }


def find_circle(graph: Graph) -> tuple[str, ...]:
    """Codes of a circle in the order one waits for the other; empty if there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return tuple(error.args[1])
    return ()


def in_order(graph: Graph) -> tuple[str, ...]:
    """All codes, each after what it needs; among those free at once, in the order of the graph's keys.

    Raises graphlib.CycleError for a circle.
    """
    position = {code: n for n, code in enumerate(graph)}
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    found: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=lambda code: position.get(code, len(position)))
        found += ready
        sorter.done(*ready)
    return tuple(found)


def successors(graph: Graph, code: str) -> tuple[str, ...]:
    """Codes that may have to wait for one, in the order of the graph's keys."""
    return tuple(other for other, before in graph.items() if code in before)
