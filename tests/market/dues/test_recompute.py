"""The calendar ends with the year: dates beyond it are provisional until the next table is loaded (C12).

By weekday rule, from Tuesday 29 December 2026: 30 and 31 December, then Monday 4 January 2027 (1 January is
off by statute). The tables of 2027 in these tests are made up.
"""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from market.awards.models import Award
from market.catalogue.items import ServiceItem
from market.contracts.models import Contract, Deliverable
from market.contracts.service import Signed
from market.evaluations.models import Evaluation
from market.needs.models import Need
from tests.support.market import Market, Party, need_values
from tongban.accounts.models import Membership
from tongban.audit.models import AuditEvent
from tongban.audit.signing import load_or_create
from tongban.audit.verify import verify
from tongban.calendar.days import DayKind, DayMark
from tongban.calendar.importing import import_years
from tongban.clock import TZ, local
from tongban.dues.models import DueDate
from tongban.dues.recompute import fair_moment
from tongban.fields import Upload
from tongban.notices.models import Notice
from tongban.portal.jobs import backlog

PDF = Upload("文件.pdf", b"%PDF-1.7 made up", "application/pdf", 16, "ab" * 32)
NEW_YEAR = DayMark(date(2027, 1, 1), DayKind.OFF, "元旦")
SATURDAY_WORKED = DayMark(date(2027, 1, 2), DayKind.WORK, "元旦调休")
MONDAY_OFF = DayMark(date(2027, 1, 4), DayKind.OFF, "元旦")


def on(day: int, hour: int = 17, minute: int = 0, *, month: int = 12, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=TZ)


def january(day: int, hour: int = 17, minute: int = 30) -> datetime:
    return on(day, hour, minute, month=1, year=2027)


def the(session: Session, model: type[Any]) -> Any:
    return session.scalars(select(model)).one()


def load_table(market: Market, *marks: DayMark) -> None:
    """Import the year 2027, as an administrator does."""
    with market.db.begin() as session:
        import_years(market.work(session), [NEW_YEAR, *marks], source="某通知")


def next_day(market: Market) -> None:
    """A day passes, with the daily job."""
    market.run_to(market.clock.now() + timedelta(days=1))


@pytest.fixture
def firms(market: Market, item: ServiceItem) -> list[Party]:
    """Three who quoted for a need that closed on Tuesday, 29 December 2026, 17:00."""
    market.clock.set(on(21, 9))
    need_id = market.publish(item, on(29))
    firms = [market.firm(item, until=date(2028, 12, 31)) for _ in range(3)]
    for firm, fen in zip(firms, (1_000_000, 2_000_000, 3_000_000), strict=True):
        market.quote(need_id, firm, fen)
    market.run_to(on(29, 17, 1))
    return firms


def test_a_date_beyond_the_data_is_provisional(market: Market, firms: list[Party]) -> None:
    with market.db() as session:
        assert local(the(session, Award).notice_until) == january(4)
        row = session.scalars(select(DueDate).filter_by(thing_kind="award", name="notice_until")).one()
        assert (row.start, row.count, row.day, row.provisional) == (on(29).date(), 3, january(4).date(), True)


@pytest.mark.parametrize(
    ("mark", "until"), [(SATURDAY_WORKED, january(2)), (MONDAY_OFF, january(5))], ids=["earlier", "later"]
)
def test_a_table_moves_the_date_its_timer_and_leaves_a_trace(
    market: Market, firms: list[Party], mark: DayMark, until: datetime
) -> None:
    market.run_to(on(30, 9))
    load_table(market, mark)
    next_day(market)
    with market.db() as session:
        assert local(the(session, Award).notice_until) == until
        event = session.scalars(select(AuditEvent).filter_by(event="recompute")).one()
        assert (event.thing_kind, event.source) == ("award", "worker")
        assert event.public["date"] == "notice_until"
        assert (event.public["old_date"], event.public["new_date"]) == (
            "2027-01-04",
            until.date().isoformat(),
        )
    market.run_to(until - timedelta(seconds=1))
    with market.db() as session:
        assert the(session, Award).state == "proposed"
    market.run_to(until)
    with market.db() as session:
        award = the(session, Award)
        assert (award.state, local(award.letter_at)) == ("letter_issued", until)
        key = load_or_create(market.folder / "audit.key")
        assert list(verify(session, key.public_hex)) == []


