"""The provider: a region's answers from the packs of the database, kept until the packs change."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from plugins.compose import Level, compose, moments, segment
from plugins.facade import Hooks
from plugins.lru import Lru
from plugins.packs import Epoch, packs_of, read_epoch
from tongban.regions.service import chain
from tongban.rules.parameters import Parameters
from tongban.rules.pinning import PinnedRules, pinned
from tongban.rules.ruleset import RuleSet

#: Chains and rule sets kept; a rule set is some tens of kilobytes.
CHAINS = 600
RULE_SETS = 600
PINNED = 600


@dataclass(frozen=True)
class _Compiled:
    """What one chain of regions needs: its levels with their packs, and when answers change by themselves."""

    epoch: Epoch
    levels: tuple[Level, ...]
    changes: tuple[datetime, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(level.code for level in self.levels)


class Provider:
    """Answers for any region. One query per call while nothing changes: the epoch."""

    def __init__(self, parameters: Parameters, hooks: Hooks) -> None:
        self.parameters = parameters
        self.hooks = hooks
        self._chains: Lru[tuple[str, Epoch], _Compiled] = Lru(CHAINS)
        self._sets: Lru[tuple[tuple[str, ...], Epoch, int], RuleSet] = Lru(RULE_SETS)
        self._pinned: Lru[str, PinnedRules] = Lru(PINNED)

    def for_region(self, code: str, at: datetime, session: Session) -> RuleSet:
        """The answers of a region at a moment; a region nobody has rules for gets the nation's."""
        epoch = read_epoch(session)
        compiled = self._chains.get((code, epoch), lambda: _compile(session, code, epoch))
        stretch = segment(compiled.changes, at)
        return self._sets.get(
            (compiled.codes, epoch, stretch),
            lambda: compose(self.parameters, compiled.levels, at, self.hooks),
        )

    def pinned(self, session: Session, key: str) -> PinnedRules:
        """The answers a thing was published with. Raises NotFound."""
        return self._pinned.get(key, lambda: pinned(session, key, self.parameters))


def _compile(session: Session, code: str, epoch: Epoch) -> _Compiled:
    places = chain(session, code)
    packs = packs_of(session, [place.code for place in places])
    levels = tuple(
        Level(place.code, place.level.value, tuple(p for p in packs if p.region == place.code))
        for place in places
    )
    return _Compiled(epoch, levels, tuple(moments(levels)))
