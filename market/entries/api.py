"""Entries for programs: quote and withdraw, judged by the moment at which the request was received."""

from collections.abc import Mapping
from typing import Any

import colander
from pyramid.request import Request
from sqlalchemy import select

from market.entries.errors import NoEntry, NotOpenForEntries
from market.entries.foresight import NOBODY, foresee_entrant
from market.entries.forms import entry_schema, practitioners_of
from market.entries.lifecycle import ENTRY as LIFECYCLE
from market.entries.models import Entry, Quote, RefusedEntry
from market.entries.sealed import open_quote
from market.entries.service import Offer
from market.entries.wiring import arrival_of, entry_service
from market.needs.find import find_need
from market.needs.models import Need
from tongban import fields
from tongban.receipts.api import RECEIPT
from tongban.receipts.models import Receipt
from tongban.receipts.reading import receipt_document
from tongban.rest.lists import list_query, page_reply
from tongban.rest.operation import Call, Reply, operation
from tongban.rest.shapes import listed, named, shape, state_fields
from tongban.sealing import SealError, new_nonce
from tongban.security import Permission

_OUTCOMES = {"accepted": "已接受", "refused": "没有接受，原因见 reason"}
OUTCOME = shape(
    "EntryOutcome",
    "提交的结果和回执",
    fields.choice("结果", _OUTCOMES, name="outcome"),
    fields.text("没有接受的原因代码", name="reason_code", required=False),
    fields.long_text("没有接受的原因", name="reason", required=False),
    fields.text("报名编号", name="entry", required=False),
    named(RECEIPT, "receipt"),
)
QUOTE = shape(
    "Quote",
    "一次报价",
    fields.whole("第几次", name="seq"),
    fields.money("报价；不要求报价的方式为空", name="value", required=False),
    fields.text("承诺值", name="commitment"),
    fields.moment("收到时间", name="received_at"),
    fields.text("回执号", name="receipt_number"),
)
ENTRY = shape(
    "Entry",
    "本单位的报名",
    fields.text("编号", name="number"),
    *state_fields(LIFECYCLE),
    fields.text("采购需求", name="need"),
    fields.text("截止后公布的代号", name="label", required=False),
    fields.whole("项目负责人的编号", name="practitioner", required=False),
    fields.moment("首次报名时间", name="registered_at"),
    fields.text("无效的原因代码", name="reason_code", required=False),
    fields.long_text("无效的原因", name="reason", required=False),
    fields.whole("名次", name="rank", required=False),
    fields.rows("历次报价，以最后一次为准", named(QUOTE, "quote"), name="quotes"),
)


def _quote_body(request: Request, _raw: Mapping[str, Any]) -> colander.SchemaNode:
    if "number" not in request.matchdict:
        return entry_schema({}, Need(method="lowest_price"))
    # Asked before this request's own transaction begins.
    number, org_id = request.matchdict["number"], request.actor.org_id
    request.environ["tongban.foreseen"] = foresee_entrant(request.registry, number, org_id)
    need = find_need(request.db, number, request.actor)
    if need.published_at is None:
        raise NotOpenForEntries
    return entry_schema(practitioners_of(request), need)


@operation(
    "POST",
    "/needs/{number}/entry/quote",
    "报名并报价，或者修改报价",
    Permission.MARKET_ENTRY_SUBMIT,
    body=_quote_body,
    answer=OUTCOME,
    status=201,
    note="以服务器收到整个请求的时刻为准。没有接受的提交同样答复 201，并有回执：outcome 为 refused。"
    "practitioner 是本单位执业人员的编号，见 GET /enrolment。",
)
def quote(call: Call) -> Reply:
    """Register and quote, or replace one's quote; a refusal has a receipt too, so it is no error."""
    need = find_need(call.db, call.number, call.actor)
    values = call.values
    nonce = (values.get("nonce") or "").lower()
    offer = Offer(
        value_fen=values.get("value"),
        practitioner_id=int(values["practitioner"]),
        nonce=nonce if is_nonce(nonce) else new_nonce().hex(),
        form_key=call.key,
    )
    service = entry_service(call.request, call.request.environ["tongban.foreseen"])
    outcome = service.submit(need, offer, arrival_of(call.request))
    call.db.flush()
    location = f"/receipts/{outcome.receipt_number}"
    return Reply(_outcome(call.request, outcome), status=201, location=location)


def is_nonce(text: str) -> bool:
    """Whether a text is 32 bytes in hexadecimal digits."""
    return len(text) == 64 and all(c in "0123456789abcdef" for c in text)


def _outcome(request: Request, outcome: Quote | RefusedEntry) -> dict[str, Any]:
    receipt = receipt_document(request, outcome.receipt_number)
    said = {"outcome": "accepted", "reason_code": None, "reason": None, "entry": None, "receipt": receipt}
    if isinstance(outcome, RefusedEntry):
        why = {"reason_code": outcome.reason_code, "reason": outcome.reason}
        return {**said, "outcome": "refused", **why}
    return {**said, "entry": outcome.entry.number}


@operation(
    "POST",
    "/needs/{number}/entry/withdraw",
    "撤回报名",
    Permission.MARKET_ENTRY_WITHDRAW,
    answer=RECEIPT,
)
def withdraw(call: Call) -> Reply:
    """Withdraw before the end; the receipt names the commitment that is void from now on."""
    entry = _own(call)
    call.work.require(Permission.MARKET_ENTRY_WITHDRAW, entry)
    receipt: Receipt = entry_service(call.request, NOBODY).withdraw(entry, arrival_of(call.request))
    call.db.flush()
    return Reply(receipt.document())


@operation("GET", "/needs/{number}/entry", "本单位在这条需求的报名", Permission.DESK, answer=ENTRY)
def show(call: Call) -> Reply:
    """The entry of the organisation acted for, with its own prices; nobody else's exists here."""
    return _entry_reply(call, _own(call))


@operation("GET", "/entries", "本单位的报名", Permission.DESK, query=list_query(), answer=listed(ENTRY))
def list_(call: Call) -> Reply:
    """All entries of the organisation acted for, the latest first."""
    query = select(Entry).where(Entry.org_id == call.actor.org_id)
    return page_reply(call, query, (Entry.id.desc(),), lambda entry: _values(call.request, entry))


def _own(call: Call) -> Entry:
    need = find_need(call.db, call.number, call.actor)
    entry = call.db.scalar(select(Entry).filter_by(need_id=need.id, org_id=call.actor.org_id))
    if entry is None:
        raise NoEntry
    return entry


def _entry_reply(call: Call, entry: Entry) -> Reply:
    return Reply(_values(call.request, entry), version=entry.version)


def _values(request: Request, entry: Entry) -> dict[str, Any]:
    names = ("number", "state", "label", "registered_at", "reason_code", "reason", "rank")
    return {
        **{name: getattr(entry, name) for name in names},
        "state_title": LIFECYCLE.states[entry.state].title,
        "need": entry.need.number,
        "practitioner": entry.practitioner_id,
        "quotes": [_quote_values(request, entry, one) for one in entry.quotes],
    }


def _quote_values(request: Request, entry: Entry, one: Quote) -> dict[str, Any]:
    try:
        value = open_quote(request.registry["tongban.seal_keys"], entry, one).value_fen
    except SealError:
        value = None
    names = ("seq", "commitment", "received_at", "receipt_number")
    return {"value": value, **{name: getattr(one, name) for name in names}}
