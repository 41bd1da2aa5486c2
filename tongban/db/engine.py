"""Engines: one that writes, one that cannot.

SQLite's Python driver by default neither isolates a read followed by a write nor waits for another writer;
both lose changes without an error. So the driver's own transactions are switched off, every writing
transaction starts with BEGIN IMMEDIATE, and reading connections are set to refuse writes.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

#: How long a SQLite writer waits for another one, in milliseconds.
BUSY_TIMEOUT_MS = 30_000


@dataclass(frozen=True)
class Engines:
    """The pair of engines of one process."""

    write: Engine
    read: Engine

    @property
    def snapshot(self) -> Engine:
        """The reading engine, every transaction of which sees the database as of its first query.

        PostgreSQL otherwise shows each query what was committed before that query.
        """
        if self.read.dialect.name == "sqlite":
            return self.read
        return self.read.execution_options(isolation_level="REPEATABLE READ")

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.write.dispose()
        self.read.dispose()


def make_engines(url: str, *, pool_size: int = 10) -> Engines:
    """Engines for a database URL (``sqlite:///PATH`` or ``postgresql+psycopg://…``)."""
    if make_url(url).get_backend_name() == "sqlite":
        return Engines(write=_sqlite(url, read_only=False), read=_sqlite(url, read_only=True))
    options: dict[str, Any] = {"pool_pre_ping": True, "pool_size": pool_size, "max_overflow": pool_size}
    return Engines(
        write=create_engine(url, **options),
        read=create_engine(url, execution_options={"postgresql_readonly": True}, **options),
    )


def _sqlite(url: str, *, read_only: bool) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine
