"""The table of a lifecycle and the one function that changes a state.

A guard is a function of (work, thing, facts) that returns None when it holds, or the Chinese reason why not.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event as sa_event
from sqlalchemy.orm import InstrumentedAttribute

from tongban.audit.record import lock_head
from tongban.db.locking import lock_row
from tongban.errors import NotAllowed
from tongban.lifecycle.errors import GuardFailed, WrongState
from tongban.security import Permission
from tongban.security.table import permits
from tongban.work import Thing, Work

Guard = Callable[[Work, Any, Mapping[str, Any]], str | None]

_firing: ContextVar[bool] = ContextVar("lifecycle_firing", default=False)
_registered: dict[str, "Lifecycle"] = {}


@dataclass(frozen=True)
class State:
    """A state: its name in code, its Chinese title, and its tone (ink, wait, done, late)."""

    name: str
    title: str
    tone: str = "ink"
    final: bool = False


@dataclass(frozen=True)
class Transition:
    """From a state, by an event, to a state: who may, and what must hold."""

    source: str
    event: str
    target: str
    who: Permission
    title: str
    guards: tuple[Guard, ...] = ()


class Lifecycle:
    """All states and transitions of one kind of thing. Raises ValueError if the table contradicts itself."""

    def __init__(self, kind: str, states: tuple[State, ...], transitions: tuple[Transition, ...]) -> None:
        self.kind = kind
        self.states = {state.name: state for state in states}
        self.transitions = transitions
        self.initial = states[0].name
        self._by_key = {(t.source, t.event): t for t in transitions}
        if len(self._by_key) != len(transitions) or len(self.states) != len(states):
            raise ValueError(f"lifecycle {kind}: a state or a (source, event) pair stands twice")
        unknown = {s for t in transitions for s in (t.source, t.target)} - set(self.states)
        if unknown:
            raise ValueError(f"lifecycle {kind}: unknown states {sorted(unknown)}")
        _registered[kind] = self

    def guard_attribute(self, attribute: InstrumentedAttribute[str]) -> None:
        """Make plain assignment of the mapped state attribute an error: only ``fire`` changes it."""

        @sa_event.listens_for(attribute, "set", propagate=True)
        def _refuse(_target: object, value: str, old: object, _initiator: object) -> None:
            first = not isinstance(old, str) and value == self.initial
            if not first and not _firing.get():
                raise RuntimeError(f"state of {self.kind} is changed only by its lifecycle")

    def find(self, state: str, event: str) -> Transition | None:
        """The transition that an event causes from a state, if there is one."""
        return self._by_key.get((state, event))

    def open_to(self, work: Work, thing: Any) -> Iterator[Transition]:
        """The transitions the actor could fire now: right state, permission, guards without extra facts."""
        for transition in self.transitions:
            if transition.source == thing.state and permits(work.actor, transition.who, thing):
                yield transition

    def fire(
        self, work: Work, thing: Any, event: str, *, private: Mapping[str, Any] | None = None, **facts: Any
    ) -> Transition:
        """Change the state by an event, with its trace, in the transaction of the work.

        Raises NotAllowed, WrongState or GuardFailed. Permission is asked before state and guards, so that an
        outsider learns nothing from the kind of refusal.
        """
        self._lock(work, thing)
        candidates = [t for t in self.transitions if t.event == event]
        if not any(permits(work.actor, t.who, thing) for t in candidates):
            raise NotAllowed
        transition = self.find(thing.state, event)
        if transition is None:
            raise WrongState(state=thing.state, event=event)
        if not permits(work.actor, transition.who, thing):
            raise NotAllowed
        for guard in transition.guards:
            reason = guard(work, thing, facts)
            if reason is not None:
                raise GuardFailed(reason, event=event)
        before = thing.state
        with _allowed():
            thing.state = transition.target
        work.record(thing, event, facts, private, before=before, after=transition.target)
        return transition

    def _lock(self, work: Work, thing: Thing) -> None:
        work.session.flush()
        lock_head(work.session, thing.thing_kind, thing.id, thing.region)
        lock_row(work.session, thing)


@contextmanager
def _allowed() -> Iterator[None]:
    token = _firing.set(True)
    try:
        yield
    finally:
        _firing.reset(token)


def registered() -> Mapping[str, Lifecycle]:
    """Every lifecycle of the process by kind of thing; docs and tests walk it."""
    return _registered
