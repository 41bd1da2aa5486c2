"""Keeping to the regions someone may see: codes that occur, asked one by one of the table of access."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tongban.security import Actor, Permission
from tongban.security.table import permits


@dataclass(frozen=True)
class _Place:
    region: str


def permitted_regions(
    session: Session, actor: Actor, permission: Permission, column: InstrumentedAttribute[Any]
) -> list[str]:
    """Of the regions that occur in ``column`` those in which the actor holds the permission by region."""
    codes = session.scalars(select(column).distinct().order_by(column))
    return [code for code in codes if permits(actor, permission, _Place(code))]
