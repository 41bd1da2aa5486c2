"""The lifecycle of an award (domain rules §2.8)."""

from tongban.lifecycle import Lifecycle, State, Transition
from tongban.security import Permission as P

AWARD = Lifecycle(
    "award",
    (
        State("proposed", "公示中", "wait"),
        State("confirmed", "已确认", "done"),
        State("letter_issued", "已发中选通知书", "done"),
        State("contracted", "已签合同", "done", final=True),
        State("declined", "已放弃", "late", final=True),
    ),
    (
        Transition("proposed", "confirm", "confirmed", P.SYSTEM_ONLY, "公示期满"),
        Transition("confirmed", "issue_letter", "letter_issued", P.SYSTEM_ONLY, "发出中选通知书"),
        Transition("letter_issued", "contract", "contracted", P.SYSTEM_ONLY, "合同生效"),
        Transition("proposed", "decline", "declined", P.MARKET_AWARD_DECLINE, "放弃中选"),
        Transition("confirmed", "decline", "declined", P.MARKET_AWARD_DECLINE, "放弃中选"),
        Transition("letter_issued", "decline", "declined", P.MARKET_AWARD_DECLINE, "放弃中选"),
    ),
)