def test_both_sides_are_told_when_a_date_moved_and_only_then(market: Market, firms: list[Party]) -> None:
    with market.db.begin() as session:
        for party in (market.owner, *firms):
            session.add(
                Membership(
                    user_id=party.user_id,
                    org_id=party.org_id,
                    role=party.role,
                    region="990001",
                    granted_at=market.clock.now(),
                )
            )
    market.run_to(on(30, 9))
    load_table(market, MONDAY_OFF)
    next_day(market)
    with market.db() as session:
        told = session.scalars(select(Notice).where(Notice.title.contains("有变动"))).all()
        assert {notice.user_id for notice in told} == {market.owner.user_id, firms[0].user_id}
        assert "由 2027-01-04 17:30 改为 2027-01-05 17:30" in told[0].body


def test_a_table_that_changes_nothing_makes_the_date_final(market: Market, firms: list[Party]) -> None:
    load_table(market)
    next_day(market)
    with market.db() as session:
        row = session.scalars(select(DueDate).filter_by(name="notice_until")).one()
        assert (local(the(session, Award).notice_until), row.provisional) == (january(4), False)
        assert (
            session.scalars(select(AuditEvent).filter_by(event="recompute")).one().public["provisional"]
            is False
        )
        assert session.scalars(select(Notice).where(Notice.title.contains("有变动"))).all() == []


def test_a_date_that_cannot_be_computed_stops_no_other_and_is_shown_to_the_operator(
    market: Market, item: ServiceItem
) -> None:
    market.clock.set(on(21, 9))
    needs = [market.publish(item, on(29)), market.publish(item, on(29))]
    for fen in (1_000_000, 2_000_000, 3_000_000):
        firm = market.firm(item, until=date(2028, 12, 31))
        for need_id in needs:
            market.quote(need_id, firm, fen)
    market.run_to(on(29, 17, 1))
    with market.db.begin() as session:
        broken, good = session.scalars(select(Award).order_by(Award.id))
        row = session.scalars(select(DueDate).filter_by(thing_kind="award", thing_id=broken.id)).one()
        row.start = date(9999, 12, 30)  # no calendar reaches beyond
    market.run_to(on(30, 9))
    load_table(market, MONDAY_OFF)
    next_day(market)
    with market.db() as session:
        assert local(session.get_one(Award, good.id).notice_until) == january(5)
        assert local(session.get_one(Award, broken.id).notice_until) == january(4)
        shown = backlog(session, market.clock.now()).rows
        assert [(row.handler, row.thing_id) for row in shown] == [("dues.recompute", broken.id)]
        assert "OverflowError" in (shown[0].last_error or "")
    for _ in range(3):
        next_day(market)
    with market.db() as session:
        assert len(backlog(session, market.clock.now()).rows) == 1  # asked for once, tried again


def test_the_job_done_again_changes_nothing(market: Market, firms: list[Party]) -> None:
    load_table(market, MONDAY_OFF)
    for _ in range(3):
        next_day(market)
    with market.db() as session:
        assert len(session.scalars(select(AuditEvent).filter_by(event="recompute")).all()) == 1


def test_what_is_settled_keeps_its_facts(market: Market, firms: list[Party]) -> None:
    market.run_to(january(4))
    with market.db() as session:
        award = the(session, Award)
        assert award.state == "letter_issued"
        notice_until, due = award.notice_until, award.contract_due
    load_table(market, MONDAY_OFF)
    next_day(market)
    with market.db() as session:
        award = the(session, Award)
        # The notice period is over; the time to sign still runs: 4 January + 10 working days.
        assert award.notice_until == notice_until
        assert local(due) == january(18)
        assert local(award.contract_due) == january(18)


def perform(market: Market, firms: list[Party], *, accept: bool) -> None:
    """Sign and deliver on Monday 4 January 2027."""
    market.run_to(january(4))
    market.clock.set(january(4, 17, 31))
    with market.db.begin() as session:
        signed = Signed(1_000_000, january(4).date(), 20, "WD", PDF)
        market.contracts(session, firms[0]).file(the(session, Award), signed)
    with market.db.begin() as session:
        market.contracts(session, market.owner).confirm(the(session, Contract))
    market.clock.set(january(5, 9, 0))
    with market.db.begin() as session:
        market.contracts(session, firms[0]).deliver(the(session, Deliverable), PDF, None)
    if accept:
        with market.db.begin() as session:
            market.contracts(session, market.owner).accept(the(session, Deliverable))


