"""The page on which the public value of a draw is fixed: once, by a witness, or as the notice named it."""

from typing import Any

import colander
import deform
from markupsafe import Markup
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config

from market.needs.find import find_need
from market.needs.models import Need
from market.opening.reading import result_of
from market.opening.wiring import beacon_service
from market.selection.terms import NOTICE
from tongban import fields
from tongban.clock import local
from tongban.security import Permission
from tongban.site.deadlines import deadline_of
from tongban.web.components import Confirm, Fact
from tongban.web.forms import Form, Submission, handle_form


def beacon_schema(source: str, named: str | None) -> colander.SchemaNode:
    """What is sent, on a page or by a program: the value, as everybody will see it."""
    hint = "当场产生的数值，例如摇号机摇出的号码。写明日期和怎样产生，例如：2026-03-11 摇号机 4417。"
    if source == NOTICE:
        hint = f"公告事先指定的是：{named or ''}。请照公布的结果填写，任何人都会去查对。"
    schema = fields.Schema()
    schema.add(fields.text("公开随机值", name="value", max=200, hint=hint))
    return schema


@view_config(
    route_name="needs.beacon",
    permission=Permission.MARKET_DRAW_BEACON,
    renderer="market:opening/templates/beacon.jinja2",
)
def beacon(request: Request) -> Any:
    """Who may not, and out of time, is told so before the form; the service judges again."""
    need = find_need(request.db, request.matchdict["number"], request.actor)
    service = beacon_service(request.work, request.registry)
    source = service.check(need)
    snapshot = str(result_of(request.db, need).snapshot)

    def confirm(sent: Submission) -> Confirm:
        warning = "只能确定一次，提交后任何人都不能更改，包括您自己。系统随即按它抽取。"
        facts = (*_facts(need, snapshot), Fact("公开随机值", sent.values["value"]))
        return Confirm("确定公开随机值", facts, "确定，开始抽取", warning=warning)

    def fix(sent: Submission) -> HTTPSeeOther:
        made = service.fix(need, sent.values["value"])
        request.flash(f"公开随机值已于 {local(made.at):%H:%M:%S} 确定，系统正在抽取。")
        return HTTPSeeOther(request.route_path("needs.selection", number=need.number))

    form = Form(
        beacon_schema(source, need.beacon_named), request=request, buttons=(deform.Button("fix", "下一步"),)
    )
    start, due = need.opened_at, need.beacon_due
    return handle_form(
        request,
        form,
        fix,
        confirm=confirm,
        need=need,
        snapshot=snapshot,
        named=source == NOTICE,
        deadline=deadline_of(request, need.region, start, due, "确定公开随机值"),
    )


def _facts(need: Need, snapshot: str) -> tuple[Fact, ...]:
    return (
        Fact("采购项目", need.title, hint=need.number),
        Fact("承诺值", _digest(need.commit or ""), hint="发布公告时公布"),
        Fact("名单摘要", _digest(snapshot), hint="请与公布的名单核对"),
    )


def _digest(value: str) -> Markup:
    return Markup('<code class="digest">{}</code>').format(value)
