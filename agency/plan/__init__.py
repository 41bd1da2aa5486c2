"""The plan of a project (办事计划): which approvals, from when to when, how long in all."""

from typing import Any

from pyramid.config import Configurator

from agency.plan.applies import Status
from agency.plan.diff import Difference, diff
from agency.plan.limits import By
from agency.plan.make import make_plan
from agency.plan.model import Plan, PlanItem
from tongban.portal.blocks import Entrance, EntranceLink

__all__ = ["By", "Difference", "Plan", "PlanItem", "Status", "diff", "includeme", "make_plan"]

#: On the start page, for whoever has a project: the plan, and somebody who carries it out.
ENTRANCE = Entrance(
    "我要办项目",
    "先测算一份带日期的办事计划；也可以委托代办员全程代办，免费、自愿。",
    (
        EntranceLink("申请全程代办", "cases.list"),
        EntranceLink("测算办事计划", "guides.plan"),
        EntranceLink("查进度", "track.page"),
    ),
)


def includeme(config: Configurator) -> None:
    """The public page, before the guides: their route for one item would take its address."""
    directives: Any = config
    directives.add_static_view("static/plan", "agency:plan/static", cache_max_age=3600)
    config.add_route("guides.plan", "/guides/plan")
    directives.add_portal_entrance(25, ENTRANCE)
    config.scan("agency.plan.views")
    config.scan("agency.plan.api")
