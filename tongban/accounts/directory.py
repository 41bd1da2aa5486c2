"""The list of people as administrators search it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import selectinload

from tongban.accounts import reach
from tongban.accounts.models import Membership, Organisation, User
from tongban.fields import strip_blanks
from tongban.fields.chars import Refused, fold_width, refuse_broken
from tongban.security import Actor, Role


@dataclass(frozen=True)
class Wanted:
    """What is looked for: words, a state, a role; empty means all."""

    words: str = ""
    state: str = ""
    role: str = ""


def wanted(words: str | None, state: str | None, role: str | None) -> Wanted:
    """From what the address says; what makes no sense is left out."""
    try:
        refuse_broken(words or "")
        clean = strip_blanks(fold_width(words or ""))[:60]
    except Refused:
        clean = ""
    known = {r.value for r in Role}
    return Wanted(
        words=clean,
        state=state if state in ("active", "disabled") else "",
        role=role if role and role in known else "",
    )


def people(actor: Actor, look_for: Wanted) -> Select[tuple[User]]:
    """The people within the actor's reach who answer to it."""
    query = (
        select(User)
        .options(selectinload(User.memberships).joinedload(Membership.org))
        .where(reach.visible_people(actor))
    )
    if look_for.words:
        query = query.where(_answers_to(look_for.words))
    if look_for.state:
        query = query.where(User.state == look_for.state)
    if look_for.role:
        holding = select(Membership.user_id).where(
            Membership.role == look_for.role, Membership.revoked_at.is_(None)
        )
        query = query.where(User.id.in_(holding))
    return query


def _answers_to(words: str) -> ColumnElement[bool]:
    of_org = (
        select(Membership.user_id)
        .join(Organisation)
        .where(
            Membership.revoked_at.is_(None),
            or_(Organisation.name.contains(words, autoescape=True), Organisation.uscc == words.upper()),
        )
    )
    return or_(
        User.login.contains(words.lower(), autoescape=True),
        User.name.contains(words, autoescape=True),
        User.phone == words,
        User.id.in_(of_org),
    )
