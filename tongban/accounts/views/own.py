"""One's own account: data, password, sessions, the organisation acted for."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config
from sqlalchemy import select, update

from tongban.accounts import sessions
from tongban.accounts.models import User, WebSession
from tongban.accounts.people import People
from tongban.accounts.return_to import start_page
from tongban.accounts.schemas import own_schema, password_schema
from tongban.errors import NotAllowed
from tongban.security import Permission, Role
from tongban.security.roles import ROLE_TITLES
from tongban.web.forms import Button, Form, Submission, handle_form
from tongban.web.nav import has_route


class OwnViews:
    """What people may do with their own accounts."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.user: User = request.live_session.user if request.live_session else User()

    @view_config(
        route_name="accounts.own",
        permission=Permission.ACCOUNT_OWN,
        renderer="tongban:accounts/templates/own.jinja2",
    )
    def own(self) -> dict[str, Any] | Response:
        data, password = self._data_form(), self._password_form()
        page = {
            "data_form": data,
            "password_form": password,
            "user": self.user,
            "seats": self._seats(),
            "sessions": self._sessions(),
            "current": self.request.live_session.digest,
            "tokens": has_route(self.request, "tokens.own") and self.request.route_path("tokens.own"),
        }
        if password.is_posted:
            return handle_form(self.request, password, self._change_password, **page)
        return handle_form(self.request, data, self._save, **page)

    @view_config(route_name="accounts.sessions", request_method="POST", permission=Permission.ACCOUNT_OWN)
    def end_others(self) -> Response:
        sessions.end_all(self.request.db, self.user.id, self.request.live_session.digest)
        self.request.flash("其他设备上的登录都已结束，只保留这一台。")
        return HTTPSeeOther(self.request.route_path("accounts.own"))

    @view_config(route_name="accounts.switch", request_method="POST", permission=Permission.ACCOUNT_OWN)
    def switch(self) -> Response:
        wanted = self.request.POST.get("org_id")
        org = next((o for o in self.request.organisations if str(o.id) == wanted), None)
        if org is None:
            raise NotAllowed("您不是这个单位的成员，不能代表它。")
        digest = self.request.live_session.digest
        self.request.db.execute(
            update(WebSession).where(WebSession.token_digest == digest).values(org_id=org.id)
        )
        self.request.flash(f"您现在代表{org.name}。")
        return HTTPSeeOther(start_page(self.request))

    @view_config(route_name="accounts.switch", request_method="GET", permission=Permission.ACCOUNT_OWN)
    @view_config(route_name="accounts.sessions", request_method="GET", permission=Permission.ACCOUNT_OWN)
    def opened(self) -> Response:
        return HTTPSeeOther(self.request.route_path("accounts.own"))

    def _data_form(self) -> Form:
        values = {"name": self.user.name, "phone": self.user.phone, "email": self.user.email}
        return Form(
            own_schema(),
            request=self.request,
            formid="own",
            buttons=[Button("save", "保存")],
            appstruct=values,
        )

    def _password_form(self) -> Form:
        buttons = [Button("change", "更换密码")]
        return Form(password_schema(), request=self.request, formid="password", buttons=buttons)

    def _save(self, sent: Submission) -> Response:
        user = self.request.db.get(User, self.user.id)
        People(self.request.work).update(user, **sent.values)
        self.request.flash("您的资料已保存。")
        return HTTPSeeOther(self.request.path)

    def _change_password(self, sent: Submission) -> Response:
        user = self.request.db.get(User, self.user.id)
        keep = self.request.live_session.digest
        old, new = sent.values["old_password"], sent.values["new_password"]
        People(self.request.work).change_password(user, old, new, keep)
        self.request.flash("密码已更换，其他设备上的登录都已结束。")
        return HTTPSeeOther(self.request.path)

    def _seats(self) -> list[tuple[str, str]]:
        return [(m.org.name, ROLE_TITLES[Role(m.role)]) for m in self.request.memberships]

    def _sessions(self) -> list[WebSession]:
        now = self.request.real_now
        query = (
            select(WebSession)
            .where(
                WebSession.user_id == self.user.id,
                WebSession.expires_at > now,
                WebSession.last_seen_at > now - sessions.IDLE,
            )
            .order_by(WebSession.last_seen_at.desc(), WebSession.token_digest)
            .limit(50)
        )
        return list(self.request.db.scalars(query))
