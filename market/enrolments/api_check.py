"""Enrolments for programs of the staff: the queue, and the decisions."""

from collections.abc import Callable

import colander
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from market.enrolments.api_shapes import ENROLMENT, enrolment_values
from market.enrolments.checking import CheckService
from market.enrolments.find import find_enrolment
from market.enrolments.lifecycle import ENROLMENT as LIFECYCLE
from market.enrolments.models import Enrolment
from market.enrolments.wiring import check_service
from tongban import fields
from tongban.errors import NotAllowed
from tongban.portal.regions import permitted_regions
from tongban.rest.lists import list_query, page_reply
from tongban.rest.operation import Call, Reply, fixed, operation
from tongban.rest.shapes import listed
from tongban.security import Permission

CHECK = Permission.MARKET_ENROLMENT_CHECK
_STATES = {name: state.title for name, state in LIFECYCLE.states.items()}
_QUERY = list_query(
    fields.choice("状态", _STATES, name="state", required=False),
    fields.flag("只看有变更待核验的", name="changes"),
)
_SEEN = "If-Match 写明核对的是哪一版，核对之后又有修改的不会被误批。"


@operation(
    "GET",
    "/enrolments",
    "本地区的入驻资料",
    Permission.MARKET_ENROLMENT_READ,
    query=_QUERY,
    answer=listed(ENROLMENT),
)
def queue(call: Call) -> Reply:
    """Enrolments of the regions one works for, without drafts, the latest first."""
    regions = permitted_regions(call.db, call.actor, CHECK, Enrolment.region)
    regions += permitted_regions(call.db, call.actor, Permission.MARKET_ENROLMENT_SUSPEND, Enrolment.region)
    query = select(Enrolment).options(joinedload(Enrolment.org)).where(Enrolment.region.in_(regions))
    query = query.where(Enrolment.state != "draft")
    if call.query["state"] is not None:
        query = query.where(Enrolment.state == call.query["state"])
    if call.query["changes"]:
        query = query.where(Enrolment.change_submitted_at.is_not(None))
    return page_reply(call, query, (Enrolment.id.desc(),), lambda e: enrolment_values(call.request, e))


@operation(
    "GET", "/enrolments/{number}", "一家机构的入驻资料", Permission.MARKET_ENROLMENT_READ, answer=ENROLMENT
)
def sheet(call: Call) -> Reply:
    """An enrolment, for the staff of its region and its own people."""
    return _reply(call, find_enrolment(call.db, call.number, call.actor))


@operation(
    "POST",
    "/enrolments/{number}/activate",
    "核验通过（当地规定公示的，先进入公示）",
    CHECK,
    answer=ENROLMENT,
    versioned=True,
    note=_SEEN,
)
def activate(call: Call) -> Reply:
    """The check is passed: admitted at once, or after the publicity period."""
    return _act(call, lambda service, one: service.admit(one, call.version_of(one.version)))


def reason() -> colander.SchemaNode:
    """Why, for the intermediary to mend."""
    return fields.long_text("原因", name="reason", max=500, hint="一次写全需要修改的地方。")


def _until() -> colander.SchemaNode:
    return fields.day("截止日期，含当日", name="until", required=False, past=False)


@operation(
    "POST",
    "/enrolments/{number}/return",
    "退回修改",
    CHECK,
    body=fixed(reason),
    answer=ENROLMENT,
    versioned=True,
    note=_SEEN,
)
def return_(call: Call) -> Reply:
    """Back to the intermediary, with reasons."""
    why = call.values["reason"]
    return _act(call, lambda service, one: service.send_back(one, why, call.version_of(one.version)))


@operation(
    "POST",
    "/enrolments/{number}/approve-changes",
    "变更核验通过",
    CHECK,
    answer=ENROLMENT,
    versioned=True,
    note=_SEEN,
)
def approve_changes(call: Call) -> Reply:
    """What waited is in force from now on."""
    return _act(call, lambda service, one: service.approve_changes(one, call.version_of(one.version)))


@operation(
    "POST",
    "/enrolments/{number}/refuse-changes",
    "变更不予通过",
    CHECK,
    body=fixed(reason),
    answer=ENROLMENT,
    versioned=True,
    note=_SEEN,
)
def refuse_changes(call: Call) -> Reply:
    """Nothing of what waited comes into force."""
    why = call.values["reason"]
    return _act(call, lambda service, one: service.refuse_changes(one, why, call.version_of(one.version)))


@operation(
    "POST",
    "/enrolments/{number}/suspend",
    "暂停入驻",
    Permission.MARKET_ENROLMENT_SUSPEND,
    body=fixed(reason, _until),
    answer=ENROLMENT,
)
def suspend(call: Call) -> Reply:
    """Suspend, for a time or until reinstated."""
    values = call.values
    return _act(call, lambda service, one: service.suspend(one, values["reason"], values["until"]))


@operation("POST", "/enrolments/{number}/reinstate", "恢复入驻", CHECK, answer=ENROLMENT)
def reinstate(call: Call) -> Reply:
    """End a suspension."""
    return _act(call, lambda service, one: service.reinstate(one))


@operation(
    "POST",
    "/enrolments/{number}/expel",
    "清退",
    Permission.MARKET_CREDIT_POST,
    body=fixed(reason, _until),
    answer=ENROLMENT,
)
def expel(call: Call) -> Reply:
    """Expel, with the last day of the ban on coming back; without one it is for good."""
    values = call.values
    return _act(call, lambda service, one: service.expel(one, values["reason"], values["until"]))


def _act(call: Call, act: Callable[[CheckService, Enrolment], None]) -> Reply:
    one = find_enrolment(call.db, call.number, call.actor)
    if one.org_id == call.actor.org_id:
        # Nobody decides about themselves, whatever else they hold.
        raise NotAllowed
    act(check_service(call.work, call.request.registry), one)
    call.db.flush()
    return _reply(call, one)


def _reply(call: Call, one: Enrolment) -> Reply:
    return Reply(enrolment_values(call.request, one), version=one.version)
