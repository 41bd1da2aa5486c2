"""The pages of a hand-over."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from agency.cases.agents import agent_options
from agency.cases.models import Case
from agency.cases.views.base import FORM, CaseBase
from agency.handovers.find import find_handover
from agency.handovers.forms import answer_form, cancel_form, propose_form
from agency.handovers.lapse import open_handover
from agency.handovers.models import Handover
from agency.handovers.present import handover_facts
from agency.handovers.service import STATES, HandoverService
from tongban.errors import InvalidField
from tongban.lifecycle import GuardFailed, WrongState
from tongban.security import Permission
from tongban.web.components import Confirm, Fact
from tongban.web.forms import Submission, handle_form


class HandoverPages(CaseBase):
    """Proposed by the head, answered by the incoming agent."""

    @property
    def service(self) -> HandoverService:
        return HandoverService(self.request.work)

    @view_config(route_name="handovers.new", permission=Permission.AGENCY_CASE_HAND_OVER, renderer=FORM)
    def new(self) -> Any:
        case = self.case(Permission.AGENCY_CASE_HAND_OVER)
        if case.state not in STATES or open_handover(self.request.db, case) is not None:
            raise GuardFailed("这个代办件现在不能移交，或者已经在移交。")
        agents = agent_options(self.request.db, case.region)

        def confirm(sent: Submission) -> Confirm:
            values = sent.values
            facts = (
                Fact("代办件", case.project_name, hint=case.number),
                Fact("新的代办员", agents[values["incoming"]]),
                Fact("协办代办员", agents[values["deputy"]]),
                Fact("移交原因", values["reason"]),
                Fact("交代事项", values["remarks"] or "没有"),
            )
            warning = "对方接手后生效，申请人会收到新代办员的姓名和电话。接手以前仍由原代办员负责。"
            return Confirm("移交代办件", facts, "请对方接手", warning=warning)

        def propose(sent: Submission) -> HTTPSeeOther:
            self.service.propose(case, sent.values)
            return self.to(case, "已请对方接手，等待答复。", "wait")

        form = propose_form(self.request, case)
        return handle_form(self.request, form, propose, confirm=confirm, title="移交代办件", case=case)

    @view_config(route_name="handovers.answer", permission=Permission.AGENCY_CASE_TAKE_OVER, renderer=FORM)
    def answer(self) -> Any:
        handover = self._waiting(Permission.AGENCY_CASE_TAKE_OVER)
        case = handover.case

        def decide(sent: Submission) -> HTTPSeeOther:
            if sent.values["decision"] == "accept":
                self.service.accept(handover)
                return self.to(case, "您已接手，申请人已收到您的姓名和电话。")
            if not sent.values["reason"]:
                raise InvalidField("reason", "不接手的，请写明理由。")
            self.service.decline(handover, sent.values["reason"])
            self.request.flash("已答复不接手。", "wait")
            return HTTPSeeOther(self.request.route_path("cases.list"))

        return self._form(answer_form(self.request), decide, handover, "接手代办件")

    @view_config(route_name="handovers.cancel", permission=Permission.AGENCY_CASE_HAND_OVER, renderer=FORM)
    def cancel(self) -> Any:
        handover = self._waiting(Permission.AGENCY_CASE_HAND_OVER)

        def call_off(_sent: Submission) -> HTTPSeeOther:
            self.service.cancel(handover)
            return self.to(handover.case, "移交已取消，仍由原代办员负责。", "wait")

        return self._form(cancel_form(self.request), call_off, handover, "取消移交")

    def _form(self, form: Any, act: Any, handover: Handover, title: str) -> Any:
        case: Case = handover.case
        facts = handover_facts(handover)
        return handle_form(
            self.request, form, act, title=title, case=case, sheet=facts, sheet_title="移交清单"
        )

    def _waiting(self, permission: Permission) -> Handover:
        found = find_handover(self.request.db, self.request.matchdict["number"], self.request.actor)
        self.request.work.require(permission, found)
        if found.state != "proposed":
            raise WrongState(state=found.state)
        return found
