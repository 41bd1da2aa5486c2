"""One pluggy manager per chain of regions, made when it is first needed, at most 300 kept.

A single manager for all regions takes 52 s to fill with 3,000 of them and would have to leave out all but a
few on every call; one per chain takes milliseconds.
"""

from collections.abc import Sequence

import pluggy

from plugins.lru import Lru
from plugins.python_plugins import PythonPlugin, new_manager

LIMIT = 300


class Managers:
    """Managers by the plugins they hold, in order from the nation to the nearest."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._managers: Lru[tuple[tuple[str, ...], tuple[str, ...]], pluggy.PluginManager] = Lru(limit)

    def __len__(self) -> int:
        return len(self._managers)

    def get(self, chain: tuple[str, ...], plugins: Sequence[PythonPlugin]) -> pluggy.PluginManager:
        """The manager of a chain with these plugins; the last registered, the nearest, answers first."""
        key = (chain, tuple(plugin.source for plugin in plugins))
        return self._managers.get(key, lambda: _filled(plugins))


def _filled(plugins: Sequence[PythonPlugin]) -> pluggy.PluginManager:
    manager = new_manager()
    for plugin in plugins:
        manager.register(plugin.implementation, name=plugin.source)
    manager.check_pending()
    return manager
