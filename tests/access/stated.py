"""Who may cause which transition, said once more and by hand, beside what the tables of the code say.

A transition that does not stand here fails the tests: whoever adds one says who may.
"""

from tests.access.seats import BUYER, FAR, HERE, NO_ROLE, OVER, PLACES, PLATFORM, SUPPLIER, VISITOR, Seat
from tongban.lifecycle import Transition
from tongban.security import Role

Ways = frozenset[tuple[Role | str, str]]

_BUYER: Ways = frozenset((role, BUYER) for role in (Role.OWNER_ADMIN, Role.OWNER_DELEGATE))
_SUPPLIER: Ways = frozenset({(Role.INTERMEDIARY, SUPPLIER)})
_SYSTEM: Ways = frozenset({(PLATFORM, "")})


def _in_region(role: Role) -> Ways:
    return frozenset((role, place) for place in (HERE, OVER))


_WITNESS = _in_region(Role.WITNESS)
_HEAD, _AGENTS = _in_region(Role.CENTRE_HEAD), _in_region(Role.AGENT)
_OPERATOR, _AUTHORITY = _in_region(Role.MARKET_OPERATOR), _in_region(Role.MARKET_AUTHORITY)
#: The platform's own administrators act everywhere, a region's only within it.
_ACCOUNTS = _SYSTEM | _in_region(Role.REGION_ADMIN) | {(Role.PLATFORM_ADMIN, place) for place in PLACES}

#: By kind, then by event, or by "state event" where the state makes a difference.
MAY: dict[str, dict[str, Ways]] = {
    "need": {
        "submit": _BUYER,
        "publish": _OPERATOR,
        "return": _OPERATOR,
        "extend": _BUYER,
        "abort": _BUYER | _AUTHORITY,
        "close": _SYSTEM,
        "open": _SYSTEM,
        # The operator only where the notice named the value; the service refuses it otherwise.
        "beacon": _WITNESS | _OPERATOR,
        "fail": _SYSTEM,
        "result": _SYSTEM,
        "confirm": _SYSTEM,
        "next_candidate": _SYSTEM,
        "start_service": _SYSTEM,
        "deliver": _SYSTEM,
        "finish": _SYSTEM,
    },
    "entry": {
        "quote": _SUPPLIER,
        "withdraw": _SUPPLIER,
        "decline": _SUPPLIER,
        "admit": _SYSTEM,
        "exclude": _SYSTEM,
        "win": _SYSTEM,
        "reserve": _SYSTEM,
        "lose": _SYSTEM,
    },
    "award": {
        "decline": _SUPPLIER,
        "confirm": _SYSTEM,
        "issue_letter": _SYSTEM,
        "contract": _SYSTEM,
    },
    "contract": {
        "upload": _BUYER | _SUPPLIER,
        "confirm": _BUYER | _SUPPLIER,
        "return": _BUYER | _SUPPLIER,
        "fulfil": _SYSTEM,
    },
    "deliverable": {
        "submit": _SUPPLIER,
        "return": _BUYER,
        "accept": _BUYER,
        "deem_accepted": _SYSTEM,
    },
    "evaluation": {"rate": _BUYER, "default": _SYSTEM},
    "enrolment": {
        "submit": _SUPPLIER,
        "withdraw": _SUPPLIER,
        "activate": _OPERATOR,
        "publicity activate": _SYSTEM,
        "publicise": _OPERATOR,
        "return": _OPERATOR,
        "approve_changes": _OPERATOR,
        "refuse_changes": _OPERATOR,
        "reinstate": _OPERATOR,
        "suspend": _AUTHORITY | _SYSTEM,
        "expel": _AUTHORITY,
    },
    "case": {
        "accept": _HEAD | _AGENTS,
        "refuse": _HEAD | _AGENTS,
        "withdraw": _BUYER,
        "assign": _HEAD,
        # The agents of these tests are the agent of the case; others are tried in tests/agency.
        "draft": _AGENTS,
        "return": _BUYER,
        "seal": _BUYER,
        "countersign": _HEAD,
        "terminate": _BUYER | _HEAD,
    },
    "handover": {"accept": _AGENTS, "decline": _AGENTS, "cancel": _HEAD, "lapse": _SYSTEM},
    "user": {"disable": _ACCOUNTS, "enable": _ACCOUNTS},
}

#: What some events must be told for their guards to hold.
FACTS: dict[tuple[str, str], dict[str, object]] = {("user", "disable"): {"held": 0}}


def ways(kind: str, transition: Transition) -> Ways:
    """Who may cause a transition. Raises KeyError when nobody has said."""
    stated = MAY[kind]
    return stated.get(f"{transition.source} {transition.event}") or stated[transition.event]


def may(seat: Seat, allowed: Ways) -> bool:
    """Whether somebody is among them."""
    return (seat.role, seat.place) in allowed


def somebody_unauthorised(allowed: Ways) -> bool:
    """A rule that lets a visitor or a person without a role act would be no rule."""
    return any(role in (VISITOR, NO_ROLE) for role, _place in allowed) or any(
        place == FAR and role is not Role.PLATFORM_ADMIN for role, place in allowed
    )
