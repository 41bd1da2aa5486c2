"""The form of an entry: price, project leader, and what the browser adds."""

import colander
import deform
from pyramid.request import Request
from sqlalchemy import select

from market.enrolments.models import Enrolment, Practitioner
from market.entries.words import what_is_sent
from market.needs.models import Need
from market.selection import METHODS
from tongban import fields
from tongban.money import format_yuan
from tongban.web.forms import Form, widgets


def practitioners_of(request: Request) -> dict[str, str]:
    """The people of the intermediary who may lead the work, by id, with their certificates."""
    query = (
        select(Practitioner)
        .join(Enrolment, Enrolment.id == Practitioner.enrolment_id)
        .where(
            Enrolment.org_id == request.actor.org_id,
            Practitioner.left_at.is_(None),
            Practitioner.checked_at.is_not(None),
        )
        .order_by(Practitioner.id)
    )
    return {str(p.id): f"{p.name}（{p.certificate_kind}）" for p in request.db.scalars(query)}


def entry_form(request: Request, need: Need) -> Form:
    """The form for registering and quoting in one go."""
    schema = entry_schema(practitioners_of(request), need)
    return Form(schema, request=request, buttons=(deform.Button("quote", "下一步：核对"),))


def entry_schema(people: dict[str, str], need: Need) -> colander.SchemaNode:
    """What an entrant sends, on a page or by a program: the one place where it is validated."""
    asks_quote = METHODS[need.method].asks_quote
    schema = fields.Schema()
    if asks_quote:
        schema.add(_quote(need))
    schema.add(
        fields.choice(
            "项目负责人",
            people,
            name="practitioner",
            widget=widgets.Select(values=list(people.items())),
            hint="从贵单位登记的执业人员中选择。",
        )
    )
    price = "报价为真实意愿" if asks_quote else "愿意按公告的价格承接"
    promise = f"我单位已阅读公告，符合资质要求，与业主没有需要回避的关系，{price}。"
    schema.add(
        fields.flag(
            "承诺", name="promise", must="请勾选承诺后再提交。", widget=widgets.Checkbox(label=promise)
        )
    )
    schema.add(fields.text("随机数", name="nonce", required=False, max=64, widget=widgets.NonceInput()))
    return schema


def _quote(need: Need) -> colander.SchemaNode:
    ceiling = f"不高于最高限价 {format_yuan(need.ceiling_fen)} 元。" if need.ceiling_fen else ""
    hint = f"单位：元，最多两位小数。{ceiling}报价口径以公告为准。"
    return fields.money("报价", name="value", hint=hint)


def withdraw_form(request: Request, need: Need) -> Form:
    """Nothing but the statement."""
    schema = fields.Schema()
    words = f"我单位撤回这次报名，已提交的{what_is_sent(need)}作废。"
    schema.add(
        fields.flag("撤回", name="confirm", must="请勾选后再提交。", widget=widgets.Checkbox(label=words))
    )
    return Form(schema, request=request, buttons=(deform.Button("withdraw", "撤回报名"),))
