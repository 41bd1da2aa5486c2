"""The lifecycle of an entry (报名) with its sealed quotes (domain rules §2.4)."""

from tongban.lifecycle import Lifecycle, State, Transition
from tongban.security import Permission as P

ENTRY = Lifecycle(
    "entry",
    (
        State("submitted", "已报价", "wait"),
        State("withdrawn", "已撤回", "ink"),
        State("valid", "有效", "done"),
        State("excluded", "无效", "late", final=True),
        State("won", "中选", "done"),
        State("reserve", "候补", "wait"),
        State("lost", "未中选", "ink", final=True),
        State("declined", "放弃中选", "late", final=True),
    ),
    (
        Transition("submitted", "quote", "submitted", P.MARKET_ENTRY_SUBMIT, "修改报价"),
        Transition("submitted", "withdraw", "withdrawn", P.MARKET_ENTRY_WITHDRAW, "撤回报名"),
        Transition("withdrawn", "quote", "submitted", P.MARKET_ENTRY_SUBMIT, "重新报价"),
        Transition("submitted", "admit", "valid", P.SYSTEM_ONLY, "开启后有效"),
        Transition("submitted", "exclude", "excluded", P.SYSTEM_ONLY, "开启后无效"),
        Transition("valid", "exclude", "excluded", P.SYSTEM_ONLY, "抽取时已无效"),
        Transition("valid", "win", "won", P.SYSTEM_ONLY, "中选"),
        Transition("valid", "reserve", "reserve", P.SYSTEM_ONLY, "列为候补"),
        Transition("valid", "lose", "lost", P.SYSTEM_ONLY, "未中选"),
        Transition("reserve", "win", "won", P.SYSTEM_ONLY, "候补中选"),
        Transition("reserve", "exclude", "excluded", P.SYSTEM_ONLY, "递补时已无效"),
        Transition("reserve", "lose", "lost", P.SYSTEM_ONLY, "未中选"),
        Transition("won", "decline", "declined", P.MARKET_AWARD_DECLINE, "放弃中选"),
    ),
)
