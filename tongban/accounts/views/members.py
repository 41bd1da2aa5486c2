"""The people of one's own organisation."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tongban.accounts.models import Membership, Organisation, User
from tongban.accounts.organisations import Organisations, own_roles
from tongban.accounts.people import People, one_time_password
from tongban.accounts.schemas import known_member_schema, new_member_schema
from tongban.accounts.sole import sole_admin_of
from tongban.errors import InvalidField, NotFound
from tongban.notices.service import notify_user
from tongban.security import Permission, Role
from tongban.security.roles import ROLE_TITLES
from tongban.web.forms import Button, Form, Submission, handle_form


class MemberViews:
    """Adding colleagues and taking their roles away."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(
        route_name="accounts.members",
        permission=Permission.ORG_MEMBERS,
        renderer="tongban:accounts/templates/members.jinja2",
    )
    def members(self) -> dict[str, Any] | Response:
        roles = own_roles(self.request.actor.roles)
        first = {"role": roles[0].value}
        new = Form(
            new_member_schema(roles),
            request=self.request,
            formid="new",
            buttons=[Button("add", "开通账号")],
            appstruct=first,
        )
        known = Form(
            known_member_schema(roles),
            request=self.request,
            formid="known",
            buttons=[Button("join", "加为成员")],
            appstruct=first,
        )
        page: dict[str, Any] = {
            "new_form": new,
            "known_form": known,
            "org": self._org(),
            "rows": self._rows(),
        }
        if known.is_posted:
            return handle_form(self.request, known, self._join, **page)
        return handle_form(self.request, new, self._add, **page)

    @view_config(
        route_name="accounts.member_revoke", request_method="POST", permission=Permission.ORG_MEMBERS
    )
    def revoke(self) -> Response:
        membership = self.request.db.get(Membership, int(self.request.matchdict["id"]))
        if membership is None or membership.org_id != self.request.actor.org_id:
            raise NotFound("没有找到这位成员。")
        Organisations(self.request.work).revoke(membership)
        title = ROLE_TITLES[Role(membership.role)]
        self.request.flash(f"{membership.user.name}的“{title}”身份已收回。")
        return HTTPSeeOther(self.request.route_path("accounts.members"))

    def _add(self, sent: Submission) -> Response:
        org, values, password = self._org(), sent.values, one_time_password()
        work = self.request.work
        user = People(work).add(
            values["login"], values["name"], password, org.region, phone=values["phone"], initial=True
        )
        Organisations(work).grant(user, org, Role(values["role"]), org.region)
        return shown_once(self.request, user, password, self.request.route_path("accounts.members"))

    def _join(self, sent: Submission) -> Response:
        org, work = self._org(), self.request.work
        user = self.request.db.scalar(select(User).filter_by(login=sent.values["login"], state="active"))
        if user is None:
            raise InvalidField("login", "没有这个登录名。请向对方核对，或在上面为他开通账号。")
        role = Role(sent.values["role"])
        membership = Organisations(work).grant(user, org, role, org.region)
        title, event = f"您已成为{org.name}的成员", f"joined/{membership.id}/{self.request.now:%Y%m%d%H%M%S}"
        body = f"身份：{ROLE_TITLES[role]}。登录后可在右上角切换单位。如果不是您本人的意思，请联系该单位。"
        notify_user(work, user, event, user.id, title, body, self.request.route_path("accounts.own"))
        self.request.flash(f"{user.name}已加为成员，身份是“{ROLE_TITLES[role]}”。")
        return HTTPSeeOther(self.request.path)

    def _org(self) -> Organisation:
        org = self.request.db.get(Organisation, self.request.actor.org_id)
        if org is None:
            raise NotFound("您现在没有代表任何单位。")
        return org

    def _rows(self) -> list[dict[str, Any]]:
        query = (
            select(Membership)
            .options(joinedload(Membership.user))
            .where(Membership.org_id == self.request.actor.org_id, Membership.revoked_at.is_(None))
            .order_by(Membership.user_id, Membership.id)
        )
        return [self._row(membership) for membership in self.request.db.scalars(query)]

    def _row(self, membership: Membership) -> dict[str, Any]:
        user, role = membership.user, Role(membership.role)
        sole = {m.id for m in sole_admin_of(self.request.db, user)}
        revocable = role in own_roles(self.request.actor.roles) and membership.id not in sole
        return {
            "membership": membership,
            "user": user,
            "title": ROLE_TITLES[role],
            "sole": membership.id in sole,
            "revocable": revocable and user.id != self.request.actor.user_id,
            "self": user.id == self.request.actor.user_id,
        }


def shown_once(request: Request, user: User, password: str, back: str) -> Response:
    """The page that shows a generated password, the only time it is shown."""
    values = {"user": user, "password": password, "back": back}
    response = render_to_response("tongban:accounts/templates/shown_once.jinja2", values, request)
    response.headers["Cache-Control"] = "no-store"
    return response
