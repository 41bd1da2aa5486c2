"""Puts needs into the application, and builds their service for a request."""

from pyramid.config import Configurator
from pyramid.request import Request

from market.awards.letter import bundled_templates
from market.needs.bound import bound_needs
from market.needs.corrections import CorrectionService
from market.needs.dues import CHECK_DUE
from market.needs.models import Need
from market.needs.practice import load_practice
from market.needs.search import load_document, public_ids
from market.needs.service import NeedService
from search_index import like
from tongban.calendar import CalendarService
from tongban.rules import REGISTRY_KEY
from tongban.security import Permission


def need_service(request: Request) -> NeedService:
    """The service on this request's unit of work."""
    return NeedService(
        request.work,
        request.registry[REGISTRY_KEY],
        CalendarService(request.db),
        request.registry["tongban.seal_keys"],
        bundled_templates(),
    )


def correction_service(request: Request) -> CorrectionService:
    """The service of correction notices on this request's unit of work."""
    return CorrectionService(request.work, request.registry[REGISTRY_KEY], CalendarService(request.db))


def includeme(config: Configurator) -> None:
    """The pages of needs. Other features add blocks to a need's page through ``market.need_blocks``."""
    config.registry.setdefault("market.need_blocks", [])
    config.add_running_due(CHECK_DUE)
    config.add_rules_in_use(bound_needs)
    config.add_route("needs.list", "/needs")
    config.add_route("needs.atom", "/needs.atom")
    config.add_route("needs.new", "/needs/new")
    config.add_route("needs.show", "/needs/{number}")
    for name in ("edit", "submit", "check", "abort", "extend", "rerun", "rules"):
        config.add_route(f"needs.{name}", f"/needs/{{number}}/{name}")
    config.add_nav_item("采购公告", "needs.list", order=10)
    config.add_nav_item("发布需求", "needs.new", Permission.MARKET_NEED_CREATE, order=60)
    find = like(Need.title, Need.number)
    config.add_search_kind("need", "采购公告", load_document, public_ids, find=find)
    config.add_setup_step("market.needs.practice", load_practice, order=60, demo=True)
    config.scan("market.needs.views")
    config.scan("market.needs.api")
