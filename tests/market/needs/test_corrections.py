"""A later end of registration: only later, in time, by the owner, and everybody is told (C07, §6.5)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from market.awards.models import Award
from market.catalogue.items import ServiceItem
from market.entries.models import Entry, Quote, RefusedEntry
from market.needs.models import Need, NeedCorrection
from tests.support.market import REGION, SECOND, Market, Party, at
from tongban.accounts.models import Membership
from tongban.audit.models import AuditEvent
from tongban.clock import local
from tongban.errors import InvalidField, NotAllowed
from tongban.lifecycle import GuardFailed
from tongban.notices.models import Notice
from tongban.outbox.models import Timer

END = at(10)
LATER = at(12)


def joined(market: Market, *parties: Party) -> None:
    """These people read what their organisations are told."""
    with market.db.begin() as session:
        for party in parties:
            session.add(
                Membership(
                    user_id=party.user_id,
                    org_id=party.org_id,
                    role=party.role,
                    region=REGION,
                    granted_at=market.clock.now(),
                )
            )


def test_the_end_moves_later_and_the_entries_stay(market: Market, item: ServiceItem) -> None:
    need_id = market.publish(item, END)
    firms = [market.firm(item) for _ in range(3)]
    for firm, fen in zip(firms, (3_000_000, 2_000_000, 1_000_000), strict=True):
        market.quote(need_id, firm, fen)
    market.extend(need_id, market.owner, LATER, "补充踏勘安排")
    market.run_to(END + 10 * SECOND)
    with market.db() as session:
        need = session.get_one(Need, need_id)
        assert (need.state, need.ends_at, need.closed_at) == ("registering", LATER, None)
        assert {entry.state for entry in session.scalars(select(Entry))} == {"submitted"}
        made = session.scalars(select(NeedCorrection)).one()
        assert (made.number, made.reason) == ("990001更告〔2026〕0001号", "补充踏勘安排")
        assert (made.old_ends_at, made.new_ends_at, made.made_by) == (END, LATER, market.owner.user_id)
    assert isinstance(market.quote(need_id, firms[0], 900_000), Quote)
    market.run_to(LATER + 6 * SECOND)
    with market.db() as session:
        assert session.get_one(Need, need_id).closed_at == LATER
        assert session.scalars(select(Award)).one().org_id == firms[0].org_id


def test_only_the_timer_of_the_last_end_is_open(market: Market, item: ServiceItem) -> None:
    need_id = market.publish(item, END)
    market.extend(need_id, market.owner, LATER)
    market.extend(need_id, market.owner, at(13))
    with market.db() as session:
        timers = session.scalars(select(Timer).filter_by(handler="need.close", done_at=None)).all()
        assert [timer.due_at for timer in timers] == [at(13)]
        numbers = [made.number for made in session.scalars(select(NeedCorrection))]
        assert numbers == ["990001更告〔2026〕0001号", "990001更告〔2026〕0002号"]


@pytest.mark.parametrize(
    ("ends_at", "words"),
    [
        (at(9), "只能推迟，不能提前"),
        (END, "只能推迟，不能提前"),
        (at(2, 12, 1), "只能推迟，不能提前"),
        (at(14), "非工作日"),
    ],
    ids=["earlier", "the same", "one minute from now", "a Saturday"],
)
def test_an_end_that_is_refused(market: Market, item: ServiceItem, ends_at: datetime, words: str) -> None:
    need_id = market.publish(item, END)
    market.clock.set(at(2, 12))
    with pytest.raises(InvalidField, match=words) as refused:
        market.extend(need_id, market.owner, ends_at)
    assert refused.value.field == "selection.ends_at"
    with market.db() as session:
        assert session.get_one(Need, need_id).ends_at == END
        assert session.scalars(select(NeedCorrection)).all() == []


def test_a_region_may_let_registration_end_on_a_day_off(make: Callable[..., Market]) -> None:
    market = make(market__deadline__workday_only=False)
    item = next(i for i in market.catalogue if i.qualification)
    need_id = market.publish(item, END)
    market.extend(need_id, market.owner, at(14))
    with market.db() as session:
        assert local(session.get_one(Need, need_id).ends_at) == at(14)


@pytest.mark.parametrize("late", [timedelta(0), SECOND, timedelta(days=2)])
def test_not_after_the_end(market: Market, item: ServiceItem, late: timedelta) -> None:
    need_id = market.publish(item, END)
    market.clock.set(END + late)
    with pytest.raises(GuardFailed, match="已经截止"):
        market.extend(need_id, market.owner, at(20))
    market.run_to(END + late + 10 * SECOND)
    with pytest.raises(GuardFailed, match="已经截止"):
        market.extend(need_id, market.owner, at(20))


def test_the_operator_and_others_may_not(market: Market, item: ServiceItem) -> None:
    need_id = market.publish(item, END)
    for party in (market.operator, market.firm(item)):
        with pytest.raises(NotAllowed):
            market.extend(need_id, party, LATER)


def test_everybody_who_registered_is_told_alone_and_nobody_else(market: Market, item: ServiceItem) -> None:
    need_id = market.publish(item, END)
    firms = [market.firm(item) for _ in range(3)]
    joined(market, *firms)
    for firm in firms[:2]:
        market.quote(need_id, firm, 1_000_000)
    market.withdraw(need_id, firms[1])
    market.extend(need_id, market.owner, LATER, "补充踏勘安排。")
    with market.db() as session:
        told = session.scalars(select(Notice).where(Notice.title.contains("更正公告"))).all()
        assert {notice.user_id for notice in told} == {firm.user_id for firm in firms[:2]}
        assert len({notice.body for notice in told}) == 1
        body = told[0].body
        assert "推迟到 2026-03-12 17:00（990001更告〔2026〕0001号），原因：补充踏勘安排。" in body
        assert "。。" not in body
        assert not any(name in body for name in ("某技术服务公司", "家"))


def test_the_chain_tells_the_old_and_the_new_end_and_no_entrant(market: Market, item: ServiceItem) -> None:
    need_id = market.publish(item, END)
    market.quote(need_id, market.firm(item), 1_000_000)
    market.extend(need_id, market.owner, LATER)
    with market.db() as session:
        event = session.scalars(select(AuditEvent).filter_by(thing_kind="need", event="extend")).one()
        assert (event.before, event.after, event.actor_org_id) == (
            "registering",
            "registering",
            market.owner.org_id,
        )
        assert set(event.public) == {"reason", "notice", "old", "new"}
        assert (event.public["old"][:10], event.public["new"][:10]) == ("2026-03-10", "2026-03-12")


def test_a_qualification_must_hold_at_the_later_end(market: Market, item: ServiceItem) -> None:
    need_id = market.publish(item, END)
    firms = [market.firm(item, until=at(11).date()), *(market.firm(item) for _ in range(3))]
    for firm, fen in zip(firms, (1_000_000, 2_000_000, 3_000_000, 4_000_000), strict=True):
        assert isinstance(market.quote(need_id, firm, fen), Quote)
    market.extend(need_id, market.owner, LATER)
    assert isinstance(market.quote(need_id, firms[0], 500_000), RefusedEntry)
    market.run_to(LATER + 6 * SECOND)
    with market.db() as session:
        assert session.scalars(select(Award)).one().org_id == firms[1].org_id
        assert session.scalars(select(Entry).filter_by(org_id=firms[0].org_id)).one().state == "excluded"
