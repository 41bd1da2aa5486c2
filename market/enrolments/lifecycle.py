"""The lifecycle of an enrolment (domain rules §2.2)."""

from tongban.lifecycle import Lifecycle, State, Transition
from tongban.security import Permission as P

ENROLMENT = Lifecycle(
    "enrolment",
    (
        State("draft", "待提交"),
        State("submitted", "待核验", "wait"),
        State("returned", "已退回", "late"),
        State("publicity", "入驻公示", "wait"),
        State("active", "已入驻", "done"),
        State("suspended", "已暂停", "late"),
        State("withdrawn", "已退出"),
        State("expelled", "已清退", "late", final=True),
    ),
    (
        Transition("draft", "submit", "submitted", P.MARKET_ENROLMENT_EDIT, "提交核验"),
        Transition("returned", "submit", "submitted", P.MARKET_ENROLMENT_EDIT, "重新提交"),
        Transition("withdrawn", "submit", "submitted", P.MARKET_ENROLMENT_EDIT, "重新入驻"),
        Transition("submitted", "activate", "active", P.MARKET_ENROLMENT_CHECK, "核验通过"),
        Transition("submitted", "publicise", "publicity", P.MARKET_ENROLMENT_CHECK, "核验通过，开始公示"),
        Transition("submitted", "return", "returned", P.MARKET_ENROLMENT_CHECK, "退回修改"),
        Transition("publicity", "activate", "active", P.SYSTEM_ONLY, "公示期满"),
        Transition("publicity", "return", "returned", P.MARKET_ENROLMENT_CHECK, "公示有异议，退回"),
        Transition("active", "approve_changes", "active", P.MARKET_ENROLMENT_CHECK, "变更核验通过"),
        Transition("suspended", "approve_changes", "suspended", P.MARKET_ENROLMENT_CHECK, "变更核验通过"),
        Transition("active", "refuse_changes", "active", P.MARKET_ENROLMENT_CHECK, "变更未通过"),
        Transition("suspended", "refuse_changes", "suspended", P.MARKET_ENROLMENT_CHECK, "变更未通过"),
        Transition("active", "suspend", "suspended", P.MARKET_ENROLMENT_SUSPEND, "暂停"),
        Transition("suspended", "reinstate", "active", P.MARKET_ENROLMENT_CHECK, "恢复"),
        Transition("active", "withdraw", "withdrawn", P.MARKET_ENROLMENT_EDIT, "退出平台"),
        Transition("suspended", "withdraw", "withdrawn", P.MARKET_ENROLMENT_EDIT, "退出平台"),
        Transition("active", "expel", "expelled", P.MARKET_CREDIT_POST, "清退"),
        Transition("suspended", "expel", "expelled", P.MARKET_CREDIT_POST, "清退"),
    ),
)

#: States in which the whole enrolment may be rewritten, because nothing of it is in force.
EDITABLE = ("draft", "returned", "withdrawn")
#: States in which changes wait for a check of their own while the old data stay in force.
CHANGEABLE = ("active", "suspended")
#: States in which the public may look at an intermediary.
PUBLIC = ("publicity", "active", "suspended")
