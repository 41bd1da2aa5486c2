"""Building the services for a request or the worker, and putting the feature into the application."""

from datetime import datetime, timedelta

from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.request import Request

from market.catalogue.catalogue import Catalogue
from market.catalogue.service import catalogue_of
from market.enrolments.checking import PUBLICITY_TIMER, CheckService
from market.enrolments.expiry import look_at_validity
from market.enrolments.holders import HoldingService
from market.enrolments.models import Enrolment
from market.enrolments.practice import load_practice
from market.enrolments.search import load_document, public_ids
from market.enrolments.service import EnrolmentService
from market.qualifications import load_kinds
from tongban.calendar import CalendarService
from tongban.files.models import StoredFile
from tongban.outbox.handlers import JobHandler, TimerHandler
from tongban.receipts.uploads import UploadPlace
from tongban.receipts.wiring import uploads_of
from tongban.rules import REGISTRY_KEY
from tongban.security import Permission
from tongban.security.table import permits
from tongban.web.addresses import ID
from tongban.web.components import Link
from tongban.work import Work

#: Pages of one's own enrolment: name after ``enrolment.`` and path.
OWN = {
    "edit": "/enrolment",
    "basics": "/enrolment/basics",
    "submit": "/enrolment/submit",
    "withdraw": "/enrolment/withdraw",
    "qualification_new": "/enrolment/qualifications/new",
    "qualification": f"/enrolment/qualifications/{ID}",
    "qualification_remove": f"/enrolment/qualifications/{ID}/remove",
    "practitioner": "/enrolment/practitioners/new",
    "practitioner_leave": f"/enrolment/practitioners/{ID}/leave",
}


def enrolment_service(work: Work, registry: Registry) -> EnrolmentService:
    """The intermediary's verbs on a unit of work."""
    return EnrolmentService(work, registry[REGISTRY_KEY], CalendarService(work.session), load_kinds())


def holding_service(work: Work, registry: Registry) -> HoldingService:
    """The intermediary's verbs on qualifications and practitioners."""
    uploads, calendars = uploads_of(work, registry), CalendarService(work.session)
    return HoldingService(work, registry[REGISTRY_KEY], calendars, load_kinds(), uploads)


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


def link_of_file(request: Request, file: StoredFile) -> Link | None:
    """The page on which the copy stands: one's own enrolment, or its check."""
    enrolment = request.db.get(Enrolment, file.thing_id)
    if enrolment is None:
        return None
    if enrolment.org_id == request.actor.org_id:
        return Link("返回我的入驻", request.route_path("enrolment.edit"))
    return Link("返回入驻核验", request.route_path("enrolments.check", number=enrolment.number))


def includeme(config: Configurator) -> None:
    """Pages, timer, daily job, files, search and practice data.

    Other features add blocks to an intermediary's public page through ``market.intermediary_blocks``:
    callables of (request, enrolment) that return markup or None.
    """
    config.registry.setdefault("market.intermediary_blocks", [])
    for name, path in OWN.items():
        config.add_route(f"enrolment.{name}", path)
    config.add_route("enrolments.queue", "/enrolments")
    for name in ("check", "suspend", "reinstate", "expel"):
        config.add_route(f"enrolments.{name}", f"/enrolments/{{number}}/{name}")
    config.add_route("intermediaries.list", "/intermediaries")
    config.add_route("intermediaries.show", "/intermediaries/{number}")
    config.add_nav_item("中介机构", "intermediaries.list", order=30)
    config.add_nav_item("我的入驻", "enrolment.edit", Permission.MARKET_ENROLMENT_EDIT, order=60)
    config.add_nav_item("入驻核验", "enrolments.queue", Permission.MARKET_ENROLMENT_CHECK, order=62)
    config.add_timer_handler(PUBLICITY_TIMER, make_publicity_end(config.registry))
    config.add_job("enrolment.expiry", "提醒和处理到期资质", timedelta(days=1), make_expiry(config.registry))
    config.add_file_rule("enrolment", may_read_file)
    config.add_upload_place("enrolment", UploadPlace("入驻材料", link_of_file))
    config.add_search_kind("enrolment", "中介机构", load_document, public_ids)
    config.add_setup_step("market.enrolments.practice", load_practice, order=50, demo=True)
    config.scan("market.enrolments.views")
    for module in ("api", "api_check", "api_public"):
        config.scan(f"market.enrolments.{module}")
