"""What is known of the project, to be changed."""

import colander
import deform
from pyramid.request import Request

from agency.cases.schemas import REQUIRED_FACTS
from agency.projects import Facts, facts_schema
from tongban import fields
from tongban.web.forms import Form


def why_node() -> colander.SchemaNode:
    """Why something else is known."""
    return fields.long_text(
        "变更原因", name="why", max=500, hint="例如：环评类别由报告表改为报告书，因为增加了生产线。"
    )


def facts_form(request: Request, facts: Facts) -> Form:
    """All questions, filled with what is known, and the reason of the change."""
    schema = facts_schema(REQUIRED_FACTS)
    known = facts.known()
    filled = {
        section.name: {node.name: known[node.name] for node in section.children if node.name in known}
        for section in schema.children
    }
    schema.add(why_node())
    buttons = (deform.Button("change", "重排办事计划"),)
    return Form(schema, request=request, buttons=buttons, appstruct=filled)
