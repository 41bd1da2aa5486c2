"""The same journey in two counties: other dates, other winners. Every date was counted by hand.

邵东市 runs by rule files; 浏阳市 by a rule file and a program of its own. All begins on Monday, 2 March 2026,
09:00. Days off in the weeks looked at: 4 to 6 April.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from market.awards.models import Award
from market.contracts.models import Contract, Deliverable
from market.contracts.service import Signed
from market.credit.models import CreditEntry
from market.entries.models import Entry, Quote, RefusedEntry
from market.evaluations.models import Evaluation
from market.needs.models import Need
from market.opening.models import SelectionResult
from market.selection import verify_record
from tests.plugins.counties.market import CountyMarket
from tests.support.market import SECOND, at
from tongban.clock import local
from tongban.errors import InvalidField, NotAllowed
from tongban.fields import Upload

T = TypeVar("T")
Opened = Callable[..., CountyMarket]
SHAODONG, LIUYANG = "430582", "430181"
EIA, SURVEY = "ZJ-HP-02", "ZJ-CH-01"
END = at(10)  # Tuesday, 10 March 2026, 17:00
OPENED = END + 6 * SECOND
PDF = Upload("合同.pdf", b"%PDF-1.7 contract", "application/pdf", 17, "ab" * 32)


@dataclass(frozen=True)
class Dates:
    """What falls due when; the end of a day is the county's own."""

    check: datetime
    notice: datetime
    sign: datetime
    file: datetime
    deliver: datetime
    accept: datetime


DATES = {
    # Submitted 2 March: 1 working day. Result 10 March: 11, 12, 13, 16, 17. Letter 17 March, 15 working days:
    # 18-20 (3), 23-27 (8), 30 March-3 April (13), 7, 8 April. Signed 18 March: 19, 20, 23. Service of 20
    # working days: 19, 20 (2), 23-27 (7), 30 March-3 April (12), 7-10 (16), 13-16 April. Delivered 18 March,
    # 7 working days: 19, 20, 23-27.
    SHAODONG: Dates(
        check=at(3, 17, 30),
        notice=at(17, 17, 30),
        sign=at(8, 17, 30, month=4),
        file=at(23, 17, 30),
        deliver=at(16, 17, 30, month=4),
        accept=at(27, 17, 30),
    ),
    # 长沙市 ends the day at 17:00 and checks within 2 working days. Notice: 11, 12. Letter 12 March, half of
    # the province's 15, rounded up to 8: 13, 16-20 (6), 23, 24. Signed 18 March, 7: 19, 20, 23-27. Service as
    # above. Delivered 18 March, 10: 19, 20, 23-27 (7), 30, 31 March, 1 April.
    LIUYANG: Dates(
        check=at(4, 17),
        notice=at(12, 17),
        sign=at(24, 17),
        file=at(27, 17),
        deliver=at(16, 17, month=4),
        accept=at(1, 17, month=4),
    ),
}


def the(session: Session, model: type[T], **by: Any) -> T:
    return session.scalars(select(model).filter_by(**by)).one()


def published(market: CountyMarket, item: str = EIA, **values: Any) -> int:
    return market.publish(market.item(item), END, **values)


def quoted(market: CountyMarket, *fen: int, **firm: Any) -> tuple[int, list[Any]]:
    need_id, item = published(market), market.item(EIA)
    firms = [market.firm(item, **firm) for _ in fen]
    for each, price in zip(firms, fen, strict=True):
        assert isinstance(market.quote(need_id, each, price), Quote)
    market.run_to(OPENED)
    return need_id, firms


@pytest.mark.parametrize("region", [SHAODONG, LIUYANG])
def test_every_limit_is_the_countys_own(opened: Opened, region: str) -> None:
    market, dates = opened(region), DATES[region]
    need_id, firms = quoted(market, 1_000_000, 2_000_000, 3_000_000)
    with market.db() as session:
        assert local(the(session, Need, id=need_id).check_due) == dates.check
        assert local(the(session, Award, need_id=need_id).notice_until) == dates.notice
    market.run_to(at(18, 9))
    with market.db.begin() as session:
        award = the(session, Award, need_id=need_id)
        assert (local(award.letter_at), local(award.contract_due)) == (dates.notice, dates.sign)
        market.contracts(session, firms[0]).file(award, Signed(1_000_000, at(18).date(), 20, "WD", PDF))
    with market.db.begin() as session:
        contract = the(session, Contract)
        assert local(contract.file_due) == dates.file
        market.contracts(session, market.owner).confirm(contract)
    with market.db.begin() as session:
        deliverable = the(session, Deliverable)
        assert local(deliverable.due_at) == dates.deliver
        market.contracts(session, firms[0]).deliver(deliverable, PDF, None)
    with market.db() as session:
        assert local(the(session, Deliverable).acceptance_due) == dates.accept


