"""Refusals of the lifecycle tables."""

from tongban.errors import DomainError


class WrongState(DomainError):
    """The thing is not in a state from which the event leads anywhere."""

    code = "wrong_state"
    message = "当前状态下不能进行这项操作。页面可能已过期，请刷新后查看最新状态。"


class GuardFailed(DomainError):
    """The state is right, but something that must hold does not."""

    code = "guard_failed"
