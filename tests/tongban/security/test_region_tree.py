"""The chain in memory is the chain of the service, and no code makes it fail."""

import pytest

from tongban.regions.load import load_regions
from tongban.regions.service import chain, ensure_region
from tongban.regions.tree import RegionTree


@pytest.fixture
def tree(db):
    with db.begin() as session:
        load_regions(session)
    return RegionTree(db)


@pytest.mark.parametrize(
    "code",
    ["000000", "430000", "430500", "430582", "441900", "999999", "999999-X", "430582-A", "439999"],
)
def test_it_agrees_with_the_service(tree, db, code):
    with db() as session:
        expected = tuple(place.code for place in chain(session, code))
    assert tree.ancestors(code) == expected


@pytest.mark.parametrize("code", ["", "abc", "43058", "４３０５８２", "430582-", "a\x00b", "430582-abc"])
def test_what_is_no_code_has_only_itself(tree, code):
    assert tree.ancestors(code) == (code,)


def test_a_region_added_later_is_found_with_its_parent(tree, db):
    assert tree.ancestors("999999-X") == ("000000", "999999-X")
    with db.begin() as session:
        ensure_region(session, "999999-X", "示范园区", parent="430500")
    assert tree.ancestors("999999-X") == ("000000", "430000", "430500", "999999-X")
