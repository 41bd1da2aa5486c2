"""Cases for programs: the list, the request, and the events of a case's lifecycle."""

from collections.abc import Mapping
from typing import Any

import colander
from pyramid.request import Request

from agency.cases import schemas
from agency.cases.agents import agents_in
from agency.cases.agreement import APPLICANTS
from agency.cases.api_shapes import CASE, case_values
from agency.cases.find import cases_of, find_case
from agency.cases.forms import applicants, delegable
from agency.cases.lifecycle import CASE as LIFECYCLE
from agency.cases.models import Case
from agency.cases.paper import paper_of
from agency.cases.wiring import agreement_service, case_service
from tongban import fields
from tongban.errors import InvalidField
from tongban.portal.places import posting_regions
from tongban.rest.lists import list_query, page_reply
from tongban.rest.operation import Call, Reply, fixed, operation
from tongban.rest.shapes import listed
from tongban.security import Permission

_STATES = {name: state.title for name, state in LIFECYCLE.states.items()}
_QUERY = list_query(
    fields.choice("状态", _STATES, name="state", required=False),
    fields.region_code("地区", name="region", required=False),
)


@operation("GET", "/cases", "代办件列表", Permission.DESK, query=_QUERY, answer=listed(CASE))
def list_(call: Call) -> Reply:
    """The cases one may read, the latest first."""
    query = cases_of(call.db, call.actor)
    for name, column in (("state", Case.state), ("region", Case.region)):
        if call.query[name] is not None:
            query = query.where(column == call.query[name])
    return page_reply(call, query, (Case.id.desc(),), case_values)


@operation("GET", "/cases/{number}", "一个代办件", Permission.DESK, answer=CASE)
def show(call: Call) -> Reply:
    """A case, for those concerned."""
    return Reply(case_values(_case(call)))


@operation(
    "GET", "/cases/{number}/agreement", "委托代办协议（PDF）", Permission.DESK, answer="application/pdf"
)
def agreement(call: Call) -> Reply:
    """The latest edition of the agreement, once it is made."""
    return Reply(paper_of(call.request, _case(call)))


def _new_body(request: Request, raw: Mapping[str, Any]) -> colander.SchemaNode:
    """The fields of a request, and first where; that decides which stages can be delegated."""
    regions = posting_regions(request) if raw else {}
    asked = raw["region"] if isinstance(raw.get("region"), str) else ""
    region = asked if asked in regions else None
    kinds = applicants(request) if raw else APPLICANTS
    schema = schemas.request_schema(now=request.now, applicants=kinds, stages=delegable(request, region))
    place = fields.choice("项目所在地", regions, name="region") if raw else fields.region_code(name="region")
    schema.children.insert(0, place)
    return schema


@operation(
    "POST",
    "/cases",
    "申请全程代办",
    Permission.AGENCY_CASE_REQUEST,
    body=_new_body,
    answer=CASE,
    status=201,
)
def request(call: Call) -> Reply:
    """A request of the organisation acted for."""
    return _reply(call, case_service(call.request).request(schemas.flat(call.values)), status=201)


@operation("POST", "/cases/{number}/accept", "受理代办申请", Permission.AGENCY_CASE_SCREEN, answer=CASE)
def accept(call: Call) -> Reply:
    """The request is within the region's scope: it is accepted."""
    case = _case(call)
    case_service(call.request).accept(case)
    return _reply(call, case)


@operation(
    "POST",
    "/cases/{number}/refuse",
    "不予受理代办申请",
    Permission.AGENCY_CASE_SCREEN,
    body=fixed(schemas.reason_node),
    answer=CASE,
)
def refuse(call: Call) -> Reply:
    """The request is refused, with the reason."""
    case = _case(call)
    case_service(call.request).refuse(case, call.values["reason"])
    return _reply(call, case)


@operation(
    "POST",
    "/cases/{number}/withdraw",
    "撤回代办申请",
    Permission.AGENCY_CASE_WITHDRAW,
    body=fixed(schemas.reason_node),
    answer=CASE,
)
def withdraw(call: Call) -> Reply:
    """The applicant takes the request back."""
    case = _case(call)
    case_service(call.request).withdraw(case, call.values["reason"])
    return _reply(call, case)


