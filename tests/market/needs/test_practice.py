"""The practice site opens with a market at work: two needs to enter, one to check, one to go on with."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from market.enrolments.models import Enrolment
from market.needs.models import Need
from market.needs.practice import load_practice
from tests.support.market import at
from tests.support.templates import START, Templates
from tongban.accounts.models import Organisation
from tongban.app import configure
from tongban.audit.models import AuditEvent
from tongban.clock import FixedClock, local
from tongban.db.session import close_pools
from tongban.security import SYSTEM
from tongban.work import Work


def states(session: Session) -> list[tuple[str, str]]:
    query = select(Need.service_code, Need.state).order_by(Need.id)
    return [tuple(row) for row in session.execute(query)]


def test_one_of_each_kind_and_only_once(templates: Templates) -> None:
    with templates.fresh("practice") as place:
        config = configure({"__script__": "tests"}, **place.settings(**{"tongban.practice": "true"}))
        config.commit()
        registry = config.registry
        registry["tongban.clock"] = FixedClock(START)
        expected = [
            ("ZJ-HP-02", "registering"),
            ("ZJ-CH-02", "under_check"),
            ("ZJ-TZ-06", "draft"),
            ("ZJ-HP-02", "registering"),
        ]
        with registry["tongban.sessions"].begin() as session:
            assert states(session) == expected
            open_need, drawn = session.scalars(
                select(Need).filter_by(state="registering").order_by(Need.id)
            ).all()
            assert (open_need.method, drawn.method) == ("lowest_price", "draw")
            assert drawn.params == {"minimum": 3, "reserves": 2}
            assert local(open_need.ends_at) == at(12)
            assert open_need.notice_number == "430582选告〔2026〕0001号"
            firms = session.scalars(
                select(Organisation.name)
                .join(Enrolment, Enrolment.org_id == Organisation.id)
                .order_by(Organisation.id)
            ).all()
            able = [e for e in session.scalars(select(Enrolment)) if "ZJ-HP-02" in e.service_codes]
            assert len(able) == len(firms) == 5
            # Brought about by people through the services, not put into the table.
            events = select(AuditEvent.event).filter_by(thing_kind="need", thing_id=open_need.id)
            assert session.scalars(events.order_by(AuditEvent.seq)).all() == ["create", "submit", "publish"]
            assert load_practice(Work(session, SYSTEM, START, "cli"), registry) is None
            assert states(session) == expected
        close_pools(registry)
