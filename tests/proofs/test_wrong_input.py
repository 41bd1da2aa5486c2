"""Wrong input of every day: a page that has expired, a late quote, two people at one form."""

import re

from sqlalchemy import select

from market.entries.models import Entry
from market.needs.models import Need
from tests.access.browser import fill, form_of
from tests.access.practice import CONFIRMED, REGION, SERVICE, need_answers, the
from tests.proofs.stage import END, Stage
from tests.support.market import SECOND

NEW = f"/needs/new?region={REGION}&service={SERVICE}"
HERE = {"Origin": "http://localhost:80"}


def test_an_expired_page_keeps_what_was_typed_and_goes_on_after_signing_in(stage: Stage) -> None:
    title, owner = "写了很久的需求", stage.client("owner1")
    controls = fill(form_of(owner, NEW, "form"), need_answers(END) | {"title": title})
    owner.reset()  # the session is gone
    page = owner.post(NEW, controls, headers=HERE, status=403)
    assert title in page
    page = next(form for form in page.forms.values() if form.action == "/sign-in/resume").submit()
    form = page.forms["sign-in"]
    form["login"], form["password"] = "owner1", "lianxi-2026"
    page = form.submit("enter", status=200)
    assert title in page
    with stage.session() as session:
        assert session.scalar(select(Need.id).filter_by(title=title)) is None
    again = next(form for form in page.forms.values() if form.action == NEW)
    again.submit(headers=HERE, status=303)
    with stage.session() as session:
        assert the(session, Need, title=title).state == "draft"


def test_of_two_who_edit_one_draft_the_second_sees_what_the_first_saved(stage: Stage) -> None:
    number = stage.draft()
    page = f"/needs/{number}/edit"
    first, second = stage.client("owner1"), stage.client("delegate1")
    firsts = fill(form_of(first, page, "form"), {"title": "第一人改的名称", "ceiling_fen": "110000"})
    seconds = fill(form_of(second, page, "form"), {"title": "第二人改的名称"})
    assert first.post(page, firsts, status=303)

    conflict = second.post(page, seconds, status=409)
    assert "别人已修改" in conflict
    latest = conflict.html.find(class_="notice--wait").get_text()
    assert "第一人改的名称" in latest
    assert "110,000.00" in latest
    assert "服务期限" not in latest  # the same in both
    form = conflict.forms["form"]
    assert next(f.value for name, f in form.field_order if name == "title") == "第二人改的名称"
    with stage.session() as session:
        assert the(session, Need, number=number).title == "第一人改的名称"

    # Having seen it, the second saves over it.
    assert second.post(page, form.submit_fields("save"), status=303)
    with stage.session() as session:
        assert the(session, Need, number=number).title == "第二人改的名称"


def test_a_quote_a_moment_late_is_refused_by_how_much(stage: Stage) -> None:
    number, firm = stage.posted(), stage.firm("迟到咨询公司")
    client, page = stage.client(firm), f"/needs/{number}/entry"
    controls = fill(form_of(client, page, "form"), stage.quote_answers(firm, "8000.00") | CONFIRMED)
    stage.move_to(END + 2 * SECOND)
    receipt = client.post(page, controls, status=303).follow()
    assert re.search(r"17:00:0\d\.\d{6}", receipt.text)
    assert re.search(r"晚于截止时间 \d+\.\d{3} 秒", receipt.text)
    with stage.session() as session:
        assert session.scalar(select(Entry.id).filter_by(org_id=stage.people[firm].org_id)) is None


PHONES = (
    ("１３８００００００００", "13800000000"),
    ("+86 138-0000-0000", "13800000000"),
    ("13800000000\n", "13800000000"),
    ("400-000-0000", "400-000-0000"),
    ("1380000000", None),
    ("138000000000", None),
    ("١٣٨٠٠٠٠٠٠٠٠", None),
)


def test_a_phone_has_one_stored_form_or_a_clear_message(stage: Stage) -> None:
    """R15, through the form of a need."""
    owner = stage.client("owner1")
    for typed, stored in PHONES:
        controls = fill(form_of(owner, NEW, "form"), need_answers(END) | {"contact_phone": typed})
        response = owner.post(NEW, controls, status=422 if stored is None else 303)
        if stored is None:
            assert response.html.find(id=re.compile("contact_phone-error$")).get_text(strip=True), typed
            continue
        with stage.session() as session:
            number = response.location.rsplit("/", 1)[1]
            assert the(session, Need, number=number).contact_phone == stored


def test_going_back_and_sending_another_price_is_a_new_quote(stage: Stage) -> None:
    """The browser's way back shows the form as it was, key and all; what is sent then is no double click."""
    number, firm = stage.posted(), stage.firm("改价咨询公司")
    client, page = stage.client(firm), f"/needs/{number}/entry"
    form = form_of(client, page, "form")
    places = []
    for yuan in ("8000.00", "7500.00", "7500.00"):
        sent = fill(form, stage.quote_answers(firm, yuan) | CONFIRMED)
        places.append(client.post(page, sent, status=303).location)
    assert places[0] != places[1] == places[2]
    assert "7,500.00" in client.get(places[1])
    with stage.session() as session:
        assert len(the(session, Entry, org_id=stage.people[firm].org_id).quotes) == 2
