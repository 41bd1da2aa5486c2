"""A person who leaves: what they hold, handing it over, closing the account."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from tongban.accounts.leaving import Leaving, providers_of
from tongban.accounts.lifecycle import ACCOUNT
from tongban.accounts.models import User
from tongban.accounts.schemas import hand_over_schema
from tongban.accounts.views.admin import find_person
from tongban.security import Permission
from tongban.web.components import StateLabel
from tongban.web.forms import Button, Form, Submission, handle_form


@view_defaults(route_name="accounts.admin_leave", permission=Permission.ADMIN_ACCOUNTS)
class LeavingViews:
    """One page with everything; two steps: hand over, then disable."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.leaving = Leaving(request.work, providers_of(request.registry))

    @view_config(renderer="tongban:accounts/templates/leave.jinja2")
    def leave(self) -> dict[str, Any] | Response:
        user = find_person(self.request)
        groups = self.leaving.held(user)
        form = Form(
            hand_over_schema(),
            request=self.request,
            formid="hand-over",
            buttons=[Button("hand_over", "全部移交")],
        )
        page: dict[str, Any] = {
            "user": user,
            "state": StateLabel.of(ACCOUNT.states[user.state]),
            "groups": groups,
            "pressing": sum(group.pressing for group in groups),
        }
        return handle_form(self.request, form, lambda sent: self._hand_over(user, sent), **page)

    @view_config(route_name="accounts.admin_disable", request_method="POST")
    def disable(self) -> Response:
        user = find_person(self.request)
        self.leaving.disable(user)
        self.request.flash(f"{user.name}的账号已停用，所有登录都已结束。")
        return HTTPSeeOther(self.request.route_path("accounts.admin_show", login=user.login))

    @view_config(route_name="accounts.admin_disable", request_method="GET")
    def opened(self) -> Response:
        return HTTPSeeOther(self.request.route_path("accounts.admin_leave", **self.request.matchdict))

    def _hand_over(self, user: User, sent: Submission) -> Response:
        to = self.leaving.hand_over(user, sent.values["to"])
        self.request.flash(f"{user.name}名下的事项已移交给{to.name}。")
        return HTTPSeeOther(self.request.path)
