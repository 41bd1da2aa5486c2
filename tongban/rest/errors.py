"""What the door itself refuses, before or instead of the rules of the field."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from tongban.errors import DomainError


@dataclass(frozen=True)
class Fault:
    """What is wrong with one part of a request: a JSON pointer into the body, or a parameter's name."""

    where: str
    detail: str
    in_query: bool = False

    def to_json(self) -> dict[str, str]:
        """As problem details list it."""
        return {"parameter" if self.in_query else "pointer": self.where, "detail": self.detail}


class Invalid(DomainError):
    """The body or the query does not fit its schema; ``faults`` names every part that does not."""

    code: ClassVar[str] = "invalid"
    status: ClassVar[int] = 422
    message = "提交的内容有误，没有办理。逐项说明见 errors。"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__()


class Malformed(DomainError):
    """The body is no JSON document that is read the same way everywhere."""

    code: ClassVar[str] = "malformed"
    status: ClassVar[int] = 400


class WrongMediaType(DomainError):
    """The body is of another type than the operation reads."""

    code: ClassVar[str] = "unsupported_media_type"
    status: ClassVar[int] = 415


class NotAcceptable(DomainError):
    """The answer would be of a type that the program does not take."""

    code: ClassVar[str] = "not_acceptable"
    status: ClassVar[int] = 406


class TooLarge(DomainError):
    """The body is larger than any of its kind."""

    code: ClassVar[str] = "too_large"
    status: ClassVar[int] = 413


class NoToken(DomainError):
    """The operation is not for everybody, and the request names nobody."""

    code: ClassVar[str] = "unauthorized"
    status: ClassVar[int] = 401
    message = "这项操作需要访问令牌：Authorization: Bearer 令牌。"


class BadToken(DomainError):
    """The token opens nothing: wrong, expired, revoked, or of an account that may not act."""

    code: ClassVar[str] = "invalid_token"
    status: ClassVar[int] = 401
    message = "访问令牌无效：写错、已过期、已撤销，或者账号已停用、已不属于原单位。"


class VersionMissing(DomainError):
    """A change of something that others change too needs to say which version it is of."""

    code: ClassVar[str] = "precondition_required"
    status: ClassVar[int] = 428
    message = "修改前请先读取，把答复里的 ETag 放进 If-Match 再提交。"


class VersionOutdated(DomainError):
    """Somebody else changed it since it was read."""

    code: ClassVar[str] = "precondition_failed"
    status: ClassVar[int] = 412
    message = "别人已修改了这条内容。请重新读取，核对后再提交。"


class KeyReused(DomainError):
    """An idempotency key stands for one request only."""

    code: ClassVar[str] = "idempotency.key_reused"
    status: ClassVar[int] = 422
    message = "这个 Idempotency-Key 已用于另一个请求，内容不同。新的请求请用新的值。"


class StillRunning(DomainError):
    """The first of two alike has not been answered yet."""

    code: ClassVar[str] = "idempotency.in_progress"
    status: ClassVar[int] = 409
    message = "同一请求正在办理，请稍后用同一个 Idempotency-Key 再试。"
