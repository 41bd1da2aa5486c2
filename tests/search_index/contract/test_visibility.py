"""Who finds what: the rule is one, in Python and in SQL, and counts give nothing away (R16)."""

from datetime import timedelta

import pytest

from search_index.visibility import Viewer, viewer_of, visible
from tests.search_index.library import CITY, COUNTY, NOW, ZONE, Library, load
from tongban.security import Actor, Role
from tongban.security.actor import Grant

LATER = NOW + timedelta(hours=1)
ANYBODY = Viewer(now=LATER)
VIEWERS = {
    "anybody": ANYBODY,
    "anybody, before": Viewer(now=NOW - timedelta(seconds=1)),
    "anybody, at the very moment": Viewer(now=NOW),
    "org 7": Viewer(now=LATER, org_id=7),
    "org 7, before": Viewer(now=NOW - timedelta(seconds=1), org_id=7),
    "org 17": Viewer(now=LATER, org_id=17),
    "staff of the county": Viewer(now=LATER, org_id=1, staff_regions=frozenset({COUNTY})),
    "staff of the city": Viewer(now=LATER, org_id=1, staff_regions=frozenset({CITY})),
    "staff of another place": Viewer(now=LATER, org_id=1, staff_regions=frozenset({ZONE})),
}
NOTICES = {
    "公开": {},
    "尚未公开": {"public_from": NOW + timedelta(days=1)},
    "没有公开时间": {"public_from": None},
    "尚未公开而涉及单位": {"public_from": NOW + timedelta(days=1), "org_ids": [7]},
    "只限单位": {"visibility": "org", "org_ids": [7, 8]},
    "不限任何单位": {"visibility": "org"},
    "只限工作人员": {"visibility": "staff", "org_ids": [8]},
    "工作人员与单位": {"visibility": "staff", "org_ids": [7]},
}
EXPECTED = {
    "anybody": {"公开"},
    "anybody, before": set(),
    "anybody, at the very moment": {"公开"},
    "org 7": {"公开", "尚未公开而涉及单位", "只限单位", "工作人员与单位"},
    "org 7, before": {"尚未公开而涉及单位", "只限单位", "工作人员与单位"},
    "org 17": {"公开"},
    "staff of the county": {"公开", "只限工作人员", "工作人员与单位"},
    "staff of the city": {"公开", "只限工作人员", "工作人员与单位"},
    "staff of another place": {"公开"},
}


@pytest.fixture
def guarded(library: Library) -> Library:
    for title, facts in NOTICES.items():
        library.add(title, body="造价咨询", **facts)
    return library


def test_the_index_shows_and_counts_what_the_rule_allows(guarded: Library) -> None:
    for who, viewer in VIEWERS.items():
        found, expected = guarded.ask("造价", viewer=viewer), EXPECTED[who]
        assert set(guarded.titles("造价", viewer=viewer)) == expected, who
        assert found.total == sum(found.kinds.values()) == len(expected), who
        assert found.regions == ({COUNTY: len(expected)} if expected else {}), who


def test_the_database_gives_the_same_answer_as_the_index(guarded: Library) -> None:
    with guarded.reads() as session:
        documents = [load("notice")(session, number) for number in range(1, len(NOTICES) + 1)]
    for who, viewer in VIEWERS.items():
        seen = {document.title for document in documents if document and visible(document, viewer)}
        assert seen == EXPECTED[who], who


def test_a_word_that_only_a_hidden_document_has_answers_like_one_nobody_wrote(library: Library) -> None:
    library.add("密", body="独一无二", visibility="org", org_ids=[7])

    hidden, absent = library.ask("独一无二"), library.ask("从未写过")
    assert hidden == absent
    assert (hidden.keys, hidden.total, hidden.kinds, hidden.regions) == ((), 0, {}, {})


def test_an_office_role_makes_staff_and_a_seat_makes_an_organisation() -> None:
    grants = frozenset({Grant(Role.MARKET_OPERATOR, COUNTY), Grant(Role.OWNER_ADMIN, CITY)})

    viewer = viewer_of(Actor(user_id=1, org_id=7, grants=grants), NOW)

    assert (viewer.org_id, viewer.staff_regions) == (7, frozenset({COUNTY}))
    assert viewer_of(Actor(), NOW) == Viewer(now=NOW)


def test_the_index_follows_when_a_thing_is_withdrawn_from_the_public(library: Library) -> None:
    number = library.add("公告")
    library.change(number, visibility="org")

    assert library.ask("公告").total == 0
