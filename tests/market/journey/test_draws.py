"""Random draws through the services, on both databases: list, public value, order, reserves."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from market.awards.models import Award
from market.catalogue.items import ServiceItem
from market.enrolments.models import Enrolment
from market.entries.models import Entry
from market.needs.models import Need
from market.opening.drawing import AlreadyFixed, Recused
from market.opening.models import Beacon, SelectionResult
from market.opening.proof import closed_entries, closing_proof, proof_problems
from market.selection import verify_record
from tests.support.market import REGION, SECOND, Market, Party, at, service_of
from tongban.accounts.models import Membership
from tongban.audit.models import AuditEvent
from tongban.audit.signing import load_or_create
from tongban.audit.verify import verify
from tongban.canonical import canonical, sha256
from tongban.clock import FixedClock, local
from tongban.errors import InvalidField, NotAllowed
from tongban.lifecycle import GuardFailed
from tongban.notices.models import Notice
from tongban.security import Role

T = TypeVar("T")
END = at(10)  # Tuesday, 10 March 2026, 17:00
PRICE = 12_000_000
VALUE = "2026-03-11 见证人当场摇出 4417"
NAMED = "中国体育彩票排列5 第26060期开奖号码"


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
    return service_of(market)


def the(session: Session, model: type[T], **by: Any) -> T:
    return session.scalars(select(model).filter_by(**by)).one()


def listed(market: Market, firms: int = 4, **values: Any) -> tuple[int, list[Party]]:
    """A draw whose list is published, with so many entrants; the need's id and the firms."""
    item = service_of(market)
    need_id = market.publish(item, END, method="draw", **values)
    entrants = [market.firm(item) for _ in range(firms)]
    for firm in entrants:
        market.quote(need_id, firm, None)
    market.run_to(END + 6 * SECOND)
    return need_id, entrants


def witness(market: Market) -> Party:
    party = market.party("公证处", Role.WITNESS)
    with market.db.begin() as session:
        market.grant(session, party)
    return party


def test_a_witness_fixes_the_value_after_the_list_and_the_draw_follows(market: Market) -> None:
    somebody = witness(market)
    need_id, _firms = listed(market)
    with market.db() as session:
        need, result = the(session, Need, id=need_id), the(session, SelectionResult, need_id=need_id)
        assert (need.state, result.record) == ("selecting", None), "the secret stays sealed"
        assert result.listing is not None
        assert "secret" not in result.listing
        assert sha256(canonical(result.listing)).hex() == result.snapshot
        # 10 March and 2 working days: the 11th and the 12th, to the close of business.
        assert local(need.beacon_due) == at(12, 17, 30)
        told = session.scalars(select(Notice).filter_by(user_id=somebody.user_id)).one()
        assert told.url == f"/needs/{need.number}/beacon"
        snapshot = result.snapshot
    market.run_to(at(11, 10))
    market.fix(need_id, somebody, VALUE)
    market.run_to(at(11, 10) + SECOND)
    with market.db() as session:
        need, result = the(session, Need, id=need_id), the(session, SelectionResult, need_id=need_id)
        record = result.record
        assert record is not None
        verdict = verify_record(record)
        assert (verdict.ok, verdict.commit) == (True, need.commit)
        assert (record["snapshot"], record["beacon"]["value"]) == (snapshot, VALUE)
        assert (record["beacon"]["source"], record["beacon"]["at"]) == (
            "witness",
            "2026-03-11T02:00:00.000000Z",
        )
        award = the(session, Award, need_id=need_id)
        assert (award.entry.rank, award.amount_fen) == (1, PRICE)
        states = sorted(entry.state for entry in session.scalars(select(Entry)))
        # Two reserves by the nation's rules: of four, the last one is out.
        assert states == ["lost", "reserve", "reserve", "won"]
        assert record["params"] == {"minimum": 3, "reserves": 2}
        assert list(verify(session, load_or_create(market.folder / "audit.key").public_hex)) == []


