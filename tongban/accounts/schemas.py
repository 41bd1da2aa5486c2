"""The forms of accounts: the one place where their input is validated."""

import colander

from tongban import fields
from tongban.accounts.logins import Login, Secret
from tongban.accounts.passwords import MAX_LENGTH
from tongban.fields.base import node
from tongban.web.forms import Hidden, Password, TextInput


def sign_in_schema(carried: dict[str, str]) -> colander.SchemaNode:
    """Login and password, and what travels along with them."""
    schema = fields.Schema(title="")
    schema.add(node(Login(lenient=True), "登录名", name="login", widget=TextInput(autocomplete="username")))
    schema.add(node(Secret(max=4 * MAX_LENGTH), "密码", name="password", widget=Password()))
    for name in carried:
        schema.add(colander.SchemaNode(colander.String(), name=name, missing="", widget=Hidden()))
    return schema
