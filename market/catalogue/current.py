"""The catalogue a request works with."""

from pyramid.request import Request

from market.catalogue.catalogue import Catalogue
from market.catalogue.service import base_catalogue, catalogue_of
from tongban.rules import REGISTRY_KEY


def current_catalogue(request: Request) -> Catalogue:
    """The catalogue as this site's region has it."""
    if request.registry.get(REGISTRY_KEY) is None:
        return base_catalogue(request.db)
    return catalogue_of(request.db, request.rules_of(request.site.region))
