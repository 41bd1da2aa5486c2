"""The forms of enrolments, put together for a request."""

from collections.abc import Sequence
from typing import Any

import colander
import deform
from pyramid.request import Request

from market.catalogue.catalogue import Catalogue
from market.enrolments import schemas
from market.enrolments.holdings import Standing
from market.enrolments.models import Enrolment, QualificationRecord
from market.qualifications import load_kinds
from tongban import fields
from tongban.files.stash import stash_of
from tongban.web.forms import Form, widgets


def basics_form(request: Request, catalogue: Catalogue, enrolment: Enrolment | None) -> Form:
    """Introduction, contact and services, filled with what is known."""
    schema = schemas.basics_schema(catalogue, load_kinds()).bind(now=request.now)
    appstruct = _basics(catalogue, enrolment) if enrolment else {"version": 0}
    return Form(schema, request=request, buttons=(deform.Button("save", "保存"),), appstruct=appstruct)


def _basics(catalogue: Catalogue, enrolment: Enrolment) -> dict[str, Any]:
    chosen = {*enrolment.service_codes, *enrolment.proposed_services}
    groups = {
        f"g{number}": tuple(item.code for item in catalogue.of_group(group) if item.code in chosen)
        for number, group in enumerate(catalogue.groups)
    }
    about = {name: getattr(enrolment, name) for name in ("introduction", "contact_name", "contact_phone")}
    known = {name: value for name, value in about.items() if value is not None}
    return {"about": known, "services": groups, "version": enrolment.version}


def qualification_form(request: Request, code: str, record: QualificationRecord | None = None) -> Form:
    """One certificate of a kind; with ``record`` the one that takes its place."""
    has_file = record is not None and record.file_id is not None
    schema = schemas.qualification_schema(load_kinds(), code, has_file=has_file).bind(now=request.now)
    appstruct = _filled(record) if record else colander.null
    button = deform.Button("save", "保存")
    return Form(schema, request=request, buttons=(button,), appstruct=appstruct, stash=stash_of(request))


def _filled(record: QualificationRecord) -> dict[str, Any]:
    names = ("grade", "certificate_number", "issuer", "valid_from", "valid_until")
    known = {name: getattr(record, name) for name in names if getattr(record, name) is not None}
    if record.specialties:
        known["specialties"] = tuple(record.specialties)
    if record.extra.get("issued_on"):
        known["issued_on"] = fields.parse_day(record.extra["issued_on"])
    return known


def practitioner_form(request: Request) -> Form:
    """A certified person to be named."""
    schema = schemas.practitioner_schema().bind(now=request.now)
    return Form(schema, request=request, buttons=(deform.Button("save", "登记"),))


def submit_form(request: Request, enrolment: Enrolment, found: Sequence[Standing]) -> Form:
    """Explanations where something is missing, and the commitments."""
    schema = schemas.submit_schema(found)
    appstruct = {"version": enrolment.version}
    return Form(schema, request=request, buttons=(deform.Button("submit", "提交核验"),), appstruct=appstruct)


def statement_form(request: Request, words: str, button: str) -> Form:
    """Nothing but a statement to tick."""
    schema = fields.Schema()
    box = widgets.Checkbox(label=words)
    schema.add(fields.flag("确认", name="confirm", must="请勾选后再提交。", widget=box))
    return Form(schema, request=request, buttons=(deform.Button("act", button),))


def decision_form(request: Request, enrolment: Enrolment, options: dict[str, str]) -> Form:
    """The decision of a check."""
    schema = fields.Schema()
    schema.add(fields.choice("核验结论", options, name="decision"))
    schema.add(
        fields.long_text(
            "原因",
            name="reason",
            required=False,
            max=500,
            hint="不予通过时必填，一次写全需要修改的地方。",
        )
    )
    schema.add(schemas.version_field())
    button = deform.Button("decide", "提交结论")
    return Form(schema, request=request, buttons=(button,), appstruct={"version": enrolment.version})


def measure_form(request: Request, button: str, until: str, hint: str) -> Form:
    """Reason and last day of a suspension or an expulsion."""
    schema = fields.Schema()
    schema.add(
        fields.long_text("原因和依据", name="reason", max=500, hint="会告知机构，并公开在机构页面上。")
    )
    schema.add(fields.day(until, name="until", required=False, past=False, hint=hint))
    schema = schema.bind(now=request.now)
    return Form(schema, request=request, buttons=(deform.Button("measure", button),))
