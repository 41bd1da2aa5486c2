"""The pages of receipts: what they say, what they give to download, and to whom; on a practice site."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from market.entries.models import Entry
from market.needs.models import Need
from tests.access.browser import fill, form_of
from tests.access.practice import CONFIRMED, FILE, the
from tests.market.pages.site import Site
from tests.support.market import at
from tests.support.programs import sign_in
from tests.support.templates import Templates
from tongban.accounts.models import Membership
from tongban.files.models import StoredFile
from tongban.receipts.models import Receipt
from tongban.receipts.verify import verify_receipt
from tongban.security import Role

EVERYBODY_ELSE = (None, "owner1", "operator", "authority", "supervisor", "firm2", "firm4")


@dataclass
class Story:
    """A need that firm1 has entered, left and entered again."""

    site: Site
    number: str

    def receipts(self, kind: str, **by: Any) -> list[str]:
        """The numbers of receipts of a kind, in order."""
        with self.site.session() as session:
            rows = session.scalars(select(Receipt).filter_by(kind=kind, **by).order_by(Receipt.id))
            return [row.number for row in rows if row.of.get("need", self.number) == self.number]


@pytest.fixture(scope="module")
def story(templates: Templates) -> Iterator[Story]:
    with templates.fresh("practice") as place:
        site = Site(place)
        site.start()
        number = site.published(at(10))
        site.quote(number, "firm1", "10000.00")
        site.act("firm1", f"/needs/{number}/entry/withdraw", confirm=True)
        site.quote(number, "firm1", "9000.00")
        for login, yuan in (("firm3", "12000.00"), ("firm4", "13000.00")):
            site.quote(number, login, yuan)
        yield Story(site, number)
        site.close()


def test_sending_an_entry_leads_to_its_receipt(story: Story) -> None:
    site, number = story.site, story.receipts("entry")[0]
    words = site.main(f"/receipts/{number}", "firm1")
    assert "报价已收到" in words
    assert f"回执号 {number}" in words
    assert "报价 10,000.00 元" in words
    assert "服务器收到整个请求的时间" in words
    assert "是否在截止前只按这个时间判断" in words
    assert "精确到微秒：北京时间 2026年3月2日" in words


def test_the_download_holds_and_has_no_price(story: Story) -> None:
    number = story.receipts("entry")[0]
    answer = story.site.page(f"/receipts/{number}/receipt.json", "firm1")
    assert answer.content_type == "application/json"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{number}-receipt.json"'
    assert "opening" not in answer.json
    assert "1000000" not in answer.text
    key = story.site.page("/keys.json").json["keys"][0]
    assert key["current"]
    for published in (key["key"], key["fingerprint"]):
        assert verify_receipt(answer.json, published).ok


def test_the_own_copy_opens_the_commitment(story: Story) -> None:
    number = story.receipts("entry")[0]
    own = story.site.page(f"/receipts/{number}/own.json", "firm1").json
    verdict = verify_receipt(own)
    assert verdict.ok, verdict.why
    assert verdict.opened
    assert own["opening"]["entry"]["value"] == 1_000_000


def test_withdrawing_leads_to_a_receipt_of_its_own(story: Story) -> None:
    (number,) = story.receipts("withdrawal")
    words = story.site.main(f"/receipts/{number}", "firm1")
    assert "报名已撤回" in words
    assert "第 1 次提交的内容作废" in words
    first = story.site.page(f"/receipts/{story.receipts('entry')[0]}/receipt.json", "firm1").json
    void = story.site.page(f"/receipts/{number}/receipt.json", "firm1").json
    assert void["commitment"] == first["commitment"]
    assert verify_receipt(void).ok
    assert "opening" not in story.site.page(f"/receipts/{number}/own.json", "firm1").json


def test_for_everybody_else_a_receipt_of_an_entry_does_not_exist(story: Story) -> None:
    for number in story.receipts("entry")[:1] + story.receipts("withdrawal"):
        for path in ("", "/receipt.json", "/own.json"):
            for login in EVERYBODY_ELSE:
                answer = story.site.page(f"/receipts/{number}{path}", login, status="*")
                assert answer.status_int in (303, 404), (number, path, login)
    assert story.site.page("/receipts/HZ-NONE", "firm1", status=404)


def test_one_finds_all_receipts_of_ones_own_and_no_others(story: Story) -> None:
    words = story.site.main("/receipts", "firm1")
    for number in story.receipts("entry")[:2] + story.receipts("withdrawal"):
        assert number in words
    rivals = story.receipts("entry", org_id=story.site.people["firm4"].org_id)
    assert len(rivals) == 1
    assert rivals[0] not in words
    assert "还没有回执" in story.site.main("/receipts", "supervisor")


def test_a_late_entry_leads_to_a_receipt_that_says_by_how_much(story: Story) -> None:
    site, page, client = story.site, f"/needs/{story.number}/entry", story.site.client("firm2")
    answers = site.quote_answers("firm2", "8000.00") | CONFIRMED
    controls = fill(form_of(client, page, "form"), answers)
    site.move_to(at(10, 17, 1))
    answer = client.post(page, controls, status=303).follow()
    words = answer.html.select_one("main").get_text(" ", strip=True)
    assert "这次提交没有被接受" in words
    assert "晚于截止时间" in words
    assert "提交内容摘要" in words
    (number,) = story.receipts("refused_entry")
    document = site.page(f"/receipts/{number}/receipt.json", "firm2").json
    assert verify_receipt(document).ok
    assert document["of"] == {"need": story.number, "reason": "late"}
    assert document["received"] > "2026-03-10T09:01:00"
    for login in (None, "firm1", "owner1", "operator"):
        assert site.page(f"/receipts/{number}", login, status="*").status_int in (303, 404), login
    # The page of the need names it too.
    assert f'href="/receipts/{number}"' in site.page(f"/needs/{story.number}", "firm2").text


def test_uploads_are_receipted_where_the_file_stands(story: Story) -> None:
    site = story.site
    site.move_to(at(20, 9))
    site.perform(story.number, "filed")
    contract = site._contract(story.number)
    with site.session() as session:
        file = the(session, StoredFile, thing_kind="contract")
        receipt = the(session, Receipt, kind="upload", subject_id=file.id)
    page = f"/receipts/{receipt.number}"
    for login in ("firm1", "owner1"):  # both may read the file
        assert f'href="{page}"' in site.page(f"/contracts/{contract}", login).text
        words = site.main(page, login)
        assert "文件已收到" in words
        assert file.sha256 in words
        assert "返回合同" in words
    for login in (None, "firm4", "operator", "supervisor"):
        assert site.page(page, login, status="*").status_int in (303, 404), login
    document = site.page(f"{page}/receipt.json", "firm1").json
    assert verify_receipt(document).ok
    assert document["of"] == {"thing": "contract", "number": contract, "file": "文件.pdf", "size": file.size}
    assert len(FILE["upload"][1]) == file.size


def test_a_copy_of_a_certificate_is_receipted_for_the_unit_and_its_checkers(story: Story) -> None:
    site = story.site
    with site.session() as session:
        org = site.people["firm1"].org_id
        receipt = session.scalars(select(Receipt).filter_by(kind="upload", org_id=org)).first()
    assert receipt is not None
    page = f"/receipts/{receipt.number}"
    assert f'href="{page}"' in site.page("/enrolment", "firm1").text
    assert "返回我的入驻" in site.main(page, "firm1")
    assert "返回入驻核验" in site.main(page, "operator")
    assert site.page(page, "firm4", status=404)


def test_the_site_publishes_its_keys(story: Story) -> None:
    words = story.site.main("/keys")
    key = story.site.page("/keys.json").json["keys"][0]
    assert key["key"] in words
    assert key["fingerprint"] in words
    assert "/keys" in story.site.page("/").text


def test_the_receipt_of_the_winner_stays_what_it_was(story: Story) -> None:
    with story.site.session() as session:
        need = the(session, Need, number=story.number)
        entry = the(session, Entry, need_id=need.id, org_id=story.site.people["firm1"].org_id)
        assert entry.state == "won"
        last = entry.quotes[-1]
    receipt = story.site.page(f"/receipts/{last.receipt_number}/receipt.json", "firm1").json
    assert verify_receipt(receipt).ok
    proof = story.site.page(f"/needs/{story.number}/closing.json").json
    assert receipt["commitment"] in proof["leaves"]


def test_a_colleague_without_a_part_in_entries_does_not_list_their_receipts(story: Story) -> None:
    """Neither on the page nor by a program: what a receipt is of is known to those who may read the entry."""
    site = story.site
    entries = story.receipts("entry", org_id=site.people["firm1"].org_id)
    program = sign_in(site.visitor(), "firm1")
    assert set(entries) <= {one["number"] for one in program.get("/receipts")["items"]}
    with site.session() as session:
        (seat,) = session.scalars(select(Membership).filter_by(user_id=site.people["firm1"].user_id))
        seat.role = Role.OBSERVER
        session.commit()
    try:
        assert not [one for one in program.get("/receipts")["items"] if one["kind"] == "entry"]
        assert entries[0] not in site.main("/receipts", "firm1")
    finally:
        with site.session() as session:
            session.get_one(Membership, seat.id).role = Role.INTERMEDIARY
            session.commit()
