"""How core asks: a provider that the application puts into the registry by name."""

from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from tongban.rules.parameters import Parameters
from tongban.rules.pinning import PinnedRules, pinned
from tongban.rules.ruleset import RuleSet

#: The name under which the application registry holds the provider.
REGISTRY_KEY = "tongban.rules"


class RulesProvider(Protocol):
    """Answers for any region at any moment."""

    @property
    def parameters(self) -> Parameters:
        """Every question that may be asked."""
        ...

    def for_region(self, code: str, at: datetime, session: Session) -> RuleSet:
        """The answers of a region at a moment; a region nobody has rules for gets the nation's."""
        ...

    def pinned(self, session: Session, key: str) -> PinnedRules:
        """The answers a thing was published with. Raises NotFound."""
        ...


class FixedRules:
    """A provider with the same answers everywhere, for tests and recomputation."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules

    @property
    def parameters(self) -> Parameters:
        """Every question that may be asked."""
        return self.rules.parameters

    def for_region(self, code: str, at: datetime, session: Session) -> RuleSet:
        """The fixed answers, as if the region had given them."""
        return RuleSet(self.parameters, (*self.rules.chain[:-1], code), self.rules.answers)

    def pinned(self, session: Session, key: str) -> PinnedRules:
        """The answers a thing was published with. Raises NotFound."""
        return pinned(session, key, self.parameters)
