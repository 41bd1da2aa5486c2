"""National → province → city → county: the nearest answers, tables add up, and dates decide what counts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from plugins.declared import PARAMETERS
from tests.plugins.county import County
from tongban.rules.answers import Answer

NOTICE = "market.award.notice_wd"


def head(region: str, name: str = "某地") -> str:
    return f'[plugin]\nregion = "{region}"\nname = "{name}"\n'


def test_the_nearest_level_answers(county: County) -> None:
    rules = county.rules("430582")
    assert rules.chain == ("000000", "430000", "430500", "430582")
    assert rules.ask(NOTICE).plugin == "邵东市"
    assert rules.ask("market.evaluation.wd").plugin == "邵阳市"
    assert rules.ask("market.enrol.check_wd").plugin == "湖南省"
    assert rules.ask("market.check.publish_wd").plugin == "全国通用规则"


def test_a_county_without_rules_has_those_above_it(county: County) -> None:
    rules = county.rules("430581")
    assert (rules.value(NOTICE), rules.ask(NOTICE).level) == (3, "nation")
    assert rules.ask("market.evaluation.wd").plugin == "邵阳市"


def test_an_answer_says_who_said_it_since_when_and_on_what_basis(county: County) -> None:
    county.load(
        head("430582", "邵东办法") + f'[rules]\n"{NOTICE}" = '
        '{ value = 4, basis = "某办法第八条", since = 2026-01-01, source = "confirmed" }'
    )
    assert county.rules("430582").ask(NOTICE) == Answer(
        key=NOTICE,
        value=4,
        plugin="邵东办法",
        version="1",
        region="430582",
        level="county",
        basis="某办法第八条",
        since=date(2026, 1, 1),
        source="confirmed",
    )


def test_a_background_value_is_a_demo_value_until_the_county_confirms_it(county: County) -> None:
    assert county.rules("430581").ask(NOTICE).is_demo
    county.load(head("430581") + f'[rules]\n"{NOTICE}" = 3')
    answer = county.rules("430581").ask(NOTICE)
    assert not answer.is_demo
    assert answer.source_words == "已确认"


def test_tables_add_up_entry_by_entry_and_each_entry_names_who_said_it(county: County) -> None:
    county.load(head("430581") + '[rules]\n"market.min_participants" = { lowest_price = 2 }')
    rules = county.rules("430581")
    assert rules.value("market.min_participants") == {
        "lowest_price": 2,
        "discount_rate": 3,
        "average_price": 3,
        "draw": 5,
    }
    who = {
        e: rules.ask(f"market.min_participants[{e}]").plugin
        for e in ("lowest_price", "draw", "average_price")
    }
    assert who == {"lowest_price": "某地", "draw": "邵阳市", "average_price": "全国通用规则"}


def test_a_table_whose_entries_belong_together_is_replaced_whole(county: County) -> None:
    county.load(head("430582") + '[rules]\n"market.credit.grades" = { A = 95, D = 0 }')
    assert county.rules("430582").value("market.credit.grades") == {"A": 95, "D": 0}


def test_a_county_may_change_one_field_of_a_catalogue_item_that_the_city_changed(county: County) -> None:
    county.load(head("430500") + '[catalogue]\n"S-01" = { name = "测绘", note = "市" }', "city.toml")
    county.load(head("430582") + '[catalogue]\n"S-01" = { note = "县" }')
    item = {"name": "测绘", "note": "县"}
    rules = county.rules("430582")
    assert rules.value("market.catalogue") == {"S-01": item}
    assert rules.value("market.catalogue[S-01]") == item


def test_a_value_counts_from_its_date_on_by_the_day_in_china(county: County) -> None:
    county.load(
        head("430582") + f'[rules]\n"{NOTICE}" = [{{ value = 4 }}, {{ value = 6, since = 2026-06-01 }}]'
    )
    last_moment = datetime(2026, 5, 31, 15, 59, 59, tzinfo=UTC)
    assert county.rules("430582", last_moment).value(NOTICE) == 4
    assert county.rules("430582", last_moment + timedelta(seconds=1)).value(NOTICE) == 6


def test_a_value_alone_with_a_future_date_leaves_the_level_above_in_force(county: County) -> None:
    county.load(head("430581") + f'[rules]\n"{NOTICE}" = {{ value = 6, since = 2026-06-01 }}')
    rules = county.rules("430581")
    assert rules.value(NOTICE) == 3
    assert [(s.answer.value, s.standing) for s in rules.explain(NOTICE)] == [(6, "future"), (3, "in_force")]


def test_a_value_ends_with_its_last_day(county: County) -> None:
    county.load(head("430581") + f'[rules]\n"{NOTICE}" = {{ value = 6, until = 2026-06-30 }}')
    assert county.rules("430581", datetime(2026, 6, 30, 15, tzinfo=UTC)).value(NOTICE) == 6
    assert county.rules("430581", datetime(2026, 6, 30, 16, tzinfo=UTC)).value(NOTICE) == 3


def test_a_file_with_a_date_counts_from_that_date(county: County) -> None:
    county.load(head("430581") + f'effective_from = 2026-05-01\n[rules]\n"{NOTICE}" = 6')
    assert county.rules("430581").value(NOTICE) == 3
    assert county.rules("430581").explain(NOTICE)[0].standing == "pack_future"
    assert county.rules("430581", datetime(2026, 5, 1, tzinfo=UTC)).value(NOTICE) == 6


def test_a_file_nobody_approved_does_not_answer_until_it_is_approved(county: County) -> None:
    text = head("430581") + f'[rules]\n"{NOTICE}" = 6'
    assert county.load(text, approved_by=None).loaded == ["430581:local:county:1"]
    assert county.rules("430581").value(NOTICE) == 3
    assert county.rules("430581").explain(NOTICE)[0].standing == "unapproved"
    assert county.load(approved_by="市管理机构").approved == ["430581:local:county:1"]
    assert county.rules("430581").value(NOTICE) == 6


def test_an_unapproved_new_version_leaves_the_old_one_in_force(county: County) -> None:
    county.load(head("430581") + f'[rules]\n"{NOTICE}" = 6')
    county.load(head("430581") + f'[rules]\n"{NOTICE}" = 7', approved_by=None)
    rules = county.rules("430581")
    assert rules.value(NOTICE) == 6
    assert [s.standing for s in rules.explain(NOTICE)] == ["in_force", "unapproved", "overridden"]


def test_an_explanation_lists_every_level_the_nearest_first(county: County) -> None:
    said = county.rules("430582").explain("market.register.min_window_wd")
    assert [(s.answer.plugin, s.answer.value, s.words) for s in said] == [
        ("邵东市", 3, "采用"),
        ("邵阳市", 4, "被更近一级取代"),
        ("全国通用规则", 3, "被更近一级取代"),
    ]


def test_the_countys_own_file_goes_before_the_one_that_comes_with_the_product(county: County) -> None:
    county.load(head("430582", "邵东市自定") + f'[rules]\n"{NOTICE}" = 7')
    rules = county.rules("430582")
    assert rules.value(NOTICE) == 7
    assert rules.value("market.acceptance.wd") == 7


@pytest.mark.parametrize("code", ["999998", "990000", "430582-KFQ"])
def test_a_region_nobody_has_rules_for_has_the_rules_above_it(county: County, code: str) -> None:
    assert not county.rules(code).missing()


def test_every_question_has_an_answer_everywhere(county: County) -> None:
    rules = county.rules("430582")
    assert not rules.missing()
    assert all(parameter.key in rules.answers for parameter in PARAMETERS)
