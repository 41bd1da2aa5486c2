"""``make shots``: the pictures of the README, taken from a running practice site.

A need is carried through its life by the same steps as the browser journey of the tests, and the pages that
show most are photographed on the way, some of them on a phone.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser import test_journey as journey  # noqa: E402
from tests.browser.people import Crowd, Person  # noqa: E402
from tests.support.browser import launch_options  # noqa: E402
from tests.support.databases import SqliteDatabases  # noqa: E402
from tests.support.sites import start_site  # noqa: E402
from tests.support.templates import Templates  # noqa: E402

OUT = ROOT / "docs" / "shots"
DESK = {"width": 1280, "height": 860}
PHONE = {"width": 375, "height": 760}


def take(page: Page, name: str, *, whole: bool = False) -> None:
    """Save a picture."""
    page.screenshot(path=OUT / f"{name}.png", full_page=whole)
    print(f"docs/shots/{name}.png")


#: The draw among the practice needs.
DRAW = "新材料二期厂房环境影响报告表编制（随机抽取）"


def enter_the_draw(crowd: Crowd) -> str:
    """Three firms register for the practice draw; returns its number."""
    visitor = crowd.visitor().open("/needs")
    visitor.page.get_by_role("link", name=DRAW).first.click()
    visitor.page.wait_for_load_state()
    number = visitor.path.split("/")[2]
    for firm in ("firm1", "firm2", "firm4"):
        crowd[firm].open(f"/needs/{number}").press("报名")
        crowd[firm].page.locator("select[id$='-practitioner']").select_option(index=1)
        crowd[firm].page.locator("input[id$='-promise']").first.check()
        crowd[firm].press("下一步：核对").press("提交报名").sees("报名已收到")
    return number


def prove_the_draw(crowd: Crowd, visitors: list[tuple[Person, str]], number: str) -> None:
    """The witness fixes the public value; everybody computes the draw again in the own browser."""
    crowd["witness"].open(f"/needs/{number}/beacon").fill(value="2026-03-11 摇号机 4417")
    crowd["witness"].press("下一步").press("确定，开始抽取")
    wait_for(crowd["witness"], f"/needs/{number}/selection.json")
    for person, name in visitors:
        notice = person.open(f"/needs/{number}/selection").page.locator("code.digest").first.inner_text()
        person.press("重新计算并核验").sees("记录成立")
        person.page.get_by_label("公告里的承诺值").fill(notice)
        person.page.evaluate("document.activeElement.blur()")
        person.page.evaluate("document.querySelector('.result').scrollIntoView({ behavior: 'instant' })")
        take(person.page, name, whole=name == "verify")


def wait_for(person: Person, path: str) -> None:
    """Until the worker has published something."""
    deadline = time.monotonic() + 30
    while person.page.request.get(person.base + path).status != 200:
        assert time.monotonic() < deadline, path
        time.sleep(0.3)


def walk(browser: Browser, base: str, paper: Path) -> None:
    """The walk through the site."""

    def context(**options: Any) -> Any:
        options.setdefault("viewport", DESK)
        return browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **options)

    crowd, phones = Crowd(context, base), Crowd(context, base, viewport=PHONE, device_scale_factor=2)
    drawn = enter_the_draw(crowd)
    owner = journey.enrol_owner(crowd.visitor())
    number = journey.post_need(owner)
    take(crowd["operator"].open("/desk").page, "desk")
    crowd["operator"].open(f"/needs/{number}/check").tick("符合要求").press("提交结论")
    visitor, phone = crowd.visitor(), phones.visitor()
    take(visitor.open(f"/needs/{number}").page, "need")
    take(phone.open(f"/needs/{number}").page, "need-phone")
    phones["firm3"].open(f"/needs/{number}").press("报名并报价")
    journey.fill_quote(phones["firm3"], "97500")
    take(phones["firm3"].page, "entry-phone")
    phones["firm3"].press("提交报价")
    for firm, amount in (("firm1", "98000"), ("firm4", "99000")):
        journey.quote(crowd[firm], number, amount)
    crowd.let_time_pass("2026-03-11T10:00")
    prove_the_draw(crowd, [(visitor, "verify"), (phone, "verify-phone")], drawn)
    crowd.let_time_pass("2026-03-12T17:10")
    take(visitor.open(f"/needs/{number}/selection").page, "selection", whole=True)
    award = journey.award_of(visitor, number)
    crowd.let_time_pass("2026-03-20T09:00")
    journey.letter(visitor, award)
    take(visitor.open(f"/awards/{award}").page, "award")
    journey.contract(crowd["firm3"], owner, award, paper)
    take(visitor.open(f"/needs/{number}/rules").page, "rules")
    take(visitor.open("/intermediaries").press("演练丙测绘技术有限公司").page, "intermediary")
    take(visitor.open("/").page, "portal")
    take(phone.open("/").page, "portal-phone")


def main(walk_with: Callable[[Browser, str, Path], None] = walk) -> None:
    """Start a practice site of its own, walk through it, stop it."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        shared = Path(folder) / "site"
        paper = Path(folder) / "合同.pdf"
        paper.write_bytes(journey.PDF)
        with Templates(SqliteDatabases(shared), shared).fresh("practice") as place:
            site = start_site("sqlite", place)
            try:
                walk_with(playwright.chromium.launch(**launch_options()), site.url, paper)
            finally:
                site.stop()


if __name__ == "__main__":
    main()
