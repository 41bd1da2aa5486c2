"""A refused form: nothing lost, errors beside their fields and summed up on top with links."""

from typing import Any

import colander
import pytest
from webtest import TestApp, TestResponse

from tests.tongban.web.shell import Stage
from tongban.web.forms.messages import FALLBACK, has_chinese, translate

GOOD = {
    "title": "城北片区道路工程",
    "ceiling": "98000.50",
    "copies": "3",
    "ends": "2026-12-01T17:00",
    "need-method": "lowest",
    "agreed": "true",
}


def submit(shell: TestApp, button: str = "save", **values: Any) -> TestResponse:
    """Fill in a good form but for some values, and press a button."""
    form = shell.get("/forms/need").forms["need"]
    for name, value in {**GOOD, "name": "赵一鸣", **values}.items():
        if value is not None:
            form.set(name, value, index=0)
    return form.submit(button, index=0, status="*")


def errors(page: TestResponse) -> dict[str, str]:
    """Field id → what stands beside it."""
    found = page.html.select("p.field__error[id]")
    return {p["id"].removesuffix("-error"): p.get_text().removeprefix("填写有误：") for p in found}


def test_a_good_form_is_accepted_and_leads_on(shell: TestApp, stage: Stage) -> None:
    page = submit(shell)
    assert page.status_int == 303
    sent = stage.sent[0]
    assert sent.values["ceiling"] == 9_800_050
    assert sent.values["contacts"] == [{"name": "赵一鸣", "phone": None}]
    assert sent.button == "save"


def test_the_other_button_is_told_apart(shell: TestApp, stage: Stage) -> None:
    assert submit(shell, "draft").status_int == 303
    assert stage.sent[0].button == "draft"


def test_errors_stand_beside_their_fields_and_what_was_typed_is_kept(shell: TestApp, stage: Stage) -> None:
    page = submit(shell, title="", ceiling="-5", note="需要监测")
    assert page.status_int == 422
    assert errors(page) == {"need-title": "请填写项目名称。", "need-ceiling": "金额不能是负数。"}
    html = page.html
    assert html.find(id="need-ceiling")["value"] == "-5"
    assert html.find(id="need-ceiling")["aria-invalid"] == "true"
    assert "need-ceiling-error" in html.find(id="need-ceiling")["aria-describedby"]
    assert html.find(id="need-note").string.strip() == "需要监测"
    assert html.find(id="need-method-0").has_attr("checked")
    assert html.find(id="need-agreed").has_attr("checked")
    assert not stage.sent


def test_the_summary_links_to_every_field_in_order(shell: TestApp) -> None:
    page = submit(shell, title="", copies="0", **{"need-method": None})
    html = page.html
    links = html.select(".problems a")
    assert [a["href"] for a in links] == ["#need-title", "#need-copies", "#need-method-0"]
    assert all(html.find(id=a["href"][1:]) for a in links)
    assert html.select_one(".problems")["role"] == "alert"
    assert "有 3 处需要修改" in html.select_one(".problems__title").get_text()
    assert html.title.string.startswith("需要修改：")


def test_the_first_error_receives_the_focus(shell: TestApp) -> None:
    focused = submit(shell, ceiling="0", copies="0").html.find_all(autofocus=True)
    assert [tag["id"] for tag in focused] == ["need-ceiling"]


def test_nothing_takes_the_focus_when_a_form_is_opened(shell: TestApp) -> None:
    assert not shell.get("/forms/need").html.find_all(autofocus=True)


@pytest.mark.parametrize("typed", ["abc", "NaN", "Infinity", "1e3", "-5", "0", "1.234", "12,34.5", "٣"])
def test_bad_amounts_are_refused_in_chinese_and_shown_again(shell: TestApp, typed: str) -> None:
    page = submit(shell, ceiling=typed)
    assert page.status_int == 422
    assert has_chinese(errors(page)["need-ceiling"])
    assert page.html.find(id="need-ceiling")["value"] == typed


def test_full_width_amounts_are_taken(shell: TestApp, stage: Stage) -> None:
    assert submit(shell, ceiling="１２，５００").status_int in (303, 422)
    assert submit(shell, ceiling="１００").status_int == 303
    assert stage.sent[-1].values["ceiling"] == 10_000


def test_an_unreadable_date_is_kept_as_text(shell: TestApp) -> None:
    page = submit(shell, ends="下周一")
    assert errors(page)["need-ends"]
    assert (page.html.find(id="need-ends")["type"], page.html.find(id="need-ends")["value"]) == (
        "text",
        "下周一",
    )


def test_a_password_is_never_shown_again(shell: TestApp) -> None:
    page = submit(shell, title="", secret="geheim-1")
    assert page.html.find(id="need-secret")["value"] == ""
    assert "geheim-1" not in page.text


