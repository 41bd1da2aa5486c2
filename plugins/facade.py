"""The typed facade in front of pluggy: every call of plugin code goes through here, within a time limit."""

import copy
import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from market.hookspecs import EntryFacts, Refusal
from plugins.compose import Asked
from plugins.deadline import TooSlow, run_within
from plugins.managers import Managers
from plugins.problems import Problem, problem
from plugins.python_plugins import Discovery, PythonPlugin
from tongban.hookspecs import CodeAnswer
from tongban.rules.answers import PackRef
from tongban.rules.ruleset import Rules
from tongban.rules.values import BadValue

log = logging.getLogger(__name__)

#: Seconds a hook may take. It decides about one entry or one rule from data in memory.
HOOK_SECONDS = 2.0
#: Threads left behind by slow hooks after which the process should be replaced.
WORN_OUT_AFTER = 3


class Hooks:
    """Calls into Python plugins. A plugin that fails or is slow is left out for that region until restart."""

    def __init__(self, found: Discovery, seconds: float = HOOK_SECONDS) -> None:
        self.found = found
        self.managers = Managers()
        self._plugins: Mapping[str, PythonPlugin] = found.by_source()
        self._seconds = seconds
        self._tripped: dict[tuple[str, str], Problem] = {}
        self._left_behind = 0
        self._lock = threading.Lock()

    @property
    def worn_out(self) -> bool:
        """Whether so many slow hooks were left running that the process should be replaced."""
        return self._left_behind >= WORN_OUT_AFTER

    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with Python plugins in this process."""
        return (*self.found.problems, *self._tripped.values())

    def has(self, pack: PackRef, hook: str) -> bool:
        """Whether the plugin is installed here and implements the hook."""
        plugin = self._plugins.get(pack.source)
        return plugin is not None and hasattr(plugin.implementation, hook)

    def answer(self, asked: Asked, pack: PackRef) -> CodeAnswer | None:
        """What a plugin's code answers to one rule; a value the rule's type refuses is left out."""
        key, region = asked.parameter.key, asked.chain[-1]
        question = {"key": key, "region": region, "given": copy.deepcopy(asked.given)}
        said = self._call(asked.chain, asked.packs, pack, "tongban_rule", question)
        if not isinstance(said, CodeAnswer):
            return None
        try:
            return replace(said, value=asked.parameter.type.clean(said.value))
        except BadValue as bad:
            self._trip(pack.source, region, problem(pack.name, str(bad), key, said.value))
            return None

    def entry_refusals(self, rules: Rules, facts: EntryFacts) -> tuple[Refusal, ...]:
        """Refusals of all plugins that ``rules`` name, the nearest first."""
        refusals: list[Refusal] = []
        for pack in _once(rules.packs):
            if self.has(pack, "market_entry_check"):
                found = self._call(rules.chain, rules.packs, pack, "market_entry_check", {"facts": facts})
                refusals += [r for r in found or () if isinstance(r, Refusal)]
        return tuple(refusals)

    def _call(
        self, chain: tuple[str, ...], packs: Sequence[PackRef], one: PackRef, hook: str, asked: dict[str, Any]
    ) -> Any:
        """Call one plugin's hook by leaving out all others, so that a fault has a name."""
        if (one.source, chain[-1]) in self._tripped:
            return None
        here = [self._plugins[p.source] for p in reversed(_once(packs)) if p.source in self._plugins]
        others = [plugin.implementation for plugin in here if plugin.source != one.source]
        caller = self.managers.get(chain, here).subset_hook_caller(hook, others)
        try:
            return run_within(self._seconds, lambda: caller(**asked))
        except TooSlow:
            with self._lock:
                self._left_behind += 1
            why = f"钩子 {hook} 超过 {self._seconds:g} 秒没有返回，本地区不再调用"
        except Exception as error:
            log.exception("plugin %s failed in %s", one.source, hook)
            why = f"钩子 {hook} 出错，本地区不再调用（{type(error).__name__}：{error}）"
        self._trip(one.source, chain[-1], problem(one.name, why))
        return None

    def _trip(self, source: str, region: str, why: Problem) -> None:
        log.error("plugin %s left out for %s: %s", source, region, why)
        with self._lock:
            self._tripped[(source, region)] = why


def _once(packs: Sequence[PackRef]) -> list[PackRef]:
    """The nearest first; a plugin that serves several regions of the chain stands where it is nearest."""
    nearest: dict[str, PackRef] = {}
    for pack in reversed(packs):
        nearest.setdefault(pack.source, pack)
    return list(nearest.values())
