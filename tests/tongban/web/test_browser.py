"""What a person sees and does in a real browser: no sideways scrolling, no complaint in the console."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.tongban.web.forms.test_uploads import PDF
from tests.tongban.web.shell import Stage
from tongban.money import daxie
from tongban.web.forms.testing import MemoryStash

PATHS = ("/sample/style", "/sample/need", "/sample/list", "/forms/need", "/nowhere")
WIDTHS = (1280, 768, 375, 320)


def sideways(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.parametrize("look", ["standard", "large"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_scrolls_sideways(new_context: Any, shell_url: str, width: int, look: str) -> None:
    context: BrowserContext = new_context()
    context.add_cookies([{"name": "look", "value": look, "url": shell_url}])
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    for path in PATHS:
        page.goto(shell_url + path)
        assert sideways(page) <= 0, path
        for summary in page.locator("details.rule-tag > summary").all()[:2]:
            summary.click()
            assert sideways(page) <= 0, path
            page.keyboard.press("Escape")


def test_the_phone_menu_opens_without_a_script(new_context: Any, shell_url: str) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(shell_url + "/sample/need")
    link = page.locator(".phone-menu__list a", has_text="中选公告")
    expect(link).to_be_hidden()
    page.get_by_text("菜单").click()
    expect(link).to_be_visible()


def test_the_keyboard_skips_to_the_content(page: Page, shell_url: str) -> None:
    page.goto(shell_url + "/sample/need")
    page.keyboard.press("Tab")
    expect(page.get_by_text("跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_what_to_do_is_on_the_first_screen_of_a_phone(page: Page, shell_url: str) -> None:
    page.set_viewport_size({"width": 375, "height": 667})
    page.goto(shell_url + "/sample/need")
    expect(page.locator("#next-step .btn--primary")).to_be_in_viewport()
    expect(page.locator(".page-head .state")).to_be_in_viewport()


def fill(page: Page) -> None:
    page.fill("#need-title", "城北片区道路工程")
    page.fill("#need-ceiling", "98000.50")
    page.fill("#need-copies", "3")
    page.fill("#need-ends", "2026-12-01T17:00")
    page.check("#need-method-1")
    page.fill("#need-contacts-0-name", "赵一鸣")
    page.check("#need-agreed")


@pytest.mark.parametrize("script", [True, False])
def test_a_form_is_filled_in_corrected_and_sent(
    new_context: Any, shell_url: str, signed_in: Stage, script: bool
) -> None:
    signed_in.stash = MemoryStash()
    page = new_context(java_script_enabled=script).new_page()
    page.goto(shell_url + "/forms/need")
    fill(page)
    page.fill("#need-ceiling", "九万八")
    page.set_input_files("#need-papers", {"name": "可研.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_role("button", name="添加一行").first.click()
    expect(page.locator("#need-contacts-1-name")).to_be_visible()
    page.locator("#need-save").click()
    expect(page.locator(".problems")).to_contain_text("1 处需要修改")
    expect(page.locator("#need-ceiling")).to_be_focused()
    expect(page.locator(".upload__name")).to_have_text("可研.pdf")
    page.fill("#need-ceiling", "98000.50")
    page.locator("#need-save").click()
    page.wait_for_url("**/desk")
    sent = signed_in.sent[0]
    assert sent.values["ceiling"] == 9_800_050
    assert [upload.name for upload in sent.values["papers"]] == ["可研.pdf"]
    assert bool(re.fullmatch("[0-9a-f]{64}", sent.values["nonce"] or "")) is script


def test_the_enter_key_sends_the_form_and_removes_no_row(
    page: Page, shell_url: str, signed_in: Stage
) -> None:
    page.goto(shell_url + "/forms/need")
    fill(page)
    page.get_by_role("button", name="添加一行").first.click()
    page.locator("#need-title").press("Enter")
    page.wait_for_url("**/desk")
    assert signed_in.sent[0].button == "save"


def test_a_double_click_sends_once(page: Page, shell_url: str, signed_in: Stage) -> None:
    page.goto(shell_url + "/forms/need")
    fill(page)
    page.locator("#need-save").dblclick()
    page.wait_for_url("**/desk")
    assert len(signed_in.sent) == 1


AMOUNTS = (
    "0",
    "1",
    "100",
    "0.10",
    "0.01",
    "1.05",
    "10.5",
    "105",
    "1001",
    "10010",
    "100000000",
    "100010000.5",
)
MORE_AMOUNTS = ("12,345.67", "￥98000.50", "１００", "9999999999.99", "20000000000")


def test_the_browser_writes_amounts_in_words_as_the_server_does(page: Page, shell_url: str) -> None:
    page.goto(shell_url + "/forms/need")
    for typed in (*AMOUNTS, *MORE_AMOUNTS):
        page.fill("#need-ceiling", typed)
        plain = typed.replace(",", "").replace("￥", "").replace("１００", "100")
        whole, _, cents = plain.partition(".")
        wanted = daxie(int(whole) * 100 + int(cents.ljust(2, "0") or 0))
        expect(page.locator("#need-ceiling-words")).to_have_text(f"大写：{wanted}")
    for typed in ("", "abc", "1.234", "1e5", "-5"):
        page.fill("#need-ceiling", typed)
        expect(page.locator("#need-ceiling-words")).to_be_hidden()


def test_the_rest_of_a_text_is_counted(page: Page, shell_url: str) -> None:
    page.goto(shell_url + "/forms/need")
    page.fill("#need-title", "字" * 35)
    expect(page.locator("#item-need-title .field__count")).to_have_text("还可以写 5 个字")
    page.fill("#need-title", "字" * 42)
    expect(page.locator("#item-need-title .field__count")).to_have_text("超出 2 个字")


def test_leaving_an_unsent_form_asks_first(page: Page, shell_url: str) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(shell_url + "/forms/need")
    page.locator("#need-title").press_sequentially("城")
    page.goto(shell_url + "/sample/list")
    assert asked == ["beforeunload"]


def test_the_large_look_is_larger(page: Page, shell_url: str) -> None:
    page.goto(shell_url + "/sample/need")
    size = "parseFloat(getComputedStyle(document.querySelector('.facts__value')).fontSize)"
    assert page.evaluate(size) == 16
    page.get_by_text("大字版").click()
    assert page.evaluate(size) == 20


def test_no_text_is_smaller_than_14_pixels(page: Page, shell_url: str) -> None:
    for path in ("/sample/style", "/forms/need"):
        page.goto(shell_url + path)
        small = page.evaluate("""() => [...document.querySelectorAll('body *')]
            .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
            .filter(e => parseFloat(getComputedStyle(e).fontSize) < 14)
            .map(e => e.outerHTML.slice(0, 80))""")
        assert small == [], path


def test_lines_hold_at_most_42_characters(page: Page, shell_url: str) -> None:
    page.goto(shell_url + "/sample/need")
    assert page.evaluate("document.querySelector('.prose').getBoundingClientRect().width") <= 42 * 16 + 1


def test_on_paper_only_what_can_be_read_remains(page: Page, shell_url: str) -> None:
    page.goto(shell_url + "/sample/need")
    page.emulate_media(media="print")
    for gone in (".sitenav", ".masthead__search", ".btn", ".footer__links"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".seal").first).to_be_visible()
