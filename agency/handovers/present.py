"""A hand-over on the page of its case."""

from collections.abc import Sequence

from pyramid.request import Request

from agency.cases.models import Case
from agency.handovers.lifecycle import HANDOVER
from agency.handovers.models import Handover
from agency.handovers.service import STATES
from tongban.security import Permission
from tongban.security.table import permits
from tongban.web.components import Action, Fact, Link, ThreadStep


def handover_steps(handovers: Sequence[Handover]) -> list[ThreadStep]:
    """Hand-overs that took effect, for everybody who reads the case."""
    return [
        ThreadStep(
            "变更代办员",
            one.settled_at,
            "代办中心",
            note=f"由 {one.outgoing.name} 移交给 {one.incoming.name}",
        )
        for one in handovers
        if one.state == "accepted"
    ]


def handover_facts(handover: Handover) -> list[Fact]:
    """What the incoming agent reads before answering."""
    return [
        Fact("移交", f"{handover.outgoing.name} → {handover.incoming.name}", hint=handover.number),
        Fact("协办代办员", handover.next_deputy.name),
        Fact("原因", handover.reason),
        *(Fact(title, words) for title, words in handover.contents),
        Fact("状态", HANDOVER.states[handover.state].title),
    ]


def handover_actions(request: Request, handover: Handover) -> tuple[Action, ...]:
    """What this person may do about a hand-over that waits."""
    offered = (
        (Permission.AGENCY_CASE_TAKE_OVER, "接手或不接手", "handovers.answer"),
        (Permission.AGENCY_CASE_HAND_OVER, "取消移交", "handovers.cancel"),
    )
    return tuple(
        Action(label, request.route_path(route, number=handover.number), "get", primary=number == 0)
        for number, (permission, label, route) in enumerate(offered)
        if permits(request.actor, permission, handover)
    )


def propose_link(request: Request, case: Case, waiting: Handover | None) -> list[Link]:
    """The way to hand the case over, for whoever may now."""
    may = permits(request.actor, Permission.AGENCY_CASE_HAND_OVER, case)
    if not may or waiting is not None or case.state not in STATES:
        return []
    return [Link("移交给另一位代办员", request.route_path("handovers.new", number=case.number))]
