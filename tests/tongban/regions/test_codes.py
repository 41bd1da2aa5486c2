"""What a code says by itself."""

import csv
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.regions.codes import (
    NATION,
    BadRegionCode,
    Level,
    ancestors_by_code,
    is_region_code,
    level_by_code,
    parent_by_code,
    parse_region_code,
)

CODES = st.from_regex("[0-9]{6}(-[A-Z]{1,8})?", fullmatch=True)


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        (NATION, Level.NATION, None),
        ("430000", Level.PROVINCE, NATION),
        ("430500", Level.CITY, "430000"),
        ("430582", Level.COUNTY, "430500"),
        ("430500-JKQ", Level.ZONE, "430500"),
        ("430582-X", Level.ZONE, "430582"),
        ("999999-X", Level.ZONE, "999999"),
        ("999999", Level.COUNTY, "999900"),
    ],
)
def test_level_and_parent_follow_from_the_code(code: str, level: Level, parent: str | None) -> None:
    assert level_by_code(code) is level
    assert parent_by_code(code) == parent


def test_the_chain_of_a_code_begins_with_the_nation() -> None:
    assert ancestors_by_code("430500-JKQ") == [NATION, "430000", "430500"]
    assert ancestors_by_code("430582") == [NATION, "430000", "430500"]
    assert ancestors_by_code(NATION) == []


def test_the_code_table_agrees_with_its_codes() -> None:
    table = (resources.files("tongban.regions") / "data" / "regions.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(table.splitlines()) if row["code"] != row["parent"]]
    assert len(rows) > 3000
    for row in rows:
        assert parent_by_code(row["code"]) == (row["parent"] or NATION)
        assert level_by_code(row["code"]) in (row["level"], Level.CITY, Level.COUNTY)


@pytest.mark.parametrize(("typed", "code"), [(" 430582 ", "430582"), ("430500-jkq", "430500-JKQ")])
def test_one_written_form(typed: str, code: str) -> None:
    assert parse_region_code(typed) == code


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "43058",
        "4305822",
        "430582-",
        "430582-1",
        "430582-ABCDEFGHI",
        "430582X",
        "邵东市",
        "４３０５８２",
        "430582\n-X",
    ],
)
def test_what_is_no_code(typed: str) -> None:
    assert not is_region_code(typed)
    with pytest.raises(BadRegionCode, match="6 位数字"):
        parse_region_code(typed)


@given(CODES)
def test_every_code_hangs_under_the_nation(code: str) -> None:
    above = ancestors_by_code(code)
    assert code == NATION or above[0] == NATION
    assert len(above) <= 4
    assert code not in above
