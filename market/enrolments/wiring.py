"""Building the services for a request or the worker, from what the application holds."""

from datetime import datetime

from pyramid.registry import Registry
from pyramid.request import Request

from market.catalogue.catalogue import Catalogue
from market.catalogue.service import catalogue_of
from market.enrolments.checking import CheckService
from market.enrolments.expiry import look_at_validity
from market.enrolments.holders import HoldingService
from market.enrolments.models import Enrolment
from market.enrolments.service import EnrolmentService
from market.qualifications import load_kinds
from tongban.calendar import CalendarService
from tongban.files.models import StoredFile
from tongban.files.store import FileStore
from tongban.outbox.handlers import JobHandler, TimerHandler
from tongban.rules import REGISTRY_KEY
from tongban.security import Permission
from tongban.security.table import permits
from tongban.work import Work


def enrolment_service(work: Work, registry: Registry) -> EnrolmentService:
    """The intermediary's verbs on a unit of work."""
    return EnrolmentService(work, registry[REGISTRY_KEY], CalendarService(work.session), load_kinds())


def holding_service(work: Work, registry: Registry) -> HoldingService:
    """The intermediary's verbs on qualifications and practitioners."""
    files = FileStore(work.session, registry["tongban.site"].path("files"))
    return HoldingService(work, registry[REGISTRY_KEY], CalendarService(work.session), load_kinds(), files)


def check_service(work: Work, registry: Registry) -> CheckService:
    """The verbs of operator, authority and platform."""
    return CheckService(work, registry[REGISTRY_KEY], CalendarService(work.session), load_kinds())


def catalogue_for(request: Request, region: str) -> Catalogue:
    """The catalogue as a region has it now."""
    return catalogue_of(request.db, request.rules_of(region))


def make_publicity_end(registry: Registry) -> TimerHandler:
    """``enrolment.publicity``: due at the end of the publicity period."""

    def end(work: Work, enrolment_id: int, _due_at: datetime) -> None:
        enrolment = work.session.get_one(Enrolment, enrolment_id)
        check_service(work.as_system(), registry).end_publicity(enrolment)

    return end


def make_expiry(registry: Registry) -> JobHandler:
    """``enrolment.expiry``: the daily look at validity."""

    def look(work: Work) -> None:
        look_at_validity(work, registry[REGISTRY_KEY], load_kinds())

    return look


def may_read_file(request: Request, file: StoredFile) -> bool:
    """Copies of certificates: for the unit itself, and for the staff of its region."""
    enrolment = request.db.get(Enrolment, file.thing_id)
    return enrolment is not None and permits(request.actor, Permission.MARKET_ENROLMENT_READ, enrolment)
