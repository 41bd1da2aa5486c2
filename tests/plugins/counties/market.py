"""A market in a real county, by the rules and programs that come with the product."""

from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from market.catalogue.items import ServiceItem
from market.needs.bound import bound_needs
from plugins.declared import PARAMETERS
from plugins.facade import Hooks
from plugins.installed import settled
from plugins.liuyang import Liuyang
from plugins.load import load_packs
from plugins.offers import BUNDLED
from plugins.provider import Provider
from plugins.python_plugins import Discovery, PythonPlugin
from tests.support.market import Market
from tongban.clock import FixedClock
from tongban.outbox.runner import Runner


def packaged(implementation: Any, package: str = "liuyang") -> PythonPlugin:
    """A plugin as it is after discovery."""
    return PythonPlugin(
        package=package,
        name=implementation.name,
        version=implementation.version,
        regions=implementation.regions,
        api_version=getattr(implementation, "api_version", 1),
        rule_file=getattr(implementation, "rule_file", None),
        implementation=implementation,
        impl_version=implementation.impl_version,
        earlier=getattr(implementation, "earlier", {}),
    )


class CountyMarket(Market):
    """A market of one county; ``install`` is a restart with other packages."""

    def __init__(
        self,
        db: "sessionmaker[Session]",
        clock: FixedClock,
        folder: Path,
        region: str,
        *plugins: PythonPlugin,
    ) -> None:
        self.region = region
        self.found = Discovery(plugins or (packaged(Liuyang()),))
        with db.begin() as session:
            load_packs(session, clock.now(), [BUNDLED], python=self.found.plugins)
        super().__init__(db, clock, folder)

    def _answers(self, **_rules: Any) -> Provider:
        self.hooks = Hooks(self.found)
        return Provider(PARAMETERS, self.hooks)

    def install(self, *plugins: PythonPlugin) -> None:
        """What a process does when it starts with these packages."""
        with self.db.begin() as session:
            self.found = settled(session, Discovery(plugins), [bound_needs])
            load_packs(session, self.clock.now(), [BUNDLED], python=self.found.plugins)
        self.rules = self._answers()
        self.runner = Runner(self.db, self.db, self._handlers(), self.clock, "test")

    def item(self, code: str) -> ServiceItem:
        """A service by its code."""
        return next(item for item in self.catalogue if item.code == code)