def delivered(market: CountyMarket) -> None:
    """As far as a deliverable that the owner leaves lying."""
    need_id, firms = quoted(market, 1_000_000, 2_000_000, 3_000_000)
    market.run_to(at(18, 9))
    with market.db.begin() as session:
        signed = Signed(1_000_000, at(18).date(), 20, "WD", PDF)
        market.contracts(session, firms[0]).file(the(session, Award, need_id=need_id), signed)
    with market.db.begin() as session:
        market.contracts(session, market.owner).confirm(the(session, Contract))
    with market.db.begin() as session:
        market.contracts(session, firms[0]).deliver(the(session, Deliverable), PDF, None)


def test_silence_accepts_in_shaodong_and_the_rating_has_fifteen_days(opened: Opened) -> None:
    market = opened(SHAODONG)
    delivered(market)
    market.run_to(at(28, 9))
    with market.db() as session:
        deliverable = the(session, Deliverable)
        assert (deliverable.state, local(deliverable.accepted_at)) == ("accepted", at(27, 17, 30))
        # 30, 31 March, 1-3 April (5), 7-10 (9), 13-17 (14), 20 April.
        assert local(the(session, Evaluation).due_at) == at(20, 17, 30, month=4)


def test_silence_accepts_nothing_in_liuyang_and_the_rating_has_five_days(opened: Opened) -> None:
    market = opened(LIUYANG)
    delivered(market)
    market.run_to(at(2, 9, month=4))
    with market.db.begin() as session:
        deliverable = the(session, Deliverable)
        assert deliverable.state == "submitted"
        market.contracts(session, market.owner).accept(deliverable)
    with market.db() as session:
        # Accepted 2 April: 3 April, then 7, 8, 9, 10 April.
        assert local(the(session, Evaluation).due_at) == at(10, 17, month=4)


def test_four_days_of_registration_do_in_shaodong_and_not_in_liuyang(opened: Opened) -> None:
    market = opened(SHAODONG)
    market.publish(market.item(EIA), at(6))
    market.region = LIUYANG
    market.owner.region = LIUYANG
    with pytest.raises(InvalidField):
        market.publish(market.item(EIA), at(6))


@pytest.mark.parametrize(
    ("region", "end"), [(SHAODONG, ("failed", "below_minimum")), (LIUYANG, ("award_notice", None))]
)
def test_two_entrants_are_too_few_in_shaodong_and_enough_in_liuyang(
    opened: Opened, region: str, end: tuple[str, str | None]
) -> None:
    market = opened(region)
    need_id, _firms = quoted(market, 1_000_000, 2_000_000)
    with market.db() as session:
        need = the(session, Need, id=need_id)
        assert (need.state, need.failure) == end


@pytest.mark.parametrize(("region", "winner"), [(SHAODONG, 2), (LIUYANG, 0)])
def test_of_equal_prices_credit_wins_in_shaodong_and_who_came_first_in_liuyang(
    opened: Opened, region: str, winner: int
) -> None:
    market = opened(region)
    need_id, item = published(market), market.item(EIA)
    firms = [market.firm(item) for _ in range(3)]
    with market.db.begin() as session:
        session.add(credit(firms[2].org_id, market))
    for minute, firm in enumerate(firms):
        market.quote(need_id, firm, 1_000_000, at=at(5, 10, minute))
    market.run_to(OPENED)
    with market.db() as session:
        assert the(session, Award, need_id=need_id).org_id == firms[winner].org_id
        assert verify_record(the(session, SelectionResult, need_id=need_id).record).ok


def credit(org_id: int, market: CountyMarket) -> CreditEntry:
    now = market.clock.now()
    return CreditEntry(
        org_id=org_id,
        region=market.region,
        points=5,
        reason_code="evaluation",
        reason="五星评价",
        source_kind="evaluation",
        source_id=1,
        effective_from=now,
        created_at=now,
    )


