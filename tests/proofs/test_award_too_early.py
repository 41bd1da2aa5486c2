"""C07: no award before the end, none the same day; the published end moves later only, and all are told."""

from datetime import timedelta

import pytest

from market.awards.models import Award
from market.entries.models import Entry
from market.needs.models import Need
from tests.access.browser import CSRF, fill, form_of, token_of
from tests.access.practice import CONFIRMED, need_answers, the
from tests.proofs.stage import END, Stage
from tests.support.market import SECOND, at
from tongban.notices.models import Notice

NOON = at(9, 12)


@pytest.fixture
def number(stage: Stage) -> str:
    """A need at noon of the day before its end, with two entries."""
    number = stage.posted()
    for n, yuan in enumerate(("8000.00", "8500.00")):
        stage.quote(number, stage.firm(f"早早报名第{n}咨询公司"), yuan)
    stage.move_to(NOON)
    return number


def test_the_owner_has_nothing_to_compare_and_nothing_to_award_before_the_end(
    stage: Stage, number: str
) -> None:
    owner = stage.client("owner1")
    assert owner.get(f"/needs/{number}/selection", status=404)
    assert owner.get(f"/needs/{number}/selection.json", status=404)
    with stage.session() as session:
        assert session.query(Award).filter(Award.need.has(number=number)).count() == 0
        entries = session.query(Entry).filter(Entry.need.has(number=number)).all()
        assert [entry.value_fen for entry in entries] == [None, None]
    # Selecting is nobody's button: addresses that would award by hand do not exist.
    for address in ("award", "open", "close", "select", "result"):
        assert owner.post(f"/needs/{number}/{address}", {CSRF: token_of(owner)}, status=404)


def test_the_form_of_a_draft_no_longer_works(stage: Stage, number: str) -> None:
    owner = stage.client("owner1")
    assert owner.get(f"/needs/{number}/edit", status="*").status_int in (403, 409, 422)
    with stage.session() as session:
        version = the(session, Need, number=number).version
    earlier = need_answers(END - timedelta(hours=4)) | CONFIRMED
    answers = earlier | {"version": str(version), "__formid__": "form", CSRF: token_of(owner)}
    assert owner.post(f"/needs/{number}/edit", answers, status="*").status_int in (403, 409, 422)
    with stage.session() as session:
        need = the(session, Need, number=number)
        assert (need.ends_at, need.state, need.version) == (END, "registering", version)


def test_the_published_end_moves_later_only_and_who_signed_up_is_told(stage: Stage, number: str) -> None:
    owner, page = stage.client("owner1"), f"/needs/{number}/extend"
    for end, status in (("2026-03-09T12:01", 422), ("2026-03-10T17:00", 422), ("2026-03-12T17:00", 303)):
        answers = {"ends_at": end, "reason": "补充资料"} | CONFIRMED
        assert owner.post(page, fill(form_of(owner, page, "form"), answers), status=status)
        with stage.session() as session:
            need = the(session, Need, number=number)
            assert need.ends_at == (END if status == 422 else at(12))
    with stage.session() as session:
        entrants = {entry.org_id for entry in session.query(Entry).filter(Entry.need.has(number=number))}
        users = {person.user_id for person in stage.people.values() if person.org_id in entrants}
        told = session.query(Notice).filter(Notice.user_id.in_(users)).all()
        assert {notice.user_id for notice in told if "截止" in notice.body} == users
    stage.move_to(END + 8 * SECOND)
    with stage.session() as session:
        assert the(session, Need, number=number).state == "registering"


def test_an_award_always_stands_its_notice_period(stage: Stage, number: str) -> None:
    """Whoever wins, and whoever follows after a waiver: 5 working days each, to the end of the day."""
    stage.quote(number, stage.firm("第三家咨询公司"), "9000.00")
    stage.move_to(END + 8 * SECOND)
    with stage.session() as session:
        award = the(session, Award, state="proposed", need=the(session, Need, number=number))
        assert (award.notice_until, award.letter_number) == (at(17, 17, 30), None)
        first = award.number
        loser = next(login for login, p in stage.people.items() if p.org_id == award.org_id)
    stage.act(loser, f"/awards/{first}/decline", reason="人手不足")
    with stage.session() as session:
        second = the(session, Award, state="proposed", need=the(session, Need, number=number))
        assert second.number != first
        assert second.notice_until == at(17, 17, 30)
    assert stage.visitor().get(f"/awards/{second.number}/letter.pdf", status=404)
