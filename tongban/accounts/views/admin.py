"""Administration of accounts: the list, a person, roles, passwords."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config, view_defaults
from sqlalchemy import select

from tongban.accounts import reach
from tongban.accounts.directory import people, wanted
from tongban.accounts.lifecycle import ACCOUNT
from tongban.accounts.models import Membership, Organisation, User
from tongban.accounts.organisations import Organisations
from tongban.accounts.people import People, one_time_password
from tongban.accounts.places import place_title, typed_region
from tongban.accounts.schemas import grant_schema, new_person_schema
from tongban.accounts.views.admin_list import filter_chips, people_table
from tongban.accounts.views.members import shown_once
from tongban.db.keyset import Page, page_of
from tongban.errors import InvalidField, NotAllowed, NotFound
from tongban.security import Permission, Role
from tongban.security.roles import ROLE_TITLES
from tongban.web.components import StateLabel
from tongban.web.forms import Button, Form, Submission, handle_form


@view_defaults(permission=Permission.ADMIN_ACCOUNTS)
class AdminViews:
    """What administrators do within their regions."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(
        route_name="accounts.admin",
        request_method="GET",
        renderer="tongban:accounts/templates/admin_list.jinja2",
    )
    def list(self) -> dict[str, Any]:
        params = self.request.GET
        look_for = wanted(params.get("find"), params.get("state"), params.get("role"))
        query = people(self.request.actor, look_for)
        page: Page[User] = page_of(self.request.db, query, (User.id.desc(),), params.get("after"))
        return {
            "page": page,
            "wanted": look_for,
            "chips": filter_chips(self.request, look_for),
            "table": people_table(self.request, page.rows),
        }

    @view_config(route_name="accounts.admin_new", renderer="tongban:accounts/templates/admin_new.jinja2")
    def new(self) -> dict[str, Any] | Response:
        form = Form(
            new_person_schema(),
            request=self.request,
            formid="person",
            buttons=[Button("add", "开通账号")],
        )
        return handle_form(self.request, form, self._add)

    def _add(self, sent: Submission) -> Response:
        values, password = sent.values, one_time_password()
        region = typed_region(self.request.db, values["region"])
        if not reach.may_give(self.request.actor, Role.OBSERVER, region):
            raise InvalidField("region", "这个地区不在您的管理范围内。")
        user = People(self.request.work).add(
            values["login"], values["name"], password, region, phone=values["phone"], initial=True
        )
        return shown_once(self.request, user, password, self._path(user))

    @view_config(route_name="accounts.admin_show", renderer="tongban:accounts/templates/admin_show.jinja2")
    def show(self) -> dict[str, Any] | Response:
        user = find_person(self.request)
        roles = [role for role in Role if self._may_give_somewhere(role)]
        form = Form(
            grant_schema(roles),
            request=self.request,
            formid="grant",
            buttons=[Button("grant", "授予身份")],
        )
        page = {
            "user": user,
            "state": StateLabel.of(ACCOUNT.states[user.state]),
            "place": place_title(self.request.db, user.region),
            "roles": [self._seat(m) for m in reach.active_memberships(self.request.db, user.id)],
            "beyond": reach.beyond(self.request.work, user) or self._beyond_region(user),
            "is_self": user.id == self.request.actor.user_id,
        }
        return handle_form(self.request, form, lambda sent: self._grant(user, sent), **page)

    @view_config(route_name="accounts.admin_revoke", request_method="POST")
    def revoke(self) -> Response:
        user = find_person(self.request)
        membership = self.request.db.get(Membership, int(self.request.matchdict["id"]))
        if membership is None or membership.user_id != user.id:
            raise NotFound("没有找到这个身份。")
        Organisations(self.request.work).revoke(membership)
        self.request.flash(f"{user.name}的“{ROLE_TITLES[Role(membership.role)]}”身份已收回。")
        return HTTPSeeOther(self._path(user))

    @view_config(route_name="accounts.admin_password", request_method="POST")
    def reset_password(self) -> Response:
        user, password = find_person(self.request), one_time_password()
        if user.id == self.request.actor.user_id:
            raise NotAllowed("自己的密码请在“账号与密码”页面更换。")
        People(self.request.work).reset_password(user, password)
        return shown_once(self.request, user, password, self._path(user))

    @view_config(route_name="accounts.admin_enable", request_method="POST")
    def enable(self) -> Response:
        user = find_person(self.request)
        People(self.request.work).enable(user)
        self.request.flash(f"{user.name}的账号已恢复，可以登录。")
        return HTTPSeeOther(self._path(user))

    @view_config(route_name="accounts.admin_revoke", request_method="GET")
    @view_config(route_name="accounts.admin_password", request_method="GET")
    @view_config(route_name="accounts.admin_enable", request_method="GET")
    def opened(self) -> Response:
        return HTTPSeeOther(self._path(find_person(self.request)))

    def _grant(self, user: User, sent: Submission) -> Response:
        values, db = sent.values, self.request.db
        region, role = typed_region(db, values["region"]), Role(values["role"])
        if not reach.may_give(self.request.actor, role, region):
            raise InvalidField("region", "您不能在这个地区授予这个身份。")
        organisations = Organisations(self.request.work)
        org = organisations.by_uscc(values["uscc"])
        if org is None:
            org = self._new_org(organisations, values, region)
        organisations.grant(user, org, role, region)
        self.request.flash(f"{user.name}现在是{org.name}的“{ROLE_TITLES[role]}”。")
        return HTTPSeeOther(self._path(user))

    def _new_org(self, organisations: Organisations, values: Any, region: str) -> Organisation:
        if not values["org_name"]:
            raise InvalidField("org_name", "这个单位还没有登记，请填写它的名称。")
        return organisations.register(values["org_kind"], values["org_name"], region, uscc=values["uscc"])

    def _may_give_somewhere(self, role: Role) -> bool:
        actor = self.request.actor
        return any(reach.may_give(actor, role, grant.region) for grant in actor.grants)

    def _beyond_region(self, user: User) -> str | None:
        allowed = reach.may_give(self.request.actor, Role.OBSERVER, user.region)
        return None if allowed else "此人的账号属于您管理范围以外的地区，您只能管理他在本地区的身份。"

    def _seat(self, membership: Membership) -> dict[str, Any]:
        role = Role(membership.role)
        return {
            "id": membership.id,
            "org": membership.org.name,
            "title": ROLE_TITLES[role],
            "place": place_title(self.request.db, membership.region),
            "since": membership.granted_at,
            "revocable": reach.may_give(self.request.actor, role, membership.region),
        }

    def _path(self, user: User) -> str:
        return str(self.request.route_path("accounts.admin_show", login=user.login))


def find_person(request: Request) -> User:
    """The person of the address, if within the actor's reach. Raises NotFound for both kinds of absence."""
    login = request.matchdict["login"]
    query = select(User).where(User.login == login, reach.visible_people(request.actor))
    user: User | None = request.db.scalar(query) if login.isprintable() else None
    if user is None:
        raise NotFound("没有找到这个账号，或者它不在您的管理范围内。")
    return user
