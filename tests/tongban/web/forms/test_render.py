"""What a form looks like: one question per line, by our own templates only."""

import re
from collections.abc import Iterator
from pathlib import Path

import colander
import deform
import pytest
from bs4 import BeautifulSoup, Tag
from deform.exception import TemplateError
from deform.widget import Select2Widget
from pyramid import testing
from pyramid.csrf import CookieCSRFStoragePolicy
from pyramid.testing import DummyRequest
from webtest import TestApp

from tongban import fields
from tongban.web.forms import DateTimeInput, Form, RadioChoice, Select
from tongban.web.forms.rendering import TEMPLATES, renderer


@pytest.fixture(autouse=True)
def _registry() -> Iterator[None]:
    config = testing.setUp()
    config.set_csrf_storage_policy(CookieCSRFStoragePolicy())
    yield
    testing.tearDown()


@pytest.fixture
def page(shell: TestApp) -> BeautifulSoup:
    return shell.get("/forms/need").html


def control(page: BeautifulSoup, name: str) -> Tag:
    found = page.find(id=f"need-{name}")
    assert found is not None, name
    return found


def test_the_question_stands_above_and_the_hint_below(page: BeautifulSoup) -> None:
    title = control(page, "title")
    assert page.find("label", attrs={"for": title["id"]}).get_text(strip=True) == "项目名称"
    assert title["aria-describedby"] == "need-title-hint"
    assert "城北片区道路工程" in page.find(id="need-title-hint").string


def test_what_need_not_be_answered_says_so(page: BeautifulSoup) -> None:
    assert "选填" in page.find("label", attrs={"for": "need-note"}).get_text()
    assert "选填" not in page.find("label", attrs={"for": "need-title"}).get_text()
    assert control(page, "title")["aria-required"] == "true"
    assert not control(page, "note").has_attr("aria-required")


def test_the_browser_leaves_judging_to_the_server(page: BeautifulSoup) -> None:
    assert page.find(id="need").has_attr("novalidate")
    assert not page.select("form#need [required]")


def test_each_type_gets_its_control(page: BeautifulSoup) -> None:
    assert control(page, "ceiling")["inputmode"] == "decimal"
    assert control(page, "ends")["type"] == "datetime-local"
    assert control(page, "day")["type"] == "date"
    assert control(page, "note").name == "textarea"
    assert control(page, "place").name == "select"
    assert control(page, "papers")["type"] == "file"
    assert control(page, "papers").has_attr("multiple")
    assert control(page, "papers")["accept"] == ".pdf,.ofd,.jpg,.jpeg,.png"
    assert [i["type"] for i in page.select("#item-need-method input.choice__control")] == ["radio", "radio"]
    assert len(page.select("#item-need-covers input[type=checkbox]")) == 3
    assert control(page, "secret")["type"] == "password"
    assert control(page, "agreed")["type"] == "checkbox"


def test_units_stand_behind_their_numbers(page: BeautifulSoup) -> None:
    units = {i.find("input")["id"]: i.select_one(".affix__unit").string for i in page.select(".affix")}
    assert units == {"need-ceiling": "元", "need-rate": "%", "need-copies": "份"}


def test_nothing_is_chosen_unseen(page: BeautifulSoup) -> None:
    assert control(page, "place").option["value"] == ""
    assert not page.select("#need input[checked]")


def test_pasted_text_is_counted_not_cut(page: BeautifulSoup) -> None:
    assert control(page, "note")["data-count"] == "200"
    assert not page.select("#need [maxlength]")


def test_the_nonce_waits_for_the_browser(page: BeautifulSoup) -> None:
    assert control(page, "nonce")["data-nonce"] == "32"
    assert control(page, "nonce")["value"] == ""


def test_the_form_carries_its_tokens(page: BeautifulSoup) -> None:
    hidden = {i["name"]: i["value"] for i in page.select("form#need > input[type=hidden]")}
    assert len(hidden["csrf_token"]) > 20
    assert re.fullmatch("[0-9a-f]{32}", hidden["form_key"])
    assert hidden["__formid__"] == "need"


def test_the_enter_key_presses_the_first_button_not_a_row(page: BeautifulSoup) -> None:
    first = page.find(id="need").find("button")
    assert (first["name"], first["tabindex"]) == ("save", "-1")


