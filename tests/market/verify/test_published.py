"""What a site really publishes is checked by a saved copy of its own page, without the site."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from market.selection import Entry, build_record
from tests.market.pages.site import Site
from tests.support.market import at
from tests.support.templates import Templates

END = at(10)


@dataclass
class Published:
    """The page of proof and the documents of two needs, as files on somebody's disk."""

    page: Path
    record: Path
    closing: Path
    receipt: Path
    #: Of a draw: the list before the witness gave a value, then record, frozen list and receipt.
    draw: list[Path]


@pytest.fixture(scope="module")
def published(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """In each need three firms took part, the list was opened, one kept the receipt with its opening."""
    folder = tmp_path_factory.mktemp("published")
    with ExitStack() as stack:
        site = Site(stack.enter_context(templates.fresh("practice")))
        stack.callback(site.close)
        site.start()
        number = site.published(END)
        for login, yuan in (("firm1", "10000.00"), ("firm3", "12000.00"), ("firm4", "13000.00")):
            site.quote(number, login, yuan)
        own = newest_receipt(site, "firm3")
        drawn = site.published(END, method="draw")
        for login in ("firm1", "firm2", "firm4"):
            site.enter(drawn, login)
        entered = newest_receipt(site, "firm4")
        site.move_to(at(10, 17, 1))

        def kept(name: str, path: str, login: str | None = None) -> Path:
            file = folder / name
            file.write_bytes(site.page(path, login).body)
            return file

        before = kept("list.json", f"/needs/{drawn}/list.json")
        site.move_to(at(11, 10))
        site.act("witness", f"/needs/{drawn}/beacon", value="2026-03-11 摇号机 4417")
        site.move_to(at(11, 10, 1))
        yield Published(
            kept("核验.html", "/verify"),
            kept("record.json", f"/needs/{number}/selection.json"),
            kept("closing.json", f"/needs/{number}/closing.json"),
            kept("receipt.json", f"{own}/own.json", "firm3"),
            [
                before,
                kept("draw.json", f"/needs/{drawn}/selection.json"),
                kept("draw-closing.json", f"/needs/{drawn}/closing.json"),
                kept("draw-receipt.json", f"{entered}/own.json", "firm4"),
            ],
        )


def newest_receipt(site: Site, login: str) -> str:
    """The address of the last receipt of somebody's organisation."""
    return re.findall(r'href="(/receipts/[^"/]+)"', site.page("/receipts", login).text)[0]


@pytest.fixture
def copy(published: Published, new_context: Any) -> Page:
    """The saved page, on a machine without a network."""
    context = new_context(offline=True)
    page: Page = context.new_page()
    page.goto(published.page.as_uri())
    return page


def test_everything_of_one_need_is_checked_together(copy: Page, published: Published) -> None:
    copy.set_input_files("#file", [published.record, published.closing, published.receipt])
    expect(copy.locator(".result--ok")).to_have_count(3)
    words = copy.locator("#results").inner_text()
    assert "记录成立。中选：E00001（报价人1）。" in words
    assert "3 个是开启的报名，61 个是填充值" in words
    assert "回执成立。报名已收到" in words
    assert "✓ 在名单里：就是报价人2。（回执 HZ-" in words
    assert "✓ 与封存名单里开启的报名逐一相同（代称、随机值、报价）。（封存名单）" in words
    assert "就是本页所载的本站公钥" in words
    assert "12,000.00 元" in words


def test_a_draw_is_checked_from_the_list_to_the_result(copy: Page, published: Published) -> None:
    copy.set_input_files("#file", published.draw)
    expect(copy.locator(".result--ok")).to_have_count(4)
    words = copy.locator("#results").inner_text()
    assert "公开随机值的来源为见证人（witness）" in words
    assert "2026-03-11 摇号机 4417" in words
    assert "✓ 用的就是公布的那份名单。（公布的名单）" in words
    assert words.count("✓ 与封存名单里开启的报名逐一相同") == 2
    assert "✓ 在名单里：就是报名人3。（回执 HZ-" in words
    record = json.loads(published.draw[1].read_text(encoding="utf-8"))
    assert f"记录成立。中选：{record['ranking'][0]}" in words


def test_a_record_of_other_entries_than_were_opened_is_told(
    copy: Page, published: Published, tmp_path: Path
) -> None:
    """Whoever makes a whole new record of his own still cannot make it agree with the frozen list."""
    closing = json.loads(published.closing.read_text(encoding="utf-8"))
    record = json.loads(published.record.read_text(encoding="utf-8"))
    forged = tmp_path / "forged.json"
    forged.write_text(json.dumps(remade(record)), encoding="utf-8")
    copy.set_input_files("#file", [forged, published.closing])
    expect(copy.locator(".result--ok")).to_have_count(2)
    expect(copy.locator("#results")).to_contain_text("✗ 与封存名单里开启的报名不同")
    assert closing["need"] == record["need_id"]


def remade(record: dict[str, Any]) -> dict[str, Any]:
    """The record with another winner, made to agree with itself."""
    entries = [Entry(**entry) for entry in record["entries"]]
    entries[2] = Entry(**(record["entries"][2] | {"value": 1}))
    return build_record(
        need_id=record["need_id"],
        method=record["method"],
        params=record["params"],
        entries=entries,
        secret=bytes.fromhex(record["secret"]),
    )


def test_a_quote_changed_after_the_opening_is_named(copy: Page, published: Published, tmp_path: Path) -> None:
    text = published.closing.read_text(encoding="utf-8")
    changed = tmp_path / "changed.json"
    changed.write_text(text.replace("1200000", "900000"), encoding="utf-8")
    copy.set_input_files("#file", changed)
    expect(copy.locator(".result--bad")).to_contain_text("开启的内容不是当时收到的那一份")
    expect(copy.locator(".result__bad")).to_contain_text("entries[1].commitment")
