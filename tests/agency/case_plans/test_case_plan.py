"""The plan of a case: fixed when the agreement is in force, made anew with reasons when a fact changes."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from agency.case_plans.models import CasePlan
from agency.case_plans.service import latest_plan
from agency.plan import Plan, Status
from agency.projects import Facts
from tests.access.posts import agency as people
from tests.market.pages.site import Site
from tests.support.agency import Agency
from tests.support.market import Party, at
from tests.support.templates import Templates
from tongban.audit.models import AuditEvent
from tongban.errors import NotAllowed
from tongban.lifecycle import GuardFailed
from tongban.notices.models import Notice

KNOWN = {"funding": "private", "project_class": "industrial"}


def plan_of(agency: Agency) -> Plan:
    with agency.db() as session:
        kept = latest_plan(session, agency.case(session))
        assert kept is not None
        return Plan.from_json(kept.plan)


def change(agency: Agency, party: Party, **facts: Any) -> None:
    with agency.db.begin() as session:
        known = Facts.from_values({**KNOWN, **facts})
        agency.plans(session, party).change_facts(agency.case(session), known, "企业说明。")


def test_the_plan_begins_on_the_day_of_the_agreement_and_runs_by_the_rules_of_the_case(
    agency: Agency,
) -> None:
    plan = plan_of(agency)
    assert plan.start == date(2026, 3, 2)
    with agency.db() as session:
        case = agency.case(session)
        assert plan.rules_hash == agency.rules.pinned(session, case.rules_hash).hash == case.rules_hash
        assert session.scalars(select(CasePlan.edition)).all() == [1]
    assert plan.facts.to_json() == KNOWN


def test_a_changed_fact_says_what_came_and_why(agency: Agency) -> None:
    before = plan_of(agency)
    agency.clock.set(at(5, 9))
    change(agency, agency.agents[0], eia_kind="report")
    now = plan_of(agency)
    assert now.start == before.start, "the plan begins where it began"
    assert now.facts.eia_kind == "report"
    with agency.db() as session:
        editions = session.scalars(select(CasePlan).order_by(CasePlan.edition)).all()
        difference = editions[1].difference
        assert editions[0].difference is None
        assert difference is not None
        assert difference["facts"] == ["环评类别：还不清楚 → 环境影响报告书"]
        changed = {item["code"]: item for item in difference["items"]}
        came = [code for code, item in changed.items() if item["change"] == "came"]
        assert came
        assert all("环评类别" in changed[code]["why"] for code in came)
        assert all(now[code].status is Status.NEEDED for code in came)
        event = session.scalars(select(AuditEvent).filter_by(event="plan").order_by(AuditEvent.id)).all()[-1]
        assert event.public["changes"] == difference
        body = session.scalars(
            select(Notice.body).filter_by(user_id=agency.owner.user_id).order_by(Notice.id.desc())
        ).first()
    assert body is not None
    assert "环评类别：还不清楚 → 环境影响报告书" in body


def test_back_to_what_it_was_the_dates_are_what_they_were(agency: Agency) -> None:
    before = plan_of(agency)
    change(agency, agency.agents[0], eia_kind="report")
    change(agency, agency.agents[1])
    assert plan_of(agency) == before


def test_nothing_changed_is_no_new_edition(agency: Agency) -> None:
    with pytest.raises(GuardFailed, match="没有改动"):
        change(agency, agency.agents[0])


def test_only_who_carries_the_case_changes_it_and_only_while_it_runs(agency: Agency) -> None:
    for party in (agency.agents[2], agency.head, agency.owner):
        with pytest.raises(NotAllowed):
            change(agency, party, eia_kind="report")
    agency.act("terminate", agency.owner, "项目取消。")
    with pytest.raises(GuardFailed):
        change(agency, agency.agents[0], eia_kind="report")


@pytest.fixture(scope="module")
def site(templates: Templates) -> Iterator[Site]:
    with templates.fresh("practice") as place:
        site = Site(place)
        site.start()
        yield site
        site.close()


def test_the_pages_show_the_plan_its_history_and_the_applicants_short_list(site: Site) -> None:
    number = people.active(site)
    site.act("agent", f"/agency/{number}/facts", eia_kind="form", why="按名录编制报告表。")
    page = site.page(f"/agency/{number}/plan", "owner1")
    said = str(page.html.select_one("main").get_text(" ", strip=True))
    for words in ("第 2 版", "按名录编制报告表。", "环评类别：还不清楚 → 环境影响报告表", "审批总时限"):
        assert words in said
    assert page.html.select("svg.gantt")
    assert page.html.select(".day-strip")
    assert "查看进度图和每一项" in site.main(f"/agency/{number}", "owner1")
    assert "变更项目情况" not in page.text
    assert "变更项目情况" in site.page(f"/agency/{number}/plan", "agent").text
    site.page(f"/agency/{number}/plan", "owner2", status=404)
