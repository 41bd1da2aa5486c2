"""An organisation's own people: adding, taking roles away, never the last administrator."""

from sqlalchemy import select

from tests.tongban.accounts.helpers import person, sign_in, token
from tongban.accounts.models import Membership
from tongban.notices.models import Notice


def _add(app, **fields):
    form = app.get("/org/members").forms["new"]
    for name, value in fields.items():
        form["new-role" if name == "role" else name] = value
    return form.submit("add", expect_errors=True)


def _membership(db, login, org_of="owner1"):
    with db() as session:
        org_id = session.scalar(select(Membership.org_id).filter_by(user_id=person(session, org_of).id))
        query = select(Membership).filter_by(
            user_id=person(session, login).id, org_id=org_id, revoked_at=None
        )
        return session.scalar(query)


def test_a_colleague_gets_a_password_that_is_shown_once_and_works(app, new_browser, db):
    sign_in(app, "owner1")
    page = _add(app, name="张新来", login="zhang.xin", role="owner_delegate")
    password = page.html.select_one(".once__password").text
    assert password not in app.get("/org/members")
    assert page.headers["Cache-Control"].startswith("no-store")
    other = new_browser()
    assert sign_in(other, "zhang.xin", password).location.endswith("/account")
    assert _membership(db, "zhang.xin").role == "owner_delegate"


def test_roles_that_one_does_not_give_are_refused(app):
    sign_in(app, "owner1")
    fields = dict(app.get("/org/members").forms["new"].submit_fields("add"))
    fields.update({"name": "张新来", "login": "zhang.xin", "new-role": "platform_admin"})
    assert app.post("/org/members", fields, expect_errors=True).status_int == 422


def test_someone_with_an_account_joins_and_is_told(app, new_browser, db):
    sign_in(app, "owner2")
    form = app.get("/org/members").forms["known"]
    form["login"] = "delegate1"
    assert form.submit("join").status_int == 303
    other = new_browser()
    sign_in(other, "delegate1")
    assert len(other.get("/account").html.select("button.account__seat")) == 2
    with db() as session:
        assert session.scalar(select(Notice).filter_by(user_id=person(session, "delegate1").id))


def test_a_role_taken_away_is_gone_at_once(app, new_browser, db):
    other = new_browser()
    sign_in(other, "delegate1")
    sign_in(app, "owner1")
    page = app.get("/org/members")
    membership = _membership(db, "delegate1")
    app.post(f"/org/members/{membership.id}/revoke", {"csrf_token": token(page)}, status=303)
    assert "还不属于任何单位" in other.get("/account")


def test_the_last_administrator_stays(app, db):
    sign_in(app, "owner1")
    membership = _membership(db, "owner1")
    data = {"csrf_token": token(app.get("/org/members"))}
    assert "仅有的管理员" in app.post(f"/org/members/{membership.id}/revoke", data, status=409)
    assert _membership(db, "owner1") is not None


def test_another_organisations_people_are_out_of_reach(app, db):
    sign_in(app, "owner2")
    membership = _membership(db, "delegate1")
    data = {"csrf_token": token(app.get("/org/members"))}
    app.post(f"/org/members/{membership.id}/revoke", data, status=404)


def test_delegates_do_not_administer(app):
    sign_in(app, "delegate1")
    app.get("/org/members", status=403)


def test_switching_goes_only_to_ones_own_organisations(app, db):
    sign_in(app, "both")
    page = app.get("/account")
    first, second = page.html.select("button.account__seat")
    data = {"csrf_token": token(page), "org_id": second["value"]}
    app.post("/account/switch", data, status=303)
    page = app.get("/account")
    assert page.html.select_one(".account__org").text == "演练示范新材料有限公司"
    for org_id in ("999999", "abc", ""):
        app.post("/account/switch", {"csrf_token": token(page), "org_id": org_id}, status=403)
    assert first["value"] != second["value"]


def test_other_devices_are_signed_out_by_one_button(app, new_browser):
    sign_in(app, "owner1")
    other = new_browser()
    sign_in(other, "owner1")
    page = app.get("/account")
    assert "退出其他设备" in page
    app.post("/account/sessions", {"csrf_token": token(page)}, status=303)
    assert app.get("/account").status_int == 200
    assert other.get("/account").status_int == 303
