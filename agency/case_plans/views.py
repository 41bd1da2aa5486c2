"""The plan of a case, and changing what it rests on."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from agency.case_plans.forms import facts_form
from agency.case_plans.present import edition_view, editions_of
from agency.case_plans.wiring import plan_service
from agency.cases.find import find_case
from agency.cases.views.base import FORM, CaseBase
from agency.plan import Plan
from agency.plan.diff import CHANGE_WORDS
from agency.plan.views import presenter_of
from agency.projects import Facts
from tongban.errors import NotFound
from tongban.lifecycle import GuardFailed
from tongban.security import Permission
from tongban.security.table import permits
from tongban.web.forms import Submission, handle_form


class CasePlanPages(CaseBase):
    """For those who may read the case; the facts are changed by who carries it."""

    @view_config(
        route_name="case_plans.show",
        request_method="GET",
        permission=Permission.DESK,
        renderer="agency:case_plans/templates/plan.jinja2",
    )
    def show(self) -> dict[str, Any]:
        request = self.request
        case = find_case(request.db, request.matchdict["number"], request.actor)
        editions = editions_of(request, case)
        if not editions:
            raise NotFound("办事计划在委托代办协议生效时排定。")
        presenter = presenter_of(request, case.region, self.rules(case))
        may = case.state == "active" and permits(request.actor, Permission.AGENCY_CASE_FACTS, case)
        return {
            "case": case,
            "plan": presenter.view(Plan.from_json(editions[0].plan)),
            "editions": [edition_view(edition) for edition in editions],
            "change_words": CHANGE_WORDS,
            "may_change": may,
        }

    @view_config(route_name="case_plans.facts", permission=Permission.AGENCY_CASE_FACTS, renderer=FORM)
    def facts(self) -> Any:
        case = self.case(Permission.AGENCY_CASE_FACTS)
        if case.state != "active":
            raise GuardFailed("代办中的项目才能变更情况。")

        def change(sent: Submission) -> HTTPSeeOther:
            facts = Facts.from_values(sent.values)
            edition = plan_service(self.request).change_facts(case, facts, sent.values["why"])
            self.request.flash(f"办事计划已重排（第 {edition.edition} 版），已通知申请人。")
            return HTTPSeeOther(self.request.route_path("case_plans.show", number=case.number))

        form = facts_form(self.request, Facts.from_json(case.facts))
        lead = "改动任何一项，办事计划按同样的规则重排，并记下增加了什么、取消了什么、哪些日期变了、为什么。"
        return handle_form(self.request, form, change, title="变更项目情况", case=case, lead=lead)
