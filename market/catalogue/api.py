"""The catalogue of services for programs."""

from typing import Any

import colander

from market.catalogue.catalogue import Catalogue
from market.catalogue.items import ServiceItem
from market.catalogue.service import catalogue_of
from tongban import fields
from tongban.errors import NotFound
from tongban.regions.chain import chain
from tongban.rest.lists import whole_reply
from tongban.rest.operation import Call, Reply, operation
from tongban.rest.shapes import document, listed, shape
from tongban.security import Permission

SERVICE = shape(
    "Service",
    "中介服务事项",
    fields.text("代码", name="code"),
    fields.text("名称", name="name"),
    fields.text("类别", name="group"),
    document("全部内容：依据、资质、收费、成果，尚未核实的不列", name="content"),
    fields.text("内容摘要（SHA-256）", name="version"),
)


def _query(*nodes: colander.SchemaNode) -> colander.SchemaNode:
    query = fields.Schema()
    for one in nodes:
        query.add(one)
    query.add(fields.region_code("哪个地区的目录，不写则是本站所在地区", name="region", required=False))
    return query


_WORDS = fields.text("名称、别名或代码里的词", name="q", required=False, max=40)


@operation(
    "GET",
    "/services",
    "中介服务事项目录",
    Permission.PUBLIC,
    query=_query(_WORDS),
    answer=listed(SERVICE),
)
def list_(call: Call) -> Reply:
    """The whole catalogue of a region, or what a search finds in it."""
    return whole_reply(_catalogue(call).search(call.query["q"] or ""), _values)


@operation("GET", "/services/{code}", "一个中介服务事项", Permission.PUBLIC, query=_query(), answer=SERVICE)
def show(call: Call) -> Reply:
    """A service by its code."""
    return Reply(_values(_catalogue(call)[call.request.matchdict["code"]]))


def _catalogue(call: Call) -> Catalogue:
    region = call.query["region"] or call.request.site.region
    if not chain(call.db, region)[-1].known:
        raise NotFound("没有这个地区，请核对地区代码。")
    return catalogue_of(call.db, call.request.rules_of(region))


def _values(item: ServiceItem) -> dict[str, Any]:
    return {
        "code": item.code,
        "name": item.name,
        "group": item.group,
        "content": item.to_json(),
        "version": item.version,
    }