def test_only_our_folder_is_searched() -> None:
    assert list(renderer().loader.search_path) == [str(TEMPLATES)]
    node = colander.SchemaNode(colander.String(), name="x", widget=Select2Widget(values=[("a", "A")]))
    schema = colander.SchemaNode(colander.Mapping(), node)
    with pytest.raises((ValueError, TemplateError, OSError)):
        Form(schema, request=DummyRequest()).render()


def test_every_library_widget_with_a_template_of_ours_is_known_by_name() -> None:
    ours = {path.stem for path in TEMPLATES.glob("*.pt")}
    theirs = {path.stem for path in (Path(deform.__file__).parent / "templates").glob("*.pt")}
    assert {
        "form",
        "mapping",
        "mapping_item",
        "sequence",
        "sequence_item",
        "textinput",
        "select",
    } <= ours & theirs


def form_of(*nodes: colander.SchemaNode, appstruct: object = colander.null) -> BeautifulSoup:
    schema = colander.SchemaNode(colander.Mapping(), *nodes)
    form = Form(schema, request=DummyRequest(), formid="f", appstruct=appstruct)
    return BeautifulSoup(form.render(), "html.parser")


def test_the_librarys_own_types_are_dressed_too() -> None:
    html = form_of(
        colander.SchemaNode(colander.Boolean(), name="yes", title="是"),
        colander.SchemaNode(colander.Date(), name="day", title="日期"),
        colander.SchemaNode(colander.DateTime(), name="at", title="时间"),
        colander.SchemaNode(colander.Integer(), name="n", title="数"),
    )
    kinds = {i["id"]: i["type"] for i in html.select("input[id]")}
    assert kinds == {"f-yes": "checkbox", "f-day": "date", "f-at": "datetime-local", "f-n": "text"}


def test_values_are_escaped() -> None:
    html = form_of(fields.text("名", max=40, name="t"), appstruct={"t": '"><script>x</script>'})
    assert html.find(id="f-t")["value"] == '"><script>x</script>'
    assert not html.find_all("script")


def test_a_stored_instant_is_shown_as_chinese_local_time() -> None:
    now = fields.parse_moment("2026-12-01 09:00")
    html = form_of(fields.moment("截止", name="at"), appstruct={"at": now})
    assert html.find(id="f-at")["value"] == "2026-12-01T09:00"


def test_a_date_the_browser_cannot_show_is_shown_as_text() -> None:
    widget = DateTimeInput()
    assert widget.presentable("明天上午") == ("text", "明天上午")
    assert widget.presentable("2026-12-01T09:00:00+08:00") == ("datetime-local", "2026-12-01T09:00")
    assert widget.presentable("") == ("datetime-local", "")


def test_an_amount_is_echoed_in_words_without_a_script() -> None:
    html = form_of(
        fields.money("限价", name="m"), fields.wan("投资", name="w"), appstruct={"m": 10_000, "w": 1_250_000}
    )
    assert html.find(id="f-m-words").string == "大写：壹佰元整"
    assert html.find(id="f-w-words").string == "大写：壹万贰仟伍佰元整"
    assert html.select("#item-f-w .affix__unit")[0].string == "万元"


def test_choices_explain_themselves() -> None:
    widget = RadioChoice(values=[("a", "最低价"), ("b", "抽取")], hints={"a": "价低者得"})
    html = form_of(fields.choice("方式", {"a": "最低价", "b": "抽取"}, name="c", widget=widget))
    assert html.find("label", attrs={"for": "f-c-0"}).get_text() == "最低价价低者得"


def test_a_list_in_groups() -> None:
    groups = [deform.widget.OptGroup("工程", ("a", "勘察"), ("b", "测绘"))]
    node = fields.choice("类别", {"a": "勘察", "b": "测绘"}, name="c", widget=Select(values=groups))
    html = form_of(node, appstruct={"c": "b"})
    assert html.optgroup["label"] == "工程"
    assert [o["value"] for o in html.find_all("option", selected=True)] == ["b"]


def test_a_group_of_questions_has_a_heading() -> None:
    group = fields.Schema(name="who", title="联系方式", description="便于通知")
    group.add(fields.phone("电话", name="phone"))
    html = form_of(group)
    assert html.fieldset.legend.string == "联系方式"
    assert html.find(id="f-who-phone")
