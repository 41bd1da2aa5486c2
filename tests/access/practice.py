"""The real application on a practice site, with needs in every phase and a person for every part."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from webtest import TestApp, TestResponse

from market.awards.models import Award
from market.contracts.models import Contract
from market.enrolments.models import Practitioner
from market.needs.models import Need
from tests.access.browser import fill, form_of, token_of
from tests.support.market import at
from tests.support.templates import Place, Templates, make_practice
from tongban.accounts import sessions as web_sessions
from tongban.accounts.models import Membership, Organisation, User
from tongban.app import main
from tongban.clock import SystemClock
from tongban.db.session import close_pools
from tongban.outbox.advance import advance
from tongban.outbox.wiring import make_runner
from tongban.security import Role

REGION, SERVICE, END = "430582", "ZJ-HP-02", at(10)
#: Who quotes for the prepared needs, in 元; the first one wins.
FIRMS = (("firm1", "10000.00"), ("firm2", "20000.00"), ("firm4", "30000.00"))
FILE = {"upload": ("文件.pdf", b"%PDF-1.7\n made up\n%%EOF", "application/pdf")}
CONFIRMED = {"__confirmed__": "1"}
#: The same parts played somewhere else: whatever they try here is none of their business.
STRANGERS = {
    "far_operator": Role.MARKET_OPERATOR,
    "far_authority": Role.MARKET_AUTHORITY,
    "far_owner": Role.OWNER_ADMIN,
    "far_firm": Role.INTERMEDIARY,
    "far_witness": Role.WITNESS,
    "far_agent": Role.AGENT,
    "far_head": Role.CENTRE_HEAD,
}
FAR_REGION = "330782"
#: Where the numbers of the prepared needs are noted, in the site's data folder.
NUMBERS = "needs-by-phase.json"
#: What the seven prepared needs are for; each comes to the phase of its name.
PHASES = ("failed", "letter", "decline", "filed", "in_force", "delivered", "accepted")


@dataclass(frozen=True)
class Person:
    """Somebody with an account, and the organisation they act for when they sign in."""

    user_id: int
    org_id: int | None


@dataclass
class PracticeSite:
    """A site whose time has been moved on until every phase is reached."""

    place: Place
    people: dict[str, Person] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        settings = self.place.settings(**{"tongban.practice": "true"})
        self.application = main({"__script__": "tests"}, **settings)
        self.registry = self.application.registry
        self._clients: dict[str, TestApp] = {}
        self._tokens: dict[str, str] = {}

    def close(self) -> None:
        """Give back all connections."""
        close_pools(self.registry)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction on the site's database."""
        with self.registry["tongban.sessions"].begin() as session:
            yield session

    def move_to(self, moment: datetime) -> None:
        """Let practice time pass, with all that falls due."""
        registry = self.registry
        advance(registry["tongban.sessions"], registry["tongban.clock"], make_runner(registry), moment)

    def client(self, login: str) -> TestApp:
        """A browser in which this person is signed in."""
        if login not in self._clients:
            person, client = self.people[login], self.visitor()
            with self.session() as session:
                user = session.get_one(User, person.user_id)
                token = web_sessions.begin(session, user, person.org_id, SystemClock().now())
            client.set_cookie(web_sessions.COOKIE, token)
            self._clients[login] = client
        return self._clients[login]

    def token(self, login: str) -> str:
        """The token by which this person's forms are known."""
        if login not in self._tokens:
            self._tokens[login] = token_of(self.client(login))
        return self._tokens[login]

    def visitor(self) -> TestApp:
        """A browser in which nobody is signed in."""
        return TestApp(self.application, lint=False)

    def act(self, login: str, page: str, marker: str | None = "form", **answers: Any) -> TestResponse:
        """Fill in the form of a page and send it, past the page that asks whether it is right."""
        client = self.client(login)
        controls = fill(form_of(client, page, marker), answers | CONFIRMED)
        response = client.post(page, controls, status="*")
        assert response.status_int in (200, 303), (page, response.status)
        return response

    # What people do

    def draft(self, ends_at: datetime = END, **more: Any) -> str:
        """A draft of owner1; its number."""
        answers = need_answers(ends_at) | more
        response = self.act("owner1", f"/needs/new?region={REGION}&service={SERVICE}", **answers)
        return str(response.location).rsplit("/", 1)[1]

    def submitted(self, ends_at: datetime = END, **more: Any) -> str:
        """A need that waits for its check."""
        number = self.draft(ends_at, **more)
        self.act("owner1", f"/needs/{number}/submit")
        return number

    def published(self, ends_at: datetime = END, **more: Any) -> str:
        """A need that is open for registration."""
        number = self.submitted(ends_at, **more)
        self.act("operator", f"/needs/{number}/check", decision="publish")
        return number

    def quote(self, number: str, login: str, yuan: str) -> None:
        """Register a firm and quote."""
        self.act(login, f"/needs/{number}/entry", **self.quote_answers(login, yuan))

    def enter(self, number: str, login: str) -> None:
        """Register a firm for a draw: nobody quotes."""
        answers = self.quote_answers(login, "")
        answers.pop("value")
        self.act(login, f"/needs/{number}/entry", **answers)

    def quote_answers(self, login: str, yuan: str) -> dict[str, Any]:
        """What the form of an entry is filled in with."""
        with self.session() as session:
            org_id = self.people[login].org_id
            person = session.scalars(select(Practitioner).where(Practitioner.enrolment.has(org_id=org_id)))
            return {"value": yuan, "practitioner": str(person.first().id), "promise": True}  # type: ignore[union-attr]

    def perform(self, number: str, until: str) -> None:
        """File a contract, confirm, deliver, accept: as far as the phase asks."""
        award = self._award(number)
        self.act("firm1", f"/awards/{award}/contract", signed_on="2026-03-20", **FILE)
        if until == "filed":
            return
        contract = self._contract(number)
        self.act("owner1", f"/contracts/{contract}/confirm", decision="confirm")
        if until == "in_force":
            return
        self.act("firm1", f"/contracts/{contract}/deliverable", **FILE)
        if until == "accepted":
            self.act("owner1", f"/contracts/{contract}/acceptance", decision="accept")

    def award(self, phase: str) -> str:
        """The number of the award of the need that is in a phase."""
        return self._award(self.numbers[phase])

    def contract(self, phase: str) -> str:
        """The number of the contract of the need that is in a phase."""
        return self._contract(self.numbers[phase])

    def _award(self, need: str) -> str:
        with self.session() as session:
            return str(the(session, Award, need=the(session, Need, number=need)).number)

    def _contract(self, need: str) -> str:
        with self.session() as session:
            award = the(session, Award, need=the(session, Need, number=need))
            return str(the(session, Contract, award=award).number)


