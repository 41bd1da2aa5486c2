"""A state changes only through its table: right state, permission, guards, and a trace of who did it."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tests.support.templates import START
from tongban.accounts.lifecycle import ACCOUNT
from tongban.accounts.models import User
from tongban.audit.models import AuditEvent
from tongban.errors import NotAllowed
from tongban.lifecycle import Lifecycle, State, Transition, WrongState, registered
from tongban.security import SYSTEM, Actor, Permission
from tongban.work import Work


@pytest.fixture
def session(db: "sessionmaker[Session]") -> Iterator[Session]:
    with db() as session:
        yield session


@pytest.fixture
def user(session: Session) -> User:
    user = User(login="u", name="某人", password_hash="-", created_at=START, password_changed_at=START)
    session.add(user)
    session.flush()
    return user


def test_plain_assignment_of_a_state_is_an_error(user: User) -> None:
    with pytest.raises(RuntimeError, match="lifecycle"):
        user.state = "disabled"


def test_firing_leaves_who_when_and_both_states(session: Session, user: User) -> None:
    event = next(t for t in ACCOUNT.transitions if t.source == "active")
    ACCOUNT.fire(Work(session, SYSTEM, START, "cli"), user, event.event, held=0)
    trace = session.scalars(select(AuditEvent).filter_by(thing_kind="user", thing_id=user.id)).all()[-1]
    assert (trace.before, trace.after, trace.at, trace.source) == ("active", event.target, START, "cli")


def test_permission_is_asked_before_the_state(session: Session, user: User) -> None:
    nobody = Work(session, Actor(), START, "web")
    with pytest.raises(NotAllowed):
        ACCOUNT.fire(nobody, user, "enable")
    with pytest.raises(WrongState):
        ACCOUNT.fire(Work(session, SYSTEM, START, "cli"), user, "enable")


@pytest.mark.parametrize(
    "transitions",
    [
        (
            Transition("a", "go", "b", Permission.PUBLIC, "去"),
            Transition("a", "go", "a", Permission.PUBLIC, "去"),
        ),
        (Transition("a", "go", "nowhere", Permission.PUBLIC, "去"),),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(transitions: Any) -> None:
    with pytest.raises(ValueError, match="lifecycle"):
        Lifecycle("test-broken", (State("a", "甲"), State("b", "乙")), transitions)


def test_final_states_lead_nowhere_and_every_state_is_reached() -> None:
    for kind, lifecycle in registered().items():
        if kind.startswith("test-"):
            continue
        reached = {lifecycle.initial} | {t.target for t in lifecycle.transitions}
        assert reached == set(lifecycle.states), kind
        for transition in lifecycle.transitions:
            assert not lifecycle.states[transition.source].final, (kind, transition.source)
