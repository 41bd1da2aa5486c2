"""The access policy: for each permission, alternatives; each alternative holds when all its predicates do.

Deny by default: a permission that does not stand here is granted to nobody.
"""

from tongban.security.actor import Actor
from tongban.security.permissions import Permission as P
from tongban.security.predicates import (
    Predicate,
    anyone,
    asked_to_carry,
    carried_by_nobody,
    carries,
    for_own_org,
    for_owner,
    holds,
    holds_in_region,
    own_person,
    signed_in,
    system,
)
from tongban.security.roles import Role

_owner = (holds(Role.OWNER_ADMIN, Role.OWNER_DELEGATE), for_owner)
_intermediary = (holds(Role.INTERMEDIARY), for_own_org)
_operator = (holds_in_region(Role.MARKET_OPERATOR),)
_authority = (holds_in_region(Role.MARKET_AUTHORITY),)
_supervisor = (holds_in_region(Role.SUPERVISOR),)
_witness = (holds_in_region(Role.WITNESS),)
_admin = (holds(Role.PLATFORM_ADMIN),)
_region_admin = (holds_in_region(Role.REGION_ADMIN),)
_head = (holds_in_region(Role.CENTRE_HEAD),)
_agents = (holds_in_region(Role.AGENT),)
_incoming = (holds_in_region(Role.AGENT), asked_to_carry)
_case_agent = (holds_in_region(Role.AGENT), carries)

TABLE: dict[P, tuple[tuple[Predicate, ...], ...]] = {
    P.ACCOUNT_OWN: ((signed_in, own_person),),
    P.ADMIN_ACCOUNTS: (_admin, _region_admin, (system,)),
    P.ADMIN_JOBS: (_admin, _region_admin),
    P.ADMIN_PRACTICE_CLOCK: (_admin, _region_admin, _operator),
    P.AGENCY_CASE_ASSIGN: (_head,),
    P.AGENCY_CASE_COUNTERSIGN: (_head,),
    P.AGENCY_CASE_DRAFT: (_case_agent,),
    P.AGENCY_CASE_FACTS: (_case_agent,),
    P.AGENCY_CASE_HAND_OVER: (_head,),
    P.AGENCY_CASE_OVERSEE: (_head, _supervisor),
    P.AGENCY_CASE_READ: (_owner, _case_agent, _incoming, (*_agents, carried_by_nobody), _head, _supervisor),
    P.AGENCY_CASE_REQUEST: (_owner,),
    P.AGENCY_CASE_SCREEN: (_head, _agents),
    P.AGENCY_CASE_SEAL: (_owner,),
    P.AGENCY_CASE_TAKE_OVER: (_incoming,),
    P.AGENCY_CASE_TERMINATE: (_owner, _head),
    P.AGENCY_CASE_WITHDRAW: (_owner,),
    P.DESK: ((signed_in,),),
    P.MARKET_AWARD_DECLINE: (_intermediary,),
    P.MARKET_CONTRACT_CONFIRM: (_owner, _intermediary),
    P.MARKET_CONTRACT_FILE: (_owner, _intermediary),
    P.MARKET_CREDIT_POST: (_authority,),
    P.MARKET_DELIVERABLE_ACCEPT: (_owner,),
    P.MARKET_DELIVERABLE_READ: (_owner, _intermediary),
    P.MARKET_DELIVERABLE_SUBMIT: (_intermediary,),
    P.MARKET_DRAW_BEACON: (_witness, _operator),
    P.MARKET_ENROLMENT_CHECK: (_operator,),
    P.MARKET_ENROLMENT_EDIT: (_intermediary,),
    P.MARKET_ENROLMENT_READ: (_intermediary, _operator, _authority, _supervisor),
    P.MARKET_ENROLMENT_SUSPEND: (_authority, (system,)),
    P.MARKET_ENTRY_READ_OWN: (_intermediary,),
    P.MARKET_ENTRY_SUBMIT: (_intermediary,),
    P.MARKET_ENTRY_WITHDRAW: (_intermediary,),
    P.MARKET_EVALUATE: (_owner,),
    P.MARKET_FLAG_READ: (_operator, _authority, _supervisor),
    P.MARKET_NEED_ABORT: (_owner, _authority),
    P.MARKET_NEED_CHECK: (_operator,),
    P.MARKET_NEED_CREATE: ((holds(Role.OWNER_ADMIN, Role.OWNER_DELEGATE),),),
    P.MARKET_NEED_EDIT: (_owner,),
    P.MARKET_NEED_READ: (_owner, _operator, _authority, _supervisor),
    P.MARKET_NEED_RERUN: (_owner,),
    P.MARKET_RECORD_READ: (_authority, _supervisor),
    P.NOTICES_OWN: ((signed_in, own_person),),
    P.ORG_MEMBERS: ((holds(Role.OWNER_ADMIN, Role.INTERMEDIARY), for_own_org),),
    P.PUBLIC: ((anyone,),),
    P.SYSTEM_ONLY: ((system,),),
}


def permits(actor: Actor, permission: P, thing: object | None = None) -> bool:
    """Whether the actor may; the one place where access is decided."""
    return any(all(p(actor, thing) for p in alternative) for alternative in TABLE.get(permission, ()))
