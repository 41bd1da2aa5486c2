"""The two kinds of database, each with the same few verbs: create, copy, drop."""

import shutil
from pathlib import Path
from typing import Protocol

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool


class Databases(Protocol):
    """Named databases of one kind."""

    def create(self, name: str) -> str:
        """Make an empty database; its URL."""
        ...

    def copy(self, source: str, name: str) -> str:
        """Make a database with what another one holds; its URL."""
        ...

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        ...


class SqliteDatabases:
    """Files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(self, name: str) -> str:
        return f"sqlite:///{self._path(name)}"

    def copy(self, source: str, name: str) -> str:
        shutil.copyfile(self._path(source), self._path(name))
        return self.create(name)

    def drop(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self._path(name)}{suffix}").unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.sqlite"


class PostgresDatabases:
    """Databases on one server."""

    def __init__(self, server_url: str) -> None:
        self._url = make_url(server_url)
        self._engine = create_engine(self._url, isolation_level="AUTOCOMMIT", poolclass=NullPool)

    def create(self, name: str) -> str:
        self._do(f"CREATE DATABASE {name}")
        return self._url.set(database=name).render_as_string(hide_password=False)

    def copy(self, source: str, name: str) -> str:
        self._do(f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY FILE_COPY")
        return self._url.set(database=name).render_as_string(hide_password=False)

    def drop(self, name: str) -> None:
        self._do(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _do(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(statement))
