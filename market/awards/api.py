"""Awards for programs: the public list, the letter, and declining."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from market.awards.find import find_award, letter_of
from market.awards.forms import decline_reason
from market.awards.lifecycle import AWARD as LIFECYCLE
from market.awards.models import Award
from market.awards.wiring import award_service, foresee_reserves
from market.entries.models import Entry
from market.needs.models import Need
from tongban import fields
from tongban.rest.lists import list_query, page_reply
from tongban.rest.me import ORGANISATION
from tongban.rest.operation import Call, Reply, fixed, operation
from tongban.rest.shapes import listed, named, shape, state_fields
from tongban.security import Permission

AWARD = shape(
    "Award",
    "中选公示",
    fields.text("编号", name="number"),
    *state_fields(LIFECYCLE),
    fields.text("采购需求", name="need"),
    fields.region_code("项目所在地", name="region"),
    named(ORGANISATION, "organisation"),
    fields.whole("名次", name="rank"),
    fields.money("中选金额", name="amount_fen"),
    fields.text("公示文号", name="notice_number", required=False),
    fields.moment("公示时间", name="proposed_at"),
    fields.moment("公示截止", name="notice_until"),
    fields.moment("确认时间", name="confirmed_at", required=False),
    fields.text("中选通知书文号", name="letter_number", required=False),
    fields.moment("中选通知书发出时间", name="letter_at", required=False),
    fields.moment("签订合同的期限", name="contract_due", required=False),
    fields.moment("放弃时间", name="declined_at", required=False),
    fields.long_text("放弃原因", name="reason", required=False),
)
_STATES = {name: state.title for name, state in LIFECYCLE.states.items()}
_QUERY = list_query(
    fields.choice("状态", _STATES, name="state", required=False),
    fields.region_code("地区", name="region", required=False),
    fields.text("采购需求的编号", name="need", required=False, max=40),
    fields.flag("只看本单位中选的", name="own"),
)


@operation("GET", "/awards", "中选公示列表", Permission.PUBLIC, query=_QUERY, answer=listed(AWARD))
def list_(call: Call) -> Reply:
    """Awards, the latest first."""
    query = select(Award).options(joinedload(Award.need), joinedload(Award.entry).joinedload(Entry.org))
    for name, column in (("state", Award.state), ("region", Award.region)):
        if call.query[name] is not None:
            query = query.where(column == call.query[name])
    if call.query["need"] is not None:
        query = query.where(Award.need.has(Need.number == call.query["need"]))
    if call.query["own"]:
        query = query.where(Award.org_id == call.actor.org_id)
    return page_reply(call, query, (Award.id.desc(),), award_values)


@operation("GET", "/awards/{number}", "一条中选公示", Permission.PUBLIC, answer=AWARD)
def show(call: Call) -> Reply:
    """An award by its number."""
    return Reply(award_values(find_award(call.db, call.number)))


@operation("GET", "/awards/{number}/letter", "中选通知书（PDF）", Permission.PUBLIC, answer="application/pdf")
def letter(call: Call) -> Reply:
    """The award letter, once it is made."""
    return Reply(letter_of(call.request, find_award(call.db, call.number)))


@operation(
    "POST",
    "/awards/{number}/decline",
    "放弃中选",
    Permission.MARKET_AWARD_DECLINE,
    body=fixed(decline_reason),
    answer=AWARD,
    note="由候补机构依次递补，并按当地规定记入信用台账。",
)
def decline(call: Call) -> Reply:
    """The awardee gives up; the next valid reserve follows."""
    request = call.request
    # Asked before this request's own transaction begins.
    hooks = foresee_reserves(request.registry, call.number)
    award = find_award(call.db, call.number)
    call.work.require(Permission.MARKET_AWARD_DECLINE, award)
    award_service(call.work, request.registry, hooks).decline(award, call.values["reason"])
    call.db.flush()
    return Reply(award_values(award))


def award_values(award: Award) -> dict[str, Any]:
    """What anyone is answered of an award."""
    own = {node.name: getattr(award, node.name) for node in AWARD.children if hasattr(Award, node.name)}
    return own | {
        "state_title": LIFECYCLE.states[award.state].title,
        "need": award.need.number,
        "organisation": award.entry.org,
    }
