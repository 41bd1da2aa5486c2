"""Supervision: signals with evidence once quotes are open, lateness, and only in one's own regions."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from market.entries.models import RelationFlag
from tests.market.desk.conftest import DAY, Site, Things

Make = Callable[[Callable[[Things], Any]], None]


def flagged(things: Things, state: str, opened: bool, title: str, region: str = "430582") -> None:
    need = things.need(state, title=title, opened_at=things.now if opened else None, region=region)
    first, second = things.entry(need, "firm1"), things.entry(need, "firm3")
    things.session.add(
        RelationFlag(
            need_id=need.id,
            kind="legal_representative",
            first_entry_id=first.id,
            second_entry_id=second.id,
            evidence={"shared": "郑演甲"},
            raised_at=things.now,
        )
    )


def test_a_signal_shows_both_parties_and_its_evidence_but_never_before_the_opening(
    site: Site, make: Make
) -> None:
    make(lambda t: [flagged(t, "award_notice", True, "已开启"), flagged(t, "registering", False, "未开启")])
    site.sign_in("supervisor")
    page = site.app.get("/supervision")
    card = page.html.select_one("#watch-market\\.flags").get_text(" ", strip=True)
    assert "已开启" in card
    assert "法定代表人相同" in card
    assert "郑演甲" in card
    assert "未开启" not in card


def test_regions_one_does_not_watch_are_not_shown(site: Site, make: Make) -> None:
    make(lambda t: flagged(t, "award_notice", True, "外地的采购", region="110101"))
    site.sign_in("supervisor")
    assert "外地的采购" not in site.app.get("/supervision").text


@pytest.mark.parametrize(("seconds", "alarm"), [(59, False), (61, True)])
def test_a_closing_that_waits_longer_than_a_minute_is_an_alarm(
    site: Site, make: Make, seconds: int, alarm: bool
) -> None:
    make(lambda t: t.need("registering", title="迟了", ends_at=t.now - timedelta(seconds=seconds)))
    site.sign_in("authority")
    page = site.app.get("/supervision")
    card = page.html.select_one("#watch-market\\.closings")
    assert ("watch--alarm" in card["class"]) is alarm
    assert ("迟了" in card.text) is alarm


def test_a_check_past_its_due_date_is_listed(site: Site, make: Make) -> None:
    make(lambda t: t.need("under_check", title="没人核验", check_due=t.now - DAY))
    site.sign_in("authority")
    assert "没人核验" in site.app.get("/supervision").text


@pytest.mark.parametrize("login", ["owner1", "firm1", "agent", "observer"])
def test_others_do_not_get_in(site: Site, login: str) -> None:
    site.sign_in(login)
    site.app.get("/supervision", status=403)
