"""Who may find what: one rule, asked of the index before counting and of the database before showing."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Protocol

from search_index.documents import Visibility, microseconds
from tongban.security import Actor, Role

#: Roles that see what is kept for staff, in the region of the grant and below.
STAFF_ROLES = frozenset(
    {
        Role.MARKET_OPERATOR,
        Role.MARKET_AUTHORITY,
        Role.AGENT,
        Role.CENTRE_HEAD,
        Role.WINDOW_CLERK,
        Role.DEPARTMENT_REVIEWER,
        Role.SUPERVISOR,
        Role.REGION_ADMIN,
        Role.PLATFORM_ADMIN,
    }
)


class Guarded(Protocol):
    """What the rule needs to know of a document, as it is or as the index holds it."""

    @property
    def visibility(self) -> str: ...
    @property
    def org_ids(self) -> frozenset[int]: ...
    @property
    def region_chain(self) -> tuple[str, ...]: ...
    @property
    def public_us(self) -> int | None: ...


@dataclass(frozen=True)
class Viewer:
    """Who searches, and when."""

    now: datetime
    org_id: int | None = None
    staff_regions: frozenset[str] = frozenset()

    @cached_property
    def now_us(self) -> int:
        """The moment of the search in microseconds since 1970."""
        return microseconds(self.now)


def viewer_of(actor: Actor, now: datetime) -> Viewer:
    """The viewer an actor is: the organisation acted for, and the regions whose staff the person is of."""
    regions = frozenset(grant.region for grant in actor.grants if grant.role in STAFF_ROLES)
    return Viewer(now=now, org_id=actor.org_id, staff_regions=regions)


def visible(document: Guarded, viewer: Viewer) -> bool:
    """Whether the viewer may know that the document exists. Deny by default."""
    if viewer.org_id is not None and viewer.org_id in document.org_ids:
        return True
    if document.visibility == Visibility.PUBLIC:
        return document.public_us is not None and document.public_us <= viewer.now_us
    if document.visibility == Visibility.STAFF:
        return not viewer.staff_regions.isdisjoint(document.region_chain)
    return False
