"""What the page of a contract shows, and its thread."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from pyramid.request import Request
from sqlalchemy import select

from market.contracts.lifecycle import CONTRACT, DELIVERABLE
from market.contracts.models import Contract, Deliverable
from market.evaluations.models import Evaluation
from market.needs.rules import NeedRules, rules_of
from market.needs.schemas import DAY_UNITS
from market.outcome.facts import filing_words, in_time
from market.words import PageWords
from tongban.audit.happened import happened
from tongban.calendar import Unit
from tongban.files.models import StoredFile
from tongban.receipts.uploads import upload_receipt_links
from tongban.rules import REGISTRY_KEY
from tongban.security import Permission
from tongban.security.table import permits
from tongban.site.deadlines import deadline_of
from tongban.web.components import Action, Fact, Link, NextStep, RuleBasis, StateLabel, ThreadStep
from tongban.web.filters import date_text, datetime_text


def contract_page(request: Request, contract: Contract, deliverable: Deliverable | None) -> dict[str, Any]:
    """All values of the template."""
    rules = rules_of(request.db, request.registry[REGISTRY_KEY], contract.award.need, request.now)
    words = PageWords(rules)
    return {
        "contract": contract,
        "need": contract.award.need,
        "state": StateLabel.of(CONTRACT.states[contract.state]),
        "facts": words.facts(_facts(request, contract, rules)),
        "deliverable": deliverable,
        "deliverable_facts": _deliverable_facts(request, deliverable, rules) if deliverable else [],
        "done": words.done(_done(request, contract, deliverable)),
        "next": words.next(_next(request, contract, deliverable, rules)),
    }


def _file_links(request: Request, file_id: int | None) -> list[Link] | str:
    """The file, and the receipt that its uploader got for it."""
    row = request.db.get(StoredFile, file_id) if file_id else None
    if row is None:
        return ""
    file = Link(row.name, request.route_path("files.download", key=row.key))
    return [file, *upload_receipt_links(request, [row.id]).values()]


def _facts(request: Request, contract: Contract, rules: NeedRules) -> list[Fact]:
    award, rule = contract.award, RuleBasis.of(rules.ask("market.contract.file_wd"))
    filing = contract.filing_number or "对方确认后编号"
    letter = Link(award.letter_number or award.number, request.route_path("awards.show", number=award.number))
    return [
        Fact("合同备案号", filing, hint=filing_words(contract), rule=rule),
        Fact("采购项目", Link(award.need.title, request.route_path("needs.show", number=award.need.number))),
        Fact("项目业主", award.need.owner.name),
        Fact("中介机构", award.entry.org.name),
        Fact("中选通知书", letter),
        Fact("合同金额", money=contract.amount_fen, words=True, hint="与中选通知书一致"),
        Fact("签订日期", date_text(contract.signed_on)),
        Fact("服务期限", f"签订次日起 {contract.service_days} 个{DAY_UNITS[contract.service_days_unit]}"),
        Fact("合同扫描件", _file_links(request, contract.file_id)),
    ]


def _deliverable_facts(request: Request, deliverable: Deliverable, rules: NeedRules) -> list[Fact]:
    sent = deliverable.submitted_at
    return [
        Fact("状态", StateLabel.of(DELIVERABLE.states[deliverable.state])),
        Fact("成果文件", _file_links(request, deliverable.file_id) or "尚未提交"),
        Fact("说明", deliverable.note or "无"),
        Fact("提交期限", datetime_text(deliverable.due_at)),
        Fact("是否按期", f"{in_time(sent, deliverable.due_at)}提交" if sent else "尚未提交"),
        Fact("成果签收单", deliverable.receipt_number or "提交后编号"),
        Fact(
            "验收时限",
            rules.words("market.acceptance.wd"),
            rule=RuleBasis.of(rules.ask("market.acceptance.wd")),
            hint=f"逾期不验收：{rules.words('market.acceptance.deemed')}",
        ),
    ]


def _done(request: Request, contract: Contract, deliverable: Deliverable | None) -> list[ThreadStep]:
    """Everything that was sent and returned, in order: whoever returned something may ask when that was."""
    names = {
        contract.org_id: contract.award.entry.org.name,
        contract.owner_org_id: contract.award.need.owner.name,
    }
    steps = _sent_and_returned(request, contract, _CONTRACT_WORDS, names, contract.uploaded_at)
    if contract.confirmed_at:
        steps.append(ThreadStep("对方确认，合同生效", contract.confirmed_at))
    if deliverable is not None:
        steps += _sent_and_returned(request, deliverable, _DELIVERABLE_WORDS, names, deliverable.submitted_at)
    if deliverable is not None and deliverable.accepted_at:
        steps.append(ThreadStep("成果验收", deliverable.accepted_at, names[contract.owner_org_id]))
    return steps


_CONTRACT_WORDS = {"file": "上传合同", "upload": "重新上传合同", "return": "退回合同"}
_DELIVERABLE_WORDS = {"submit": "提交成果", "return": "退回修改"}


def _sent_and_returned(
    request: Request,
    thing: Contract | Deliverable,
    words: Mapping[str, str],
    names: Mapping[int, str],
    received: datetime | None,
) -> list[ThreadStep]:
    """``received``: when the last one came, which is a little before it was noted."""
    steps = [
        ThreadStep(
            words[event.event],
            event.at,
            names.get(event.actor_org_id or 0, ""),
            note=str(event.public.get("reason", "")),
            tone="late" if event.event == "return" else "done",
        )
        for event in happened(request.db, thing, list(words))
    ]
    last = next((n for n in reversed(range(len(steps))) if steps[n].tone != "late"), None)
    if last is not None:
        steps[last] = replace(steps[last], when=received)
    return steps


def _next(
    request: Request, contract: Contract, deliverable: Deliverable | None, rules: NeedRules
) -> NextStep | None:
    if contract.state == "uploaded":
        return _turn(request, contract, "对方确认合同", "确认合同", "contracts.confirm", by=_other(contract))
    if contract.state == "returned":
        uploader, number = contract.uploaded_by_org_id, contract.award.number
        return _turn(
            request, contract, "重新上传合同", "重新上传", "contracts.new", by=uploader, number=number
        )
    if contract.award.need.state == "delivered":
        return _rating(request, contract, deliverable, rules)
    return _next_of_deliverable(request, contract, deliverable, rules) if deliverable else None


def _next_of_deliverable(
    request: Request, contract: Contract, item: Deliverable, rules: NeedRules
) -> NextStep | None:
    region = contract.region
    if item.state in ("due", "returned"):
        unit, signed = Unit(contract.service_days_unit.lower()), contract.signed_on
        due = deadline_of(request, region, signed, item.due_at, "提交成果期限", rules=rules, unit=unit)
        route, by = "deliverables.submit", contract.org_id
        return _turn(request, contract, "提交成果", "提交成果", route, by=by, deadline=due)
    if item.state == "submitted":
        sent, end = item.submitted_at, item.acceptance_due
        due = deadline_of(request, region, sent, end, "验收期限", rules=rules, received=True)
        route, by = "deliverables.decide", contract.owner_org_id
        return _turn(request, contract, "验收成果", "验收", route, by=by, deadline=due)
    return None


def _rating(
    request: Request, contract: Contract, item: Deliverable | None, rules: NeedRules
) -> NextStep | None:
    evaluation = request.db.scalar(select(Evaluation).filter_by(contract_id=contract.id))
    start, due = item.accepted_at if item else None, evaluation.due_at if evaluation else None
    deadline = deadline_of(request, contract.region, start, due, "评价期限", rules=rules)
    by = contract.owner_org_id
    return _turn(request, contract, "评价服务", "评价", "evaluations.new", by=by, deadline=deadline)


def _other(contract: Contract) -> int:
    return contract.org_id if contract.uploaded_by_org_id == contract.owner_org_id else contract.owner_org_id


def _turn(
    request: Request,
    contract: Contract,
    title: str,
    label: str,
    route: str,
    *,
    by: int,
    number: str = "",
    deadline: Any = None,
) -> NextStep:
    """The next step for whichever side it is up to."""
    need = contract.award.need
    mine = request.actor.org_id == by and permits(request.actor, Permission.MARKET_CONTRACT_CONFIRM, contract)
    actions = (
        (Action(label, request.route_path(route, number=number or contract.number), "get"),) if mine else ()
    )
    owner = by == contract.owner_org_id
    who = f"{need.owner.name} {need.contact_name}" if owner else contract.award.entry.org.name
    phone = need.contact_phone if owner else (contract.award.entry.org.phone or "")
    return NextStep(title, who, phone, actions, deadline=deadline)
