"""What each region runs, for programs: regions with rules of their own, and every answer of one region."""

from typing import Any

from sqlalchemy import exists, select

from market.needs.api_shapes import RULE
from market.needs.rules_table import answers_of
from plugins.compose import standings
from plugins.describe import version_words
from plugins.packs import packs_of
from tongban import fields
from tongban.errors import NotFound
from tongban.regions.codes import is_region_code
from tongban.regions.models import Region
from tongban.regions.service import chain, path_name
from tongban.rest.lists import list_query, page_reply
from tongban.rest.operation import Call, Reply, operation
from tongban.rest.shapes import listed, named, shape
from tongban.rules.models import RulePack
from tongban.security import Permission

PACK = shape(
    "RulePack",
    "一个地区生效的规则",
    fields.text("名称", name="name"),
    fields.text("版本", name="version"),
    fields.text("种类：toml 规则文件，python 程序插件", name="kind"),
    fields.text("内容摘要（SHA-256）", name="hash"),
)
RULED_REGION = shape(
    "RuledRegion",
    "有自己规则的地区",
    fields.region_code("代码", name="code"),
    fields.text("从省起的全称", name="path_name"),
    fields.rows("生效的规则", named(PACK, "pack"), name="packs"),
)
REGION_RULES = shape(
    "RegionRules",
    "一个地区的全部规则取值",
    fields.region_code("代码", name="code"),
    fields.text("从省起的全称", name="path_name"),
    fields.text("全部取值的摘要（SHA-256）", name="hash"),
    fields.rows("取值和依据", named(RULE, "rule"), name="rules"),
)


@operation(
    "GET",
    "/plugins",
    "有自己规则的地区",
    Permission.PUBLIC,
    query=list_query(),
    answer=listed(RULED_REGION),
)
def list_(call: Call) -> Reply:
    """Regions with rules of their own, by code, each with what is in force there."""
    ours = exists().where(RulePack.region == Region.code, RulePack.approved_by.is_not(None))
    return page_reply(call, select(Region).where(ours), (Region.code.asc(),), lambda one: _region(call, one))


def _region(call: Call, region: Region) -> dict[str, Any]:
    running = [
        p for p, standing in standings(packs_of(call.db, [region.code]), call.now) if standing == "in_force"
    ]
    return {
        "code": region.code,
        "path_name": path_name(call.db, region.code),
        "packs": [
            {"name": p.name, "version": version_words(p), "kind": p.kind, "hash": p.hash} for p in running
        ],
    }


@operation("GET", "/plugins/{region}", "一个地区的全部规则取值", Permission.PUBLIC, answer=REGION_RULES)
def show(call: Call) -> Reply:
    """Every answer of one region with its provenance."""
    code = str(call.request.matchdict["region"])
    if not is_region_code(code) or not chain(call.db, code)[-1].known:
        raise NotFound("没有这个地区，请核对地区代码。")
    rules = call.request.rules_of(code)
    return Reply(
        {
            "code": code,
            "path_name": path_name(call.db, code),
            "hash": rules.hash,
            "rules": answers_of(rules, ("",)),
        }
    )
