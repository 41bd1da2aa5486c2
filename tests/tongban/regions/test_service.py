"""Finding regions by code and by any name they bear or bore, and the chain that rules are asked along."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tongban.db.engine import make_engines
from tongban.regions.codes import NATION, BadRegionCode, Level
from tongban.regions.models import Region
from tongban.regions.service import (
    AmbiguousRegion,
    BadParent,
    chain,
    children,
    ensure_region,
    find_region,
    load_regions,
    path_name,
    search_regions,
)


@pytest.fixture(scope="module")
def loaded(templates: Any) -> Iterator["sessionmaker[Session]"]:
    """A database with all regions, one for the tests of this module: each takes back what it did."""
    with templates.fresh("schema") as place:
        engines = make_engines(place.url)
        sessions = sessionmaker(engines.write)
        with sessions.begin() as session:
            load_regions(session)
        yield sessions
        engines.dispose()


@pytest.fixture
def session(loaded: "sessionmaker[Session]") -> Iterator[Session]:
    """A session whose changes are rolled back."""
    with loaded() as session:
        yield session
        session.rollback()


def codes(session: Session, code: str, parent: str | None = None) -> list[str]:
    return [place.code for place in chain(session, code, parent)]


@pytest.mark.parametrize(
    "text",
    [
        "430582",
        "４３０５８２",
        " 邵东市 ",
        "邵东县",
        "430521",
        "湖南省 · 邵阳市 · 邵东市",
        "邵阳市/邵东市",
        "邵阳市　邵东县",
    ],
)
def test_a_place_is_found_by_code_present_and_former_name(session: Session, text: str) -> None:
    found = find_region(session, text)
    assert found is not None
    assert found.code == "430582"


@pytest.mark.parametrize("text", ["430500-JKQ", "430500-jkq", "邵阳经济技术开发区"])
def test_a_zone_is_found_too(session: Session, text: str) -> None:
    found = find_region(session, text)
    assert found is not None
    assert found.code == "430500-JKQ"


@pytest.mark.parametrize(
    "text", ["", "　", "没有的县", "999999", "广东省 邵东市", "%", "邵东", "a\x00b", "邵\ud800"]
)
def test_what_is_not_there_is_not_found(session: Session, text: str) -> None:
    assert find_region(session, text) is None


def test_equal_names_are_told_apart_by_what_is_above(session: Session) -> None:
    with pytest.raises(AmbiguousRegion) as caught:
        find_region(session, "鼓楼区")
    assert len(caught.value.facts["codes"]) == 4
    assert "江苏省 · 南京市 · 鼓楼区（320106）" in caught.value.message
    found = find_region(session, "南京市 鼓楼区")
    assert found is not None
    assert found.code == "320106"


def test_the_chain_runs_from_the_nation_to_the_place(session: Session) -> None:
    assert codes(session, "430582") == [NATION, "430000", "430500", "430582"]
    assert codes(session, "430500-JKQ") == [NATION, "430000", "430500", "430500-JKQ"]
    assert codes(session, NATION) == [NATION]
    levels = [place.level for place in chain(session, "430582")]
    assert levels == [Level.NATION, Level.PROVINCE, Level.CITY, Level.COUNTY]
    assert codes(session, "441900") == [NATION, "440000", "441900"]


def test_a_region_in_no_table_hangs_where_its_code_or_its_parent_says(session: Session) -> None:
    assert codes(session, "430599") == [NATION, "430000", "430500", "430599"]
    assert codes(session, "430582-GYY") == [NATION, "430000", "430500", "430582", "430582-GYY"]
    assert codes(session, "999999-X") == [NATION, "999999-X"]
    assert codes(session, "999999-X", parent="430500") == [NATION, "430000", "430500", "999999-X"]
    assert codes(session, "999999-X", parent="999999-X") == [NATION, "999999-X"]
    assert codes(session, "999999-X", parent="430598") == [NATION, "430000", "430500", "430598", "999999-X"]
    last = chain(session, "999999-X")[-1]
    assert (last.name, last.known, last.level) == ("999999-X", False, Level.ZONE)


def test_a_named_parent_does_not_move_a_known_region(session: Session) -> None:
    assert codes(session, "430582", parent="440000") == [NATION, "430000", "430500", "430582"]


def test_the_chain_stands_before_anything_is_loaded(db: sessionmaker[Session]) -> None:
    with db.begin() as session:
        assert codes(session, "430582") == [NATION, "430582"]
        assert path_name(session, "430582") == "430582"


def test_a_wrong_code_has_no_chain(session: Session) -> None:
    with pytest.raises(BadRegionCode):
        chain(session, "邵东市")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("430582", "湖南省 · 邵阳市 · 邵东市"),
        ("430500-JKQ", "湖南省 · 邵阳市 · 邵阳经济技术开发区"),
        ("110105", "北京市 · 朝阳区"),
        ("430000", "湖南省"),
        (NATION, "中华人民共和国"),
        ("441900", "广东省 · 东莞市"),
        ("999999-X", "999999-X"),
    ],
)
def test_a_path_as_people_say_it(session: Session, code: str, name: str) -> None:
    assert path_name(session, code) == name


def test_every_path_finds_its_region_again(session: Session) -> None:
    for region in children(session, "430500"):
        found = find_region(session, path_name(session, region.code))
        assert found is not None
        assert found.code == region.code


def test_a_region_comes_into_being_with_its_rule_file(session: Session) -> None:
    made = ensure_region(session, "999999-x", "示例试验区")
    assert (made.code, made.parent_code, made.level, made.origin) == ("999999-X", NATION, "zone", "rules")
    assert codes(session, "999999-X") == [NATION, "999999-X"]
    assert path_name(session, "999999-X") == "示例试验区"
    again = ensure_region(session, "999999-X", "示例新区", parent="430500")
    assert (again.name, again.parent_code) == ("示例新区", "430500")
    assert path_name(session, "999999-X") == "湖南省 · 邵阳市 · 示例新区"


def test_a_rule_file_does_not_rename_or_move_a_region_of_the_table(session: Session) -> None:
    kept = ensure_region(session, "430582", "我的县", parent="440000")
    assert (kept.name, kept.parent_code) == ("邵东市", "430500")


def test_an_impossible_parent_is_refused(session: Session) -> None:
    with pytest.raises(BadParent, match="还不存在"):
        ensure_region(session, "999999-X", "甲", parent="888888")
    ensure_region(session, "999999-X", "甲")
    ensure_region(session, "999999-Y", "乙", parent="999999-X")
    with pytest.raises(BadParent, match="之下"):
        ensure_region(session, "999999-X", "甲", parent="999999-Y")
    with pytest.raises(BadParent, match="之下"):
        ensure_region(session, "999999-X", "甲", parent="999999-X")


@pytest.mark.parametrize(
    ("prefix", "first"),
    [
        ("4305", "430500"),
        ("邵东", "430582"),
        ("邵东县", "430582"),
        ("邵阳", "430500"),
        ("430500-j", "430500-JKQ"),
        ("430521", "430582"),
    ],
)
def test_a_picker_searches_by_the_beginning(session: Session, prefix: str, first: str) -> None:
    assert search_regions(session, prefix)[0].code == first


def test_a_picker_finds_nothing_for_signs(session: Session) -> None:
    for prefix in ("", "%", "_", "\\", "　", "4\x00", "邵\ud800"):
        assert list(search_regions(session, prefix)) == []
    assert len(search_regions(session, "4", limit=7)) == 7


def test_the_regions_directly_below(session: Session) -> None:
    below = [region.code for region in children(session, "430500")]
    assert len(below) == 13
    assert "430582" in below
    assert "430500-JKQ" in below
    assert isinstance(children(session, NATION)[0], Region)
