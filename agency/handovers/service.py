"""Giving a case to another agent: proposed by the head, in force when the incoming agent accepts."""

from collections.abc import Mapping
from typing import Any

from agency.cases.agents import seat_of
from agency.cases.models import Case
from agency.cases.notices import tell_applicant, tell_head, url_of
from agency.handovers.contents import contents_of
from agency.handovers.lapse import open_handover, settle
from agency.handovers.lifecycle import HANDOVER
from agency.handovers.models import Handover
from tongban.clock import local
from tongban.errors import InvalidField
from tongban.lifecycle import GuardFailed
from tongban.notices.service import notify_user
from tongban.numbering import next_number
from tongban.security import Permission
from tongban.work import Work

#: States in which a case changes hands; before the agreement is out the head simply names others.
STATES = ("awaiting_applicant_seal", "awaiting_centre_seal", "active")


class HandoverService:
    """The verbs of a hand-over."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session

    def propose(self, case: Case, values: Mapping[str, Any]) -> Handover:
        """Ask another agent to take the case over; until then the present one stays the first contact.

        ``values``: ``incoming`` and ``deputy`` (ids), ``reason``, ``remarks``. Raises InvalidField unless
        both are agents of the region and two persons, GuardFailed when the case cannot change hands now.
        """
        self._work.require(Permission.AGENCY_CASE_HAND_OVER, case)
        self._work.lock(case)
        if case.state not in STATES or case.agent_id is None:
            raise GuardFailed("这个代办件现在不需要移交。协议拟订以前，可以直接改派代办员。")
        if open_handover(self._session, case) is not None:
            raise GuardFailed("这个代办件已经在移交，请等待对方答复，或者先取消。")
        incoming = self._chosen(case, values)
        handover = Handover(
            number=next_number(self._session, "JJ", case.region, local(self._work.now).year),
            region=case.region,
            case_id=case.id,
            open_case_id=case.id,
            outgoing_id=case.agent_id,
            incoming_id=incoming,
            next_deputy_id=int(values["deputy"]),
            reason=values["reason"],
            contents=contents_of(self._session, case, values.get("remarks")),
            proposed_by=self._work.actor.user_id,
            proposed_at=self._work.now,
        )
        self._work.add([handover])
        case.incoming_id = incoming
        people = {"from_user_id": handover.outgoing_id, "to_user_id": incoming}
        self._work.record(handover, "propose", {"case": case.number, **people})
        self._work.record(case, "handover_proposed", {"handover": handover.number, **people})
        body = f"请您接手“{case.project_name}”。接手以前，仍由原代办员负责。"
        notify_user(self._work, handover, "propose", incoming, "请接手代办件", body, url_of(case))
        return handover

    def accept(self, handover: Handover) -> None:
        """The incoming agent takes the case: the applicant is told who it is, the old agent's access ends."""
        case = handover.case
        self._work.lock(case, handover)
        HANDOVER.fire(self._work, handover, "accept")
        case.agent_id, case.deputy_id = handover.incoming_id, handover.next_deputy_id
        settle(self._work, case, handover)
        self._session.flush()
        self._session.refresh(case, ["agent", "deputy"])
        people = {"from_user_id": handover.outgoing_id, "to_user_id": handover.incoming_id}
        self._work.record(case, "handed_over", {"handover": handover.number, **people})
        self._tell_accepted(case, handover)

    def decline(self, handover: Handover, reason: str) -> None:
        """The incoming agent does not take it: everything stays as it was."""
        case = handover.case
        self._work.lock(case, handover)
        HANDOVER.fire(self._work, handover, "decline", private={"reason": reason})
        handover.answer = reason
        settle(self._work, case, handover)
        body = f"{handover.incoming.name}不接手“{case.project_name}”：{reason}"
        tell_head(self._work, case, f"decline-{handover.id}", "代办件没有人接手", body)

    def cancel(self, handover: Handover) -> None:
        """The head calls it off."""
        case = handover.case
        self._work.lock(case, handover)
        HANDOVER.fire(self._work, handover, "cancel")
        settle(self._work, case, handover)
        body = f"“{case.project_name}”不用您接手了。"
        notify_user(self._work, handover, "cancel", handover.incoming_id, "移交已取消", body, url_of(case))

    def _chosen(self, case: Case, values: Mapping[str, Any]) -> int:
        incoming, deputy = int(values["incoming"]), int(values["deputy"])
        seat_of(self._session, case.region, incoming, "incoming")
        seat_of(self._session, case.region, deputy, "deputy")
        if incoming == case.agent_id:
            raise InvalidField("incoming", "这正是现在的代办员，请另选一位。")
        if deputy == incoming:
            raise InvalidField("deputy", "代办员和协办代办员须是两个人，请另选协办代办员。")
        return incoming

    def _tell_accepted(self, case: Case, handover: Handover) -> None:
        event, incoming = f"handover-{handover.id}", handover.incoming
        seat = seat_of(self._session, case.region, incoming.id, "incoming")
        phone = incoming.phone or seat.org.phone or ""
        body = f"“{case.project_name}”的代办员现在是{incoming.name}，电话 {phone}。协议继续有效。"
        tell_applicant(self._work, case, event, "代办员已变更", body)
        tell_head(self._work, case, event, "代办件已移交", f"{incoming.name}已接手“{case.project_name}”。")
        body = f"{incoming.name}已接手“{case.project_name}”，您不再是它的代办员。"
        notify_user(self._work, handover, "accept", handover.outgoing_id, "代办件已移交", body, "/agency")
