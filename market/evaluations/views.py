"""The owner's rating of a contract."""

from typing import Any

import deform
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config
from sqlalchemy import select

from market.contracts.models import Contract
from market.evaluations.models import Evaluation
from market.evaluations.scores import DIMENSIONS, STAR_WORDS
from market.evaluations.service import EvaluationService
from tongban import fields
from tongban.errors import NotFound
from tongban.rules import REGISTRY_KEY
from tongban.security import Permission
from tongban.security.table import permits
from tongban.web.components import Confirm, Fact
from tongban.web.forms import Form, Submission, handle_form, widgets

_OPTIONS = {str(stars): f"{stars} 分 {words}" for stars, words in STAR_WORDS.items()}


def evaluation_form(request: Request) -> Form:
    """Five scores and a comment; nothing is chosen beforehand, so that no good rating is pushed."""
    schema = fields.Schema()
    for key, title in DIMENSIONS.items():
        widget = widgets.RadioChoice(values=list(_OPTIONS.items()), inline=True)
        schema.add(fields.choice(title, _OPTIONS, name=key, widget=widget))
    schema.add(
        fields.long_text("评语", name="comment", required=False, max=500, hint="会公开在中介机构的页面上。")
    )
    return Form(schema, request=request, buttons=(deform.Button("rate", "下一步：核对"),))


@view_config(
    route_name="evaluations.new",
    permission=Permission.MARKET_EVALUATE,
    renderer="market:evaluations/templates/new.jinja2",
)
def new(request: Request) -> Any:
    """Rate the service; once, and in public."""
    contract = request.db.scalar(select(Contract).filter_by(number=request.matchdict["number"]))
    if contract is None or not permits(request.actor, Permission.MARKET_EVALUATE, contract):
        raise NotFound("没有找到这份合同。")
    evaluation = request.db.scalar(select(Evaluation).filter_by(contract_id=contract.id))
    if evaluation is None:
        raise NotFound("成果验收后才能评价。")

    def confirm(sent: Submission) -> Confirm:
        scores = tuple(Fact(title, _OPTIONS[sent.values[key]]) for key, title in DIMENSIONS.items())
        comment = Fact("评语", sent.values["comment"] or "无")
        return Confirm(
            "核对评价", (*scores, comment), "提交评价", warning="评价公开在中介机构的页面上，并记入信用台账。"
        )

    def rate(sent: Submission) -> HTTPSeeOther:
        scores = {key: int(sent.values[key]) for key in DIMENSIONS}
        EvaluationService(request.work, request.registry[REGISTRY_KEY]).rate(
            evaluation, scores, sent.values["comment"]
        )
        request.flash("评价已公开，这项采购办结。")
        return HTTPSeeOther(request.route_path("contracts.show", number=contract.number))

    form = evaluation_form(request)
    return handle_form(request, form, rate, confirm=confirm, contract=contract, need=contract.award.need)
