"""Puts the handlers' registry and, where asked for, the embedded worker into the application."""

from datetime import timedelta
from typing import Any

from pyramid.config import Configurator
from pyramid.events import ApplicationCreated
from pyramid.registry import Registry

from tongban.outbox.handlers import Handlers, Job, JobHandler, OutboxHandler, TimerHandler
from tongban.outbox.runner import Runner
from tongban.outbox.worker import Worker


def _handlers(config: Configurator) -> Handlers:
    return config.registry["tongban.handlers"]


def add_outbox_handler(config: Configurator, name: str, handler: OutboxHandler) -> None:
    """Configurator directive: what the worker does for outbox rows of this name."""
    _handlers(config).on(name, handler)


def add_timer_handler(config: Configurator, name: str, handler: TimerHandler) -> None:
    """Configurator directive: what happens when a timer of this name falls due."""
    _handlers(config).at(name, handler)


def add_job(config: Configurator, name: str, title: str, every: timedelta, run: JobHandler) -> None:
    """Configurator directive: something the worker does again and again."""
    _handlers(config).every(Job(name, title, every, run))


def make_runner(registry: Registry, name: str = "worker") -> Runner:
    """A runner on this application's database, handlers and clock."""
    return Runner(
        sessions=registry["tongban.sessions"],
        reads=registry["tongban.reads"],
        handlers=registry["tongban.handlers"],
        clock=registry["tongban.clock"],
        name=name,
    )


def _start_embedded(event: Any) -> None:
    registry = event.app.registry
    # Commands and tests build the application too; only a server runs the worker.
    if registry["tongban.site"].embedded_worker and registry["tongban.global_config"].get("__script__") in (
        None,
        "pserve",
    ):
        worker = Worker(make_runner(registry, "embedded"))
        registry["tongban.worker"] = worker
        worker.start_thread()


def includeme(config: Configurator) -> None:
    """Directives, the registry of handlers, and the embedded worker."""
    config.registry["tongban.handlers"] = Handlers()
    config.add_directive("add_outbox_handler", add_outbox_handler, action_wrap=False)
    config.add_directive("add_timer_handler", add_timer_handler, action_wrap=False)
    config.add_directive("add_job", add_job, action_wrap=False)
    config.add_subscriber(_start_embedded, ApplicationCreated)
