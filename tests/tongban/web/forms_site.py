"""Pages with forms, for tests and for looking at."""

from typing import Any

import colander
from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response

from tests.tongban.web.sample import page_renderer
from tongban import fields
from tongban.errors import DomainError, InvalidField, NotAllowed
from tongban.web.components import Confirm, Fact
from tongban.web.forms import Button, Form, NonceInput, Password, Submission, TextInput, handle_form


class Contact(fields.Schema):
    """A person in a row."""

    name = fields.person_name("姓名")
    phone = fields.phone("联系电话", required=False, hint="手机或座机，例如 0739-0000000。")


class NeedSchema(fields.Schema):
    """Every widget once."""

    title = fields.text("项目名称", max=40, hint="与立项文件一致，例如“城北片区道路工程”。")
    ceiling = fields.money("最高限价")
    rate = fields.rate("税率", required=False)
    copies = fields.whole("成果份数", min=1, max=20, widget=TextInput(width="short", unit="份"))
    ends = fields.moment("报名截止", hint="截止时间到达即自动关闭报名。")
    day = fields.day("预计开工日期", required=False)
    method = fields.choice("选取方式", {"lowest": "最低价", "draw": "随机抽取"})
    place = fields.choice("所属园区", {str(i): f"第{i}园区" for i in range(1, 9)}, required=False)
    covers = fields.choices(
        "报价口径", {"tax": "含税", "review": "含评审费", "travel": "含差旅费"}, required=False
    )
    note = fields.long_text("采购说明", max=200, required=False, hint="写明工作内容、范围和交付要求。")
    papers = fields.files("附件", required=False)
    contacts = fields.rows("联系人", Contact(name="contact", title="联系人"), min=1, max=3)
    regions = fields.rows(
        "服务地区", fields.text("地区", max=20, name="region"), min=0, max=5, required=False
    )
    secret = fields.text("查询密码", max=40, required=False, widget=Password())
    nonce = fields.text("随机数", max=64, required=False, widget=NonceInput())
    agreed = fields.flag("我已核对以上内容，确认真实、准确", must="请勾选确认后再提交。")


def _form(request: Request, **more: Any) -> Form:
    return Form(
        NeedSchema().bind(now=request.now),
        request=request,
        formid="need",
        buttons=[Button("save", "提交核验"), Button("draft", "保存草稿")],
        stash=request.stage.stash,
        **more,
    )


def _accept(request: Request, sent: Submission) -> Response:
    request.stage.sent.append(sent)
    title = sent.values["title"]
    if title == "重名":
        raise InvalidField("title", "已有同名项目，请核对。")
    if title == "超时":
        raise DomainError("报名已经截止，晚了 3 秒。")
    if title == "越权":
        raise NotAllowed
    return HTTPSeeOther("/desk")


def need_form(request: Request) -> Any:
    """Fill in, be refused or accepted."""
    return handle_form(request, _form(request), lambda sent: _accept(request, sent))


def confirmed_form(request: Request) -> Any:
    """The same with a last page."""

    def confirm(sent: Submission) -> Confirm:
        values = sent.values
        facts = (Fact("项目名称", values["title"]), Fact("最高限价", money=values["ceiling"], words=True))
        return Confirm("发布需求", facts, "发布公告", warning="公告发布后对所有人可见。")

    return handle_form(request, _form(request), lambda sent: _accept(request, sent), confirm=confirm)


def read_form(request: Request) -> dict[str, Any]:
    """The answers, read back."""
    form = _form(request, appstruct=request.registry.get("test.answers", colander.null))
    return {"form": form, "confirmation": None, "readonly": True}


def crash(request: Request) -> Response:
    """A fault nobody foresaw."""
    raise RuntimeError("the secret detail")


def includeme(config: Configurator) -> None:
    """Routes of the form pages."""
    for name, view in (("need", need_form), ("confirmed", confirmed_form), ("read", read_form)):
        config.add_route(f"forms.{name}", f"/forms/{name}")
        config.add_view(view, route_name=f"forms.{name}", renderer=page_renderer(config, "form"))
    config.add_route("crash", "/crash")
    config.add_view(crash, route_name="crash")
