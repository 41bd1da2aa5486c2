"""Building the need's service for a request, from what the application holds."""

from pyramid.request import Request

from market.awards.letter import bundled_templates
from market.needs.service import NeedService
from tongban.calendar import CalendarService
from tongban.rules import REGISTRY_KEY


def need_service(request: Request) -> NeedService:
    """The service on this request's unit of work."""
    return NeedService(
        request.work,
        request.registry[REGISTRY_KEY],
        CalendarService(request.db),
        request.registry["tongban.seal_keys"],
        bundled_templates(),
    )
