"""A county that changes its rules changes the future, never a running competition."""

from sqlalchemy.orm import Session

from plugins.load import set_enabled
from plugins.python_plugins import PythonPlugin
from tests.plugins.county import County
from tongban.hookspecs import CodeAnswer, hookimpl
from tongban.rules import PinnedRules, pin

NOTICE = "market.award.notice_wd"
FILE = '[plugin]\nregion = "430582"\nname = "邵东自定"\n[rules]\n"market.award.notice_wd" = 5\n'


def kept(county: County, key: str) -> PinnedRules:
    return county.provider.pinned(county.session, key)


def test_pinned_answers_survive_a_changed_county_file(county: County) -> None:
    county.load(FILE)
    key = pin(county.session, county.rules("430582"), now=county.now)
    county.load(FILE.replace("= 5", "= 1"))
    assert county.rules("430582").value(NOTICE) == 1
    answer = kept(county, key).ask(NOTICE)
    assert (answer.value, answer.plugin, answer.version) == (5, "邵东自定", "1")


def test_pinned_answers_survive_a_plugin_that_is_switched_off(county: County) -> None:
    county.load(FILE)
    key = pin(county.session, county.rules("430582"), now=county.now)
    set_enabled(county.session, "430582", "local:county", False, county.now)
    assert kept(county, key).value(NOTICE) == 5


def test_pinned_answers_survive_a_package_that_is_uninstalled(county: County) -> None:
    class Ours:
        @hookimpl
        def tongban_rule(self, key: str) -> CodeAnswer | None:
            return CodeAnswer(9, impl_version="v2") if key == NOTICE else None

    county.with_python(PythonPlugin("ours", "程序", "1.0", ("430582",), 1, None, Ours()))
    key = pin(county.session, county.rules("430582"), now=county.now)
    county.with_python()
    assert county.rules("430582").value(NOTICE) == 5
    answer = kept(county, key).ask(NOTICE)
    assert (answer.value, answer.plugin, answer.version, answer.impl_version) == (9, "程序", "1.0", "v2")


def test_a_snapshot_names_every_plugin_that_had_a_say(county: County) -> None:
    key = pin(county.session, county.rules("430582"), now=county.now)
    packs = [(pack.region, pack.name, pack.version) for pack in kept(county, key).packs]
    assert packs == [
        ("000000", "全国通用规则", "1"),
        ("430000", "湖南省", "1"),
        ("430500", "邵阳市", "1"),
        ("430582", "邵东市", "1"),
    ]


def test_the_pin_of_a_rolled_back_change_is_not_there_for_others(county: County) -> None:
    nested = county.session.begin_nested()
    key = pin(county.session, county.rules("430582"), now=county.now)
    nested.rollback()
    assert isinstance(county.session, Session)
    again = pin(county.session, county.rules("430582"), now=county.now)
    assert again == key
    assert kept(county, key).value(NOTICE) == 5
