"""What everybody, the two sides and the staff see of one need, from its notice to the rating."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from market.entries.models import Entry, RefusedEntry
from market.needs.models import Need
from tests.access.practice import the
from tests.market.pages.conftest import Open
from tests.market.pages.site import Site
from tests.support.market import at

END = at(10)


@dataclass
class Story:
    """One need whose pages are looked at in every phase, in the order of the tests."""

    site: Site
    number: str

    @property
    def need(self) -> str:
        return f"/needs/{self.number}"

    @property
    def award(self) -> str:
        return f"/awards/{self.site._award(self.number)}"


@pytest.fixture(scope="module")
def story(open_site: Open) -> Story:
    """Published; firm1 and firm3, whose legal representative is the same, and firm4 have quoted."""
    site = open_site("")
    number = site.published(END)
    for login, yuan in (("firm1", "10000.00"), ("firm3", "12000.00"), ("firm4", "13000.00")):
        site.quote(number, login, yuan)
    return Story(site, number)


@pytest.fixture(scope="module")
def opened(story: Story) -> Story:
    story.site.move_to(at(10, 17, 1))
    return story


@pytest.fixture(scope="module")
def uploaded(opened: Story) -> Story:
    opened.site.move_to(at(20, 9))
    opened.site.perform(opened.number, "filed")
    return opened


@pytest.fixture(scope="module")
def done(uploaded: Story) -> Story:
    site, contract = uploaded.site, uploaded.site._contract(uploaded.number)
    site.act("owner1", f"/contracts/{contract}/confirm", decision="confirm")
    return uploaded


def test_while_registration_runs_nobody_learns_of_entrants(story: Story) -> None:
    for login in (None, "owner1", "operator", "authority", "supervisor", "firm2"):
        words = story.site.main(story.need, login)
        assert "截止前的报名家数 不公开" in words, login
        for secret in ("演练甲", "10,000", "我的报名", "关联线索", "3 家报名"):
            assert secret not in words, (login, secret)


def test_an_entrant_sees_its_own_entry_and_no_button_to_enter_again(story: Story) -> None:
    words = story.site.main(story.need, "firm1")
    assert "我的报名" in words
    assert "贵单位已报价，截止前可以修改或撤回" in words
    assert "报名并报价" not in words
    with story.site.session() as session:
        entry = the(session, Entry, org_id=story.site.people["firm1"].org_id)
        assert entry.quotes[-1].receipt_number in words
    assert "报名并报价" in story.site.main(story.need, "firm2")


def test_a_refused_submission_is_shown_to_who_sent_it(story: Story) -> None:
    with story.site.session() as session:
        need = the(session, Need, number=story.number)
        session.add(
            RefusedEntry(
                need_id=need.id,
                org_id=story.site.people["firm2"].org_id,
                receipt_number="HZ-REFUSED",
                received_at=at(3),
                digest="0" * 64,
                reason_code="qualification",
                reason="资质证书已过期。",
            )
        )
    words = story.site.main(story.need, "firm2")
    assert "没有被接受" in words
    assert "资质证书已过期" in words
    assert "资质证书已过期" not in story.site.main(story.need, "firm1")
    assert "资质证书已过期" not in story.site.main(story.need)


def test_the_commitment_in_the_thread_leads_to_its_value(story: Story) -> None:
    page = story.site.page(story.need)
    href = page.html.select_one("a.seal")["href"]
    assert page.html.select_one(f"#{href.split('#')[1]} .digest") is not None


def test_ties_are_shown_to_staff_once_the_quotes_are_open(opened: Story) -> None:
    for login in ("operator", "authority", "supervisor"):
        words = opened.site.main(opened.need, login)
        assert "关联线索" in words
        assert "法定代表人相同" in words
    for login in (None, "owner1", "firm1"):
        assert "关联线索" not in opened.site.main(opened.need, login)


def test_the_result_stands_on_the_need_and_on_the_award(opened: Story) -> None:
    words = opened.site.main(opened.need)
    assert "中选机构 演练甲环境技术咨询有限公司" in words
    assert "中选金额 10,000.00 元" in words
    assert "430582中示〔2026〕0001号" in words
    assert "公示期内可以向项目业主提出异议" in words
    assert "同价时依次比较 信用分高者优先" in opened.site.main(opened.award)


def test_those_who_lost_read_their_place(opened: Story) -> None:
    words = opened.site.main(opened.need, "firm4")
    assert "候补" in words
    assert "第 3 名" in words


def test_the_selection_can_be_checked_by_anyone(opened: Story) -> None:
    words = opened.site.main(f"{opened.need}/selection")
    assert "相符 截止时封存的 64 个值全部对上：3 个是开启的报价，61 个是填充值" in words
    proof = opened.site.page(f"{opened.need}/closing.json")
    assert proof.content_type == "application/json"
    assert proof.headers["Content-Disposition"] == f'attachment; filename="{opened.number}-closing.json"'
    assert [entry["value"] for entry in proof.json["entries"]] == [1_000_000, 1_200_000, 1_300_000]
    assert "演练甲" not in proof.text
    assert opened.site.page(f"{opened.need}/selection.json").json["format"] == "tongban-selection/1"


def test_an_unconfirmed_contract_is_the_sides_business(uploaded: Story) -> None:
    words = uploaded.site.main(uploaded.award)
    assert "签订并登记合同" in words
    assert "签订后 3 个工作日内登记备案" in words
    assert "合同和履约" not in words
    for login in ("owner1", "firm1"):
        assert "查看合同" in uploaded.site.main(uploaded.award, login)
    assert "查看合同" not in uploaded.site.main(uploaded.award, "firm4")


def test_the_summary_of_a_filed_contract_is_public_and_its_text_is_not(done: Story) -> None:
    contract = f"/contracts/{done.site._contract(done.number)}"
    for page in (done.need, done.award):
        words = done.site.main(page)
        assert "合同备案 430582合备〔2026〕0001号" in words
        assert "按期" in words
        assert "签订日期 2026年3月20日" in words
        assert "合同扫描件" not in words
    for login in (None, "firm4", "operator"):
        assert done.site.page(contract, login, status="*").status_int in (302, 303, 403, 404)
    assert "合同扫描件" in done.site.main(contract, "firm1")


def test_the_service_and_its_rating_are_followed_to_the_end(done: Story) -> None:
    site, contract = done.site, f"/contracts/{done.site._contract(done.number)}"
    assert "提交并验收成果" in site.main(done.need)
    site.act("firm1", f"{contract}/deliverable", upload=("成果.pdf", b"%PDF-1.7\n%%EOF", "application/pdf"))
    assert "430582成收〔2026〕0001号" in site.main(contract, "owner1")
    site.act("owner1", f"{contract}/acceptance", decision="accept")
    words = site.main(done.need)
    assert "验收，按期提交" in words
    assert "评价服务" in words
    scores = dict.fromkeys(("quality", "timeliness", "attitude", "charge", "conformity"), "4")
    site.act("owner1", f"{contract}/evaluation", **scores)
    words = site.main(done.need)
    assert "业主评价 4 星，满意" in words
    assert "等待办理" not in words


def test_the_last_page_of_the_thread_tells_everything_in_order(done: Story) -> None:
    page = done.site.page(done.need)
    titles = [item.get_text(strip=True) for item in page.html.select(".thread__title")]
    assert titles == [
        "起草需求",
        "提交核验",
        "发布公告，开始报名",
        "报名截止，报价封存",
        "开启报价，自动选取",
        "公示中选结果",
        "公示期满，发出中选通知书",
        "合同备案生效",
        "成果已验收",
        "服务评价",
    ]


def test_corrections_are_made_on_a_page_and_stand_in_the_thread(story: Story) -> None:
    site, number = story.site, story.site.published(at(30))
    site.quote(number, "firm4", "9000.00")
    form = f"/needs/{number}/extend"
    assert site.page(form, "firm4", status=403)
    assert site.page(form, "operator", status=403)
    site.act("owner1", form, ends_at="2026-03-31T17:00", reason="补充踏勘安排")
    words = site.main(f"/needs/{number}")
    assert "更正公告 430582更告〔2026〕0001号" in words
    assert "由 2026-03-30 17:00 推迟到 2026-03-31 17:00" in words
    assert "报名截止推迟" in site.main("/notices", "firm4")
    assert "报名截止推迟" not in site.main("/notices", "firm2")
    with site.session() as session:
        assert session.scalars(select(Need.ends_at).filter_by(number=number)).one() == at(31)
    feed = site.page("/needs.atom").text
    assert number in feed
