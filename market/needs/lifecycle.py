"""The lifecycle of a need (domain rules §2.3)."""

from tongban.lifecycle import Lifecycle, State, Transition
from tongban.security import Permission as P

NEED = Lifecycle(
    "need",
    (
        State("draft", "草稿"),
        State("under_check", "待核验", "wait"),
        State("returned", "已退回", "late"),
        State("registering", "报名中", "wait"),
        State("closed", "已截止", "wait"),
        State("selecting", "选取中", "wait"),
        State("award_notice", "中选公示", "wait"),
        State("awarded", "已中选", "done"),
        State("in_service", "服务中", "wait"),
        State("delivered", "待评价", "wait"),
        State("closed_done", "已办结", "done", final=True),
        State("failed", "流标", "late", final=True),
        State("aborted", "已废置", "late", final=True),
    ),
    (
        Transition("draft", "submit", "under_check", P.MARKET_NEED_EDIT, "提交核验"),
        Transition("returned", "submit", "under_check", P.MARKET_NEED_EDIT, "重新提交"),
        Transition("under_check", "publish", "registering", P.MARKET_NEED_CHECK, "发布公告"),
        Transition("under_check", "return", "returned", P.MARKET_NEED_CHECK, "退回修改"),
        Transition("registering", "extend", "registering", P.MARKET_NEED_EDIT, "推迟报名截止"),
        Transition("registering", "close", "closed", P.SYSTEM_ONLY, "报名截止"),
        Transition("closed", "open", "selecting", P.SYSTEM_ONLY, "开启并公布名单"),
        Transition("closed", "fail", "failed", P.SYSTEM_ONLY, "流标"),
        Transition("selecting", "beacon", "selecting", P.MARKET_DRAW_BEACON, "确定公开随机值"),
        Transition("selecting", "fail", "failed", P.SYSTEM_ONLY, "流标"),
        Transition("selecting", "result", "award_notice", P.SYSTEM_ONLY, "公示中选结果"),
        Transition("award_notice", "confirm", "awarded", P.SYSTEM_ONLY, "公示期满"),
        Transition("award_notice", "next_candidate", "award_notice", P.SYSTEM_ONLY, "候补递补"),
        Transition("awarded", "next_candidate", "award_notice", P.SYSTEM_ONLY, "候补递补"),
        Transition("award_notice", "fail", "failed", P.SYSTEM_ONLY, "流标"),
        Transition("awarded", "fail", "failed", P.SYSTEM_ONLY, "流标"),
        Transition("awarded", "start_service", "in_service", P.SYSTEM_ONLY, "合同生效"),
        Transition("in_service", "deliver", "delivered", P.SYSTEM_ONLY, "成果验收"),
        Transition("delivered", "finish", "closed_done", P.SYSTEM_ONLY, "评价完成"),
        Transition("draft", "abort", "aborted", P.MARKET_NEED_ABORT, "废置"),
        Transition("returned", "abort", "aborted", P.MARKET_NEED_ABORT, "废置"),
        Transition("under_check", "abort", "aborted", P.MARKET_NEED_ABORT, "废置"),
        Transition("registering", "abort", "aborted", P.MARKET_NEED_ABORT, "废置"),
    ),
)
