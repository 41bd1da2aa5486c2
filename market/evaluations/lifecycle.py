"""The lifecycle of a service evaluation (domain rules §2.9)."""

from tongban.lifecycle import Lifecycle, State, Transition
from tongban.security import Permission as P

EVALUATION = Lifecycle(
    "evaluation",
    (
        State("due", "待评价", "wait"),
        State("published", "已评价", "done", final=True),
        State("defaulted", "逾期默认", "ink", final=True),
    ),
    (
        Transition("due", "rate", "published", P.MARKET_EVALUATE, "提交评价"),
        Transition("due", "default", "defaulted", P.SYSTEM_ONLY, "逾期默认评价"),
    ),
)
