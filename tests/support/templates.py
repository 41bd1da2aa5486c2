"""Databases that are made once per run and copied for each test, with the data folder that goes with them.

- ``schema``: what the real migrations make;
- ``ground``: and the regions and the official calendar;
- ``seeded``: and what ``tongban init`` loads into a production site (regions, calendar, rules, catalogue);
- ``practice``: and the practice site of ``tongban init --demo``.
"""

import fcntl
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from tests.support.databases import Databases
from tongban.app import configure
from tongban.calendar.importing import seed_official_years
from tongban.clock import TZ, FixedClock
from tongban.clock.practice import start_practice
from tongban.db.engine import make_engines
from tongban.db.migrate import upgrade
from tongban.db.session import close_pools
from tongban.regions.service import load_regions
from tongban.security import SYSTEM
from tongban.setup_steps import setup_steps
from tongban.work import Work

#: When the tests take place.
START = datetime(2026, 3, 2, 9, 0, tzinfo=TZ)

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Place:
    """A database and the data folder beside it."""

    url: str
    data: Path

    def settings(self, **more: str) -> dict[str, str]:
        """Settings of a site that lives here."""
        # Each site would compile the pages anew; they are the same for all.
        pages = self.data.parent / "pages"
        pages.mkdir(parents=True, exist_ok=True)
        return {
            "sqlalchemy.url": self.url,
            "tongban.data_dir": str(self.data),
            "tongban.seal_keys": str(self.data / "keys" / "seal.keys"),
            "tongban.search": "whoosh" if self.url.startswith("sqlite") else "postgresql",
            "tongban.region": "430582",
            "tongban.public_url": "http://localhost",
            "tongban.practice": "false",
            "tongban.worker": "separate",
            "jinja2.bytecode_caching": "true",
            "jinja2.bytecode_caching_directory": str(pages),
            **more,
        }


Maker = Callable[[Place], None]


class Templates:
    """Makes each template once, whichever worker of the run asks first, and copies it."""

    def __init__(self, databases: Databases, shared: Path) -> None:
        self._databases, self._shared = databases, shared
        shared.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def fresh(self, template: str, make: Maker | None = None) -> Iterator[Place]:
        """A place of one's own that begins as the template; removed afterwards.

        ``make`` makes a template that is none of this module's.
        """
        self._make(template, make or _MAKERS[template])
        name = f"t_{os.getpid()}_{next(_numbers)}"
        place = Place(self._databases.copy(f"template_{template}", name), self._shared / name)
        shutil.copytree(self._shared / template, place.data)
        try:
            yield place
        finally:
            self._databases.drop(name)
            shutil.rmtree(place.data, ignore_errors=True)

    def _make(self, template: str, make: Maker) -> None:
        done = self._shared / f"{template}.done"
        with (self._shared / f"{template}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                data = self._shared / template
                data.mkdir()
                make(Place(self._databases.create(f"template_{template}"), data))
                done.touch()


def _schema(place: Place) -> None:
    engines = make_engines(place.url)
    upgrade(engines.write)
    engines.dispose()


def _ground(place: Place) -> None:
    _schema(place)
    engines = make_engines(place.url)
    with Session(engines.write) as session, session.begin():
        load_regions(session)
        seed_official_years(Work(session, SYSTEM, START, "cli"))
    engines.dispose()


def _seeded(place: Place) -> None:
    _schema(place)
    _run_steps(place.settings(), demo=False)


def make_practice(place: Place) -> None:
    """A practice site that has just begun."""
    _schema(place)
    _run_steps(place.settings(**{"tongban.practice": "true"}), demo=True)
    engines = make_engines(place.url)
    with Session(engines.write) as session, session.begin():
        start_practice(session)
    engines.dispose()


def _run_steps(settings: dict[str, Any], *, demo: bool) -> None:
    """What ``tongban init`` does, at the moment the tests begin."""
    config = configure({"__script__": "tongban"}, **settings)
    config.commit()
    registry = config.registry
    registry["tongban.clock"] = FixedClock(START)
    for step in setup_steps(registry, demo=demo):
        with registry["tongban.sessions"].begin() as session:
            step.run(Work(session, SYSTEM, START, "cli"), registry)
    close_pools(registry)


_MAKERS: dict[str, Maker] = {
    "schema": _schema,
    "ground": _ground,
    "seeded": _seeded,
    "practice": make_practice,
}
