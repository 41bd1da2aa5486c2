"""The plan of a project (办事计划): which approvals, from when to when, how long in all."""

from agency.plan.applies import Status
from agency.plan.diff import Difference, diff
from agency.plan.limits import By
from agency.plan.make import make_plan
from agency.plan.model import Plan, PlanItem

__all__ = ["By", "Difference", "Plan", "PlanItem", "Status", "diff", "make_plan"]
