"""The items and events of one project as a network: who waits for whom, hard or soft.

An edge with alternatives waits for the first of those the project surely has, since one suffices; where it
has none for sure, for the last of those it may have. What it has not, nobody waits for.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from agency.guides import Guides
from agency.guides.graph import in_order
from agency.guides.items import Edge, EdgeKind
from agency.plan.applies import Applies, Status
from agency.projects import Funding


@dataclass(frozen=True)
class Wait:
    """Waiting for one of some nodes: the first or the ``last`` of them; ``soft``: for its receipt only."""

    codes: tuple[str, ...]
    soft: bool = False
    last: bool = False


@dataclass(frozen=True)
class Node:
    """An item or an event with what it waits for."""

    code: str
    waits: tuple[Wait, ...] = ()
    event: bool = False


#: Prefix of the codes of events among nodes, which keeps them apart from items.
EVENT = "@"


def network(
    guides: Guides, applied: Mapping[str, Applies], funding: Funding | None, *, with_open: bool
) -> tuple[Node, ...]:
    """The nodes of a project, each after those it waits for; open items only with ``with_open``."""
    allowed = (Status.NEEDED, Status.OPEN) if with_open else (Status.NEEDED,)
    inside = {code for code, found in applied.items() if found.status in allowed}
    sure = {code for code, found in applied.items() if found.status is Status.NEEDED}
    items = {
        item.code: Node(item.code, _waits(item.needs_for(funding), inside, sure))
        for item in guides
        if item.code in inside
    }
    named = {wait.codes[0] for node in items.values() for wait in node.waits if wait.codes[0][0] == EVENT}
    events = {
        EVENT + event.code: Node(
            EVENT + event.code, tuple(Wait((code,)) for code in event.after if code in inside), event=True
        )
        for event in guides.events
        if EVENT + event.code in named
    }
    return _sorted({**items, **events})


def within(nodes: Sequence[Node], codes: Collection[str]) -> tuple[Node, ...]:
    """A part of a network: only those nodes, waiting for each other only."""
    return tuple(
        replace(node, waits=tuple(wait for wait in node.waits if set(wait.codes) <= set(codes)))
        for node in nodes
        if node.code in codes
    )


def _waits(edges: Sequence[Edge], inside: Collection[str], sure: Collection[str]) -> tuple[Wait, ...]:
    return tuple(wait for wait in (_wait(edge, inside, sure) for edge in edges) if wait)


def _wait(edge: Edge, inside: Collection[str], sure: Collection[str]) -> Wait | None:
    soft = edge.kind is EdgeKind.SOFT
    if edge.event:
        return Wait((EVENT + edge.event,), soft)
    certain = tuple(code for code in edge.any_of if code in sure)
    possible = tuple(code for code in edge.any_of if code in inside)
    codes = certain or possible
    return Wait(codes, soft, last=not certain) if codes else None


def _sorted(nodes: Mapping[str, Node]) -> tuple[Node, ...]:
    graph = {code: frozenset(c for wait in node.waits for c in wait.codes) for code, node in nodes.items()}
    return tuple(nodes[code] for code in in_order(graph))
