"""Intermediaries for programs, as the public knows them: who they are, their credit, their evaluations."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from market.credit.models import CreditEntry
from market.enrolments.api_shapes import INTERMEDIARY, intermediary_values
from market.enrolments.filters import offers
from market.enrolments.find import find_public, is_public
from market.enrolments.models import Enrolment
from market.evaluations.api import EVALUATION, evaluation_values
from market.evaluations.models import Evaluation
from tongban import fields
from tongban.rest.lists import list_query, page_reply
from tongban.rest.operation import Call, Reply, operation
from tongban.rest.shapes import listed, shape
from tongban.security import Permission

CREDIT_ENTRY = shape(
    "CreditEntry",
    "信用记录",
    fields.whole("编号", name="id"),
    fields.whole("记分", name="points"),
    fields.text("事由代码", name="reason_code"),
    fields.text("事由", name="reason"),
    fields.region_code("地区", name="region"),
    fields.moment("生效时间", name="effective_from"),
    fields.moment("失效时间", name="expires_at", required=False),
    fields.whole("冲正的是哪一条", name="reversal_of", required=False),
)
_QUERY = list_query(fields.text("提供的服务代码", name="service", required=False, max=32))


@operation(
    "GET", "/intermediaries", "中介机构列表", Permission.PUBLIC, query=_QUERY, answer=listed(INTERMEDIARY)
)
def intermediaries(call: Call) -> Reply:
    """Intermediaries that are admitted or up for publicity, the latest first."""
    query = select(Enrolment).options(joinedload(Enrolment.org)).where(is_public())
    if call.query["service"] is not None:
        query = query.where(offers([call.query["service"]]))
    return page_reply(call, query, (Enrolment.id.desc(),), lambda e: intermediary_values(call.request, e))


@operation("GET", "/intermediaries/{number}", "一家中介机构", Permission.PUBLIC, answer=INTERMEDIARY)
def intermediary(call: Call) -> Reply:
    """An intermediary by the number of its enrolment."""
    return Reply(intermediary_values(call.request, find_public(call.db, call.number)))


@operation(
    "GET",
    "/intermediaries/{number}/credit",
    "一家中介机构的信用台账",
    Permission.PUBLIC,
    query=list_query(),
    answer=listed(CREDIT_ENTRY),
)
def credit(call: Call) -> Reply:
    """The ledger, newest first; nothing in it is ever edited or removed."""
    query = select(CreditEntry).filter_by(org_id=find_public(call.db, call.number).org_id)
    return page_reply(call, query, (CreditEntry.id.desc(),), lambda entry: entry)


@operation(
    "GET",
    "/intermediaries/{number}/evaluations",
    "一家中介机构收到的评价",
    Permission.PUBLIC,
    query=list_query(),
    answer=listed(EVALUATION),
)
def evaluations(call: Call) -> Reply:
    """The evaluations that stand on the intermediary's page, the latest first."""
    org_id = find_public(call.db, call.number).org_id
    query = select(Evaluation).where(Evaluation.org_id == org_id, Evaluation.rated_at.is_not(None))
    return page_reply(call, query, (Evaluation.id.desc(),), evaluation_values)
