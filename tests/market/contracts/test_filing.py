"""A contract is to be filed within the region's days after signing; later it is filed as late."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from market.awards.models import Award
from market.contracts.models import Contract, Deliverable
from market.contracts.service import Signed
from market.outcome.facts import filing_words
from tests.support.market import SECOND, Market, Party, at, service_of
from tongban.audit.models import AuditEvent
from tongban.clock import local
from tongban.errors import InvalidField
from tongban.fields import Upload
from tongban.receipts.uploads import upload_receipts
from tongban.receipts.verify import verify_receipt

SIGNED = date(2026, 3, 16)
PDF = Upload("合同.pdf", b"%PDF-1.7 made up", "application/pdf", 16, "ab" * 32)


@pytest.fixture
def winner(make: Callable[..., Market]) -> tuple[Market, Party]:
    """The letter was issued on Friday 13 March; here contracts are filed within three working days."""
    market = make(market__contract__file_wd=3)
    item = service_of(market)
    need_id = market.publish(item, at(10))
    firms = [market.firm(item) for _ in range(3)]
    for firm, fen in zip(firms, (1_000_000, 2_000_000, 3_000_000), strict=True):
        market.quote(need_id, firm, fen)
    market.run_to(at(16, 9))
    return market, firms[0]


def file(
    market: Market, session: Session, party: Party, *, signed_on: date = SIGNED, fen: int = 1_000_000
) -> Contract:
    award = session.scalars(select(Award)).one()
    return market.contracts(session, party).file(award, Signed(fen, signed_on, 20, "WD", PDF))


@pytest.mark.parametrize(
    ("filed", "late", "words"),
    [
        # Signed on Monday 16 March, three working days: 17, 18, 19 March, to the close of business.
        (at(16, 10), False, "2026年3月16日 10:00 登记，按期"),
        (at(19, 17, 29), False, "2026年3月19日 17:29 登记，按期"),
        (at(19, 17, 30), True, "2026年3月19日 17:30 登记，逾期，应在 2026年3月19日 17:30 前"),
        (at(23, 9), True, "2026年3月23日 09:00 登记，逾期，应在 2026年3月19日 17:30 前"),
    ],
)
def test_in_time_or_late(winner: tuple[Market, Party], filed: object, late: bool, words: str) -> None:
    market, firm = winner
    market.clock.set(filed)
    with market.db.begin() as session:
        contract = file(market, session, firm)
        assert local(contract.file_due) == at(19, 17, 30)
        assert filing_words(contract) == words
    with market.db() as session:
        event = session.scalars(select(AuditEvent).filter_by(thing_kind="contract", event="file")).one()
        assert event.public["late"] is late


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"signed_on": at(12).date()}, "signed_on", "签订日期不能早于中选通知书发出之日 2026-03-13。"),
        ({"signed_on": at(17).date()}, "signed_on", "签订日期不能晚于今天。"),
        ({"signed_on": date(2027, 3, 16)}, "signed_on", "签订日期不能晚于今天。"),
        ({"fen": 999_999}, "amount_fen", "合同金额须等于中选金额 10,000.00 元。"),
    ],
)
def test_a_contract_signed_out_of_order_or_for_another_price_is_refused(
    winner: tuple[Market, Party], wrong: dict[str, Any], field: str, words: str
) -> None:
    """C15: no step is dated before the one it follows from, none in the future."""
    market, firm = winner
    with market.db() as session:
        with pytest.raises(InvalidField) as caught:
            file(market, session, firm, **wrong)
        assert (caught.value.field, str(caught.value)) == (field, words)
        assert session.scalars(select(Contract)).all() == []
    with market.db.begin() as session:
        file(market, session, firm, signed_on=at(13).date())  # on the day of the letter


def test_a_contract_sent_back_counts_from_its_first_upload(winner: tuple[Market, Party]) -> None:
    market, firm = winner
    market.clock.set(at(17, 9))
    with market.db.begin() as session:
        contract = file(market, session, firm)
        market.contracts(session, market.owner).send_back(contract, "少一页")
    market.clock.set(at(24, 9))
    with market.db.begin() as session:
        contract = file(market, session, firm)
        assert (local(contract.filed_at), local(contract.uploaded_at)) == (at(17, 9), at(24, 9))
        assert "按期" in filing_words(contract)


def test_what_came_in_time_and_waited_is_in_time(winner: tuple[Market, Party]) -> None:
    """The receipt's moment decides, not the moment at which a busy server gets to it."""
    market, firm = winner
    market.clock.set(at(19, 17, 31))
    with market.db.begin() as session:
        award = session.scalars(select(Award)).one()
        service = market.contracts(session, firm, received=at(19, 17, 29))
        contract = service.file(award, Signed(1_000_000, at(16).date(), 20, "WD", PDF))
        assert "按期" in filing_words(contract)
        receipt = upload_receipts(session, [contract.file_id])[contract.file_id]
        assert receipt.received_at == at(19, 17, 29)
        assert verify_receipt(receipt.document(), market.key.public_hex).ok
        assert receipt.org_id == firm.org_id
    with market.db() as session:
        event = session.scalars(select(AuditEvent).filter_by(thing_kind="contract", event="file")).one()
        assert event.public["late"] is False


def test_a_deliverable_counts_from_the_moment_it_was_received(winner: tuple[Market, Party]) -> None:
    market, firm = winner
    market.clock.set(at(16, 10))
    with market.db.begin() as session:
        contract = file(market, session, firm)
        market.contracts(session, market.owner).confirm(contract)
    with market.db.begin() as session:
        deliverable = session.scalars(select(Deliverable)).one()
        due = deliverable.due_at
        market.clock.set(due + SECOND)
        service = market.contracts(session, firm, received=due - SECOND)
        service.deliver(deliverable, PDF, None)
        assert deliverable.submitted_at == due - SECOND
        assert (
            upload_receipts(session, [deliverable.file_id])[deliverable.file_id].of["thing"] == "deliverable"
        )
    with market.db() as session:
        event = session.scalars(select(AuditEvent).filter_by(thing_kind="deliverable", event="submit")).one()
        assert event.public["late"] is False
