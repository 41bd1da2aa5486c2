"""What the centre does: decide on a request, name who carries it, draft and countersign the agreement."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from agency.cases.facts import (
    agreement_facts,
    applicant_facts,
    delegation_facts,
    people_facts,
    project_facts,
    scope_fact,
)
from agency.cases.forms import assign_form, code_form, countersign_form, draft_form, screen_form
from agency.cases.views.base import FORM, CaseBase
from agency.cases.wiring import agreement_service, case_service
from tongban.clock import local
from tongban.errors import InvalidField
from tongban.lifecycle import GuardFailed
from tongban.security import Permission
from tongban.web.components import Confirm, Fact
from tongban.web.forms import Submission, handle_form


class CentrePages(CaseBase):
    """The pages of the centre's head and agents."""

    @view_config(route_name="cases.screen", permission=Permission.AGENCY_CASE_SCREEN, renderer=FORM)
    def screen(self) -> Any:
        case = self.case(Permission.AGENCY_CASE_SCREEN, "accept")
        rules = self.rules(case)
        sheet = [
            scope_fact(case, rules),
            *applicant_facts(case),
            *project_facts(case),
            delegation_facts(case, rules)[0],
        ]

        def decide(sent: Submission) -> HTTPSeeOther:
            if sent.values["decision"] == "accept":
                case_service(self.request).accept(case)
                return self.to(case, "申请已受理，等待负责人指派代办员。")
            if not sent.values["reason"]:
                raise InvalidField("reason", "不予受理的，请写明理由，申请人会看到。")
            case_service(self.request).refuse(case, sent.values["reason"])
            return self.to(case, "已决定不予受理，已告知申请人理由。", "wait")

        return handle_form(
            self.request,
            screen_form(self.request),
            decide,
            title="决定是否受理",
            case=case,
            sheet=sheet,
            sheet_title="申请内容",
        )

    @view_config(route_name="cases.assign", permission=Permission.AGENCY_CASE_ASSIGN, renderer=FORM)
    def assign(self) -> Any:
        case = self.case(Permission.AGENCY_CASE_ASSIGN, "assign")

        def name(sent: Submission) -> HTTPSeeOther:
            agent, deputy = int(sent.values["agent"]), int(sent.values["deputy"])
            case_service(self.request).assign(case, agent, deputy)
            return self.to(case, "已指派代办员，接下来由代办员拟订协议。")

        return handle_form(
            self.request,
            assign_form(self.request, case),
            name,
            title="指派代办员",
            case=case,
            sheet=[*applicant_facts(case), *project_facts(case)],
            sheet_title="代办件",
        )

    @view_config(route_name="cases.draft", permission=Permission.AGENCY_CASE_DRAFT, renderer=FORM)
    def draft(self) -> Any:
        case = self.case(Permission.AGENCY_CASE_DRAFT, "draft")

        def confirm(sent: Submission) -> Confirm:
            values = sent.values
            until = f"{values['until']:%Y-%m-%d}" if values["until"] else "委托的事项全部办结"
            facts = (
                Fact("代办件", case.project_name, hint=case.number),
                delegation_facts(case, self.rules(case))[0],
                *people_facts(case),
                Fact("委托期限到", until),
                Fact("容缺受理承诺", "代办员可以代签" if values["may_promise"] else "由申请人自己签署"),
                Fact("其他约定", values["note"] or "没有"),
            )
            return Confirm("送申请人签章", facts, "送申请人签章")

        def send(sent: Submission) -> HTTPSeeOther:
            if sent.values["until"] and sent.values["until"] <= local(self.request.now).date():
                raise InvalidField("until", "委托期限要晚于今天。")
            agreement_service(self.request).draft(case, sent.values)
            return self.to(case, f"协议 {case.agreement_number} 已拟好，等待申请人签章。")

        asked = [Fact("申请人要求修改", case.reason)] if case.reason else []
        return handle_form(
            self.request,
            draft_form(self.request),
            send,
            confirm=confirm,
            title="拟订委托代办协议",
            case=case,
            sheet=[*asked, *applicant_facts(case), *project_facts(case), *people_facts(case)],
            sheet_title="代办件",
            lead="协议的其他内容是固定的：代办员可以做什么、不能做什么、双方的责任。",
        )

    @view_config(route_name="cases.countersign", permission=Permission.AGENCY_CASE_COUNTERSIGN, renderer=FORM)
    def countersign(self) -> Any:
        case = self.case(Permission.AGENCY_CASE_COUNTERSIGN, "countersign")

        def sign(sent: Submission) -> HTTPSeeOther:
            agreement_service(self.request).countersign(case, sent.values["digest"])
            return self.to(case, f"协议 {case.agreement_number} 已生效，代办开始。")

        seal = case.applicant_seal or {}
        signer = Fact("申请人签章", f"{seal['signer']}", hint=seal["authority"] or "")
        return handle_form(
            self.request,
            countersign_form(self.request, case),
            sign,
            title="核对协议并签章",
            case=case,
            sheet=[signer, *agreement_facts(case)],
            sheet_title="委托代办协议",
            lead="签章后协议生效，不能再改。",
        )

    @view_config(route_name="cases.code", permission=Permission.AGENCY_CASE_DRAFT, renderer=FORM)
    def code(self) -> Any:
        case = self.case(Permission.AGENCY_CASE_DRAFT)
        if case.project_code is not None:
            raise GuardFailed("这个代办件已有项目代码。")

        def enter(sent: Submission) -> HTTPSeeOther:
            case_service(self.request).enter_code(case, sent.values["project_code"])
            return self.to(case, f"项目代码 {case.project_code} 已登记。")

        return handle_form(self.request, code_form(self.request), enter, title="登记项目代码", case=case)
