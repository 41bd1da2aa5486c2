"""The one place where the agency half reaches the market half.

Approvals ask for reports that intermediaries make: here the guides learn which, and cases will post needs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pyramid.request import Request

from market.catalogue.current import current_catalogue
from market.qualifications.loader import load_kinds
from market.qualifications.reading import DataError, Entry
from market.qualifications.requirement_text import requirement_text

__all__ = ["DataError", "Entry", "RequiredService", "services_by_approval"]


@dataclass(frozen=True)
class RequiredService:
    """A service an approval asks for; ``qualification`` in words, empty when not known."""

    code: str
    name: str
    qualification: str = ""
    note: str = ""


def services_by_approval(request: Request) -> Mapping[str, tuple[RequiredService, ...]]:
    """The services of the catalogue by the code of the approval that asks for them."""
    kinds = load_kinds()
    found: dict[str, list[RequiredService]] = {}
    for item in current_catalogue(request):
        if item.required_by is None:
            continue
        asked = requirement_text(item.qualification.requirement, kinds) if item.qualification else ""
        service = RequiredService(item.code, item.name, asked, item.required_by.note)
        for code in item.required_by.items:
            found.setdefault(code, []).append(service)
    return {code: tuple(services) for code, services in found.items()}
