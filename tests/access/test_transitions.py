"""Every transition of every lifecycle: by everybody who may not, in every wrong state, twice, and stale."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.access.seats import Seat, seats
from tests.access.stated import FACTS, MAY, may, somebody_unauthorised, ways
from tests.access.things import MODELS, Things
from tongban.audit.models import AuditEvent
from tongban.db.models import import_all
from tongban.errors import NotAllowed
from tongban.lifecycle import Lifecycle, Transition, WrongState, registered
from tongban.work import Work

import_all()
KINDS = sorted(registered())
TRANSITIONS = [(kind, transition) for kind in KINDS for transition in registered()[kind].transitions]
IDS = [f"{kind}: {t.source} {t.event}" for kind, t in TRANSITIONS]

every_transition = pytest.mark.parametrize(("kind", "transition"), TRANSITIONS, ids=IDS)


@contextmanager
def trial(things: Things) -> Iterator[Session]:
    """A transaction that leaves nothing behind."""
    with things.db() as session:
        yield session
        session.rollback()


@contextmanager
def nothing_changes(things: Things, session: Session, kind: str) -> Iterator[None]:
    """What is refused leaves no trace, not even one that a rollback would have to undo."""
    before = things.trace(session, kind)
    yield
    assert not session.dirty
    assert things.trace(session, kind) == before


def fire(things: Things, session: Session, seat: Seat, lifecycle: Lifecycle, thing: Any, event: str) -> None:
    work = Work(session, seat.actor, things.market.clock.now(), "web")
    lifecycle.fire(work, thing, event, **FACTS.get((lifecycle.kind, event), {}))


def somebody_who_may(things: Things, kind: str, transition: Transition) -> Seat:
    return next(seat for seat in seats(things) if may(seat, ways(kind, transition)))


def test_every_kind_with_a_lifecycle_is_tried() -> None:
    assert set(MODELS) == set(KINDS)


def test_nobody_stated_here_is_without_a_transition() -> None:
    for kind, stated in MAY.items():
        fired = {t.event for t in registered()[kind].transitions}
        fired |= {f"{t.source} {t.event}" for t in registered()[kind].transitions}
        assert set(stated) <= fired


@every_transition
def test_no_transition_is_open_to_visitors_or_people_elsewhere(kind: str, transition: Transition) -> None:
    assert not somebody_unauthorised(ways(kind, transition))


@every_transition
def test_nobody_else_may(things: Things, kind: str, transition: Transition) -> None:
    lifecycle, allowed = registered()[kind], ways(kind, transition)
    with trial(things) as session:
        thing = things.load(session, kind, transition.source)
        with nothing_changes(things, session, kind):
            for seat in seats(things):
                if not may(seat, allowed):
                    with pytest.raises(NotAllowed):
                        fire(things, session, seat, lifecycle, thing, transition.event)
                    assert thing.state == transition.source, str(seat)


@every_transition
def test_each_of_those_named_may(things: Things, kind: str, transition: Transition) -> None:
    lifecycle, allowed = registered()[kind], ways(kind, transition)
    with trial(things) as session:
        for seat in filter(lambda seat: may(seat, allowed), seats(things)):
            with session.begin_nested() as attempt:
                thing = things.load(session, kind, transition.source)
                before = things.trace(session, kind)
                fire(things, session, seat, lifecycle, thing, transition.event)
                after = (transition.target, before[1] + 1, before[2] + 1)
                assert things.trace(session, kind) == after, str(seat)
                _check_the_trace(things, session, seat, kind, transition)
                attempt.rollback()


def _check_the_trace(things: Things, session: Session, seat: Seat, kind: str, transition: Transition) -> None:
    """The last event says who, when, and from where to where."""
    event = session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
    assert event is not None
    assert (event.thing_kind, event.thing_id) == (kind, things.ids[kind])
    assert (event.event, event.before, event.after) == (
        transition.event,
        transition.source,
        transition.target,
    )
    assert (event.actor_user_id, event.actor_org_id) == (seat.actor.user_id, seat.actor.org_id)
    assert (event.at, event.source) == (things.market.clock.now(), "web")


@every_transition
def test_a_second_time_is_refused_unless_the_table_says_so(
    things: Things, kind: str, transition: Transition
) -> None:
    lifecycle, seat = registered()[kind], somebody_who_may(things, kind, transition)
    with trial(things) as session:
        thing = things.load(session, kind, transition.source)
        fire(things, session, seat, lifecycle, thing, transition.event)
        again = lifecycle.find(transition.target, transition.event)
        if again is not None and may(seat, ways(kind, again)):
            assert again.target == transition.target, "acting twice must not lead further"
            return
        with nothing_changes(things, session, kind), pytest.raises((WrongState, NotAllowed)):
            fire(things, session, seat, lifecycle, thing, transition.event)


@every_transition
def test_a_stale_copy_of_the_thing_does_not_help(things: Things, kind: str, transition: Transition) -> None:
    """Somebody looked at the thing, somebody else acted: the first one's act meets the present state."""
    lifecycle, seat = registered()[kind], somebody_who_may(things, kind, transition)
    with things.db.begin() as session:
        was = things.trace(session, kind)[0]
        stale = things.load(session, kind, transition.source)
    with things.db.begin() as session:
        thing = things.load(session, kind)
        fire(things, session, seat, lifecycle, thing, transition.event)
    try:
        with trial(things) as session:
            session.add(stale)
            again = lifecycle.find(transition.target, transition.event)
            if again is None:
                with nothing_changes(things, session, kind), pytest.raises((WrongState, NotAllowed)):
                    fire(things, session, seat, lifecycle, stale, transition.event)
    finally:
        with things.db.begin() as session:
            things.load(session, kind, was)


@pytest.mark.parametrize("kind", KINDS)
def test_no_event_leads_anywhere_from_a_wrong_state(things: Things, kind: str) -> None:
    lifecycle = registered()[kind]
    with trial(things) as session:
        for state in lifecycle.states:
            for known in lifecycle.transitions:
                if lifecycle.find(state, known.event) is not None:
                    continue
                seat = somebody_who_may(things, kind, known)
                thing = things.load(session, kind, state)
                with nothing_changes(things, session, kind), pytest.raises(WrongState):
                    fire(things, session, seat, lifecycle, thing, known.event)


@pytest.mark.parametrize("kind", KINDS)
def test_an_outsider_does_not_learn_the_state_from_the_refusal(things: Things, kind: str) -> None:
    lifecycle = registered()[kind]
    visitor = next(seats(things))
    with trial(things) as session:
        for state in lifecycle.states:
            thing = things.load(session, kind, state)
            for event in {t.event for t in lifecycle.transitions}:
                with nothing_changes(things, session, kind), pytest.raises(NotAllowed):
                    fire(things, session, visitor, lifecycle, thing, event)


@pytest.mark.parametrize("kind", KINDS)
def test_a_state_cannot_be_assigned_past_the_lifecycle(things: Things, kind: str) -> None:
    lifecycle = registered()[kind]
    with trial(things) as session:
        thing = things.load(session, kind)
        for state in lifecycle.states:
            with pytest.raises(RuntimeError, match="only by its lifecycle"):
                thing.state = state
