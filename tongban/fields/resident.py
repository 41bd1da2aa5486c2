"""Resident identity numbers (GB 11643-1999), by python-stdnum's check digit and birth date."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

import colander
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from tongban.fields.base import Type, attributes, node
from tongban.fields.bound import today_of
from tongban.fields.chars import Refused, code_text, squeeze

#: Multiplication signs, Cyrillic and Greek letters and the Roman ten: all look like the X of the check digit.
_LOOK_ALIKE_X = re.compile("[×✕✖╳ХхΧχⅩⅹ]")


def parse_resident_id(text: str) -> str:
    """The 18-digit number with a capital X. Raises ``Refused``.

    The place of birth is not looked up: stdnum's list is not complete, and codes change.
    """
    number = squeeze(code_text(text)).replace("-", "").upper()
    if _LOOK_ALIKE_X.search(number):
        raise Refused("最后一位请用键盘上的英文字母 X，不要用乘号或其他文字的字母。")
    if len(number) == 15 and re.fullmatch("[0-9]{15}", number):
        raise Refused("15 位的旧身份证号已停用，请填 18 位的号码。")
    if len(number) != 18:
        raise Refused(f"身份证号是 18 位，现在是 {len(number)} 位。")
    if not re.fullmatch("[1-9][0-9]{16}[0-9X]", number):
        raise Refused("身份证号前 17 位是数字，最后一位是数字或 X。")
    birth_date(number)
    if number[-1] != ric.calc_check_digit(number):
        raise Refused("最后一位校验码对不上，请对照证件逐位核对。")
    return number


def birth_date(number: str) -> date:
    """The date of birth in an 18-digit number. Raises ``Refused`` where no such day exists."""
    try:
        born: date = ric.get_birth_date(number)
    except ValidationError:
        raise Refused("第 7 至 14 位的出生日期不存在，请核对。") from None
    return born


def born_by(today: date) -> Callable[[Any, str], None]:
    """A validator that refuses a birth date after ``today``."""

    def check(node: Any, number: str) -> None:
        if birth_date(number) > today:
            raise colander.Invalid(node, "第 7 至 14 位的出生日期还没有到，请核对。", number)

    return check


class ResidentId(Type):
    """Resident identity number, stored with a capital X."""

    kind: ClassVar[str] = "resident_id"
    html = attributes(autocomplete="off", spellcheck="false")

    def read(self, text: str) -> str:
        return parse_resident_id(text)


@colander.deferred
def _born_by_today(_node: Any, bindings: dict[str, Any]) -> Callable[[Any, str], None]:
    return born_by(today_of(bindings))


def resident_id(title: str = "身份证号", *, today: date | None = None, **more: Any) -> colander.SchemaNode:
    """A resident identity number. Give ``today``, or bind the schema with ``now`` (see ``fields``)."""
    more.setdefault("validator", born_by(today) if today else _born_by_today)
    return node(ResidentId(), title, **more)
