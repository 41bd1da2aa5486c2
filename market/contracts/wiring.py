"""The timer of the acceptance period, the service for a request, and who may read the files."""

from datetime import datetime

from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.request import Request
from sqlalchemy.orm import Session

from market.awards.wiring import award_service
from market.contracts.dues import ACCEPTANCE_DUE, DEEM_TIMER, DUE_AT, FILE_DUE
from market.contracts.models import Contract, Deliverable
from market.contracts.service import ContractService
from tongban.calendar import CalendarService
from tongban.files.models import StoredFile
from tongban.outbox.handlers import TimerHandler
from tongban.receipts.uploads import UploadPlace
from tongban.receipts.wiring import uploads_of
from tongban.rules import REGISTRY_KEY
from tongban.security import Permission
from tongban.security.table import permits
from tongban.web.components import Link
from tongban.work import Work


def _service(work: Work, session: Session, registry: Registry) -> ContractService:
    uploads, awards = uploads_of(work, registry), award_service(work, registry)
    return ContractService(work, registry[REGISTRY_KEY], CalendarService(session), uploads, awards)


def contract_service(request: Request) -> ContractService:
    """The service on this request's unit of work."""
    return _service(request.work, request.db, request.registry)


def make_deem(registry: Registry) -> TimerHandler:
    """``deliverable.deem``: due at the end of the acceptance period."""

    def deem(work: Work, deliverable_id: int, _due_at: datetime) -> None:
        deliverable = work.session.get_one(Deliverable, deliverable_id)
        _service(work, work.session, registry).deem_accepted(deliverable)

    return deem


def may_read_contract(request: Request, file: StoredFile) -> bool:
    """The contract's text is for its two sides (§2.11)."""
    contract = request.db.get(Contract, file.thing_id)
    return contract is not None and permits(request.actor, Permission.MARKET_DELIVERABLE_READ, contract)


def may_read_deliverable(request: Request, file: StoredFile) -> bool:
    """The report itself is for its two sides (§2.11)."""
    deliverable = request.db.get(Deliverable, file.thing_id)
    return deliverable is not None and permits(request.actor, Permission.MARKET_DELIVERABLE_READ, deliverable)


def link_of_contract(request: Request, file: StoredFile) -> Link | None:
    """The page on which a contract's scan stands."""
    return _page_of(request, request.db.get(Contract, file.thing_id))


def link_of_deliverable(request: Request, file: StoredFile) -> Link | None:
    """The page on which a deliverable stands: its contract's."""
    deliverable = request.db.get(Deliverable, file.thing_id)
    return _page_of(request, deliverable.contract if deliverable else None)


def _page_of(request: Request, contract: Contract | None) -> Link | None:
    if contract is None:
        return None
    return Link("返回合同", request.route_path("contracts.show", number=contract.number))


def includeme(config: Configurator) -> None:
    """The timer of the acceptance period, the files' rules, and the pages of both sides."""
    for running in (FILE_DUE, DUE_AT, ACCEPTANCE_DUE):
        config.add_running_due(running)
    config.add_timer_handler(DEEM_TIMER, make_deem(config.registry))
    config.add_file_rule("contract", may_read_contract)
    config.add_file_rule("deliverable", may_read_deliverable)
    config.add_upload_place("contract", UploadPlace("合同扫描件", link_of_contract))
    config.add_upload_place("deliverable", UploadPlace("服务成果", link_of_deliverable))
    config.add_route("contracts.new", "/awards/{number}/contract")
    config.add_route("contracts.show", "/contracts/{number}")
    config.add_route("contracts.confirm", "/contracts/{number}/confirm")
    config.add_route("deliverables.submit", "/contracts/{number}/deliverable")
    config.add_route("deliverables.decide", "/contracts/{number}/acceptance")
    config.scan("market.contracts.views")
    config.scan("market.contracts.api")
    config.scan("market.contracts.api_deliverables")
