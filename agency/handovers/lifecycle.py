"""The lifecycle of a hand-over: in force only when the incoming agent accepts."""

from tongban.lifecycle import Lifecycle, State, Transition
from tongban.security import Permission as P

HANDOVER = Lifecycle(
    "handover",
    (
        State("proposed", "待接手", "wait"),
        State("accepted", "已接手", "done", final=True),
        State("declined", "不接手", "late", final=True),
        State("cancelled", "已取消", "late", final=True),
    ),
    (
        Transition("proposed", "accept", "accepted", P.AGENCY_CASE_TAKE_OVER, "接手代办件"),
        Transition("proposed", "decline", "declined", P.AGENCY_CASE_TAKE_OVER, "不接手"),
        Transition("proposed", "cancel", "cancelled", P.AGENCY_CASE_HAND_OVER, "取消移交"),
        Transition("proposed", "lapse", "cancelled", P.SYSTEM_ONLY, "不再需要移交"),
    ),
)
