"""The practice site with whom the proofs need besides the practice accounts: firms and people anywhere."""

import itertools
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from market.enrolments.models import Enrolment, Practitioner, QualificationRecord
from tests.access.practice import FILE, REGION, SERVICE, Person, PracticeSite, add_person, need_answers
from tests.support.market import at
from tests.support.templates import Place
from tongban.accounts.models import Membership, Organisation, User
from tongban.clock import local
from tongban.security import Role

#: Every need of the proofs ends at that moment unless it says otherwise: Tuesday, 10 March 2026, 17:00.
END = at(10)

_numbers = itertools.count(1)


class Stage(PracticeSite):
    """The application on a practice site, acted on through its pages, with firms made as they are needed."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        with self.session() as session:
            for user in session.scalars(select(User)):
                seats = select(Membership.org_id).filter_by(user_id=user.id).order_by(Membership.id)
                self.people[user.login] = Person(user.id, session.scalar(seats.limit(1)))

    def person(self, role: Role, *, region: str = REGION, name: str = "某单位", **more: Any) -> str:
        """Somebody new with a new organisation; the login."""
        login, now = f"proof{next(_numbers)}", self.registry["tongban.clock"].now()
        with self.session() as session:
            org = Organisation(name=name, region=region, created_at=now, **more)
            session.add(org)
            session.flush()
            user, _seat = add_person(session, login, org.id, role, region, now)
            self.people[login] = Person(user.id, org.id)
        return login

    def firm(self, name: str, *, region: str = REGION, until: date | None = None, **more: Any) -> str:
        """An admitted intermediary that may lead the service of the proofs; the login."""
        login = self.person(Role.INTERMEDIARY, region=region, name=name, **more)
        with self.session() as session:
            self._admit(session, self.people[login].org_id or 0, region, until)
        return login

    def _admit(self, session: Session, org_id: int, region: str, until: date | None) -> None:
        now, n = self.registry["tongban.clock"].now(), next(_numbers)
        enrolment = Enrolment(
            number=f"RZ-PROOF-{n}", org_id=org_id, region=region, service_codes=[SERVICE], created_at=now
        )
        session.add(enrolment)
        session.flush()
        table = Enrolment.__table__
        session.execute(table.update().where(table.c.id == enrolment.id).values(state="active"))
        session.add_all(
            [
                QualificationRecord(
                    enrolment_id=enrolment.id,
                    kind="eia_platform",
                    certificate_number=f"证{n}",
                    valid_from=date(2024, 1, 1),
                    valid_until=until,
                    checked_at=now,
                ),
                Practitioner(
                    enrolment_id=enrolment.id,
                    name="许清和",
                    certificate_kind="环境影响评价工程师",
                    certificate_number=f"师{n}",
                    checked_at=now,
                ),
            ]
        )

    def posted(
        self, owner: str = "owner1", operator: str = "operator", region: str = REGION, **answers: Any
    ) -> str:
        """A need that its owner posted and the operator published; its number."""
        page = f"/needs/new?region={region}&service={SERVICE}"
        response = self.act(owner, page, **(need_answers(END) | answers))
        number = str(response.location).rsplit("/", 1)[1]
        self.act(owner, f"/needs/{number}/submit")
        self.act(operator, f"/needs/{number}/check", decision="publish")
        return number

    def award_of(self, number: str) -> str:
        """The number of the award of a need."""
        return self._award(number)

    def contract_of(self, number: str) -> str:
        """The number of the contract of a need."""
        return self._contract(number)

    def finished(self, number: str, *, owner: str = "owner1", winner: str) -> None:
        """From the award letter to the rating."""
        today = local(self.registry["tongban.clock"].now())
        award = self._award(number)
        self.act(winner, f"/awards/{award}/contract", signed_on=f"{today:%Y-%m-%d}", **FILE)
        contract = self._contract(number)
        self.act(owner, f"/contracts/{contract}/confirm", decision="confirm")
        self.act(winner, f"/contracts/{contract}/deliverable", **FILE)
        self.act(owner, f"/contracts/{contract}/acceptance", decision="accept")
        scores = dict.fromkeys(("quality", "timeliness", "attitude", "charge", "conformity"), "5")
        self.act(owner, f"/contracts/{contract}/evaluation", comment="及时、规范。", **scores)
