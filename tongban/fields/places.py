"""Region codes as input: the form only, for a region may be in no table yet."""

from typing import Any, ClassVar

import colander

from tongban.fields.base import Type, node
from tongban.fields.chars import Refused
from tongban.regions.codes import BadRegionCode, parse_region_code


class RegionCode(Type):
    """A region's code: six digits, or those and a zone's letters after a hyphen."""

    kind: ClassVar[str] = "region_code"

    def read(self, text: str) -> str:
        try:
            return parse_region_code(text)
        except BadRegionCode as bad:
            raise Refused(bad.message) from None


def region_code(title: str = "地区代码", **more: Any) -> colander.SchemaNode:
    """A region's code."""
    return node(RegionCode(), title, **more)
