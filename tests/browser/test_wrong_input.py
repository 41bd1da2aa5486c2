"""Wrong input on a phone: said beside the field, which has the focus; what was typed stays; all fits."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import Crowd, Person
from tests.support.sites import Site

PHONE = (375, 667)
NEED = "年产 2 万吨豆制品加工项目环境影响报告表编制"


@pytest.fixture
def crowd(site: Site, new_context: Any) -> Crowd:
    return Crowd(new_context, site.urls[0], PHONE, has_touch=True)


def refused(person: Person, name: str, words: str) -> None:
    """The first wrong field says why, is described by it, has the focus and is in sight."""
    page = person.page
    error = page.locator(f"main [id$='-{name}-error']")
    expect(error).to_contain_text(words)
    field = page.locator(f"main :is(input, textarea, select)[id$='-{name}']").first
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    assert error.get_attribute("id") in (field.get_attribute("aria-describedby") or "").split()
    expect(field).to_be_in_viewport()
    expect(page.locator("main [role=alert], main .form__summary").first).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, person.path


def kept(person: Person, **answers: str) -> None:
    for name, value in answers.items():
        field = person.page.locator(f"main :is(input, textarea)[id$='-{name}']").first
        expect(field).to_have_value(value)


def test_the_form_of_a_need(crowd: Crowd) -> None:
    owner = crowd["owner1"].open("/needs/new")
    owner.choose("service", "ZJ-CH-01").press("下一步")
    typed = {
        "title": "厂区地形图测量",
        "project_name": "年产 5 万吨食品加工项目",
        "scope": "厂区 1:500 地形图测量，约 0.3 平方千米。",
        "service_days": "二十",
        "ceiling_fen": "１２，０００.５５５",
        "contact_name": "林新",
        "contact_phone": "123",
        "ends_at": "2026-03-12T17:00",
    }
    owner.fill(**typed).press("保存草稿")
    refused(owner, "service_days", "数")
    kept(owner, **typed)
    for name in ("ceiling_fen", "contact_phone"):
        expect(owner.page.locator(f"main [id$='-{name}-error']")).to_be_visible()
    owner.fill(
        service_days="20", ceiling_fen="12000", contact_phone="13800000000", ends_at="2026-03-08T17:00"
    )
    owner.press("保存草稿")
    refused(owner, "ends_at", "非工作日")
    kept(owner, title=typed["title"], scope=typed["scope"], ceiling_fen="12000")


#: What is typed as a price, and what is said to it.
AMOUNTS = {
    "0": "大于 0",
    "-1": "负数",
    "NaN": "",
    "1.234": "2 位小数",
    "九千": "",
    "9999999999": "最高限价",
}


def test_the_form_of_an_entry(crowd: Crowd) -> None:
    firm = crowd["firm1"].open("/needs")
    firm.page.get_by_role("link", name=NEED).first.click()
    firm.press("报名并报价")
    for amount, words in AMOUNTS.items():
        firm.fill(value=amount)
        firm.page.locator("select[id$='-practitioner']").select_option(index=1)
        firm.page.locator("input[id$='-promise']").first.check()
        firm.press("下一步：核对")
        if firm.page.get_by_role("button", name="提交报价").count():
            firm.press("提交报价")
        refused(firm, "value", words)
        kept(firm, value=amount)
        expect(firm.page.locator("input[id$='-promise']").first).to_be_checked()
