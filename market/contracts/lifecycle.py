"""The lifecycles of a contract and of its deliverable (domain rules §2.8)."""

from tongban.lifecycle import Lifecycle, State, Transition
from tongban.security import Permission as P

CONTRACT = Lifecycle(
    "contract",
    (
        State("uploaded", "待对方确认", "wait"),
        State("returned", "对方已退回", "late"),
        State("in_force", "履行中", "wait"),
        State("fulfilled", "已履行", "done", final=True),
    ),
    (
        Transition("returned", "upload", "uploaded", P.MARKET_CONTRACT_FILE, "重新上传合同"),
        Transition("uploaded", "confirm", "in_force", P.MARKET_CONTRACT_CONFIRM, "确认合同"),
        Transition("uploaded", "return", "returned", P.MARKET_CONTRACT_CONFIRM, "退回合同"),
        Transition("in_force", "fulfil", "fulfilled", P.SYSTEM_ONLY, "成果已验收"),
    ),
)

DELIVERABLE = Lifecycle(
    "deliverable",
    (
        State("due", "待提交", "wait"),
        State("submitted", "待验收", "wait"),
        State("returned", "已退回修改", "late"),
        State("accepted", "已验收", "done", final=True),
    ),
    (
        Transition("due", "submit", "submitted", P.MARKET_DELIVERABLE_SUBMIT, "提交成果"),
        Transition("returned", "submit", "submitted", P.MARKET_DELIVERABLE_SUBMIT, "重新提交"),
        Transition("submitted", "return", "returned", P.MARKET_DELIVERABLE_ACCEPT, "退回修改"),
        Transition("submitted", "accept", "accepted", P.MARKET_DELIVERABLE_ACCEPT, "验收通过"),
        Transition("submitted", "deem_accepted", "accepted", P.SYSTEM_ONLY, "逾期视同验收"),
    ),
)
