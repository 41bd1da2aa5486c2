"""The pages of a contract: file, look, confirm, deliver, accept."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config

from market.contracts.find import award_to_contract, deliverable_of, find_contract
from market.contracts.forms import accept_form, confirm_form, contract_form, deliver_form
from market.contracts.models import Contract, Deliverable
from market.contracts.page import contract_page
from market.contracts.service import ContractService, Signed
from market.contracts.wiring import contract_service
from tongban.errors import InvalidField, NotFound
from tongban.files.stash import stash_of
from tongban.security import Permission
from tongban.web.components import Fact
from tongban.web.forms import Submission, handle_form

FORM = "market:contracts/templates/form.jinja2"


class ContractViews:
    """What the two sides of a contract see and do; for everybody else it does not exist."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @property
    def service(self) -> ContractService:
        return contract_service(self.request)

    @view_config(route_name="contracts.new", permission=Permission.MARKET_CONTRACT_FILE, renderer=FORM)
    def new(self) -> Any:
        request = self.request
        award = award_to_contract(request.db, request.matchdict["number"], request.actor)

        def file(sent: Submission) -> HTTPSeeOther:
            contract = self.service.file(award, Signed(**sent.values))
            request.flash("合同已上传，等待对方确认。")
            return self._to(contract)

        form = contract_form(request, award, stash_of(request))
        lead = "上传双方签字盖章的合同。金额须与中选金额一致，由对方确认后生效。"
        return handle_form(request, form, file, title="登记合同", lead=lead, number=award.number, sheet=())

    @view_config(
        route_name="contracts.show",
        request_method="GET",
        permission=Permission.DESK,
        renderer="market:contracts/templates/show.jinja2",
    )
    def show(self) -> dict[str, Any]:
        contract = self._contract()
        return contract_page(self.request, contract, deliverable_of(self.request.db, contract))

    @view_config(route_name="contracts.confirm", permission=Permission.DESK, renderer=FORM)
    def confirm(self) -> Any:
        contract = self._contract()

        def decide(sent: Submission) -> HTTPSeeOther:
            if sent.values["decision"] == "confirm":
                self.service.confirm(contract)
                self.request.flash("合同已确认生效。")
            else:
                self.service.send_back(contract, self._reason(sent))
                self.request.flash("合同已退回对方。", "wait")
            return self._to(contract)

        page = contract_page(self.request, contract, None)
        return handle_form(
            self.request,
            confirm_form(self.request),
            decide,
            title="确认合同",
            lead="请与手中的合同原件逐项核对。",
            number=contract.number,
            sheet=page["facts"],
        )

    @view_config(route_name="deliverables.submit", permission=Permission.DESK, renderer=FORM)
    def deliver(self) -> Any:
        contract, deliverable = self._both()
        self.request.work.require(Permission.MARKET_DELIVERABLE_SUBMIT, deliverable)

        def send(sent: Submission) -> HTTPSeeOther:
            self.service.deliver(deliverable, sent.values["file"], sent.values["note"])
            self.request.flash("成果已提交，等待业主验收。")
            return self._to(contract)

        form = deliver_form(self.request, stash_of(self.request))
        sheet = [Fact("退回原因", deliverable.reason)] if deliverable.state == "returned" else ()
        return handle_form(
            self.request, form, send, title="提交成果", lead="", number=contract.number, sheet=sheet
        )

    @view_config(route_name="deliverables.decide", permission=Permission.DESK, renderer=FORM)
    def accept(self) -> Any:
        contract, deliverable = self._both()
        self.request.work.require(Permission.MARKET_DELIVERABLE_ACCEPT, deliverable)

        def decide(sent: Submission) -> HTTPSeeOther:
            if sent.values["decision"] == "accept":
                self.service.accept(deliverable)
                self.request.flash("成果已验收，请评价这次服务。")
                return HTTPSeeOther(self.request.route_path("evaluations.new", number=contract.number))
            self.service.return_deliverable(deliverable, self._reason(sent))
            self.request.flash("成果已退回修改。", "wait")
            return self._to(contract)

        page = contract_page(self.request, contract, deliverable)
        return handle_form(
            self.request,
            accept_form(self.request),
            decide,
            title="验收成果",
            lead="验收通过后合同即告履行，成果可用于后续审批。",
            number=contract.number,
            sheet=page["deliverable_facts"],
        )

    @staticmethod
    def _reason(sent: Submission) -> str:
        reason = sent.values["reason"]
        if not reason:
            raise InvalidField("reason", "退回时请写明原因，对方要照此修改。")
        return str(reason)

    def _contract(self) -> Contract:
        return find_contract(self.request.db, self.request.matchdict["number"], self.request.actor)

    def _both(self) -> tuple[Contract, Deliverable]:
        contract = self._contract()
        deliverable = deliverable_of(self.request.db, contract)
        if deliverable is None:
            raise NotFound("合同生效后才有成果可以提交或验收。")
        return contract, deliverable

    def _to(self, contract: Contract) -> HTTPSeeOther:
        return HTTPSeeOther(self.request.route_path("contracts.show", number=contract.number))
