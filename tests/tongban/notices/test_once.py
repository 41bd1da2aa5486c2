"""C20: one notice per party and event, only after the commit, whatever is retried or refused."""

import email
import email.policy
import threading
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from tests.tongban.notices.conftest import Award, Postbox, Town
from tongban.accounts.models import User
from tongban.notices.models import Notice
from tongban.notices.service import notify_org, notify_user
from tongban.outbox.models import PARKED, PENDING, OutboxRow


def tell_all(town: Town, session: Session, event: str = "confirmed") -> None:
    for org_id in town.orgs:
        notify_org(town.work(session), Award(), event, org_id, "中选结果确认", "公示期满。", "/awards/1")


def notices(town: Town) -> list[Notice]:
    with town.sessions() as session:
        return list(session.scalars(select(Notice).order_by(Notice.id)))


def rows(town: Town, status: str) -> list[OutboxRow]:
    with town.sessions() as session:
        return list(session.scalars(select(OutboxRow).filter_by(status=status)))


def test_five_parties_get_one_notice_and_one_mail_each_although_two_tries_failed(
    town: Town, postbox: Postbox
) -> None:
    for _conflict in range(2):
        with town.sessions() as session:
            tell_all(town, session)
            session.rollback()
        town.runner.run_once()
    assert postbox.recipients == []

    for _again in range(2):
        with town.sessions.begin() as session:
            tell_all(town, session)
        town.runner.run_once()
    town.runner.run_once()
    assert postbox.recipients == [f"p{n}@example.com" for n in range(1, 6)]
    assert [notice.user_id for notice in notices(town)] == town.users


def test_an_award_that_fails_in_the_end_tells_nobody(town: Town, postbox: Postbox) -> None:
    with town.sessions() as session:
        tell_all(town, session)
        session.rollback()
    town.runner.run_once()
    assert (notices(town), postbox.asked) == ([], [])


def test_a_refused_address_is_shown_to_the_operator_and_the_others_get_their_mail(
    town: Town, postbox: Postbox
) -> None:
    postbox.answers["p3@example.com"] = "550 no such user"
    with town.sessions.begin() as session:
        tell_all(town, session)
    town.runner.run_once()
    assert postbox.recipients == [f"p{n}@example.com" for n in (1, 2, 4, 5)]
    assert len(notices(town)) == 5
    (parked,) = rows(town, PARKED)
    assert "550 no such user" in (parked.last_error or "")
    assert "p3@" not in (parked.last_error or "")


def test_an_address_refused_for_now_is_tried_again_by_itself(town: Town, postbox: Postbox) -> None:
    postbox.answers["p3@example.com"] = "451 try later"
    with town.sessions.begin() as session:
        tell_all(town, session)
    town.runner.run_once()
    assert len(rows(town, PENDING)) == 1
    postbox.answers.clear()
    town.clock.move(timedelta(seconds=3))
    town.runner.run_once()
    assert postbox.recipients == [f"p{n}@example.com" for n in range(1, 6)]
    assert all(notice.mailed_at for notice in notices(town))


def test_two_requests_that_tell_of_the_same_event_at_once_leave_one_notice_each(town: Town) -> None:
    start = threading.Barrier(2)
    lost: list[Exception] = []

    def tell() -> None:
        start.wait()
        try:
            with town.sessions.begin() as session:
                tell_all(town, session)
        except (IntegrityError, OperationalError) as error:  # what the request is retried for
            lost.append(error)

    threads = [threading.Thread(target=tell) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(lost) <= 1
    assert [notice.user_id for notice in notices(town)] == town.users


def test_the_mail_says_what_the_site_says_and_leads_there(town: Town, postbox: Postbox) -> None:
    title = "很长的标题\r\nBcc: someone@example.com " + "项" * 200
    with town.sessions.begin() as session:
        notify_user(town.work(session), Award(), "e", town.users[0], title, "请办理。", "/awards/1")
    town.runner.run_once()
    ((address, content),) = postbox.messages
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert address == "p1@example.com"
    assert mail["Bcc"] is None
    (notice,) = notices(town)
    assert len(notice.title) == 160
    assert mail["Subject"] == notice.title
    assert "https://tongban.example/awards/1" in mail.get_content()


def test_who_has_left_or_gave_no_address_is_not_mailed(town: Town, postbox: Postbox) -> None:
    with town.sessions.begin() as session:
        session.get_one(User, town.users[0]).email = None
    with town.sessions.begin() as session:
        tell_all(town, session)
        tell_all(town, session, "another event")
    town.runner.run_once()
    assert len(notices(town)) == 10
    assert "p1@example.com" not in postbox.recipients
    assert len(postbox.recipients) == 8
