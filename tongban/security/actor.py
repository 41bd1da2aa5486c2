"""Who acts: a person for one organisation at a time, or the system itself."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tongban.security.roles import Role


def _no_ancestors(code: str) -> tuple[str, ...]:
    return (code,)


@dataclass(frozen=True)
class Grant:
    """A role within a region; it reaches every region below."""

    role: Role
    region: str


@dataclass(frozen=True)
class Actor:
    """Someone who acts, with what they hold in the organisation they now act for.

    ``ancestors`` gives the chain of regions from the nation down to a code, so that a grant in a city
    reaches its counties.
    """

    user_id: int | None = None
    org_id: int | None = None
    label: str = "访客"
    org_label: str = ""
    grants: frozenset[Grant] = frozenset()
    is_system: bool = False
    ancestors: Callable[[str], tuple[str, ...]] = field(default=_no_ancestors, compare=False, repr=False)

    @property
    def is_anonymous(self) -> bool:
        """Nobody has signed in."""
        return self.user_id is None and not self.is_system

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held in the present organisation, in whatever region."""
        return frozenset(grant.role for grant in self.grants)

    def holds(self, *roles: Role, region: str | None = None) -> bool:
        """Whether one of the roles is held, and if a region is given, in it or above it."""
        chain = self.ancestors(region) if region is not None else None
        return any(g.role in roles and (chain is None or g.region in chain) for g in self.grants)


#: The platform acting by itself: timers, workers, commands.
SYSTEM = Actor(label="系统", is_system=True)
ANONYMOUS = Actor()
