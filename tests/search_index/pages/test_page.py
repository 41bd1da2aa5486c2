"""``/search`` as people see it."""

import shutil
from datetime import timedelta

from search_index.service import NOTICE
from tests.search_index.library import CITY, COUNTY, NOW, ZONE
from tests.search_index.pages.conftest import SearchPage
from tongban.security import Actor, Role
from tongban.security.actor import Grant


def test_hits_show_what_it_is_where_it_stands_and_where_the_words_are(search_page: SearchPage) -> None:
    search_page.library.add("食品厂<b>环评</b>编制", number="430582-2026-0001", body="委托编制环评报告表。")

    html = search_page.get("环评").html

    (hit,) = html.select(".hit")
    assert hit.select_one(".hit__title a")["href"] == "/notice/430582-2026-0001"
    assert hit.select_one(".hit__title").get_text() == "食品厂<b>环评</b>编制"
    assert [mark.get_text() for mark in hit.select("mark")] == ["环评", "环评"]
    assert "测试公告" in hit.get_text()
    assert "报名中" in hit.get_text()
    assert "服务：环境影响评价" in hit.get_text()
    assert "2026年3月2日" in hit.get_text()
    assert html.select_one(".find__count").get_text() == "找到 1 条"
    assert html.select_one("#find-q")["value"] == "环评"


def test_chips_narrow_by_kind_and_place_and_count_what_they_leave(search_page: SearchPage) -> None:
    for number in range(3):
        search_page.library.add(f"环评{number}")
    search_page.library.add("环评园区", region=ZONE)
    search_page.library.add("环评事项", kind="guide")

    html = search_page.app.get("/search", {"q": "环评"}).html
    chips = {chip.contents[0].strip(): chip for chip in html.select(".chip")}
    counts = {name: chip.select_one(".chip__count").get_text() for name, chip in chips.items()}
    assert counts["测试公告"] == "4"
    assert counts["测试事项"] == "1"

    narrowed = search_page.app.get(chips["测试公告"]["href"]).html
    assert narrowed.select_one(".find__count").get_text() == "找到 4 条"
    (active,) = narrowed.select(".chip[aria-current]")
    assert "kind" not in active["href"], "pressing it again takes the filter away"
    assert search_page.titles("环评", region=ZONE) == ["环评园区"]
    assert len(search_page.titles("环评", region=CITY)) == 4
    assert len(search_page.titles("环评", kind="guide", region=COUNTY)) == 1


def test_pages_follow_and_end_where_the_site_says(search_page: SearchPage) -> None:
    for number in range(23):
        search_page.library.add(f"第{number}件", updated_at=NOW + timedelta(seconds=number), index=False)
    search_page.library.indexer.rebuild()

    first = search_page.get("件")
    assert first.html.select_one(".paging__position").get_text() == "第 1 页，共 2 页"
    second = search_page.app.get(first.html.select_one(".paging a[rel=next]")["href"])
    titles = [title.get_text() for title in second.html.select(".hit__title")]
    assert titles == ["第2件", "第1件", "第0件"]
    assert second.html.select_one(".paging a[rel=next]") is None
    far = search_page.app.get("/search", {"q": "件", "page": "26"}, status=400)
    assert "最多显示前 500 条" in far.text
    for odd in ("0", "-1", "x", "１", "9" * 400, "²"):
        assert len(search_page.titles("件", page=odd)) == 20, odd


def test_a_question_without_words_lists_the_newest_and_nothing_found_says_so(search_page: SearchPage) -> None:
    assert "还没有可以搜索的内容" in search_page.get().text
    search_page.library.add("旧", updated_at=NOW - timedelta(days=1))
    search_page.library.add("新")

    assert search_page.titles() == ["新", "旧"]
    assert "最近更新，共 2 条" in search_page.get().text
    assert "没有找到" in search_page.get("谁也没写过").text


