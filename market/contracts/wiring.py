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
from tongban.files.store import FileStore
from tongban.outbox.handlers import TimerHandler
from tongban.rules import REGISTRY_KEY
from tongban.security import Permission
from tongban.security.table import permits
from tongban.work import Work


def _service(work: Work, session: Session, registry: Registry) -> ContractService:
    files = FileStore(session, registry["tongban.site"].path("files"))
    awards = award_service(work, registry)
    return ContractService(work, registry[REGISTRY_KEY], CalendarService(session), files, awards)


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


def includeme(config: Configurator) -> None:
    """The timer of the acceptance period, the files' rules, and the pages of both sides."""
    for running in (FILE_DUE, DUE_AT, ACCEPTANCE_DUE):
        config.add_running_due(running)
    config.add_timer_handler(DEEM_TIMER, make_deem(config.registry))
    config.add_file_rule("contract", may_read_contract)
    config.add_file_rule("deliverable", may_read_deliverable)
    config.add_route("contracts.new", "/awards/{number}/contract")
    config.add_route("contracts.show", "/contracts/{number}")
    config.add_route("contracts.confirm", "/contracts/{number}/confirm")
    config.add_route("deliverables.submit", "/contracts/{number}/deliverable")
    config.add_route("deliverables.decide", "/contracts/{number}/acceptance")
    config.scan("market.contracts.views")
