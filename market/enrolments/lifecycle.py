"""The lifecycle of an enrolment (domain rules §2.2)."""

from tongban.lifecycle import Lifecycle, State, Transition
from tongban.security import Permission as P

ENROLMENT = Lifecycle(
    "enrolment",
    (
        State("draft", "待提交"),
        State("submitted", "待核验", "wait"),
        State("returned", "已退回", "late"),
        State("active", "已入驻", "done"),
        State("suspended", "已暂停", "late"),
        State("withdrawn", "已退出", "ink", final=True),
        State("expelled", "已清退", "late", final=True),
    ),
    (
        Transition("draft", "submit", "submitted", P.MARKET_ENROLMENT_EDIT, "提交核验"),
        Transition("returned", "submit", "submitted", P.MARKET_ENROLMENT_EDIT, "重新提交"),
        Transition("submitted", "activate", "active", P.MARKET_ENROLMENT_CHECK, "核验通过"),
        Transition("submitted", "return", "returned", P.MARKET_ENROLMENT_CHECK, "退回修改"),
        Transition("active", "suspend", "suspended", P.MARKET_ENROLMENT_SUSPEND, "暂停"),
        Transition("suspended", "reinstate", "active", P.MARKET_ENROLMENT_CHECK, "恢复"),
        Transition("active", "withdraw", "withdrawn", P.MARKET_ENROLMENT_EDIT, "退出平台"),
        Transition("suspended", "withdraw", "withdrawn", P.MARKET_ENROLMENT_EDIT, "退出平台"),
        Transition("active", "expel", "expelled", P.MARKET_CREDIT_POST, "清退"),
        Transition("suspended", "expel", "expelled", P.MARKET_CREDIT_POST, "清退"),
    ),
)
