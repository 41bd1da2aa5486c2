"""Fixing the plan of a case, and making it anew when what is known of the project changes."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.case_plans.models import CasePlan
from agency.cases.models import Case
from agency.cases.notices import tell_agents, tell_applicant
from agency.cases.rules import rules_of
from agency.guides import load_guides
from agency.plan import Difference, Plan, diff, make_plan
from agency.plan.diff import CHANGE_WORDS
from agency.projects import Facts
from tongban.calendar import CalendarService
from tongban.clock import local
from tongban.lifecycle import GuardFailed
from tongban.rules import RulesProvider
from tongban.security import Permission
from tongban.work import Work

FIRST = "委托代办协议生效"


def latest_plan(session: Session, case: Case) -> CasePlan | None:
    """The edition that counts; None before the agreement is in force."""
    query = select(CasePlan).filter_by(case_id=case.id).order_by(CasePlan.edition.desc())
    return session.scalar(query.limit(1))


class CasePlanService:
    """The verbs of a case's plan; it runs by the rules the case was accepted with."""

    def __init__(self, work: Work, provider: RulesProvider, calendars: CalendarService) -> None:
        self._work = work
        self._session = work.session
        self._provider = provider
        self._calendars = calendars

    def fix(self, case: Case) -> CasePlan:
        """The first edition, from the day on which the agreement came into force."""
        plan = self._make(case, Facts.from_json(case.facts))
        edition = self._keep(case, 1, FIRST, plan, None)
        body = f"“{case.project_name}”的办事计划已排定，最早 {plan.end:%Y-%m-%d} 办完，请在代办件页面查看。"
        tell_applicant(self._work, case, "plan-1", "办事计划已排定", body)
        return edition

    def change_facts(self, case: Case, facts: Facts, why: str) -> CasePlan:
        """Something else is known of the project: a new edition, which says what came, went and moved.

        Raises GuardFailed when nothing differs, or when there is no plan to change.
        """
        self._work.require(Permission.AGENCY_CASE_FACTS, case)
        self._work.lock(case)
        before = latest_plan(self._session, case)
        if case.state != "active" or before is None:
            raise GuardFailed("代办中的项目才能变更情况。")
        if facts == Facts.from_json(case.facts):
            raise GuardFailed("没有改动，计划不用重排。")
        old = Plan.from_json(before.plan)
        new = self._make(case, facts)
        found = diff(old, new)
        case.facts = facts.to_json()
        edition = self._keep(case, before.edition + 1, why, new, found)
        self._tell_changed(case, edition, found)
        return edition

    def _make(self, case: Case, facts: Facts) -> Plan:
        rules = rules_of(self._session, self._provider, case, self._work.now)
        start = local(case.active_at or self._work.now).date()
        return make_plan(facts, start, rules, self._calendars.for_rules(rules), load_guides())

    def _keep(self, case: Case, number: int, why: str, plan: Plan, difference: Difference | None) -> CasePlan:
        edition = CasePlan(
            case_id=case.id,
            edition=number,
            made_at=self._work.now,
            made_by=self._work.actor.user_id,
            why=why,
            plan=plan.to_json(),
            difference=difference.to_json() if difference is not None else None,
        )
        self._work.add([edition])
        public = {"edition": number, "end": plan.end.isoformat(), "total": plan.total}
        if difference is not None:
            public["changes"] = edition.difference
        self._work.record(case, "plan", public, {"why": why})
        return edition

    def _tell_changed(self, case: Case, edition: CasePlan, found: Difference) -> None:
        counts = [
            f"{words} {number} 项"
            for change, words in CHANGE_WORDS.items()
            if (number := sum(item.change is change for item in found.items))
        ]
        what = "、".join(counts) or "日期不变"
        body = (
            f"“{case.project_name}”的情况有变更（{'；'.join(found.facts)}），办事计划已重排：{what}，"
            f"最早办完的日期由 {found.end_before:%Y-%m-%d} 变为 {found.end_now:%Y-%m-%d}。"
        )
        event = f"plan-{edition.edition}"
        tell_applicant(self._work, case, event, "办事计划已重排", body)
        tell_agents(self._work, case, event, "办事计划已重排", body)