INPUTS = [
    ("q=%00", 200),
    ("q=a%00b", 200),
    ("q=%ff", 400),
    ("q=%ed%a0%80", 400),
    ("q=%E2%80%AE%E7%8E%AF%E8%AF%84", 200),
    ("q=" + "a" * 1_000_000, 400),
    ("q=" + "%E7%8E%AF" * 201, 400),
    ("q=*", 400),
    ("q=%22", 400),
    ("q=NOT+x", 200),
    ("q=id%3A*", 200),
    ("q=' OR 1=1 --", 200),
    ("q=\\", 400),
    ("q=a&q=b", 200),
    ("q=" + "+".join(str(n) for n in range(17)), 400),
    ("q=x&kind=%00", 200),
    ("q=x&region=%00", 200),
    ("q=x&region=%27%20%26%20%27", 200),
    ("q=x&kind=" + "k" * 5000, 200),
    ("kind=nobody&region=999999-X", 200),
    ("%ff=1", 400),
]


def test_whatever_comes_in_is_answered(search_page: SearchPage) -> None:
    for query, status in INPUTS:
        answer = search_page.app.get(f"/search?{query}", expect_errors=True)
        assert answer.status_int == status, query[:60]
        assert answer.html.select_one("main") is not None, query[:60]


def test_who_may_see_what_is_asked_again_of_the_database(search_page: SearchPage) -> None:
    number = search_page.library.add("刚刚撤下")
    search_page.library.add("仍然公开")
    search_page.library.change(number, visibility="org", index=False)

    assert search_page.titles("公开") == ["仍然公开"]
    assert search_page.titles("刚刚") == []
    assert "刚刚撤下" not in search_page.get().text
    assert "最近更新，共 1 条" in search_page.get().text


def test_a_feature_may_forbid_more_than_the_document_says(search_page: SearchPage) -> None:
    search_page.library.add("甲件")
    search_page.library.add("乙件")
    search_page.forbidden = frozenset({"乙件"})

    assert search_page.titles("件") == ["甲件"]
    assert "找到 1 条" in search_page.get("件").text


def test_an_organisation_and_an_office_find_what_is_theirs(search_page: SearchPage) -> None:
    search_page.library.add("本单位的草稿", visibility="org", org_ids=[70])
    search_page.library.add("待核验", visibility="staff")
    search_page.library.add("明日公开", public_from=NOW + timedelta(days=1))
    assert search_page.titles() == []

    search_page.actor = Actor(user_id=1, org_id=70, grants=frozenset({Grant(Role.OWNER_ADMIN, COUNTY)}))
    assert search_page.titles() == ["本单位的草稿"]
    search_page.actor = Actor(user_id=2, org_id=71, grants=frozenset({Grant(Role.MARKET_OPERATOR, CITY)}))
    assert search_page.titles() == ["待核验"]
    search_page.actor = Actor(user_id=2, org_id=71, grants=frozenset({Grant(Role.MARKET_OPERATOR, ZONE)}))
    assert search_page.titles() == []

    search_page.actor = Actor()
    search_page.clock.move(timedelta(days=1))
    assert search_page.titles() == ["明日公开"], "without anything having to be written"


def test_while_the_index_is_away_the_page_says_so_and_answers(search_page: SearchPage) -> None:
    search_page.library.add("食品厂环评", body="水土保持")
    backend = search_page.search.backend
    if backend.name == "whoosh":
        shutil.rmtree(backend._folder.root)
    else:
        with backend.writing(["@built"]) as writer:
            writer.drop("@built")

    answer = search_page.get("食品厂")

    assert NOTICE in answer.text
    assert [title.get_text() for title in answer.html.select(".hit__title")] == ["食品厂环评"]
    assert search_page.titles("水土保持") == [], "texts are not looked at"
    search_page.library.indexer.rebuild()
    assert NOTICE not in search_page.get("水土保持").text
    assert search_page.titles("水土保持") == ["食品厂环评"]


def test_nothing_on_the_page_breaks_the_content_policy(search_page: SearchPage) -> None:
    search_page.library.add("公告", body="正文")
    answer = search_page.get("公告")

    assert not answer.html.select("[style], [onclick], script:not([src])")
    sheet = next(link["href"] for link in answer.html.select("link") if "search.css" in link["href"])
    assert search_page.app.get(sheet).content_type == "text/css"
