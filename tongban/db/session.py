"""Sessions of a web request: reading requests cannot write, writing ones join the request's transaction."""

from typing import Any, Protocol

import zope.sqlalchemy
from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid_retry import mark_error_retryable
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from tongban.db.engine import Engines, make_engines

#: Registry key: whatever of this application holds connections.
POOLS = "tongban.pools"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def request_db(request: Request) -> Session:
    """The session of this request."""
    engines: Engines = request.registry["tongban.engines"]
    if request.method in SAFE_METHODS:
        session = Session(engines.read, autoflush=False)
        request.add_finished_callback(lambda _request: session.close())
        return session
    session = Session(engines.write, expire_on_commit=False)
    zope.sqlalchemy.register(session, transaction_manager=request.tm)
    request.add_finished_callback(lambda _request: session.close())
    return session


def _begins_transaction(request: Request) -> bool:
    return request.method not in SAFE_METHODS


def _mark_retryable() -> None:
    # Two requests that insert the same unique value race; on the second try the loser sees the winner's row.
    mark_error_retryable(IntegrityError)
    mark_error_retryable(OperationalError)


class Pool(Protocol):
    """Holds connections."""

    def dispose(self) -> None:
        """Close those nobody uses."""
        ...


def hold_pool(registry: Registry, pool: Pool) -> None:
    """Remember what ``close_pools`` has to close."""
    registry.setdefault(POOLS, []).append(pool)


def close_pools(registry: Registry) -> None:
    """Close every connection of an application; they are opened again when one is needed."""
    for pool in registry.get(POOLS, []):
        pool.dispose()


def includeme(config: Configurator) -> None:
    """Engines, session factories and ``request.db``."""
    settings: dict[str, Any] = config.get_settings()
    settings["tm.manager_hook"] = "pyramid_tm.explicit_manager"
    settings["tm.activate_hook"] = _begins_transaction
    settings["tm.commit_veto"] = "pyramid_tm.default_commit_veto"
    settings.setdefault("retry.attempts", 3)
    config.include("pyramid_tm")
    config.include("pyramid_retry")
    _mark_retryable()
    engines = make_engines(settings["sqlalchemy.url"])
    config.registry["tongban.engines"] = engines
    hold_pool(config.registry, engines)
    config.registry["tongban.sessions"] = sessionmaker(engines.write, expire_on_commit=False)
    config.registry["tongban.reads"] = sessionmaker(engines.read, autoflush=False)
    config.add_request_method(request_db, "db", reify=True)