def test_entrants_bind_their_own_random_values_and_the_closing_proof_holds(market: Market) -> None:
    need_id, _firms = listed(market)
    with market.db() as session:
        need, result = the(session, Need, id=need_id), the(session, SelectionResult, need_id=need_id)
        proof = closing_proof(need, result, closed_entries(session, need))
        assert proof_problems(proof) == ()
        assert {(e["value"], e["random"]) for e in proof["entries"]} == {(None, "ab" * 32)}
        assert [e["label"] for e in proof["entries"]] == [f"报名人{n}" for n in (1, 2, 3, 4)]


def test_a_random_value_exchanged_in_the_database_does_not_count(market: Market) -> None:
    item = service_of(market)
    need_id = market.publish(item, END, method="draw")
    for firm in [market.firm(item) for _ in range(3)]:
        market.quote(need_id, firm, None)
    with market.db.begin() as session:
        session.execute(Entry.__table__.update().values(nonce="0" * 64))
    market.run_to(END + 6 * SECOND)
    with market.db() as session:
        listing = the(session, SelectionResult, need_id=need_id).listing or {}
        assert {entry["nonce"] for entry in listing["entries"]} == {"ab" * 32}


def test_a_draw_takes_no_price(market: Market, item: ServiceItem) -> None:
    need_id = market.publish(item, END, method="draw")
    with pytest.raises(InvalidField, match="随机抽取不报价"):
        market.quote(need_id, market.firm(item), 1_000_000)


def test_too_few_fail_at_once_without_waiting_for_anybody(market: Market) -> None:
    need_id, _firms = listed(market, firms=2)
    with market.db() as session:
        need, result = the(session, Need, id=need_id), the(session, SelectionResult, need_id=need_id)
        assert (need.state, need.failure, need.beacon_due) == ("failed", "below_minimum", None)
        verdict = verify_record(result.record)
        assert verdict.failed is not None
        assert verdict.commit == need.commit


def test_a_region_without_public_values_draws_at_once_and_the_record_says_what_that_means(
    make: Callable[..., Market],
) -> None:
    market = make(market__draw__beacon="none", market__draw__reserves=1)
    need_id, _firms = listed(market)
    with market.db() as session:
        assert the(session, Need, id=need_id).state == "award_notice"
        verdict = verify_record(the(session, SelectionResult, need_id=need_id).record)
        assert len(verdict.reserves) == 1
        assert "平台理论上可以操纵" in verdict.remarks[0]


def test_nobody_types_the_value_in_time_and_the_need_fails_by_itself(market: Market) -> None:
    need_id, _firms = listed(market)
    market.run_to(at(12, 17, 29))
    with market.db() as session:
        assert the(session, Need, id=need_id).state == "selecting"
    market.run_to(at(12, 17, 31))
    with market.db() as session:
        need, result = the(session, Need, id=need_id), the(session, SelectionResult, need_id=need_id)
        assert (need.state, need.failure) == ("failed", "no_result")
        assert need.reason == "公开随机值没有在时限内确定"
        assert result.record is None
        assert {entry.state for entry in session.scalars(select(Entry))} == {"lost"}
    with pytest.raises(GuardFailed, match="不等待"):
        market.fix(need_id, witness(market))


def test_the_value_is_fixed_after_the_list_never_in_the_same_moment(market: Market) -> None:
    item = service_of(market)
    need_id = market.publish(item, END, method="draw")
    for firm in [market.firm(item) for _ in range(3)]:
        market.quote(need_id, firm, None)
    somebody = witness(market)
    with pytest.raises(GuardFailed, match="不等待"):
        market.fix(need_id, somebody)
    market.run_to(END + 5 * SECOND)
    with market.db() as session:
        assert the(session, Need, id=need_id).opened_at == market.clock.now()
    with pytest.raises(GuardFailed, match="名单刚刚公布"):
        market.fix(need_id, somebody)
    market.clock.set(market.clock.now() + SECOND)
    market.fix(need_id, somebody)


