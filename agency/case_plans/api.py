"""The plan of a case for programs."""

from collections.abc import Mapping
from typing import Any

import colander
from pyramid.request import Request

from agency.case_plans.forms import why_node
from agency.case_plans.models import CasePlan
from agency.case_plans.service import latest_plan
from agency.case_plans.wiring import plan_service
from agency.cases.find import find_case
from agency.cases.schemas import REQUIRED_FACTS
from agency.projects import Facts, facts_schema
from tongban import fields
from tongban.errors import NotFound
from tongban.rest.operation import Call, Reply, operation
from tongban.rest.shapes import document, shape
from tongban.security import Permission

CASE_PLAN = shape(
    "CasePlan",
    "代办件的办事计划",
    fields.whole("第几版", name="edition"),
    fields.moment("排定时间", name="made_at"),
    fields.long_text("为什么排这一版", name="why"),
    document("计划，格式 tongban-plan/1", name="plan"),
    document("和上一版相比", name="difference", required=False),
)


@operation("GET", "/cases/{number}/plan", "代办件的办事计划", Permission.DESK, answer=CASE_PLAN)
def show(call: Call) -> Reply:
    """The latest edition."""
    case = find_case(call.db, call.number, call.actor)
    found = latest_plan(call.db, case)
    if found is None:
        raise NotFound("办事计划在委托代办协议生效时排定。")
    return Reply(found)


def _facts_body(_request: Request, _raw: Mapping[str, Any]) -> colander.SchemaNode:
    schema = facts_schema(REQUIRED_FACTS)
    schema.add(why_node())
    return schema


@operation(
    "POST",
    "/cases/{number}/facts",
    "变更项目情况，重排办事计划",
    Permission.AGENCY_CASE_FACTS,
    body=_facts_body,
    answer=CASE_PLAN,
    note="整份替换：没有写的情况按不清楚处理。",
)
def facts(call: Call) -> Reply:
    """Something else is known of the project."""
    case = find_case(call.db, call.number, call.actor)
    changed = Facts.from_values(call.values)
    found: CasePlan = plan_service(call.request).change_facts(case, changed, call.values["why"])
    call.db.flush()
    return Reply(found)
