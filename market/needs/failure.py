"""The closed list of reasons for which a need fails (domain rules §2.7), in words."""

from market.needs.models import Need

FAILURES: dict[str, str] = {
    "no_entry": "没有中介机构报名",
    "below_minimum": "有效报名少于最低家数",
    "all_invalid": "所有报名均无效",
    "no_result": "没有选出中介机构",
    "all_declined": "中选和候补机构均已放弃",
    "aborted_by_owner": "业主废置",
    "aborted_by_authority": "管理机构废置",
}


def failure_words(need: Need) -> str:
    """Why the need failed, with what more is known of it; empty for one that did not."""
    words = FAILURES.get(need.failure or "", "")
    return f"{words}：{need.reason}" if words and need.reason else words
