"""Decimal numbers as people type them: full-width digits, thousands separators; never an exponent or NaN."""

import re

from tongban.fields.chars import Refused, fold_width
from tongban.money import parse_plain

_MINUS = re.compile("^[-\u2010-\u2015\u2212]")
_GROUPED = re.compile("[0-9]{1,3}(?:,[0-9]{3})+")
#: Longer than any number of ours; `int` itself takes long on very long text.
_MAX_DIGITS = 18


def read_decimal(text: str, places: int, what: str) -> int:
    """A typed decimal as an integer of its last place: ``"１２,５００.5"`` with 2 places → 1250050.

    ``what`` names the number in messages. Raises ``Refused`` for an exponent, NaN, Infinity, underscores,
    foreign digits, misplaced separators, too many decimals, too many digits.
    """
    typed = fold_width(text)
    sign = "-" if _MINUS.match(typed) else ""
    whole, point, fraction = typed[len(sign) :].partition(".")
    if _GROUPED.fullmatch(whole):
        whole = whole.replace(",", "")
    elif "," in whole:
        raise Refused("千位分隔符的位置不对，应像 12,500.00。")
    if not re.fullmatch("[0-9]+", whole) or (point and not re.fullmatch("[0-9]+", fraction)):
        raise Refused(f"{what}只能写数字，例如 {_example(places)}，不能用字母、空格或科学计数法。")
    if len(fraction) > places:
        raise Refused(f"{what}最多 {places} 位小数。" if places else f"{what}要填整数，不能有小数。")
    if len(whole) > _MAX_DIGITS:
        raise Refused(f"{what}的位数太多，请核对。")
    return parse_plain(f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}", places)


def _example(places: int) -> str:
    return {0: "30", 2: "12500.00"}.get(places, "1.25")