def test_the_value_never_changes_and_the_same_one_twice_is_once(market: Market) -> None:
    need_id, _firms = listed(market)
    first, second = witness(market), witness(market)
    market.clock.set(END + 60 * SECOND)
    assert market.fix(need_id, first, "1").id == market.fix(need_id, first, "1").id
    for somebody, value in ((first, "2"), (second, "1")):
        with pytest.raises(AlreadyFixed):
            market.fix(need_id, somebody, value)
    market.run_to(END + 61 * SECOND)
    with pytest.raises(AlreadyFixed):
        market.fix(need_id, second, "3")
    with market.db() as session:
        events = select(AuditEvent).filter_by(thing_kind="need", event="beacon")
        assert [event.public["value"] for event in session.scalars(events)] == ["1"]


def test_a_value_that_the_notice_named_may_be_typed_by_the_operator(make: Callable[..., Market]) -> None:
    market = make(market__draw__beacon="notice")
    with pytest.raises(InvalidField) as refused:
        market.publish(service_of(market), END, method="draw")
    assert refused.value.field == "selection.beacon_named"
    need_id, _firms = listed(market, beacon_named=NAMED)
    market.clock.set(END + 60 * SECOND)
    assert market.fix(need_id, market.operator, "0 7 3 1 9").source == "notice"
    market.run_to(END + 61 * SECOND)
    with market.db() as session:
        record = the(session, SelectionResult, need_id=need_id).record
        assert verify_record(record).winner == f"E{_place(session, need_id):05d}"


def test_the_end_does_not_move_once_the_notice_has_named_a_value(make: Callable[..., Market]) -> None:
    market = make(market__draw__beacon="notice")
    need_id = market.publish(service_of(market), END, method="draw", beacon_named=NAMED)
    with pytest.raises(GuardFailed, match="推迟后它可能在截止前就已产生"):
        market.extend(need_id, market.owner, at(12))


def test_the_end_of_a_draw_with_a_witness_may_move(market: Market) -> None:
    need_id = market.publish(service_of(market), END, method="draw")
    market.extend(need_id, market.owner, at(12))
    with market.db() as session:
        assert the(session, Need, id=need_id).ends_at == at(12)


def _place(session: Session, need_id: int) -> int:
    """The winner's place in the list, by the label."""
    label = the(session, Award, need_id=need_id).entry.label or ""
    return int(label.removeprefix("报名人"))


def test_where_a_witness_is_asked_for_an_operator_may_not(market: Market) -> None:
    need_id, firms = listed(market)
    market.clock.set(END + 60 * SECOND)
    for party in (market.operator, market.owner, firms[0]):
        with pytest.raises(NotAllowed):
            market.fix(need_id, party)


def also(market: Market, party: Party, role: Role, org_id: int) -> Party:
    """The same person with a further role, written down."""
    with market.db.begin() as session:
        session.add(
            Membership(
                user_id=party.user_id,
                org_id=org_id,
                role=role,
                region=REGION,
                granted_at=market.clock.now(),
            )
        )
    return party


def test_whoever_has_an_interest_must_stay_out(market: Market) -> None:
    need_id, firms = listed(market)
    market.clock.set(END + 60 * SECOND)
    cases = {
        "业主单位": also(market, witness(market), Role.OWNER_DELEGATE, market.owner.org_id),
        "报名了": also(market, witness(market), Role.INTERMEDIARY, firms[2].org_id),
        "同时是运营": also(market, witness(market), Role.MARKET_OPERATOR, market.operator.org_id),
        "同时是运营或管理": also(market, witness(market), Role.PLATFORM_ADMIN, market.operator.org_id),
    }
    colleague = market.party("运营中心", Role.WITNESS)
    also(market, market.party("某人", Role.OBSERVER), Role.MARKET_OPERATOR, colleague.org_id)
    cases["同属一个单位"] = colleague
    checker = Party(witness(market).org_id, market.operator.user_id, Role.WITNESS)
    cases["形式核验"] = checker
    for words, party in cases.items():
        with pytest.raises(Recused, match=words):
            market.fix(need_id, party)
    with market.db() as session:
        assert session.scalars(select(Beacon)).all() == []


