"""All guides as one immutable thing with a version of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

from agency.guides.graph import Graph, predecessors, successors
from agency.guides.items import ApprovalItem, Event, NodeLimit, Stage, TimeOf
from agency.projects import Funding
from tongban.canonical import canonical, sha256_hex
from tongban.errors import NotFound


class UnknownApproval(NotFound):
    """No approval item has this code here."""

    code = "guide.unknown"
    message = "没有这个审批事项，可能已调整。请回到办事指南重新选择。"


@dataclass(frozen=True)
class Guides:
    """Stages, items in order of the file, sets of which a project has one at most, events to wait for."""

    stages: tuple[Stage, ...]
    items: tuple[ApprovalItem, ...]
    exclusive: tuple[tuple[str, ...], ...] = ()
    events: tuple[Event, ...] = ()
    nodes: tuple[NodeLimit, ...] = ()

    def __iter__(self) -> Iterator[ApprovalItem]:
        return iter(self.items)

    def __getitem__(self, code: str) -> ApprovalItem:
        item = self.get(code)
        if item is None:
            raise UnknownApproval(approval=code)
        return item

    def get(self, code: str) -> ApprovalItem | None:
        """The item, or None."""
        return self._by_code.get(code)

    @cached_property
    def _by_code(self) -> dict[str, ApprovalItem]:
        return {item.code: item for item in self.items}

    @cached_property
    def version(self) -> str:
        """SHA-256 of the whole content, hexadecimal."""
        return sha256_hex(canonical(asdict(self)))

    def graph(self, funding: Funding | None = None) -> Graph:
        """Predecessors of every item that a kind of project may meet, without those of events."""
        return predecessors(self.for_funding(funding), funding)

    def full_graph(self) -> Graph:
        """Predecessors of every item, also those that only an event makes it wait for."""
        return predecessors(self.items, None, self.events)

    def for_funding(self, funding: Funding | None) -> Sequence[ApprovalItem]:
        """Items that a kind of project may meet; all for None."""
        return [item for item in self.items if funding is None or funding in item.funding]

    def stage(self, code: str) -> Stage:
        """A stage by its code. Raises KeyError."""
        return next(stage for stage in self.stages if stage.code == code)

    def event(self, code: str) -> Event:
        """An event by its code. Raises KeyError."""
        for event in self.events:
            if event.code == code:
                return event
        raise KeyError(code)

    def nodes_of(self, item: ApprovalItem) -> tuple[NodeLimit, ...]:
        """The limits of the steps inside an item; none where it is done at once or no department decides."""
        return () if item.instant or item.time_of is not TimeOf.DEPARTMENT else self.nodes

    def after(self, code: str) -> tuple[ApprovalItem, ...]:
        """Items that may have to wait for one."""
        return tuple(self[other] for other in successors(self.graph(), code))

    def instead_of(self, code: str) -> tuple[ApprovalItem, ...]:
        """Items of which a project has one or the other."""
        groups = [group for group in self.exclusive if code in group]
        return tuple(self[other] for group in groups for other in group if other != code)
