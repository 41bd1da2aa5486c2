"""Reading what closing and opening left behind: pages and the interface for programs ask here."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pyramid.request import Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from market.needs.models import Need
from market.needs.rules import rules_of
from market.opening.models import SelectionResult
from market.selection import METHODS
from tongban.errors import NotFound
from tongban.rules import REGISTRY_KEY, RulesProvider
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
    return record_public(request.db, request.registry[REGISTRY_KEY], need, request.now)


def record_public(session: Session, provider: RulesProvider, need: Need, now: datetime) -> bool:
    """Whether the record of a need is for everybody, by the rules it runs by."""
    if not METHODS[need.method].asks_quote:
        return True
    return bool(rules_of(session, provider, need, now).value("market.public.show_losing_quotes"))


def values_shown(request: Request, need: Need) -> bool:
    """Whether the one who asks may see all values."""
    return permits(request.actor, Permission.MARKET_RECORD_READ, need) or values_public(request, need)


def published_json(document: Mapping[str, Any]) -> str:
    """A record, a list or a proof as the text that people download."""
    return json.dumps(document, ensure_ascii=False, indent=1)
