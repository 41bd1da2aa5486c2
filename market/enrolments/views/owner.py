"""What an intermediary does with its own enrolment."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config

from market.enrolments.errors import NotEditable
from market.enrolments.facts import contact_facts, org_facts
from market.enrolments.find import own_enrolment
from market.enrolments.forms import basics_form, statement_form, submit_form
from market.enrolments.holdings import Standing, items_of, people, present, standings
from market.enrolments.lifecycle import CHANGEABLE, EDITABLE, ENROLMENT
from market.enrolments.models import Enrolment
from market.enrolments.schemas import chosen_services
from market.enrolments.service import field_of
from market.enrolments.tables import practitioner_table, qualification_table, standing_table
from market.enrolments.thread import coming_steps, done_steps, next_step
from market.enrolments.wiring import catalogue_for, enrolment_service
from market.qualifications import load_kinds
from tongban.clock import local
from tongban.security import Permission
from tongban.web.components import RuleBasis, StateLabel
from tongban.web.forms import Submission, handle_form

FORM = "market:enrolments/templates/form.jinja2"


class OwnerViews:
    """The pages of one's own enrolment."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(
        route_name="enrolment.edit",
        request_method="GET",
        permission=Permission.MARKET_ENROLMENT_EDIT,
        renderer="market:enrolments/templates/own.jinja2",
    )
    def own(self) -> dict[str, Any]:
        request, enrolment = self.request, own_enrolment(self.request.db, self.request.actor)
        region = enrolment.region if enrolment else request.site.region
        rules = request.rules_of(region)
        limit = {
            "words": rules.words("market.enrol.check_wd"),
            "basis": RuleBasis.of(rules.ask("market.enrol.check_wd")),
        }
        if enrolment is None:
            return {"enrolment": None, "limit": limit}
        editable = enrolment.state in (*EDITABLE, *CHANGEABLE)
        return {
            "enrolment": enrolment,
            "limit": limit,
            "state": StateLabel.of(ENROLMENT.states[enrolment.state]),
            "editable": editable,
            "changeable": enrolment.state in CHANGEABLE,
            "facts": [*org_facts(request, enrolment), *contact_facts(enrolment)],
            "services": standing_table(request, self._standings(enrolment), enrolment.proposed_services),
            "qualifications": qualification_table(request, present(enrolment), files=True, edit=editable),
            "people": practitioner_table(request, people(enrolment), public=False, edit=editable),
            "done": done_steps(self.request.db, enrolment),
            "next": next_step(request, enrolment),
            "coming": coming_steps(enrolment),
        }

    @view_config(route_name="enrolment.basics", permission=Permission.MARKET_ENROLMENT_EDIT, renderer=FORM)
    def basics(self) -> Any:
        request = self.request
        enrolment = own_enrolment(request.db, request.actor)
        if enrolment is not None and enrolment.state not in (*EDITABLE, *CHANGEABLE):
            raise NotEditable
        region = enrolment.region if enrolment else request.site.region
        form = basics_form(request, catalogue_for(request, region), enrolment)

        def save(sent: Submission) -> HTTPSeeOther:
            service = enrolment_service(request.work, request.registry)
            own = service.own(request.site.region)
            # The draft that this very form begins has no earlier version to be stale against.
            version = int(sent.values["version"]) if enrolment is not None else own.version
            service.edit(own, sent.values["about"], chosen_services(sent.values), version)
            request.flash(_saved_words(own))
            return self._home()

        lead = "在提供的服务前打勾。每项下面写着需要什么资质，保存后再逐项填报。"
        return handle_form(request, form, save, title="单位情况和服务", lead=lead, back=self._back())

    @view_config(route_name="enrolment.submit", permission=Permission.MARKET_ENROLMENT_EDIT, renderer=FORM)
    def submit(self) -> Any:
        request = self.request
        enrolment = self._must()
        if request.method == "GET" and enrolment.state not in EDITABLE:
            raise NotEditable
        found = self._standings(enrolment)

        def send(sent: Submission) -> HTTPSeeOther:
            given = sent.values.get("why") or {}
            why = {s.item.code: given[field_of(s.item.code)] for s in found if field_of(s.item.code) in given}
            service = enrolment_service(request.work, request.registry)
            service.submit(enrolment, why, int(sent.values["version"]))
            request.flash("入驻资料已提交核验，结果会通知您。")
            return self._home()

        return handle_form(
            request,
            submit_form(request, enrolment, found),
            send,
            title="核对并提交",
            back=self._back(),
            facts=[*org_facts(request, enrolment), *contact_facts(enrolment)],
            tables=[
                standing_table(request, found),
                qualification_table(request, present(enrolment), files=True),
                practitioner_table(request, people(enrolment), public=False),
            ],
            lead="提交后由运营机构作形式核验，核验期间不能修改。",
        )

    @view_config(route_name="enrolment.withdraw", permission=Permission.MARKET_ENROLMENT_EDIT, renderer=FORM)
    def withdraw(self) -> Any:
        request = self.request
        enrolment = self._must()

        def leave(_sent: Submission) -> HTTPSeeOther:
            enrolment_service(request.work, request.registry).withdraw(enrolment)
            request.flash("贵单位已退出平台，需要时可以重新入驻。", "wait")
            return self._home()

        form = statement_form(request, "我单位退出平台，登记的执业人员同时离开。", "退出平台")
        lead = "退出后不能报名。有尚未办结的中选或合同的，办结后才能退出。"
        return handle_form(request, form, leave, title="退出平台", lead=lead, back=self._back())

    def _must(self) -> Enrolment:
        """The own enrolment; whoever has not begun one is sent to begin."""
        enrolment = own_enrolment(self.request.db, self.request.actor)
        if enrolment is None:
            raise self._home()
        return enrolment

    def _standings(self, enrolment: Enrolment) -> list[Standing]:
        codes = [*enrolment.service_codes, *enrolment.proposed_services]
        items = items_of(codes, catalogue_for(self.request, enrolment.region))
        today = local(self.request.now).date()
        return standings(items, present(enrolment), today, load_kinds(), enrolment.explanations)

    def _back(self) -> dict[str, str]:
        return {"href": self.request.route_path("enrolment.edit"), "label": "返回我的入驻"}

    def _home(self) -> HTTPSeeOther:
        return HTTPSeeOther(self.request.route_path("enrolment.edit"))


def _saved_words(enrolment: Enrolment) -> str:
    if enrolment.state in CHANGEABLE and enrolment.proposed_services:
        return "已保存。新增的服务核验通过后生效，原有资料继续有效。"
    return "已保存。"