def the(session: Session, model: Any, **by: Any) -> Any:
    """The one row that fits."""
    return session.scalars(select(model).filter_by(**by)).one()


def need_answers(ends_at: datetime) -> dict[str, Any]:
    """What the form of a need is filled in with."""
    return {
        "title": "年产 5 万吨食品加工项目环境影响报告表编制",
        "project_name": "年产 5 万吨食品加工项目",
        "scope": "编制环境影响报告表并配合审批。",
        "service_days": "20",
        "ceiling_fen": "120000.00",
        "ends_at": f"{ends_at:%Y-%m-%dT%H:%M}",
        "contact_name": "张三",
        "contact_phone": "0739-0000001",
    }


@contextmanager
def phased_site(templates: Templates) -> Iterator[PracticeSite]:
    """A site with everybody, one need in each phase, and a draw whose list is out ("listed")."""
    with templates.fresh("phased", _phased) as place:
        site = PracticeSite(place)
        _know_people(site)
        site.numbers.update(json.loads((place.data / NUMBERS).read_text(encoding="utf-8")))
        yield site
        site.close()


def _phased(place: Place) -> None:
    """Make the database of such a site, and note the numbers of its needs beside it."""
    make_practice(place)
    site = PracticeSite(place)
    _add_strangers(site)
    _know_people(site)
    for phase in PHASES:
        number = site.numbers[phase] = site.published()
        for login, yuan in FIRMS[: 1 if phase == "failed" else 3]:
            site.quote(number, login, yuan)
    drawn = site.numbers["listed"] = site.published(at(19), method="draw")
    for login, _ in FIRMS:
        site.enter(drawn, login)
    site.move_to(at(20, 9))
    for phase in PHASES[3:]:
        site.perform(site.numbers[phase], phase)
    (place.data / NUMBERS).write_text(json.dumps(site.numbers), encoding="utf-8")
    site.close()


def _add_strangers(site: PracticeSite) -> None:
    now = site.registry["tongban.clock"].now()
    with site.session() as session:
        for login, role in STRANGERS.items():
            org = Organisation(name=f"外地单位 {login}", region=FAR_REGION, created_at=now)
            session.add(org)
            session.flush()
            add_person(session, login, org.id, role, FAR_REGION, now)


def _know_people(site: PracticeSite) -> None:
    """Everybody who has an account."""
    with site.session() as session:
        for user in session.scalars(select(User)):
            seats = select(Membership.org_id).filter_by(user_id=user.id).order_by(Membership.id)
            site.people[user.login] = Person(user.id, session.scalar(seats.limit(1)))


def add_person(
    session: Session, login: str, org_id: int, role: Role, region: str, now: datetime
) -> tuple[User, Membership]:
    """A new person with one role."""
    user = User(
        login=login, name="某人", password_hash="-", region=region, created_at=now, password_changed_at=now
    )
    session.add(user)
    session.flush()
    seat = Membership(user_id=user.id, org_id=org_id, role=role, region=region, granted_at=now)
    session.add(seat)
    session.flush()
    return user, seat
