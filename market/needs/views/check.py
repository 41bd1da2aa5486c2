"""The operator's formal check: publish, or send back with the reason."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config

from market.needs.facts import basis_facts, need_facts, selection_facts
from market.needs.find import find_need
from market.needs.forms import check_form
from market.needs.rules import rules_of
from market.needs.wiring import need_service
from tongban.errors import InvalidField
from tongban.rules import REGISTRY_KEY
from tongban.security import Permission
from tongban.web.components import Fact
from tongban.web.forms import Submission, handle_form


@view_config(
    route_name="needs.check",
    permission=Permission.MARKET_NEED_CHECK,
    renderer="market:needs/templates/form.jinja2",
)
def check(request: Request) -> Any:
    """The check sheet: completeness and form only, never the price (§2.3)."""
    need = find_need(request.db, request.matchdict["number"], request.actor)
    request.work.require(Permission.MARKET_NEED_CHECK, need)
    rules = rules_of(request.db, request.registry[REGISTRY_KEY], need, request.now)
    sheet = [
        Fact("采购项目", need.title),
        Fact("服务内容和规模", need.scope),
        *need_facts(request, need),
        *basis_facts(need),
        *selection_facts(need, rules),
    ]

    def decide(sent: Submission) -> HTTPSeeOther:
        if sent.values["decision"] == "publish":
            need_service(request).publish(need)
            request.flash("公告已发布，报名开始。")
        else:
            reason = sent.values["reason"]
            if not reason:
                raise InvalidField("reason", "退回时请写明原因，业主要照此修改。")
            need_service(request).send_back(need, reason)
            request.flash("已退回业主修改。", "wait")
        return HTTPSeeOther(request.route_path("needs.show", number=need.number))

    lead = "只核对是否齐全、规范、事项是否对应，不评价价格。"
    return handle_form(
        request, check_form(request), decide, title="形式核验", need=need, sheet=sheet, lead=lead
    )
