"""The packages that run here: those that fit, and still carry whatever running things are bound to."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from plugins.problems import Problem, problem
from plugins.python_plugins import Discovery, PythonPlugin
from tongban.rules.in_use import InUse
from tongban.rules.models import RuleCode

#: How many running things a message names.
NAMED = 3


class Found(Protocol):
    """What a site has of Python plugins: as discovered, or settled against what runs."""

    @property
    def plugins(self) -> tuple[PythonPlugin, ...]:
        """Those that run."""
        ...

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why others do not."""
        ...


class Installed:
    """What discovery accepted, less the upgrades that lack an implementation something running is bound to.

    Settled once per process, when it is first asked: packages change by restart. A database that is not set
    up yet holds nothing that runs; it is asked again the next time.
    """

    def __init__(
        self, discovered: Discovery, reads: "sessionmaker[Session]", in_use: Sequence[InUse]
    ) -> None:
        self._discovered = discovered
        self._reads = reads
        self._in_use = in_use
        self._settled: Discovery | None = None

    def __call__(self) -> Discovery:
        """What runs here."""
        if self._settled is None and self._discovered.plugins:
            try:
                with self._reads() as session:
                    self._settled = settled(session, self._discovered, self._in_use)
            except SQLAlchemyError:
                return self._discovered
        return self._settled or self._discovered

    @property
    def plugins(self) -> tuple[PythonPlugin, ...]:
        """Those that run."""
        return self().plugins

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why others do not."""
        return self().problems


def settled(session: Session, found: Discovery, in_use: Sequence[InUse]) -> Discovery:
    """The discovery without the plugins that lack an implementation something running may yet ask."""
    lacking = {plugin.source: _lack(session, plugin, in_use) for plugin in found.plugins}
    refused = tuple(why for why in lacking.values() if why is not None)
    kept = tuple(plugin for plugin in found.plugins if lacking[plugin.source] is None)
    return replace(found, plugins=kept, problems=(*found.problems, *refused))


def _lack(session: Session, plugin: PythonPlugin, in_use: Sequence[InUse]) -> Problem | None:
    query = select(RuleCode.impl_version, RuleCode.snapshot_hash).where(
        RuleCode.source == plugin.source, RuleCode.impl_version.not_in(list(plugin.offers))
    )
    bound: dict[str, set[str]] = {}
    for version, key in session.execute(query):
        bound.setdefault(version, set()).add(key)
    for version, hashes in sorted(bound.items()):
        running = [words for ask in in_use for words in ask(session, hashes)]
        if running:
            return problem(plugin.package, _refusal(plugin, version, running))
    return None


def _refusal(plugin: PythonPlugin, version: str, running: Sequence[str]) -> str:
    more = f"等 {len(running)} 项" if len(running) > NAMED else ""
    return (
        f"{plugin.name} {plugin.version} 没有带实现版本 {version}，而{'、'.join(running[:NAMED])}{more}"
        f"还按这个版本办理，未启用。请改装带有它的版本（earlier），或等办结后再升级"
    )
