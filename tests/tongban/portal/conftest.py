"""The real application, and people of any role who sign in without a form."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker
from webtest import TestApp

from tests.support.templates import START, Templates
from tongban.accounts import sessions as web_sessions
from tongban.accounts.models import Membership, Organisation, User
from tongban.app import main
from tongban.clock import FixedClock
from tongban.db.session import close_pools
from tongban.security import Role

REGION = "430582"


@dataclass
class Site:
    """A site called without a server."""

    app: TestApp
    registry: Any
    clock: Any
    people: dict[str, int] = field(default_factory=dict)

    @property
    def sessions(self) -> "sessionmaker[Session]":
        made: sessionmaker[Session] = self.registry["tongban.sessions"]
        return made

    def sign_in(self, *roles: Role, login: str = "someone") -> int:
        """A new person with the roles, signed in; the person's id."""
        now = self.clock.now()
        with self.sessions.begin() as session:
            user = User(
                login=login,
                name=login,
                password_hash="-",
                region=REGION,
                created_at=now,
                password_changed_at=now,
            )
            org = Organisation(name=f"{login}单位", region=REGION, created_at=now)
            session.add_all([user, org])
            session.flush()
            session.add_all(
                Membership(user_id=user.id, org_id=org.id, role=role, region=REGION, granted_at=now)
                for role in roles
            )
            session.flush()
            token = web_sessions.begin(session, user, org.id, now - self.clock.offset())
        self.app.reset()
        self.app.set_cookie(web_sessions.COOKIE, token)
        return user.id

    def token(self, path: str = "/desk") -> str:
        """The form token of this browser."""
        return str(self.app.get(path).html.select_one("input[name=csrf_token]")["value"])

    def post(self, path: str, status: Any = 303, **fields: str) -> Any:
        """POST with the token of this browser."""
        return self.app.post(path, {"csrf_token": self.token(), **fields}, status=status)


@pytest.fixture
def site(app: TestApp, clock: FixedClock) -> Site:
    """A production site at the moment the tests begin."""
    return Site(app, app.app.registry, clock)


@pytest.fixture
def practice(templates: Templates) -> Iterator[Site]:
    """A practice site with its own, movable time."""
    from tongban.clock.practice import start_practice

    with templates.fresh("practice") as place:
        application = main(
            {"__script__": "tests"},
            **place.settings(**{"tongban.practice": "true", "tongban.region": REGION}),
        )
        registry = application.registry
        with registry["tongban.sessions"].begin() as session:
            start_practice(session, START)
        yield Site(TestApp(application), registry, registry["tongban.clock"])
        close_pools(registry)
