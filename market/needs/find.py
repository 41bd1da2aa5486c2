"""Finding needs, for pages: what the public may see, and what those concerned may."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from market.needs.models import Need
from tongban.errors import NotFound
from tongban.security import Actor, Permission
from tongban.security.table import permits

#: Nothing of these is public: they were never published, or not yet.
UNPUBLISHED = ("draft", "under_check", "returned")


def is_public() -> ColumnElement[bool]:
    """The condition under which a need stands on the showcase."""
    return Need.published_at.is_not(None)


def may_see(actor: Actor, need: Need) -> bool:
    """Whether the need exists for someone: published, or one of those concerned."""
    return need.published_at is not None or permits(actor, Permission.MARKET_NEED_READ, need)


def find_need(session: Session, number: str, actor: Actor) -> Need:
    """The need of a number. Raises NotFound for one that does not exist for the actor."""
    need = session.scalar(select(Need).options(joinedload(Need.owner)).filter_by(number=number))
    if need is None or not may_see(actor, need):
        raise NotFound("没有找到这条需求。")
    return need


def showcase(
    region: Sequence[str] | None = None, group: str | None = None, states: Sequence[str] | None = None
) -> Select[tuple[Need]]:
    """The public list, filtered. ``region``: codes of a place and everything below it."""
    query = select(Need).options(joinedload(Need.owner)).where(is_public())
    if region is not None:
        query = query.where(Need.region.in_(region))
    if group:
        query = query.where(Need.service["group"].as_string() == group)
    if states:
        query = query.where(Need.state.in_(states))
    return query
