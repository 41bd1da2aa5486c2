"""One's own workbench."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from tongban.calendar import DayStrip
from tongban.portal.blocks import DeskItem, frames
from tongban.portal.strips import Strips
from tongban.portal.urgency import TITLES, Placed, Urgency, by_urgency
from tongban.security import Permission
from tongban.security.roles import ROLE_TITLES
from tongban.security.table import permits
from tongban.web.components import Action
from tongban.web.nav import has_route

#: Items of a group that stand open; the others are folded away below them.
OPEN_ITEMS = 20


@dataclass(frozen=True)
class Row:
    """An item as it is drawn."""

    kind: str
    item: DeskItem
    strip: DayStrip | None
    provisional: bool


@dataclass(frozen=True)
class Group:
    """The items of one urgency."""

    urgency: Urgency
    title: str
    rows: Sequence[Row]
    folded: Sequence[Row]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.rows) + len(self.folded)


@view_config(
    route_name="desk",
    request_method="GET",
    permission=Permission.DESK,
    renderer="tongban:portal/templates/desk.jinja2",
)
def desk(request: Request) -> dict[str, Any]:
    """What waits for this person, by urgency."""
    strips = Strips(request)
    placed = [
        Placed(block.title, item)
        for block in frames(request.registry).desk
        for item in block.load(request)  # type: ignore[attr-defined]
    ]
    groups = [_group(strips, u, items) for u, items in by_urgency(placed, request.now).items()]
    mine = sum(group.count for group in groups if group.urgency is not Urgency.WAITING)
    return {
        "groups": groups,
        "mine": mine,
        "late": sum(group.count for group in groups if group.urgency is Urgency.LATE),
        "actions": _actions(request),
        "roles": [ROLE_TITLES[role] for role in sorted(request.actor.roles)],
    }


def _group(strips: Strips, urgency: Urgency, placed: Sequence[Placed]) -> Group:
    rows = [_row(strips, one) for one in placed]
    return Group(urgency, TITLES[urgency], rows[:OPEN_ITEMS], rows[OPEN_ITEMS:])


def _row(strips: Strips, placed: Placed) -> Row:
    item = placed.item
    return Row(
        placed.kind,
        item,
        strips.draw(item.region, item.since, item.due),
        strips.provisional(item.region, item.due),
    )


def _actions(request: Request) -> list[Action]:
    usable = [
        action
        for action in frames(request.registry).actions
        if has_route(request, action.route_name) and permits(request.actor, action.permission)
    ]
    return [
        Action(a.label, request.route_path(a.route_name, _query=a.query), "get", primary=i == 0)
        for i, a in enumerate(usable)
    ]
