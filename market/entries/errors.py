"""What an entry can be refused for."""

from typing import ClassVar

from tongban.errors import DomainError


class NotOpenForEntries(DomainError):
    """The need takes no entries now, and never did at the moment this one was received."""

    code: ClassVar[str] = "entry.not_open"
    message = "这项采购现在不接受报名。"


class NoEntry(DomainError):
    """The intermediary has no entry for this need."""

    code: ClassVar[str] = "entry.none"
    status: ClassVar[int] = 404
    message = "贵单位没有报名这项采购。"
