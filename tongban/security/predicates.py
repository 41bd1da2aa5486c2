"""Small questions about an actor and a thing, from which the table of access is built.

A thing tells whom it belongs to by attributes: ``owner_org_id`` (the buyer), ``org_id`` (the organisation it
is of, e.g. the entrant), ``region``, ``user_id``, ``agent_id`` and ``deputy_id`` (who carries a case),
``incoming_id`` (who is asked to take it over). A predicate about an attribute the thing lacks is false.
"""

from collections.abc import Callable

from tongban.security.actor import Actor
from tongban.security.roles import Role

Predicate = Callable[[Actor, object | None], bool]


def anyone(_actor: Actor, _thing: object | None) -> bool:
    """Everybody, signed in or not."""
    return True


def system(actor: Actor, _thing: object | None) -> bool:
    """The platform itself."""
    return actor.is_system


def signed_in(actor: Actor, _thing: object | None) -> bool:
    """A person with a live session."""
    return actor.user_id is not None


def holds(*roles: Role) -> Predicate:
    """Holds one of the roles, in whatever region."""

    def check(actor: Actor, _thing: object | None) -> bool:
        return actor.holds(*roles)

    return check


def holds_in_region(*roles: Role) -> Predicate:
    """Holds one of the roles in the thing's region or above; without a thing, anywhere."""

    def check(actor: Actor, thing: object | None) -> bool:
        if thing is None:
            return actor.holds(*roles)
        region = getattr(thing, "region", None)
        return isinstance(region, str) and actor.holds(*roles, region=region)

    return check


def _same(actor_value: int | None, thing: object | None, attribute: str) -> bool:
    if thing is None:
        return True
    return actor_value is not None and getattr(thing, attribute, None) == actor_value


def for_owner(actor: Actor, thing: object | None) -> bool:
    """Acts for the organisation that buys; true without a thing, so that menus can ask."""
    return _same(actor.org_id, thing, "owner_org_id")


def for_own_org(actor: Actor, thing: object | None) -> bool:
    """Acts for the organisation the thing is of; true without a thing."""
    return _same(actor.org_id, thing, "org_id")


def own_person(actor: Actor, thing: object | None) -> bool:
    """The thing belongs to this very person; true without a thing."""
    return _same(actor.user_id, thing, "user_id")


def carries(actor: Actor, thing: object | None) -> bool:
    """Is the agent of the case, or the deputy; true without a thing."""
    return _same(actor.user_id, thing, "agent_id") or _same(actor.user_id, thing, "deputy_id")


def carried_by_nobody(_actor: Actor, thing: object | None) -> bool:
    """The case has no agent yet; true without a thing."""
    return thing is None or getattr(thing, "agent_id", -1) is None


def asked_to_carry(actor: Actor, thing: object | None) -> bool:
    """Is asked to take the case over; true without a thing."""
    return _same(actor.user_id, thing, "incoming_id")
