"""Puts cases into the application, and builds their services for a request."""

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy.orm import Session

from agency.case_plans.wiring import plan_service
from agency.cases import desk
from agency.cases.agreements import RENDER, AgreementService
from agency.cases.dues import DUES
from agency.cases.letter import bundled_templates, make_agreement
from agency.cases.models import Case
from agency.cases.service import CaseService
from tongban.calendar import CalendarService
from tongban.rules import REGISTRY_KEY
from tongban.security import Permission

#: What is done to a case on a page of its own.
VERBS = ("screen", "withdraw", "assign", "draft", "seal", "return", "countersign", "terminate", "code")


def case_service(request: Request) -> CaseService:
    """The service of cases on this request's unit of work."""
    rules, calendars = request.registry[REGISTRY_KEY], CalendarService(request.db)
    return CaseService(request.work, rules, calendars, bundled_templates())


def agreement_service(request: Request) -> AgreementService:
    """The service of agreements on this request's unit of work."""
    return AgreementService(request.work, request.registry[REGISTRY_KEY], plan_service(request))


def case_title(session: Session, case_id: int) -> str:
    """The project of a case, empty if there is none."""
    case = session.get(Case, case_id)
    return case.project_name if case else ""


def includeme(config: Configurator) -> None:
    """The pages, dates and cards of cases."""
    for running in DUES:
        config.add_running_due(running)
    config.add_outbox_handler(RENDER, make_agreement(config.registry))
    config.add_handler_words(RENDER, "生成委托代办协议", case_title)
    config.add_route("cases.list", "/agency")
    config.add_route("cases.new", "/agency/new")
    config.add_route("cases.show", "/agency/{number}")
    config.add_route("cases.paper", "/agency/{number}/agreement.pdf")
    for name in (
        "screen",
        "withdraw",
        "assign",
        "draft",
        "seal",
        "return",
        "countersign",
        "terminate",
        "code",
    ):
        config.add_route(f"cases.{name}", f"/agency/{{number}}/{name}")
    config.add_nav_item("全程代办", "cases.list", order=30)
    desk.fill(config)
    config.add_desk_action("申请全程代办", "cases.new", Permission.AGENCY_CASE_REQUEST, 15)
    config.scan("agency.cases.views")
    config.scan("agency.cases.api")
