"""An agency centre in one region, driven through its services, beside the market of the same place."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.case_plans.service import CasePlanService
from agency.cases.agreement import digest
from agency.cases.agreements import RENDER, AgreementService
from agency.cases.dues import DUES
from agency.cases.letter import bundled_templates, make_agreement
from agency.cases.models import Case
from agency.cases.service import CaseService
from tests.support.market import Market, Party, Registry
from tongban.calendar import CalendarService
from tongban.dues.running import RUNNING
from tongban.outbox.handlers import Handlers
from tongban.security import Role
from tongban.site.settings import Site

CODE = "2026-990001-14-01-123456"


class Agency(Market):
    """Applicant, head and three agents, and what they do."""

    def __init__(self, *args: Any, **rules: Any) -> None:
        super().__init__(*args, **rules)
        self.head = self.party("代办中心", Role.CENTRE_HEAD)
        self.agents = [self.party("代办中心", Role.AGENT) for _ in range(3)]
        with self.db.begin() as session:
            for party in (self.owner, self.head, *self.agents):
                self.grant(session, party)

    def _handlers(self) -> Handlers:
        handlers = super()._handlers()
        site = Site("通办", self.region, "http://localhost", "0739-0000000", False, False, self.folder)
        registry = Registry({"tongban.rules": self.rules, "tongban.site": site, RUNNING: list(DUES)})
        handlers.on(RENDER, make_agreement(registry))
        return handlers

    def cases(self, session: Session, party: Party) -> CaseService:
        """The case's service, acted by a party."""
        work = self.work(session, party)
        return CaseService(work, self.rules, CalendarService(session), bundled_templates())

    def agreements(self, session: Session, party: Party) -> AgreementService:
        """The agreement's service, acted by a party."""
        plans = self.plans(session, party)
        return AgreementService(self.work(session, party), self.rules, plans)

    def plans(self, session: Session, party: Party) -> CasePlanService:
        """The plan's service, acted by a party."""
        return CasePlanService(self.work(session, party), self.rules, CalendarService(session))

    def case(self, session: Session) -> Case:
        """The one case there is."""
        return session.scalars(select(Case)).one()

    def request(self, party: Party | None = None, **values: Any) -> str:
        """Ask for the agency of a project; the number of the case."""
        with self.db.begin() as session:
            asked = request_values(self.region, **values)
            return self.cases(session, party or self.owner).request(asked).number

    def act(self, verb: str, party: Party, *args: Any) -> None:
        """Have a party do something to the one case, by the verb of its service."""
        with self.db.begin() as session:
            case, service = self.case(session), self.cases(session, party)
            getattr(service if hasattr(service, verb) else self.agreements(session, party), verb)(case, *args)

    def lead_to(self, state: str) -> None:
        """Bring a new case to a state on the straight way."""
        self.request()
        steps = {
            "screened": lambda: self.act("accept", self.agents[2]),
            "assigned": lambda: self.act("assign", self.head, *self.chosen),
            "awaiting_applicant_seal": lambda: self.act("draft", self.agents[0], TERMS),
            "awaiting_centre_seal": lambda: self.act("seal", self.owner, self.seen(), SIGNER),
            "active": lambda: self.act("countersign", self.head, self.seen()),
        }
        for reached, step in steps.items():
            if self.state() == state:
                return
            step()
            assert self.state() == reached

    @property
    def chosen(self) -> tuple[int, int]:
        """Agent and deputy."""
        return self.agents[0].user_id, self.agents[1].user_id

    def seen(self) -> str:
        """The digest of the agreement as it is."""
        with self.db() as session:
            return digest(self.case(session).agreement or {})

    def state(self) -> str:
        """Where the one case stands."""
        with self.db() as session:
            return self.case(session).state


TERMS: dict[str, Any] = {"until": None, "may_promise": False, "note": None}
SIGNER = {"signer": "法人一", "capacity": "legal", "authority": None}


def request_values(region: str, **changes: Any) -> dict[str, Any]:
    """What the form of a request yields, flat."""
    return {
        "region": region,
        "applicant_kind": "enterprise",
        "proposed_company": None,
        "contact_name": "张三",
        "contact_phone": "0739-0000001",
        "project_name": "年产 5 万吨食品加工项目",
        "project_code": CODE,
        "code_by_agent": False,
        "scope": "新建厂房两栋，位于某园区。",
        "stages": ("1", "3"),
        "funding": "private",
        "project_class": "industrial",
        **changes,
    }
