"""The forms of a case, put together for a request."""

import colander
import deform
from pyramid.request import Request

from agency.cases import schemas
from agency.cases.agents import agent_options
from agency.cases.agreement import digest
from agency.cases.models import Case
from agency.rules import STAGES
from tongban import fields
from tongban.accounts.models import Organisation, User
from tongban.web.forms import Form


def delegable(request: Request, region: str | None) -> dict[str, str]:
    """The stages that can be delegated in a region; all there are while it is not known which."""
    codes = STAGES if region is None else request.rules_of(region).value("agency.stages_delegable")
    return {code: STAGES[code] for code in codes}


def applicants(request: Request) -> dict[str, str]:
    """As what the organisation acted for can ask."""
    org = request.db.get(Organisation, request.actor.org_id) if request.actor.org_id else None
    return schemas.applicants_for(org.kind if org else "enterprise")


def request_form(request: Request, region: str) -> Form:
    """The request, with the contact filled in from the account."""
    schema = schemas.request_schema(
        now=request.now, applicants=applicants(request), stages=delegable(request, region)
    )
    user = request.db.get(User, request.actor.user_id)
    contact = {"contact_name": user.name} | ({"contact_phone": user.phone} if user.phone else {})
    buttons = (deform.Button("request", "下一步：核对"),)
    return Form(schema, request=request, buttons=buttons, appstruct={"applicant": contact})


def screen_form(request: Request) -> Form:
    """The decision on a request."""
    schema = fields.Schema()
    options = {"accept": "受理", "refuse": "不予受理"}
    schema.add(fields.choice("决定", options, name="decision"))
    reason = schemas.reason_node("不予受理的理由", "不予受理时必填，申请人会看到。")
    reason.missing = None
    schema.add(reason)
    return Form(schema, request=request, buttons=(deform.Button("decide", "提交决定"),))


def reason_form(request: Request, label: str, title: str, hint: str = "") -> Form:
    """Why something is ended or sent back."""
    schema = fields.Schema()
    schema.add(schemas.reason_node(title, hint))
    return Form(schema, request=request, buttons=(deform.Button("send", label),))


def assign_form(request: Request, case: Case) -> Form:
    """Agent and deputy, chosen from those of the region."""
    schema = schemas.assign_schema(agent_options(request.db, case.region))
    known = {"agent": str(case.agent_id), "deputy": str(case.deputy_id)} if case.agent_id else colander.null
    return Form(schema, request=request, buttons=(deform.Button("assign", "指派"),), appstruct=known)


def draft_form(request: Request) -> Form:
    """The open terms of the agreement."""
    button = deform.Button("draft", "下一步：核对")
    return Form(schemas.draft_schema(now=request.now), request=request, buttons=(button,))


def seal_form(request: Request, case: Case) -> Form:
    """Who seals, and the digest of what was read."""
    schema = fields.Schema()
    for node in schemas.seal_nodes():
        schema.add(node)
    schema.add(schemas.digest_node())
    user = request.db.get(User, request.actor.user_id)
    known = {"digest": digest(case.agreement or {}), "signer": user.name}
    buttons = (deform.Button("seal", "下一步：签章"),)
    return Form(schema, request=request, buttons=buttons, appstruct=known)


def countersign_form(request: Request, case: Case) -> Form:
    """Nothing but the digest of what was read."""
    schema = fields.Schema()
    schema.add(schemas.digest_node())
    known = {"digest": digest(case.agreement or {})}
    buttons = (deform.Button("seal", "代办中心签章"),)
    return Form(schema, request=request, buttons=buttons, appstruct=known)


def code_form(request: Request) -> Form:
    """The project code that was obtained."""
    schema = fields.Schema()
    schema.add(schemas.code_node())
    return Form(schema, request=request, buttons=(deform.Button("save", "登记"),))
