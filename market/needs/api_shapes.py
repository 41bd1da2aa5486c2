"""A need as programs are answered."""

from typing import Any

from pyramid.request import Request

from market.needs.facts import public_entry_count
from market.needs.lifecycle import NEED as LIFECYCLE
from market.needs.models import Need
from market.needs.price_basis import COSTS
from market.needs.rules import rules_of
from tongban import fields
from tongban.rest.me import ORGANISATION
from tongban.rest.shapes import any_value, document, named, shape, state_fields
from tongban.rules import REGISTRY_KEY

CORRECTION = shape(
    "Correction",
    "更正公告",
    fields.text("文号", name="number"),
    fields.moment("发布时间", name="made_at"),
    fields.long_text("更正原因", name="reason"),
    fields.moment("原截止时间", name="old_ends_at"),
    fields.moment("新截止时间", name="new_ends_at"),
)
RULE = shape(
    "Rule",
    "一条规则的取值和依据",
    fields.text("键", name="key"),
    fields.text("名称", name="title"),
    any_value("取值", name="value", required=False),
    fields.text("取值的说法", name="words"),
    fields.text("由谁规定", name="plugin"),
    fields.text("版本", name="version"),
    fields.text("地区", name="region"),
    fields.text("层级", name="level"),
    fields.text("依据", name="basis", required=False),
    fields.text("来源", name="source"),
    fields.day("自何时起", name="since", required=False),
)
SERVICE_REF = shape(
    "ServiceRef", "服务事项", fields.text("代码", name="code"), fields.text("名称", name="name")
)
NEED = shape(
    "Need",
    "采购需求",
    fields.text("编号", name="number"),
    *state_fields(LIFECYCLE),
    fields.region_code("项目所在地", name="region"),
    named(ORGANISATION, "owner"),
    named(SERVICE_REF, "service"),
    fields.text("采购项目名称", name="title"),
    fields.text("投资项目名称", name="project_name"),
    fields.text("投资项目代码", name="project_code", required=False),
    fields.long_text("服务内容和规模", name="scope"),
    document("规模", name="facts"),
    document("资质要求", name="requirement"),
    fields.whole("服务期限", name="service_days"),
    fields.text("期限单位：WD 工作日，CD 自然日", name="service_days_unit"),
    fields.money("最高限价（随机抽取时为服务价格）", name="ceiling_fen", required=False),
    fields.text("资金来源", name="fund_source"),
    fields.text("报价是否含税", name="tax", required=False),
    fields.rate("税率", name="tax_rate_bp", required=False),
    *(fields.text(title, name=key, required=False) for key, title in COSTS.items()),
    fields.whole("成果份数", name="copies"),
    fields.whole("免费修改次数", name="revisions", required=False),
    fields.text("选取方式", name="method"),
    document("选取参数，公告时确定", name="params"),
    fields.moment("报名截止时间", name="ends_at"),
    fields.day("预计签订合同日期", name="signing_expected", required=False),
    fields.long_text("回避要求", name="recusal", required=False),
    fields.text("联系人", name="contact_name"),
    fields.text("联系电话", name="contact_phone"),
    fields.text("投诉电话", name="complaint_phone", required=False),
    fields.text("公告文号", name="notice_number", required=False),
    fields.text("随机数的承诺值", name="commit", required=False),
    fields.text("公告事先指定的公开随机值", name="beacon_named", required=False),
    fields.moment("公开随机值的期限", name="beacon_due", required=False),
    fields.whole("截止前公开的报名家数", name="entry_count", required=False),
    fields.moment("提交时间", name="submitted_at", required=False),
    fields.moment("核验期限", name="check_due", required=False),
    fields.moment("发布时间", name="published_at", required=False),
    fields.moment("截止名单冻结时间", name="closed_at", required=False),
    fields.moment("开启时间", name="opened_at", required=False),
    fields.moment("办结时间", name="finished_at", required=False),
    fields.long_text("退回或废置的原因", name="reason", required=False),
    fields.text("流标原因代码", name="failure", required=False),
    fields.text("流标公告文号", name="failed_number", required=False),
    fields.text("废置公告文号", name="abort_number", required=False),
    fields.text("前一次采购的编号", name="parent", required=False),
    fields.whole("第几次采购", name="run_no"),
    fields.rows("更正公告", named(CORRECTION, "correction"), name="corrections"),
)


def need_values(request: Request, need: Need) -> dict[str, Any]:
    """What whoever may see the need is answered; the sealed secret is not among it."""
    rules = rules_of(request.db, request.registry[REGISTRY_KEY], need, request.now)
    own = {node.name: getattr(need, node.name) for node in NEED.children if hasattr(Need, node.name)}
    return own | {
        "state_title": LIFECYCLE.states[need.state].title,
        "owner": need.owner,
        "service": {"code": need.service_code, "name": need.service.get("name", need.service_code)},
        **{name: need.price_basis.get(name) for name in ("tax", "tax_rate_bp", "revisions", *COSTS)},
        "entry_count": public_entry_count(request.db, need, rules),
        "reason": need.reason if need.state in ("returned", "aborted") else None,
        "parent": need.parent.number if need.parent is not None else None,
    }
