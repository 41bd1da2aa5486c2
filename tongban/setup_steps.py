"""What ``tongban init`` does: steps that packages register, run in order, each in its own transaction.

Every step is idempotent, so that ``init`` may be run after each upgrade.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pyramid.config import Configurator
from pyramid.registry import Registry

from tongban.work import Work

#: A step does its work through the services; it returns a line for the person at the terminal, or None.
StepFunction = Callable[[Work, Registry], str | None]


@dataclass(frozen=True)
class SetupStep:
    """One step of setting up; ``demo`` steps run on practice sites only."""

    order: int
    name: str
    run: StepFunction
    demo: bool = False


def add_setup_step(
    config: Configurator, name: str, run: StepFunction, *, order: int = 50, demo: bool = False
) -> None:
    """Configurator directive: have ``tongban init`` run a step."""
    steps: list[SetupStep] = config.registry.setdefault("tongban.setup_steps", [])
    steps.append(SetupStep(order, name, run, demo))


def setup_steps(registry: Registry, *, demo: bool) -> list[SetupStep]:
    """The registered steps in order."""
    steps: list[SetupStep] = registry.get("tongban.setup_steps", [])
    return sorted((s for s in steps if demo or not s.demo), key=lambda s: (s.demo, s.order, s.name))


def includeme(config: Configurator) -> None:
    """Add the directive."""
    config.add_directive("add_setup_step", add_setup_step, action_wrap=False)
