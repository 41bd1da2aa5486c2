"""Nobody leaves before what they hold has a new holder."""

import re

from sqlalchemy import select

from tests.tongban.accounts.helpers import person, sign_in, token
from tongban.accounts.leaving import PROVIDERS, Holding, Provider
from tongban.accounts.models import Membership
from tongban.audit.models import AuditEvent


def _leave(app, login):
    return app.get(f"/admin/accounts/{login}/leave")


def _disable(app, login, **kw):
    return app.post(f"/admin/accounts/{login}/disable", {"csrf_token": token(_leave(app, login))}, **kw)


def _hand_over(app, login, to):
    form = _leave(app, login).forms["hand-over"]
    form["to"] = to
    return form.submit("hand_over", expect_errors=True)


def test_the_last_administrator_hands_over_first(app, db, new_browser):
    other = new_browser()
    sign_in(other, "owner1")
    sign_in(app, "admin")
    assert "仅此一人" in _leave(app, "owner1")
    assert re.search(r"还有 \d+ 项须先移交", _disable(app, "owner1", status=409).text)
    assert _hand_over(app, "owner1", "delegate1").status_int == 303
    assert _disable(app, "owner1").status_int == 303
    assert other.get("/account").status_int == 303
    with db() as session:
        roles = session.scalars(select(Membership.role).filter_by(user_id=person(session, "delegate1").id))
        assert set(roles) == {"owner_admin", "owner_delegate"}
        events = select(AuditEvent.event).filter_by(thing_kind="user", thing_id=person(session, "owner1").id)
        assert list(session.scalars(events.order_by(AuditEvent.seq)))[-2:] == ["handed_over", "disable"]


def test_only_an_active_colleague_takes_over(app):
    sign_in(app, "admin")
    for to in ("nobody.here", "owner1", "firm1"):
        answer = _hand_over(app, "owner1", to)
        assert answer.status_int == 422
    assert "不在同一单位" in answer


def test_what_features_keep_is_listed_and_handed_over(app, db):
    kept = {"owner1": ["需求 甲"], "delegate1": []}

    def load(_session, user):
        return [Holding(title, "/needs/1", True) for title in kept.get(user.login, [])]

    def hand_over(_work, user, to):
        kept[to.login] += kept[user.login]
        kept[user.login] = []

    app.app.registry[PROVIDERS]["needs"] = Provider("needs", "采购需求", load, hand_over)
    sign_in(app, "admin")
    page = _leave(app, "owner1")
    assert "需求 甲" in page
    _hand_over(app, "owner1", "delegate1")
    assert kept == {"owner1": [], "delegate1": ["需求 甲"]}
    assert _disable(app, "owner1").status_int == 303


def test_someone_who_comes_back_has_what_they_had(app):
    sign_in(app, "admin")
    _disable(app, "delegate1")
    data = {"csrf_token": token(app.get("/admin/accounts/delegate1"))}
    app.post("/admin/accounts/delegate1/enable", data, status=303)
    app.post("/admin/accounts/delegate1/enable", data, status=409)
    assert sign_in(app, "delegate1").status_int == 303


def test_of_two_platform_admins_who_close_each_other_one_remains(app, db, as_system):
    from tongban.accounts.organisations import Organisations
    from tongban.accounts.people import People
    from tongban.lifecycle import GuardFailed
    from tongban.security import Role

    with db.begin() as session:
        work, admin = as_system(session), person(session, "admin")
        org = session.scalar(select(Membership).filter_by(user_id=admin.id)).org
        second = People(work).add("admin2", "第二位", "a good long secret", "000000")
        Organisations(work).grant(second, org, Role.PLATFORM_ADMIN, "000000")
        People(work).disable(admin, held=0)
        try:
            People(work).disable(second, held=0)
        except GuardFailed:
            return
    raise AssertionError("nobody is left")
