"""Deliverables for programs of the two sides: hand in, accept, return."""

from typing import Any

from pyramid.request import Request

from market.contracts.api import FILE, return_reason
from market.contracts.find import find_deliverable
from market.contracts.forms import deliverable_schema
from market.contracts.lifecycle import DELIVERABLE as LIFECYCLE
from market.contracts.models import Deliverable
from market.contracts.wiring import contract_service
from tongban import fields
from tongban.files.models import StoredFile
from tongban.rest.operation import Call, Reply, fixed, operation
from tongban.rest.shapes import named, shape, state_fields
from tongban.security import Permission

DELIVERABLE = shape(
    "Deliverable",
    "成果",
    fields.text("编号", name="number"),
    *state_fields(LIFECYCLE),
    fields.text("合同", name="contract"),
    fields.moment("提交期限", name="due_at"),
    named(FILE, "file", required=False),
    fields.long_text("说明", name="note", required=False),
    fields.moment("提交时间", name="submitted_at", required=False),
    fields.text("签收单文号", name="receipt_number", required=False),
    fields.moment("验收期限", name="acceptance_due", required=False),
    fields.moment("验收时间", name="accepted_at", required=False),
    fields.long_text("退回原因", name="reason", required=False),
)


@operation("GET", "/deliverables/{number}", "一项成果", Permission.DESK, answer=DELIVERABLE)
def show_deliverable(call: Call) -> Reply:
    """A deliverable, for the two sides of its contract."""
    return _reply(call, _find(call))


@operation(
    "POST",
    "/deliverables/{number}/submit",
    "提交成果",
    Permission.MARKET_DELIVERABLE_SUBMIT,
    body=lambda _request, _raw: deliverable_schema(),
    answer=DELIVERABLE,
)
def submit_deliverable(call: Call) -> Reply:
    """The intermediary hands in the report or drawing."""
    found = _find(call)
    contract_service(call.request).deliver(found, call.values["file"], call.values["note"])
    return _reply(call, found)


@operation(
    "POST",
    "/deliverables/{number}/accept",
    "验收通过",
    Permission.MARKET_DELIVERABLE_ACCEPT,
    answer=DELIVERABLE,
)
def accept_deliverable(call: Call) -> Reply:
    """The owner accepts; a rating falls due."""
    found = _find(call)
    contract_service(call.request).accept(found)
    return _reply(call, found)


@operation(
    "POST",
    "/deliverables/{number}/return",
    "退回修改",
    Permission.MARKET_DELIVERABLE_ACCEPT,
    body=fixed(return_reason),
    answer=DELIVERABLE,
)
def return_deliverable(call: Call) -> Reply:
    """The owner sends the deliverable back with what must be mended."""
    found = _find(call)
    contract_service(call.request).return_deliverable(found, call.values["reason"])
    return _reply(call, found)


def _find(call: Call) -> Deliverable:
    return find_deliverable(call.db, call.number, call.actor)


def _reply(call: Call, deliverable: Deliverable) -> Reply:
    call.db.flush()
    return Reply(_values(call.request, deliverable))


def _values(request: Request, found: Deliverable) -> dict[str, Any]:
    own = {n.name: getattr(found, n.name) for n in DELIVERABLE.children if hasattr(Deliverable, n.name)}
    return own | {
        "state_title": LIFECYCLE.states[found.state].title,
        "contract": found.contract.number,
        "file": request.db.get(StoredFile, found.file_id) if found.file_id else None,
    }
