"""The forms of a contract."""

import colander
import deform
from pyramid.request import Request

from market.awards.models import Award
from market.needs.schemas import DAY_UNITS
from tongban import fields
from tongban.web.forms import Form
from tongban.web.forms.uploads import FileStash


def contract_form(request: Request, award: Award, stash: FileStash) -> Form:
    """The signed contract, proposed from the award."""
    need = award.need
    proposed = {
        "amount_fen": award.amount_fen,
        "service_days": need.service_days,
        "service_days_unit": need.service_days_unit,
    }
    button = deform.Button("file", "上传合同")
    return Form(contract_schema(), request=request, buttons=(button,), appstruct=proposed, stash=stash)


def contract_schema() -> colander.SchemaNode:
    """What is filed of a signed contract, on a page or by a program."""
    schema = fields.Schema()
    schema.add(fields.money("合同金额", name="amount_fen", hint="单位：元。须等于中选金额。"))
    schema.add(fields.day("签订日期", name="signed_on"))
    schema.add(fields.whole("服务期限", name="service_days", min=1, max=1000, hint="从签订次日起算。"))
    schema.add(fields.choice("期限单位", DAY_UNITS, name="service_days_unit"))
    schema.add(fields.file("合同扫描件", ("pdf", "ofd", "jpg", "png"), name="file"))
    return schema


def confirm_form(request: Request) -> Form:
    """The other side's answer to an uploaded contract."""
    return _decision(request, {"confirm": "与签订的合同一致，确认生效", "return": "不一致，退回对方"}, "提交")


def accept_form(request: Request) -> Form:
    """The owner's answer to a deliverable."""
    return _decision(request, {"accept": "验收通过", "return": "退回修改"}, "提交验收结论")


def _decision(request: Request, options: dict[str, str], label: str) -> Form:
    schema = fields.Schema()
    schema.add(fields.choice("结论", options, name="decision"))
    schema.add(
        fields.long_text(
            "退回原因", name="reason", required=False, max=500, hint="选择退回时必填，一次写全。"
        )
    )
    return Form(schema, request=request, buttons=(deform.Button("decide", label),))


def deliver_form(request: Request, stash: FileStash) -> Form:
    """The report or drawing."""
    schema = deliverable_schema()
    return Form(schema, request=request, buttons=(deform.Button("send", "提交成果"),), stash=stash)


def deliverable_schema() -> colander.SchemaNode:
    """What is handed in, on a page or by a program."""
    schema = fields.Schema()
    kinds = ("pdf", "ofd", "docx", "xlsx", "zip", "jpg", "png")
    schema.add(fields.file("成果文件", kinds, name="file", max_bytes=50 * fields.MB))
    schema.add(
        fields.long_text(
            "说明", name="note", required=False, max=1000, hint="例如：版本、附图、需要注意的事项。"
        )
    )
    return schema
