"""Signing in and out."""

from typing import Any

import deform
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config
from sqlalchemy import select

from tongban.accounts.entering import Entered, enter, leave
from tongban.accounts.models import User
from tongban.accounts.practice import practice_accounts, practice_password
from tongban.accounts.resume import carried_in
from tongban.accounts.return_to import after_sign_in, asked_target
from tongban.accounts.schemas import sign_in_schema
from tongban.accounts.signing_in import REFUSED, Gate
from tongban.errors import DomainError, InvalidField
from tongban.security import Permission
from tongban.web.forms import Button, Form
from tongban.web.page import PageContext

PAGE = "tongban:accounts/templates/sign_in.jinja2"


class SignInViews:
    """The page to sign in, the one-click accounts of a practice site, and the way out."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.unfinished = carried_in(request) if request.method == "POST" else None

    @view_config(
        route_name="accounts.sign_in", request_method="GET", permission=Permission.PUBLIC, renderer=PAGE
    )
    def show(self) -> dict[str, Any]:
        return self._page(self._form())

    @view_config(
        route_name="accounts.sign_in", request_method="POST", permission=Permission.PUBLIC, renderer=PAGE
    )
    @view_config(
        route_name="accounts.resume", request_method="POST", permission=Permission.PUBLIC, renderer=PAGE
    )
    def submit(self) -> dict[str, Any] | Response:
        form = self._form()
        if not form.is_posted:  # arrived from the page about an expired form
            return self._page(form)
        try:
            values = form.validate(self.request.POST.items())
            user_id = self._check(values["login"], values["password"])
        except deform.ValidationFailure:
            return self._page(form, 422)
        except DomainError as error:
            form.refuse(error.message, error.field if isinstance(error, InvalidField) else None)
            return self._page(form, error.status)
        return self._enter(self.request.db.get(User, user_id))

    @view_config(route_name="accounts.resume", request_method="GET", permission=Permission.PUBLIC)
    def resume_opened(self) -> Response:
        return HTTPSeeOther(self.request.route_path("accounts.sign_in"))

    @view_config(route_name="accounts.practice", request_method="POST", permission=Permission.PUBLIC)
    def practise(self) -> Response:
        logins = {account.login for account in practice_accounts()}
        login = self.request.POST.get("login")
        if not self.request.site.practice or login not in logins:
            raise HTTPNotFound
        return self._enter(self.request.db.scalar(select(User).filter_by(login=login, state="active")))

    @view_config(route_name="accounts.sign_out", request_method="POST", permission=Permission.PUBLIC)
    def sign_out(self) -> Response:
        response = HTTPSeeOther("/")
        leave(self.request, response)
        return response

    @view_config(route_name="accounts.sign_out", request_method="GET", permission=Permission.PUBLIC)
    def sign_out_opened(self) -> Response:
        return HTTPSeeOther("/")

    def _form(self) -> Form:
        carried = self.unfinished.carried if self.unfinished else {}
        return Form(
            sign_in_schema(carried),
            request=self.request,
            formid="sign-in",
            action=self.request.route_path("accounts.resume") if carried else "",
            buttons=[Button("enter", "登录")],
            appstruct=carried,
        )

    def _check(self, login: str, password: str) -> int:
        if not self.request.site.practice and password == practice_password():
            raise InvalidField("password", REFUSED)  # printed in the README, so nobody's password
        gate = Gate(self.request.registry["tongban.sessions"])
        # Not ``client_addr``: what a client says of itself must not decide how often it may guess.
        return gate.check(login, password, self.request.remote_addr or "", self.request.now)

    def _enter(self, user: User | None) -> Response:
        if user is None:
            raise HTTPNotFound
        entered = enter(self.request, user)
        response = self._go_on(entered) if self.unfinished else HTTPSeeOther(self._target(user))
        entered.cookies(self.request, response)
        return response

    def _target(self, user: User) -> str:
        if not user.password_is_initial:
            return after_sign_in(self.request)
        self.request.flash("您的密码是别人代为设置的，请先在这里更换。", "wait")
        return str(self.request.route_path("accounts.own"))

    def _go_on(self, entered: Entered) -> Response:
        # The request still is the visitor's: a menu drawn from it would not work any more.
        frame = PageContext(self.request, bare=True)
        values = {"unfinished": self.unfinished, "entered": entered, "frame": frame}
        return render_to_response("tongban:accounts/templates/resumed.jinja2", values, self.request)

    def _page(self, form: Form, status: int = 200) -> dict[str, Any]:
        self.request.response.status_int = status
        return {
            "form": form,
            "unfinished": self.unfinished,
            "accounts": practice_accounts() if self.request.site.practice else [],
            "query": self.request.query_string,
            "wanted": asked_target(self.request),
        }
