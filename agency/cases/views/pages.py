"""The list and the page of cases, and the agreement as a file."""

from collections.abc import Sequence
from typing import Any

from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from agency.case_plans.present import plan_facts
from agency.case_plans.service import latest_plan
from agency.cases.facts import (
    agreement_facts,
    applicant_facts,
    delegation_facts,
    people_facts,
    project_facts,
    rule_fact,
    scope_fact,
)
from agency.cases.find import cases_of, find_case
from agency.cases.lifecycle import CASE
from agency.cases.models import Case
from agency.cases.paper import paper_of
from agency.cases.thread import centre_contact, coming_steps, done_steps, in_order, next_step
from agency.cases.views.base import CaseBase
from agency.handovers.find import handovers_of
from agency.handovers.models import Handover
from agency.handovers.present import handover_actions, handover_facts, handover_steps, propose_link
from agency.plan import Plan
from tongban.db.keyset import page_of
from tongban.portal.places import posting_regions
from tongban.security import Permission
from tongban.security.table import permits
from tongban.web.components import Column, Fact, Link, StateLabel, Table

#: What may be done to the case beside the next step: permission, event, words, route.
ASIDE = (
    (Permission.AGENCY_CASE_WITHDRAW, "withdraw", "撤回申请", "cases.withdraw"),
    (Permission.AGENCY_CASE_TERMINATE, "terminate", "终止代办", "cases.terminate"),
)


class CasePages(CaseBase):
    """What those concerned read."""

    @view_config(
        route_name="cases.list",
        request_method="GET",
        permission=Permission.PUBLIC,
        renderer="agency:cases/templates/list.jinja2",
    )
    def list(self) -> dict[str, Any]:
        request = self.request
        found: dict[str, Any] = {"page": None, "rows": None}
        if not request.actor.is_anonymous:
            page = page_of(
                request.db, cases_of(request.db, request.actor), (Case.id.desc(),), request.GET.get("after")
            )
            found = {"page": page, "rows": self._table(page.rows)}
        return {**found, "facts": self._about(), "may_request": self._may_request()}

    def _may_request(self) -> bool:
        actor = self.request.actor
        return actor.is_anonymous or permits(actor, Permission.AGENCY_CASE_REQUEST)

    def _about(self) -> Sequence[Fact]:
        """What the region of this site says of its agency."""
        region = self.request.site.region
        rules = self.request.rules_of(region)
        name, phone = centre_contact(self.request, region)
        return (
            rule_fact(rules, "代办范围", "agency.scope_rule", rules.words("agency.scope_words")),
            rule_fact(rules, "可以委托的阶段", "agency.stages_delegable"),
            rule_fact(rules, "受理时限", "agency.screen_wd"),
            rule_fact(rules, "指派代办员时限", "agency.assign_wd"),
            rule_fact(rules, "签订协议时限", "agency.seal_wd"),
            Fact("收费", "免费，自愿申请，可以随时终止。依法应当缴纳的规费由申请人承担。"),
            Fact("办理机构", f"{name} {phone}".strip()),
        )

    def _table(self, cases: Sequence[Case]) -> Table:
        places = posting_regions(self.request)
        columns = (
            Column("项目", "link", main=True),
            Column("申请人"),
            Column("地区"),
            Column("代办员"),
            Column("申请时间", "date"),
            Column("状态", "state"),
        )
        rows = [
            (
                Link(case.project_name, self.request.route_path("cases.show", number=case.number)),
                case.owner.name,
                places.get(case.region, case.region),
                case.agent.name if case.agent else "",
                case.requested_at,
                StateLabel.of(CASE.states[case.state]),
            )
            for case in cases
        ]
        return Table("代办件", columns, rows)

    @view_config(
        route_name="cases.show",
        request_method="GET",
        permission=Permission.DESK,
        renderer="agency:cases/templates/show.jinja2",
    )
    def show(self) -> dict[str, Any]:
        request: Request = self.request
        case = find_case(request.db, request.matchdict["number"], request.actor)
        rules = self.rules(case)
        handovers = handovers_of(request.db, case)
        waiting = next((one for one in handovers if one.state == "proposed"), None)
        staff = not permits(request.actor, Permission.AGENCY_CASE_REQUEST, case)
        judges = case.state == "requested" and permits(request.actor, Permission.AGENCY_CASE_SCREEN, case)
        return {
            "case": case,
            "state": StateLabel.of(CASE.states[case.state]),
            "applicant": applicant_facts(case),
            "project": project_facts(case),
            "delegation": delegation_facts(case, rules),
            "scope": [scope_fact(case, rules)] if judges else [],
            "people": people_facts(case),
            "agreement": agreement_facts(case),
            "done": in_order([*done_steps(request, case), *handover_steps(handovers)]),
            "next": next_step(request, case, rules),
            "coming": coming_steps(case),
            "plan": self._plan(case),
            "handover": handover_facts(waiting) if waiting and staff else [],
            "handover_actions": handover_actions(request, waiting) if waiting else (),
            "track": None if staff else self._track(case),
            "aside": self._aside(case, waiting),
        }

    def _plan(self, case: Case) -> Sequence[Fact]:
        """The plan in short; nothing before there is one."""
        found = latest_plan(self.request.db, case)
        return plan_facts(self.request, case, Plan.from_json(found.plan)) if found is not None else ()

    def _aside(self, case: Case, waiting: Handover | None) -> Sequence[Link]:
        """What may be done to the case beside the next step."""
        actor, path = self.request.actor, self.request.route_path
        links = [
            Link(words, path(route, number=case.number))
            for permission, event, words, route in ASIDE
            if CASE.find(case.state, event) and permits(actor, permission, case)
        ]
        return [*propose_link(self.request, case, waiting), *links]

    def _track(self, case: Case) -> Sequence[Fact]:
        """What the applicant needs to follow the case on a phone, without signing in."""
        hint = "把编号和查询码告诉您信任的人，不用登录也能查进度。"
        return (
            Fact("查进度的地址", Link("查进度", self.request.route_path("track.page"))),
            Fact("代办件编号", case.number),
            Fact("查询码", case.query_code, hint=hint),
        )

    @view_config(route_name="cases.paper", request_method="GET", permission=Permission.DESK)
    def paper(self) -> Response:
        case = find_case(self.request.db, self.request.matchdict["number"], self.request.actor)
        return paper_of(self.request, case)
