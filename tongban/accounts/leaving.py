"""When a person leaves: all they hold anywhere goes to a named colleague before the account closes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pyramid.config import Configurator
from pyramid.registry import Registry
from sqlalchemy import select
from sqlalchemy.orm import Session

from tongban.accounts import reach
from tongban.accounts.models import Membership, User
from tongban.accounts.organisations import Organisations
from tongban.accounts.people import People
from tongban.accounts.sole import sole_admin_of
from tongban.errors import InvalidField, NotAllowed
from tongban.security import Permission, Role
from tongban.security.roles import ROLE_TITLES
from tongban.work import Work

PROVIDERS = "tongban.holdings"


@dataclass(frozen=True)
class Holding:
    """One thing a person holds; ``must_hand_over`` when it would be orphaned without them."""

    title: str
    url: str = ""
    must_hand_over: bool = False


Load = Callable[[Session, User], Sequence[Holding]]
HandOver = Callable[[Work, User, User], None]


@dataclass(frozen=True)
class Provider:
    """What a feature knows of the things people hold in it, and how they change hands."""

    name: str
    title: str
    load: Load
    hand_over: HandOver


@dataclass(frozen=True)
class Held:
    """What a person holds of one kind."""

    name: str
    title: str
    holdings: Sequence[Holding]

    @property
    def pressing(self) -> int:
        """How many of them must change hands first."""
        return sum(holding.must_hand_over for holding in self.holdings)


def add_holdings_provider(
    config: Configurator, name: str, title: str, load: Load, hand_over: HandOver
) -> None:
    """Configurator directive: have the page of leaving people list, and hand over, what a feature keeps."""

    def register() -> None:
        providers_of(config.registry)[name] = Provider(name, title, load, hand_over)

    config.action((PROVIDERS, name), register)


def providers_of(registry: Registry) -> dict[str, Provider]:
    """The registered providers."""
    found: dict[str, Provider] = registry.setdefault(PROVIDERS, {})
    return found


class Leaving:
    """Listing, handing over and disabling."""

    def __init__(self, work: Work, providers: Mapping[str, Provider]) -> None:
        self._work, self._providers = work, providers

    def held(self, user: User) -> list[Held]:
        """All the person holds, kind by kind; kinds of which they hold nothing are left out."""
        groups = (Held(p.name, p.title, p.load(self._work.session, user)) for p in self._providers.values())
        return [group for group in groups if group.holdings]

    def hand_over(self, user: User, to_login: str) -> User:
        """Give everything to a colleague. Raises NotAllowed, or InvalidField when they cannot take it."""
        self._require(user)
        to = self._colleague(user, to_login)
        groups = self.held(user)
        for group in groups:
            self._providers[group.name].hand_over(self._work, user, to)
        counts = {group.name: len(group.holdings) for group in groups}
        self._work.record(user, "handed_over", {"to_user_id": to.id, "counts": counts})
        return to

    def disable(self, user: User) -> None:
        """Close the account when nothing would be orphaned. Raises NotAllowed, WrongState or GuardFailed."""
        People(self._work).disable(user, sum(group.pressing for group in self.held(user)))

    def _require(self, user: User) -> None:
        self._work.require(Permission.ADMIN_ACCOUNTS, user)
        reason = reach.beyond(self._work, user)
        if reason:
            raise NotAllowed(reason)

    def _colleague(self, user: User, login: str) -> User:
        to = self._work.session.scalar(select(User).filter_by(login=login))
        if to is None or to.state != "active":
            raise InvalidField("to", "没有这个登录名，或者账号已停用。")
        if to.id == user.id:
            raise InvalidField("to", "接手人不能是本人。")
        shared = _orgs(self._work.session, user) & _orgs(self._work.session, to)
        if not shared:
            raise InvalidField("to", f"{to.name}与{user.name}不在同一单位，请先由单位把此人加为成员。")
        return to


def _orgs(session: Session, user: User) -> set[int]:
    return {m.org_id for m in reach.active_memberships(session, user.id)}


def _roles_held(session: Session, user: User) -> list[Holding]:
    sole = {membership.id for membership in sole_admin_of(session, user)}
    return [
        Holding(_role_title(m) + ("（仅此一人）" if m.id in sole else ""), "", m.id in sole)
        for m in reach.active_memberships(session, user.id)
    ]


def _role_title(membership: Membership) -> str:
    return f"{membership.org.name} · {ROLE_TITLES[Role(membership.role)]}"


def _pass_on_roles(work: Work, user: User, to: User) -> None:
    member_of = _orgs(work.session, to)
    for membership in sole_admin_of(work.session, user):
        if membership.org_id not in member_of:
            raise InvalidField("to", f"{to.name}还不是{membership.org.name}的成员，请先把此人加为成员。")
        Organisations(work).grant(to, membership.org, Role(membership.role), membership.region)


def includeme(config: Configurator) -> None:
    """The directive, and what accounts themselves know of a person: the roles."""
    config.add_directive("add_holdings_provider", add_holdings_provider)
    config.add_holdings_provider("roles", "身份", _roles_held, _pass_on_roles)
