"""Rows that grow and shrink without a script."""

from bs4 import BeautifulSoup
from webtest import Form as WebForm
from webtest import TestApp, TestResponse

from tests.tongban.web.shell import Stage


def names(page: TestResponse) -> list[str]:
    return [str(i["value"]) for i in page.html.select("[id^=need-contacts-][id$=-name]")]


def press(form: WebForm, name: str, value: str) -> TestResponse:
    return form.submit(name, value=value)


def button(html: BeautifulSoup, name: str, value: str) -> bool:
    return bool(html.find("button", attrs={"name": name, "value": value}))


def opened(shell: TestApp) -> WebForm:
    form = shell.get("/forms/need").forms["need"]
    form["title"] = "城北片区"
    form["ceiling"] = "abc"
    form.set("name", "甲某", index=0)
    return form


def test_a_row_is_added_without_judging_and_without_losing_anything(shell: TestApp) -> None:
    page = press(opened(shell), "__add__", "contacts")
    assert page.status_int == 200
    assert names(page) == ["甲某", ""]
    assert not page.html.select(".problems")
    assert page.html.find(id="need-title")["value"] == "城北片区"
    assert page.html.find(id="need-ceiling")["value"] == "abc"


def test_rows_end_at_their_limit(shell: TestApp) -> None:
    page = press(opened(shell), "__add__", "contacts")
    page = press(page.forms["need"], "__add__", "contacts")
    assert names(page) == ["甲某", "", ""]
    assert not button(page.html, "__add__", "contacts")
    assert "最多 3 行" in page.text


def test_the_chosen_row_is_taken_out(shell: TestApp) -> None:
    page = press(opened(shell), "__add__", "contacts")
    form = page.forms["need"]
    form.set("name", "乙某", index=1)
    page = press(form, "__remove__", "contacts.0")
    assert names(page) == ["乙某"]


def test_the_last_required_row_cannot_be_taken_out(shell: TestApp) -> None:
    page = shell.get("/forms/need")
    assert not button(page.html, "__remove__", "contacts.0")


def test_blank_rows_are_left_out_of_what_is_sent(shell: TestApp, stage: Stage) -> None:
    page = press(opened(shell), "__add__", "contacts")
    form = page.forms["need"]
    for name, value in {
        "ceiling": "100",
        "copies": "1",
        "ends": "2026-12-01T17:00",
        "need-method": "draw",
    }.items():
        form[name] = value
    form["agreed"] = True
    form.set("region", "邵东", index=0)
    assert form.submit("save", index=0).status_int == 303
    assert [row["name"] for row in stage.sent[0].values["contacts"]] == ["甲某"]
    assert stage.sent[0].values["regions"] == ["邵东"]


def test_simple_rows_are_named_by_number(shell: TestApp) -> None:
    page = press(shell.get("/forms/need").forms["need"], "__add__", "regions")
    labels = [
        page.html.find("label", attrs={"for": f"need-regions-{i}"}).get_text(strip=True) for i in (0, 1)
    ]
    assert labels == ["地区 1", "地区 2"]


def test_adding_keeps_the_forms_key(shell: TestApp) -> None:
    form = opened(shell)
    assert press(form, "__add__", "contacts").forms["need"]["form_key"].value == form["form_key"].value
