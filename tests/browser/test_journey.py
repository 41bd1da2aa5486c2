"""One need from notice to rating, as people do it in their browsers, on both kinds of site.

Dates by hand (the site's county: 3 working days to register, 5 of public notice, 15 to sign; 7 to accept):
published on Monday 2 March, end on Thursday 12 March 17:00; notice of 5 working days to Thursday 19 March
17:30; letter + 15 working days is Friday 10 April (4 to 6 April are off).
"""

import re
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import Crowd, Person
from tests.support.sites import Site

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TITLE = "年产 5 万吨食品加工项目工程测量"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "文件.pdf"
    file.write_bytes(PDF)
    return file


def enrol_owner(visitor: Person) -> Person:
    """An enterprise enrols; a wrong credit code is answered beside the field, and nothing typed is lost."""
    visitor.open("/sign-up")
    visitor.tick("项目业主")
    visitor.choose("kind", "enterprise")
    visitor.fill(name="演练新业主食品有限公司", uscc="91990000MA0BRW0010", legal_representative="林新")
    visitor.fill(region="邵东市", phone="0739-0000009", person_name="林新", login="newowner")
    visitor.fill(password="chen-guang-2026", password_again="chen-guang-2026")
    visitor.press("注册并登录")
    expect(visitor.page.locator("#sign-up-uscc-error")).to_contain_text("校验")
    expect(visitor.page.locator("#sign-up-name")).to_have_value("演练新业主食品有限公司")
    visitor.fill(uscc="９１990000ma0brw001k", password="chen-guang-2026", password_again="chen-guang-2026")
    visitor.press("注册并登录")
    expect(visitor.page).to_have_url(re.compile("/desk"))
    return visitor


def post_need(owner: Person) -> str:
    owner.open("/needs/new")
    owner.choose("service", "ZJ-CH-01").press("下一步")
    owner.fill(
        title=TITLE, project_name="年产 5 万吨食品加工项目", scope="厂区 1:500 地形图测量，约 0.3 平方千米。"
    )
    owner.fill(service_days="20", ceiling_fen="１20,000", copies="4", revisions="2")
    owner.fill(contact_name="林新", contact_phone="13800000000", ends_at="2026-03-08T17:00")
    owner.press("保存草稿")
    # 8 March is a Sunday: said beside the field, with the nearest working day.
    owner.sees("非工作日")
    expect(owner.page.locator("input[id$='-title']")).to_have_value(TITLE)
    owner.fill(ends_at="2026-03-12T17:00").press("保存草稿")
    owner.sees("草稿已保存")
    owner.press("核对并提交").press("提交核验")
    owner.sees("已提交核验")
    return owner.path.split("/")[2]


def quote(firm: Person, number: str, amount: str) -> None:
    firm.open(f"/needs/{number}").press("报名并报价")
    fill_quote(firm, amount)
    firm.press("提交报价")
    firm.sees("报价已收到")


def fill_quote(firm: Person, amount: str) -> None:
    firm.fill(value=amount)
    firm.page.locator("select[id$='-practitioner']").select_option(index=1)
    firm.page.locator("input[id$='-promise']").first.check()
    firm.press("下一步：核对")


