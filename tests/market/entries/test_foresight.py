"""What plugins said beforehand counts only for what they were told."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from market.enrolments.models import Enrolment, QualificationRecord
from market.entries.foresight import NOBODY, Foreseen, Unforeseen
from market.entries.models import Entry
from market.hookspecs import EntryFacts, MarketHooks, Refusal
from market.needs.models import Need
from tests.support.market import SECOND, Market, Party, at, service_of
from tests.support.rules import rules_with
from tongban.clock import FixedClock
from tongban.db.engine import Engines
from tongban.outbox.models import Timer
from tongban.rules import Rules

END = at(10)
FACTS = EntryFacts("X-1", "990001", "S-01", "draw", "91990000M000100Y4X", "enterprise", "990001")


class Changing:
    """A plugin whose answer takes so long that an enrolment changes meanwhile."""

    def __init__(self) -> None:
        self.asked: list[EntryFacts] = []
        self.meanwhile: Callable[[], None] | None = None

    def entry_refusals(self, _rules: Rules, facts: EntryFacts) -> tuple[Refusal, ...]:
        self.asked.append(facts)
        if self.meanwhile is not None:
            change, self.meanwhile = self.meanwhile, None
            change()
        return ()


class ChangingMarket(Market):
    """A market with such a plugin."""

    def __init__(self, db: "sessionmaker[Session]", clock: FixedClock, folder: Path, **rules: Any) -> None:
        self.plugin = Changing()
        self.hooks: MarketHooks = self.plugin
        super().__init__(db, clock, folder, **rules)


def another_certificate(market: Market, firm: Party) -> None:
    with market.db.begin() as session:
        enrolment = session.scalars(select(Enrolment).filter_by(org_id=firm.org_id)).one()
        session.add(
            QualificationRecord(
                enrolment_id=enrolment.id,
                kind="cma",
                certificate_number="另一张证",
                valid_from=date(2026, 1, 1),
                checked_at=market.clock.now(),
            )
        )


def test_an_answer_counts_for_these_facts_under_these_rules() -> None:
    rules, others = rules_with("990001"), rules_with("990001", market__award__notice_wd=9)
    said = Foreseen({(rules.hash, FACTS): (Refusal("no", "不同意"),)})
    assert [refusal.code for refusal in said.entry_refusals(rules, FACTS)] == ["no"]
    for hooks, asked in ((said, others), (NOBODY, rules)):
        with pytest.raises(Unforeseen):
            hooks.entry_refusals(asked, FACTS)


def test_an_enrolment_that_changes_before_the_opening_is_asked_about_anew(
    db: "sessionmaker[Session]", engines: Engines, clock: FixedClock, tmp_path: Path
) -> None:
    market = ChangingMarket(db, clock, tmp_path)
    market.runner.reads = sessionmaker(engines.read)
    item = service_of(market)
    need_id = market.publish(item, END)
    firms = [market.firm(item) for _ in range(3)]
    for firm, fen in zip(firms, (1_000_000, 2_000_000, 3_000_000), strict=True):
        market.quote(need_id, firm, fen)
    market.plugin.asked.clear()
    market.plugin.meanwhile = lambda: another_certificate(market, firms[0])
    market.run_to(END + 5 * SECOND)
    with market.db() as session:
        assert session.get_one(Need, need_id).state == "closed"
        timer = session.scalars(select(Timer).filter_by(handler="need.open")).one()
        assert (timer.done_at, timer.last_error) == (None, "报名资料刚刚有变动，请重新提交。")
    market.run_to(END + 7 * SECOND)
    with market.db() as session:
        assert session.get_one(Need, need_id).state == "award_notice"
        assert len(session.scalars(select(Entry)).all()) == 3
    told = [facts.qualifications for facts in market.plugin.asked]
    assert len(told) == 6
    assert len(told[3]) == len(told[0]) + 1, "the second time it was told of the new certificate"
