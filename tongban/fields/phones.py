"""Telephone numbers of mainland China in one stored form.

``13800000000`` · ``010-00000000`` · ``010-00000000-8`` (extension) · ``400-000-0000`` · ``12345`` (hotlines).
"""

import re
from typing import Any, ClassVar

import colander

from tongban.fields.base import Type, attributes, node
from tongban.fields.chars import Refused, code_text

_MOBILE = re.compile("1[3-9][0-9]{9}")
#: Area codes of three digits (10, 2x) go with eight-digit numbers only.
_LANDLINE = re.compile("(0(?:10|2[0-9])(?=[0-9]{8}$)|0[3-9][0-9]{2})([0-9]{7,8})")
_SERVICE = re.compile("([48]00)([0-9]{3})([0-9]{4})")
_HOTLINE = re.compile("1[02][0-9]{3}|9[56][0-9]{3,4}")
_SEPARATORS = re.compile("[\\s\\-.()\u2010-\u2015\u2212]+")
_STRANGE = re.compile("[^0-9+\\s\\-.()\u2010-\u2015\u2212#:转接分机号ext]", re.IGNORECASE)
_EXTENSION = re.compile(
    "(.*?)\\s*(?:(?:转接?|分机号?|ext[.]?|x|#)\\s*:?\\s*|[-\u2010-\u2015\u2212])([0-9]{1,6})", re.IGNORECASE
)


def parse_phone(text: str, *, mobile_only: bool = False) -> str:
    """One stored form of a mobile, landline, 400/800 or hotline number. Raises ``Refused``."""
    typed = code_text(text)
    strange = _STRANGE.search(typed)
    if strange:
        raise Refused(f"电话里不能有“{strange[0]}”，请用数字 0–9。")
    digits = _national(typed)
    if _MOBILE.fullmatch(digits):
        return digits
    phone = "" if mobile_only else _with_extension(typed) or _landline(digits) or _hotline(digits)
    if not phone:
        raise Refused(_advice(digits, mobile_only))
    return phone


def _national(typed: str) -> str:
    """Digits as dialled inside the country: no separators, no +86, an area code with its 0."""
    digits = _SEPARATORS.sub("", typed)
    abroad = re.fullmatch("(?:[+]|00)86([0-9]+)", digits)
    if abroad:
        rest = abroad[1]
        plain = rest.startswith("0") or _MOBILE.fullmatch(rest) or _SERVICE.fullmatch(rest)
        return rest if plain else f"0{rest}"
    return digits[2:] if re.fullmatch("86" + _MOBILE.pattern, digits) else digits


def _with_extension(typed: str) -> str:
    # Tried before the number as a whole: 0731-8000000-8 is a seven-digit number with an extension.
    found = _EXTENSION.fullmatch(typed)
    main = _landline(_national(found[1])) if found else ""
    return f"{main}-{found[2]}" if found and main else ""


def _landline(digits: str) -> str:
    found = _LANDLINE.fullmatch(digits) or _SERVICE.fullmatch(digits)
    return "-".join(found.groups()) if found else ""


def _hotline(digits: str) -> str:
    return digits if _HOTLINE.fullmatch(digits) else ""


def _advice(digits: str, mobile_only: bool) -> str:
    if mobile_only or re.match("1[3-9]", digits):
        return f"手机号是 11 位、以 1 开头的数字，现在是 {len(digits)} 位。"
    return "请填手机号，或带区号的座机，例如 0731-80000000；有分机的写成 0731-80000000-8。"


class Phone(Type):
    """A telephone number in its one stored form; only mobiles where ``mobile_only``."""

    kind: ClassVar[str] = "phone"
    html = attributes(inputmode="tel", autocomplete="tel")

    def __init__(self, *, mobile_only: bool = False) -> None:
        self.mobile_only = mobile_only

    def read(self, text: str) -> str:
        return parse_phone(text, mobile_only=self.mobile_only)


def phone(title: str = "联系电话", *, mobile_only: bool = False, **more: Any) -> colander.SchemaNode:
    """A telephone number; ``mobile_only`` where messages are sent to it."""
    return node(Phone(mobile_only=mobile_only), title, **more)
