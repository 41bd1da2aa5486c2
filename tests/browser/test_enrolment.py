"""A new intermediary finds its way: it signs up, files what it holds, is checked, and stands in public."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import Crowd, Person
from tests.support.sites import Site

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
#: Name, credit code and login of a firm that enrols at a width of the window.
FIRMS = {
    1280: ("演练宽屏测绘有限公司", "91990000MA0TDY00AP", "wide"),
    375: ("演练手机测绘有限公司", "91990000MA0TDY00BT", "narrow"),
}


def no_sideways(person: Person) -> None:
    """The page is not wider than the window."""
    beyond = person.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert beyond <= 0, f"{person.path} is {beyond} pixels too wide"


def sign_up(visitor: Person, name: str, uscc: str, login: str) -> None:
    visitor.open("/sign-up")
    visitor.page.locator("main input[type=radio][value=intermediary]").check()
    visitor.choose("kind", "enterprise")
    visitor.fill(name=name, uscc=uscc, legal_representative="林新", region="邵东市", phone="0739-0000009")
    visitor.fill(
        person_name="林新", login=login, password="chen-guang-2026", password_again="chen-guang-2026"
    )
    no_sideways(visitor)
    visitor.press("注册并登录")
    expect(visitor.page).to_have_url(re.compile("/desk"))


def say_what_it_does(firm: Person) -> None:
    """Led there from the desk."""
    firm.press("申请入驻").press("开始填写")
    firm.fill(introduction="从事工程测量。", contact_name="林新", contact_phone="13800000000")
    firm.page.locator("main input[type=checkbox][value='ZJ-CH-01']").check()
    no_sideways(firm)
    firm.press("保存")


def file_certificate(firm: Person, paper: Path) -> None:
    """Without its number and copy first: both are asked for beside the fields, and in one go."""
    firm.press("填报资质").press("测绘资质证书（行政许可）")
    firm.tick("工程测量")
    firm.tick("乙级")
    firm.fill(issuer="演练省自然资源厅", valid_until="2028-12-31").press("保存")
    for name in ("certificate_number", "file"):
        expect(firm.page.locator(f"[id$='-{name}-error']")).to_be_visible()
    expect(firm.page.locator("main input[id$='-issuer']")).to_have_value("演练省自然资源厅")
    no_sideways(firm)
    firm.fill(certificate_number="演练乙测 009")
    firm.page.locator("main input[type=file]").set_input_files(paper)
    firm.press("保存").sees("演练乙测")
    no_sideways(firm)


@pytest.mark.parametrize("width", FIRMS)
def test_from_sign_up_to_the_public_page(site: Site, new_context: Any, tmp_path: Path, width: int) -> None:
    name, uscc, login = FIRMS[width]
    paper = tmp_path / "证书.pdf"
    paper.write_bytes(PDF)
    crowd = Crowd(new_context, site.urls[0], (width, 800))
    firm = crowd.visitor()
    sign_up(firm, name, uscc, login)
    say_what_it_does(firm)
    file_certificate(firm, paper)
    firm.press("核对并提交")
    for box in firm.page.locator("main input[type=checkbox]").all():
        box.check()
    no_sideways(firm)
    firm.press("提交核验").sees("待核验")

    operator = crowd["operator"]
    operator.open("/enrolments").press(name)
    no_sideways(operator)
    operator.tick("核验通过").press("提交结论")

    visitor = crowd.visitor()
    visitor.open("/intermediaries").press(name).sees("乙级").sees("已入驻")
    no_sideways(visitor)
    firm.open("/enrolment").sees("已入驻")
