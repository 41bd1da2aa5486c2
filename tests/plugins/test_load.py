"""The table of packs is the truth: folders propose, a bad file changes nothing, history is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from plugins.load import set_enabled
from plugins.packs import read_epoch
from tests.plugins.county import County
from tongban.audit.models import AuditEvent
from tongban.regions.models import Region
from tongban.rules.models import RulePack

NOTICE = "market.award.notice_wd"
FIVE_LINES = f"""[plugin]
region = "999999-X"
name = "远方新区"
[rules]
"{NOTICE}" = 5
"""


def versions(county: County, region: str = "999999-X") -> list[RulePack]:
    query = select(RulePack).filter_by(region=region).order_by(RulePack.version)
    return list(county.session.scalars(query))


def test_five_lines_bring_a_region_no_table_knows_into_being(county: County) -> None:
    report = county.load(FIVE_LINES)
    assert report.loaded == ["999999-X:local:county:1"]
    region = county.session.get_one(Region, "999999-X")
    assert (region.name, region.level, region.parent_code) == ("远方新区", "zone", "000000")
    rules = county.rules("999999-X")
    assert rules.chain == ("000000", "999999-X")
    assert (rules.value(NOTICE), rules.ask(NOTICE).plugin) == (5, "远方新区")
    assert rules.value("market.contract.sign_wd") == 10


def test_a_named_parent_decides_the_chain(county: County) -> None:
    county.load(FIVE_LINES.replace("[rules]", 'parent = "430500"\n[rules]'))
    assert county.rules("999999-X").chain == ("000000", "430000", "430500", "999999-X")


def test_the_parent_may_come_with_a_later_file(county: County) -> None:
    county.write(FIVE_LINES.replace("[rules]", 'parent = "999999"\n[rules]'), "a.toml")
    report = county.load('[plugin]\nregion = "999999"\nname = "远方县"\n', "b.toml")
    assert not report.problems
    assert county.rules("999999-X").chain == ("000000", "999999", "999999-X")


def test_an_unknown_parent_is_told_and_the_other_files_are_loaded(county: County) -> None:
    county.write('[plugin]\nregion = "999998"\nname = "甲县"\n', "a.toml")
    report = county.load(FIVE_LINES.replace("[rules]", 'parent = "888888"\n[rules]'), "b.toml")
    assert report.loaded == ["999998:local:a:1"]
    assert [str(one) for one in report.problems] == [
        "b.toml：上级地区 888888 还不存在，请先建立它或改写 parent。"
    ]


def test_the_same_file_again_changes_nothing(county: County) -> None:
    county.load(FIVE_LINES)
    epoch = read_epoch(county.session)
    report = county.load("# 一条说明\n" + FIVE_LINES)
    assert (report.changed, report.unchanged) == ([], 1)
    assert read_epoch(county.session) == epoch


def test_another_content_is_a_new_version_and_the_old_one_is_kept(county: County) -> None:
    county.load(FIVE_LINES)
    epoch = read_epoch(county.session)
    county.load(FIVE_LINES.replace("= 5", "= 7"))
    assert [row.version for row in versions(county)] == [1, 2]
    assert read_epoch(county.session).number == epoch.number + 1
    rules = county.rules("999999-X")
    assert (rules.value(NOTICE), rules.ask(NOTICE).version) == (7, "2")


def test_what_was_in_force_earlier_can_still_be_asked(county: County) -> None:
    county.load(FIVE_LINES)
    before = county.now
    county.load(FIVE_LINES.replace("= 5", "= 7"))
    assert county.rules("999999-X", before).value(NOTICE) == 5


def test_going_back_to_an_earlier_content_is_a_new_version_too(county: County) -> None:
    for days in ("= 5", "= 7", "= 5"):
        county.load(FIVE_LINES.replace("= 5", days))
    assert [row.version for row in versions(county)] == [1, 2, 3]
    assert county.rules("999999-X").value(NOTICE) == 5


def test_a_bad_file_is_refused_whole_and_what_it_said_before_stays(county: County) -> None:
    county.load(FIVE_LINES)
    report = county.load(FIVE_LINES.replace("= 5", "= 500") + '"market.contract.sign_wd" = 9\n')
    assert [str(one) for one in report.problems] == [
        "county.toml：market.award.notice_wd = 500：要在 0 到 30 之间"
    ]
    rules = county.rules("999999-X")
    assert (rules.value(NOTICE), rules.value("market.contract.sign_wd")) == (5, 10)


def test_a_bad_file_does_not_keep_good_ones_out(county: County) -> None:
    county.write("[plugin", "bad.toml")
    report = county.load(FIVE_LINES, "good.toml")
    assert len(report.problems) == 1
    assert report.loaded == ["999999-X:local:good:1"]


def test_a_file_whose_region_was_corrected_stops_answering_for_the_wrong_one(county: County) -> None:
    county.load(FIVE_LINES)
    report = county.load(FIVE_LINES.replace("999999-X", "999999-Y"))
    assert report.withdrawn == ["999999-X:local:county:1"]
    assert county.rules("999999-X").value(NOTICE) == 3
    assert county.rules("999999-Y").value(NOTICE) == 5


def test_a_file_taken_out_of_the_folder_goes_on_answering(county: County) -> None:
    county.load(FIVE_LINES)
    (county.folder / "county.toml").unlink()
    county.load()
    assert county.rules("999999-X").value(NOTICE) == 5


def test_a_plugin_can_be_switched_off_and_on(county: County) -> None:
    county.load(FIVE_LINES)
    assert set_enabled(county.session, "999999-X", "local:county", False, county.now) == 1
    assert county.rules("999999-X").value(NOTICE) == 3
    set_enabled(county.session, "999999-X", "local:county", True, county.now)
    assert county.rules("999999-X").value(NOTICE) == 5
    assert set_enabled(county.session, "999999-X", "local:other", False, county.now) == 0


def test_a_new_version_of_a_plugin_that_is_off_stays_off(county: County) -> None:
    county.load(FIVE_LINES)
    set_enabled(county.session, "999999-X", "local:county", False, county.now)
    county.load(FIVE_LINES.replace("= 5", "= 7"))
    assert county.rules("999999-X").value(NOTICE) == 3


def test_every_change_of_the_rules_leaves_an_event(county: County) -> None:
    county.load(FIVE_LINES, approved_by=None)
    county.load(approved_by="张某")
    set_enabled(county.session, "999999-X", "local:county", False, county.now)
    query = select(AuditEvent).filter_by(thing_kind="rule_pack", region="999999-X").order_by(AuditEvent.seq)
    events = list(county.session.scalars(query))
    assert [event.event for event in events] == ["loaded", "approved", "disabled"]
    assert [event.public["approved_by"] for event in events] == [None, "张某", "张某"]


@pytest.mark.parametrize("minutes", [0, 5])
def test_the_first_version_also_answers_for_the_time_before(county: County, minutes: int) -> None:
    county.load(FIVE_LINES)
    assert county.rules("999999-X", county.now - timedelta(minutes=minutes)).value(NOTICE) == 5
