"""Money as text, and the one rounding the field knows. Amounts are integer 分, rates integer basis points.

Nothing here touches a float or a normalised decimal, so no amount is ever printed as 1E+2.
"""

import re

from tongban.db.types import MAX_FEN

#: 分 in one 元 and in one 万元.
YUAN = 100
WAN = 1_000_000
#: Basis points of the whole.
WHOLE_BP = 10_000

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_YI, _WAN = 10**8, 10**4


def plain_yuan(fen: int) -> str:
    """``1250000`` 分 as ``"12500.00"``: for JSON, CSV, input fields. Raises TypeError for what is no int."""
    return _decimal(fen, 2)


def format_yuan(fen: int) -> str:
    """``1250000`` 分 as ``"12,500.00"``: for tables whose head names the unit 元."""
    sign, whole, fraction = _parts(fen, 2)
    return f"{sign}{whole:,}.{fraction:02d}"


def format_yuan_unit(fen: int) -> str:
    """``1250000`` 分 as ``"12,500.00 元"``."""
    return f"{format_yuan(fen)} 元"


def plain_wan(fen: int) -> str:
    """``1250000`` 分 as ``"1.25"`` 万元, exact: two places, more only where the amount needs them."""
    return _trimmed(_decimal(fen, 6))


def format_wan(fen: int) -> str:
    """``12345000000`` 分 as ``"12,345.00 万元"``, exact: two places, more only where needed."""
    sign, whole, fraction = _parts(fen, 6)
    return f"{sign}{_trimmed(f'{whole:,}.{fraction:06d}')} 万元"


def plain_percent(bp: int) -> str:
    """``1275`` basis points as ``"12.75"``."""
    return _decimal(bp, 2)


def format_percent(bp: int) -> str:
    """``1275`` basis points as ``"12.75%"``."""
    return f"{plain_percent(bp)}%"


def parse_plain(text: str, places: int = 2) -> int:
    """Plain decimal text as an integer of its last place: ``"12500.00"`` → 1250000, ``"-0.5"`` → -50.

    Takes ASCII digits, one point and a leading minus, nothing else: no exponent, no separator, no blank.
    Raises ValueError for any other text and for more than ``places`` decimals.
    """
    found = re.fullmatch(r"(-?)([0-9]{1,18})(?:\.([0-9]{1,9}))?", text)
    if not found or len(found[3] or "") > places:
        raise ValueError("not a plain decimal number")
    value = int(found[2] + (found[3] or "").ljust(places, "0"))
    return -value if found[1] else value


def apply_discount(base_fen: int, bp: int) -> int:
    """The price in 分 after taking ``bp`` basis points off ``base_fen``, half a 分 rounded up.

    Raises TypeError for what is not an int, ValueError for a negative base or a rate outside 0…10000.
    """
    base, rate = _whole(base_fen), _whole(bp)
    if base < 0 or not 0 <= rate <= WHOLE_BP:
        raise ValueError("a discount is 0 to 10000 basis points off a price that is not negative")
    return (base * (WHOLE_BP - rate) + WHOLE_BP // 2) // WHOLE_BP


def daxie(fen: int) -> str:
    """The amount in capital characters (大写), as on bills and contracts: ``10000`` 分 → ``壹佰元整``.

    Rules: 《支付结算办法》附一 (正确填写票据和结算凭证的基本规定): 整 after 元, none after 角 or 分; one
    零 for a run of zeros inside; 零 after 元 when 角 is zero and 分 is not. A negative amount begins with
    负. Raises TypeError for what is not an int, ValueError beyond ``MAX_FEN``.
    """
    if abs(_whole(fen)) > MAX_FEN:
        raise ValueError("amount beyond what is ever stored")
    yuan, cents = divmod(abs(fen), YUAN)
    jiao, rest = divmod(cents, 10)
    text = f"{_spell(yuan)}元" if yuan else ""
    if not cents:
        text = f"{text or '零元'}整"
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif rest and yuan:
        text += "零"
    if rest:
        text += f"{_DIGITS[rest]}分"
    return f"负{text}" if fen < 0 else text


def _spell(number: int) -> str:
    """A whole number in capital characters, nothing for 0; each group below 亿 and 万 is spelled alike."""
    for size, name in ((_YI, "亿"), (_WAN, "万")):
        head, tail = divmod(number, size)
        if head:
            gap = "零" if 0 < tail < size // 10 else ""
            return f"{_spell(head)}{name}{gap}{_spell(tail)}"
    text = ""
    for place in range(3, -1, -1):
        before, digit = divmod(number // 10**place, 10)
        if digit:
            text += ("零" if text and before % 10 == 0 else "") + _DIGITS[digit] + _UNITS[place]
    return text


def _decimal(value: int, places: int) -> str:
    sign, whole, fraction = _parts(value, places)
    return f"{sign}{whole}.{fraction:0{places}d}"


def _parts(value: int, places: int) -> tuple[str, int, int]:
    whole, fraction = divmod(abs(_whole(value)), 10**places)
    return ("-" if value < 0 else ""), whole, fraction


def _trimmed(decimal: str) -> str:
    head, _, tail = decimal.partition(".")
    return f"{head}.{tail.rstrip('0').ljust(2, '0')}"


def _whole(value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("an amount or rate is an int")
    return value
