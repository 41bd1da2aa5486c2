"""Every entry, refusal and withdrawal is answered with one signed receipt, on both databases."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from market.catalogue.items import ServiceItem
from market.entries.models import Entry, Quote, RefusedEntry
from market.entries.receipt_pages import opening_of
from market.entries.sealed import open_quote
from market.needs.models import Need
from tests.support.market import REGION, SECOND, Market, at
from tongban.errors import DomainError
from tongban.receipts import receipt_for
from tongban.receipts.models import Receipt
from tongban.receipts.verify import verify_receipt

END = at(10)


def receipts(market: Market) -> list[Receipt]:
    with market.db() as session:
        return list(session.scalars(select(Receipt).order_by(Receipt.id)))


def document(market: Market, number: str) -> dict[str, Any]:
    with market.db() as session:
        return session.scalars(select(Receipt).filter_by(number=number)).one().document()


def test_an_accepted_entry_is_signed_with_moment_and_commitment(market: Market, item: ServiceItem) -> None:
    need_id, firm = market.publish(item, END), market.firm(item)
    moment = at(9, 10) + timedelta(microseconds=4)
    quote = market.quote(need_id, firm, 8_765_400, at=moment)
    receipt = document(market, quote.receipt_number)
    assert verify_receipt(receipt, market.key.public_hex).ok
    with market.db() as session:
        need = session.get_one(Need, need_id)
        entry = session.scalars(select(Entry).filter_by(need_id=need_id)).one()
        assert receipt == {
            "format": "tongban-receipt/1",
            "number": quote.receipt_number,
            "kind": "entry",
            "of": {"need": need.number, "entry": entry.number, "seq": 1},
            "region": REGION,
            "received": "2026-03-09T02:00:00.000004Z",
            "commitment": entry.quotes[0].commitment,
            "key": market.key.public_hex,
            "signature": receipt["signature"],
        }
        assert list(receipt["of"]) == ["need", "entry", "seq"]


def test_the_receipt_holds_no_price_and_the_own_copy_opens_it(market: Market, item: ServiceItem) -> None:
    need_id, firm = market.publish(item, END), market.firm(item)
    quote = market.quote(need_id, firm, 8_765_400)
    (row,) = receipts(market)
    columns = {name: getattr(row, name) for name in vars(row) if not name.startswith("_")}
    assert "8765400" not in repr(columns)
    assert "87,654" not in repr(columns)
    with market.db() as session:
        quote = session.get_one(Quote, quote.id)
        opened = open_quote(market.keys, quote.entry, quote)
        own = {**row.document(), "opening": opening_of(quote.entry.need, quote, opened)}
    verdict = verify_receipt(own)
    assert verdict.ok, verdict.why
    assert verdict.opened


def test_a_replaced_quote_has_a_receipt_of_its_own_and_the_old_one_stays_true(
    market: Market, item: ServiceItem
) -> None:
    need_id, firm = market.publish(item, END), market.firm(item)
    first, second = market.quote(need_id, firm, 10_000), market.quote(need_id, firm, 9_000)
    old, new = document(market, first.receipt_number), document(market, second.receipt_number)
    assert [old["of"]["seq"], new["of"]["seq"]] == [1, 2]
    assert old["commitment"] != new["commitment"]
    assert verify_receipt(old).ok
    assert verify_receipt(new).ok


def test_the_same_form_gives_the_same_receipt(market: Market, item: ServiceItem) -> None:
    need_id, firm = market.publish(item, END), market.firm(item)
    first = market.quote(need_id, firm, 10_000, key="a" * 32)
    again = market.quote(need_id, firm, 10_000, key="a" * 32)
    assert first.receipt_number == again.receipt_number
    assert [row.number for row in receipts(market)] == [first.receipt_number]


def test_a_late_entry_is_refused_with_a_receipt_that_says_when_it_came(
    market: Market, item: ServiceItem
) -> None:
    need_id, firm = market.publish(item, END), market.firm(item)
    refused = market.quote(need_id, firm, 10_000, at=END)
    assert isinstance(refused, RefusedEntry)
    receipt = document(market, refused.receipt_number)
    assert verify_receipt(receipt).ok
    assert (receipt["kind"], receipt["of"]["reason"]) == ("refused_entry", "late")
    assert receipt["received"] == "2026-03-10T09:00:00.000000Z"
    assert receipt["commitment"] == refused.digest == "cd" * 32


def test_the_last_microsecond_is_in_time_and_its_receipt_says_so(market: Market, item: ServiceItem) -> None:
    need_id, firm = market.publish(item, END), market.firm(item)
    quote = market.quote(need_id, firm, 10_000, at=END - timedelta(microseconds=1))
    assert isinstance(quote, Quote)
    assert document(market, quote.receipt_number)["received"] == "2026-03-10T08:59:59.999999Z"


def test_a_withdrawal_names_the_commitment_that_it_voids(market: Market, item: ServiceItem) -> None:
    need_id, firm = market.publish(item, END), market.firm(item)
    quote = market.quote(need_id, firm, 10_000)
    receipt = market.withdraw(need_id, firm)
    assert receipt.number != quote.receipt_number
    said = document(market, receipt.number)
    assert verify_receipt(said).ok
    assert (said["kind"], said["commitment"]) == ("withdrawal", quote.commitment)
    again = market.quote(need_id, firm, 9_000)
    later = market.withdraw(need_id, firm)
    assert document(market, later.number)["of"]["seq"] == 2
    assert document(market, later.number)["commitment"] == again.commitment
    assert len(receipts(market)) == 4


def test_nothing_is_signed_for_what_did_not_happen(market: Market, item: ServiceItem) -> None:
    need_id, firm = market.publish(item, END), market.firm(item)
    market.quote(need_id, firm, 10_000)
    market.run_to(END + SECOND)
    with pytest.raises(DomainError):
        market.withdraw(need_id, firm)
    with pytest.raises(DomainError):
        market.quote(market.publish(item, at(20)), firm, 99_999_999_999)
    assert [row.kind for row in receipts(market)] == ["entry"]


def test_a_receipt_is_found_by_what_it_answers(market: Market, item: ServiceItem) -> None:
    need_id, firm = market.publish(item, END), market.firm(item)
    quote = market.quote(need_id, firm, 10_000)
    with market.db() as session:
        found = receipt_for(session, "entry", quote.id)
        assert found is not None
        assert found.number == quote.receipt_number
        assert found.org_id == firm.org_id
        assert receipt_for(session, "withdrawal", quote.id) is None
