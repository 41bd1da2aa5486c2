"""Needs for programs: the list, drafts, and the events of a need's lifecycle."""

from collections.abc import Mapping
from typing import Any

import colander
from pyramid.request import Request
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from market.catalogue.items import ServiceItem
from market.needs.api_shapes import NEED, RULE, need_values
from market.needs.find import find_need, showcase
from market.needs.forms import offered_methods, services_in
from market.needs.lifecycle import NEED as LIFECYCLE
from market.needs.models import Need
from market.needs.rules import rules_of
from market.needs.rules_table import answers_of
from market.needs.schemas import need_schema
from market.needs.wiring import correction_service, need_service
from market.qualifications import load_kinds
from tongban import fields
from tongban.portal.places import posting_regions
from tongban.portal.regions import permitted_regions
from tongban.rest.lists import list_query, page_reply, whole_reply
from tongban.rest.operation import Call, Reply, fixed, operation
from tongban.rest.shapes import listed
from tongban.rules import REGISTRY_KEY
from tongban.security import Permission

PUBLIC, OWN, TO_CHECK = "public", "own", "to_check"
_SCOPES = {PUBLIC: "已公告的", OWN: "本单位的，包括草稿", TO_CHECK: "待本机构核验的"}
_STATES = {name: state.title for name, state in LIFECYCLE.states.items()}


def _which() -> colander.SchemaNode:
    return list_query(
        fields.choice("范围", _SCOPES, name="scope", required=False, missing=PUBLIC),
        fields.choice("状态", _STATES, name="state", required=False),
        fields.region_code("地区", name="region", required=False),
        fields.text("服务事项代码", name="service", required=False, max=32),
    )


@operation("GET", "/needs", "采购需求列表", Permission.PUBLIC, query=_which(), answer=listed(NEED))
def list_(call: Call) -> Reply:
    """Published needs, newest first; or one's own; or those that wait for one's check."""
    query = _scoped(call, call.query["scope"])
    for name, column in (("state", Need.state), ("region", Need.region), ("service", Need.service_code)):
        if call.query[name] is not None:
            query = query.where(column == call.query[name])
    query = query.options(joinedload(Need.owner), selectinload(Need.corrections), joinedload(Need.parent))
    return page_reply(call, query, (Need.id.desc(),), lambda need: need_values(call.request, need))


def _scoped(call: Call, scope: str) -> Select[tuple[Need]]:
    if scope == OWN:
        return select(Need).where(Need.owner_org_id == call.actor.org_id)
    if scope == TO_CHECK:
        regions = permitted_regions(call.db, call.actor, Permission.MARKET_NEED_CHECK, Need.region)
        return select(Need).where(Need.state == "under_check", Need.region.in_(regions))
    return showcase()


@operation("GET", "/needs/{number}", "一条需求", Permission.PUBLIC, answer=NEED)
def show(call: Call) -> Reply:
    """A need, as far as it exists for the one asking."""
    return _reply(call, _need(call))


@operation("GET", "/needs/{number}/rules", "这条需求适用的规则和依据", Permission.PUBLIC, answer=listed(RULE))
def rules(call: Call) -> Reply:
    """Every answer the need runs by: those it was published with, before that those in force now."""
    need = _need(call)
    found = rules_of(call.db, call.request.registry[REGISTRY_KEY], need, call.now)
    return whole_reply(answers_of(found), dict)


def _new_body(request: Request, raw: Mapping[str, Any]) -> colander.SchemaNode:
    """The fields of a need, and first where and for which service; they decide what else is asked."""
    regions = posting_regions(request) if raw else {}
    # What is no text is left to the schema to refuse; here it merely names nothing.
    asked, code = (raw[name] if isinstance(raw.get(name), str) else "" for name in ("region", "service"))
    region = asked if asked in regions else None
    services = services_in(request, region) if region else None
    item = services.get(code) if services else None
    schema = _schema(request, region, item)
    place = fields.choice("项目所在地", regions, name="region") if raw else fields.region_code(name="region")
    options = {one.code: one.name for one in services} if services else {}
    service = fields.choice("中介服务事项代码", options, name="service")
    if not options:
        service.typ = fields.Text(max=32)
    schema.children[:0] = [place, service]
    return schema


def _schema(request: Request, region: str | None, item: ServiceItem | None) -> colander.SchemaNode:
    schema = need_schema(
        now=request.now, item=item, methods=offered_methods(request, region), kinds=load_kinds()
    )
    del schema["version"]
    # Which way somebody is chosen is said, never left to what happens to stand first.
    schema["selection"]["method"].default = colander.null
    if item is None:
        schema.add(fields.Schema(name="facts", title="规模，随服务事项而定", missing=colander.drop))
    return schema


