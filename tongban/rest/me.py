"""Whom a token acts for."""

from tongban import fields
from tongban.accounts.models import Organisation
from tongban.rest.operation import Call, Reply, operation
from tongban.rest.shapes import named, shape
from tongban.security import Permission
from tongban.security.roles import ROLE_TITLES

ORGANISATION = shape(
    "Organisation",
    "单位",
    fields.text("名称", name="name"),
    fields.text("统一社会信用代码", name="uscc", required=False),
    fields.text("类型", name="kind"),
    fields.region_code("所在地区", name="region"),
)
ROLE = shape(
    "Role",
    "身份",
    fields.text("身份", name="role"),
    fields.text("名称", name="title"),
    fields.region_code("适用地区", name="region"),
)
ME = shape(
    "Me",
    "令牌所代表的人和单位",
    fields.text("登录名", name="login"),
    fields.text("姓名", name="name"),
    named(ORGANISATION, "organisation", required=False),
    fields.rows("身份", named(ROLE, "role"), name="roles"),
    fields.moment("站点时间", name="now"),
)


@operation("GET", "/me", "令牌代表谁", Permission.DESK, answer=ME)
def me(call: Call) -> Reply:
    """The person, the organisation, what they hold there, and what time it is on this site."""
    user, actor = call.request.live_session.user, call.actor
    org = call.db.get(Organisation, actor.org_id) if actor.org_id is not None else None
    grants = sorted(actor.grants, key=lambda grant: (grant.role, grant.region))
    roles = [{"role": g.role.value, "title": ROLE_TITLES[g.role], "region": g.region} for g in grants]
    return Reply(
        {"login": user.login, "name": user.name, "organisation": org, "roles": roles, "now": call.now}
    )