def test_silence_is_no_acceptance_on_a_provisional_date(market: Market, firms: list[Party]) -> None:
    perform(market, firms, accept=False)
    with market.db() as session:
        # 5 January + 5 working days: 6, 7, 8, 11, 12 January.
        assert local(the(session, Deliverable).acceptance_due) == january(12)
    market.run_to(january(13, 9, 0))
    with market.db() as session:
        assert the(session, Deliverable).state == "submitted"
    load_table(market)
    market.run_to(january(14, 9, 30))
    with market.db() as session:
        assert the(session, Deliverable).state == "submitted", "the owner has a day left after the table came"
        assert local(the(session, Deliverable).acceptance_due) == january(12)
    market.run_to(january(15, 17, 30))
    with market.db() as session:
        assert the(session, Deliverable).state == "accepted"


def test_a_table_that_came_in_time_is_heeded_even_before_the_daily_job(
    market: Market, firms: list[Party]
) -> None:
    perform(market, firms, accept=False)
    market.run_to(january(12, 17, 20))
    load_table(market, DayMark(date(2027, 1, 12), DayKind.OFF, "放假"))
    market.run_to(january(12, 17, 30))
    with market.db() as session:
        deliverable = the(session, Deliverable)
        assert (deliverable.state, local(deliverable.acceptance_due)) == ("submitted", january(13))
    market.run_to(january(13))
    with market.db() as session:
        assert the(session, Deliverable).state == "accepted"


def test_silence_is_no_rating_on_a_provisional_date(market: Market, firms: list[Party]) -> None:
    perform(market, firms, accept=True)
    with market.db() as session:
        assert local(the(session, Evaluation).due_at) == january(19)
    market.run_to(january(20, 9, 0))
    with market.db() as session:
        assert the(session, Evaluation).state == "due"
    load_table(market)
    next_day(market)
    market.run_to(january(22))
    with market.db() as session:
        assert the(session, Evaluation).state == "defaulted"
        assert the(session, Need).state == "closed_done"


def test_needs_can_be_posted_in_a_year_without_a_table(market: Market, item: ServiceItem) -> None:
    market.clock.set(january(4, 9, 0))
    need_id = market.publish(item, january(11, 17, 0))
    with market.db() as session:
        need = session.get_one(Need, need_id)
        assert local(need.check_due) == january(5)
    market.run_to(january(11, 17, 1))
    with market.db() as session:
        assert the(session, Need).state == "failed"


@pytest.mark.parametrize(
    ("old", "new", "moment"),
    [
        (january(4), january(5), january(5)),
        (january(6), january(5), january(5)),
        # What would have passed already: until the next close of business, if the old date had not come yet.
        (january(5), january(2), january(4)),
        # The old date has passed: it may become a later one, never an earlier one.
        (january(1), january(2), january(2)),
        (january(2), january(1), january(2)),
    ],
)
def test_nobody_is_late_by_a_table_that_came_later(old: datetime, new: datetime, moment: datetime) -> None:
    assert fair_moment(old, new, january(3, 9, 0), january(4)) == moment


def test_the_operators_time_to_check_moves_by_the_rules_it_was_handed_in_under(
    market: Market, item: ServiceItem
) -> None:
    market.clock.set(on(31, 18))
    with market.db.begin() as session:
        need = market.needs(session, market.owner).create(item, need_values(january(15, 17, 0)))
        market.needs(session, market.owner).submit(need)
        # After hours on 31 December: received on Monday 4 January, one working day.
        assert local(need.check_due) == january(5)
    load_table(market, MONDAY_OFF)
    next_day(market)
    with market.db() as session:
        # Monday is off, so it counts as received on Tuesday.
        assert local(the(session, Need).check_due) == january(6)
    load_table(market, SATURDAY_WORKED)
    next_day(market)
    with market.db() as session:
        # Saturday 2 January is worked after all: received then, due on Monday.
        assert local(the(session, Need).check_due) == january(4)
