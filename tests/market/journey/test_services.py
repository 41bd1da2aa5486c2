"""One need from notice to rating, through the services, on both databases, with every date checked by hand.

The region is made up and runs by the nation's values: three entries at least, three working days of notice.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from market.awards.models import Award
from market.catalogue.items import ServiceItem
from market.contracts.models import Contract, Deliverable
from market.contracts.service import Signed
from market.credit.service import active_points
from market.entries.models import Entry, Quote, RefusedEntry, RelationFlag
from market.evaluations.models import Evaluation
from market.evaluations.scores import DIMENSIONS
from market.evaluations.service import EvaluationService
from market.needs.models import Need
from market.opening.models import SelectionResult
from market.selection import verify_record
from tests.support.market import SECOND, Market, Party, at
from tongban.audit.signing import load_or_create
from tongban.audit.verify import verify
from tongban.clock import FixedClock, local
from tongban.fields import Upload
from tongban.sealing import closing_problems

T = TypeVar("T")
END = at(10)  # Tuesday, 10 March 2026, 17:00


@pytest.fixture
def make(db: "sessionmaker[Session]", clock: FixedClock, tmp_path: Path) -> Callable[..., Market]:
    def build(**rules: Any) -> Market:
        return Market(db, clock, tmp_path, **rules)

    return build


@pytest.fixture
def market(make: Callable[..., Market]) -> Market:
    return make()


@pytest.fixture
def item(market: Market) -> ServiceItem:
    return next(i for i in market.catalogue if i.qualification and i.qualification.requirement.clauses)


def the(session: Session, model: type[T], **by: Any) -> T:
    return session.scalars(select(model).filter_by(**by)).one()


def test_lowest_price_wins_and_the_record_holds(market: Market, item: ServiceItem) -> None:
    need_id = market.publish(item, END)
    firms = [market.firm(item) for _ in range(3)]
    for firm, fen in zip(firms, (11_000_000, 10_900_000, 11_500_000), strict=True):
        assert isinstance(market.quote(need_id, firm, fen), Quote)
    market.run_to(END + 6 * SECOND)
    with market.db() as session:
        need = the(session, Need, id=need_id)
        assert need.state == "award_notice"
        award = the(session, Award, need_id=need_id)
        assert (award.org_id, award.amount_fen) == (firms[1].org_id, 10_900_000)
        # 10 March + 3 working days: 11, 12, 13 March, to the close of business.
        assert local(award.notice_until) == at(13, 17, 30)
        result = the(session, SelectionResult, need_id=need_id)
        verdict = verify_record(result.record)
        assert verdict.ok
        assert verdict.commit == need.commit
        opened = [quote.commitment for quote in session.scalars(select(Quote))]
        assert result.padding is not None
        assert (
            closing_problems(result.closing_root, need.number, result.closing_leaves, opened, result.padding)
            == ()
        )
        states = [e.state for e in session.scalars(select(Entry).order_by(Entry.id))]
        assert states == ["reserve", "won", "reserve"]


def test_nothing_opens_before_the_end_and_everything_by_itself_after_it(
    market: Market, item: ServiceItem
) -> None:
    need_id = market.publish(item, END)
    for fen in (1_000_000, 2_000_000, 3_000_000):
        market.quote(need_id, market.firm(item), fen)
    market.run_to(END - SECOND)
    with market.db() as session:
        assert the(session, Need, id=need_id).state == "registering"
        assert all(entry.value_fen is None for entry in session.scalars(select(Entry)))
    market.run_to(END + 5 * SECOND)
    with market.db() as session:
        need = the(session, Need, id=need_id)
        assert need.state == "award_notice"
        assert need.closed_at == END


def test_too_few_entries_fail_and_a_linked_rerun_follows(market: Market, item: ServiceItem) -> None:
    need_id = market.publish(item, END)
    for fen in (1_000_000, 2_000_000):
        market.quote(need_id, market.firm(item), fen)
    market.run_to(END + 6 * SECOND)
    with market.db.begin() as session:
        need = the(session, Need, id=need_id)
        assert (need.state, need.failure) == ("failed", "below_minimum")
        fresh = market.needs(session, market.owner).rerun(need, at(20))
        assert (fresh.parent_need_id, fresh.run_no, fresh.state) == (need.id, 2, "under_check")


def test_no_entry_at_all_fails(market: Market, item: ServiceItem) -> None:
    need_id = market.publish(item, END)
    market.run_to(END + 6 * SECOND)
    with market.db() as session:
        assert the(session, Need, id=need_id).failure == "no_entry"


def test_a_qualification_that_ends_before_the_opening_is_refused_at_registration(
    market: Market, item: ServiceItem
) -> None:
    need_id = market.publish(item, END)
    refused = market.quote(need_id, market.firm(item, until=at(9).date()), 1_000_000)
    assert isinstance(refused, RefusedEntry)
    assert refused.reason_code == "qualification"
    assert "2026年3月9日" in refused.reason


def test_related_parties_are_flagged_and_stay_in(market: Market, item: ServiceItem) -> None:
    need_id = market.publish(item, END)
    for fen in (3_000_000, 2_000_000):
        market.quote(need_id, market.firm(item, legal="王五"), fen)
    market.quote(need_id, market.firm(item), 1_000_000)
    with market.db() as session:
        flag = session.scalars(select(RelationFlag)).one()
        assert (flag.kind, flag.evidence["shared"]) == ("legal_representative", "王五")
    market.run_to(END + 6 * SECOND)
    with market.db() as session:
        assert the(session, Need, id=need_id).state == "award_notice"


def test_a_region_may_reject_both_related_parties(make: Callable[..., Market]) -> None:
    market = make(market__recusal__related_policy="reject_both")
    item = next(i for i in market.catalogue if i.qualification)
    need_id = market.publish(item, END)
    for fen in (1_000_000, 2_000_000):
        market.quote(need_id, market.firm(item, legal="王五"), fen)
    for fen in (3_000_000, 4_000_000):
        market.quote(need_id, market.firm(item), fen)
    market.run_to(END + 6 * SECOND)
    with market.db() as session:
        # Four registered, two are out before they are counted: below the minimum of three.
        assert the(session, Need, id=need_id).failure == "below_minimum"
        reasons = [e.reason_code for e in session.scalars(select(Entry).order_by(Entry.id))]
        assert reasons == ["related", "related", None, None]


def test_withdrawn_in_time_is_out_and_a_late_quote_is_refused_with_a_receipt(
    market: Market, item: ServiceItem
) -> None:
    need_id = market.publish(item, END)
    firms = [market.firm(item) for _ in range(4)]
    for n, firm in enumerate(firms[:3]):
        market.quote(need_id, firm, 1_000_000 + n)
    market.withdraw(need_id, firms[0])
    late = market.quote(need_id, firms[3], 500_000, at=END)
    assert isinstance(late, RefusedEntry)
    assert (late.reason_code, "晚于截止时间 0.000 秒" in late.reason) == ("late", True)
    market.run_to(END + 6 * SECOND)
    with market.db() as session:
        assert the(session, Need, id=need_id).failure == "below_minimum"


def test_a_last_moment_quote_counts_and_the_same_form_twice_is_one_quote(
    market: Market, item: ServiceItem
) -> None:
    need_id = market.publish(item, END)
    firm = market.firm(item)
    first = market.quote(need_id, firm, 1_000_000, at=END - SECOND / 1_000_000, key="f" * 32)
    again = market.quote(need_id, firm, 1_000_000, at=END + SECOND, key="f" * 32)
    assert isinstance(first, Quote)
    assert isinstance(again, Quote)
    assert first.receipt_number == again.receipt_number


def test_a_second_quote_replaces_the_first_and_both_are_kept(market: Market, item: ServiceItem) -> None:
    need_id = market.publish(item, END)
    firm = market.firm(item)
    market.quote(need_id, firm, 3_000_000)
    market.quote(need_id, firm, 1_500_000)
    for fen in (1_600_000, 1_700_000):
        market.quote(need_id, market.firm(item), fen)
    market.run_to(END + 6 * SECOND)
    with market.db() as session:
        award = the(session, Award, need_id=need_id)
        assert (award.org_id, award.amount_fen) == (firm.org_id, 1_500_000)
        assert len(the(session, Entry, org_id=firm.org_id).quotes) == 2


def test_declining_promotes_the_next_valid_reserve(market: Market, item: ServiceItem) -> None:
    need_id = market.publish(item, END)
    firms = [market.firm(item), market.firm(item, until=at(11).date()), market.firm(item)]
    for firm, fen in zip(firms, (1_000_000, 2_000_000, 3_000_000), strict=True):
        market.quote(need_id, firm, fen)
    market.run_to(END + 6 * SECOND)
    market.run_to(at(12, 9))
    decline(market, need_id, firms[0])
    with market.db() as session:
        # The second's qualification has expired meanwhile: the third follows, with a new notice period.
        award = the(session, Award, need_id=need_id, state="proposed")
        assert (award.org_id, award.rank) == (firms[2].org_id, 3)
        assert local(award.notice_until) == at(17, 17, 30)
        assert the(session, Entry, org_id=firms[1].org_id).state == "excluded"
        assert active_points(session, firms[0].org_id, market.clock.now()) < 0


def decline(market: Market, need_id: int, firm: Party) -> None:
    with market.db.begin() as session:
        award = the(session, Award, need_id=need_id, org_id=firm.org_id)
        market.awards(session, firm).decline(award, "人手不足")


def test_all_declined_fails(market: Market, item: ServiceItem) -> None:
    need_id = market.publish(item, END)
    firms = [market.firm(item) for _ in range(3)]
    for firm, fen in zip(firms, (1_000_000, 2_000_000, 3_000_000), strict=True):
        market.quote(need_id, firm, fen)
    market.run_to(END + 6 * SECOND)
    for firm in firms:
        decline(market, need_id, firm)
    with market.db() as session:
        assert the(session, Need, id=need_id).failure == "all_declined"


def test_from_the_letter_to_the_rating(market: Market, item: ServiceItem, tmp_path: Path) -> None:
    need_id = market.publish(item, END)
    firms = [market.firm(item) for _ in range(3)]
    for firm, fen in zip(firms, (1_000_000, 2_000_000, 3_000_000), strict=True):
        market.quote(need_id, firm, fen)
    market.run_to(at(16, 9))
    winner = firms[0]
    pdf = Upload("合同.pdf", b"%PDF-1.7 contract", "application/pdf", 17, "ab" * 32)
    signed = Signed(1_000_000, at(16).date(), 20, "WD", pdf)

    with market.db.begin() as session:
        award = the(session, Award, need_id=need_id)
        assert (award.state, local(award.letter_at)) == ("letter_issued", at(13, 17, 30))
        assert award.letter_file_id is not None
        # Letter of 13 March + 10 working days: 16-20 and 23-27 March.
        assert local(award.contract_due) == at(27, 17, 30)
        market.contracts(session, winner).file(award, signed)
    with market.db.begin() as session:
        market.contracts(session, market.owner).confirm(the(session, Contract))
    with market.db.begin() as session:
        deliverable = the(session, Deliverable)
        # 16 March + 20 working days; 4-6 April are off: 14 April.
        assert local(deliverable.due_at) == at(14, 17, 30, month=4)
        market.contracts(session, winner).deliver(deliverable, pdf, None)
    with market.db.begin() as session:
        market.contracts(session, market.owner).accept(the(session, Deliverable))
    with market.db.begin() as session:
        evaluation = the(session, Evaluation)
        EvaluationService(market.work(session, market.owner), market.rules).rate(
            evaluation, dict.fromkeys(DIMENSIONS, 5), "及时、规范。"
        )
    with market.db() as session:
        assert the(session, Need, id=need_id).state == "closed_done"
        assert active_points(session, winner.org_id, market.clock.now()) > 0
        key = load_or_create(tmp_path / "audit.key")
        assert list(verify(session, key.public_hex)) == []


def test_rules_in_force_stick(market: Market, item: ServiceItem) -> None:
    need_id = market.publish(item, END)
    from tests.support.rules import rules_with

    market.rules.rules = rules_with("990001", market__award__notice_wd=9)
    for fen in (1_000_000, 2_000_000, 3_000_000):
        market.quote(need_id, market.firm(item), fen)
    market.run_to(END + 6 * SECOND)
    with market.db() as session:
        assert local(the(session, Award, need_id=need_id).notice_until) == at(13, 17, 30)
