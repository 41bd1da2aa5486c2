"""Every notice has a number by the region's own pattern, from 1, and none has two."""

from sqlalchemy import select

from market.awards.models import Award
from market.catalogue.items import ServiceItem
from market.contracts.models import Contract, Deliverable
from market.contracts.service import Signed
from market.documents import SERIES
from market.needs.models import Need
from market.rules import NUMBERED
from tests.support.market import SECOND, Market, Party, at, need_values
from tongban.audit.models import AuditEvent
from tongban.fields import Upload
from tongban.numbering.models import NumberSeries

PDF = Upload("文件.pdf", b"%PDF-1.7 made up", "application/pdf", 16, "ab" * 32)
END = at(10)


def test_every_kind_that_a_region_can_number_has_a_series_of_its_own() -> None:
    assert set(SERIES) == set(NUMBERED)
    assert len(set(SERIES.values())) == len(SERIES)
    assert all(len(name) <= NumberSeries.__table__.c.kind.type.length for name in SERIES.values())


def entered(market: Market, item: ServiceItem, count: int = 3) -> tuple[int, list[Party]]:
    need_id = market.publish(item, END)
    firms = [market.firm(item) for _ in range(count)]
    for n, firm in enumerate(firms):
        market.quote(need_id, firm, 1_000_000 * (n + 1))
    return need_id, firms


def test_notices_count_up_and_a_failed_need_has_its_own(market: Market, item: ServiceItem) -> None:
    first, _ = entered(market, item)
    failed, _ = entered(market, item, 1)
    market.run_to(END + 6 * SECOND)
    with market.db() as session:
        assert session.get_one(Need, first).notice_number == "990001选告〔2026〕0001号"
        need = session.get_one(Need, failed)
        assert (need.notice_number, need.failed_number) == (
            "990001选告〔2026〕0002号",
            "990001流告〔2026〕0001号",
        )
        award = session.scalars(select(Award)).one()
        assert (award.notice_number, award.letter_number) == ("990001中示〔2026〕0001号", None)


def test_a_draft_has_no_number_and_no_failed_notice(market: Market, item: ServiceItem) -> None:
    need_id = market.publish(item, END)
    with market.db() as session:
        assert session.get_one(Need, need_id).failed_number is None


def test_giving_up_what_was_published_is_a_notice_with_a_number(market: Market, item: ServiceItem) -> None:
    needs = [market.publish(item, END) for _ in range(2)]
    with market.db.begin() as session:
        for need_id in needs:
            market.needs(session, market.owner).abort(session.get_one(Need, need_id), "项目取消")
    with market.db() as session:
        numbers = [session.get_one(Need, need_id).abort_number for need_id in needs]
        assert numbers == [f"990001废告〔2026〕000{n}号" for n in (1, 2)]
        event = session.scalars(select(AuditEvent).filter_by(event="abort", thing_id=needs[0])).one()
        assert event.public == {"reason": "项目取消", "notice": numbers[0]}


def test_giving_up_a_draft_is_nobody_elses_business(market: Market, item: ServiceItem) -> None:
    with market.db.begin() as session:
        service = market.needs(session, market.owner)
        need = service.create(item, need_values(END))
        service.abort(need, "写错了")
        assert need.abort_number is None


def test_a_reserve_is_put_up_under_a_number_of_its_own(market: Market, item: ServiceItem) -> None:
    _need_id, firms = entered(market, item)
    market.run_to(END + 6 * SECOND)
    for firm in firms:
        with market.db.begin() as session:
            award = session.scalars(select(Award).filter_by(org_id=firm.org_id)).one()
            market.awards(session, firm).decline(award, "人手不足")
    with market.db() as session:
        numbers = [award.notice_number for award in session.scalars(select(Award).order_by(Award.id))]
        assert numbers == [f"990001中示〔2026〕000{n}号" for n in (1, 2, 3)]
        # All have given up: the failure is announced too.
        assert session.scalars(select(Need)).one().failed_number == "990001流告〔2026〕0001号"


def test_filing_and_receipt_are_numbered_once(market: Market, item: ServiceItem) -> None:
    _need_id, firms = entered(market, item)
    market.run_to(at(16, 9))
    with market.db.begin() as session:
        award = session.scalars(select(Award)).one()
        assert award.letter_number == "990001中通〔2026〕0001号"
        contract = market.contracts(session, firms[0]).file(
            award, Signed(1_000_000, at(16).date(), 20, "WD", PDF)
        )
        assert contract.filing_number is None
    with market.db.begin() as session:
        contract = session.scalars(select(Contract)).one()
        market.contracts(session, market.owner).confirm(contract)
        assert contract.filing_number == "990001合备〔2026〕0001号"
    for _ in range(2):
        with market.db.begin() as session:
            deliverable = session.scalars(select(Deliverable)).one()
            market.contracts(session, firms[0]).deliver(deliverable, PDF, None)
            assert deliverable.receipt_number == "990001成收〔2026〕0001号"
        with market.db.begin() as session:
            deliverable = session.scalars(select(Deliverable)).one()
            market.contracts(session, market.owner).return_deliverable(deliverable, "缺少附图")