def test_a_reserve_whose_qualification_has_lapsed_is_passed_over(market: Market) -> None:
    need_id, firms = listed(market)
    market.clock.set(END + 60 * SECOND)
    market.fix(need_id, witness(market), VALUE)
    market.run_to(END + 61 * SECOND)
    by_org = {firm.org_id: firm for firm in firms}
    with market.db.begin() as session:
        ranked = session.scalars(select(Entry).where(Entry.rank <= 3).order_by(Entry.rank)).all()
        second, third = ranked[1].org_id, ranked[2].org_id
        _suspend(session, second)
        award = the(session, Award, need_id=need_id)
        market.awards(session, by_org[ranked[0].org_id]).decline(award, "人手不足")
    with market.db() as session:
        award = the(session, Award, need_id=need_id, state="proposed")
        assert (award.org_id, award.rank, award.amount_fen) == (third, 3, PRICE)
        skipped = the(session, Entry, org_id=second)
        assert (skipped.state, skipped.reason_code) == ("excluded", "suspended")


def test_whoever_loses_the_right_between_list_and_draw_is_not_chosen_and_the_record_stands(
    market: Market,
) -> None:
    need_id, _firms = listed(market)
    market.clock.set(END + 60 * SECOND)
    market.fix(need_id, witness(market), VALUE)
    with market.db() as session:
        listing = the(session, SelectionResult, need_id=need_id).listing or {}
    with market.db.begin() as session:
        for entry in session.scalars(select(Entry).order_by(Entry.id).limit(3)):
            _suspend(session, entry.org_id)
    market.run_to(END + 61 * SECOND)
    with market.db() as session:
        result = the(session, SelectionResult, need_id=need_id)
        assert verify_record(result.record).ok
        record = result.record or {}
        assert {key: record[key] for key in listing} == listing
        fourth = session.scalars(select(Entry).where(Entry.label == "报名人4")).one()
        need = the(session, Need, id=need_id)
        if (fourth.rank or 0) <= 3:
            assert the(session, Award, need_id=need_id).org_id == fourth.org_id
        else:
            assert (need.state, need.failure) == ("failed", "no_result")


def _suspend(session: Session, org_id: int) -> None:
    session.execute(Enrolment.__table__.update().where(Enrolment.org_id == org_id).values(state="suspended"))


def test_two_witnesses_at_once_fix_one_value(market: Market) -> None:
    need_id, _firms = listed(market)
    market.clock.set(END + 60 * SECOND)
    people, outcomes = [witness(market) for _ in range(4)], []

    def act(n: int) -> None:
        try:
            outcomes.append(market.fix(need_id, people[n], str(n)).value)
        except AlreadyFixed:
            outcomes.append("refused")

    threads = [threading.Thread(target=act, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes)[1:] == ["refused"] * 3
    with market.db() as session:
        assert the(session, Beacon, need_id=need_id).value in outcomes


def test_two_workers_at_once_draw_once(market: Market) -> None:
    need_id, _firms = listed(market)
    market.clock.set(END + 60 * SECOND)
    market.fix(need_id, witness(market), VALUE)
    threads = [threading.Thread(target=market.runner.run_once) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    market.run_to(END + 70 * SECOND)
    with market.db() as session:
        assert len(session.scalars(select(Award).filter_by(need_id=need_id)).all()) == 1
        events = select(AuditEvent).filter_by(thing_kind="need", event="result")
        assert len(session.scalars(events).all()) == 1
