"""What is asked of the head who hands a case over, and of the agent who is to take it."""

from collections.abc import Mapping

import colander
import deform
from pyramid.request import Request

from agency.cases.agents import agent_options
from agency.cases.models import Case
from tongban import fields
from tongban.web.forms import Form, widgets


def remarks_node() -> colander.SchemaNode:
    """What the next one has to know."""
    return fields.long_text(
        "交代事项",
        name="remarks",
        required=False,
        max=2000,
        hint="手里的材料（原件、复印件）、答应过的事、正在等的回复。",
    )


def why_node() -> colander.SchemaNode:
    """Why the case changes hands."""
    return fields.long_text("移交原因", name="reason", max=500, hint="例如：岗位调整、请假、离职。")


def propose_form(request: Request, case: Case) -> Form:
    """Who takes the case, who stands in, why, and what is to be said."""
    agents = agent_options(request.db, case.region)
    others = {key: words for key, words in agents.items() if key != str(case.agent_id)}
    schema = fields.Schema()
    schema.add(_agent("新的代办员", "incoming", others))
    schema.add(_agent("协办代办员", "deputy", agents))
    schema.add(why_node())
    schema.add(remarks_node())
    known = {"deputy": str(case.deputy_id)} if str(case.deputy_id) in agents else colander.null
    return Form(schema, request=request, buttons=(deform.Button("propose", "下一步"),), appstruct=known)


def _agent(title: str, name: str, agents: Mapping[str, str]) -> colander.SchemaNode:
    widget = widgets.Select(values=list(agents.items()), empty_label="请选择", width="medium")
    return fields.choice(title, agents, name=name, widget=widget)


def answer_form(request: Request) -> Form:
    """Whether the incoming agent takes the case."""
    schema = fields.Schema()
    schema.add(fields.choice("答复", {"accept": "接手", "decline": "不接手"}, name="decision"))
    reason = decline_node()
    reason.missing = None
    schema.add(reason)
    return Form(schema, request=request, buttons=(deform.Button("answer", "提交答复"),))


def decline_node() -> colander.SchemaNode:
    """Why the case is not taken."""
    return fields.long_text("不接手的理由", name="reason", max=500, hint="不接手的必填。")


def cancel_form(request: Request) -> Form:
    """Nothing but the button."""
    return Form(fields.Schema(), request=request, buttons=(deform.Button("cancel", "取消移交"),))
