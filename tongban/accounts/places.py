"""The region somebody typed into a form, by code or by name."""

from sqlalchemy.orm import Session

from tongban.errors import InvalidField
from tongban.regions.codes import NATION, is_region_code
from tongban.regions.service import AmbiguousRegion, find_region, path_name


def typed_region(session: Session, text: str, field: str = "region") -> str:
    """The code of a region. Raises InvalidField for what no region is called, or more than one."""
    try:
        found = find_region(session, text)
    except AmbiguousRegion as many:
        raise InvalidField(field, many.message) from None
    if found is None:
        hint = "没有这个地区代码" if is_region_code(text) else "没有找到这个地区"
        raise InvalidField(field, f"{hint}，请填全称（如“某某县”）或 6 位代码。")
    return found.code


def place_title(session: Session, code: str) -> str:
    """A region as pages show it: its name with the levels above."""
    return "全国" if code == NATION else path_name(session, code)
