"""The award letter (中选通知书): typeset after the commit, from the template the need was published with."""

from pathlib import Path
from typing import Any

from pyramid.registry import Registry
from sqlalchemy import select
from sqlalchemy.orm import Session

from market.awards.models import Award
from market.awards.notices import url_of
from market.needs.rules import NeedRules, rules_of
from market.opening.models import SelectionResult
from market.rules import METHOD_TITLES, NUMBERED
from tongban.canonical import sha256_hex
from tongban.clock import local
from tongban.documents import render_pdf
from tongban.fields import Upload
from tongban.files.store import FileStore
from tongban.money import daxie, format_yuan_unit
from tongban.outbox.handlers import Delivery, OutboxHandler
from tongban.regions.models import Region
from tongban.rules import REGISTRY_KEY
from tongban.rules.core import TERMS
from tongban.rules.words import Words
from tongban.security import SYSTEM
from tongban.work import Work

TEMPLATE = "award_letter"


def bundled_templates() -> dict[str, str]:
    """The document templates that come with the market; a region's own text wins, and is pinned."""
    folder = Path(__file__).parent / "templates"
    return {TEMPLATE: (folder / "award_letter.typ").read_text(encoding="utf-8")}


def make_letter(registry: Registry) -> OutboxHandler:
    """The outbox handler that typesets one letter; doing it again changes nothing."""

    def letter(delivery: Delivery) -> None:
        with delivery.sessions.begin() as session:
            award = session.get_one(Award, delivery.thing_id, with_for_update=True)
            if award.letter_file_id is not None or award.letter_at is None:
                return
            site = registry["tongban.site"]
            rules = rules_of(session, registry[REGISTRY_KEY], award.need, delivery.now)
            template = rules.value("docs.templates").get(TEMPLATE) or bundled_templates()[TEMPLATE]
            data = letter_data(session, award, rules)
            pdf = render_pdf(template, data, at=award.letter_at, link=f"{site.public_url}{url_of(award)}")
            upload = Upload(f"{award.number}.pdf", pdf, "application/pdf", len(pdf), sha256_hex(pdf))
            work = Work(session, SYSTEM, delivery.now, "worker")
            row = FileStore(session, site.path("files")).put(work, upload, award)
            award.letter_file_id = row.id
            work.record(award, "letter_rendered", {"sha256": row.sha256})

    return letter


def letter_data(session: Session, award: Award, rules: NeedRules) -> dict[str, Any]:
    """What the letter says, in the region's words; all of it is public."""
    need, words = award.need, Words(rules)
    region = session.get(Region, award.region)
    result = session.scalar(select(SelectionResult).filter_by(need_id=need.id))
    snapshot = str(result.record["snapshot"]) if result and result.record else ""
    amount = f"{format_yuan_unit(award.amount_fen)}（大写：{daxie(award.amount_fen)}）"
    units = {"WD": "工作日", "CD": "自然日"}
    return {
        "words": {word: words(word) for word in (NUMBERED[TEMPLATE], "中选机构", "中选", "项目业主")},
        "letter_number": award.letter_number,
        "awardee": award.entry.org.name,
        "awardee_uscc": award.entry.org.uscc or "",
        "owner": need.owner.name,
        "title": need.title,
        "need_number": need.number,
        "rows": [
            ["投资项目", need.project_name],
            ["服务事项", str(need.service.get("name", ""))],
            ["选取方式", METHOD_TITLES[need.method]],
            [words("中选金额"), amount],
            ["服务期限", f"合同签订次日起 {need.service_days} 个{units[need.service_days_unit]}"],
            ["业主联系人", f"{need.contact_name} {need.contact_phone}"],
        ],
        "contract_due": day_words(award.contract_due),
        "file_within": rules.words("market.contract.file_wd"),
        "operator": f"{region.name if region else ''}{words(TERMS['marketplace'])}",
        "issued_on": day_words(award.letter_at),
        "digest": f"{snapshot[:4]} {snapshot[4:8]}",
    }


def day_words(moment: Any) -> str:
    """A date as a document writes it."""
    day = local(moment)
    return f"{day.year}年{day.month}月{day.day}日"
