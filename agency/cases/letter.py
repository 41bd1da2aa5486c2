"""The agreement as a PDF: typeset after the commit, from the template the case was accepted with."""

from datetime import datetime
from pathlib import Path
from typing import Any

from pyramid.registry import Registry

from agency.cases.agreement import applicant_words, digest, term_words
from agency.cases.agreements import CAPACITIES
from agency.cases.models import Case
from agency.cases.notices import url_of
from agency.cases.rules import rules_of
from tongban.canonical import sha256_hex
from tongban.clock import local
from tongban.documents import render_pdf
from tongban.fields import Upload
from tongban.files.store import FileStore
from tongban.outbox.handlers import Delivery, OutboxHandler
from tongban.rules import REGISTRY_KEY
from tongban.security import SYSTEM
from tongban.work import Work

TEMPLATE = "agency_agreement"


def bundled_templates() -> dict[str, str]:
    """The document templates that come with the agency; a region's own text wins, and is pinned."""
    folder = Path(__file__).parent / "templates"
    return {TEMPLATE: (folder / "agency_agreement.typ").read_text(encoding="utf-8")}


def make_agreement(registry: Registry) -> OutboxHandler:
    """The outbox handler that typesets one agreement; one that has been replaced since is left alone."""

    def agreement(delivery: Delivery) -> None:
        with delivery.sessions.begin() as session:
            case = session.get_one(Case, delivery.thing_id, with_for_update=True)
            at = _moment(case, delivery)
            if at is None:
                return
            site = registry["tongban.site"]
            rules = rules_of(session, registry[REGISTRY_KEY], case, delivery.now)
            template = rules.value("docs.templates").get(TEMPLATE) or bundled_templates()[TEMPLATE]
            pdf = render_pdf(template, agreement_data(case), at=at, link=f"{site.public_url}{url_of(case)}")
            upload = Upload(f"{case.number}.pdf", pdf, "application/pdf", len(pdf), sha256_hex(pdf))
            work = Work(session, SYSTEM, delivery.now, "worker")
            row = FileStore(session, site.path("files")).put(work, upload, case)
            if delivery.payload["sealed"]:
                case.agreement_file_id = row.id
            else:
                case.draft_file_id = row.id
            work.record(case, "agreement_rendered", {"sha256": row.sha256})

    return agreement


def _moment(case: Case, delivery: Delivery) -> datetime | None:
    """The moment the paper bears; None when this edition is not wanted any more, or is there already."""
    if case.agreement is None or digest(case.agreement) != delivery.payload["digest"]:
        return None
    if delivery.payload["sealed"]:
        return case.active_at if case.agreement_file_id is None else None
    return case.drafted_at if case.draft_file_id is None and case.active_at is None else None


def agreement_data(case: Case) -> dict[str, Any]:
    """What the paper says."""
    text = case.agreement or {}
    agent, deputy = text["agent"], text["deputy"]
    return {
        "number": text["number"],
        "rows": [
            ["委托人", applicant_words(text)],
            ["信用代码", text["applicant"]["uscc"] or "——"],
            ["代办中心", f"{text['centre']['name']}（{text['centre']['uscc'] or '——'}）"],
            ["代办员", f"{agent['name']} {agent['phone']}"],
            ["协办代办员", f"{deputy['name']} {deputy['phone']}"],
            ["项目", text["project"]["name"]],
            ["项目代码", text["project"]["code"] or "由代办员协助取得"],
        ],
        "stages": [stage["name"] for stage in text["stages"]],
        "term": term_words(text),
        "note": text["note"] or "",
        "digest": digest(text),
        "seals": [
            _seal("委托人", text["applicant"]["name"], case.applicant_seal),
            _seal("代办中心", text["centre"]["name"], case.centre_seal),
        ],
        **{
            name: text[name]
            for name in (
                "powers",
                "not_delegated",
                "applicant_duties",
                "centre_duties",
                "tolerance",
                "change",
                "ending",
            )
        },
    }


def _seal(side: str, name: str, seal: dict[str, Any] | None) -> dict[str, Any]:
    if seal is None:
        return {"side": side, "name": name, "signed": False}
    authority = f"（{seal['authority']}）" if seal["authority"] else ""
    at = local(datetime.fromisoformat(seal["at"]))
    words = f"{at.year}年{at.month}月{at.day}日 {at:%H:%M:%S}"
    signer = f"{seal['signer']}，{CAPACITIES[seal['capacity']]}{authority}"
    return {"side": side, "name": name, "signed": True, "signer": signer, "at": words}