def test_an_error_in_a_row_points_into_the_row(shell: TestApp) -> None:
    page = submit(shell, phone="12")
    assert list(errors(page)) == ["need-contacts-0-phone"]
    assert page.html.select_one(".problems a")["href"] == "#need-contacts-0-phone"


def test_what_a_service_refuses_stands_beside_its_field(shell: TestApp) -> None:
    page = submit(shell, title="重名")
    assert page.status_int == 422
    assert errors(page) == {"need-title": "已有同名项目，请核对。"}
    assert page.html.find(id="need-title")["value"] == "重名"


def test_what_a_service_refuses_as_a_whole_stands_on_top(shell: TestApp) -> None:
    page = submit(shell, title="超时")
    assert page.status_int == 409
    assert page.html.select_one(".problems li").get_text(strip=True) == "报名已经截止，晚了 3 秒。"
    assert page.html.find(id="need-title")["value"] == "超时"


def test_who_may_not_gets_a_page_of_their_own(shell: TestApp, signed_in: Stage) -> None:
    page = submit(shell, title="越权")
    assert page.status_int == 403
    assert "您没有办理这项操作的权限。" in page.text


def test_a_form_keeps_its_key_until_it_is_accepted(shell: TestApp, stage: Stage) -> None:
    first = submit(shell, title="")
    key = first.forms["need"]["form_key"].value
    again = first.forms["need"]
    again["title"] = "补上了"
    assert again.submit("save", index=0).status_int == 303
    assert stage.sent[0].key == key
    assert shell.get("/forms/need").forms["need"]["form_key"].value != key


def test_a_made_up_key_is_replaced(shell: TestApp, stage: Stage) -> None:
    page = shell.get("/forms/need").forms["need"]
    page["form_key"] = "x' OR 1=1"
    refused = page.submit("save", index=0, status=422)
    assert len(refused.forms["need"]["form_key"].value) == 32


def test_a_post_that_is_not_this_forms_shows_it_fresh(shell: TestApp) -> None:
    token = shell.get("/forms/need").forms["need"]["csrf_token"].value
    page = shell.post("/forms/need", {"csrf_token": token, "__formid__": "another", "title": "x"})
    assert page.html.find(id="need-title")["value"] == ""


@pytest.mark.parametrize(
    "controls",
    [
        [("__start__", "title:nonsense")],
        [("__end__", "title:mapping")],
        [("__start__", "title:mapping"), ("a", "b"), ("__end__", "title:mapping")],
        [("__start__", "title:sequence"), ("a", "b"), ("__end__", "title:sequence")],
        [("title", "a"), ("contacts", "not rows"), ("papers", "x"), ("need-method", "lowest")],
        [("__start__", "contacts:sequence"), ("c", "text"), ("__end__", "contacts:sequence")],
        [("__start__", "contacts:sequence")] + [("c", "x")] * 500 + [("__end__", "contacts:sequence")],
        [("__start__", "papers:mapping"), ("files", "x"), ("kept", "y"), ("__end__", "papers:mapping")],
        [("__add__", "title.0.nowhere"), ("title", "a")],
        [("__remove__", "contacts.99"), ("title", "a")],
        [("__remove__", f"contacts.{'9' * 5000}"), ("title", "a")],
        [("__remove__", "contacts.²"), ("title", "a")],
        [("__remove__", ""), ("title", "a")],
    ],
)
def test_a_mangled_form_is_never_a_fault_of_ours(shell: TestApp, controls: list[tuple[str, str]]) -> None:
    token = shell.get("/forms/need").forms["need"]["csrf_token"].value
    page = shell.post("/forms/need", [("csrf_token", token), ("__formid__", "need"), *controls], status="*")
    assert page.status_int in (200, 422)
    assert page.html.find(id="need")


def test_a_file_where_text_belongs_is_refused(shell: TestApp) -> None:
    token = shell.get("/forms/need").forms["need"]["csrf_token"].value
    page = shell.post(
        "/forms/need",
        [("csrf_token", token), ("__formid__", "need")],
        upload_files=[("title", "a.txt", b"x"), ("note", "b.txt", b"y"), ("ceiling", "c.txt", b"z")],
        status=422,
    )
    assert errors(page)["need-title"] == "请填写文字。"


def test_every_message_of_the_libraries_is_chinese() -> None:
    node = colander.SchemaNode(
        colander.String(), validator=colander.All(colander.Length(max=3), colander.Email())
    )
    with pytest.raises(colander.Invalid) as caught:
        node.deserialize("abcdef")
    assert [translate(m) for m in caught.value.messages()] == [
        "最多填写 3 个字（项）。",
        "电子邮箱的格式不正确，例如 name@example.com。",
    ]
    assert translate("Pstruct is not a string") == FALLBACK
    assert translate("报价高于最高限价。") == "报价高于最高限价。"
