"""Reading what closing and opening left behind: pages and the interface for programs ask here."""

from pyramid.request import Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from market.needs.models import Need
from market.needs.rules import rules_of
from market.opening.models import SelectionResult
from market.selection import METHODS
from tongban.errors import NotFound
from tongban.rules import REGISTRY_KEY
from tongban.security import Permission
from tongban.security.table import permits


def result_of(session: Session, need: Need) -> SelectionResult:
    """What the closing of a need left behind. Raises NotFound before it."""
    result = session.scalar(select(SelectionResult).filter_by(need_id=need.id))
    if result is None:
        raise NotFound("这项采购还没有截止，没有选取记录。")
    return result


def values_public(request: Request, need: Need) -> bool:
    """Whether everybody may see the values of those who lost; else only who supervises (仅监管可核).

    A method without quotes has nothing to hide.
    """
    if not METHODS[need.method].asks_quote:
        return True
    rules = rules_of(request.db, request.registry[REGISTRY_KEY], need, request.now)
    return bool(rules.value("market.public.show_losing_quotes"))


def values_shown(request: Request, need: Need) -> bool:
    """Whether the one who asks may see all values."""
    return permits(request.actor, Permission.MARKET_RECORD_READ, need) or values_public(request, need)
