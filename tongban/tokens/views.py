"""One's own tokens: the list, a new one (shown once), ending one."""

from typing import Any

import colander
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from tongban import fields
from tongban.accounts.models import User
from tongban.errors import NotFound
from tongban.rest.paths import PREFIX
from tongban.security import Permission
from tongban.tokens.models import ApiToken
from tongban.tokens.service import Tokens, tokens_of
from tongban.web.forms import Button, Form, Submission, handle_form

#: Days a token may live, in the words of the form.
DAYS: dict[str, str] = {"30": "30 天", "90": "90 天", "365": "一年"}


def token_schema() -> colander.SchemaNode:
    """What is asked about a new token."""
    schema = fields.Schema()
    schema.add(
        fields.text("用途", name="name", max=60, hint="写明哪个系统或程序使用，例如：单位采购系统对接。")
    )
    schema.add(fields.choice("有效期", DAYS, name="days", default="90"))
    return schema


class TokenViews:
    """What people may do with the tokens that act for them."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(
        route_name="tokens.own",
        permission=Permission.ACCOUNT_OWN,
        renderer="tongban:tokens/templates/own.jinja2",
    )
    def own(self) -> dict[str, Any] | Response:
        request = self.request
        form = Form(
            token_schema(), request=request, formid="token", buttons=[Button("create", "开出访问令牌")]
        )
        rows = tokens_of(request.db, request.actor.user_id)
        page = {
            "live": [token for token in rows if token.is_live(request.real_now)],
            "ended": [token for token in rows if not token.is_live(request.real_now)][:20],
            "offset": request.clock.offset(),
            "org": request.actor.org_label,
        }
        return handle_form(request, form, self._create, **page)

    def _create(self, sent: Submission) -> Response:
        request = self.request
        user = request.db.get_one(User, request.actor.user_id)
        service = Tokens(request.work, request.real_now)
        name, days = sent.values["name"], int(sent.values["days"])
        text, token = service.create(user, request.actor.org_id, name, days)
        values = {
            "token": token,
            "text": text,
            "org": request.actor.org_label,
            "ends": token.expires_at + request.clock.offset(),
            "address": request.site.public_url + PREFIX,
        }
        response = render_to_response("tongban:tokens/templates/shown_once.jinja2", values, request)
        response.headers["Cache-Control"] = "no-store"
        return response

    @view_config(route_name="tokens.revoke", request_method="POST", permission=Permission.ACCOUNT_OWN)
    def revoke(self) -> Response:
        request = self.request
        token = request.db.get(ApiToken, int(request.matchdict["id"]))
        if token is None or token.user_id != request.actor.user_id:
            raise NotFound("没有找到这个访问令牌。")
        Tokens(request.work, request.real_now).revoke(token)
        request.flash(f"访问令牌“{token.name}”已撤销，使用它的程序不能再访问。")
        return self.opened()

    @view_config(route_name="tokens.revoke", request_method="GET", permission=Permission.ACCOUNT_OWN)
    def opened(self) -> Response:
        return HTTPSeeOther(self.request.route_path("tokens.own"))
