"""The forms of accounts: the one place where their input is validated."""

from collections.abc import Iterable

import colander

from tongban import fields
from tongban.accounts import logins
from tongban.accounts.logins import Login, Secret
from tongban.accounts.organisations import KINDS
from tongban.accounts.passwords import MAX_LENGTH, MIN_LENGTH
from tongban.fields.base import node
from tongban.security import Role
from tongban.security.roles import ROLE_TITLES
from tongban.web.forms import Hidden, Password, RadioChoice, Select, TextInput

PARTS: dict[str, str] = {"owner": "项目业主", "intermediary": "中介机构"}
_PARTS_HINTS = {"owner": "发布采购需求，选取中介机构。", "intermediary": "报名、报价，提供中介服务。"}
_REGION_HINT = "单位所在的县、市或区，填全称或 6 位代码；重名的在前面加上级，例如“某某市 某某区”。"


def sign_in_schema(carried: Iterable[str]) -> colander.SchemaNode:
    """Login and password, and the names of what travels along with them."""
    schema = fields.Schema()
    schema.add(node(Login(lenient=True), "登录名", name="login", widget=TextInput(autocomplete="username")))
    schema.add(node(Secret(max=4 * MAX_LENGTH), "密码", name="password", widget=Password()))
    for name in carried:
        schema.add(colander.SchemaNode(colander.String(), name=name, missing="", widget=Hidden()))
    return schema


def new_password(name: str = "password", title: str = "密码") -> list[colander.SchemaNode]:
    """A new password, typed twice."""
    hint = f"至少 {MIN_LENGTH} 个字符，可以是一句好记的话；不要用常见密码，也不要含登录名、姓名或手机号。"
    first = node(
        Secret(max=MAX_LENGTH), title, name=name, hint=hint, widget=Password(autocomplete="new-password")
    )
    again = node(
        Secret(max=MAX_LENGTH),
        f"再输入一次{title}",
        name=f"{name}_again",
        missing_msg=f"请再输入一次{title}。",
        widget=Password(autocomplete="new-password"),
    )
    return [first, again]


def same_twice(name: str = "password") -> colander.SchemaNode:
    """A validator of the whole form: both passwords are the same."""

    def check(schema: colander.SchemaNode, values: dict[str, str]) -> None:
        if values[name] != values[f"{name}_again"]:
            wrong = colander.Invalid(schema)
            wrong[f"{name}_again"] = "两次输入的密码不一致。"
            raise wrong

    return check


def sign_up_schema() -> colander.SchemaNode:
    """An organisation and its first person."""
    parts = RadioChoice(values=list(PARTS.items()), hints=_PARTS_HINTS)
    schema = fields.Schema(validator=same_twice())
    for child in (
        fields.choice("以什么身份注册", PARTS, name="part", widget=parts),
        fields.choice("单位类型", KINDS, name="kind", widget=Select(values=list(KINDS.items()))),
        fields.organisation_name("单位名称", name="name", hint="与证照一致的全称；自然人填本人姓名。"),
        fields.uscc(name="uscc", required=False, hint="18 位，在营业执照或登记证书上。只有自然人可以不填。"),
        fields.person_name(
            "法定代表人或负责人", name="legal_representative", required=False, hint="自然人不用填。"
        ),
        fields.text("所在地区", name="region", max=60, hint=_REGION_HINT),
        fields.phone(name="phone", hint="手机号，或带区号的座机。"),
        fields.person_name("管理员姓名", name="person_name", hint="第一个登录的人，以后可以再添加同事。"),
        login_node(),
        *new_password(),
    ):
        schema.add(child)
    return schema


def login_node() -> colander.SchemaNode:
    """A new login."""
    return node(Login(), "登录名", name="login", hint=logins.HINT, widget=TextInput(autocomplete="username"))


def own_schema() -> colander.SchemaNode:
    """A person's own data."""
    schema = fields.Schema()
    schema.add(fields.person_name("姓名", name="name"))
    schema.add(fields.phone(name="phone", required=False))
    schema.add(fields.email("电子邮箱", name="email", required=False, hint="填写后，通知同时发到邮箱。"))
    return schema


def password_schema() -> colander.SchemaNode:
    """The old password and the new one twice; the names tell pages about lost forms what not to repeat."""
    schema = fields.Schema(validator=same_twice("new_password"))
    schema.add(node(Secret(max=4 * MAX_LENGTH), "现在的密码", name="old_password", widget=Password()))
    for child in new_password("new_password", "新密码"):
        schema.add(child)
    return schema


def _roles(roles: Iterable[Role]) -> dict[str, str]:
    return {role.value: ROLE_TITLES[role] for role in roles}


def new_member_schema(roles: Iterable[Role]) -> colander.SchemaNode:
    """A colleague without an account."""
    schema = fields.Schema()
    for child in (
        fields.person_name("姓名", name="name"),
        login_node(),
        fields.phone(name="phone", required=False),
        fields.choice("身份", _roles(roles), name="role"),
    ):
        schema.add(child)
    return schema


def known_member_schema(roles: Iterable[Role]) -> colander.SchemaNode:
    """A colleague who has an account already."""
    schema = fields.Schema()
    schema.add(node(Login(lenient=True), "对方的登录名", name="login"))
    schema.add(fields.choice("身份", _roles(roles), name="role"))
    return schema


def new_person_schema() -> colander.SchemaNode:
    """A person whom an administrator adds."""
    schema = fields.Schema()
    for child in (
        fields.person_name("姓名", name="name"),
        login_node(),
        fields.phone(name="phone", required=False),
        fields.text("所在地区", name="region", max=60, hint=_REGION_HINT),
    ):
        schema.add(child)
    return schema


def grant_schema(roles: Iterable[Role]) -> colander.SchemaNode:
    """A role in an organisation and a region."""
    options = _roles(roles)
    kinds = {
        "agency": KINDS["agency"],
        "institution": KINDS["institution"],
        "enterprise": KINDS["enterprise"],
    }
    schema = fields.Schema()
    for child in (
        fields.choice("身份", options, name="role", widget=Select(values=list(options.items()))),
        fields.uscc("所属单位的统一社会信用代码", name="uscc"),
        fields.organisation_name(
            "单位名称", name="org_name", required=False, hint="只在这个单位还没有登记时填写。"
        ),
        fields.choice(
            "单位类型", kinds, name="org_kind", default="agency", widget=Select(values=list(kinds.items()))
        ),
        fields.text("适用地区", name="region", max=60, hint="在这个地区和它的下级有效。填全称或代码。"),
    ):
        schema.add(child)
    return schema


def hand_over_schema() -> colander.SchemaNode:
    """Who takes over."""
    schema = fields.Schema()
    schema.add(node(Login(lenient=True), "接手人的登录名", name="to", hint="须是同一单位的在职人员。"))
    return schema
