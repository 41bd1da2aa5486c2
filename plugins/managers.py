"""One pluggy manager per chain of regions, made when it is first needed, at most 300 kept.

A single manager for all regions takes 52 s to fill with 3,000 of them and would have to leave out all but a
few on every call; one per chain takes milliseconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pluggy

from plugins.lru import Lru
from plugins.python_plugins import new_manager

LIMIT = 300


@dataclass(frozen=True)
class Callee:
    """One implementation of one plugin; ``name`` is what people call the plugin."""

    source: str
    impl_version: str
    name: str = field(compare=False)
    implementation: object = field(compare=False, repr=False)


class Managers:
    """Managers by the implementations they hold, in order from the nation to the nearest."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._managers: Lru[tuple[tuple[str, ...], tuple[Callee, ...]], pluggy.PluginManager] = Lru(limit)

    def __len__(self) -> int:
        return len(self._managers)

    def get(self, chain: tuple[str, ...], callees: Sequence[Callee]) -> pluggy.PluginManager:
        """The manager of a chain with these plugins; the last registered, the nearest, answers first."""
        key = (chain, tuple(callees))
        return self._managers.get(key, lambda: _filled(callees))


def _filled(callees: Sequence[Callee]) -> pluggy.PluginManager:
    manager = new_manager()
    for callee in callees:
        manager.register(callee.implementation, name=callee.source)
    manager.check_pending()
    return manager
