"""A double click, a reload, a repeated request: one form is one act, and leads to one place."""

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from webtest import TestApp

from market.needs.models import Need
from tests.support.templates import Templates
from tongban.accounts.models import Membership, User
from tongban.app import main
from tongban.db.session import close_pools


@pytest.fixture
def practice(templates: Templates, clock: Any) -> Any:
    """The practice site, called without a server."""
    with templates.fresh("practice") as place:
        application = main({"__script__": "tests"}, **place.settings(**{"tongban.practice": "true"}))
        application.registry["tongban.clock"] = clock
        yield TestApp(application)
        close_pools(application.registry)


def sign_in(app: TestApp, login: str) -> None:
    form = app.get("/sign-in").forms["sign-in"]
    form["login"], form["password"] = login, "lianxi-2026"
    form.submit("sign_in" if "sign_in" in form.fields else None).follow()


def filled(app: TestApp) -> Any:
    form = app.get("/needs/new?region=990000&service=ZJ-CH-01").forms["form"]
    for name, value in {
        "title": "测量",
        "project_name": "项目",
        "scope": "测量",
        "service_days": "20",
        "ceiling_fen": "1000",
        "contact_name": "张三",
        "contact_phone": "13800000000",
        "ends_at": "2026-03-12T17:00",
    }.items():
        form[name] = value
    return form


def drafts(app: TestApp) -> int:
    with Session(app.app.registry["tongban.engines"].read) as session:
        return len(session.scalars(select(Need.id).where(Need.title == "测量")).all())


def test_the_same_form_sent_three_times_makes_one_need(practice: TestApp) -> None:
    sign_in(practice, "owner1")
    form = filled(practice)
    places = {form.submit("save").location for _ in range(3)}
    assert len(places) == 1
    assert drafts(practice) == 1


def test_a_refused_form_may_be_sent_again(practice: TestApp) -> None:
    sign_in(practice, "owner1")
    form = filled(practice)
    form["title"] = ""
    assert form.submit("save", status=422).status_int == 422
    form["title"] = "测量"
    assert form.submit("save").status_int == 303
    assert drafts(practice) == 1


def test_another_persons_key_is_not_known(practice: TestApp) -> None:
    sign_in(practice, "owner1")
    form = filled(practice)
    key = form["form_key"].value
    form.submit("save")
    practice.reset()
    sign_in(practice, "owner2")
    other = filled(practice)
    other["form_key"] = key
    assert other.submit("save").status_int == 303
    assert drafts(practice) == 2


def test_a_repeated_form_with_a_strange_token_is_refused_like_any_other(practice: TestApp) -> None:
    sign_in(practice, "owner1")
    form = filled(practice)
    form.submit("save")
    form["csrf_token"] = "0" * 64
    answer = form.submit("save", status=400)
    assert "Location" not in answer.headers
    assert drafts(practice) == 1


def test_who_may_no_longer_act_is_not_told_where_the_form_led(practice: TestApp) -> None:
    sign_in(practice, "owner1")
    form = filled(practice)
    form.submit("save")
    with practice.app.registry["tongban.sessions"].begin() as session:
        user = session.scalars(select(User).filter_by(login="owner1")).one()
        session.execute(update(Membership).where(Membership.user_id == user.id).values(role="observer"))
    assert form.submit("save", status=403).status_int == 403


def test_a_form_sent_after_signing_out_leads_nowhere(practice: TestApp) -> None:
    sign_in(practice, "owner1")
    form = filled(practice)
    form.submit("save")
    practice.reset()
    assert form.submit("save", status=403).status_int == 403


def test_signing_in_with_a_form_used_before_signs_in_again(practice: TestApp) -> None:
    form = practice.get("/sign-in").forms["sign-in"]
    form["login"], form["password"] = "owner1", "lianxi-2026"
    kept = dict(practice.cookies)
    form.submit()
    practice.reset()
    for name, value in kept.items():
        practice.set_cookie(name, value)
    form.submit(status=303)
    assert practice.get("/account").status_int == 200


def test_the_same_words_for_another_organisation_are_another_act(practice: TestApp) -> None:
    sign_in(practice, "owner1")
    form = filled(practice)
    form.submit("save")
    join_second_owner(practice)
    page = practice.get("/needs/new?region=990000&service=ZJ-CH-01")
    form["csrf_token"] = page.forms["form"]["csrf_token"].value
    assert form.submit("save").status_int == 303
    assert drafts(practice) == 2


def join_second_owner(app: TestApp) -> None:
    """owner1 acts from now on for owner2's organisation."""
    with app.app.registry["tongban.sessions"].begin() as session:
        first, second = (
            session.scalars(
                select(Membership).join(User, User.id == Membership.user_id).filter(User.login == login)
            ).first()
            for login in ("owner1", "owner2")
        )
        assert first is not None
        assert second is not None
        session.execute(
            update(Membership).where(Membership.user_id == first.user_id).values(org_id=second.org_id)
        )
