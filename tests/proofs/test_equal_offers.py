"""C04: equal offers. The rule of the notice decides, whatever the order of rows and whichever the database.

A offers 5000.00 at 09:00:00.250, B 5000 and C 5000.0 at 09:00:00.100, the same microsecond. Credit is
equal; B and C were received first and equally early, so the draw decides between them.
"""

import itertools
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from market.catalogue.items import ServiceItem
from market.entries.models import Entry, Quote
from market.entries.sealed import seal_quote
from market.needs import secret as need_secret
from market.needs.models import Need
from market.opening.closing import ClosingService
from market.opening.models import SelectionResult
from market.opening.opening import OpeningService
from market.selection import Entry as RecordEntry
from market.selection import build_record, received_text, verify_record
from tests.access.practice import the
from tests.proofs.stage import END, Stage
from tests.support.market import SECOND, Market, Party, at
from tongban.clock import FixedClock
from tongban.fields.amounts import Money

SECRET = bytes(range(32))
EARLY = at(4, 9) + timedelta(milliseconds=100)
LATE = at(4, 9) + timedelta(milliseconds=250)
#: As typed, and when received.
OFFERS = {"A": ("5000.00", LATE), "B": ("5000", EARLY), "C": ("5000.0", EARLY)}


@pytest.fixture
def market(
    db: "sessionmaker[Session]", clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Market:
    monkeypatch.setattr(need_secret, "new_secret", lambda: SECRET)
    return Market(db, clock, tmp_path)


@pytest.fixture
def item(market: Market) -> ServiceItem:
    return next(i for i in market.catalogue if i.qualification and i.qualification.requirement.clauses)


def read_fen(typed: str) -> int:
    return Money().read(typed)


def test_the_three_ways_of_writing_are_one_amount() -> None:
    assert {read_fen(typed) for typed, _ in OFFERS.values()} == {500_000}


def nonce(name: str) -> str:
    return name.lower() * 64


def add_rows(market: Market, session: Session, need: Need, firms: dict[str, Party], order: str) -> None:
    """The entries as rows inserted in this order; which entry is whose is the same each time."""
    for name in order:
        typed, received = OFFERS[name]
        entry = Entry(
            id=1000 + ord(name),
            number=f"BM-{name}",
            need_id=need.id,
            org_id=firms[name].org_id,
            region=need.region,
            nonce=nonce(name),
            practitioner_id=firms[name].practitioner_id,
            registered_at=received,
        )
        session.add(entry)
        session.flush()
        bound, sealed = seal_quote(market.keys, need.number, entry, 1, read_fen(typed))
        session.add(
            Quote(
                entry=entry,
                seq=1,
                form_key=f"{ord(name):032x}",
                commitment=bound,
                sealed=sealed,
                received_at=received,
                receipt_number=f"HZ-{name}",
            )
        )
        session.flush()


def opened(market: Market, firms: dict[str, Party], need_id: int, order: str) -> dict[str, Any]:
    """The record of an opening over rows inserted in this order; everything is rolled back."""
    with market.db() as session:
        need = session.get_one(Need, need_id)
        add_rows(market, session, need, firms, order)
        work = market.work(session)
        ClosingService(work, market.rules, market.keys).close(need, need.ends_at)
        OpeningService(work, market.rules, market.keys, market.judge(session)).open(need)
        record = the(session, SelectionResult, need_id=need.id).record
        session.rollback()
    assert isinstance(record, dict)
    return record


def computed(need: Need) -> dict[str, Any]:
    """The same record by the pure rules alone."""
    entries = [
        RecordEntry(
            id=f"E{place:05d}",
            label=f"报价人{place}",
            nonce=nonce(name),
            status="valid",
            reason=None,
            value=500_000,
            credit=100,
            received=received_text(received),
        )
        for place, (name, (_, received)) in enumerate(OFFERS.items(), start=1)
    ]
    return build_record(
        need_id=need.number, method=need.method, params=need.params, entries=entries, secret=SECRET
    )


def test_the_order_of_rows_changes_nothing(market: Market, item: ServiceItem) -> None:
    need_id = market.publish(item, END)
    firms = {name: market.firm(item) for name in OFFERS}
    market.clock.set(END + 6 * SECOND)
    with market.db() as session:
        expected = computed(session.get_one(Need, need_id))
    for order in itertools.permutations("ABC"):
        assert opened(market, firms, need_id, "".join(order)) == expected
    verdict = verify_record(expected)
    assert verdict.ok
    # E00001 is A: received later, it is third; between the others the published secret draws, always alike.
    assert expected["ranking"][2] == "E00001"
    assert [verify_record(expected).winner for _ in range(10)] == [verdict.winner] * 10


def test_notice_and_award_state_the_rule_that_was_used(stage: Stage) -> None:
    number = stage.posted()
    firms = [stage.firm(f"同价第{n}咨询公司") for n in range(3)]
    for firm, typed in zip(firms, ("5000.00", "5000", "5000.0"), strict=True):
        stage.quote(number, firm, typed)
    rule = "信用分高者优先 → 收到时间早者优先 → 抽签"
    public = stage.visitor()
    assert rule in public.get(f"/needs/{number}").text
    stage.move_to(END + 8 * SECOND)
    award = public.get(f"/awards/{stage.award_of(number)}").text
    assert "同价第0咨询公司" in award
    assert rule in award
