"""A county that counts in public, hides what losers quoted, and calls things by its own names."""

import pytest

from market.awards.letter import letter_data
from market.awards.models import Award
from market.needs.models import Need
from market.needs.rules import rules_of
from tests.access.practice import the
from tests.market.pages.conftest import Open
from tests.market.pages.site import Site
from tests.support.market import at
from tongban.rules import REGISTRY_KEY

RULES = """
[rules]
"market.public.show_entry_count" = true
"market.public.show_losing_quotes" = false
"market.award.notice_wd" = 5
[terms]
award = "中标"
project_owner = "委托人"
marketplace = "中介超市"
[texts]
"portal.hint" = "本市的公告同时张贴在政务中心。"
"needs.hint" = "第一段。\\n\\n第二段。"
"entries.hint" = "请自备数字证书。"
"awards.hint" = "异议请当面提出。"
"""


@pytest.fixture(scope="module")
def site(open_site: Open) -> Site:
    return open_site(RULES)


@pytest.fixture(scope="module")
def number(site: Site) -> str:
    number = site.published(at(10))
    for login, yuan in (("firm1", "10000.00"), ("firm2", "20000.00"), ("firm4", "30000.00")):
        site.quote(number, login, yuan)
    return number


def test_the_number_of_entries_is_public_where_the_county_says_so(site: Site, number: str) -> None:
    assert "截止前的报名家数 公开，现有 3 家报名" in site.main(f"/needs/{number}")
    assert "演练甲" not in site.main(f"/needs/{number}")
    draft = site.draft(at(30))
    assert "截止前的报名家数 公开" in site.main(f"/needs/{draft}", "owner1")


def test_the_countys_texts_stand_in_their_places(site: Site, number: str) -> None:
    assert "张贴在政务中心" in site.main("/")
    page = site.page("/needs/new", "owner1")
    notice = page.html.select_one("main .notice")
    assert [p.get_text() for p in notice.select("p")] == ["本地说明", "第一段。", "第二段。"]
    assert "自备数字证书" in site.main(f"/needs/{number}/entry", "firm1")


@pytest.fixture(scope="module")
def opened(site: Site, number: str) -> str:
    site.move_to(at(10, 17, 1))
    return f"/needs/{number}"


def test_the_count_is_gone_with_the_end(site: Site, opened: str) -> None:
    assert "现有" not in site.main(opened)


def test_what_losers_quoted_is_for_supervision_only(site: Site, opened: str) -> None:
    for login in (None, "owner1", "firm1", "firm2", "operator", "regionadmin"):
        words = site.main(f"{opened}/selection", login)
        assert "10,000.00" in words, "the winning quote is public"
        assert "20,000.00" not in words, login
        assert "仅监管可核" in words
        assert "相符" in words
        for file in ("selection.json", "closing.json"):
            site.page(f"{opened}/{file}", login, status=404)
    for login in ("authority", "supervisor"):
        words = site.main(f"{opened}/selection", login)
        assert "20,000.00" in words
        assert "仅监管可核" in words, "they are told that others do not see it"
        assert len(site.page(f"{opened}/closing.json", login).json["entries"]) == 3
        assert site.page(f"{opened}/selection.json", login).json["ranking"]


def test_the_county_calls_things_by_its_own_names(site: Site, opened: str) -> None:
    words = site.main(opened)
    assert "中标结果" in words
    assert "中标机构 演练甲环境技术咨询有限公司" in words
    assert "委托人 演练示范食品有限公司" in words
    assert "中选" not in words
    award = f"/awards/{site._award(opened.rsplit('/', 1)[1])}"
    words = site.main(award)
    assert "中标公示" in words
    assert "异议请当面提出" in words
    assert "中选" not in words
    assert "在中介超市选取的结果" in site.main("/awards")


def test_the_letter_uses_them_too(site: Site, opened: str) -> None:
    site.move_to(at(18, 9))
    with site.session() as session:
        award = the(session, Award, need=the(session, Need, number=opened.rsplit("/", 1)[1]))
        rules = rules_of(session, site.registry[REGISTRY_KEY], award.need, award.letter_at)
        data = letter_data(session, award, rules)
        assert data["words"]["中选通知书"] == "中标通知书"
        assert data["operator"] == "邵东市中介超市"
        assert ["中标金额", "10,000.00 元（大写：壹万元整）"] in data["rows"]
        assert data["file_within"] == "3 个工作日"
        assert award.letter_file_id is not None
