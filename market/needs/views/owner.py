"""What the owner does with a need: draft, change, send, give up, run again."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from market.catalogue.catalogue import Catalogue
from market.needs.facts import basis_facts, need_facts, selection_facts
from market.needs.find import find_need
from market.needs.forms import (
    abort_form,
    extend_form,
    need_form,
    rerun_form,
    services_in,
    submit_form,
)
from market.needs.models import Need
from market.needs.rules import rules_of
from market.needs.schemas import flat
from market.needs.service import NeedService
from market.needs.wiring import correction_service, need_service
from tongban.lifecycle import GuardFailed
from tongban.portal.places import chosen_region, posting_regions
from tongban.rules import REGISTRY_KEY
from tongban.rules.words import local_text
from tongban.security import Permission
from tongban.web.components import Confirm, Fact
from tongban.web.filters import datetime_text
from tongban.web.forms import Submission, handle_form

FORM = "market:needs/templates/form.jinja2"


class OwnerViews:
    """The owner's pages of a need."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @property
    def service(self) -> NeedService:
        return need_service(self.request)

    @view_config(route_name="needs.new", permission=Permission.MARKET_NEED_CREATE, renderer=FORM)
    def new(self) -> Any:
        request = self.request
        regions = posting_regions(request)
        region = chosen_region(request, regions)
        catalogue = services_in(request, region)
        item = catalogue.get(request.GET.get("service", ""))
        if item is None:
            return self._choose(region, regions, catalogue)

        def create(sent: Submission) -> HTTPSeeOther:
            need = self.service.create(item, flat(sent.values) | {"region": region})
            request.flash(f"草稿已保存，编号 {need.number}。")
            return self._to(need)

        lead = f"{regions[region]} · {item.name}。填写后先存为草稿，核对无误再提交核验。"
        form = need_form(request, region, item)
        return handle_form(request, form, create, title="发布需求", lead=lead)

    def _choose(self, region: str, regions: dict[str, str], catalogue: Catalogue) -> Response:
        groups = [(group, catalogue.of_group(group)) for group in catalogue.groups]
        hint = local_text(self.request.rules_of(region), "needs.hint")
        page = {"region": region, "regions": regions, "groups": groups, "hint": hint}
        return render_to_response("market:needs/templates/choose.jinja2", page, request=self.request)

    @view_config(route_name="needs.edit", permission=Permission.DESK, renderer=FORM)
    def edit(self) -> Any:
        need = self._own(Permission.MARKET_NEED_EDIT)
        if need.state not in ("draft", "returned"):
            raise GuardFailed("公告已提交核验，不能再修改。")
        item = services_in(self.request, need.region)[need.service_code]
        form = need_form(self.request, need.region, item, need)

        def change(sent: Submission) -> HTTPSeeOther:
            self.service.edit(need, item, flat(sent.values), int(sent.values["version"] or 0))
            self.request.flash("修改已保存。")
            return self._to(need)

        return handle_form(self.request, form, change, title="修改需求", need=need, lead=item.name)

    @view_config(route_name="needs.submit", permission=Permission.DESK, renderer=FORM)
    def submit(self) -> Any:
        need = self._own(Permission.MARKET_NEED_EDIT)
        rules = rules_of(self.request.db, self.request.registry[REGISTRY_KEY], need, self.request.now)
        facts = [*need_facts(self.request, need), *basis_facts(need), *selection_facts(need, rules)]
        facts.insert(0, Fact("采购项目", need.title))
        facts.insert(1, Fact("服务内容和规模", need.scope))

        def send(_sent: Submission) -> HTTPSeeOther:
            self.service.submit(need)
            self.request.flash("需求已提交核验。核验通过后自动发布，您会收到通知。")
            return self._to(need)

        form = submit_form(self.request)
        return handle_form(
            self.request,
            form,
            send,
            title="核对并提交",
            need=need,
            sheet=facts,
            lead="下面是公告将要公开的内容。提交后由运营机构作形式核验，核验期间不能修改。",
        )

    @view_config(route_name="needs.abort", permission=Permission.DESK, renderer=FORM)
    def abort(self) -> Any:
        need = self._own(Permission.MARKET_NEED_ABORT)

        def confirm(sent: Submission) -> Confirm:
            facts = (Fact("需求", f"{need.number} {need.title}"), Fact("废置原因", sent.values["reason"]))
            return Confirm(
                "废置这条需求", facts, "确认废置", warning="废置后已收到的报名全部作废，公告保留并注明原因。"
            )

        def give_up(sent: Submission) -> HTTPSeeOther:
            self.service.abort(need, sent.values["reason"])
            self.request.flash("需求已废置，已通知报名的机构。", "wait")
            return self._to(need)

        form = abort_form(self.request)
        return handle_form(self.request, form, give_up, confirm=confirm, title="废置需求", need=need, lead="")

    @view_config(route_name="needs.extend", permission=Permission.DESK, renderer=FORM)
    def extend(self) -> Any:
        need = self._own(Permission.MARKET_NEED_EDIT)
        if need.state != "registering":
            raise GuardFailed("只有报名期内的公告才能推迟截止时间。")

        def confirm(sent: Submission) -> Confirm:
            values = sent.values["selection"]
            facts = (
                Fact("采购项目", need.title, hint=need.number),
                Fact("原截止时间", datetime_text(need.ends_at)),
                Fact("新截止时间", datetime_text(values["ends_at"])),
                Fact("更正原因", values["reason"]),
            )
            warning = "发布后不能撤销，以后也只能再推迟，不能提前。已报名的机构会收到通知，报价继续有效。"
            return Confirm("核对更正公告", facts, "发布更正公告", warning=warning)

        def publish(sent: Submission) -> HTTPSeeOther:
            values = sent.values["selection"]
            made = correction_service(self.request).extend(need, values["ends_at"], values["reason"])
            self.request.flash(f"更正公告 {made.number} 已发布，已通知报名的机构。")
            return self._to(need)

        lead = "报名截止时间只能推迟。推迟以更正公告公开，原因一并公布。"
        form = extend_form(self.request, need)
        return handle_form(
            self.request, form, publish, confirm=confirm, title="推迟报名截止", need=need, lead=lead
        )

    @view_config(route_name="needs.rerun", permission=Permission.DESK, renderer=FORM)
    def rerun(self) -> Any:
        need = self._own(Permission.MARKET_NEED_RERUN)

        def again(sent: Submission) -> HTTPSeeOther:
            values = sent.values["selection"]
            fresh = self.service.rerun(need, values["ends_at"], values.get("beacon_named"))
            self.request.flash(f"已提交重新采购，新编号 {fresh.number}，等待核验。")
            return self._to(fresh)

        lead = "内容与前一次相同，只需重新定报名截止时间。原来报名的机构要重新报名。"
        return handle_form(
            self.request, rerun_form(self.request, need), again, title="重新采购", need=need, lead=lead
        )

    def _own(self, permission: Permission) -> Need:
        need = find_need(self.request.db, self.request.matchdict["number"], self.request.actor)
        self.request.work.require(permission, need)
        return need

    def _to(self, need: Need) -> HTTPSeeOther:
        return HTTPSeeOther(self.request.route_path("needs.show", number=need.number))