@operation(
    "POST",
    "/needs",
    "新建需求（草稿）",
    Permission.MARKET_NEED_CREATE,
    body=_new_body,
    answer=NEED,
    status=201,
)
def create(call: Call) -> Reply:
    """A new draft of the organisation acted for."""
    item = services_in(call.request, call.values["region"])[call.values["service"]]
    need = need_service(call.request).create(item, call.values)
    return _reply(call, need, status=201)


def _edit_body(request: Request, raw: Mapping[str, Any]) -> colander.SchemaNode:
    if "number" not in request.matchdict:
        return _schema(request, None, None)
    need = find_need(request.db, request.matchdict["number"], request.actor)
    request.work.require(Permission.MARKET_NEED_EDIT, need)
    return _schema(request, need.region, services_in(request, need.region).get(need.service_code))


@operation(
    "PUT",
    "/needs/{number}",
    "修改草稿或被退回的需求",
    Permission.MARKET_NEED_EDIT,
    body=_edit_body,
    answer=NEED,
    versioned=True,
    note="整条替换：没有写的字段按没有填写处理。地区和服务事项不能改。",
)
def edit(call: Call) -> Reply:
    """Replace what a draft says. Somebody else's change in between is not overwritten."""
    need = _need(call)
    item = services_in(call.request, need.region)[need.service_code]
    need_service(call.request).edit(need, item, call.values, call.version_of(need.version))
    return _reply(call, need)


@operation("POST", "/needs/{number}/submit", "提交核验", Permission.MARKET_NEED_EDIT, answer=NEED)
def submit(call: Call) -> Reply:
    """Send a draft or returned need to the formal check."""
    need = _need(call)
    need_service(call.request).submit(need)
    return _reply(call, need)


@operation("POST", "/needs/{number}/publish", "核验通过，发布公告", Permission.MARKET_NEED_CHECK, answer=NEED)
def publish(call: Call) -> Reply:
    """The formal check is passed: the notice is published, registration begins."""
    need = _need(call)
    need_service(call.request).publish(need)
    return _reply(call, need)


def _reason() -> colander.SchemaNode:
    return fields.long_text("原因", name="reason", max=500)


@operation(
    "POST",
    "/needs/{number}/return",
    "退回修改",
    Permission.MARKET_NEED_CHECK,
    body=fixed(_reason),
    answer=NEED,
)
def return_(call: Call) -> Reply:
    """The formal check is not passed: back to the owner, with the reason."""
    need = _need(call)
    need_service(call.request).send_back(need, call.values["reason"])
    return _reply(call, need)


@operation(
    "POST",
    "/needs/{number}/abort",
    "废置需求",
    Permission.MARKET_NEED_ABORT,
    body=fixed(_reason),
    answer=NEED,
)
def abort(call: Call) -> Reply:
    """Give the need up, for a reason that is public."""
    need = _need(call)
    need_service(call.request).abort(need, call.values["reason"])
    return _reply(call, need)


def _ends_at() -> colander.SchemaNode:
    return fields.moment("新的报名截止时间", name="ends_at", later=True)


def _beacon_named() -> colander.SchemaNode:
    hint = "当地规定随机抽取须事先指定的，要在新的报名截止时间之后才产生。"
    return fields.text("事先指定的公开数值", name="beacon_named", max=200, required=False, hint=hint)


@operation(
    "POST",
    "/needs/{number}/extend",
    "推迟报名截止（更正公告）",
    Permission.MARKET_NEED_EDIT,
    body=fixed(_ends_at, _reason),
    answer=NEED,
)
def extend(call: Call) -> Reply:
    """Move the end of registration to a later moment, by a correction notice."""
    need = _need(call)
    correction_service(call.request).extend(need, call.values["ends_at"], call.values["reason"])
    return _reply(call, need)


@operation(
    "POST",
    "/needs/{number}/rerun",
    "重新采购",
    Permission.MARKET_NEED_RERUN,
    body=fixed(_ends_at, _beacon_named),
    answer=NEED,
    status=201,
)
def rerun(call: Call) -> Reply:
    """A new need with the content of one that failed, sent to the formal check."""
    values = call.values
    fresh = need_service(call.request).rerun(_need(call), values["ends_at"], values["beacon_named"])
    return _reply(call, fresh, status=201)


def _need(call: Call) -> Need:
    return find_need(call.db, call.number, call.actor)


def _reply(call: Call, need: Need, status: int = 200) -> Reply:
    call.db.flush()
    location = f"/needs/{need.number}" if status == 201 else ""
    return Reply(need_values(call.request, need), status, location, version=need.version)
