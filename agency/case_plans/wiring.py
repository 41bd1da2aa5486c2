"""Puts the plans of cases into the application, and builds their service for a request."""

from pyramid.config import Configurator
from pyramid.request import Request

from agency.case_plans.service import CasePlanService
from tongban.calendar import CalendarService
from tongban.rules import REGISTRY_KEY


def plan_service(request: Request) -> CasePlanService:
    """The service of plans on this request's unit of work."""
    return CasePlanService(request.work, request.registry[REGISTRY_KEY], CalendarService(request.db))


def includeme(config: Configurator) -> None:
    """The pages."""
    config.add_route("case_plans.show", "/agency/{number}/plan")
    config.add_route("case_plans.facts", "/agency/{number}/facts")
    config.scan("agency.case_plans.views")
    config.scan("agency.case_plans.api")
