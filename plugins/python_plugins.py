"""Python plugins: found by entry point, checked once at start; one that does not fit is refused plainly."""

import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

import pluggy

import market.hookspecs
import tongban.hookspecs
from plugins.problems import Problem, problem
from tongban.hookspecs import API_VERSION, OLDEST_API_VERSION, PROJECT
from tongban.regions.codes import is_region_code

GROUP = "tongban.plugins"
SPECS = (tongban.hookspecs, market.hookspecs)
#: Answers of this hook are stored as values; every other hook decides, and is called again later.
RULE_HOOK = "tongban_rule"


@dataclass(frozen=True)
class PythonPlugin:
    """An accepted plugin. ``rule_file`` is its own TOML, if it brings one.

    ``impl_version`` names what its decision hooks do now (by default its version: every other version counts
    as other code); ``earlier`` are implementations it still carries for what was published under them.
    """

    package: str
    name: str
    version: str
    regions: tuple[str, ...]
    api_version: int
    rule_file: Path | None
    implementation: object = field(compare=False, repr=False)
    impl_version: str = ""
    earlier: Mapping[str, object] = field(default_factory=dict, compare=False, repr=False)

    @property
    def source(self) -> str:
        """Its name among the packs."""
        return f"python:{self.package}"

    @property
    def offers(self) -> Mapping[str, object]:
        """Every implementation it carries, by ``impl_version``."""
        return {**self.earlier, self.current: self.implementation}

    @property
    def current(self) -> str:
        """The ``impl_version`` that what is published now is bound to."""
        return self.impl_version or self.version

    @property
    def hooks(self) -> tuple[str, ...]:
        """The hooks its present implementation has."""
        return tuple(name for name in HOOKS if hasattr(self.implementation, name))

    @property
    def decisions(self) -> tuple[str, ...]:
        """Those of its hooks that decide."""
        return tuple(name for name in self.hooks if name != RULE_HOOK)


@dataclass(frozen=True)
class Discovery:
    """What was found at start."""

    plugins: tuple[PythonPlugin, ...] = ()
    problems: tuple[Problem, ...] = ()

    def by_source(self) -> dict[str, PythonPlugin]:
        """The accepted plugins by their name among the packs."""
        return {plugin.source: plugin for plugin in self.plugins}


class Unfit(Exception):
    """Why a plugin is refused, in Chinese."""


def new_manager() -> pluggy.PluginManager:
    """A manager that knows every hook and holds no plugin."""
    manager = pluggy.PluginManager(PROJECT)
    for module in SPECS:
        manager.add_hookspecs(module)
    return manager


#: Every hook that is specified, by name.
HOOKS = tuple(sorted(vars(new_manager().hook)))


def discover(points: Iterable[EntryPoint] | None = None) -> Discovery:
    """Load and check every plugin; one that fails is a problem, never an exception."""
    plugins: list[PythonPlugin] = []
    problems: list[Problem] = []
    for point in entry_points(group=GROUP) if points is None else points:
        try:
            plugins.append(_accept(point))
        except Unfit as why:
            problems.append(problem(point.name, str(why)))
        except Exception as error:
            problems.append(problem(point.name, f"装载时出错，未启用（{type(error).__name__}：{error}）"))
    return Discovery(tuple(plugins), tuple(problems))


def _accept(point: EntryPoint) -> PythonPlugin:
    loaded: Any = point.load()
    implementation = loaded() if inspect.isclass(loaded) else loaded
    api_version = _api_version(implementation)
    regions = tuple(getattr(implementation, "regions", ()))
    if not regions or not all(isinstance(code, str) and is_region_code(code) for code in regions):
        raise Unfit("没有写明适用地区（regions），未启用")
    rule_file = getattr(implementation, "rule_file", None)
    version = str(getattr(implementation, "version", None) or (point.dist.version if point.dist else "0"))
    earlier = dict(getattr(implementation, "earlier", {}))
    for one in (implementation, *earlier.values()):
        _try_hooks(one)
    return PythonPlugin(
        package=point.name,
        name=str(getattr(implementation, "name", point.name)),
        version=version,
        regions=regions,
        api_version=api_version,
        rule_file=Path(rule_file) if rule_file else None,
        implementation=implementation,
        impl_version=_impl_version(getattr(implementation, "impl_version", version), earlier),
        earlier=earlier,
    )


def _impl_version(current: object, earlier: Mapping[str, object]) -> str:
    for name in (current, *earlier):
        if not isinstance(name, str) or not 0 < len(name) <= 40:
            raise Unfit("实现版本（impl_version、earlier）要写 1 到 40 个字的文字，未启用")
    if current in earlier:
        raise Unfit(f"实现版本 {current} 写了两次（impl_version 和 earlier），未启用")
    return str(current)


def _api_version(implementation: object) -> int:
    version = getattr(implementation, "api_version", None)
    if not isinstance(version, int):
        raise Unfit("没有写明接口版本（api_version），未启用")
    if version > API_VERSION:
        raise Unfit(
            f"需要接口版本 {version}，本系统提供到 {API_VERSION}；请先升级本系统，或改装旧版插件。未启用"
        )
    if version < OLDEST_API_VERSION:
        raise Unfit(
            f"按接口版本 {version} 编写，本系统只支持 {OLDEST_API_VERSION} 及以上；请升级插件。未启用"
        )
    return version


def _try_hooks(implementation: object) -> None:
    """Refuse misspelt hooks and wrong arguments now instead of never being called."""
    manager = new_manager()
    try:
        manager.register(implementation)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise Unfit(f"钩子写得不对，未启用（{error}）") from None
