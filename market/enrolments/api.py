"""One's own enrolment for programs: basic data, qualifications, practitioners, sending it, leaving."""

from collections.abc import Mapping
from typing import Any

import colander
from pyramid.request import Request

from market.enrolments.api_shapes import ENROLMENT, enrolment_values
from market.enrolments.find import own_enrolment, own_practitioner, own_record
from market.enrolments.models import Enrolment, QualificationRecord
from market.enrolments.schemas import (
    certificate_kind,
    practitioner_schema,
    program_basics_schema,
    program_submit_schema,
    qualification_schema,
)
from market.enrolments.wiring import catalogue_for, enrolment_service, holding_service
from market.qualifications import load_kinds
from tongban import fields
from tongban.errors import InvalidField, NotFound
from tongban.rest.operation import Call, Reply, operation
from tongban.rest.reading import fields_of
from tongban.security import Permission

EDIT = Permission.MARKET_ENROLMENT_EDIT


@operation("GET", "/enrolment", "本单位的入驻资料", EDIT, answer=ENROLMENT)
def show(call: Call) -> Reply:
    """The enrolment of the organisation acted for."""
    return _reply(call, _own(call))


def _basics_body(request: Request, _raw: Mapping[str, Any]) -> colander.SchemaNode:
    own = own_enrolment(request.db, request.actor)
    region = own.region if own is not None else request.site.region
    return program_basics_schema(catalogue_for(request, region), load_kinds())


@operation(
    "PUT",
    "/enrolment",
    "填写或修改单位情况和服务",
    EDIT,
    body=_basics_body,
    answer=ENROLMENT,
    note="还没有入驻资料时不需要 If-Match；已有的必须写明。",
)
def edit(call: Call) -> Reply:
    """Begin the enrolment, or replace its basic data."""
    known = own_enrolment(call.db, call.actor)
    service = enrolment_service(call.work, call.request.registry)
    own = service.own(call.request.site.region)
    version = call.version_of(own.version) if known is not None else own.version
    service.edit(own, call.values, call.values["services"], version)
    return _reply(call, own)


def _certificate_body(request: Request, raw: Mapping[str, Any]) -> colander.SchemaNode:
    """Which kind, and what belongs to a certificate of it."""
    kinds = load_kinds()
    options = {kind.code: kind.name for kind in kinds}
    schema = fields.Schema()
    schema.add(fields.choice("资质种类", options, name="kind"))
    replaced = fields.whole("代替哪一条资质（编号）", name="replaces", max=10**15, required=False)
    schema.add(replaced)
    code = raw.get("kind")
    if isinstance(code, str) and code in options:
        has_file = isinstance(raw.get("replaces"), int)
        inner = qualification_schema(kinds, code, has_file=has_file)
        schema.validator = inner.validator
        for node in inner.children:
            schema.add(node)
    elif not raw:
        _add_documented(schema, kinds)
    return schema


def _add_documented(schema: colander.SchemaNode, kinds: Any) -> None:
    """For the description: the fields of a certificate that all kinds share, none of them required."""
    shared = qualification_schema(kinds, next(iter(kinds)).code, has_file=True)
    names = ("certificate_number", "issued_on", "valid_from", "valid_until", "issuer", "file")
    for node in fields_of(shared):
        if node.name in names:
            schema.add(node)
    schema.add(fields.rows("专业范围", fields.text(name="item"), name="specialties", required=False))
    schema.add(fields.text("等级", name="grade", required=False))


@operation(
    "POST",
    "/enrolment/qualifications",
    "填报或更新资质",
    EDIT,
    body=_certificate_body,
    answer=ENROLMENT,
    status=201,
    note="各种类需要的专业和等级不同，缺什么会逐项说明。已入驻的，核验通过后生效。",
)
def add_qualification(call: Call) -> Reply:
    """A new record of a kind, or one in the place of another."""
    own, values = _own(call), dict(call.values)
    replaced = values.pop("replaces")
    old: QualificationRecord | None = own_record(call.db, own, replaced) if replaced else None
    service = holding_service(call.work, call.request.registry)
    code, upload = values.pop("kind"), values.get("file")
    service.add(own, code, values, upload, replaces=old, form_key=call.key)
    return _reply(call, own, status=201)


@operation("POST", "/enrolment/qualifications/{id}/remove", "移除资质", EDIT, answer=ENROLMENT)
def remove_qualification(call: Call) -> Reply:
    """Give up a record; that counts at once."""
    own = _own(call)
    holding_service(call.work, call.request.registry).remove(own, own_record(call.db, own, call.id))
    return _reply(call, own)


@operation(
    "POST",
    "/enrolment/practitioners",
    "登记执业人员",
    EDIT,
    body=lambda _request, _raw: practitioner_schema(),
    answer=ENROLMENT,
    status=201,
)
def add_practitioner(call: Call) -> Reply:
    """Name a certified person; a certificate belongs to one unit at a time."""
    own = _own(call)
    values = {**call.values, "certificate_kind": certificate_kind(call.values)}
    holding_service(call.work, call.request.registry).employ(own, values)
    return _reply(call, own, status=201)


@operation("POST", "/enrolment/practitioners/{id}/leave", "执业人员离开", EDIT, answer=ENROLMENT)
def part(call: Call) -> Reply:
    """A practitioner leaves the unit and may join another."""
    own = _own(call)
    holding_service(call.work, call.request.registry).part(own, own_practitioner(call.db, own, call.id))
    return _reply(call, own)


@operation(
    "POST",
    "/enrolment/submit",
    "提交入驻核验",
    EDIT,
    body=lambda _request, _raw: program_submit_schema(),
    answer=ENROLMENT,
    versioned=True,
)
def submit(call: Call) -> Reply:
    """Send the enrolment to the operator's formal check, with its commitments."""
    own = _own(call)
    why = {row["service"]: row["explanation"] for row in call.values["explanations"]}
    service = enrolment_service(call.work, call.request.registry)
    try:
        service.submit(own, why, call.version_of(own.version))
    except InvalidField as wrong:
        raise call.refuse("explanations", wrong.message) from None
    return _reply(call, own)


@operation("POST", "/enrolment/withdraw", "退出平台", EDIT, answer=ENROLMENT)
def withdraw(call: Call) -> Reply:
    """Leave the platform; nothing may be open any more."""
    own = _own(call)
    enrolment_service(call.work, call.request.registry).withdraw(own)
    return _reply(call, own)


def _own(call: Call) -> Enrolment:
    own = own_enrolment(call.db, call.actor)
    if own is None:
        raise NotFound("本单位还没有入驻资料。")
    return own


def _reply(call: Call, own: Enrolment, status: int = 200) -> Reply:
    if status == 201 or call.request.method != "GET":
        call.db.flush()
    location = "/enrolment" if status == 201 else ""
    return Reply(enrolment_values(call.request, own), status, location, version=own.version)
