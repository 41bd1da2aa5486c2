"""The forms of a need, put together for a request."""

from collections.abc import Iterable, Mapping
from typing import Any

import colander
import deform
from pyramid.request import Request

from market.catalogue.catalogue import Catalogue
from market.catalogue.items import ServiceItem
from market.catalogue.service import catalogue_of
from market.needs.checks import names_beacon
from market.needs.models import Need
from market.needs.schemas import need_schema
from market.qualifications import load_kinds
from market.rules import METHOD_TITLES
from tongban import fields
from tongban.clock import local
from tongban.rules import REGISTRY_KEY
from tongban.web.forms import Form


def need_form(request: Request, region: str, item: ServiceItem, need: Need | None = None) -> Form:
    """The form of a need for a service in a region, filled with the draft if there is one."""
    methods = offered_methods(request, region)
    named = asks_beacon(request, region, methods)
    schema = need_schema(now=request.now, item=item, methods=methods, kinds=load_kinds(), names_beacon=named)
    buttons = (deform.Button("save", "保存草稿"),)
    return Form(schema, request=request, buttons=buttons, appstruct=_filled(need) if need else colander.null)


def offered_methods(request: Request, region: str | None) -> list[str]:
    """The methods that a region offers; all there are while it is not known which region."""
    if region is None:
        return list(METHOD_TITLES)
    rules = request.registry[REGISTRY_KEY].for_region(region, request.now, request.db)
    return list(rules.value("market.methods_enabled"))


def asks_beacon(request: Request, region: str, methods: Iterable[str]) -> bool:
    """Whether a notice in the region may have to name a public value beforehand."""
    rules = request.registry[REGISTRY_KEY].for_region(region, request.now, request.db)
    return any(names_beacon(method, rules) for method in methods)


def services_in(request: Request, region: str) -> Catalogue:
    """The catalogue as a region has it."""
    rules = request.registry[REGISTRY_KEY].for_region(region, request.now, request.db)
    return catalogue_of(request.db, rules)


def _filled(need: Need) -> dict[str, Any]:
    what = (
        "title",
        "project_name",
        "project_code",
        "scope",
        "service_days",
        "service_days_unit",
    )
    selection = ("method", "beacon_named", "ends_at", "signing_expected", "recusal")
    contact = ("contact_name", "contact_phone", "complaint_phone")
    basis = dict(need.price_basis)
    return {
        "what": _named(need, what),
        "price": {"ceiling_fen": need.ceiling_fen, "fund_source": need.fund_source, **_known(basis)},
        "selection": _named(need, selection),
        "contact": _named(need, contact),
        "facts": dict(need.facts),
        "version": need.version,
    }


def _named(need: Need, names: tuple[str, ...]) -> dict[str, Any]:
    return _known({name: getattr(need, name) for name in names})


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def submit_form(request: Request) -> Form:
    """Nothing but the button."""
    return Form(fields.Schema(), request=request, buttons=(deform.Button("submit", "提交核验"),))


def abort_form(request: Request) -> Form:
    """The reason for giving the need up."""
    schema = fields.Schema()
    schema.add(fields.long_text("废置原因", name="reason", max=500, hint="原因会公开在公告上。"))
    return Form(schema, request=request, buttons=(deform.Button("abort", "下一步"),))


def rerun_form(request: Request, need: Need) -> Form:
    """The new end of registration; and the public value to go by, where the notice must name one."""
    section = fields.Schema(name="selection", title="")
    section.add(fields.moment("新的报名截止时间", name="ends_at", later=True))
    if asks_beacon(request, need.region, [need.method]):
        hint = "要在新的报名截止时间之后才产生，写明名称和期号。"
        section.add(fields.text("事先指定的公开数值", name="beacon_named", max=200, hint=hint))
    schema = fields.Schema()
    schema.add(section)
    return Form(schema.bind(now=request.now), request=request, buttons=(deform.Button("rerun", "提交核验"),))


def extend_form(request: Request, need: Need) -> Form:
    """The later end of registration, and why."""
    section = fields.Schema(name="selection", title="")
    hint = f"要晚于现在的截止时间 {local(need.ends_at):%Y-%m-%d %H:%M}。"
    section.add(fields.moment("新的报名截止时间", name="ends_at", later=True, hint=hint))
    section.add(fields.long_text("更正原因", name="reason", max=500, hint="原因会公开在更正公告里。"))
    schema = fields.Schema()
    schema.add(section)
    return Form(schema.bind(now=request.now), request=request, buttons=(deform.Button("extend", "下一步"),))


def check_form(request: Request) -> Form:
    """The decision of the formal check."""
    options = {"publish": "符合要求，发布公告", "return": "退回业主修改"}
    schema = fields.Schema()
    schema.add(fields.choice("核验结论", options, name="decision"))
    schema.add(
        fields.long_text(
            "退回原因",
            name="reason",
            required=False,
            max=500,
            hint="选择退回时必填，一次写全需要修改的地方。",
        )
    )
    return Form(schema, request=request, buttons=(deform.Button("decide", "提交结论"),))
