"""What a subcommand works with: settings, database, clock, and, when it needs it, the whole application."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import click
from pyramid.paster import get_appsettings
from pyramid.registry import Registry
from sqlalchemy import Engine, inspect
from sqlalchemy.orm import Session

from tongban.clock import Clock
from tongban.db.engine import Engines
from tongban.db.session import close_pools
from tongban.security import SYSTEM
from tongban.site.environment import VariableNotSet
from tongban.work import Work


class Context:
    """Built from ``--config``; everything is made on first use."""

    def __init__(self, config_file: Path) -> None:
        self.config_file = config_file

    @cached_property
    def settings(self) -> dict[str, Any]:
        """The settings of the ini file. A missing file ends the command with exit code 2."""
        if not self.config_file.exists():
            raise click.UsageError(f"没有找到配置文件 {self.config_file}；请用 --config 指定。")
        return dict(get_appsettings(str(self.config_file)))

    @cached_property
    def registry(self) -> Registry:
        """The registry of the configured application (no server, no worker)."""
        from tongban.app import configure  # noqa: PLC0415 - the application imports what commands are part of

        try:
            config = configure({"__script__": "tongban", "__file__": str(self.config_file)}, **self.settings)
        except VariableNotSet as error:
            raise click.UsageError(str(error)) from error
        config.commit()
        return config.registry

    def close(self) -> None:
        """Give back the connections, if the command opened any."""
        if "registry" in self.__dict__:
            close_pools(self.registry)

    @property
    def engines(self) -> Engines:
        """The engines of the site's database."""
        return self.registry["tongban.engines"]

    @property
    def clock(self) -> Clock:
        """The clock of the site."""
        return self.registry["tongban.clock"]

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session that commits at the end. Exit code 1 with a remedy if the database was never set up."""
        self._require_database(self.engines.write)
        with self.registry["tongban.sessions"].begin() as session:
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """A session that only reads, sees one moment of a busy site, and holds up no writer."""
        self._require_database(self.engines.read)
        with Session(self.engines.snapshot) as session:
            yield session

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A unit of work of the system, from the command line."""
        with self.session() as session:
            yield Work(session, SYSTEM, self.clock.now(), "cli")

    @staticmethod
    def _require_database(engine: Engine) -> None:
        if not inspect(engine).has_table("alembic_version"):
            raise click.ClickException("数据库尚未初始化，请先运行 tongban init。")


pass_context = click.make_pass_decorator(Context)