def test_from_notice_to_rating(site: Site, new_context: Any, paper: Path) -> None:
    crowd = Crowd(new_context, site.urls[0])
    owner = enrol_owner(crowd.visitor())
    number = post_need(owner)

    visitor = crowd.visitor()
    assert visitor.page.goto(f"{visitor.base}/needs/{number}").status == 404  # not public before the check
    crowd["operator"].open(f"/needs/{number}/check").tick("符合要求").press("提交结论").sees("公告已发布")

    visitor.open(f"/needs/{number}").sees("报名中").sees("演练新业主食品有限公司").sees("规则依据")
    assert number in visitor.page.request.get(f"{visitor.base}/needs.atom").text()
    found_within(visitor, TITLE, seconds=5)

    refused_at_registration(crowd["firm2"], number)
    wrong_quotes(crowd["firm1"], number)
    quote(crowd["firm1"], number, "98000.00")
    quote(crowd["firm3"], number, "９７,500")
    quote(crowd["firm4"], number, "99000")
    withdraw_and_return(crowd["firm4"], number)

    for anyone in (visitor, owner, crowd["operator"], crowd["firm2"]):
        anyone.open(f"/needs/{number}").does_not_see("97,500").does_not_see("演练丙")

    crowd.let_time_pass("2026-03-12T16:59")
    late = crowd["firm1"]
    late.open(f"/needs/{number}/entry")
    fill_quote(late, "50000")
    crowd.let_time_pass("2026-03-12T17:10")
    late.press("提交报价").sees("逾期").sees("晚于截止时间")

    visitor.open(f"/needs/{number}").sees("中选公示")
    crowd["supervisor"].open("/supervision").sees("法定代表人相同")
    visitor.open(f"/needs/{number}/selection").sees("97,500.00").sees("演练丙测绘技术有限公司")
    visitor.press("重新计算并核验").sees("记录成立。中选：E00002（报价人2）。")
    award = award_of(visitor, number)
    visitor.open(f"/awards/{award}").sees("2026年3月19日 17:30").sees("伍")

    crowd.let_time_pass("2026-03-20T09:00")
    visitor.open(f"/awards/{award}").sees("邵东中通〔2026〕0001号")
    letter(visitor, award)
    visitor.sees("2026年4月10日 17:30")

    contract(crowd["firm3"], owner, award, paper)
    visitor.open(f"/needs/{number}").sees("已办结")
    visitor.open("/intermediaries").press("演练丙测绘技术有限公司").sees("5 星").sees("测量及时")
    owner.open(f"/needs/{number}/rules").sees("邵东市").sees("湘政办发〔2020〕46号").sees("演示值")
    verified = site.command("audit", "verify", "--json")
    assert '"ok": true' in verified.stdout, verified.stdout + verified.stderr


def found_within(visitor: Person, words: str, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        visitor.open(f"/search?q={words}")
        if visitor.page.locator("main").get_by_text(words).count():
            return
        time.sleep(0.2)
    raise AssertionError(f"not found by search within {seconds} s")


def refused_at_registration(firm: Person, number: str) -> None:
    """Its qualification ends before the opening: said before it types a price, and again with a receipt."""
    firm.open(f"/needs/{number}").press("报名并报价").sees("不能报名").sees("2026年3月10日")
    fill_quote(firm, "90000")
    firm.press("提交报价").sees("没有被接受").sees("2026年3月10日")


def wrong_quotes(firm: Person, number: str) -> None:
    firm.open(f"/needs/{number}").press("报名并报价")
    for amount, words in (("0", "大于 0"), ("-5", "负数"), ("NaN", ""), ("1.234", "2 位小数"), ("1e5", "")):
        fill_quote(firm, amount)
        error = firm.page.locator("[id$='-value-error']")
        expect(error).to_contain_text(words)
        expect(firm.page.locator("input[id$='-value']").first).to_have_value(amount)
    fill_quote(firm, "120000.01")
    firm.press("提交报价")
    expect(firm.page.locator("[id$='-value-error']")).to_contain_text("120,000.00")


def withdraw_and_return(firm: Person, number: str) -> None:
    firm.press("查看我的报名").press("撤回报名")
    firm.page.locator("input[id$='-confirm']").first.check()
    firm.press("撤回报名").sees("已撤回").press("查看我的报名")
    firm.press("重新报价")
    fill_quote(firm, "99500")
    firm.press("提交报价").sees("报价已收到")


def award_of(visitor: Person, number: str) -> str:
    visitor.open("/awards").page.get_by_role("link", name=TITLE).first.click()
    visitor.page.wait_for_load_state()
    return visitor.path.split("/")[2]


def letter(visitor: Person, award: str) -> None:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        answer = visitor.page.request.get(f"{visitor.base}/awards/{award}/letter.pdf")
        if answer.status == 200:
            assert answer.body().startswith(b"%PDF")
            return
        time.sleep(0.3)
    raise AssertionError("no award letter")


def contract(firm: Person, owner: Person, award: str, paper: Path) -> None:
    firm.open(f"/awards/{award}").press("登记合同")
    firm.fill(signed_on="2026-03-20")
    firm.page.locator("main input[type=file]").set_input_files(paper)
    firm.press("上传合同").sees("等待对方确认")
    place = firm.path
    owner.open(place).press("确认合同").tick("确认生效").press("提交").sees("合同已确认生效")
    firm.open(place).press("提交成果")
    firm.page.locator("main input[type=file]").set_input_files(paper)
    firm.press("提交成果").sees("成果已提交")
    owner.open(place).press("验收").tick("验收通过").press("提交验收结论").sees("请评价")
    for name in ("quality", "timeliness", "attitude", "charge", "conformity"):
        owner.page.locator(f"[id$='-{name}-0']").check()
    owner.fill(comment="测量及时，图纸规范。").press("下一步：核对").press("提交评价").sees("评价已公开")