def _login(title: str, name: str) -> colander.SchemaNode:
    return fields.text(title, name=name, max=64)


@operation(
    "POST",
    "/cases/{number}/assign",
    "指派代办员",
    Permission.AGENCY_CASE_ASSIGN,
    body=fixed(lambda: _login("代办员的登录名", "agent"), lambda: _login("协办代办员的登录名", "deputy")),
    answer=CASE,
)
def assign(call: Call) -> Reply:
    """Agent and deputy are named, by their logins."""
    case = _case(call)
    known = {seat.user.login: seat.user_id for seat in agents_in(call.db, case.region)}
    for name in ("agent", "deputy"):
        if call.values[name] not in known:
            raise InvalidField(name, "请填写本地区代办员的登录名。")
    case_service(call.request).assign(case, known[call.values["agent"]], known[call.values["deputy"]])
    return _reply(call, case)


def _draft_body(request: Request, _raw: Mapping[str, Any]) -> colander.SchemaNode:
    return schemas.draft_schema(now=request.now)


@operation(
    "POST",
    "/cases/{number}/draft",
    "拟订委托代办协议",
    Permission.AGENCY_CASE_DRAFT,
    body=_draft_body,
    answer=CASE,
)
def draft(call: Call) -> Reply:
    """The agreement is drafted and put before the applicant."""
    case = _case(call)
    agreement_service(call.request).draft(case, call.values)
    return _reply(call, case)


@operation(
    "POST",
    "/cases/{number}/return",
    "要求修改协议",
    Permission.AGENCY_CASE_SEAL,
    body=fixed(schemas.reason_node),
    answer=CASE,
)
def return_(call: Call) -> Reply:
    """The applicant wants the draft changed."""
    case = _case(call)
    agreement_service(call.request).send_back(case, call.values["reason"])
    return _reply(call, case)


def _seal_body(_request: Request, _raw: Mapping[str, Any]) -> colander.SchemaNode:
    schema = fields.Schema()
    for node in (*schemas.seal_nodes(), schemas.digest_node()):
        schema.add(node)
    return schema


@operation(
    "POST",
    "/cases/{number}/seal",
    "申请人签章",
    Permission.AGENCY_CASE_SEAL,
    body=_seal_body,
    answer=CASE,
    note="digest 写读到的 agreement_digest；协议在这之后改过的，不能签章。",
)
def seal(call: Call) -> Reply:
    """The applicant seals the agreement that was read."""
    case = _case(call)
    agreement_service(call.request).seal(case, call.values["digest"], call.values)
    return _reply(call, case)


@operation(
    "POST",
    "/cases/{number}/countersign",
    "代办中心签章",
    Permission.AGENCY_CASE_COUNTERSIGN,
    body=fixed(schemas.digest_node),
    answer=CASE,
)
def countersign(call: Call) -> Reply:
    """The centre seals: the agreement is in force."""
    case = _case(call)
    agreement_service(call.request).countersign(case, call.values["digest"])
    return _reply(call, case)


@operation(
    "POST",
    "/cases/{number}/code",
    "登记项目代码",
    Permission.AGENCY_CASE_DRAFT,
    body=fixed(schemas.code_node),
    answer=CASE,
)
def code(call: Call) -> Reply:
    """The agent has obtained the project code."""
    case = _case(call)
    case_service(call.request).enter_code(case, call.values["project_code"])
    return _reply(call, case)


@operation(
    "POST",
    "/cases/{number}/terminate",
    "终止代办",
    Permission.AGENCY_CASE_TERMINATE,
    body=fixed(schemas.reason_node),
    answer=CASE,
)
def terminate(call: Call) -> Reply:
    """Either side ends the agency, for a stated reason."""
    case = _case(call)
    case_service(call.request).terminate(case, call.values["reason"])
    return _reply(call, case)


def _case(call: Call) -> Case:
    return find_case(call.db, call.number, call.actor)


def _reply(call: Call, case: Case, status: int = 200) -> Reply:
    call.db.flush()
    location = f"/cases/{case.number}" if status == 201 else ""
    return Reply(case_values(case), status, location)
