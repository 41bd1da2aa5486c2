"""Locking one row and reading it afresh."""

from sqlalchemy.orm import Session


def lock_row(session: Session, thing: object) -> None:
    """Lock the row of a mapped object until the end of the transaction, and refresh it.

    Only its own table is locked: PostgreSQL refuses to lock the outer side of a join, which an object loaded
    together with its relations would otherwise ask for.
    """
    session.refresh(thing, with_for_update={"of": type(thing)})
