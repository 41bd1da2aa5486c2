"""The lifecycle of a case (domain rules §3.1)."""

from tongban.lifecycle import Lifecycle, State, Transition
from tongban.security import Permission as P

CASE = Lifecycle(
    "case",
    (
        State("requested", "待受理", "wait"),
        State("refused", "不予受理", "late", final=True),
        State("screened", "待指派代办员", "wait"),
        State("assigned", "待拟订协议", "wait"),
        State("awaiting_applicant_seal", "待申请人签章", "wait"),
        State("awaiting_centre_seal", "待代办中心签章", "wait"),
        State("active", "代办中", "done"),
        State("withdrawn", "已撤回", "late", final=True),
        State("terminated", "已终止", "late", final=True),
    ),
    (
        Transition("requested", "accept", "screened", P.AGENCY_CASE_SCREEN, "受理申请"),
        Transition("requested", "refuse", "refused", P.AGENCY_CASE_SCREEN, "不予受理"),
        Transition("requested", "withdraw", "withdrawn", P.AGENCY_CASE_WITHDRAW, "撤回申请"),
        Transition("screened", "assign", "assigned", P.AGENCY_CASE_ASSIGN, "指派代办员"),
        Transition("assigned", "assign", "assigned", P.AGENCY_CASE_ASSIGN, "改派代办员"),
        Transition("assigned", "draft", "awaiting_applicant_seal", P.AGENCY_CASE_DRAFT, "拟订协议"),
        Transition("awaiting_applicant_seal", "return", "assigned", P.AGENCY_CASE_SEAL, "退回修改协议"),
        Transition(
            "awaiting_applicant_seal", "seal", "awaiting_centre_seal", P.AGENCY_CASE_SEAL, "申请人签章"
        ),
        Transition(
            "awaiting_centre_seal", "countersign", "active", P.AGENCY_CASE_COUNTERSIGN, "代办中心签章"
        ),
        *(
            Transition(state, "terminate", "terminated", P.AGENCY_CASE_TERMINATE, "终止代办")
            for state in (
                "screened",
                "assigned",
                "awaiting_applicant_seal",
                "awaiting_centre_seal",
                "active",
            )
        ),
    ),
)

#: States in which the case goes on.
OPEN = tuple(state.name for state in CASE.states.values() if not state.final)
