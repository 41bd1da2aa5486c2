"""The plan of a project for programs: nothing is stored, the same question has the same answer."""

from typing import Any

import colander

from agency.guides import load_guides
from agency.plan.limits import BY_WORDS, By
from agency.plan.make import make_plan
from agency.plan.schemas import EVENT_FIELDS, TOO_FAR, near_days, read_asked
from agency.projects import QUESTIONS, Kind, fact_node
from tongban import fields
from tongban.clock import local
from tongban.db.types import MAX_FEN
from tongban.errors import NotFound
from tongban.regions.chain import chain
from tongban.rest.errors import Fault, Invalid
from tongban.rest.operation import Call, Reply, operation
from tongban.rest.shapes import document, shape
from tongban.security import Permission
from tongban.site.deadlines import calendar_of

PLAN = shape(
    "Plan",
    "办事计划",
    document("项目情况，已知的各项", name="facts"),
    fields.region_code("地区", name="region"),
    fields.day("开始日期", name="start"),
    fields.whole("审批总时限（个工作日，沿关键线路）", name="total"),
    fields.whole("待定事项都要办时的审批总时限", name="total_all"),
    fields.whole("全程工作日，不论谁的时间", name="elapsed"),
    fields.day("最早办完的日期", name="end"),
    fields.flag("日期是否暂定", name="provisional"),
    document("全部内容，格式 tongban-plan/1：各事项、阶段、关键线路、目标和所用版本", name="content"),
)


def _query() -> colander.SchemaNode:
    by = {key.value: words for key, words in BY_WORDS.items()}
    query = fields.Schema()
    query.add(fields.day("从哪天开始", name="start"))
    query.add(fields.region_code("地区，不写则是本站所在地区", name="region", required=False))
    query.add(fields.choice("按哪一种时限算", by, name="by", required=False, missing=By.PROMISED.value))
    for name, title in zip(EVENT_FIELDS.values(), ("取得建设用地的日期", "完工日期"), strict=True):
        query.add(fields.day(title, name=name, required=False))
    for question in QUESTIONS.values():
        node = fact_node(question)
        if question.kind is Kind.MONEY:
            node = fields.whole(
                f"{question.title}，单位：分", name=question.name, max=MAX_FEN, required=False
            )
        query.add(node)
    return query


@operation("GET", "/plan", "测算办事计划", Permission.PUBLIC, query=_query(), answer=PLAN)
def plan(call: Call) -> Reply:
    """The plan of a project with the facts of the query; a fact that is left out is not known."""
    for name in ("start", *EVENT_FIELDS.values()):
        if call.query[name] is not None and not near_days(call.query[name], local(call.now).date()):
            raise Invalid([Fault(name, TOO_FAR, in_query=True)])
    region = call.query["region"] or str(call.request.site.region)
    if not chain(call.db, region)[-1].known:
        raise NotFound("没有这个地区，请核对地区代码。")
    asked = read_asked({**call.query, "region": region})
    found = make_plan(
        asked.facts,
        asked.start,
        call.request.rules_of(region),
        calendar_of(call.request, region),
        load_guides(),
        by=asked.by,
        events=asked.events,
    )
    content = found.to_json()
    values: dict[str, Any] = {
        "facts": content["facts"],
        "region": region,
        "start": found.start,
        "total": found.total,
        "total_all": found.total_all,
        "elapsed": found.elapsed,
        "end": found.end,
        "provisional": found.provisional,
        "content": content,
    }
    return Reply(values)
