"""E-mail addresses, by the library email-validator."""

from typing import Any, ClassVar

import colander
from email_validator import EmailNotValidError, validate_email

from tongban.fields.base import Type, attributes, node
from tongban.fields.chars import Refused, code_text


def parse_email(text: str) -> str:
    """The address in lower case. Raises ``Refused``; looks nothing up on the network.

    The part before the @ is lowered too: no provider of note tells capitals apart, people do not either.
    """
    typed = code_text(text)
    if not typed.isascii():
        raise Refused("邮箱地址只能用英文字母、数字和符号，例如 name@example.com。")
    try:
        found = validate_email(typed, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise Refused("邮箱地址的写法不对，应像 name@example.com。") from None
    return found.normalized.lower()


class Email(Type):
    """An e-mail address in lower case."""

    kind: ClassVar[str] = "email"
    html = attributes(inputmode="email", autocomplete="email", spellcheck="false")

    def read(self, text: str) -> str:
        return parse_email(text)


def email(title: str = "电子邮箱", **more: Any) -> colander.SchemaNode:
    """An e-mail address."""
    return node(Email(), title, **more)
