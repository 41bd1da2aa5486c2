"""Regions for programs."""

from typing import Any

from sqlalchemy import select

from tongban import fields
from tongban.errors import NotFound
from tongban.regions.codes import is_region_code
from tongban.regions.models import Region
from tongban.regions.service import path_name, search_regions
from tongban.rest.lists import list_query, page_reply, whole_reply
from tongban.rest.operation import Call, Reply, operation
from tongban.rest.shapes import listed, shape
from tongban.security import Permission

REGION = shape(
    "Region",
    "地区",
    fields.region_code("代码", name="code"),
    fields.text("名称", name="name"),
    fields.text("从省起的全称", name="path_name"),
    fields.text("层级", name="level"),
    fields.region_code("上级代码", name="parent", required=False),
)
_QUERY = list_query(
    fields.text("代码、名称或旧名的开头", name="q", required=False, max=60),
    fields.region_code("只列这个地区的下一级", name="parent", required=False),
)


@operation("GET", "/regions", "地区列表", Permission.PUBLIC, query=_QUERY, answer=listed(REGION))
def list_(call: Call) -> Reply:
    """Regions by code; with ``q`` those that are found by it, as pickers show them."""
    if call.query["q"] is not None:
        found = search_regions(call.db, call.query["q"], call.query["limit"])
        return whole_reply(found, lambda region: _values(call, region))
    query = select(Region)
    if call.query["parent"] is not None:
        query = query.where(Region.parent_code == call.query["parent"])
    return page_reply(call, query, (Region.code.asc(),), lambda region: _values(call, region))


@operation("GET", "/regions/{code}", "一个地区", Permission.PUBLIC, answer=REGION)
def show(call: Call) -> Reply:
    """A region by its code."""
    code = str(call.request.matchdict["code"]).upper()
    region = call.db.get(Region, code) if is_region_code(code) else None
    if region is None:
        raise NotFound("没有这个地区，请核对地区代码。")
    return Reply(_values(call, region))


def _values(call: Call, region: Region) -> dict[str, Any]:
    return {
        "code": region.code,
        "name": region.name,
        "path_name": path_name(call.db, region.code),
        "level": region.level,
        "parent": region.parent_code,
    }
