"""What was fixed at the closing and what came out, for programs that check it; and a draw's public value."""

from collections.abc import Mapping
from typing import Any

import colander
from pyramid.request import Request

from market.needs.api_shapes import NEED, need_values
from market.needs.find import find_need
from market.needs.models import Need
from market.opening.beacon_views import beacon_schema
from market.opening.models import SelectionResult
from market.opening.proof import closed_entries, closing_proof
from market.opening.reading import result_of, values_shown
from market.opening.wiring import beacon_service
from tongban.errors import NotFound
from tongban.rest.operation import Call, Reply, operation
from tongban.rest.shapes import document
from tongban.security import Permission

RECORD = document("选取记录（tongban-selection/1）", name="SelectionRecord")
LISTING = document("公布的名单，摘要写在选取记录的 snapshot 里", name="EntryListing")
PROOF = document("封存名单的证明（tongban-closing/1）", name="ClosingProof")


@operation("GET", "/needs/{number}/selection", "选取记录", Permission.PUBLIC, answer=RECORD)
def selection(call: Call) -> Reply:
    """The record with which the selection can be run again, where it is public for the one asking."""
    _need, result = _published(call)
    if result.record is None:
        raise NotFound("选取还没有完成，没有选取记录。")
    return Reply(result.record)


@operation("GET", "/needs/{number}/list", "开启时公布的名单", Permission.PUBLIC, answer=LISTING)
def listing(call: Call) -> Reply:
    """The list whose digest is the snapshot; it is out before the public value of a draw is fixed."""
    _need, result = _published(call)
    if result.listing is None:
        raise NotFound("名单在开启后公布。")
    return Reply(result.listing)


@operation("GET", "/needs/{number}/closing", "封存名单的证明", Permission.PUBLIC, answer=PROOF)
def closing(call: Call) -> Reply:
    """What shows that the frozen list is what was opened."""
    need, result = _published(call)
    if need.opened_at is None:
        raise NotFound("封存名单的证明在开启后公布。")
    return Reply(closing_proof(need, result, closed_entries(call.db, need)))


def _beacon_body(_request: Request, _raw: Mapping[str, Any]) -> colander.SchemaNode:
    return beacon_schema("", None)


@operation(
    "POST",
    "/needs/{number}/beacon",
    "确定随机抽取的公开随机值",
    Permission.MARKET_DRAW_BEACON,
    body=_beacon_body,
    answer=NEED,
    note="名单公布之后、由见证人确定，或者按公告事先指定的结果填写。只能确定一次，不能更改。",
)
def beacon(call: Call) -> Reply:
    """Fix the public value of a draw, once for ever; the draw follows by itself."""
    need = find_need(call.db, call.number, call.actor)
    beacon_service(call.work, call.request.registry).fix(need, call.values["value"])
    call.db.flush()
    return Reply(need_values(call.request, need), version=need.version)


def _published(call: Call) -> tuple[Need, SelectionResult]:
    """The need and what its closing left behind. Raises NotFound where values are for supervisors only."""
    need = find_need(call.db, call.number, call.actor)
    result = result_of(call.db, need)
    if not values_shown(call.request, need):
        raise NotFound("这份资料不对外公开，只供监管核验。")
    return need, result
