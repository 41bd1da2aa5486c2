"""Hand-overs for programs."""

from typing import Any

import colander

from agency.cases.agents import agents_in
from agency.cases.find import find_case
from agency.handovers.find import find_handover
from agency.handovers.forms import decline_node, remarks_node, why_node
from agency.handovers.lifecycle import HANDOVER as LIFECYCLE
from agency.handovers.models import Handover
from agency.handovers.service import HandoverService
from tongban import fields
from tongban.errors import InvalidField
from tongban.rest.operation import Call, Reply, fixed, operation
from tongban.rest.shapes import shape, state_fields
from tongban.security import Permission

HANDOVER = shape(
    "Handover",
    "移交",
    fields.text("编号", name="number"),
    *state_fields(LIFECYCLE),
    fields.text("代办件", name="case"),
    fields.text("原代办员", name="outgoing"),
    fields.text("新代办员", name="incoming"),
    fields.text("新协办代办员", name="deputy"),
    fields.long_text("原因", name="reason"),
    fields.moment("提出时间", name="proposed_at"),
    fields.moment("答复时间", name="settled_at", required=False),
    fields.long_text("不接手的理由", name="answer", required=False),
)


def _login(title: str, name: str) -> colander.SchemaNode:
    return fields.text(title, name=name, max=64)


@operation(
    "POST",
    "/cases/{number}/hand-over",
    "移交代办件",
    Permission.AGENCY_CASE_HAND_OVER,
    body=fixed(
        lambda: _login("新代办员的登录名", "incoming"),
        lambda: _login("协办代办员的登录名", "deputy"),
        why_node,
        remarks_node,
    ),
    answer=HANDOVER,
    status=201,
)
def propose(call: Call) -> Reply:
    """Another agent is asked to take the case over."""
    case = find_case(call.db, call.number, call.actor)
    call.work.require(Permission.AGENCY_CASE_HAND_OVER, case)
    known = {seat.user.login: seat.user_id for seat in agents_in(call.db, case.region)}
    for name in ("incoming", "deputy"):
        if call.values[name] not in known:
            raise InvalidField(name, "请填写本地区代办员的登录名。")
    chosen = {name: known[call.values[name]] for name in ("incoming", "deputy")}
    return _reply(call, HandoverService(call.work).propose(case, {**call.values, **chosen}), 201)


@operation("GET", "/handovers/{number}", "一次移交", Permission.DESK, answer=HANDOVER)
def show(call: Call) -> Reply:
    """A hand-over, for those who may read its case."""
    return Reply(_values(_handover(call)))


@operation(
    "POST", "/handovers/{number}/accept", "接手代办件", Permission.AGENCY_CASE_TAKE_OVER, answer=HANDOVER
)
def accept(call: Call) -> Reply:
    """The incoming agent takes the case."""
    handover = _handover(call)
    HandoverService(call.work).accept(handover)
    return _reply(call, handover)


@operation(
    "POST",
    "/handovers/{number}/decline",
    "不接手代办件",
    Permission.AGENCY_CASE_TAKE_OVER,
    body=fixed(decline_node),
    answer=HANDOVER,
)
def decline(call: Call) -> Reply:
    """The incoming agent does not take it."""
    handover = _handover(call)
    HandoverService(call.work).decline(handover, call.values["reason"])
    return _reply(call, handover)


@operation(
    "POST", "/handovers/{number}/cancel", "取消移交", Permission.AGENCY_CASE_HAND_OVER, answer=HANDOVER
)
def cancel(call: Call) -> Reply:
    """The head calls it off."""
    handover = _handover(call)
    HandoverService(call.work).cancel(handover)
    return _reply(call, handover)


def _handover(call: Call) -> Handover:
    return find_handover(call.db, call.number, call.actor)


def _reply(call: Call, handover: Handover, status: int = 200) -> Reply:
    call.db.flush()
    location = f"/handovers/{handover.number}" if status == 201 else ""
    return Reply(_values(handover), status, location)


def _values(handover: Handover) -> dict[str, Any]:
    own = {n.name: getattr(handover, n.name) for n in HANDOVER.children if hasattr(Handover, n.name)}
    return own | {
        "state_title": LIFECYCLE.states[handover.state].title,
        "case": handover.case.number,
        "outgoing": handover.outgoing.name,
        "incoming": handover.incoming.name,
        "deputy": handover.next_deputy.name,
    }
