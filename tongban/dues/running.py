"""Which dates of things run, and what follows when one of them moves; each feature describes its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pyramid.config import Configurator
from sqlalchemy.orm import Session

from tongban.rules import Rules, RulesProvider

#: Registry key: the dates that features have described.
RUNNING = "tongban.running_dues"


@dataclass(frozen=True)
class Running:
    """A date of a kind of thing: ``name`` is the attribute, ``states`` those in which it still counts.

    ``rules`` finds the rules it was computed by, ``sides`` the organisations that go by it, ``title`` and
    ``url`` what they are told about. ``timer`` is called at the date, if anything happens by itself.
    ``received`` is the attribute with the moment of receipt, for a limit that runs from receipt.
    """

    model: type[Any]
    name: str
    label: str
    states: tuple[str, ...]
    rules: Callable[[Session, RulesProvider, Any], Rules]
    sides: Callable[[Any], tuple[int, ...]]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    timer: str | None = None
    received: str | None = None


def add_running_due(config: Configurator, running: Running) -> None:
    """Directive: have a date computed again when the calendar it rests on changes."""
    config.registry.setdefault(RUNNING, []).append(running)
