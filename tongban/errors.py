"""Errors of the domain: a stable code, a message for the person, and the HTTP status pages answer with."""

from typing import Any, ClassVar


class DomainError(Exception):
    """What the rules of the field refuse.

    ``code`` is stable and for programs, ``message`` is Chinese and for people. ``facts`` are public details
    (never sealed or personal values), which problem details repeat.
    """

    code: ClassVar[str] = "domain.refused"
    status: ClassVar[int] = 409
    message: str = "这项操作现在不能进行。"

    def __init__(self, message: str | None = None, **facts: Any) -> None:
        self.message = message or type(self).message
        self.facts = facts
        super().__init__(self.message)


class NotFound(DomainError):
    """The thing does not exist, or may not be known to exist by the person asking."""

    code = "not_found"
    status = 404
    message = "没有找到您要的内容。"


class NotAllowed(DomainError):
    """The actor lacks the permission."""

    code = "not_allowed"
    status = 403
    message = "您没有办理这项操作的权限。"


class InvalidField(DomainError):
    """A rule of the domain refuses the value of one named form field."""

    code = "invalid_field"
    status = 422

    def __init__(self, field: str, message: str, **facts: Any) -> None:
        self.field = field
        super().__init__(message, field=field, **facts)


class StaleEdit(DomainError):
    """Someone else changed the thing since the form was opened."""

    code = "stale_edit"
    message = "在您填写期间，别人已修改了这条内容。请核对最新内容后再提交。"
