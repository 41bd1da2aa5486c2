"""Regions come from data files; a second load changes nothing and nothing is ever deleted."""

import time
from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from tongban.regions.codes import NATION
from tongban.regions.data_files import read_former_names, read_regions
from tongban.regions.load import load_regions
from tongban.regions.models import Region, RegionName
from tongban.regions.service import ensure_region, find_region

Sessions = sessionmaker[Session]


def test_every_code_stands_once_in_the_files() -> None:
    counts = Counter(row.code for row in read_regions())
    assert set(counts.values()) == {1}


def test_parents_stand_before_their_children() -> None:
    seen: set[str | None] = {None}
    for row in read_regions():
        assert row.parent_code in seen
        seen.add(row.code)


def test_cities_that_are_their_own_county_are_cities_once() -> None:
    twice = {row.code: row for row in read_regions() if row.also_county}
    assert set(twice) == {"441900", "442000", "460400"}
    assert {row.level for row in twice.values()} == {"city"}
    assert twice["441900"].parent_code == "440000"


def test_former_names_are_marked_as_what_they_are() -> None:
    (former,) = [name for name in read_former_names() if name.region_code == "430582"]
    assert (former.name, former.former_code, former.valid_to, former.source) == (
        "邵东县",
        "430521",
        "2019",
        "background",
    )


def test_loading_is_quick_and_a_second_time_changes_nothing(db: Sessions) -> None:
    begun = time.perf_counter()
    with db.begin() as session:
        first = load_regions(session)
    assert time.perf_counter() - begun < 2
    assert first.added == len(read_regions())
    with db.begin() as session:
        again = load_regions(session)
        assert (again.added, again.changed, again.former_names) == (0, 0, 0)
        assert session.scalar(select(func.count()).select_from(Region)) == first.added
        assert session.get_one(Region, NATION).name == "中华人民共和国"
        assert session.get_one(Region, "430500-JKQ").parent_code == "430500"


def test_a_renamed_region_is_corrected_and_found_by_both_names(db: Sessions) -> None:
    with db.begin() as session:
        load_regions(session)
        region = session.get_one(Region, "430523")
        region.name = "老邵阳县"
    with db.begin() as session:
        assert load_regions(session).changed == 1
        for name in ("邵阳县", "老邵阳县"):
            found = find_region(session, name)
            assert found is not None
            assert found.code == "430523"
        assert (
            session.scalars(select(RegionName.source).where(RegionName.name == "老邵阳县")).one() == "renamed"
        )


def test_regions_of_rule_files_survive_a_load(db: Sessions) -> None:
    with db.begin() as session:
        load_regions(session)
        ensure_region(session, "999999-X", "试验区")
        load_regions(session)
        assert session.get_one(Region, "999999-X").name == "试验区"


def test_a_region_the_files_learn_of_becomes_an_ordinary_one(db: Sessions) -> None:
    with db.begin() as session:
        load_regions(session)
        zone = session.get_one(Region, "430500-JKQ")
        zone.origin, zone.name = "rules", "经开区"
    with db.begin() as session:
        load_regions(session)
        zone = session.get_one(Region, "430500-JKQ")
        assert (zone.origin, zone.name) == ("zone", "邵阳经济技术开发区")
