"""The last page before something that cannot be taken back, and reading answers back."""

from typing import Any

from webtest import TestApp, TestResponse, Upload

from tests.tongban.web.forms.test_refused import GOOD
from tests.tongban.web.forms.test_uploads import PDF
from tests.tongban.web.shell import Stage
from tongban.fields import parse_moment


def asked(shell: TestApp, *uploads: Upload) -> TestResponse:
    form = shell.get("/forms/confirmed").forms["need"]
    for name, value in {**GOOD, "name": "赵一鸣"}.items():
        form.set(name, value, index=0)
    if not uploads:
        return form.submit("save", index=0)
    controls = [c for c in form.submit_fields("save", index=0) if c[0] != "upload"]
    place = next(i for i, c in enumerate(controls) if c == ("__start__", "files:sequence")) + 1
    controls[place:place] = [("upload", upload) for upload in uploads]
    return shell.post("/forms/confirmed", controls, content_type="multipart/form-data")


def confirm_form(page: TestResponse) -> Any:
    return next(form for form in page.forms.values() if "__confirmed__" in form.fields)


def test_nothing_is_done_before_the_last_page_is_confirmed(shell: TestApp, stage: Stage) -> None:
    page = asked(shell)
    assert page.status_int == 200
    assert "98,000.50 元" in page.html.select_one(".confirm__sheet").get_text()
    assert not stage.sent
    assert confirm_form(page).submit("__confirmed__").status_int == 303
    assert stage.sent[0].values["ceiling"] == 9_800_050
    assert stage.sent[0].button == "save"


def test_going_back_keeps_everything(shell: TestApp, stage: Stage) -> None:
    page = confirm_form(asked(shell)).submit("__edit__")
    assert page.html.find(id="need-title")["value"] == GOOD["title"]
    assert page.html.find(id="need-ceiling")["value"] == GOOD["ceiling"]
    assert page.html.find(id="need-method-0").has_attr("checked")
    assert not page.html.select(".problems")
    assert not stage.sent


def test_the_key_stays_the_same_to_the_end(shell: TestApp, stage: Stage) -> None:
    page = asked(shell)
    key = confirm_form(page)["form_key"].value
    confirm_form(page).submit("__confirmed__")
    assert stage.sent[0].key == key


def test_files_travel_to_the_end(shell: TestApp, stage: Stage) -> None:
    page = asked(shell, Upload("可研.pdf", PDF, "application/pdf"))
    assert confirm_form(page).submit("__confirmed__").status_int == 303
    assert [upload.name for upload in stage.sent[0].values["papers"]] == ["可研.pdf"]


def test_what_is_changed_on_the_way_is_judged_again(shell: TestApp, stage: Stage) -> None:
    form = confirm_form(asked(shell))
    form["ceiling"] = "-1"
    assert form.submit("__confirmed__", status="*").status_int == 422
    assert not stage.sent


def test_answers_are_read_back_in_words(shell: TestApp) -> None:
    shell.app.registry["test.answers"] = {
        "title": "城北片区道路工程",
        "ceiling": 9_800_050,
        "ends": parse_moment("2026-12-01 17:00"),
        "method": "draw",
        "covers": ("tax", "travel"),
        "agreed": True,
        "contacts": [{"name": "赵一鸣", "phone": None}],
    }
    html = shell.get("/forms/read").html
    answers = {
        item.select_one(".answer__term").get_text(strip=True): item.select_one(".answer__value").get_text(
            strip=True
        )
        for item in html.select(".answer")
    }
    assert answers["最高限价"] == "98,000.50 元大写：玖万捌仟元伍角"
    assert answers["报名截止"] == "2026年12月1日 17:00"
    assert answers["选取方式"] == "随机抽取"
    assert answers["报价口径"] == "含税、含差旅费"
    assert answers["采购说明"] == "未填写"
    assert answers["查询密码"] == "密码不显示"
    assert answers["姓名"] == "赵一鸣"
    assert not html.select(".answers input")
