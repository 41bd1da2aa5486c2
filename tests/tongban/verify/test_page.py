"""What a visitor does on the page, in a real browser, from a running site."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, FileChooser, Page, Route, expect
from playwright.sync_api import TimeoutError as Waited

from tests.browser.people import Crowd
from tests.support.sites import Site

VECTORS = Path(__file__).parents[2] / "market" / "selection" / "vectors"
RECEIPTS = Path(__file__).parents[1] / "receipts" / "samples"
DRAW = VECTORS / "draw-5.json"
COMMIT = "cffd543e2b350a103cb194c331aba33527f89416d9b0c0d472c544e11f662323"
LOCAL = "/needs/N-draw-5/selection.json"

#: The page asks a database for one list of keys; nothing in it differs between the kinds of databases.
pytestmark = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True, scope="session")


@pytest.fixture
def page(site: Site, new_context: Any) -> Page:
    """The page as a visitor opens it."""
    page: Page = new_context().new_page()
    page.goto(f"{site.url}/verify")
    return page


_DROP = """(content) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([content], "掉落.json"));
  const target = document.getElementById("drop");
  for (const name of ["dragover", "drop"]) {
    target.dispatchEvent(new DragEvent(name, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }
}"""


def pasted(page: Page, text: str) -> None:
    if not page.locator("#text").is_visible():
        page.locator(".intake__paste > summary").click()
    page.fill("#text", text)
    page.click("#check-text")


def changed(**parts: Any) -> str:
    return json.dumps(json.loads(DRAW.read_text(encoding="utf-8")) | parts, ensure_ascii=False)


def test_a_file_is_checked_without_asking_anybody(page: Page) -> None:
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.set_input_files("#file", DRAW)
    expect(page.locator(".result__why")).to_have_text("记录成立。中选：E00001（报价人1）。")
    expect(page.locator(".facts")).to_contain_text("E00003（报价人3）、E00005（报价人5）")
    expect(page.locator(".step--pass")).to_have_count(5)
    expect(page.locator(".result__confirmed")).to_contain_text("全部相同")
    assert asked == []


def test_the_first_wrong_part_is_named_with_what_it_means(page: Page) -> None:
    pasted(page, changed(ranking=["E00003", "E00001", "E00005", "E00002"]))
    expect(page.locator(".result__why")).to_contain_text("“名次”这一步不对。按种子重新排出的次序与记录不同")
    expect(page.locator(".result__bad code")).to_have_text("ranking")
    expect(page.locator(".step--fail")).to_contain_text("第 1 名算得 E00001，记录写的是 E00003。")
    expect(page.locator(".step--fail details[open]")).to_contain_text("E00003、E00001、E00005、E00002")


def test_steps_after_a_wrong_one_are_said_not_to_have_been_checked(page: Page) -> None:
    pasted(page, changed(commit="0" * 64))
    expect(page.locator(".step--open")).to_have_count(3)
    expect(page.locator(".step--open").first).to_contain_text("没有核到")


def test_a_value_from_the_notice_is_compared_at_once(page: Page) -> None:
    page.set_input_files("#file", DRAW)
    box, answer = page.get_by_label("公告里的承诺值"), page.locator(".compare__answer")
    box.fill(f"  {COMMIT.upper()[:32]} {COMMIT[32:]}\n")
    expect(answer).to_have_text("✓ 相同：公告发布时密钥就定下了。")
    box.fill(COMMIT[:-1])
    expect(answer).to_contain_text("✗ 不同")
    box.fill("")
    expect(answer).to_have_text("")


def test_what_is_no_document_of_ours_is_said_to_be_none(page: Page) -> None:
    for text, words in (
        ("{", "不是 JSON 文件：第 1 行第 2 个字符处读不下去。"),
        ('{"a": 1}', "认不出这是哪一种文件"),
        ("[]", "选取记录（tongban-selection/1）"),
        ('{"format": 1, "format": 1}', "同一对象里出现两次"),
    ):
        pasted(page, text)
        expect(page.locator(".result").first).to_contain_text(words)
        expect(page.locator(".result").first).to_have_class("panel result result--bad")


def test_files_that_cannot_be_records_are_refused(page: Page) -> None:
    page.set_input_files("#file", {"name": "图.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n"})
    expect(page.locator(".result")).to_contain_text("不是 UTF-8 文件：第 1 个字节读不出。")
    page.evaluate(f"({_DROP})(new ArrayBuffer(20 * 1024 * 1024 + 1))")
    expect(page.locator("#results")).to_contain_text("超过 20 MB")


def test_markup_in_a_document_is_text(page: Page) -> None:
    record = json.loads(DRAW.read_text(encoding="utf-8"))
    record["entries"][0]["label"] = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
    record["need_id"] = "<b>x</b>"
    pasted(page, json.dumps(record))
    expect(page.locator(".result--bad")).to_contain_text("名单摘要")
    assert page.title().startswith("核验")
    assert page.locator(".result img, .result script, .result b").count() == 0


def test_a_record_of_this_site_is_fetched_when_the_address_names_it(page: Page, site: Site) -> None:
    page.route(f"{site.url}{LOCAL}", lambda route: route.fulfill(path=DRAW))
    page.goto(f"{site.url}/verify?record={LOCAL}")
    expect(page.locator(".result__source")).to_have_text(f"选取记录 · 本站 {LOCAL}")
    expect(page.locator(".result--ok")).to_be_visible()


def test_a_record_that_is_not_published_is_said_to_be_none(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/verify?record=/needs/XQ-0/selection.json")
    expect(page.locator("#results")).to_contain_text("本站没有公开这份记录")


@pytest.mark.parametrize(
    "address",
    [
        "//example.com/x.json",
        "https://example.com/x.json",
        "/\\example.com/x.json",
        "/needs/../sign-out.json",
        "/needs/%2e%2e/x.json",
        "/needs/x/selection.json?y=1",
        "/sign-out",
        "javascript:alert(1)//x.json",
        "%",
    ],
)
def test_no_other_address_is_ever_asked(address: str, page: Page, site: Site) -> None:
    asked: list[str] = []
    page.route("**/*", lambda route: _only_the_page(route, asked))
    page.goto(f"{site.url}/verify?" + "record=" + address.replace("?", "%3F").replace("\\", "%5C"))
    expect(page.locator("#intake")).to_be_visible()
    page.wait_for_timeout(100)
    assert asked == []


def _only_the_page(route: Route, asked: list[str]) -> None:
    if route.request.is_navigation_request():
        route.continue_()
    else:
        asked.append(route.request.url)
        route.abort()


def test_without_a_script_it_names_the_commands(site: Site, new_context: Any) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{site.url}/verify")
    expect(page.locator(".verify__command")).to_contain_text("tongban selection verify")
    expect(page.locator("#file")).to_be_hidden()


def opened_by_space(page: Page) -> FileChooser:
    """What the space bar opens; pressed again as a person would.

    A browser opens files only within seconds of the key, which a busy machine may let pass.
    """
    for seconds in (5, 10):
        with suppress(Waited), page.expect_file_chooser(timeout=seconds * 1000) as chooser:
            page.keyboard.press("Space")
            return chooser.value
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    return chooser.value


def test_everything_can_be_done_with_the_keyboard(page: Page) -> None:
    page.locator("#content").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#file")).to_be_focused()
    outline = "getComputedStyle(document.querySelector('.intake__label')).outlineStyle"
    assert page.evaluate(outline) == "solid"
    assert opened_by_space(page).is_multiple()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.insert_text(DRAW.read_text(encoding="utf-8"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".result--ok")).to_be_focused()


def test_files_can_be_dropped(page: Page) -> None:
    page.evaluate(_DROP, DRAW.read_text(encoding="utf-8"))
    expect(page.locator(".result__source")).to_have_text("选取记录 · 掉落.json")


def test_results_pile_up_until_they_are_cleared(page: Page) -> None:
    page.set_input_files("#file", sorted(VECTORS.glob("*.json")))
    expect(page.locator(".result--ok")).to_have_count(4)
    page.click("#clear")
    expect(page.locator(".result")).to_have_count(0)
    expect(page.locator("#clear")).to_be_hidden()


NO_SUBTLE = "Object.defineProperty(window, 'crypto', { value: undefined });"
LYING = "if (window.crypto.subtle) crypto.subtle.digest = () => Promise.resolve(new ArrayBuffer(32));"


def test_a_browser_without_a_crypto_module_comes_to_the_same(site: Site, new_context: Any) -> None:
    context: BrowserContext = new_context()
    context.add_init_script(NO_SUBTLE)
    page = context.new_page()
    page.goto(f"{site.url}/verify")
    assert page.evaluate("window.crypto") is None
    page.set_input_files("#file", DRAW)
    expect(page.locator(".result__why")).to_have_text("记录成立。中选：E00001（报价人1）。")
    expect(page.locator(".result__confirmed")).to_contain_text("没有提供加密模块")


#: Takes away what browsers have got since 2011, as far as a script can.
OLD = """(() => {
  const newer = {
    Array: "at copyWithin entries fill find findIndex findLast flat flatMap from includes keys of values",
    String: "at codePointAt endsWith includes matchAll normalize padEnd padStart repeat startsWith",
    Object: "assign entries fromEntries getOwnPropertySymbols groupBy hasOwn is values",
    Number: "isFinite isInteger isNaN isSafeInteger parseFloat parseInt",
    Math: "clz32 fround hypot imul log10 log2 sign trunc",
  };
  for (const [kind, names] of Object.entries(newer)) {
    for (const name of names.split(" ")) {
      delete window[kind][name];
      if (window[kind].prototype) delete window[kind].prototype[name];
    }
  }
  const typed = Object.getPrototypeOf(Uint8Array.prototype);
  const methods = "at entries every fill filter find forEach includes join map reduce slice some sort values";
  for (const name of methods.split(" ")) {
    delete typed[name];
  }
  const whole = "BigInt Map Set WeakMap Proxy Reflect TextDecoder TextEncoder fetch Promise";
  for (const name of whole.split(" ")) {
    delete window[name];
  }
  Object.defineProperty(window, "crypto", { value: undefined });
})();"""


def test_a_browser_of_ten_years_ago_comes_to_the_same(site: Site, new_context: Any) -> None:
    context: BrowserContext = new_context()
    context.add_init_script(OLD)
    page = context.new_page()
    page.goto(f"{site.url}/verify")
    page.set_input_files("#file", [DRAW, *sorted(RECEIPTS.glob("entry*.json"))])
    expect(page.locator(".result--ok")).to_have_count(3)
    expect(page.locator("#results")).to_contain_text("记录成立。中选：E00001（报价人1）。")
    expect(page.locator("#results")).to_contain_text("回执成立。")


def test_an_answer_that_the_browser_does_not_confirm_is_void(site: Site, new_context: Any) -> None:
    context: BrowserContext = new_context()
    context.add_init_script(LYING)
    page = context.new_page()
    page.goto(f"{site.url}/verify")
    page.set_input_files("#file", DRAW)
    expect(page.locator(".result--bad")).to_contain_text("结论不能相信")
    expect(page.locator(".step")).to_have_count(0)


def test_the_page_is_saved_as_it_was_served_and_works_alone(
    page: Page, site: Site, new_context: Any, tmp_path: Path
) -> None:
    with page.expect_download() as download:
        page.get_by_role("link", name="保存本页，离线使用").click()
    saved = tmp_path / "核验.html"
    download.value.save_as(saved)
    assert saved.read_bytes() == page.request.get(f"{site.url}/verify").body()
    alone: Page = new_context(offline=True).new_page()
    alone.goto(saved.as_uri())
    expect(alone.locator("#site-nav")).to_have_count(0)
    alone.set_input_files("#file", DRAW)
    expect(alone.locator(".result--ok")).to_be_visible()


def test_it_is_the_same_for_everybody(page: Page, site: Site, new_context: Any) -> None:
    operator = Crowd(new_context, site.url)["operator"]
    bodies = {who.request.get(f"{site.url}/verify").body() for who in (page, operator.page)}
    assert len(bodies) == 1


@pytest.mark.parametrize("look", ["standard", "large"])
def test_nothing_scrolls_sideways(look: str, site: Site, new_context: Any) -> None:
    context: BrowserContext = new_context()
    context.add_cookies([{"name": "look", "value": look, "url": site.url}])
    page = context.new_page()
    page.goto(f"{site.url}/verify")
    page.set_input_files("#file", VECTORS / "lowest-ties.json")
    pasted(page, changed(seed="0" * 64))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.evaluate("document.getElementById('phone-menu').open = false")
    for width in (1280, 768, 375, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width


def test_results_are_printed_with_everything_open(page: Page) -> None:
    page.set_input_files("#file", DRAW)
    expect(page.locator(".result--ok")).to_be_visible()
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".sheet").first).to_be_visible()
    expect(page.locator("#intake")).to_be_hidden()
    expect(page.locator(".sitenav")).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".sheet").first).to_be_hidden()


def test_the_keys_of_the_site_stand_on_the_page(page: Page, site: Site) -> None:
    published = page.request.get(f"{site.url}/keys.json").json()["keys"]
    listed = page.locator("#site-keys .verify__key").all_inner_texts()
    assert listed == [key["key"] for key in published]
