"""Contracts for programs of their two sides: file, confirm, return."""

from typing import Any

import colander
from pyramid.request import Request
from sqlalchemy import or_, select

from market.contracts.find import award_to_contract, deliverable_of, find_contract
from market.contracts.forms import contract_schema
from market.contracts.lifecycle import CONTRACT as LIFECYCLE
from market.contracts.models import Contract
from market.contracts.service import Signed
from market.contracts.wiring import contract_service
from market.evaluations.models import Evaluation
from tongban import fields
from tongban.files.models import StoredFile
from tongban.rest.lists import list_query, page_reply
from tongban.rest.operation import Call, Reply, fixed, operation
from tongban.rest.shapes import listed, named, shape, state_fields
from tongban.security import Permission

FILE = shape(
    "File",
    "文件",
    fields.text("下载用的 key：GET /files/{key}", name="key"),
    fields.text("文件名", name="name"),
    fields.text("类型", name="media_type"),
    fields.whole("字节数", name="size"),
    fields.text("SHA-256", name="sha256"),
)
CONTRACT = shape(
    "Contract",
    "合同",
    fields.text("编号", name="number"),
    *state_fields(LIFECYCLE),
    fields.text("中选公示", name="award"),
    fields.text("采购需求", name="need"),
    fields.region_code("项目所在地", name="region"),
    fields.money("合同金额", name="amount_fen"),
    fields.day("签订日期", name="signed_on"),
    fields.whole("服务期限", name="service_days"),
    fields.text("期限单位：WD 工作日，CD 自然日", name="service_days_unit"),
    named(FILE, "file", required=False),
    fields.flag("是否由本单位上传，由对方确认", name="uploaded_by_us"),
    fields.moment("登记时间", name="filed_at"),
    fields.moment("备案期限", name="file_due"),
    fields.text("备案文号", name="filing_number", required=False),
    fields.moment("确认时间", name="confirmed_at", required=False),
    fields.long_text("退回原因", name="reason", required=False),
    fields.text("成果", name="deliverable", required=False),
    fields.text("评价", name="evaluation", required=False),
)


@operation("GET", "/contracts", "本单位的合同", Permission.DESK, query=list_query(), answer=listed(CONTRACT))
def list_(call: Call) -> Reply:
    """The contracts of the organisation acted for, on whichever side, the latest first."""
    org_id = call.actor.org_id
    query = select(Contract).where(or_(Contract.owner_org_id == org_id, Contract.org_id == org_id))
    return page_reply(call, query, (Contract.id.desc(),), lambda one: _values(call.request, one))


@operation("GET", "/contracts/{number}", "一份合同", Permission.DESK, answer=CONTRACT)
def show(call: Call) -> Reply:
    """A contract, for its two sides."""
    return _reply(call, find_contract(call.db, call.number, call.actor))


@operation(
    "POST",
    "/awards/{number}/contract",
    "登记合同，或者被退回后重新登记",
    Permission.MARKET_CONTRACT_FILE,
    body=lambda _request, _raw: contract_schema(),
    answer=CONTRACT,
    status=201,
)
def file(call: Call) -> Reply:
    """One side files the signed contract; the other side confirms it."""
    award = award_to_contract(call.db, call.number, call.actor)
    contract = contract_service(call.request).file(award, Signed(**call.values))
    return _reply(call, contract, status=201)


@operation(
    "POST", "/contracts/{number}/confirm", "确认合同", Permission.MARKET_CONTRACT_CONFIRM, answer=CONTRACT
)
def confirm(call: Call) -> Reply:
    """The other side confirms: the contract is in force."""
    contract = find_contract(call.db, call.number, call.actor)
    contract_service(call.request).confirm(contract)
    return _reply(call, contract)


def return_reason() -> colander.SchemaNode:
    """What must be mended."""
    return fields.long_text("退回原因", name="reason", max=500)


@operation(
    "POST",
    "/contracts/{number}/return",
    "退回合同",
    Permission.MARKET_CONTRACT_CONFIRM,
    body=fixed(return_reason),
    answer=CONTRACT,
)
def return_(call: Call) -> Reply:
    """The other side does not agree with what was uploaded."""
    contract = find_contract(call.db, call.number, call.actor)
    contract_service(call.request).send_back(contract, call.values["reason"])
    return _reply(call, contract)


def _reply(call: Call, contract: Contract, status: int = 200) -> Reply:
    call.db.flush()
    location = f"/contracts/{contract.number}" if status == 201 else ""
    return Reply(_values(call.request, contract), status, location, version=contract.version)


def _values(request: Request, contract: Contract) -> dict[str, Any]:
    own = {n.name: getattr(contract, n.name) for n in CONTRACT.children if hasattr(Contract, n.name)}
    deliverable = deliverable_of(request.db, contract)
    evaluation = request.db.scalar(select(Evaluation).filter_by(contract_id=contract.id))
    return own | {
        "state_title": LIFECYCLE.states[contract.state].title,
        "award": contract.award.number,
        "need": contract.award.need.number,
        "file": request.db.get(StoredFile, contract.file_id),
        "uploaded_by_us": contract.uploaded_by_org_id == request.actor.org_id,
        "deliverable": deliverable.number if deliverable else None,
        "evaluation": evaluation.number if evaluation else None,
    }
