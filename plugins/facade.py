"""The typed facade in front of pluggy: every call of plugin code goes through here, within a time limit."""

import copy
import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from market.hookspecs import EntryFacts, HookSilent, Refusal
from plugins.compose import Asked
from plugins.deadline import TooSlow, run_within
from plugins.managers import Callee, Managers
from plugins.problems import Problem, problem
from plugins.python_plugins import Discovery, PythonPlugin
from tongban.hookspecs import CodeAnswer
from tongban.rules.answers import CodeRef, PackRef
from tongban.rules.pinning import CodeAbsent
from tongban.rules.ruleset import Rules
from tongban.rules.values import BadValue

log = logging.getLogger(__name__)

#: Seconds a hook may take. It decides about one entry or one rule from data in memory.
HOOK_SECONDS = 2.0
#: Threads left behind by slow hooks after which the process should be replaced.
WORN_OUT_AFTER = 3


class Hooks:
    """Calls into Python plugins. One that fails or is slow is not called again for that region until restart:
    a rule goes without its answer, a decision is not made.

    ``found`` tells what is installed; it is called again each time, so that it may be settled late.
    """

    def __init__(self, found: Discovery | Callable[[], Discovery], seconds: float = HOOK_SECONDS) -> None:
        self._found = found
        self.managers = Managers()
        self._seconds = seconds
        self._tripped: dict[tuple[str, str], Problem] = {}
        self._left_behind = 0
        self._lock = threading.Lock()

    @property
    def found(self) -> Discovery:
        """What is installed and runs here."""
        return self._found if isinstance(self._found, Discovery) else self._found()

    @property
    def worn_out(self) -> bool:
        """Whether so many slow hooks were left running that the process should be replaced."""
        return self._left_behind >= WORN_OUT_AFTER

    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with Python plugins in this process."""
        return (*self.found.problems, *self._tripped.values())

    def has(self, pack: PackRef, hook: str) -> bool:
        """Whether the plugin runs here and implements the hook."""
        plugin = self._plugins.get(pack.source)
        return plugin is not None and hook in plugin.hooks

    def runs(self, source: str) -> bool:
        """Whether the plugin runs in this process."""
        return source in self._plugins

    def deciding(self, packs: Sequence[PackRef]) -> tuple[CodeRef, ...]:
        """The implementations of decision hooks among these plugins, from the nation to the nearest."""
        here = [self._plugins[pack.source] for pack in _once(packs) if self.runs(pack.source)]
        return tuple(
            CodeRef(hook, plugin.source, plugin.name, plugin.current)
            for plugin in here
            for hook in plugin.decisions
        )

    def answer(self, asked: Asked, pack: PackRef) -> CodeAnswer | None:
        """What a plugin's code answers to one rule; a value the rule's type refuses is left out."""
        key, region = asked.parameter.key, asked.chain[-1]
        question = {"key": key, "region": region, "given": copy.deepcopy(asked.given)}
        here = [_now(self._plugins[p.source]) for p in _once(asked.packs) if self.runs(p.source)]
        try:
            said = self._call(asked.chain, here, pack.source, "tongban_rule", question)
        except HookSilent:
            return None
        if not isinstance(said, CodeAnswer):
            return None
        try:
            return replace(said, value=asked.parameter.type.clean(said.value))
        except BadValue as bad:
            self._trip(pack.source, region, problem(pack.name, str(bad), key, said.value))
            return None

    def entry_refusals(self, rules: Rules, facts: EntryFacts) -> tuple[Refusal, ...]:
        """Refusals of all code that ``rules`` name, the nearest first.

        Raises CodeAbsent when an implementation is not carried here, HookSilent when one does not answer.
        """
        refs = [ref for ref in rules.code if ref.hook == "market_entry_check"]
        here = [self._then(ref) for ref in refs]
        refusals: list[Refusal] = []
        for callee in reversed(here):
            found = self._call(rules.chain, here, callee.source, "market_entry_check", {"facts": facts})
            refusals += [r for r in found or () if isinstance(r, Refusal)]
        return tuple(refusals)

    @property
    def _plugins(self) -> Mapping[str, PythonPlugin]:
        return self.found.by_source()

    def _then(self, ref: CodeRef) -> Callee:
        """The implementation something is bound to, whatever is current."""
        plugin = self._plugins.get(ref.source)
        if plugin is None or ref.impl_version not in plugin.offers:
            raise CodeAbsent(
                f"这里按规则程序“{ref.plugin}”的实现版本 {ref.impl_version} 判断，本机没有装这个版本，"
                "现在不能办理。请联系平台管理员。"
            )
        return Callee(ref.source, ref.impl_version, ref.plugin, plugin.offers[ref.impl_version])

    def _call(
        self, chain: tuple[str, ...], here: Sequence[Callee], source: str, hook: str, asked: dict[str, Any]
    ) -> Any:
        """Call one plugin's hook by leaving out all others, so that a fault has a name. Raises HookSilent."""
        one = next(callee for callee in here if callee.source == source)
        if (source, chain[-1]) in self._tripped:
            raise HookSilent.of(one.name)
        others = [callee.implementation for callee in here if callee.source != source]
        caller = self.managers.get(chain, here).subset_hook_caller(hook, others)
        try:
            return run_within(self._seconds, lambda: caller(**asked))
        except TooSlow:
            with self._lock:
                self._left_behind += 1
            why = f"钩子 {hook} 超过 {self._seconds:g} 秒没有返回，本地区不再调用"
        except Exception as error:
            log.exception("plugin %s failed in %s", source, hook)
            why = f"钩子 {hook} 出错，本地区不再调用（{type(error).__name__}：{error}）"
        self._trip(source, chain[-1], problem(one.name, why))
        raise HookSilent.of(one.name)

    def _trip(self, source: str, region: str, why: Problem) -> None:
        log.error("plugin %s left out for %s: %s", source, region, why)
        with self._lock:
            self._tripped[(source, region)] = why


def _now(plugin: PythonPlugin) -> Callee:
    return Callee(plugin.source, plugin.current, plugin.name, plugin.implementation)


def _once(packs: Iterable[PackRef]) -> list[PackRef]:
    """From the nation to the nearest; a plugin of several regions of the chain stands where it is nearest."""
    nearest: dict[str, PackRef] = {}
    for pack in packs:
        nearest.pop(pack.source, None)
        nearest[pack.source] = pack
    return list(nearest.values())
