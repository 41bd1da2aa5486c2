"""Logins and passwords as input."""

import re
from typing import Any, ClassVar

import colander

from tongban.fields.base import Type, attributes
from tongban.fields.chars import Refused, refuse_controls

_LOGIN = re.compile(r"[a-z][a-z0-9._-]{2,31}")
#: Taken by pages that stand where a login would stand in an address.
_RESERVED = frozenset({"new"})
HINT = "3 至 32 位，小写字母开头，可含数字、点、横线，例如 zhang.san。"


class Login(Type):
    """A login: lower-case letters, digits, ``.``, ``-``, ``_``; capitals and full width mean the same.

    ``lenient`` takes any one line, for signing in: whether a login exists is not told by its form.
    """

    kind: ClassVar[str] = "login"
    html = attributes(autocapitalize="none", spellcheck="false", maxlength="64")

    def __init__(self, *, lenient: bool = False) -> None:
        self.lenient = lenient

    def read(self, text: str) -> str:
        login = text.lower()
        if self.lenient:
            return login[:64]
        if not _LOGIN.fullmatch(login):
            raise Refused(f"登录名须为{HINT}")
        if login in _RESERVED:
            raise Refused("这个登录名不能使用，请换一个。")
        return login


class Secret(Type):
    """A password as it was typed: nothing is folded or cut off; control characters are refused."""

    kind: ClassVar[str] = "password"

    def __init__(self, *, max: int) -> None:  # noqa: A002
        self.max = max
        self.html = {"maxlength": str(max)}

    def take(self, raw: Any) -> Any:
        if not isinstance(raw, str):
            raise Refused("格式不对：这里要填文本。")
        if not raw:
            return colander.null
        refuse_controls(raw)
        if len(raw) > self.max:
            raise Refused(f"密码最多 {self.max} 个字符。")
        return raw

    def show(self, value: Any) -> str:
        return ""
