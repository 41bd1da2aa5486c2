"""The states of a person's account: active, or disabled after everything they held went to somebody else."""

from collections.abc import Mapping
from typing import Any

from tongban.accounts import reach
from tongban.accounts.models import User
from tongban.accounts.sole import sole_admin_of
from tongban.lifecycle import Lifecycle, State, Transition
from tongban.security import Permission as P
from tongban.work import Work


def _not_oneself(work: Work, user: User, _facts: Mapping[str, Any]) -> str | None:
    return "不能停用自己的账号，请由另一位管理员办理。" if work.actor.user_id == user.id else None


def _within_reach(work: Work, user: User, _facts: Mapping[str, Any]) -> str | None:
    return reach.beyond(work, user)


def _nothing_held(_work: Work, _user: User, facts: Mapping[str, Any]) -> str | None:
    held = facts.get("held")
    if held is None:
        return "停用前须先核对此人名下的事项。"
    return f"此人名下还有 {held} 项须先移交。" if held else None


def _others_remain(work: Work, user: User, _facts: Mapping[str, Any]) -> str | None:
    sole = sole_admin_of(work.session, user)
    if not sole:
        return None
    names = "、".join(membership.org.name for membership in sole)
    return f"此人是{names}仅有的管理员，请先指定接替的人。"


ACCOUNT = Lifecycle(
    "user",
    (State("active", "正常", "done"), State("disabled", "已停用", "late")),
    (
        Transition(
            "active",
            "disable",
            "disabled",
            P.ADMIN_ACCOUNTS,
            "停用",
            (_not_oneself, _within_reach, _nothing_held, _others_remain),
        ),
        Transition("disabled", "enable", "active", P.ADMIN_ACCOUNTS, "恢复", (_within_reach,)),
    ),
)
ACCOUNT.guard_attribute(User.state)
