"""A package is replaced while needs run: each is judged by the code it was published with, or not at all."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from market.entries.models import Entry, Quote, RefusedEntry
from market.needs.models import Need
from plugins.liuyang import Liuyang
from plugins.liuyang.plugin import ENVIRONMENT, CompaniesOnly
from plugins.python_plugins import PythonPlugin
from tests.plugins.counties.market import CountyMarket, packaged
from tests.support.market import SECOND, at
from tongban.hookspecs import CodeAnswer, hookimpl
from tongban.outbox.models import Timer
from tongban.rules import CodeAbsent
from tongban.rules.models import RuleCode

Opened = Callable[..., CountyMarket]
LIUYANG = "430181"
DRAWINGS = "ZJ-KS-04"
SIGN = "market.contract.sign_wd"
END = at(10)


class First(CompaniesOnly):
    """The package as it was before: environmental services only, and the county signs in 9 days."""

    name, version, impl_version, api_version = "浏阳市", "1.0", "1", 1
    regions = ("430181",)
    rule_file = Liuyang.rule_file

    def __init__(self) -> None:
        super().__init__(*ENVIRONMENT)

    @hookimpl
    def tongban_rule(self, key: str) -> CodeAnswer | None:
        return CodeAnswer(9, impl_version="0") if key == SIGN else None


def second() -> PythonPlugin:
    return packaged(Liuyang())


def lacking() -> PythonPlugin:
    """The upgrade as somebody would build it who forgot what still runs."""
    plugin = second()
    return PythonPlugin(
        plugin.package,
        plugin.name,
        plugin.version,
        plugin.regions,
        plugin.api_version,
        plugin.rule_file,
        plugin.implementation,
        impl_version=plugin.impl_version,
    )


def trader(market: CountyMarket) -> Any:
    """An individual business that may review drawings."""
    return market.firm(market.item(DRAWINGS), kind="individual_business")


@pytest.fixture
def market(opened: Opened) -> CountyMarket:
    """浏阳市 with the first package."""
    return opened(LIUYANG, packaged(First()))


@pytest.fixture
def need_id(market: CountyMarket) -> int:
    """A need published under the first package."""
    return market.publish(market.item(DRAWINGS), END)


def number_of(market: CountyMarket, need_id: int) -> str:
    with market.db() as session:
        return session.get_one(Need, need_id).number


def test_publishing_writes_down_which_code_decides(market: CountyMarket, need_id: int) -> None:
    with market.db() as session:
        row = session.scalars(select(RuleCode)).one()
        need = session.get_one(Need, need_id)
        kept = market.rules.pinned(session, str(need.rules_hash))
    assert (row.hook, row.source, row.plugin) == ("market_entry_check", "python:liuyang", "浏阳市")
    assert (row.impl_version, row.snapshot_hash) == ("1", need.rules_hash)
    assert [(ref.hook, ref.impl_version) for ref in kept.code] == [("market_entry_check", "1")]


def test_a_running_need_keeps_answers_and_code_while_new_ones_get_the_new(
    market: CountyMarket, need_id: int
) -> None:
    market.install(second())
    fresh = market.publish(market.item(DRAWINGS), END)
    assert isinstance(market.quote(need_id, trader(market), 1_000_000), Quote)
    refused = market.quote(fresh, trader(market), 1_000_000)
    assert isinstance(refused, RefusedEntry)
    assert refused.reason_code == "liuyang.companies_only"
    with market.db() as session:
        old, new = (session.get_one(Need, number) for number in (need_id, fresh))
        signing = [market.rules.pinned(session, str(n.rules_hash)).ask(SIGN) for n in (old, new)]
    assert [(answer.value, answer.impl_version) for answer in signing] == [(9, "0"), (8, "1")]


def test_the_opening_judges_by_the_code_of_the_notice(market: CountyMarket, need_id: int) -> None:
    market.quote(need_id, trader(market), 1_000_000)
    market.quote(need_id, market.firm(market.item(DRAWINGS)), 2_000_000)
    market.install(second())
    market.run_to(END + 6 * SECOND)
    with market.db() as session:
        assert [entry.state for entry in session.scalars(select(Entry).order_by(Entry.id))] == [
            "won",
            "reserve",
        ]


def test_an_upgrade_that_lacks_what_a_running_need_is_bound_to_is_refused_plainly(
    market: CountyMarket, need_id: int
) -> None:
    number = number_of(market, need_id)
    market.install(lacking())
    assert market.found.plugins == ()
    (why,) = market.found.problems
    assert str(why) == (
        f"liuyang：浏阳市 2.0 没有带实现版本 1，而采购需求 {number}还按这个版本办理，未启用。"
        "请改装带有它的版本（earlier），或等办结后再升级"
    )


def test_meanwhile_nothing_is_decided_without_the_countys_check(market: CountyMarket, need_id: int) -> None:
    firms = [market.firm(market.item(DRAWINGS)) for _ in range(2)]
    for firm in firms:
        market.quote(need_id, firm, 1_000_000)
    market.install(lacking())
    with pytest.raises(CodeAbsent, match="实现版本 1 判断，本机没有装这个版本"):
        market.quote(need_id, market.firm(market.item(DRAWINGS)), 900_000)
    with pytest.raises(CodeAbsent, match="“浏阳市”没有运行，暂时不能发布"):
        market.publish(market.item(DRAWINGS), END)
    market.run_to(END + 6 * SECOND)
    with market.db() as session:
        assert session.get_one(Need, need_id).state == "closed"
        waiting = session.scalars(select(Timer).filter_by(handler="need.open")).one()
        assert (waiting.done_at, "CodeAbsent" in str(waiting.last_error)) == (None, True)


def test_it_goes_on_as_soon_as_the_code_is_there_again(market: CountyMarket, need_id: int) -> None:
    for _ in range(2):
        market.quote(need_id, market.firm(market.item(DRAWINGS)), 1_000_000)
    market.install(lacking())
    market.run_to(END + 6 * SECOND)
    market.install(second())
    market.run_to(at(10, 17, 30))
    with market.db() as session:
        assert session.get_one(Need, need_id).state == "award_notice"


def test_a_need_past_its_last_decision_hinders_no_upgrade(market: CountyMarket, need_id: int) -> None:
    market.run_to(END + 6 * SECOND)
    with market.db() as session:
        assert session.get_one(Need, need_id).state == "failed"
    market.install(lacking())
    assert [plugin.version for plugin in market.found.plugins] == ["2.0"]


def test_a_package_that_is_gone_leaves_old_needs_readable_and_decides_nothing(
    market: CountyMarket, need_id: int
) -> None:
    market.install()
    with market.db() as session:
        need = session.get_one(Need, need_id)
        kept = market.rules.pinned(session, str(need.rules_hash))
        assert (kept.value(SIGN), kept.ask(SIGN).plugin) == (9, "浏阳市")
        assert market.rules.for_region(LIUYANG, at(3), session).value("market.award.notice_wd") == 2
    with pytest.raises(CodeAbsent):
        market.quote(need_id, trader(market), 1_000_000)


def test_many_running_needs_are_counted_and_three_of_them_named(market: CountyMarket) -> None:
    ids = [market.publish(market.item(DRAWINGS), END) for _ in range(4)]
    market.install(lacking())
    (why,) = market.found.problems
    assert f"{number_of(market, ids[2])}等 4 项还按这个版本办理" in str(why)
    assert number_of(market, ids[3]) not in str(why)
