"""Enrolling an organisation (入驻)."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from tongban.accounts.entering import enter
from tongban.accounts.places import typed_region
from tongban.accounts.return_to import start_page
from tongban.accounts.schemas import PARTS, sign_up_schema
from tongban.accounts.sign_up import CHECKS, SignUp, SignUpCheck
from tongban.security import Permission
from tongban.web.forms import Button, Form, Submission, handle_form


class SignUpViews:
    """The form of an organisation and its first person."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(
        route_name="accounts.enrol",
        permission=Permission.PUBLIC,
        renderer="tongban:accounts/templates/sign_up.jinja2",
    )
    def sign_up(self) -> dict[str, Any] | Response:
        part = self.request.GET.get("as")
        form = Form(
            sign_up_schema(),
            request=self.request,
            formid="sign-up",
            buttons=[Button("register", "注册并登录")],
            appstruct={"part": part if part in PARTS else "owner", "kind": "enterprise"},
        )
        return handle_form(self.request, form, self._register)

    def _register(self, sent: Submission) -> Response:
        request = self.request
        region = typed_region(request.db, sent.values["region"])
        checks: list[SignUpCheck] = request.registry[CHECKS]
        for check in checks:
            check(request, {**sent.values, "region": region})
        org, user = SignUp(request.work).register(sent.values, region)
        entered = enter(request, user)
        response = HTTPSeeOther(start_page(request))
        entered.cookies(request, response)
        request.flash(f"{org.name}已注册，您现在是它的管理员。")
        return response
