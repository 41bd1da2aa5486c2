"""What the applicant does: ask, take back, seal or send back the agreement, end the agency."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from agency.cases.agreement import APPLICANTS
from agency.cases.agreements import CAPACITIES
from agency.cases.facts import agreement_facts, rule_fact, stage_words
from agency.cases.forms import reason_form, request_form, seal_form
from agency.cases.schemas import flat
from agency.cases.views.base import FORM, CaseBase
from agency.cases.wiring import agreement_service, case_service
from agency.projects import Facts, fact_words
from tongban.portal.places import chosen_region, posting_regions
from tongban.security import Permission
from tongban.web.components import Chip, ChipGroup, Confirm, Fact
from tongban.web.forms import Submission, handle_form

UNDONE = "终止后不能恢复，需要继续代办的，要重新申请。"


class ApplicantPages(CaseBase):
    """The applicant's pages."""

    @view_config(
        route_name="cases.new",
        permission=Permission.AGENCY_CASE_REQUEST,
        renderer="agency:cases/templates/form.jinja2",
    )
    def new(self) -> Any:
        request = self.request
        regions = posting_regions(request)
        region = chosen_region(request, regions)
        rules = request.rules_of(region)

        def confirm(sent: Submission) -> Confirm:
            values = flat(sent.values)
            facts = (
                Fact("项目所在地", regions[region]),
                Fact("身份", APPLICANTS[values["applicant_kind"]], hint=values["proposed_company"] or ""),
                Fact("联系人", f"{values['contact_name']} {values['contact_phone']}"),
                Fact("项目名称", values["project_name"]),
                Fact("项目代码", values["project_code"] or "请代办员协助取得"),
                Fact("建设内容和地点", values["scope"]),
                *(Fact(title, words) for title, words in fact_words(Facts.from_values(values))),
                Fact("委托的阶段", stage_words(list(values["stages"]))),
                rule_fact(rules, "受理时限", "agency.screen_wd"),
            )
            return Confirm(
                "核对代办申请", facts, "提交申请", warning="代办免费。受理前可以撤回，受理后可以终止。"
            )

        def ask(sent: Submission) -> HTTPSeeOther:
            case = case_service(request).request(flat(sent.values) | {"region": region})
            return self.to(case, f"代办申请已提交，编号 {case.number}。受理结果会通知您。")

        lead = f"{regions[region]}。代办范围：{rules.words('agency.scope_words')}代办免费，自愿申请。"
        chips = [Chip(name, self._here(code), code == region) for code, name in regions.items()]
        return handle_form(
            request,
            request_form(request, region),
            ask,
            confirm=confirm,
            title="申请全程代办",
            lead=lead,
            chips=[ChipGroup("项目所在地", tuple(chips))],
        )

    def _here(self, region: str) -> str:
        return str(self.request.route_path("cases.new", _query={"region": region}))

    @view_config(route_name="cases.withdraw", permission=Permission.AGENCY_CASE_WITHDRAW, renderer=FORM)
    def withdraw(self) -> Any:
        case = self.case(Permission.AGENCY_CASE_WITHDRAW, "withdraw")

        def take_back(sent: Submission) -> HTTPSeeOther:
            case_service(self.request).withdraw(case, sent.values["reason"])
            return self.to(case, "代办申请已撤回。", "wait")

        form = reason_form(self.request, "撤回申请", "撤回原因")
        return handle_form(self.request, form, take_back, title="撤回代办申请", case=case)

    @view_config(route_name="cases.seal", permission=Permission.AGENCY_CASE_SEAL, renderer=FORM)
    def seal(self) -> Any:
        case = self.case(Permission.AGENCY_CASE_SEAL, "seal")

        def confirm(sent: Submission) -> Confirm:
            values = sent.values
            facts = (
                Fact("协议编号", case.agreement_number),
                Fact("签章人", values["signer"], hint=CAPACITIES[values["capacity"]]),
                Fact("授权依据", values["authority"] or "无需授权"),
                Fact("协议摘要", values["digest"]),
            )
            warning = "签章后协议内容不能再改，代办中心签章后生效。"
            return Confirm("在委托代办协议上签章", facts, "确认签章", warning=warning)

        def sign(sent: Submission) -> HTTPSeeOther:
            agreement_service(self.request).seal(case, sent.values["digest"], sent.values)
            return self.to(case, f"您已在协议 {case.agreement_number} 上签章，等待代办中心签章。")

        return handle_form(
            self.request,
            seal_form(self.request, case),
            sign,
            confirm=confirm,
            title="核对协议并签章",
            case=case,
            sheet=agreement_facts(case),
            sheet_title="委托代办协议",
        )

    @view_config(route_name="cases.return", permission=Permission.AGENCY_CASE_SEAL, renderer=FORM)
    def send_back(self) -> Any:
        case = self.case(Permission.AGENCY_CASE_SEAL, "return")

        def back(sent: Submission) -> HTTPSeeOther:
            agreement_service(self.request).send_back(case, sent.values["reason"])
            return self.to(case, "已请代办员修改协议。", "wait")

        form = reason_form(self.request, "退回修改", "需要修改的地方", "一次写全，代办员照此修改。")
        return handle_form(self.request, form, back, title="要求修改协议", case=case)

    @view_config(route_name="cases.terminate", permission=Permission.AGENCY_CASE_TERMINATE, renderer=FORM)
    def terminate(self) -> Any:
        case = self.case(Permission.AGENCY_CASE_TERMINATE, "terminate")

        def confirm(sent: Submission) -> Confirm:
            facts = (
                Fact("代办件", case.project_name, hint=case.number),
                Fact("协议", case.agreement_number or "还没有签订"),
                Fact("终止原因", sent.values["reason"]),
            )
            return Confirm("终止代办", facts, "确认终止", warning=UNDONE)

        def end(sent: Submission) -> HTTPSeeOther:
            case_service(self.request).terminate(case, sent.values["reason"])
            return self.to(case, "代办已终止，已通知各方。", "wait")

        form = reason_form(self.request, "下一步", "终止原因", "原因会告诉对方。")
        return handle_form(self.request, form, end, confirm=confirm, title="终止代办", case=case)
