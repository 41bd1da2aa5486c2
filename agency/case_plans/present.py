"""The plan of a case as pages show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pyramid.request import Request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from agency.case_plans.models import CasePlan
from agency.cases.models import Case
from agency.plan import Plan, Status
from agency.plan.diff import Change, Changed, Difference
from tongban.web.components import Column, Fact, Link, Table
from tongban.web.filters import date_text


@dataclass(frozen=True)
class EditionView:
    """One edition in the history of the plan."""

    number: int
    made_at: datetime
    who: str
    why: str
    difference: Difference | None


def editions_of(request: Request, case: Case) -> list[CasePlan]:
    """All editions, the latest first."""
    query = select(CasePlan).options(joinedload(CasePlan.author)).filter_by(case_id=case.id)
    return list(request.db.scalars(query.order_by(CasePlan.edition.desc())))


def edition_view(edition: CasePlan) -> EditionView:
    """An edition for the history."""
    difference = difference_of(edition.difference) if edition.difference is not None else None
    who = edition.author.name if edition.author else "系统"
    return EditionView(edition.edition, edition.made_at, who, edition.why, difference)


def difference_of(stored: Mapping[str, Any]) -> Difference:
    """What was kept of a difference."""
    return Difference(
        facts=tuple(stored["facts"]),
        items=tuple(_changed(item) for item in stored["items"]),
        total_before=stored["total_before"],
        total_now=stored["total_now"],
        end_before=date.fromisoformat(stored["end_before"]),
        end_now=date.fromisoformat(stored["end_now"]),
    )


def _changed(raw: Mapping[str, Any]) -> Changed:
    days = {name: date.fromisoformat(raw[name]) if raw[name] else None for name in ("before", "now")}
    return Changed(**{**raw, **days, "change": Change(raw["change"])})


def plan_facts(request: Request, case: Case, plan: Plan) -> Sequence[Fact]:
    """The plan in short, for the page of the case."""
    needed, opened = plan.with_status(Status.NEEDED), plan.with_status(Status.OPEN)
    end = f"{date_text(plan.end)}{'（暂定）' if plan.provisional else ''}"
    return (
        Fact("要办的事项", f"{len(needed)} 项" + (f"，另有 {len(opened)} 项待定" if opened else "")),
        Fact("最早办完", end, hint=f"从 {date_text(plan.start)} 起算。"),
        Fact(
            "办事计划", Link("查看进度图和每一项", request.route_path("case_plans.show", number=case.number))
        ),
    )


def plan_table(plan: Plan) -> Table:
    """What is needed and when, in a few words: for whoever follows the case without signing in."""
    columns = (Column("事项", main=True), Column("部门"), Column("最早开始"), Column("最迟办完"))
    items = [item for item in plan.with_status(Status.NEEDED) if item.start and item.end]
    rows = [
        (
            item.name,
            item.department,
            date_text(item.start),
            f"{date_text(item.end)}{'（暂定）' if item.provisional else ''}",
        )
        for item in sorted(items, key=lambda item: (item.start or date.max, item.end or date.max))
    ]
    return Table("办事计划", columns, rows)
