"""Administrators act within their regions and never beyond their own rights."""

import pytest
from sqlalchemy import select

from tests.tongban.accounts.helpers import free_code, person, sign_in, token
from tongban.accounts.models import Membership, Organisation, User
from tongban.accounts.organisations import Organisations
from tongban.accounts.people import People
from tongban.security import Role

#: A city, a county of it and another city; another province than the practice site's.
HERE, BELOW, BESIDE = "440500", "440513", "440400"


@pytest.fixture
def people(db, as_system):
    """A region admin of a city, and people in it, below it and beside it."""
    with db.begin() as session:
        work = as_system(session)
        org = session.scalar(select(Organisation).filter_by(name="演练行政审批服务局"))
        for login, region, role in (
            ("city.admin", HERE, Role.REGION_ADMIN),
            ("in.city", HERE, Role.MARKET_OPERATOR),
            ("in.county", BELOW, Role.MARKET_OPERATOR),
            ("beside", BESIDE, Role.MARKET_OPERATOR),
            ("mixed", BELOW, Role.MARKET_OPERATOR),
        ):
            user = People(work).add(login, "某某人", "a good long secret", region)
            Organisations(work).grant(user, org, role, region)
        Organisations(work).grant(person(session, "mixed"), org, Role.SUPERVISOR, BESIDE)


def _as_city_admin(app):
    return sign_in(app, "city.admin", "a good long secret")


def _grant(app, login, role, region, uscc="11990000000000123E"):
    form = app.get(f"/admin/accounts/{login}").forms["grant"]
    fields = dict(form.submit_fields("grant"))
    fields.update(role=role, region=region, uscc=uscc)
    return app.post(f"/admin/accounts/{login}", fields, expect_errors=True)


def test_the_list_shows_the_own_region_and_what_lies_below(app, people):
    _as_city_admin(app)
    page = app.get("/admin/accounts")
    logins = {row.select("td")[0].text for row in page.html.select("tbody tr")}
    assert logins == {"city.admin", "in.city", "in.county", "mixed"}
    app.get("/admin/accounts/beside", status=404)
    app.get("/admin/accounts/owner1", status=404)


@pytest.mark.parametrize(
    ("role", "region", "status"),
    [
        ("supervisor", BELOW, 303),
        ("region_admin", HERE, 303),
        ("supervisor", BESIDE, 422),
        ("supervisor", "440000", 422),
        ("supervisor", "000000", 422),
        ("platform_admin", HERE, 422),
        ("region_admin", "440000", 422),
    ],
)
def test_a_region_admin_gives_only_what_lies_within_the_own_rights(app, people, role, region, status):
    _as_city_admin(app)
    assert _grant(app, "in.county", role, region).status_int == status


def test_who_holds_more_than_the_admin_could_give_is_not_closed_or_given_a_password(app, people):
    _as_city_admin(app)
    data = {"csrf_token": token(app.get("/admin/accounts/mixed"))}
    app.post("/admin/accounts/mixed/disable", data, status=409)
    app.post("/admin/accounts/mixed/password", data, status=403)


def test_nobody_revokes_what_they_could_not_give(app, people, db):
    _as_city_admin(app)
    with db() as session:
        query = select(Membership).filter_by(user_id=person(session, "mixed").id, region=BESIDE)
        membership = session.scalar(query)
    data = {"csrf_token": token(app.get("/admin/accounts/mixed"))}
    app.post(f"/admin/accounts/mixed/roles/{membership.id}/revoke", data, status=403)
    app.post(f"/admin/accounts/in.city/roles/{membership.id}/revoke", data, status=404)


def test_the_platform_admin_reaches_everyone_and_registers_an_organisation_on_the_way(app, people, db):
    sign_in(app, "admin")
    form = app.get("/admin/accounts/beside").forms["grant"]
    form["role"], form["uscc"], form["region"] = "supervisor", "91990000MA0000Q11", "广东省"
    assert form.submit("grant", expect_errors=True).status_int == 422
    form["uscc"] = free_code()
    assert "还没有登记" in form.submit("grant", expect_errors=True)
    form["org_name"] = "示范监督局"
    assert form.submit("grant").status_int == 303
    assert "示范监督局" in app.get("/admin/accounts/beside")


def test_nobody_closes_their_own_account(app):
    sign_in(app, "admin")
    data = {"csrf_token": token(app.get("/admin/accounts/admin"))}
    app.post("/admin/accounts/admin/disable", data, status=409)


def test_a_password_set_by_an_admin_is_shown_once_and_ends_all_sessions(app, new_browser):
    other = new_browser()
    sign_in(other, "owner1")
    sign_in(app, "admin")
    data = {"csrf_token": token(app.get("/admin/accounts/owner1"))}
    page = app.post("/admin/accounts/owner1/password", data)
    password = page.html.select_one(".once__password").text
    assert other.get("/account").status_int == 303
    assert sign_in(other, "owner1", password).status_int == 303


def test_search_finds_by_name_login_organisation_and_credit_code(app):
    sign_in(app, "admin")
    for words in ("林晓舟", "OWNER1", "示范食品", "91990000ma0000015q"):
        assert "林晓舟" in app.get("/admin/accounts", {"find": words})
    assert "没有符合条件的账号" in app.get("/admin/accounts", {"find": "50%_"})


@pytest.mark.parametrize(
    "query", ["find=%00", "after=xx", "state=gone&role=king", "after=WyJhIl0", "find=%ff"]
)
def test_broken_addresses_are_no_crash(app, query):
    sign_in(app, "admin")
    assert app.get(f"/admin/accounts?{query}", expect_errors=True).status_int in (200, 400)


def test_long_lists_go_on_by_a_link_and_keep_the_filter(app, db, as_system):
    with db.begin() as session:
        for number in range(25):
            People(as_system(session)).add(
                f"many{number:02}", "许多人", "a good long secret", "000000", practice=True
            )
    sign_in(app, "admin")
    page = app.get("/admin/accounts", {"find": "many"})
    assert len(page.html.select("tbody tr")) == 20
    following = app.get(page.html.select_one("a[rel=next]")["href"])
    assert len(following.html.select("tbody tr")) == 5


def test_the_states_of_an_account_are_changed_by_its_lifecycle_only(db):
    with db() as session, pytest.raises(RuntimeError, match="lifecycle"):
        session.scalar(select(User)).state = "disabled"
