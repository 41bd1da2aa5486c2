"""From the request for whole-process agency to the two who carry it (domain rules §3.1)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from agency.cases.agents import seat_of
from agency.cases.dues import ASSIGN_DUE, SCREEN_DUE, SEAL_DUE
from agency.cases.lifecycle import CASE, OPEN
from agency.cases.models import Case
from agency.cases.notices import tell_agents, tell_applicant, tell_assigned, tell_head, tell_requested
from agency.cases.numbers import new_query_code
from agency.cases.rules import rules_of
from agency.cases.scope import check_scope
from agency.handovers.lapse import lapse
from agency.projects import Facts
from tongban.accounts.models import Organisation
from tongban.calendar import CalendarService
from tongban.clock import local
from tongban.dues.service import Dues
from tongban.errors import InvalidField, NotAllowed
from tongban.lifecycle import GuardFailed
from tongban.numbering import next_number
from tongban.rules import Rules, RuleSet, RulesProvider, pin
from tongban.security import Permission
from tongban.work import Work

_PLAIN = ("applicant_kind", "proposed_company", "contact_name", "contact_phone", "project_name", "scope")


class CaseService:
    """The verbs of a case until somebody carries it."""

    def __init__(
        self, work: Work, provider: RulesProvider, calendars: CalendarService, templates: Mapping[str, str]
    ) -> None:
        self._work = work
        self._session = work.session
        self._provider = provider
        self._dues = Dues(work, calendars)
        self._templates = templates

    def request(self, values: Mapping[str, Any]) -> Case:
        """A new request. Raises NotAllowed, or InvalidField for what cannot be so."""
        self._work.require(Permission.AGENCY_CASE_REQUEST)
        actor = self._work.actor
        if actor.org_id is None or actor.user_id is None:
            raise NotAllowed
        region, rules = str(values["region"]), self._rules(str(values["region"]))
        self._check(self._session.get_one(Organisation, actor.org_id), values, rules)
        case = Case(
            number=next_number(self._session, "DB", region, local(self._work.now).year),
            region=region,
            owner_org_id=actor.org_id,
            created_by=actor.user_id,
            project_code=values.get("project_code"),
            open_code=values.get("project_code"),
            facts=Facts.from_values(values).to_json(),
            stages=list(values["stages"]),
            query_code=new_query_code(),
            requested_at=self._work.now,
            **{name: values.get(name) for name in _PLAIN},
        )
        self._work.add([case])
        due = self._dues.after_receipt(rules, self._work.now, int(rules.value("agency.screen_wd")))
        case.screen_due = self._dues.keep(case, SCREEN_DUE.name, due)
        self._work.record(case, "request", {"kind": case.applicant_kind, "stages": case.stages})
        tell_requested(self._work, case)
        return case

    def withdraw(self, case: Case, reason: str) -> None:
        """The applicant takes the request back before it is decided."""
        CASE.fire(self._work, case, "withdraw", private={"reason": reason})
        self._end(case, reason)

    def accept(self, case: Case) -> None:
        """Accept the request: the rules stick from here on. Raises GuardFailed outside the region's scope."""
        rules = self._rules(case.region)
        self._work.require(Permission.AGENCY_CASE_SCREEN, case)
        check_scope(rules, Facts.from_json(case.facts))
        CASE.fire(self._work, case, "accept")
        case.rules_hash = pin(self._session, rules, now=self._work.now, templates=self._templates)
        case.screened_at, case.screened_by = self._work.now, self._work.actor.user_id
        due = self._dues.after(rules, local(self._work.now).date(), int(rules.value("agency.assign_wd")))
        case.assign_due = self._dues.keep(case, ASSIGN_DUE.name, due)
        tell_applicant(self._work, case, "accept", "代办申请已受理", f"“{case.project_name}”已受理。")
        tell_head(self._work, case, "accept", "请指派代办员", f"“{case.project_name}”已受理，请指派代办员。")

    def refuse(self, case: Case, reason: str) -> None:
        """Refuse the request, with the reason."""
        CASE.fire(self._work, case, "refuse", private={"reason": reason})
        case.screened_at, case.screened_by = self._work.now, self._work.actor.user_id
        self._end(case, reason)
        body = f"“{case.project_name}”的代办申请不予受理：{reason}"
        tell_applicant(self._work, case, "refuse", "代办申请不予受理", body)

    def assign(self, case: Case, agent_id: int, deputy_id: int) -> None:
        """Name agent and deputy, or others while no agreement is out.

        Raises InvalidField unless both are agents of the region and two persons.
        """
        self._work.require(Permission.AGENCY_CASE_ASSIGN, case)
        if agent_id == deputy_id:
            raise InvalidField("deputy", "代办员和协办代办员须是两个人，一人不在时由另一人接手。")
        agent = seat_of(self._session, case.region, agent_id, "agent").user
        deputy = seat_of(self._session, case.region, deputy_id, "deputy").user
        lapse(self._work, case)
        CASE.fire(self._work, case, "assign", agent_user_id=agent_id, deputy_user_id=deputy_id)
        first = case.assigned_at is None
        case.agent_id, case.deputy_id, case.assigned_at = agent_id, deputy_id, self._work.now
        if first:
            rules = rules_of(self._session, self._provider, case, self._work.now)
            due = self._dues.after(rules, local(self._work.now).date(), int(rules.value("agency.seal_wd")))
            case.seal_due = self._dues.keep(case, SEAL_DUE.name, due)
        tell_assigned(self._work, case, agent, deputy)

    def terminate(self, case: Case, reason: str) -> None:
        """End an accepted case before its time, for a stated reason; either side may."""
        CASE.fire(self._work, case, "terminate", private={"reason": reason})
        self._end(case, reason)
        who = "申请人" if case.owner_org_id == self._work.actor.org_id else "代办中心"
        title, body = "代办已终止", f"“{case.project_name}”由{who}终止代办：{reason}"
        tell_applicant(self._work, case, "terminate", title, body)
        tell_head(self._work, case, "terminate", title, body)
        tell_agents(self._work, case, "terminate", title, body)

    def enter_code(self, case: Case, code: str) -> None:
        """The agent has obtained the project code. Raises InvalidField for one that is carried already."""
        self._work.require(Permission.AGENCY_CASE_DRAFT, case)
        self._work.lock(case)
        if case.state not in OPEN or case.project_code is not None:
            raise GuardFailed("这个代办件已有项目代码，或者已经结束。")
        self._check_code(code)
        case.project_code = case.open_code = code
        self._work.record(case, "project_code", {"code": code})
        tell_applicant(self._work, case, "code", "已取得项目代码", f"“{case.project_name}”：{code}")

    def _end(self, case: Case, reason: str) -> None:
        lapse(self._work, case)
        case.reason, case.ended_at, case.open_code = reason, self._work.now, None

    def _check(self, owner: Organisation, values: Mapping[str, Any], rules: Rules) -> None:
        kind = values["applicant_kind"]
        if (owner.kind == "person") != (kind == "founder"):
            raise InvalidField("applicant_kind", "自然人以发起人身份申请；单位以项目单位或者母公司身份申请。")
        if kind != "enterprise" and not values.get("proposed_company"):
            raise InvalidField("proposed_company", "请填写拟设立公司的名称，名称未核准的写拟用名称。")
        if not values.get("project_code") and not values.get("code_by_agent"):
            raise InvalidField("project_code", "请填写项目代码；还没有赋码的，请勾选由代办员协助取得。")
        if set(values["stages"]) - set(rules.value("agency.stages_delegable")):
            raise InvalidField("stages", "请从本地区可以委托的阶段中选择。")
        if values.get("project_code"):
            self._check_code(str(values["project_code"]))

    def _check_code(self, code: str) -> None:
        if self._session.scalar(select(Case.id).filter_by(open_code=code)) is not None:
            raise InvalidField("project_code", "这个项目已经在代办，不能重复申请。请核对项目代码。")

    def _rules(self, region: str) -> RuleSet:
        return self._provider.for_region(region, self._work.now, self._session)
