"""A case as programs are answered; only those concerned ever are."""

from typing import Any

from agency.cases.agreement import APPLICANTS, digest
from agency.cases.lifecycle import CASE as LIFECYCLE
from agency.cases.models import Case
from tongban import fields
from tongban.rest.me import ORGANISATION
from tongban.rest.shapes import document, named, shape, state_fields

CASE = shape(
    "Case",
    "代办件",
    fields.text("编号", name="number"),
    *state_fields(LIFECYCLE),
    fields.region_code("项目所在地", name="region"),
    named(ORGANISATION, "owner"),
    fields.choice("申请人的身份", APPLICANTS, name="applicant_kind"),
    fields.text("拟设立公司的名称", name="proposed_company", required=False),
    fields.text("联系人", name="contact_name"),
    fields.text("联系电话", name="contact_phone"),
    fields.text("项目名称", name="project_name"),
    fields.text("项目代码", name="project_code", required=False),
    fields.long_text("建设内容和地点", name="scope"),
    document("项目情况", name="facts"),
    fields.rows("委托的阶段", fields.text("阶段", name="stage"), name="stages"),
    fields.moment("申请时间", name="requested_at"),
    fields.moment("受理期限", name="screen_due", required=False),
    fields.moment("决定时间", name="screened_at", required=False),
    fields.moment("指派代办员期限", name="assign_due", required=False),
    fields.moment("指派时间", name="assigned_at", required=False),
    fields.text("代办员", name="agent", required=False),
    fields.text("协办代办员", name="deputy", required=False),
    fields.moment("签订协议期限", name="seal_due", required=False),
    fields.text("协议编号", name="agreement_number", required=False),
    document("协议内容", name="agreement", required=False),
    fields.text("协议摘要，签章时写明", name="agreement_digest", required=False),
    fields.moment("协议拟订时间", name="drafted_at", required=False),
    fields.moment("申请人签章时间", name="applicant_sealed_at", required=False),
    fields.moment("协议生效时间", name="active_at", required=False),
    fields.moment("结束时间", name="ended_at", required=False),
    fields.long_text("不予受理、退回、撤回或者终止的原因", name="reason", required=False),
)


def case_values(case: Case) -> dict[str, Any]:
    """What whoever may read the case is answered."""
    own = {node.name: getattr(case, node.name) for node in CASE.children if hasattr(Case, node.name)}
    return own | {
        "state_title": LIFECYCLE.states[case.state].title,
        "agent": case.agent.name if case.agent else None,
        "deputy": case.deputy.name if case.deputy else None,
        "agreement_digest": digest(case.agreement) if case.agreement else None,
    }
