"""What a region's code says by itself, without any table (GB/T 2260; zones are a code with a suffix)."""

import re
from enum import StrEnum
from typing import ClassVar

from tongban.errors import DomainError

#: The root of every chain. GB/T 2260 has no code for the nation; zeros follow its pattern.
NATION = "0" * 6

_CODE = re.compile("([0-9]{6})(?:-([A-Z]{1,8}))?")


class Level(StrEnum):
    """How far down a region stands."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    ZONE = "zone"


class BadRegionCode(DomainError):
    """The text is no region code."""

    code: ClassVar[str] = "region.bad_code"
    status: ClassVar[int] = 422
    message = "地区代码是 6 位数字；开发区等在上级代码后加连字符和 1 至 8 个大写字母。"


def parse_region_code(text: str) -> str:
    """The code in its one form, letters in capitals. Raises ``BadRegionCode``."""
    code = text.strip().upper()
    if not _CODE.fullmatch(code):
        raise BadRegionCode
    return code


def is_region_code(text: str) -> bool:
    """Whether the text is a code in its one form."""
    return bool(_CODE.fullmatch(text))


def level_by_code(code: str) -> Level:
    """The level the code itself shows. Raises ``BadRegionCode``."""
    code = parse_region_code(code)
    if "-" in code:
        return Level.ZONE
    if code == NATION:
        return Level.NATION
    if code.endswith("0000"):
        return Level.PROVINCE
    return Level.CITY if code.endswith("00") else Level.COUNTY


def parent_by_code(code: str) -> str | None:
    """The code one level up, as the code shows it; ``None`` for the nation. Raises ``BadRegionCode``."""
    code = parse_region_code(code)
    match level_by_code(code):
        case Level.NATION:
            return None
        case Level.PROVINCE:
            return NATION
        case Level.CITY:
            return f"{code[:2]}0000"
        case Level.COUNTY:
            return f"{code[:4]}00"
        case Level.ZONE:
            return code.partition("-")[0]


def ancestors_by_code(code: str) -> list[str]:
    """All codes above this one from the nation down, as the code shows them. Raises ``BadRegionCode``."""
    found: list[str] = []
    above = parent_by_code(code)
    while above is not None:
        found.insert(0, above)
        above = parent_by_code(above)
    return found
