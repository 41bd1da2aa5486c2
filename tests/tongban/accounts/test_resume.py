"""A form whose session ended keeps its text through signing in; nothing is sent without a click (C30)."""

import json

import pytest

from tests.tongban.accounts.helpers import collect_long_bodies, sign_in, token


def _posted_after_the_session_ended(app, new_browser):
    """The own-data form, filled in while another tab signs out."""
    sign_in(app, "owner1")
    form = app.get("/account").forms["own"]
    form["name"], form["phone"] = "林晓舟", "0739-80000001"
    app.post("/sign-out", {"csrf_token": token(app.get("/account"))})
    return form.submit("save", status=403)


def test_the_text_is_shown_and_travels_through_signing_in(app, new_browser):
    page = _posted_after_the_session_ended(app, new_browser)
    assert "请重新登录" in page
    assert "0739-80000001" in page
    page = next(f for f in page.forms.values() if f.action == "/sign-in/resume").submit()
    form = page.forms["sign-in"]
    form["login"], form["password"] = "owner1", "wrong"
    page = form.submit("enter", status=422)
    form = page.forms["sign-in"]
    form["login"], form["password"] = "owner1", "lianxi-2026"
    page = form.submit("enter", status=200)
    assert "继续提交" in page
    assert "0739-80000001" in page
    assert "以林晓舟（演练示范食品有限公司）的身份" in page
    assert app.get("/account").forms["own"]["phone"].value == ""
    answer = next(f for f in page.forms.values() if f.action == "/account").submit()
    assert answer.status_int == 303
    assert app.get("/account").forms["own"]["phone"].value == "0739-80000001"


def test_a_tab_left_open_does_not_act_for_the_person_who_signed_in_since(app):
    sign_in(app, "owner1")
    form = app.get("/account").forms["own"]
    form["phone"] = "0739-80000001"
    sign_in(app, "owner2")
    page = form.submit("save", status=400)
    assert "登录身份已变化" in page
    assert "高远航" in page
    assert "0739-80000001" in page
    assert app.get("/account").forms["own"]["phone"].value == ""


def test_a_tab_left_open_does_not_act_for_the_organisation_switched_to(app):
    sign_in(app, "both")
    page = app.get("/account")
    form = page.forms["own"]
    seats = page.html.select("button.account__seat")
    assert len(seats) == 2
    app.post("/account/switch", {"csrf_token": token(page), "org_id": seats[1]["value"]})
    assert "身份已切换" in form.submit("save", status=400)


def test_passwords_do_not_travel(app):
    sign_in(app, "owner1")
    form = app.get("/account").forms["password"]
    form["old_password"], form["new_password"], form["new_password_again"] = (
        "lianxi-2026",
        "very secret one",
        "very secret one",
    )
    app.post("/sign-out", {"csrf_token": token(app.get("/account"))})
    page = form.submit("change", status=403)
    assert "very secret" not in page
    assert "lianxi-2026" not in page


def test_a_form_from_another_site_gets_no_text_put_into_the_mouth(app):
    app.extra_environ["HTTP_ORIGIN"] = "https://evil.example"
    page = app.post("/account", {"name": "恶意内容"}, expect_errors=True)
    assert page.status_int in (400, 403)
    assert "恶意内容" not in page


@pytest.mark.parametrize(
    "fields",
    [
        "",
        "not json",
        "[]",
        "{}",
        json.dumps({"pairs": [["a"]], "words": [], "files": []}),
        json.dumps({"pairs": [["a", 1]], "words": [], "files": []}),
        json.dumps({"pairs": [], "words": [{}], "files": []}),
        json.dumps({"pairs": 3, "words": [], "files": []}),
        "[" * 100_000,
    ],
)
def test_what_cannot_be_read_is_simply_a_page_to_sign_in(app, fields):
    data = {"csrf_token": token(app.get("/sign-in")), "resume_to": "/account", "resume_fields": fields}
    page = app.post("/sign-in/resume", data)
    assert "继续提交" not in page
    assert "sign-in" in page.forms
    del page
    collect_long_bodies()


def test_it_is_never_sent_to_another_site(app):
    fields = json.dumps({"pairs": [["a", "b"]], "words": ["b"], "files": []})
    data = {"csrf_token": token(app.get("/sign-in")), "resume_to": "//evil.example/", "resume_fields": fields}
    assert "evil.example" not in app.post("/sign-in/resume", data)


def test_files_are_named_to_be_chosen_again(app):
    sign_in(app, "owner1")
    app.post("/sign-out", {"csrf_token": token(app.get("/account"))})
    page = app.post(
        "/account", {"name": "林"}, upload_files=[("file", "营业执照.pdf", b"%PDF-1.7")], status=403
    )
    assert "营业执照.pdf" in page
    assert "重新选择" in page
