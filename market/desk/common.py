"""What the blocks share: how much they load, and who may look."""

from pyramid.request import Request

from tongban.security import Role

#: Rows one block loads at most, the most urgent first: more than anybody works off in a day.
LIMIT = 200

OWNER_ROLES = (Role.OWNER_ADMIN, Role.OWNER_DELEGATE)


def is_owner(request: Request) -> bool:
    """Whether this person now acts for a buyer."""
    return request.actor.org_id is not None and request.actor.holds(*OWNER_ROLES)


def is_firm(request: Request) -> bool:
    """Whether this person now acts for an intermediary."""
    return request.actor.org_id is not None and request.actor.holds(Role.INTERMEDIARY)