@pytest.mark.parametrize(
    ("region", "amount", "reasons"),
    [
        (SHAODONG, 1_000_000, [None, None, None]),
        (LIUYANG, 1_100_000, [None, "related", None]),
    ],
)
def test_of_related_parties_both_stay_in_shaodong_and_the_first_in_liuyang(
    opened: Opened, region: str, amount: int, reasons: list[str | None]
) -> None:
    market = opened(region)
    need_id, item = published(market), market.item(EIA)
    for legal, fen in (("王五", 1_200_000), ("王五", 1_000_000), ("赵六", 1_100_000)):
        market.quote(need_id, market.firm(item, legal=legal), fen)
    market.run_to(OPENED)
    with market.db() as session:
        assert the(session, Award, need_id=need_id).amount_fen == amount
        assert [e.reason_code for e in session.scalars(select(Entry).order_by(Entry.id))] == reasons


@pytest.mark.parametrize(
    ("region", "service", "code"),
    [
        (SHAODONG, EIA, "individual_business"),
        (SHAODONG, SURVEY, "individual_business"),
        (LIUYANG, EIA, "liuyang.companies_only"),
        (LIUYANG, SURVEY, None),
    ],
)
def test_an_individual_business_is_kept_out_by_rule_in_shaodong_and_by_program_in_liuyang(
    opened: Opened, region: str, service: str, code: str | None
) -> None:
    market = opened(region)
    need_id = published(market, service)
    outcome = market.quote(need_id, market.firm(market.item(service), kind="individual_business"), 1_000_000)
    assert (outcome.reason_code if isinstance(outcome, RefusedEntry) else None) == code


def test_a_draw_of_two_by_a_named_value_in_liuyang(opened: Opened) -> None:
    market = opened(LIUYANG)
    with pytest.raises(InvalidField, match="事先指定"):
        published(market, method="draw")
    need_id = drawn(market, 2, beacon_named="3 月 11 日开奖的体彩排列五号码")
    with market.db() as session:
        # 3 working days after the list of 10 March: 11, 12, 13 March.
        assert local(the(session, Need, id=need_id).beacon_due) == at(13, 17)
    market.run_to(at(11, 21))
    assert market.fix(need_id, market.operator, "0 7 3 1 9").source == "notice"
    market.run_to(at(11, 22))
    with market.db() as session:
        assert verify_record(the(session, SelectionResult, need_id=need_id).record).ok
        # Fixed on the evening of 11 March: 12 and 13 March, against five days in 邵东市.
        assert local(the(session, Award, need_id=need_id).notice_until) == at(13, 17)


def test_a_draw_waits_for_a_witness_in_shaodong_and_two_are_too_few(opened: Opened) -> None:
    market = opened(SHAODONG)
    few, enough = drawn(market, 2, close=False), drawn(market, 3)
    with market.db() as session:
        assert the(session, Need, id=few).failure == "below_minimum"
        # 2 working days after the list: 11, 12 March.
        assert local(the(session, Need, id=enough).beacon_due) == at(12, 17, 30)
    with pytest.raises(NotAllowed):
        market.fix(enough, market.operator, "0 7 3 1 9")


def drawn(market: CountyMarket, entrants: int, *, close: bool = True, **values: Any) -> int:
    need_id, item = published(market, method="draw", **values), market.item(EIA)
    for _ in range(entrants):
        market.quote(need_id, market.firm(item), None)
    if close:
        market.run_to(OPENED)
    return need_id


def test_the_county_differs_in_at_least_eight_rules_and_says_who_decided(opened: Opened) -> None:
    market = opened(LIUYANG)
    with market.db() as session:
        near, far = (market.rules.for_region(code, at(2, 9), session) for code in (LIUYANG, SHAODONG))
    keys = {p.key for p in near.parameters if near.value(p.key) != far.value(p.key)}
    assert len([key for key in keys if not key.startswith("docs.")]) >= 16
    assert near.value("ui.terms") == {
        "marketplace": "中介超市",
        "project_owner": "采购单位",
        "award": "中标",
    }
    signing = near.ask("market.contract.sign_wd")
    assert (signing.value, signing.plugin, signing.level) == (8, "浏阳市", "county")
    assert signing.impl_version == "1"
    assert far.value("market.contract.sign_wd") == 15
