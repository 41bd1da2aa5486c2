"""The delegation agreement: drafted by the agent, sealed by the applicant, then by the centre."""

from collections.abc import Mapping
from typing import Any

from agency.case_plans.service import CasePlanService
from agency.cases.agents import seat_of
from agency.cases.agreement import Parties, compose, digest
from agency.cases.lifecycle import CASE
from agency.cases.models import Case
from agency.cases.notices import tell_agents, tell_applicant, tell_head
from agency.cases.rules import rules_of
from agency.documents import next_document
from tongban.clock import local
from tongban.errors import InvalidField, StaleEdit
from tongban.lifecycle import GuardFailed
from tongban.rules import RulesProvider
from tongban.work import Work

#: The outbox handler that typesets an agreement.
RENDER = "agreement.render"

#: In what capacity somebody seals for the applicant.
CAPACITIES: Mapping[str, str] = {
    "legal": "法定代表人（负责人）或者本人",
    "authorised": "经授权的代表",
}


class AgreementService:
    """The verbs of an agreement."""

    def __init__(self, work: Work, provider: RulesProvider, plans: CasePlanService) -> None:
        self._work = work
        self._plans = plans
        self._session = work.session
        self._provider = provider

    def draft(self, case: Case, terms: Mapping[str, Any]) -> None:
        """Draft the agreement and put it before the applicant; a second draft keeps the number.

        ``terms``: ``until`` (a date or None), ``may_promise``, ``note``. Raises InvalidField for an end that
        has passed.
        """
        until = terms.get("until")
        if until is not None and until <= local(self._work.now).date():
            raise InvalidField("until", "委托期限要晚于今天。")
        CASE.fire(self._work, case, "draft")
        if case.agreement_number is None:
            rules = rules_of(self._session, self._provider, case, self._work.now)
            case.agreement_number = next_document(
                self._session, rules, "agency_agreement", case.region, self._work.now
            )
        case.agreement = compose(case, self._parties(case), terms, self._work.now)
        case.drafted_at, case.draft_file_id, case.reason = self._work.now, None, None
        event = f"draft-{digest(case.agreement)[:12]}"
        facts = {"number": case.agreement_number, "digest": digest(case.agreement)}
        self._work.record(case, "agreement", facts)
        self._work.enqueue(RENDER, case, {"digest": facts["digest"], "sealed": False})
        body = f"“{case.project_name}”的委托代办协议 {case.agreement_number} 已拟好，请核对后签章。"
        tell_applicant(self._work, case, event, "请签订委托代办协议", body)

    def send_back(self, case: Case, reason: str) -> None:
        """The applicant wants the draft changed, and says what."""
        before = digest(case.agreement or {})
        CASE.fire(self._work, case, "return", private={"reason": reason})
        case.reason = reason
        body = f"“{case.project_name}”的申请人要求修改协议：{reason}"
        tell_agents(self._work, case, f"return-{before[:12]}", "请修改委托代办协议", body)

    def seal(self, case: Case, seen: str, signer: Mapping[str, Any]) -> None:
        """The applicant seals the agreement whose digest was ``seen``.

        ``signer``: ``signer`` (name), ``capacity``, ``authority`` (what the authorisation rests on). Raises
        StaleEdit when another draft has taken its place, InvalidField for an authority that is not named.
        """
        if signer["capacity"] == "authorised" and not signer.get("authority"):
            raise InvalidField("authority", "经授权签章的，请写明授权依据，例如授权委托书的编号和日期。")
        self._fire(case, "seal", seen)
        case.applicant_seal = self._seal(seen, signer)
        case.applicant_sealed_at = self._work.now
        body = f"“{case.project_name}”的申请人已签章，请代办中心签章。"
        tell_head(self._work, case, "seal", "请在委托代办协议上签章", body)
        tell_agents(self._work, case, "seal", "申请人已签章", body)

    def countersign(self, case: Case, seen: str) -> None:
        """The centre seals the agreement whose digest was ``seen``: it is in force, and the plan is fixed.

        Raises StaleEdit when the agreement is another one by now.
        """
        self._fire(case, "countersign", seen)
        signer = {"signer": self._work.actor.label, "capacity": "legal", "authority": None}
        case.centre_seal = self._seal(seen, signer)
        case.active_at = self._work.now
        self._work.enqueue(RENDER, case, {"digest": seen, "sealed": True})
        body = f"“{case.project_name}”的委托代办协议 {case.agreement_number} 已生效，代办开始。"
        tell_applicant(self._work, case, "countersign", "委托代办协议已生效", body)
        tell_agents(self._work, case, "countersign", "委托代办协议已生效", body)
        self._plans.fix(case)

    def _fire(self, case: Case, event: str, seen: str) -> None:
        self._work.lock(case)
        transition = CASE.find(case.state, event)
        if transition is not None and case.agreement is not None and digest(case.agreement) != seen:
            self._work.require(transition.who, case)
            raise StaleEdit("协议在您打开之后又改过，请重新核对后再签章。")
        CASE.fire(self._work, case, event, digest=seen)

    def _seal(self, seen: str, signer: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "digest": seen,
            "at": local(self._work.now).isoformat(timespec="seconds"),
            "user_id": self._work.actor.user_id,
            **{name: signer.get(name) for name in ("signer", "capacity", "authority")},
        }

    def _parties(self, case: Case) -> Parties:
        try:
            agent = seat_of(self._session, case.region, int(case.agent_id or 0), "agent")
            deputy = seat_of(self._session, case.region, int(case.deputy_id or 0), "deputy")
        except InvalidField as gone:
            raise GuardFailed("代办员或者协办代办员已经不在岗，请代办中心负责人改派后再拟协议。") from gone
        return Parties(agent.org, agent.user, deputy.user)
